"""What do calendar programs get? The events of the bulletin, a topic or a story, by RFC 5545."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from msgspec import Struct

from briefings.bulletin import Scheduled
from briefings.model import Certainty, EventId, Place, StoryId, TopicId
from briefings.outlines import last_day
from briefings.views.parts import entry_url
from briefings.views.scheduled import newest
from briefings.views.shown import Shown

MOST = 500
"""How many events a calendar has, those with the latest days: all to come, and what was lately."""

_KEPT = 2000
_REFRESH = "PT6H"
_OCTETS = 75
"""The longest line, without its end. RFC 5545, section 3.1."""
_STATUS = {
    Certainty.ANNOUNCED: "CONFIRMED",
    Certainty.EXPECTED: "TENTATIVE",
    Certainty.CANCELLED: "CANCELLED",
}
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ALL_DAY = len("20240614")


class Appointment(Struct, frozen=True, kw_only=True):
    """An event as a calendar has it."""

    uid: str
    sequence: int
    stamp: str
    """When its entry was last changed, in UTC."""
    start: str
    """A day as `20240614`, or a moment in UTC as `20240614T150000Z`."""
    end: str
    """Of the same sort: the day after the last one, or the moment. Empty where none is given."""
    title: str
    lang: str
    """The title's language where it is not the bulletin's."""
    about: tuple[str, ...]
    place: str
    position: str
    """`latitude;longitude`, or empty."""
    url: str
    """The permalink of the entry that announces it; empty where the bulletin has no address."""
    status: str


class CalendarFile(Struct, frozen=True, kw_only=True):
    """A calendar to which readers subscribe."""

    name: str
    description: str
    url: str
    """Its own address, absolute; empty where the bulletin has none."""
    page: str
    """The page that it belongs to, likewise."""
    events: tuple[Appointment, ...]


def calendar_file(shown: Shown, key: str) -> CalendarFile:
    """The calendar of the bulletin (an empty key), of `topics/ID` or of `stories/ID`.

    It asks no clock, so that it is the same until an entry with events changes.
    """
    bulletin, settings = shown.bulletin, shown.settings
    sort, _, name = key.partition("/")
    title, description, page = settings.site_name, settings.site_description or "", "calendar/"
    if sort == "topics":
        topic = bulletin.vocabulary.topics[TopicId(name)]
        page = shown.topic(topic.id).url
        title = f"{settings.site_name}: {shown.topic(topic.id).name}"
        description = shown.text(topic.description)[0]
    elif sort == "stories":
        story = bulletin.vocabulary.stories[StoryId(name)]
        page = shown.story(story.id).url
        title = f"{settings.site_name}: {shown.story(story.id).name}"
        description = shown.text(story.description)[0]
    event = shown.remembered(_appointment, _KEPT)
    found = (event(EventId(one.id)) for one in newest(bulletin, key, MOST))
    return CalendarFile(
        name=title,
        description=description,
        url=shown.absolute(f"{page if key else ''}calendar.ics"),
        page=shown.absolute(page),
        events=tuple(one for one in found if one),
    )


def to_ics(view: CalendarFile) -> bytes:
    """The calendar as an iCalendar file. RFC 5545, with names and addresses by RFC 7986."""
    return b"".join(_folded(line) for line in _lines(view))


def _appointment(shown: Shown, event_id: EventId) -> Appointment | None:
    """An event by its id: several calendars have the same."""
    scheduled = shown.bulletin.event(event_id)
    if scheduled is None:
        return None
    event, outline = scheduled.event, scheduled.announced_in
    corrections = shown.bulletin.entry(outline.id).corrections
    changed = max((one.date for one in corrections), default=outline.day)
    start, end = _span(shown, scheduled)
    place = shown.bulletin.vocabulary.places[event.place] if event.place else None
    return Appointment(
        uid=f"{event.id}@{_host(shown)}",
        sequence=len(corrections),
        stamp=f"{_day(changed)}T000000Z",
        start=start,
        end=end,
        title=event.title,
        lang=shown.lang(outline.language),
        about=tuple(_about(shown, scheduled)),
        place=shown.text(place.name)[0] if place else "",
        position=_position(place),
        url=shown.absolute(entry_url(outline.id)),
        status=_STATUS[event.certainty],
    )


def _host(shown: Shown) -> str:
    """What tells the events of this bulletin from those of all others: its address."""
    parts = urlsplit(shown.settings.site_url or "//localhost")
    return f"{parts.netloc}{parts.path.rstrip('/')}"


def _span(shown: Shown, scheduled: Scheduled) -> tuple[str, str]:
    """When an event begins and ends: a whole last day is included, so that the day after it ends it."""
    event, zone = scheduled.event, shown.settings.timezone
    assert event.start is not None
    if not isinstance(event.start, datetime):
        last = last_day(event, zone) or event.start
        return _day(event.start), _day(last + timedelta(days=1))
    end = event.end
    if end is not None and not isinstance(end, datetime):
        end = datetime.combine(end + timedelta(days=1), time.min, zone)
    return _moment(event.start), _moment(end) if end and end > event.start else ""


def _about(shown: Shown, scheduled: Scheduled) -> Iterator[str]:
    """What a calendar says of an event: who announced it, its own page, what came of it."""
    event, outline = scheduled.event, scheduled.announced_in
    say, day = shown.words.say, shown.words.day(outline.day)
    yield f"{say('announced_in')} {outline.title}, {day}"
    yield shown.absolute(entry_url(outline.id))
    if event.url:
        yield f"{say('website')}: {event.url}"
    if event.outcome:
        outcome = shown.bulletin.outline(event.outcome)
        yield f"{say('outcome')} {outcome.title}, {shown.words.day(outcome.day)}"
        yield shown.absolute(entry_url(outcome.id))


def _position(place: Place | None) -> str:
    if place is None or place.lat is None or place.lon is None:
        return ""
    return f"{place.lat:f};{place.lon:f}"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _lines(view: CalendarFile) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Briefings//Calendar of a bulletin//EN"
    yield "CALSCALE:GREGORIAN"
    name, description = _text(view.name), _text(view.description)
    yield f"NAME:{name}"
    yield f"X-WR-CALNAME:{name}"
    if description:
        yield f"DESCRIPTION:{description}"
        yield f"X-WR-CALDESC:{description}"
    if view.url:
        yield f"URL:{view.page}"
        yield f"SOURCE;VALUE=URI:{view.url}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}"
    yield f"X-PUBLISHED-TTL:{_REFRESH}"
    for event in view.events:
        yield from _event(event)
    yield "END:VCALENDAR"


def _event(event: Appointment) -> Iterator[str]:
    kind = ";VALUE=DATE" if len(event.start) == _ALL_DAY else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{event.stamp}"
    yield f"LAST-MODIFIED:{event.stamp}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART{kind}:{event.start}"
    if event.end:
        yield f"DTEND{kind}:{event.end}"
    yield f"SUMMARY{f';LANGUAGE={event.lang}' if event.lang else ''}:{_text(event.title)}"
    yield f"DESCRIPTION:{_text(chr(10).join(filter(None, event.about)))}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.position:
        yield f"GEO:{event.position}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{event.status}"
    # It is news, and takes no time of the reader's.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """A text as a value. RFC 5545, section 3.3.11."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n")).translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """A line cut into lines of 75 octets at most, no letter in two. RFC 5545, section 3.1."""
    rest = line.encode()
    parts: list[bytes] = []
    while len(rest) > (room := _OCTETS - bool(parts)):
        while rest[room] & 0b1100_0000 == 0b1000_0000:  # Inside a letter of several octets.
            room -= 1
        parts.append(rest[:room])
        rest = rest[room:]
    return b"\r\n ".join([*parts, rest]) + b"\r\n"
