"""What happens once something new is written? It is shown in the editor and checked."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import click

from briefings.clock import now
from briefings.commands.project import CONTENT_ERROR, fail, say_problems
from briefings.problems import Severity
from briefings.settings import Settings


def write(path: str, text: str, settings: Settings) -> None:
    """Write a file of the content whole, or end the command with status 1."""
    from briefings.editing.errors import OutsideError  # noqa: PLC0415 (to ask for help needs none of it)
    from briefings.editing.saving import save  # noqa: PLC0415 (to ask for help needs none of it)

    file = settings.folder / path
    try:
        save({file: text}, within=settings.content_dir)
    except OutsideError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename or file} cannot be written: {error.strerror or error}.")


def open_in_editor(file: Path) -> None:
    """Open a file in `$VISUAL` or `$EDITOR` and wait until that ends; nothing where neither is set."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        return
    try:
        subprocess.run([*shlex.split(editor), str(file)], check=False)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        click.echo(f'The editor "{editor}" cannot be started: {reason}.', err=True)


def say_written(path: str, settings: Settings, next_step: str) -> None:
    """Say where it stands and what to do; problems of the file end the command with status 1."""
    from briefings.writing.entries import problems_in  # noqa: PLC0415 (to ask for help needs none of it)

    problems = problems_in(path, settings, now())
    if problems is None:
        click.echo(f"{path} is gone: it was removed or renamed meanwhile.")
        return
    click.echo(f"{path} is written.")
    say_problems(problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        click.echo("Mend it in that file, then run: briefings check", err=True)
        sys.exit(CONTENT_ERROR)
    click.echo(next_step)
