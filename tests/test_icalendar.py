"""Can calendar programs read what the bulletin publishes for them? RFC 5545, by a parser and by rule."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from briefings.model import Certainty, Correction, CorrectionKind, Place, PlaceId, Vocabulary
from briefings.views.icalendar import MOST, calendar_file, to_ics
from briefings.views.shown import Shown
from tests.drawing import laws
from tests.making import BUCHAREST, VOCABULARY, entry, event, text
from tests.showing import shown_of
from tests.sites import BuiltSite, settings_of

ADDRESS = "https://host.example/bulletin/"
_LINE = re.compile(r"[A-Z-]+(;[A-Z-]+=[A-Za-z0-9-]+)*:.*")


def calendars(site: BuiltSite) -> list[Path]:
    """Every calendar of a built bulletin."""
    return list(site.files(".ics"))


def parsed(shown: Shown, key: str = "") -> Any:
    """A calendar as icalendar reads it."""
    return Calendar.from_ical(to_ics(calendar_file(shown, key)))


def one_event(**given: Any) -> Any:
    """The calendar's event for what an entry of 14 June 2024 announces so."""
    about = {name: given.pop(name) for name in ("corrections", "title") if name in given}
    shown = shown_of(entry("2024/06/14/a", events=(event("it", **given),), **about))
    (found,) = parsed(shown).walk("VEVENT")
    return found


def lines(data: bytes) -> list[str]:
    """The lines of a calendar, unfolded; each was within 75 octets and ended as it has to."""
    assert data.endswith(b"\r\n")
    physical = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()  # No letter is cut in two.
    return data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_calendars_keep_to_the_rules(any_site: BuiltSite) -> None:
    """CRLF, 75 octets, known lines, each event with what RFC 5545 (3.6.1) asks for, each UID once."""
    files = calendars(any_site)
    assert any_site.site / "calendar.ics" in files
    for kind in ("topics", "stories"):
        for page in any_site.site.glob(f"{kind}/*/index.html"):
            assert page.with_name("calendar.ics") in files
    for file in files:
        for line in lines(file.read_bytes()):
            assert _LINE.fullmatch(line), line
        calendar: Any = Calendar.from_ical(file.read_bytes())
        assert calendar.errors == []
        assert (calendar["VERSION"], bool(calendar["PRODID"])) == ("2.0", True)
        assert calendar["X-WR-CALNAME"] == calendar["NAME"]
        events = calendar.walk("VEVENT")
        assert len({one["UID"] for one in events}) == len(events)
        for one in events:
            assert one.errors == []
            assert_event(any_site, one)


def assert_event(site: BuiltSite, one: Any) -> None:
    """One event of a calendar."""
    assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS", "SEQUENCE"} <= one.keys()
    assert one["DTSTAMP"].dt == one["LAST-MODIFIED"].dt
    assert one["DTSTAMP"].dt.tzinfo is not None
    assert site.file_of(one["URL"]) is not None
    start = one["DTSTART"].dt
    if "DTEND" in one:
        assert type(one["DTEND"].dt) is type(start)
        assert one["DTEND"].dt > start
    if isinstance(start, datetime):
        assert start.utcoffset() == timedelta(0)


def test_a_day_ends_with_the_next_one() -> None:
    """DTEND is not part of an event: the last day, which is, has to come before it."""
    found = one_event(start=date(2024, 6, 15), end=date(2024, 6, 16))
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2024, 6, 15), date(2024, 6, 17))
    assert one_event(start=date(2024, 12, 31))["DTEND"].dt == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (None, None),
        (datetime(2024, 6, 15, 11, tzinfo=BUCHAREST), datetime(2024, 6, 15, 8, tzinfo=UTC)),
        (datetime(2024, 6, 15, 9, tzinfo=BUCHAREST), None),
        (date(2024, 6, 16), datetime(2024, 6, 16, 21, tzinfo=UTC)),
    ],
)
def test_times_are_utc(end: Any, expected: datetime | None) -> None:
    """Of an event with a time; a last day without one is included to its midnight."""
    found = one_event(start=datetime(2024, 6, 15, 9, tzinfo=BUCHAREST), end=end)
    assert found["DTSTART"].dt == datetime(2024, 6, 15, 6, tzinfo=UTC)
    assert (found["DTEND"].dt if "DTEND" in found else None) == expected


def test_corrections_number_an_event() -> None:
    """SEQUENCE is how many there are, DTSTAMP the day of the last of them; without one, the entry's."""
    days = (date(2024, 6, 20), date(2024, 6, 18))
    corrections = tuple(
        Correction(date=day, kind=CorrectionKind.UPDATE, text="More.") for day in days
    )
    found = one_event(corrections=corrections)
    assert found["SEQUENCE"] == 2
    assert found["DTSTAMP"].dt == datetime(2024, 6, 20, tzinfo=UTC)
    assert one_event()["SEQUENCE"] == 0
    assert one_event()["LAST-MODIFIED"].dt == datetime(2024, 6, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("certainty", "status"),
    [
        (Certainty.ANNOUNCED, "CONFIRMED"),
        (Certainty.EXPECTED, "TENTATIVE"),
        (Certainty.CANCELLED, "CANCELLED"),
    ],
)
def test_status(certainty: Certainty, status: str) -> None:
    """How sure it is that an event takes place."""
    assert one_event(certainty=certainty)["STATUS"] == status


