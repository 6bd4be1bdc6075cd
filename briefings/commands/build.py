"""`briefings build`: make the site."""

import sys
import time
from pathlib import Path

import click

from briefings.building import build as build_site
from briefings.building import now, prepare
from briefings.commands.project import (
    CONTENT_ERROR,
    config_file_option,
    fail,
    jobs_option,
    project_of,
    say_problems,
)
from briefings.problems import ContentError
from briefings.rendering import RenderingError
from briefings.search import SearchUnavailable
from briefings.workers import WorkerDiedError


@click.command()
@config_file_option
@jobs_option
@click.option(
    "--full", is_flag=True, help="Make every file anew, whatever earlier builds recorded."
)
def build(config_file: Path | None, jobs: int | None, *, full: bool) -> None:
    """Make the site: render what changed and publish it.

    For example: briefings build -f ../other/mkdocs.yml
    """
    started = time.monotonic()
    project = project_of(config_file)
    if project.other_plugins:
        click.echo(
            f"Not run, as only mkdocs build does: {', '.join(project.other_plugins)}.", err=True
        )
    try:
        edition = prepare(
            project.settings,
            project.pages,
            now=now(),
            static=project.static,
            found=project.problems,
            cached=not full,
            jobs=jobs,
        )
        say_problems(edition.warnings)
        if edition.words.note:
            click.echo(edition.words.note, err=True)
        report = build_site(edition, full=full, jobs=jobs)
    except ContentError as error:
        say_problems(error.problems)
        click.echo("Nothing was published; the last good site is as it was.", err=True)
        sys.exit(CONTENT_ERROR)
    except (RenderingError, SearchUnavailable, WorkerDiedError, OSError) as error:
        fail(f"{error}\nThe site could not be made.")
    seconds = time.monotonic() - started
    click.echo(
        f"{len(edition.bulletin.entries)} entries in {seconds:.1f} s: {len(report.written)} files "
        f"written, {len(report.kept) + len(report.unchanged)} kept, {len(report.removed)} removed."
    )
