"""What do the pages of the calendar show?"""

from collections.abc import Iterable
from datetime import date, datetime

import pytest

from briefings.model import Certainty, Status
from briefings.views.calendar import (
    CalendarEvent,
    CalendarPage,
    CalendarYear,
    EventMonth,
    calendar_page,
    calendar_year,
)
from briefings.views.parts import NEWEST
from briefings.views.shown import Shown
from tests.making import BUCHAREST, entry, event
from tests.showing import content_of, names, shown_of
from tests.sites import BuiltSite

TODAY = date(2024, 7, 1)
"""The day of the bulletins that tests make."""


def calendar_of(shown: Shown) -> CalendarPage:
    """What the calendar shows."""
    return content_of(calendar_page(shown, ""), CalendarPage)


def by_month(months: Iterable[EventMonth]) -> dict[str, list[str]]:
    """The ids of the events by the name of the month."""
    return {month.name: [one.event.id for one in month.events] for month in months}


def found(shown: Shown, id_: str) -> CalendarEvent:
    """An event of 2024 as the year's page shows it."""
    year = content_of(calendar_year(shown, "2024"), CalendarYear)
    events = (*(one for month in year.months for one in month.events), *year.without_day)
    return next(one for one in events if one.event.id == id_)


def test_the_calendar_looks_both_ways() -> None:
    """What is coming up in the order of time, then what was, the latest first, month by month."""
    events = (
        event("soon", start=date(2024, 7, 20)),
        event("later", start=date(2025, 1, 2)),
        event("next", start=date(2024, 7, 2)),
        event("long", start=date(2024, 5, 1), end=TODAY),
        event("over", start=date(2024, 6, 30)),
        event("first", start=date(2024, 6, 1)),
        event("old", start=date(2023, 12, 31)),
        event("vague", when="in autumn"),
    )
    page = calendar_of(shown_of(entry("2024/06/14/a", events=events)))
    assert by_month(page.coming) == {
        "May 2024": ["long"],
        "July 2024": ["next", "soon"],
        "January 2025": ["later"],
    }
    assert by_month(page.past) == {"June 2024": ["over", "first"], "December 2023": ["old"]}
    assert [one.event.id for one in page.awaited] == ["vague"]
    assert [(year.name, year.url) for year in page.years] == [
        ("2025", "calendar/2025/"),
        ("2024", "calendar/2024/"),
        ("2023", "calendar/2023/"),
    ]


def test_the_calendar_is_bounded() -> None:
    """Fifty events before today and fifty after; the year's page has them all."""
    many = [event(f"june-{n:03}", start=date(2024, 6, 1 + n % 30)) for n in range(60)]
    many += [event(f"august-{n:03}", start=date(2024, 8, 1 + n % 30)) for n in range(60)]
    shown = shown_of(entry("2024/05/14/a", events=tuple(many)))
    page = calendar_of(shown)
    assert len(page.coming[0].events) == len(page.past[0].events) == NEWEST
    assert page.coming[0].events[0].event.id == "august-000"
    assert page.past[0].events[0].event.id == "june-059"
    year = content_of(calendar_year(shown, "2024"), CalendarYear)
    assert [len(month.events) for month in year.months] == [60, 60]


def test_a_year_has_its_months_and_what_has_no_day() -> None:
    """Each event once, under the month in which it begins; without a day, in the year of its entry."""
    around = event("around", start=date(2023, 12, 30), end=date(2024, 1, 2))
    spring = event("spring", start=date(2024, 3, 3))
    shown = shown_of(
        entry("2023/06/14/a", events=(around, spring)),
        entry("2024/06/14/b", events=(event("vague", when="soon", outcome="2024/06/14/b"),)),
    )
    assert by_month(content_of(calendar_year(shown, "2023"), CalendarYear).months) == {
        "December 2023": ["around"]
    }
    year = content_of(calendar_year(shown, "2024"), CalendarYear)
    assert by_month(year.months) == {"March 2024": ["spring"]}
    assert [one.event.id for one in year.without_day] == ["vague"]
    assert calendar_of(shown).awaited == ()


