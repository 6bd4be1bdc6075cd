"""How do a year's days look by the number of their entries? A calendar, its days shaded in steps."""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby

from msgspec import Struct

from briefings.views.parts import Day, day_url
from briefings.views.shown import Shown

STEPS = 4
"""How many shades there are."""
CELL = 28
"""The side of a day in the units of the drawing."""
_HEAD = 18
"""The height of the row with the names of the weekdays."""


class Mark(Struct, frozen=True):
    """A few letters in a drawing, with the middle of their line."""

    text: str
    x: int
    y: int


class Cell(Struct, frozen=True):
    """A day in the drawing of a month."""

    mark: Mark
    x: int
    y: int
    step: int
    """From 1 to `STEPS`; 0 where there is no entry."""
    url: str
    label: str
    """The day and the number of its entries."""


class HeatMonth(Struct, frozen=True):
    """A month as a sheet of a calendar."""

    name: str
    url: str
    """Empty where it has no entries."""
    count: int
    width: int
    height: int
    weekdays: tuple[Mark, ...]
    cells: tuple[Cell, ...]


class Shade(Struct, frozen=True):
    """What a shade stands for: the least and the greatest number of entries."""

    step: int
    text: str


class Row(Struct, frozen=True):
    """A day of the month, with its number of entries in each of the months that have such a day."""

    day: int
    counts: tuple[str, ...]


class Heat(Struct, frozen=True, kw_only=True):
    """A year's days by the number of their entries, from its first month with entries to its last."""

    months: tuple[HeatMonth, ...]
    shades: tuple[Shade, ...]
    days: int
    """How many days have entries."""
    busiest: Day
    """The first of the days with the most entries."""
    most: int
    columns: tuple[str, ...]
    """The months as the table heads them."""
    rows: tuple[Row, ...]


def heat_of(shown: Shown, counts: Mapping[date, int]) -> Heat:
    """The calendar of one year's days, given those that have entries, in order."""
    most = max(counts.values())
    busiest = next(day for day in counts if counts[day] == most)
    firsts = tuple(months_between(min(counts), max(counts)))
    return Heat(
        months=tuple(_month(shown, first, counts, most) for first in firsts),
        shades=tuple(_shades(most)),
        days=len(counts),
        busiest=Day(busiest.isoformat(), shown.words.weekday(busiest), day_url(busiest)),
        most=most,
        columns=tuple(map(shown.words.month_short, firsts)),
        rows=tuple(
            Row(number, tuple(_counted(counts, first, number) for first in firsts))
            for number in range(1, max(map(_length, firsts)) + 1)
        ),
    )


def months_between(first: date, last: date) -> Iterator[date]:
    """The first days of the months from that of `first` to that of `last`, of one year."""
    for month in range(first.month, last.month + 1):
        yield date(first.year, month, 1)


def step_of(count: int, most: int) -> int:
    """The shade of a number of entries where `most` has the deepest; 0 for none."""
    return -(-STEPS * count // most)


def _shades(most: int) -> Iterator[Shade]:
    for step, numbers in groupby(range(1, most + 1), key=lambda count: step_of(count, most)):
        ones = list(numbers)
        yield Shade(step, f"{ones[0]}–{ones[-1]}" if len(ones) > 1 else str(ones[0]))


def _month(shown: Shown, first: date, counts: Mapping[date, int], most: int) -> HeatMonth:
    days = [first + timedelta(number) for number in range(_length(first))]
    total = sum(counts.get(day, 0) for day in days)
    cells = tuple(_cell(shown, day, counts.get(day, 0), most) for day in days)
    return HeatMonth(
        name=shown.words.month_alone(first),
        url=f"{first:%Y/%m}/" if total else "",
        count=total,
        width=7 * CELL,
        height=cells[-1].y + CELL,
        weekdays=tuple(_weekdays(shown)),
        cells=cells,
    )


def _cell(shown: Shown, day: date, count: int, most: int) -> Cell:
    words = shown.words
    column, before = _column(shown, day), _column(shown, day.replace(day=1))
    row = (before + day.day - 1) // 7
    x, y = _across(shown, column), _HEAD + row * CELL
    return Cell(
        Mark(str(day.day), x + CELL // 2, y + CELL // 2),
        x,
        y,
        step_of(count, most),
        day_url(day) if count else "",
        f"{words.day(day)}: {words.say('entries', count)}" if count else "",
    )


def _weekdays(shown: Shown) -> Iterator[Mark]:
    monday = date(2024, 1, 1)
    for day in (monday + timedelta(number) for number in range(7)):
        x = _across(shown, _column(shown, day))
        yield Mark(shown.words.weekday_initial(day), x + CELL // 2, _HEAD // 2)


def _column(shown: Shown, day: date) -> int:
    """Which day of its week a day is, counted from 0, as the language has it."""
    return (day.weekday() - shown.words.first_weekday) % 7


def _across(shown: Shown, column: int) -> int:
    """Where a column begins; a drawing is not turned round by itself where one reads from the right."""
    return (6 - column if shown.words.direction == "rtl" else column) * CELL


def _counted(counts: Mapping[date, int], first: date, number: int) -> str:
    """A day's number of entries; nothing where the month has no such day."""
    return str(counts.get(first.replace(day=number), 0)) if number <= _length(first) else ""


def _length(first: date) -> int:
    return calendar.monthrange(first.year, first.month)[1]
