"""Which entries are indexed together? Those of a period, halved until none has too many of them.

A part that reaches into the newest days may hold fewer, so that what editors change most costs least.
A new entry changes only the part that it stands in: all others depend on entries of their own.
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import MAXYEAR, date
from hashlib import sha256

from msgspec import Struct

INDEX = "pagefind/"
"""Where the search's files stand in the site."""

MOST = 2000
"""Entries of a segment: what Pagefind indexes in about two seconds and 300 MB."""
MOST_NEW = 64
"""Entries of a segment with some of the newest days (0.1 seconds), unless one day has more."""
NEW_DAYS = 7
"""Counted back from the day of the newest entry."""

_MONTH = 32
"""Days of every month here, so that halving a period of months ends with single days."""
_LONGEST = 256 * _MONTH
"""The longest period of a segment. Halves of halves of it are years and months and days."""


class Segment(Struct, frozen=True):
    """Entries that are indexed together. What follows a segment is older, by day."""

    name: str
    """Its period, `2024-05--2024-08` or `2024-06-01--2024-06-16`; unlike any other segment's."""
    ids: tuple[str, ...]
    """Sorted."""


def divided(ids: Iterable[str]) -> tuple[Segment, ...]:
    """Every entry in one segment, the newest segment first, by nothing but the ids of them all.

    Only a day of more than `MOST` entries is in several segments, which then are not in order of time.
    """
    every = sorted(ids)
    if not every:
        return ()
    newest = date(*map(int, every[-1].split("/")[:3])).toordinal()
    since = date.fromordinal(max(1, newest - NEW_DAYS + 1)).isoformat().replace("-", "/")
    first, last = (_place(id_) // _LONGEST * _LONGEST for id_ in (every[0], every[-1]))
    periods = range(first, last + 1, _LONGEST)
    found = (part for start in periods for part in _of_period(every, start, _LONGEST, since))
    return tuple(found)[::-1]


def _of_period(within: Sequence[str], start: int, days: int, since: str) -> Iterator[Segment]:
    """The segments of a period, the oldest first."""
    ids = within[bisect_left(within, _first(start)) : bisect_left(within, _first(start + days))]
    if not ids:
        return
    if len(ids) <= (MOST_NEW if ids[-1] >= since else MOST):
        yield Segment(_name(start, days), tuple(ids))
    elif days == 1:
        yield from _of_day(ids, _name(start, days))
    else:
        for half in (start, start + days // 2):
            yield from _of_period(ids, half, days // 2, since)


def _of_day(ids: Sequence[str], name: str) -> Iterator[Segment]:
    """The segments of a day: one, or as many as it takes, by what ids have for a number."""
    if len(ids) <= MOST:
        yield Segment(name, tuple(ids))
        return
    digit = name.count("_")
    halves: tuple[list[str], list[str]] = ([], [])
    for id_ in ids:
        halves[sha256(f"{digit} {id_}".encode()).digest()[0] % 2].append(id_)
    for half, part in enumerate(halves):
        yield from _of_day(part, f"{name}_{half}")


def _place(id_: str) -> int:
    """The day of an entry, as a number on an axis of months that all have 32 days."""
    year, month, day = map(int, id_.split("/")[:3])
    return (12 * year + month - 1) * _MONTH + day - 1


def _date(place: int) -> tuple[int, int, int]:
    months, day = divmod(place, _MONTH)
    return months // 12, months % 12 + 1, day + 1


def _first(place: int) -> str:
    """What no id of that day comes before, and every id of an earlier day does."""
    year, month, day = _date(place)
    return f"{year:04}/{month:02}/{day:02}/" if year <= MAXYEAR else ":"


def _name(start: int, days: int) -> str:
    """The period's first and last day, or its months where it has no part of one."""
    if days < _MONTH:
        first, last = _date(start), _date(start + days - 1)
        last = (*last[:2], min(last[2], monthrange(*last[:2])[1]))
        parts = ["{:04}-{:02}-{:02}".format(*day) for day in (first, last)]
    else:
        parts = ["{:04}-{:02}".format(*_date(day)[:2]) for day in (start, start + days - 1)]
    return "--".join(dict.fromkeys(parts))
