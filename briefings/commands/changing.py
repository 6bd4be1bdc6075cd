"""How is a change of several files shown, checked and carried out? All of it, or nothing."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from briefings.clock import now
from briefings.commands.differing import unified
from briefings.commands.project import fail, say_problems
from briefings.editing.errors import EditError, MisnamedError
from briefings.editing.saving import save
from briefings.editions import Project
from briefings.preparing import checked
from briefings.problems import ContentError
from briefings.workers import WorkerDiedError

Changes = Mapping[Path, str | None]


def dry_run_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--dry-run`."""
    return click.option(
        "--dry-run", "dry", is_flag=True, help="Show what would change; write nothing."
    )(command)


def carry_out(project: Project, make: Callable[[], Changes], done: str, *, dry: bool) -> None:
    """Check the content, make the changes, check the content with them, and write or show them.

    Ends the command with what is wrong where something is; nothing was written then. `done` is said of
    what was written.
    """
    from briefings.editing.staging import problems_after  # noqa: PLC0415 (--help has no need of it)

    try:
        before = checked(project, now=now()).warnings
        changes = make()
        after = problems_after(project, changes, now())
    except ContentError as error:
        say_problems(error.problems)
        fail("Nothing was written: the content has to be in order before and after.")
    except MisnamedError as error:
        raise click.UsageError(f"{error}\nNothing was written.") from error
    except (EditError, WorkerDiedError, OSError) as error:
        fail(f"{error}\nNothing was written.")
    known = {(one.path, one.message) for one in before}
    say_problems(one for one in after if (one.path, one.message) not in known)
    if dry:
        for path, text in sorted(changes.items()):
            click.echo(diff_of(project, path, text), nl=False)
        files = "1 file" if len(changes) == 1 else f"{len(changes)} files"
        click.echo(f"{files} would change. Nothing was written.", err=True)
        return
    try:
        settings = project.settings
        within = os.path.commonpath([settings.content_dir, settings.pages_dir])
        save(changes, within=Path(within))
    except (EditError, OSError) as error:
        fail(f"{error}\nNothing was written.")
    for path, text in sorted(changes.items()):
        click.echo(f"{settings.name_of(path)}{' removed' if text is None else ''}")
    click.echo(done)


def diff_of(project: Project, path: Path, text: str | None) -> str:
    """What changes in a file, as a unified diff."""
    name = project.settings.name_of(path)
    before = path.read_text(encoding="utf-8-sig", errors="replace") if path.exists() else ""
    names = (
        f"a/{name}" if path.exists() else "/dev/null",
        f"b/{name}" if text is not None else "/dev/null",
    )
    return unified(before, text or "", *names)
