"""What does a build say that has something to do?"""

import sys
from functools import partial
from pathlib import Path

import click

from briefings.building import rebuilt
from briefings.clock import now
from briefings.commands.project import CONTENT_ERROR, fail, project_of, say_problems
from briefings.commands.watching import watch_of
from briefings.commands.wishes import Wishes
from briefings.editions import Edition, Project
from briefings.explaining import explanation, path_of
from briefings.failures import RenderingError, SearchUnavailable
from briefings.idling import Begun
from briefings.problems import ContentError
from briefings.workers import WorkerDiedError


def make(
    config_file: Path, wishes: Wishes, known: Project | None = None, begun: Begun | None = None
) -> None:
    """Make the site of a bulletin, which may be `known` and be looked at already."""
    project = known or project_of(config_file)
    if project.other_plugins:
        click.echo(
            f"Not run, as only mkdocs build does: {', '.join(project.other_plugins)}.", err=True
        )
    try:
        edition, report = rebuilt(
            project,
            now(),
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
        fail(f"{error}\nThe site could not be made.")
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


def _say_of(edition: Edition, *, verbose: bool) -> None:
    """Say what is to be said of an edition before it is built."""
    say_problems(edition.warnings)
    if verbose and edition.why:
        click.echo(f"Everything is looked at, since {edition.why}.", err=True)
    if edition.outputs and edition.words.note:
        click.echo(edition.words.note, err=True)
