"""What do the pages of the calendar show? Month by month what is coming up, and what came of the rest."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from msgspec import Struct

from briefings.belonging import Sort
from briefings.bulletin import Scheduled
from briefings.model import Certainty
from briefings.outlines import EventOutline, last_day
from briefings.views.details import ShownEvent, shown_event
from briefings.views.parts import NEWEST, Feed, Page, Period
from briefings.views.scheduled import awaited, coming_up, of_year, opened, past
from briefings.views.shown import Shown, head_of


class CalendarEvent(Struct, frozen=True):
    """An event in a month's list."""

    event: ShownEvent
    day: str
    """Its first day with the weekday; the year stands above it. Empty where no day is fixed."""
    until: str
    """Its last day, where that is another one."""
    is_unresolved: bool
    """Whether it is over and no entry says what came of it."""


class EventMonth(Struct, frozen=True):
    """The events that begin in a month."""

    id: str
    name: str
    events: tuple[CalendarEvent, ...]


class CalendarPage(Struct, frozen=True, kw_only=True):
    """What is coming up, and what was lately."""

    coming: tuple[EventMonth, ...]
    awaited: tuple[CalendarEvent, ...]
    """Those without a day."""
    past: tuple[EventMonth, ...]
    """The latest first."""
    years: tuple[Period, ...]
    zone: str
    """The time zone of the times of day; empty where there are none."""


class CalendarYear(Struct, frozen=True, kw_only=True):
    """The events of a year."""

    name: str
    months: tuple[EventMonth, ...]
    without_day: tuple[CalendarEvent, ...]
    """Those that were announced in the year."""
    years: tuple[Period, ...]
    zone: str


def calendar_page(shown: Shown, _: str) -> Page:
    """What is coming up, fifty events at most, and the fifty that were over last."""
    bulletin = shown.bulletin
    coming = _months(shown, coming_up(bulletin)[:NEWEST])
    over = _months(shown, past(bulletin, NEWEST))
    content = CalendarPage(
        coming=coming,
        awaited=_events(shown, awaited(bulletin)[:NEWEST]),
        past=over,
        years=_years(shown),
        zone=_zone(shown, (*coming, *over)),
    )
    name = shown.words.say("calendar")
    head = head_of(shown, name, "calendar/", shown.words.say("calendar_about"), _feeds(shown, name))
    return Page("calendar.html", head, content)


def calendar_year(shown: Shown, year: str) -> Page:
    """The events that begin in a year, month by month, and what was announced in it without a day."""
    dated, without_day = of_year(shown.bulletin, year)
    months = _months(shown, dated)
    content = CalendarYear(
        name=year,
        months=months,
        without_day=_events(shown, without_day),
        years=_years(shown),
        zone=_zone(shown, months),
    )
    name = shown.words.say("calendar")
    head = head_of(
        shown,
        f"{name}, {year}",
        f"calendar/{year}/",
        feeds=_feeds(shown, name),
        crumbs=(shown.listed("calendar"),),
    )
    return Page("calendar-year.html", head, content)


def _feeds(shown: Shown, name: str) -> tuple[Feed, ...]:
    return (shown.calendar(name, ""), *shown.feeds(shown.settings.site_name, ""))


def _months(shown: Shown, events: Iterable[EventOutline]) -> tuple[EventMonth, ...]:
    """Events in the order of time, either way, cut into months."""
    return tuple(
        EventMonth(
            month, shown.words.month(date.fromisoformat(f"{month}-01")), _events(shown, ones)
        )
        for month, ones in groupby(events, key=lambda event: event.first_day[:7])
    )


def _events(shown: Shown, events: Iterable[EventOutline]) -> tuple[CalendarEvent, ...]:
    return tuple(_event(shown, one) for one in opened(shown.bulletin, events))


def _event(shown: Shown, scheduled: Scheduled) -> CalendarEvent:
    event = shown_event(shown, scheduled)
    first, last = event.start, event.end
    return CalendarEvent(
        event,
        day=_weekday(shown, first.iso, first.iso) if first else "",
        until=_weekday(shown, last.iso, first.iso) if first and last and last != first else "",
        is_unresolved=_is_unresolved(shown, scheduled),
    )


def _weekday(shown: Shown, day: str, beside: str) -> str:
    """A day with its weekday, and with its year where it stands beside a day of another one."""
    return shown.words.weekday_of(date.fromisoformat(day), with_year=day[:4] != beside[:4])


def _is_unresolved(shown: Shown, scheduled: Scheduled) -> bool:
    event = scheduled.event
    if event.outcome or event.certainty is Certainty.CANCELLED:
        return False
    last = last_day(event, shown.settings.timezone)
    return last is not None and shown.bulletin.is_over(last)


def _years(shown: Shown) -> tuple[Period, ...]:
    periods = shown.bulletin.group(Sort.SCHEDULED).periods
    years = sorted({period[:4] for period in periods}, reverse=True)
    return tuple(Period(year, f"calendar/{year}/", 0) for year in years)


def _zone(shown: Shown, months: Iterable[EventMonth]) -> str:
    timed = any(
        one.event.start_time or one.event.end_time for month in months for one in month.events
    )
    return shown.settings.timezone.key.replace("_", " ") if timed else ""
