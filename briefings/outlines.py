"""What has to be known of an entry to order it, to list it and to lead to it? Its outline.

Outlines of a whole archive fit into memory, and into a table entry by entry; all else that an entry
holds is fetched when its own page is made.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from briefings.model import (
    ActorId,
    Entry,
    EntryId,
    Event,
    EventId,
    Language,
    Moment,
    PlaceId,
    Source,
    StoryId,
    TopicId,
    UrlPath,
)

TAKEN_TOGETHER = ("sources", "quotes", "figures", "history")
"""What a translation takes over whole or not at all: their source numbers belong to one file."""

_MONTH = 31

Change = tuple[float, str]
"""A moment in seconds, and its ISO day in the zone that it was written in."""


class EventOutline(NamedTuple):
    """Something scheduled, as far as it takes to say whether it is over."""

    id: EventId
    place: str
    begins: float
    """Seconds; of one without a day, the end of time."""
    first_day: str
    """The ISO day in the bulletin's zone; empty where none is fixed."""
    last_day: str
    """The last ISO day in the bulletin's zone; empty where none is fixed."""
    open: bool
    """Whether words stand for a time that is not fixed."""
    outcome: str

    @property
    def days(self) -> tuple[str, ...]:
        """The ISO days on which it is; of one that lasts longer than a month, its first and its last."""
        if not self.first_day:
            return ()
        first, last = map(date.fromisoformat, (self.first_day, self.last_day))
        length = (last - first).days
        between = range(length + 1) if length <= _MONTH else (0, length)
        return tuple((first + timedelta(number)).isoformat() for number in between)


class Outline(NamedTuple):
    """What other pages need of an entry. Plain values alone, so that it is quickly kept and read."""

    id: EntryId
    path: str
    """The file, relative to the bulletin's folder, with slashes."""
    place: int | None
    """Where it stands in a list file, counted from 0."""
    digest: str
    """Changes with every byte of its file."""
    title: str
    language: Language | None
    summary: str
    """Its summary, or its first paragraph."""
    kind: str
    importance: str
    status: str
    time: str
    """ISO 8601 with the zone, where the entry has a time; else empty."""
    instant: float
    """Its moment in seconds: its time, or midnight of its day in the bulletin's zone."""
    changes: tuple[Change, ...]
    """Corrections and the end of an embargo."""
    corrected: tuple[str, ...]
    """The ISO day of each correction, in order."""
    steps: tuple[Change, ...]
    """How its status came about."""
    draft: bool
    publish: float | None
    """The end of its embargo, in seconds."""
    translation_of: EntryId | None
    topics: tuple[TopicId, ...]
    stories: tuple[StoryId, ...]
    by: tuple[ActorId, ...]
    actors: tuple[ActorId, ...]
    """Everybody whom it names, each once: who acted, who is mentioned, who speaks."""
    speakers: tuple[ActorId, ...]
    """The speaker of each quote."""
    places: tuple[PlaceId, ...]
    sources: tuple[tuple[str, str, str], ...]
    """Of each source the publisher, the host and whom it came through; empty where there is none."""
    responds_to: tuple[tuple[EntryId, str], ...]
    updates: tuple[EntryId, ...]
    concerns: tuple[EventId, ...]
    """The events that it is about, its own first."""
    events: tuple[EventOutline, ...]
    series: tuple[tuple[str, str | None], ...]
    """The series of its figures, each with the unit."""
    aliases: tuple[UrlPath, ...]
    given: tuple[str, ...]
    """The keys that its file gives, in order."""
    links: tuple[str, ...]
    """Where its text links to within the bulletin."""

    @property
    def day(self) -> date:
        """The day that it stands under."""
        return day_of(self.id)

    @property
    def year(self) -> str:
        """The year of its day."""
        return self.id[:4]

    @property
    def changed(self) -> Change:
        """The latest of its moment, the end of its embargo, its corrections and its history."""
        own = (self.instant, self.time[:10] or self.id[:10].replace("/", "-"))
        return max((own, *self.changes, *self.steps), key=lambda change: change[0])


def outline_of(entry: Entry, digest: str, timezone: ZoneInfo) -> Outline:
    """The outline of an entry whose file has that digest."""
    own = (EventId(event.id) for event in entry.events)
    return Outline(
        id=entry.id,
        path=entry.path,
        place=entry.index,
        digest=digest,
        title=entry.title,
        language=entry.language,
        summary=entry.summary or entry.prose.lead,
        kind=entry.kind.value,
        importance=entry.importance.value,
        status=entry.status.value,
        time=entry.date.isoformat() if isinstance(entry.date, datetime) else "",
        instant=moment_of(entry, timezone).timestamp(),
        changes=_changes(entry, timezone),
        corrected=tuple(sorted(one.date.isoformat() for one in entry.corrections)),
        steps=tuple(_midnight(step.date, timezone) for step in entry.history),
        draft=entry.draft,
        publish=entry.publish.timestamp() if entry.publish else None,
        translation_of=entry.translation_of,
        topics=entry.topics,
        stories=entry.stories,
        by=entry.by,
        actors=actors_of(entry),
        speakers=tuple(quote.speaker for quote in entry.quotes),
        places=entry.places,
        sources=tuple(map(_source, entry.sources)),
        responds_to=tuple((one.entry, one.stance.value) for one in entry.responds_to),
        updates=entry.updates,
        concerns=tuple(dict.fromkeys((*own, *entry.concerns))),
        events=_events(entry, timezone) if entry.events else (),
        series=tuple((f.series, f.unit) for f in entry.figures if f.series),
        aliases=entry.aliases,
        given=tuple(sorted(entry.given)),
        links=tuple(link.target for link in entry.prose.links),
    )


