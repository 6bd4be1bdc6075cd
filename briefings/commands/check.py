"""`briefings check`: say what is wrong with the content, without building."""

import sys
import time
from pathlib import Path

import click

from briefings.clock import now
from briefings.commands.project import (
    CONTENT_ERROR,
    config_file_option,
    fail,
    jobs_option,
    project_of,
    say_problems,
)
from briefings.editions import checked
from briefings.problems import ContentError
from briefings.workers import WorkerDiedError


@click.command()
@config_file_option
@jobs_option
def check(config_file: Path | None, jobs: int | None) -> None:
    """Say what is wrong with the content, without building.

    For example: briefings check
    """
    started = time.monotonic()
    project = project_of(config_file)
    try:
        edition = checked(project, now=now(), jobs=jobs)
    except ContentError as error:
        say_problems(error.problems)
        sys.exit(CONTENT_ERROR)
    except WorkerDiedError as error:
        fail(str(error))
    say_problems(edition.warnings)
    seconds = time.monotonic() - started
    click.echo(f"{edition.entries} entries are in order ({seconds:.1f} s).")
