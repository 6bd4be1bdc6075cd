"""Where does the time of a build go? `python -m benchmarks.profiling N`, in parts of a hundred.

One process builds a made-up bulletin (see `stages`): from nothing and without its search, or with it after
an edit. Pagefind is a process of its own, which this one waits for at the end.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import click

from benchmarks import bulletin
from benchmarks.corpus import corpus
from benchmarks.editing import Edit, Editor, Folders
from benchmarks.stages import REST
from benchmarks.tools import ENVIRONMENT, ROOT, Briefings

Spent = dict[str, float]
"""Seconds by stage."""

_EDITS = 10


@click.command()
@click.argument("entries", type=click.IntRange(min=1))
@click.option(
    "--after",
    type=click.Choice(["body", "added"]),
    help=f"Builds after {_EDITS} edits, one after each: of a body, or a new entry.",
)
def main(entries: int, after: str | None) -> None:
    """Print the share of each stage as a table."""
    with tempfile.TemporaryDirectory(prefix="briefings-bench-") as name:
        folders = Folders(briefings=Path(name, "briefings"), hugo=Path(name, "hugo"))
        content = corpus(entries)
        bulletin.write(folders.briefings, content, ROOT / "theme")
        if after is None:
            spent = _built(folders.briefings, search=False)
        else:
            Briefings(folders).build()
            spent = _after(getattr(Editor(content, folders), after), folders)
    total = sum(spent.values())
    shares = {stage: round(100 * seconds / total) for stage, seconds in spent.items()}
    told = {stage: share for stage, share in shares.items() if share and stage != REST}
    click.echo("| what | share |\n| --- | ---: |")
    for stage, share in sorted(told.items(), key=lambda one: -one[1]):
        click.echo(f"| {stage} | {share} |")
    click.echo(f"| {REST} | {100 - sum(told.values())} |")


def _after(edit: Callable[[str], Edit], folders: Folders) -> Spent:
    """What builds take after an edit, all together; the first of its kind is not counted."""
    spent: Spent = defaultdict(float)
    for number in range(_EDITS + 1):
        edit(f"profiled-{number}")
        for stage, seconds in _built(folders.briefings, search=True).items():
            spent[stage] += seconds if number else 0
    return spent


def _built(folder: Path, *, search: bool) -> Spent:
    """The seconds of each stage of a build."""
    called = [sys.executable, "-m", "benchmarks.stages", str(time.time()), "search" * search]
    options = ["--quiet", "--jobs", "1", "-f", str(folder / "mkdocs.yml")]
    run = subprocess.run(
        [*called, "build", *options],
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT},
        stdout=subprocess.PIPE,
        check=True,
    )
    spent: Spent = json.loads(run.stdout)
    return spent


if __name__ == "__main__":
    main()
