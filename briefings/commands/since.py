"""Which problems come of what changed since a revision of git?"""

import os
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import click

from briefings.editions import Project, checked
from briefings.files.scanning import shown
from briefings.problems import ContentError, Problem, Severity
from briefings.projects import read_project
from briefings.settings import Settings

_OF_A_HOOK = frozenset({"GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE"})
"""What git tells its hooks, relative to a folder that is not ours."""


class RevisionError(click.ClickException):
    """What is asked for cannot be found in git."""

    exit_code = 2


class Since(NamedTuple):
    """A revision, and what changed since."""

    root: Path
    """The repository's folder."""
    commit: str
    paths: frozenset[str]
    """The files that changed or are new, as problems name them."""


def changed_since(settings: Settings, revision: str) -> Since:
    """What changed in the files since a revision, or since what is now there left it.

    Untracked files count, ignored ones do not. Raises `RevisionError`.
    """
    root = Path(_git(settings.folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    try:
        name = f"{revision}^{{commit}}"
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name).strip()
    except RevisionError:
        message = f'git knows no revision "{revision}". A shallow clone may lack it: git fetch'
        raise RevisionError(message) from None
    with suppress(RevisionError):  # Where nothing shared is known of, all that differs has changed.
        commit = _git(root, "merge-base", commit, "HEAD").strip()
    changed = _git(root, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", commit, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    paths = filter(None, f"{changed}\0{new}".split("\0"))
    return Since(root, commit, frozenset(shown(settings.name_of(root / one)) for one in paths))


def come_of(
    since: Since, problems: Iterable[Problem], project: Project, now: datetime, jobs: int | None
) -> list[Problem]:
    """Those of the problems that the change brought.

    They are all those of the files that changed, and in other files the errors that were not there at
    the revision: a reference that a removal broke. Warnings of other files are left out.
    """
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
    since: Since, settings: Settings, now: datetime, jobs: int | None
) -> tuple[Problem, ...]:
    """What was wrong at the revision; nothing where there was no bulletin yet."""
    with tempfile.TemporaryDirectory(prefix="briefings-") as name:
        inner = os.path.relpath(settings.folder, since.root)
        _write_revision(since, settings, Path(name))
        try:
            project = read_project((Path(name) / inner / "mkdocs.yml").resolve())
            checked(project, now=now, jobs=jobs)
        except ContentError as error:
            return error.problems
        except (click.ClickException, OSError):
            pass  # Whatever was there, it was no bulletin that could be checked.
        return ()


def _write_revision(since: Since, settings: Settings, target: Path) -> None:
    """Write the files of the bulletin as they were, without touching what git knows."""
    index = {"GIT_INDEX_FILE": str(target / ".index")}
    _git(since.root, "read-tree", since.commit, **index)
    folders = {settings.folder, settings.content_dir, settings.pages_dir}
    paths = [os.path.relpath(folder, since.root) for folder in folders]
    files = _git(since.root, "ls-files", "-z", "--", *paths, **index)
    command = ("checkout-index", "--quiet", "-z", "--stdin", f"--prefix={target}/")
    _git(since.root, *command, given=files, **index)


def _git(folder: Path, *command: str, given: str = "", **variables: str) -> str:
    """What git answers. Raises `RevisionError` with what it complains of."""
    own = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *command],
            check=False,
            capture_output=True,
            input=given.encode(errors="surrogateescape"),
            env={**own, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", **variables},
        )
    except OSError as error:
        raise RevisionError("--since needs git, which is not installed.") from error
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip()
        raise RevisionError(f"git could not answer: {said}")
    return done.stdout.decode(errors="surrogateescape")
