"""`briefings setup-git`: have git merge list files and registries by their entries."""

import os
import shlex
import shutil
import sys
from pathlib import Path

import click

from briefings.commands.project import config_file_option, fail, project_of
from briefings.git.asking import GitError, git, line_of
from briefings.settings import Settings

_DRIVER = "briefings"
_HEADING = "# Merged entry by entry: run `briefings setup-git` once in each clone."
_PATTERNS = ("*.yml", "entries/**/[0-9][0-9].yml")
"""Registries and lists of entries, below the content's folder."""


@click.command("setup-git")
@config_file_option
def setup_git(config_file: Path | None) -> None:
    """Have git merge list files and registries entry by entry.

    Writes which files these are into .gitattributes, which is committed, and how they are merged into
    the configuration of this clone, so that everybody runs it once. A second run changes nothing.

    For example: briefings setup-git
    """
    settings = project_of(config_file).settings
    try:
        root = Path(line_of(settings.folder, "rev-parse", "--show-toplevel"))
        _configure(settings.folder)
        file = _write_attributes(settings)
        _check_attributes(settings)
    except GitError as error:
        fail(f"Git cannot be set up: {error}")
    except OSError as error:
        fail(f"{error.filename} cannot be written: {error.strerror}.")
    click.echo(f"Git merges lists of entries and registries in {root} entry by entry now.")
    if file is not None:
        click.echo(f"Commit {settings.name_of(file)}.")


def _configure(folder: Path) -> None:
    """Tell this clone how to merge."""
    command = f"{shlex.quote(_program())} merge-driver %O %A %B %P"
    for key, value in (("name", "entry by entry, by their slugs"), ("driver", command)):
        git(folder, "config", "--local", f"merge.{_DRIVER}.{key}", value)


def _program() -> str:
    """The path of this program, which stands beside its Python: git may be run with another PATH."""
    beside = Path(sys.executable).with_name("briefings")
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which("briefings")
    if found is None:
        fail("The program `briefings` is not on the PATH, so that git could not run it.")
    return found


def _write_attributes(settings: Settings) -> Path | None:
    """Say in .gitattributes which files are merged so; returns it if that was new."""
    content = settings.content_dir.resolve()
    inside = content.is_relative_to(settings.folder)
    folder = settings.folder if inside else content
    file = folder / ".gitattributes"
    before = file.read_bytes().decode(errors="surrogateescape") if file.exists() else ""
    prefix = content.relative_to(folder).as_posix()
    lines = [_attribute(prefix, pattern) for pattern in _PATTERNS]
    missing = [line for line in lines if line not in before.splitlines()]
    if not missing:
        return None
    start = f"{before}\n" if before and not before.endswith("\n") else before
    text = start + "\n".join([_HEADING, *missing]) + "\n"
    file.write_bytes(text.encode(errors="surrogateescape"))
    return file


def _attribute(prefix: str, pattern: str) -> str:
    """A line of .gitattributes; one with a space in its path is quoted."""
    path = pattern if prefix == "." else f"{prefix}/{pattern}"
    # A pattern without a slash would hold in every folder below.
    path = path if "/" in path else f"/{path}"
    quoted = f'"{path}"' if set(path) & set(' "\\') else path
    return f"{quoted} merge={_DRIVER}"


def _check_attributes(settings: Settings) -> None:
    """Warn where another line, as one in .git/info/attributes, has the last word."""
    names = ("topics.yml", "entries/2024/06/14.yml")
    files = [settings.name_of(settings.content_dir / name) for name in names]
    answer = os.fsdecode(git(settings.folder, "check-attr", "-z", "merge", "--", *files))
    parts = answer.split("\0")
    for path, value in zip(parts[::3], parts[2::3], strict=False):
        if value != _DRIVER:
            click.echo(f"{path} has merge={value} from another line: remove that one.", err=True)
