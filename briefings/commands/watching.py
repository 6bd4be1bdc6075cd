"""What does somebody see who waits for a build? A bar on a terminal, elsewhere a line a stage."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from briefings.progress import Stage, Watch, unwatched

T = TypeVar("T")

_WORDS = {
    Stage.READING: ("Reading", "files"),
    Stage.RENDERING: ("Looking at", "pages and files"),
    Stage.INDEXING: ("Indexing", "parts of the search"),
    Stage.PUBLISHING: ("Publishing", "files"),
}

_COUNTED = {Stage.READING, Stage.RENDERING, Stage.INDEXING}
"""The stages that say when one of their things is done; the others are done at once."""


def watch_of(*, quiet: bool, verbose: bool) -> Watch:
    """Whoever fits the options and the place where the command runs."""
    if quiet:
        return unwatched
    shown: Watch = _bar if sys.stderr.isatty() else _line
    return _Timed(shown) if verbose else shown


def _bar(stage: Stage, items: Iterable[T], total: int) -> Iterator[T]:
    if not total:
        yield from items
        return
    label = f"{_WORDS[stage][0]:<12}"
    length = total if stage in _COUNTED else 1
    with click.progressbar(items, length=length, label=label, file=sys.stderr) as bar:
        yield from bar


def _line(stage: Stage, items: Iterable[T], total: int) -> Iterator[T]:
    if total:
        verb, noun = _WORDS[stage]
        click.echo(f"{verb} {total} {noun}.", err=True)
    yield from items


class _Timed:
    """Says after each stage how long it took."""

    def __init__(self, shown: Watch) -> None:
        self._shown = shown

    def __call__(self, stage: Stage, items: Iterable[T], total: int) -> Iterator[T]:
        started = time.monotonic()
        yield from self._shown(stage, items, total)
        if total:
            click.echo(f"  {time.monotonic() - started:.2f} s {stage}", err=True)