def completed(outline: Outline, original: Outline) -> Outline:
    """A translation's outline with what it takes over from its original (see `bulletin.translated`)."""
    given = set(outline.given)
    taken = {"kind", "importance"} - given
    if not given & {"history", "status"}:
        taken.add("status")
    if not given & set(TAKEN_TOGETHER):
        taken.add("steps")
    if "date" not in given and outline.id[:10] == original.id[:10]:
        taken |= {"time", "instant"}
    return outline._replace(**{name: getattr(original, name) for name in taken})


def day_of(entry: EntryId) -> date:
    """The day that an entry stands under."""
    return _day(entry[:10])


def moment_of(entry: Entry, timezone: ZoneInfo) -> datetime:
    """An entry's time, or midnight of its day where it has none."""
    if isinstance(entry.date, datetime):
        return entry.date
    return datetime.combine(entry.day, time.min, timezone)


def actors_of(entry: Entry) -> tuple[ActorId, ...]:
    """Everybody whom an entry names, each once: who acted, who is mentioned, who speaks."""
    quoted = (quote.speaker for quote in entry.quotes)
    named = (*entry.by, *entry.people, *entry.organizations, *quoted)
    return tuple(dict.fromkeys(ActorId(actor) for actor in named))


def last_changed(entry: Entry, timezone: ZoneInfo) -> datetime:
    """The latest of an entry's date, the end of its embargo, its corrections and its history."""
    days = [step.date for step in entry.corrections] + [step.date for step in entry.history]
    moments = [datetime.combine(day, time.min, timezone) for day in days]
    if entry.publish is not None:
        moments.append(entry.publish)
    return max([moment_of(entry, timezone), *moments])


def last_day(event: Event, timezone: ZoneInfo) -> date | None:
    """The last day of an event in the bulletin's zone; None where no day is fixed."""
    return _day_of(event.end or event.start, timezone)


@lru_cache(1 << 14)
def host_of(url: str) -> str:
    """A URL's host as publishers.yml lists it: lower case, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def plain(outline: Outline) -> tuple[object, ...]:
    """An outline as a table keeps it."""
    events = tuple(map(tuple, outline.events))
    return tuple(outline._replace(events=events))  # type: ignore[arg-type]


def from_plain(values: tuple[object, ...]) -> Outline:
    """The outline that a table kept."""
    outline = Outline(*values)  # type: ignore[arg-type]
    if not outline.events:
        return outline
    return outline._replace(events=tuple(EventOutline(*event) for event in outline.events))


@lru_cache(maxsize=1024)
def _day(path: str) -> date:
    """The day of `2024/06/14`."""
    return date(int(path[:4]), int(path[5:7]), int(path[8:]))


def _changes(entry: Entry, timezone: ZoneInfo) -> tuple[Change, ...]:
    days = tuple(_midnight(one.date, timezone) for one in entry.corrections)
    if entry.publish is None:
        return days
    return (*days, (entry.publish.timestamp(), entry.publish.date().isoformat()))


def _midnight(day: date, timezone: ZoneInfo) -> Change:
    return datetime.combine(day, time.min, timezone).timestamp(), day.isoformat()


def _source(source: Source) -> tuple[str, str, str]:
    return source.publisher or "", host_of(source.url or ""), source.via or ""


def _events(entry: Entry, timezone: ZoneInfo) -> tuple[EventOutline, ...]:
    return tuple(
        EventOutline(
            id=EventId(event.id),
            place=event.place or "",
            begins=_begins(event.start, timezone),
            first_day=_iso(_day_of(event.start, timezone)),
            last_day=_iso(last_day(event, timezone)),
            open=event.when is not None,
            outcome=event.outcome or "",
        )
        for event in entry.events
    )


def _day_of(moment: Moment | None, timezone: ZoneInfo) -> date | None:
    return moment.astimezone(timezone).date() if isinstance(moment, datetime) else moment


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _begins(moment: Moment | None, timezone: ZoneInfo) -> float:
    if moment is None:
        return float("inf")
    if isinstance(moment, datetime):
        return moment.timestamp()
    return datetime.combine(moment, time.min, timezone).timestamp()
