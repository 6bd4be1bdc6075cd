"""Where does the time of a build from nothing go? `python -m benchmarks.profiling N`, in parts of a hundred.

One process builds a made-up bulletin without its search, under Python's own profiler, which makes what
consists of many small calls look a little larger than it is.
"""

import cProfile
import pstats
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from benchmarks import bulletin
from benchmarks.corpus import corpus
from benchmarks.tools import ROOT
from benchmarks.without_search import leave_out_search
from briefings.commands import main as briefings

_STAGES = (
    ("writing pages out: templates", "rendering.py", "content"),
    ("gathering what pages show: views", "rendering.py", "reads"),
    ("reading files: YAML, Markdown, checks of each value", "loading.py", "load"),
    ("recording what was read and made, for the builds that come", "building.py", "_recorded"),
    ("compiling the templates; the same at any size", "rendering.py", "compile_templates"),
    ("grouping", "preparing.py", "_grouped"),
    ("writing files", "publishing.py", "stage"),
    ("checking what entries say of each other", "vetting.py", "problems_of"),
    ("fingerprints", "rendering.py", "fingerprint"),
)
"""What a stage is called, and the function that all of it happens in."""


@click.command()
@click.argument("entries", type=click.IntRange(min=1))
def main(entries: int) -> None:
    """Print the share of each stage as a table."""
    leave_out_search()
    with tempfile.TemporaryDirectory(prefix="briefings-bench-") as name:
        bulletin.write(Path(name), corpus(entries), ROOT / "theme")
        profile = cProfile.Profile()
        options = ["--full", "--quiet", "--jobs", "1", "-f", f"{name}/mkdocs.yml"]
        profile.runcall(briefings, ["build", *options], standalone_mode=False)
    shares = dict(_shares(pstats.Stats(profile)))
    click.echo("| what | share |\n| --- | ---: |")
    for stage, share in sorted(shares.items(), key=lambda one: -one[1]):
        click.echo(f"| {stage} | {share:.0f} |")
    click.echo(f"| the rest | {100 - sum(shares.values()):.0f} |")


def _shares(stats: pstats.Stats) -> Iterator[tuple[str, float]]:
    """Each stage with its share of the whole, in parts of a hundred."""
    total = stats.total_tt  # type: ignore[attr-defined]  # not declared, as `stats` is not
    timed = stats.stats.items()  # type: ignore[attr-defined]
    for stage, file, function in _STAGES:
        for (path, _, name), (_, _, _, cumulative, _) in timed:
            if name == function and Path(path).name == file:
                yield stage, 100 * cumulative / total


if __name__ == "__main__":
    main()
