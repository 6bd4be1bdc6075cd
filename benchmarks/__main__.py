"""What can a person type? `make bench`, or `python -m benchmarks 70000 --runs 1`."""

import tempfile
from pathlib import Path

import click
from msgspec.structs import replace

from benchmarks import machine, report
from benchmarks.results import Archive
from benchmarks.steps import SMALLER, Bench
from benchmarks.tools import ROOT

_DOCUMENT = ROOT / "docs/benchmarks.md"
_LEAST = 200
"""Entries that an archive needs for each step to have something to change."""


@click.command()
@click.argument("entries", type=click.IntRange(min=_LEAST))
@click.option("--runs", type=click.IntRange(min=1), default=3, help="Of which the median counts.")
def main(entries: int, runs: int) -> None:
    """Build a made-up bulletin of so many entries with this project and with Hugo, and compare."""
    with tempfile.TemporaryDirectory(prefix="briefings-bench-") as folder:
        smaller = [_archive(Path(folder), size, runs) for size in SMALLER if size < entries]
        found = Bench(Path(folder) / "whole", entries, runs, _say).results()
    results = replace(found, archives=(*smaller, *found.archives))
    click.echo(f"\n{report.aims(results)}\n\n{report.resources(results)}")
    known = _DOCUMENT.read_text("utf-8") if _DOCUMENT.exists() else ""
    added = report.section(
        results, machine.facts(), f"python -m benchmarks {entries} --runs {runs}"
    )
    _DOCUMENT.write_text(report.merged(known, added), "utf-8")
    click.echo(f"\nWritten to {_DOCUMENT.relative_to(ROOT)}.")


def _archive(folder: Path, size: int, runs: int) -> Archive:
    return Bench(folder / str(size), size, runs, _say).archive()


def _say(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
