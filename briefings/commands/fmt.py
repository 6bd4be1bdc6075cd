"""`briefings fmt`: write the content's files in the one style."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from briefings.commands.differing import unified
from briefings.commands.project import (
    CONTENT_ERROR,
    config_file_option,
    fail,
    project_of,
    say_problems,
)
from briefings.editing.contents import TextFile, text_files
from briefings.editing.errors import EditError
from briefings.editing.saving import save
from briefings.problems import ContentError, Problem
from briefings.settings import Settings


@click.command()
@config_file_option
@click.option(
    "--check", "checks", is_flag=True, help="Name the files that would change; write nothing."
)
@click.option("--diff", "differs", is_flag=True, help="Show what would change; write nothing.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def fmt(config_file: Path | None, paths: tuple[Path, ...], *, checks: bool, differs: bool) -> None:
    """Write entries and vocabulary in one style: keys in order, lists, quotes and dates alike.

    PATHS are files or folders of the content; without any, all of it. Comments stay, and no body is
    touched. With --check the exit status is 1 where something would change.

    For example: briefings fmt content/entries/2024/06
    """
    settings = project_of(config_file).settings
    files = _chosen(settings, paths) if paths else text_files(settings)
    problems: list[Problem] = []
    changes, looked_at = _changes(files, problems)
    if differs:
        for change in changes:
            click.echo(_diff(change), nl=False)
    elif checks:
        for change in changes:
            click.echo(f"{change.file.path} would change.")
    else:
        _write(changes, settings)
    say_problems(problems)
    verb = "would change" if checks or differs else "written"
    click.echo(f"{len(changes)} of {looked_at} files {verb}.", err=True)
    if problems or (checks and changes):
        sys.exit(CONTENT_ERROR)


def _write(changes: Sequence["_Change"], settings: Settings) -> None:
    try:
        save({one.file.file: one.after for one in changes}, within=settings.content_dir)
    except (EditError, OSError) as error:
        fail(f"{error}\nNothing was written.")


class _Change(NamedTuple):
    file: TextFile
    before: bytes
    after: str


def _changes(files: Iterable[TextFile], problems: list[Problem]) -> tuple[list[_Change], int]:
    """What would change, and how many files were looked at; what cannot be read goes to `problems`."""
    from briefings.editing.styled import formatted  # noqa: PLC0415 (--help has no need of it)

    changes, looked_at = [], 0
    for file in files:
        looked_at += 1
        try:
            data, text = file.data(), file.text()
            after = formatted(text, file.kind, path=file.path) if text.strip() else text
        except ContentError as error:
            problems += error.problems
            continue
        if after.encode() != data:
            changes.append(_Change(file, data, after))
    return changes, looked_at


def _chosen(settings: Settings, paths: Sequence[Path]) -> Iterator[TextFile]:
    """The files that the paths name, each once, or that stand below them."""
    content = settings.content_dir.resolve()
    wanted = []
    for path in paths:
        real = path.resolve()
        if not real.is_relative_to(content):
            raise click.UsageError(f"{path} is not in {settings.name_of(settings.content_dir)}/.")
        wanted.append(real.relative_to(content).as_posix())
    folders = tuple(f"{one}/" for one in wanted if (content / one).is_dir())
    for file in text_files(settings):
        if file.inner in wanted or "./" in folders or file.inner.startswith(folders):
            yield file


def _diff(change: _Change) -> str:
    name = change.file.path
    return unified(change.before.decode("utf-8-sig"), change.after, f"a/{name}", f"b/{name}")