def test_days_have_their_weekday_and_times_their_zone() -> None:
    """The year stands above a day, and beside it where it is another one."""
    timed = event(
        "timed",
        start=datetime(2024, 6, 30, 9, 30, tzinfo=BUCHAREST),
        end=datetime(2024, 6, 30, 11, tzinfo=BUCHAREST),
    )
    long = event("long", start=date(2024, 12, 31), end=date(2025, 1, 1))
    shown = shown_of(entry("2024/06/14/a", events=(timed, long)))
    one = found(shown, "timed")
    assert (one.day, one.until) == ("Sun 30 Jun", "")
    assert one.event.start_time is not None
    assert one.event.start_time.text == "09:30"
    assert (found(shown, "long").day, found(shown, "long").until) == (
        "Tue 31 Dec",
        "Wed, 1 Jan 2025",
    )
    assert calendar_of(shown).zone == "Europe/Bucharest"
    assert calendar_of(shown_of(entry("2024/06/14/a", events=(long,)))).zone == ""


@pytest.mark.parametrize(
    ("given", "is_unresolved"),
    [
        ({"start": date(2024, 6, 30)}, True),
        ({"start": TODAY}, False),
        ({"start": date(2024, 6, 1), "end": TODAY}, False),
        ({"start": date(2024, 7, 2)}, False),
        ({"start": date(2024, 6, 30), "certainty": Certainty.CANCELLED}, False),
        ({"start": date(2024, 6, 30), "certainty": Certainty.EXPECTED}, True),
        ({"start": date(2024, 6, 30), "outcome": "2024/06/30/b"}, False),
        ({"start": date(2024, 6, 30), "outcome": "2024/06/30/draft"}, True),
        ({"when": "in autumn"}, False),
    ],
)
def test_only_what_is_over_lacks_an_outcome(given: dict[str, object], is_unresolved: bool) -> None:
    """Today's events may still have one, what was cancelled has none, and a draft is none yet."""
    shown = shown_of(
        entry("2024/06/14/a", events=(event("it", **given),)),
        entry("2024/06/30/b"),
        entry("2024/06/30/draft", draft=True),
    )
    assert found(shown, "it").is_unresolved is is_unresolved


def test_what_was_withdrawn_announces_nothing() -> None:
    """Its events leave the calendar with it."""
    gone = entry("2024/06/14/a", status=Status.WITHDRAWN, events=(event("it"),))
    assert calendar_of(shown_of(gone)) == CalendarPage(
        coming=(), awaited=(), past=(), years=(), zone=""
    )


def test_a_past_year_asks_for_the_months_of_its_events_alone() -> None:
    """A new day makes no page of a year to be looked at whose events were over long ago."""
    shown = shown_of(entry("2024/05/14/a", events=(event("it", start=date(2024, 5, 20)),)))
    shown.bulletin.reads = set()
    calendar_year(shown, "2024")
    clock = {fact for fact in shown.bulletin.reads if fact.startswith(("today", "over/"))}
    assert clock == {"over/2024-05"}


def test_pages_say_what_became_of_events(small_bulletin: BuiltSite) -> None:
    """In words: the outcome with its link, that there is none, that it was cancelled or is expected."""
    page = (small_bulletin.site / "calendar/index.html").read_text("utf-8")
    assert page.count("No outcome recorded.") == 1
    for words in ("What came of it:", "Cancelled", "Expected", "before the end of 2024"):
        assert words in page
    assert '<link rel="alternate" type="text/calendar"' in page


def test_months_have_the_bulletins_language(small: Shown) -> None:
    """The small bulletin's events, by the month's name."""
    year = content_of(calendar_year(small, "2024"), CalendarYear)
    assert names(year.months) == ["March 2024", "April 2024", "May 2024"]
    outcome = found(small, "quay-meeting").event.outcome
    assert outcome is not None
    assert outcome.title == "A communiqué on the North Quay"
