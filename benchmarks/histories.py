"""How long does git's history take to read? `python -m benchmarks.histories N`, on made-up commits."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import click

from benchmarks.results import seconds
from briefings.git.log import read_histories

_LAST_DAY = date(2024, 6, 30)
_A_DAY = 12
"""Commits."""
_PERIOD = 6
"""Four new entries, an amendment and a list."""
_BEGUN = 1_500_000_000
"""The time of the first commit, in seconds."""


@click.command()
@click.argument("commits", type=click.IntRange(min=1))
def main(commits: int) -> None:
    """Make so many commits, and read them as a build with `git_times: true` does.

    Two of three add an entry, others amend one or write to a day's list.
    """
    with tempfile.TemporaryDirectory(prefix="briefings-bench-") as name:
        folder = Path(name)
        subprocess.run(["git", "init", "-q", "-b", "main", name], check=True)
        stream = b"".join(_commit(one, commits) for one in range(commits))
        subprocess.run(["git", "-C", name, "fast-import", "--quiet"], input=stream, check=True)
        started = time.perf_counter()
        histories = read_histories(folder.resolve(), "content/")
        taken = time.perf_counter() - started
    click.echo(f"{commits:,} commits, {len(histories):,} entries: {seconds(taken)}")


def _commit(number: int, commits: int) -> bytes:
    """One commit in the form of `git fast-import`."""
    path, text = _file(number, commits)
    author = f"Editor {number % 7} <editor@example.org> {_BEGUN + 7200 * number} +0300"
    changed = "".join(_data(line) for line in (f"Commit {number}", text)).split("\0")
    return (
        f"commit refs/heads/main\nauthor {author}\ncommitter {author}\n{changed[0]}"
        f"M 100644 inline content/entries/{path}\n{changed[1]}"
    ).encode()


def _file(number: int, commits: int) -> tuple[str, str]:
    """The file of a commit below entries/, and its text."""
    kind = number % _PERIOD
    day = f"{_LAST_DAY - timedelta(days=(commits - number) // _A_DAY):%Y/%m/%d}"
    if kind == 5:
        return f"{day}.yml", "".join(_listed(number))
    own = number - 1 if kind == 4 else number  # An amendment of the entry before.
    day = f"{_LAST_DAY - timedelta(days=(commits - own) // _A_DAY):%Y/%m/%d}"
    return f"{day}-entry-{own}.md", f"---\ntitle: Entry {own}\n---\nAs of commit {number}.\n"


def _listed(number: int) -> Iterator[str]:
    """What stood in the day's list before, and one entry more."""
    first = number - number % _A_DAY + _PERIOD - 1
    for one in range(first, number + 1, _PERIOD):
        yield f"- slug: listed-{one}\n  title: Listed {one}\n"


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n\0"


if __name__ == "__main__":
    main()
