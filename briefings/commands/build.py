"""`briefings build`: make the site."""

import sys
import time
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from briefings.building import now, rebuilt
from briefings.commands.moments import Moment, Typed
from briefings.commands.project import (
    CONTENT_ERROR,
    config_file_option,
    fail,
    jobs_option,
    project_of,
    say_problems,
)
from briefings.commands.watching import watch_of
from briefings.editions import Edition, Project, checked
from briefings.explaining import explanation, path_of
from briefings.failures import RenderingError, SearchUnavailable
from briefings.locking import alone
from briefings.problems import ContentError
from briefings.publishing import Report
from briefings.workers import WorkerDiedError


@click.command()
@config_file_option
@jobs_option
@click.option(
    "--full", is_flag=True, help="Make every file anew, whatever earlier builds recorded."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Say how long each stage took.")
@click.option(
    "--explain", metavar="PATH", help="Say why the page at PATH was made anew, or was not."
)
@click.option(
    "--as-of",
    type=Moment(),
    help="Make the bulletin as it stood then, in a folder of its own: 2024-06-15T12:00, in the "
    "bulletin's time zone where none is given, or a day, for its end.",
)
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to, with --as-of. Default: as-of/MOMENT beside the site.",
)
def build(
    config_file: Path | None,
    jobs: int | None,
    explain: str | None,
    as_of: Typed | None,
    site_dir: Path | None,
    *,
    full: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make the site: render what changed and publish it.

    For example: briefings build --explain /2024/06/14/
    """
    started = time.monotonic()
    project = project_of(config_file)
    if project.other_plugins:
        click.echo(
            f"Not run, as only mkdocs build does: {', '.join(project.other_plugins)}.", err=True
        )
    if site_dir and not as_of:
        raise click.UsageError("--site-dir goes with --as-of. mkdocs.yml says where the site is.")
    watch = watch_of(quiet=quiet, verbose=verbose)
    moment = now()
    try:
        if as_of:
            project, moment = _then(project, as_of, site_dir, moment, jobs)
        with alone(project.settings.cache_dir, _say_waiting):
            edition, report = rebuilt(
                project,
                moment,
                cached=not full,
                jobs=jobs,
                watch=watch,
                say=partial(_say_of, verbose=verbose),
            )
    except ContentError as error:
        say_problems(error.problems)
        click.echo("Nothing was published; the last good site is as it was.", err=True)
        sys.exit(CONTENT_ERROR)
    except (RenderingError, SearchUnavailable, WorkerDiedError, OSError) as error:
        fail(f"{error}\nThe site could not be made.")
    if report.unrecorded:
        click.echo(f"The next build will take longer: {report.unrecorded}", err=True)
    if explain is not None:
        path = path_of(explain, project.settings.site_url or "/")
        click.echo(f"{path} {explanation(path, report)}.")
    if not quiet:
        click.echo(_summary(edition, report, time.monotonic() - started))
        if as_of:
            click.echo(
                f"The bulletin as of {moment.isoformat()} is in {edition.settings.site_dir}."
            )


def _say_of(edition: Edition, *, verbose: bool) -> None:
    """Say what is to be said of an edition before it is built."""
    if not edition.settings.as_of:
        say_problems(edition.warnings)
    if verbose and edition.why:
        click.echo(f"Everything is looked at, since {edition.why}.", err=True)
    if edition.outputs and edition.words.note:
        click.echo(edition.words.note, err=True)


def _then(
    project: Project, as_of: Typed, site_dir: Path | None, today: datetime, jobs: int | None
) -> tuple[Project, datetime]:
    """The bulletin of an earlier moment, with that; today's has to be in order."""
    # Imported here because most builds show how the bulletin stands.
    from briefings.commands.past import project_then  # noqa: PLC0415

    project_past, note = project_then(project, as_of, site_dir, today)
    with alone(project.settings.cache_dir, _say_waiting):
        checked(project, now=today, jobs=jobs)
    click.echo(note, err=True)
    moment = project_past.settings.as_of
    assert moment is not None
    return project_past, moment


def _say_waiting() -> None:
    click.echo("Another build of this bulletin is running. Waiting for it to end.", err=True)


def _summary(edition: Edition, report: Report, seconds: float) -> str:
    kept = len(report.kept) + len(report.unchanged)
    return (
        f"{edition.entries} entries in {seconds:.1f} s: {len(report.written)} files "
        f"written, {kept} kept, {len(report.removed)} removed; "
        f"{_counted(report.indexed, 'segment')} of the search indexed."
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
