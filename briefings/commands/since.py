"""Which problems come of what changed since a revision of git?"""

import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import click

from briefings.commands.project import ConfigurationError
from briefings.editions import Project
from briefings.files.scanning import shown
from briefings.git.asking import GitError, git, line_of
from briefings.git.checkouts import Checkout, RevisionError, fork_of
from briefings.preparing import checked
from briefings.problems import ContentError, Problem, Severity
from briefings.projects import read_project
from briefings.settings import Settings


class _Since(NamedTuple):
    """A revision, and what changed since."""

    commit: str
    paths: frozenset[str]
    """The files that changed or are new, as problems name them."""


def brought_since(
    revision: str, problems: Iterable[Problem], project: Project, now: datetime, jobs: int | None
) -> list[Problem]:
    """Those of the problems that came since a revision, or since what is now there left it.

    They are all those of the files that changed, and in other files the errors that were not there at
    the revision: a reference that a removal broke. Warnings of other files are left out. Untracked files
    count as changed, ignored ones do not. Raises `ConfigurationError` where git cannot tell.
    """
    try:
        since = _changed_since(project.settings, revision)
        return _come_of(since, problems, project, now, jobs)
    except RevisionError as error:
        raise ConfigurationError(str(error)) from error
    except GitError as error:
        raise ConfigurationError(f"git could not answer: {error}") from error


def _changed_since(settings: Settings, revision: str) -> _Since:
    root = Path(line_of(settings.folder, "rev-parse", "--show-toplevel"))
    commit = fork_of(root, revision)
    changed = git(root, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", commit, "--")
    new = git(root, "ls-files", "--others", "--exclude-standard", "-z")
    paths = map(os.fsdecode, filter(None, (changed + new).split(b"\0")))
    return _Since(commit, frozenset(shown(settings.name_of(root / one)) for one in paths))


def _come_of(
    since: _Since, problems: Iterable[Problem], project: Project, now: datetime, jobs: int | None
) -> list[Problem]:
    own, others = [], []
    for one in problems:
        if one.path in since.paths:
            own.append(one)
        elif one.severity is Severity.ERROR:
            others.append(one)
    if others:
        before = {_place(one) for one in _errors_at(since, project.settings, now, jobs)}
        others = [one for one in others if _place(one) not in before]
    return sorted([*own, *others])


def _place(problem: Problem) -> tuple[str, int, int, str]:
    """What tells a problem of an unchanged file: words of advice depend on other files."""
    return problem.path, problem.line, problem.column, problem.code


def _errors_at(
    since: _Since, settings: Settings, now: datetime, jobs: int | None
) -> tuple[Problem, ...]:
    """What was wrong at the revision; nothing where there was no bulletin yet."""
    with tempfile.TemporaryDirectory(prefix="briefings-") as name:
        checkout = Checkout(settings.folder, Path(name).resolve())
        checkout.take(since.commit)
        try:
            project = read_project(checkout.folder / "mkdocs.yml")
            checked(project, now=now, jobs=jobs)
        except ContentError as error:
            return error.problems
        except (click.ClickException, OSError):
            pass  # Whatever was there, it was no bulletin that could be checked.
        return ()
