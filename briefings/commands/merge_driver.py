"""`briefings merge-driver`: merge a list file or a registry, as git asks for it."""

import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import click

from briefings.merging import ORDER, merged

_FAILED = 129
"""Git takes a status above 128 for a failure, and leaves the merge."""


@click.command("merge-driver")
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.argument("name")
def merge_driver(base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Merge two versions of a list of entries or of a registry: git asks for it.

    Entries are told by their slugs, records by their ids. What one side alone added, changed or removed
    is taken over; what both changed differently stands between conflict markers, and the status is 1.
    The result is written over OURS. `briefings setup-git` tells git to use it.

    For example: briefings merge-driver %O %A %B %P
    """
    try:
        texts = [file.read_bytes().decode() for file in (base, ours, theirs)]
        found = merged(*texts)
    except UnicodeDecodeError:
        found = None
    except OSError as error:
        _fail(f"{name}: {error}")
    if found is None:
        _merge_lines(base, ours, theirs, name)
        return
    ours.write_bytes(found.text.encode())
    for key in found.conflicts:
        what = "put them in another order" if key == ORDER else f'changed "{key}"'
        click.echo(f"{name}: both sides {what}. Decide between the marked lines.", err=True)
    sys.exit(1 if found.conflicts else 0)


def _merge_lines(base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Leave to git what cannot be cut into entries."""
    click.echo(f"{name} is merged by lines, since its entries cannot be told apart.", err=True)
    labels = (part for label in ("ours", "base", "theirs") for part in ("-L", label))
    files = map(str, (ours, base, theirs))
    try:
        done = subprocess.run(["git", "merge-file", *labels, *files], check=False)
    except OSError as error:
        _fail(f"{name}: git cannot be run: {error}")
    if done.returncode not in range(128):
        _fail(f"{name} cannot be merged.")
    sys.exit(min(done.returncode, 1))


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(_FAILED)
