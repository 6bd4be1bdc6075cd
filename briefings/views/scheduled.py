"""Which events are coming up, and which were there? Chosen by outlines, before any entry is opened."""

from collections.abc import Iterable, Iterator
from datetime import date

from briefings.belonging import Sort
from briefings.bulletin import Bulletin, Scheduled
from briefings.model import EventId
from briefings.outlines import EventOutline


def coming_up(bulletin: Bulletin) -> list[EventOutline]:
    """The events with a day that are not over, in the order of time."""
    today = bulletin.today.isoformat()
    group = bulletin.group(Sort.ENDING)
    months = [month for month in group.periods if month >= today[:7]]
    found = {
        event.id: event
        for month in months
        for outline in group.of(month)
        for event in outline.events
        if event.last_day >= today
    }
    return sorted(found.values(), key=_in_time)


def awaited(bulletin: Bulletin) -> list[EventOutline]:
    """The events without a day of which nothing came yet, the latest announced first."""
    group = bulletin.group(Sort.SCHEDULED)
    years = [period for period in reversed(group.periods) if _is_year(period)]
    return [
        event
        for year in years
        for event in _without_day(bulletin, year)
        if not (event.outcome and bulletin.shows(event.outcome))
    ]


def past(bulletin: Bulletin, most: int) -> list[EventOutline]:
    """The latest events that are over, so many at most, the latest first."""
    today = bulletin.today.isoformat()
    found: list[EventOutline] = []
    for month in reversed(bulletin.group(Sort.SCHEDULED).periods):
        if _is_year(month) or month > today[:7]:
            continue
        if len(found) >= most:
            break
        found += [one for one in reversed(of_month(bulletin, month)) if one.last_day < today]
    return found[:most]


def of_month(bulletin: Bulletin, month: str, key: str = "") -> list[EventOutline]:
    """The events that begin in a month, as `2024-06`, in the order of time.

    With a `key`, those of `topics/ID` or `stories/ID`.
    """
    outlines = bulletin.group(Sort.SCHEDULED, key).of(month)
    events = (event for outline in outlines for event in outline.events)
    return sorted((event for event in events if event.first_day[:7] == month), key=_in_time)


def of_day(bulletin: Bulletin, day: date) -> list[EventOutline]:
    """The events that are on a day, in the order of time; of a very long one, the first and the last day."""
    iso = day.isoformat()
    outlines = bulletin.group(Sort.ON_DAY, iso[:7]).of(iso)
    events = (event for outline in outlines for event in outline.events)
    return sorted((event for event in events if iso in event.days), key=_in_time)


def of_year(bulletin: Bulletin, year: str) -> tuple[list[EventOutline], list[EventOutline]]:
    """The events that begin in a year, and those without a day that were announced in it."""
    periods = bulletin.group(Sort.SCHEDULED).periods
    months = [period for period in periods if period.startswith(f"{year}-")]
    dated = [event for month in months for event in of_month(bulletin, month)]
    return dated, _without_day(bulletin, year) if year in periods else []


def newest(bulletin: Bulletin, key: str, most: int) -> list[EventOutline]:
    """The events with the latest days, past or to come, so many at most, in the order of time.

    Of all, or of `topics/ID` or `stories/ID`.
    """
    found: list[EventOutline] = []
    for month in reversed(bulletin.group(Sort.SCHEDULED, key).periods):
        if len(found) >= most:
            break
        if not _is_year(month):
            found = of_month(bulletin, month, key) + found
    return found[-most:]


def opened(bulletin: Bulletin, events: Iterable[EventOutline]) -> Iterator[Scheduled]:
    """The events whole, each with the entry that announces it."""
    for one in events:
        if scheduled := bulletin.event(EventId(one.id)):
            yield scheduled


def _without_day(bulletin: Bulletin, year: str) -> list[EventOutline]:
    """The events without a day that were announced in a year, the latest announced first."""
    outlines = bulletin.group(Sort.SCHEDULED).of(year)
    ordered = sorted(outlines, key=lambda one: (-one.day.toordinal(), one.id))
    return [event for outline in ordered for event in outline.events if event.open]


def _is_year(period: str) -> bool:
    return "-" not in period


def _in_time(event: EventOutline) -> tuple[float, str]:
    return event.begins, event.id
