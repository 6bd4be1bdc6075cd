"""`briefings stats`: show the bulletin in numbers."""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import asdict

from briefings.commands.project import (
    config_file_option,
    fail,
    format_option,
    jobs_option,
    project_of,
)

if TYPE_CHECKING:  # What counts is imported when it runs: to ask for help needs none of it.
    from briefings.counting import Count, Lack, Numbers

_WIDEST = 40
_NARROWEST = 10
_BESIDE_BARS = 46
"""Columns for names and numbers."""
_MOST = 15
"""How many publishers and months are shown; JSON has all of them."""
_NAMED = 5
"""How many entries and stories are named; JSON has all of them."""


@click.command()
@config_file_option
@jobs_option
@format_option(
    "Text with small charts (the default), or JSON.",
    "json",
)
def stats(config_file: Path | None, jobs: int | None, form: str) -> None:
    """Show the bulletin in numbers, and what is left to do.

    Entries by day, month, topic, status, kind and publisher; sources without an archived copy, quotes that
    nobody has verified, offers that nobody has answered, stories that have grown quiet, corrections.
    What readers see is counted, as far as it is in order.

    For example: briefings stats --format json
    """
    from briefings.caching import CacheDamagedError  # noqa: PLC0415 (see above)
    from briefings.clock import now  # noqa: PLC0415 (see above)
    from briefings.counting import numbers_of  # noqa: PLC0415 (see above)
    from briefings.loading import load  # noqa: PLC0415 (see above)
    from briefings.workers import WorkerDiedError, cores  # noqa: PLC0415 (see above)

    settings = project_of(config_file).settings
    try:
        try:
            loaded = load(settings, jobs=jobs or cores())
            numbers = numbers_of(loaded, settings, now(), jobs=jobs)
        except CacheDamagedError:
            loaded = load(settings, cached=False, jobs=jobs or cores())
            numbers = numbers_of(loaded, settings, now(), jobs=jobs)
    except WorkerDiedError as error:
        fail(str(error))
    if form == "json":
        click.echo(json.dumps(_plain(numbers), ensure_ascii=False, indent=2))
        return
    for line in _text(numbers):
        click.echo(line)


def _text(numbers: "Numbers") -> Iterator[str]:
    yield _summary(numbers)
    for title, counts in (
        ("The last days with entries", numbers.by_day),
        ("Months", numbers.by_month[-_MOST:]),
        ("Topics", numbers.by_topic),
        ("Status", numbers.by_status),
        ("Kind", numbers.by_kind),
        ("Publishers", numbers.by_publisher[:_MOST]),
    ):
        yield from _chart(title, counts)
    yield from _heading("Left to do")
    yield from _lack("sources have no archived copy", numbers.without_archive)
    yield from _lack("quotes are not verified", numbers.unverified)
    yield from _lack("offers have no answer", numbers.unanswered, named=True)
    yield f"{_counted(len(numbers.quiet), 'open story is', 'open stories are')} quiet"
    yield from _named([f"{story.id}, since {story.latest}" for story in numbers.quiet])
    corrected = sum(count.number for count in numbers.corrections)
    kinds = ", ".join(f"{count.name} {count.number}" for count in numbers.corrections)
    yield f"{_counted(corrected, 'change', 'changes')} to published entries ({kinds})"


def _summary(numbers: "Numbers") -> str:
    beside = (
        (numbers.translations, "translation", "translations"),
        (numbers.drafts, "draft", "drafts"),
        (numbers.embargoed, "under embargo", "under embargo"),
        (numbers.withdrawn, "withdrawn", "withdrawn"),
    )
    others = [_counted(number, *words) for number, *words in beside if number]
    return ", ".join([_counted(numbers.entries, "entry", "entries"), *others])


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield click.style(title, bold=True)


def _chart(title: str, counts: "Sequence[Count]") -> Iterator[str]:
    from briefings.charting import chart  # noqa: PLC0415 (see above)

    if counts:
        columns = shutil.get_terminal_size().columns
        width = min(max(columns - _BESIDE_BARS, _NARROWEST), _WIDEST)
        yield from _heading(title)
        yield from chart(counts, width=width, ascii_only=not _draws_blocks())


def _lack(what: str, lack: "Lack", *, named: bool = False) -> Iterator[str]:
    yield f"{lack.missing} of {lack.of} {what}"
    if named:
        yield from _named(lack.entries)


def _named(things: Sequence[str]) -> Iterator[str]:
    yield from (f"  {one}" for one in things[:_NAMED])
    if len(things) > _NAMED:
        yield f"  and {len(things) - _NAMED} more"


def _draws_blocks() -> bool:
    """Whether the terminal, or whatever else reads this, can show blocks."""
    if os.environ.get("TERM") == "dumb":
        return False
    try:
        "█▏".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _plain(value: Any) -> Any:
    """A value of records as JSON has it: a count is an object, not a list."""
    if isinstance(value, Struct):
        return _plain(asdict(value))
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: _plain(one) for key, one in value._asdict().items()}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
