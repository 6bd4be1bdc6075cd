"""What does a build say that has something to do?"""

import gc
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from briefings.building import rebuilt
from briefings.clock import now
from briefings.commands.moments import Typed
from briefings.commands.project import CONTENT_ERROR, fail, project_of, say_problems
from briefings.commands.watching import watch_of
from briefings.commands.wishes import Wishes
from briefings.editions import Edition, Project
from briefings.explaining import explanation, path_of
from briefings.failures import RenderingError, SearchUnavailable, told
from briefings.idling import Begun
from briefings.preparing import checked
from briefings.problems import ContentError
from briefings.workers import WorkerDiedError

_BETWEEN_SEARCHES = 20_000
"""Things that are made before garbage is searched for; at Python's 700 that takes a thirtieth of the time."""


def make(
    config_file: Path, wishes: Wishes, known: Project | None = None, begun: Begun | None = None
) -> None:
    """Make the site of a bulletin, which may be `known` and be looked at already."""
    project = known or project_of(config_file)
    if project.other_plugins:
        click.echo(
            f"Not run, as only mkdocs build does: {', '.join(project.other_plugins)}.", err=True
        )
    moment = now()
    try:
        if wishes.as_of:
            project, moment = _then(project, wishes.as_of, wishes)
        edition, report = rebuilt(
            project,
            moment,
            cached=not wishes.full,
            jobs=wishes.jobs,
            watch=watch_of(quiet=wishes.quiet, verbose=wishes.verbose),
            say=partial(_say_of, verbose=wishes.verbose),
            begun=begun,
        )
    except ContentError as error:
        say_problems(error.problems)
        click.echo("Nothing was published; the last good site is as it was.", err=True)
        sys.exit(CONTENT_ERROR)
    except (RenderingError, SearchUnavailable, WorkerDiedError, OSError) as error:
        fail(f"{told(error)}\nThe site could not be made.")
    if report.unrecorded:
        click.echo(f"The next build will take longer: {report.unrecorded}", err=True)
    if wishes.explain is not None:
        path = path_of(wishes.explain, project.settings.site_url or "/")
        click.echo(f"{path} {explanation(path, report)}.")
    wishes.say_done(
        edition.entries,
        written=len(report.written),
        kept=len(report.kept) + len(report.unchanged),
        removed=len(report.removed),
        indexed=report.indexed,
    )
    if wishes.as_of and not wishes.quiet:
        said = wishes.as_of.said(project.settings.timezone)
        click.echo(f"The bulletin as of {said} is in {edition.settings.site_dir}.")


def _then(project: Project, as_of: Typed, wishes: Wishes) -> tuple[Project, datetime]:
    """The bulletin of an earlier moment, with that; today's has to be in order."""
    # Imported here because most builds show how the bulletin stands.
    from briefings.commands.past import project_then  # noqa: PLC0415

    today = now()
    past, note = project_then(project, as_of, wishes.site_dir, today)
    checked(project, now=today, jobs=wishes.jobs)
    click.echo(note, err=True)
    return past, as_of.moment(project.settings.timezone)


def _say_of(edition: Edition, *, verbose: bool) -> None:
    """Say what is to be said of an edition before it is built."""
    if edition.continued is None:
        gc.enable()
        gc.set_threshold(_BETWEEN_SEARCHES)
    if not edition.settings.as_of:
        say_problems(edition.warnings)
    if verbose and edition.why:
        click.echo(f"Everything is looked at, since {edition.why}.", err=True)
    if edition.outputs and edition.words.note:
        click.echo(edition.words.note, err=True)