def test_an_event_keeps_its_uid() -> None:
    """It is made of the event's id and the bulletin's address, whatever else of the event changes."""
    uid = "it@host.example/bulletin"
    assert one_event()["UID"] == uid
    assert one_event(start=date(2025, 1, 1), title="Another title")["UID"] == uid


def test_an_event_says_where_it_is_and_who_announced_it() -> None:
    """The place with its position, the permalink, the announcing entry and what came of it."""
    quay = Place(
        id=PlaceId("quay"), name=text("Quay; North"), lat=Decimal("44.1"), lon=Decimal(-28)
    )
    places = {**VOCABULARY.places, quay.id: quay}
    vocabulary = Vocabulary(topics=VOCABULARY.topics, stories=VOCABULARY.stories, places=places)
    meeting = event("it", place="quay", url="https://port.example/", outcome="2024/06/20/b")
    shown = shown_of(
        entry("2024/06/14/a", title="A plan, at last", events=(meeting,)),
        entry("2024/06/20/b", title="It took place"),
        vocabulary=vocabulary,
    )
    (found,) = parsed(shown).walk("VEVENT")
    assert found["LOCATION"] == "Quay; North"
    assert found["GEO"].to_ical() == "44.1;-28.0"
    assert found["URL"] == f"{ADDRESS}2024/06/14/a/"
    assert str(found["DESCRIPTION"]).splitlines() == [
        "Announced: A plan, at last, 14 June 2024",
        f"{ADDRESS}2024/06/14/a/",
        "Website: https://port.example/",
        "What came of it: It took place, 20 June 2024",
        f"{ADDRESS}2024/06/20/b/",
    ]


def test_what_has_no_day_is_in_no_calendar() -> None:
    """Programs need one; the page has it."""
    shown = shown_of(entry("2024/06/14/a", events=(event("vague", when="soon"),)))
    assert parsed(shown).walk("VEVENT") == []


def test_calendars_of_topics_and_stories() -> None:
    """Each has what its entries announce, a topic that of its subtopics too."""
    shown = shown_of(
        entry("2024/06/14/a", topics=("talks",), events=(event("talk"),)),
        entry("2024/06/14/b", topics=("weather",), stories=("storm",), events=(event("gale"),)),
    )
    for key, expected in {
        "": ["gale", "talk"],
        "topics/port": ["talk"],
        "topics/talks": ["talk"],
        "stories/storm": ["gale"],
        "stories/dispute": [],
    }.items():
        found = [str(one["UID"]).partition("@")[0] for one in parsed(shown, key).walk("VEVENT")]
        assert found == expected, key


def test_a_calendar_has_the_latest_days() -> None:
    """All to come, and of what was as much as there is room for."""
    first = date(2023, 1, 1)
    many = [event(f"day-{n:04}", start=first + timedelta(days=n)) for n in range(MOST + 20)]
    shown = shown_of(entry("2023/01/01/a", events=tuple(many)))
    found = calendar_file(shown, "").events
    assert len(found) == MOST
    assert found[0].uid.startswith("day-0020@")
    assert found[-1].uid.startswith(f"day-{MOST + 19:04}@")


def test_a_calendar_asks_no_clock() -> None:
    """So it is not made anew when a day begins."""
    shown = shown_of(entry("2024/06/14/a", events=(event("it"),)))
    shown.bulletin.reads = set()
    calendar_file(shown, "")
    assert not [fact for fact in shown.bulletin.reads if fact.startswith(("today", "over/"))]


def test_without_an_address_there_is_a_calendar_too() -> None:
    """With a UID, and without links that nobody knows."""
    settings = settings_of(Path("/bulletin"), timezone=BUCHAREST, site_url=None)
    shown = shown_of(entry("2024/06/14/a", events=(event("it"),)), settings=settings)
    (found,) = parsed(shown).walk("VEVENT")
    assert found["UID"] == "it@localhost"
    assert "URL" not in found


@laws
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_title_comes_through(title: str) -> None:
    """Whatever signs and letters it has, and however long it is."""
    meeting = replace(event("it"), title=title)
    data = to_ics(calendar_file(shown_of(entry("2024/06/14/a", events=(meeting,))), ""))
    (summary,) = [line for line in lines(data) if line.startswith("SUMMARY:")]
    assert _unescaped(summary) == f"SUMMARY:{title}"
    (found,) = Calendar.from_ical(data).walk("VEVENT")
    assert str(found["SUMMARY"]) == title


def _unescaped(text: str) -> str:
    """A text value as it was. RFC 5545, section 3.3.11."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), text)
