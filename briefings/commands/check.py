"""`briefings check`: say what is wrong with the content, and what to look at, without building."""

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import click

from briefings.clock import now
from briefings.commands.completing import REVISION
from briefings.commands.project import (
    CONTENT_ERROR,
    config_file_option,
    fail,
    format_option,
    jobs_option,
    project_of,
)
from briefings.commands.reporting import (
    coloured,
    counted,
    github_of,
    json_of,
    repository_prefix,
    text_of,
)
from briefings.editions import Project
from briefings.loading import load
from briefings.preparing import checked
from briefings.problems import ContentError, Problem, Severity
from briefings.rules.desk import noticed
from briefings.workers import WorkerDiedError, cores


class _Found(NamedTuple):
    problems: list[Problem]
    """Errors and warnings, sorted."""
    entries: int
    """How many are shown; 0 where there are errors."""


@click.command()
@config_file_option
@jobs_option
@format_option(
    "How to say it: for people, for programs, or as annotations in GitHub Actions.",
    "json",
    "github",
)
@click.option(
    "--since",
    type=REVISION,
    help="Say only what comes of changes since a revision of git, as main or HEAD~3.",
)
@click.option("--strict", is_flag=True, help="Let no warning pass: end with status 1.")
def check(
    config_file: Path | None, jobs: int | None, form: str, since: str | None, *, strict: bool
) -> None:
    """Say what is wrong with the content, and what to look at, without building.

    The status is 0 where there is no error, 1 where there is one, 2 where it was not asked rightly.

    For example: briefings check --since main --strict
    """
    started = time.monotonic()
    project, moment = project_of(config_file), now()
    try:
        problems, entries = _found(project, moment, jobs)
        praised = f"{entries} {'entry is' if entries == 1 else 'entries are'} in order"
        if since is not None:
            from briefings.commands.since import brought_since  # noqa: PLC0415 (seldom)

            problems = brought_since(since, problems, project, moment, jobs)
            praised = f"What changed since {since} is in order"
    except WorkerDiedError as error:
        fail(str(error))
    errors = any(one.severity is Severity.ERROR for one in problems)
    _say(problems, form, project.settings.folder)
    if form == "text" and not errors:
        beside = f", with {counted(problems)}" if problems else ""
        click.echo(f"{praised}{beside} ({time.monotonic() - started:.1f} s).")
    if errors or (strict and problems):
        sys.exit(CONTENT_ERROR)


def _found(project: Project, moment: datetime, jobs: int | None) -> _Found:
    """All that is to be said of the content."""
    settings = project.settings
    problems: tuple[Problem, ...]
    try:
        edition = checked(project, now=moment, jobs=jobs)
        problems, loaded, entries = edition.warnings, edition.loaded, edition.entries
    except ContentError as error:
        problems, loaded, entries = error.problems, load(settings, jobs=jobs or cores()), 0
    warnings = noticed(loaded, settings, moment, jobs=jobs or cores())
    return _Found(sorted([*problems, *warnings]), entries)


def _say(problems: list[Problem], form: str, folder: Path) -> None:
    """Write problems to standard error for people, to standard output for programs."""
    if form == "json":
        click.echo(json_of(problems))
        return
    if form == "github":
        for line in github_of(problems, repository_prefix(folder)):
            click.echo(line)
    else:
        for line in text_of(problems, folder):
            click.echo(line, err=True, color=coloured())
    if any(one.severity is Severity.ERROR for one in problems):
        click.echo(f"{counted(problems)}.", err=True)
