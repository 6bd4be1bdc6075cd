"""How does each stage grow with the archive? `python -m benchmarks.scaling 1000 10000 100000`."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import click

from benchmarks import bulletin, hugosite, machine
from benchmarks.corpus import corpus
from benchmarks.costs import Cost
from benchmarks.editing import Editor, Folders
from benchmarks.results import size
from benchmarks.tools import ROOT, Briefings

_RUNS = 3
"""Of the steps that take seconds; the median counts."""


@click.command()
@click.argument("sizes", type=click.IntRange(min=200), nargs=-1, required=True)
def main(sizes: tuple[int, ...]) -> None:
    """Build made-up bulletins of so many entries, and print what each stage took as a table."""
    columns = []
    for entries in sizes:
        click.echo(f"{entries:,} entries", err=True)
        with tempfile.TemporaryDirectory(prefix="briefings-scale-") as folder:
            columns.append({"entries": f"{entries:,}", **_measured(Path(folder), entries)})
    click.echo("\n".join(f"- {fact}" for fact in machine.facts()) + "\n")
    for name in columns[0]:
        click.echo(f"| {name} | {' | '.join(column[name] for column in columns)} |")


def _measured(folder: Path, entries: int) -> dict[str, str]:
    folders = Folders(briefings=folder / "briefings", hugo=folder / "hugo")
    content = corpus(entries)
    bulletin.write(folders.briefings, content, ROOT / "theme")
    hugosite.write(folders.hugo, content)  # The editor changes both.
    editor, tool = Editor(content, folders), Briefings(folders)
    cold = tool.check()
    tool.clean()
    without = tool.build_without_search()
    tool.clean()
    whole = tool.build()
    site, caches = tool.site, folders.briefings / ".cache"
    found = {
        "read and check, cold": _seconds(cold),
        "build without search, cold": _seconds(without),
        "build, cold": _seconds(whole),
        "peak memory without search": size(without.memory),
        "peak memory": size(whole.memory),
        "files of the site": f"{len(_files(site)):,}",
        "of these the search's": f"{len(_files(site / 'pagefind')):,}",
        "size of the site": size(_bytes(site)),
        "size of the caches": size(_bytes(caches)),
    }
    tool.check()
    steps: dict[str, Callable[[int], object]] = {
        "nothing changed": lambda run: None,
        "one body edited": lambda run: editor.body(f"body-{run}"),
        "one entry added": lambda run: editor.added(f"added-{run}"),
        "the oldest entry edited": lambda run: editor.oldest(f"oldest-{run}"),
    }
    for name, change in steps.items():
        costs = []
        for run in range(_RUNS):
            change(run)
            costs.append(tool.build())
        found[name] = _middle(costs)
    tool.check()
    return {**found, "check, warm": _middle([tool.check() for _ in range(_RUNS)])}


def _seconds(cost: Cost) -> str:
    return f"{cost.wall:.3g} s ({cost.processor:.3g} s)"


def _middle(costs: list[Cost]) -> str:
    wall, processor = (median(getattr(one, of) for one in costs) for of in ("wall", "processor"))
    return f"{wall:.2f} s ({processor:.2f} s)"


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in _files(folder))


if __name__ == "__main__":
    main()
