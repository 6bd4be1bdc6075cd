"""When was it busy? The entries of a time as a row of bars, drawn as one SVG path."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import takewhile

from msgspec import Struct

from briefings.bulletin import Group
from briefings.model import EntryId
from briefings.outlines import day_of
from briefings.views.parts import Day
from briefings.views.shown import Shown

HEIGHT = 32
"""Of the highest bar, in the units of the picture; a bar is 3 units wide and 1 from the next."""
_DAYS = 62
"""The longest time that is drawn with a bar for each day."""
_WEEKS = 420
"""The longest time, in days, that is drawn with a bar for each week."""
_LATELY = 30
"""How many days a small picture shows; the legend of the stories' list says so too."""


class Bars(Struct, frozen=True):
    """A row of bars, the oldest first."""

    path: str
    """For an SVG path, the bars standing on `HEIGHT`."""
    width: int


class Activity(Struct, frozen=True):
    """How many entries each day, week or month of a time has."""

    bars: Bars
    step: str
    """`day`, `week` or `month`."""
    since: Day
    until: Day
    busiest: Day | None
    """None where no day has more than one entry."""
    most: int
    """How many entries the busiest day has."""


def activity(shown: Shown, entries: Iterable[EntryId]) -> Activity | None:
    """The picture of entries that stand on several days; of one day there is nothing to draw."""
    days = Counter(map(day_of, entries))
    if len(days) <= 1:
        return None
    since, until = min(days), max(days)
    step = _step((until - since).days)
    busiest = min(days, key=lambda day: (-days[day], day))
    return Activity(
        bars=_bars(_counted(days, step)),
        step=step,
        since=shown.date(since),
        until=shown.date(until),
        busiest=shown.date(busiest) if days[busiest] > 1 else None,
        most=days[busiest],
    )


def lately(group: Group) -> Bars | None:
    """The days up to a group's latest entry; none where all its entries are of that day."""
    ids = group.ids()
    latest = next(ids, None)
    if latest is None:
        return None
    end = day_of(latest)
    first = end - timedelta(days=_LATELY - 1)
    days = Counter([end, *takewhile(first.__le__, map(day_of, ids))])
    if len(days) == 1:
        return None
    return _bars([days[first + timedelta(days=at)] for at in range(_LATELY)])


def _step(days: int) -> str:
    if days <= _DAYS:
        return "day"
    return "week" if days <= _WEEKS else "month"


def _counted(days: Counter[date], step: str) -> list[int]:
    """How many entries each step has, those without included."""
    since, until = min(days), max(days)
    if step == "month":
        months: Counter[int] = Counter()
        for day, count in days.items():
            months[_month_of(day)] += count
        return [months[month] for month in range(_month_of(since), _month_of(until) + 1)]
    width = 1 if step == "day" else 7
    start = since if step == "day" else _week_of(since)
    counts = [0] * ((until - start).days // width + 1)
    for day, count in days.items():
        counts[(day - start).days // width] += count
    return counts


def _bars(counts: list[int]) -> Bars:
    most = max(counts)
    path = "".join(
        f"M{4 * at} {HEIGHT}v-{max(1, round(HEIGHT * count / most))}h3V{HEIGHT}z"
        for at, count in enumerate(counts)
        if count
    )
    return Bars(path, 4 * len(counts) - 1)


def _week_of(day: date) -> date:
    """The Monday of its week. ISO 8601."""
    return day - timedelta(days=day.weekday())


def _month_of(day: date) -> int:
    """Its month, counted from the year 0."""
    return 12 * day.year + day.month
