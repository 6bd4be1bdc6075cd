"""`briefings diff`: say which entries and pages a change alters."""

import sys
import tempfile
from datetime import datetime
from pathlib import Path

import click
from msgspec.structs import replace

from briefings.clock import now
from briefings.commands.comparison import FORMS
from briefings.commands.completing import REVISION
from briefings.commands.project import (
    CONTENT_ERROR,
    ConfigurationError,
    config_file_of,
    config_file_option,
    fail,
    format_option,
    jobs_option,
    project_of,
    say_problems,
)
from briefings.comparing import Built, Comparison, build, compare
from briefings.failures import RenderingError
from briefings.git.asking import GitError
from briefings.git.checkouts import Checkout, RevisionError, commit_of, fork_of
from briefings.problems import ContentError
from briefings.workers import WorkerDiedError


@click.command()
@click.argument("revision", metavar="REV", type=REVISION)
@click.argument("other", metavar="[REV2]", type=REVISION, required=False)
@config_file_option
@jobs_option
@format_option(
    "How to say it: for people, as a comment on a pull request, or for programs.",
    *(form for form in FORMS if form != "text"),
)
def diff(
    revision: str, other: str | None, config_file: Path | None, jobs: int | None, form: str
) -> None:
    """Say which entries and pages a change alters: added, changed, removed.

    With one revision of git, that is all that was done since this branch left REV, with what is not
    committed yet; with two, what differs between them. Both bulletins are built at one moment in a
    folder of their own, and their files compared; your files, your site and git's index stay as they are.

    For example: briefings diff main
    """
    file = config_file_of(config_file)
    try:
        with tempfile.TemporaryDirectory(prefix="briefings-") as folder:
            checkout = Checkout(file.parent, Path(folder).resolve())
            found = _compared(checkout, file, revision, other, jobs)
    except RevisionError as error:
        raise ConfigurationError(str(error)) from error
    except (GitError, RenderingError, WorkerDiedError, OSError) as error:
        fail(f"The two cannot be compared: {error}")
    click.echo(FORMS[form](found))


def _compared(
    checkout: Checkout, file: Path, revision: str, other: str | None, jobs: int | None
) -> Comparison:
    moment = now()
    second = commit_of(file.parent, other) if other else None
    checkout.take((commit_of if other else fork_of)(file.parent, revision))
    before = _built(checkout.folder / file.name, revision, moment, jobs)
    if second:
        checkout.take(second)
    else:
        checkout.take_working_tree()
    return compare(before, _built(checkout.folder / file.name, other or "", moment, jobs))


def _built(file: Path, revision: str, moment: datetime, jobs: int | None) -> Built:
    """The bulletin of a checkout, built beside it; its problems end the command."""
    if not file.is_file():
        raise ConfigurationError(f"There is no {file.name} in {revision or 'this folder'}.")
    project = project_of(file)
    site = replace(project.settings, site_dir=file.parent / ".cache" / "compared")
    try:
        return build(replace(project, settings=site), moment, jobs=jobs)
    except ContentError as error:
        say_problems(error.problems)
        where = f"as it was at {revision}" if revision else "as it is now"
        click.echo(f"The bulletin {where} cannot be built, so that nothing can be said.", err=True)
        sys.exit(CONTENT_ERROR)
