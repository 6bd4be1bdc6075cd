"""In what order does a reader meet it? Content in, the bulletin out.

Everything here is pure: it reads no clock and no disk, and every order ends on the id, so that the same
content gives the same bulletin.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from briefings.model import (
    ActorId,
    Content,
    Entry,
    EntryId,
    Event,
    EventId,
    Figure,
    Importance,
    Introduction,
    PlaceId,
    PublisherId,
    Quote,
    SeriesId,
    Source,
    Stance,
    Status,
    StoryId,
    Topic,
    TopicId,
    UrlPath,
    Vocabulary,
)

K = TypeVar("K", bound=Hashable)

TAKEN_TOGETHER = ("sources", "quotes", "figures", "history")
"""What a translation takes over whole or not at all: their source numbers belong to one file."""

TAKEN_SINGLY = (
    "date",
    "happened",
    "topics",
    "kind",
    "importance",
    "stories",
    "by",
    "responds_to",
    "updates",
    "people",
    "organizations",
    "places",
    "image",
    "authors",
)
"""What a translation takes over where it says nothing itself.

An event stays with the entry that defines it, and the translation concerns it.
"""

_RANK = {importance: rank for rank, importance in enumerate(Importance)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The entries of one day whose first topic is this one: leads, then main, then brief."""

    topic: Topic
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """What a reader opens in the morning: the entries of one day, grouped by topic."""

    day: date
    introduction: Introduction | None
    sections: tuple[Section, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All its entries, in the order of the page."""
        return tuple(entry for section in self.sections for entry in section.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An entry that answers another one."""

    entry: Entry
    stance: Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """An event, with the entry that announces it and those that are about it, oldest first."""

    event: Event
    announced_in: Entry
    concerned: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A quote and the entry that it stands in."""

    entry: Entry
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A figure of a series, on the day for which it holds."""

    day: date
    figure: Figure
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """Everything that is published, in the orders in which it is shown.

    Lists hold originals alone: a translation stands beside its original, in `translations`.
    """

    timezone: ZoneInfo
    vocabulary: Vocabulary
    entries: Mapping[EntryId, Entry]
    """Every entry with a page of its own, translations included, withdrawn ones not."""
    withdrawn: Mapping[EntryId, Entry]
    unpublished: frozenset[EntryId]
    """Drafts and entries under embargo that a preview shows all the same."""
    newest: tuple[Entry, ...]
    """The originals, newest first."""
    briefings: Mapping[date, Briefing]
    """In the order of the days."""
    introductions: Mapping[date, Introduction]
    by_topic: Mapping[TopicId, tuple[Entry, ...]]
    """Newest first; a topic with children has theirs too."""
    by_story: Mapping[StoryId, tuple[Entry, ...]]
    """Oldest first."""
    by_actor: Mapping[ActorId, tuple[Entry, ...]]
    by_place: Mapping[PlaceId, tuple[Entry, ...]]
    by_publisher: Mapping[PublisherId, tuple[Entry, ...]]
    quotes: Mapping[ActorId, tuple[Said, ...]]
    """What each speaker said, newest first."""
    responses: Mapping[EntryId, tuple[Answer, ...]]
    """What answers an entry, oldest first."""
    continued: Mapping[EntryId, tuple[Entry, ...]]
    """What carries an entry on, oldest first."""
    translations: Mapping[EntryId, tuple[Entry, ...]]
    """By the original's id, sorted by language."""
    events: Mapping[EventId, Scheduled]
    """In the order of the entries that announce them."""
    series: Mapping[SeriesId, tuple[Point, ...]]
    """The course of each series, oldest first, a point a day."""
    hosts: Mapping[str, PublisherId]
    today: date
    aliases: Mapping[UrlPath, EntryId]
    media: Mapping[str, str]

    def moment(self, entry: Entry) -> datetime:
        """When an entry stands in its day: at its time, or at midnight in the bulletin's zone."""
        return moment_of(entry, self.timezone)

    def publisher_of(self, source: Source) -> PublisherId | None:
        """The publisher that a source names, or the one whose host its URL has."""
        return source.publisher or self.hosts.get(host_of(source.url or ""))


def group(
    content: Content, *, now: datetime, timezone: ZoneInfo, preview: bool = False
) -> Bulletin:
    """The bulletin as it stands at `now`, an aware time. A preview shows what is not yet published."""
    unpublished = _with_translations(
        content.entries, {e.id for e in content.entries if is_unpublished(e, now)}
    )
    candidates = [e for e in content.entries if preview or e.id not in unpublished]
    taken_back = _with_translations(
        candidates, {e.id for e in candidates if e.status is Status.WITHDRAWN}
    )
    complete = _completed(candidates)
    withdrawn = {e.id: e for e in complete if e.id in taken_back}
    shown = _with_live_references([e for e in complete if e.id not in taken_back])
    entries = {e.id: e for e in shown}

    oldest = sorted(entries.values(), key=lambda e: (_instant(e, timezone), e.id))
    originals = [e for e in oldest if e.translation_of is None]
    newest = sorted(originals, key=lambda e: (-_instant(e, timezone), e.id))
    collect = partial(_collect, newest)
    vocabulary = content.vocabulary
    families = _families(vocabulary)
    by_host = hosts_of(vocabulary)
    return Bulletin(
        timezone=timezone,
        vocabulary=vocabulary,
        entries=entries,
        withdrawn=withdrawn,
        unpublished=unpublished if preview else frozenset(),
        newest=tuple(newest),
        briefings=briefings_of(originals, content.introductions, vocabulary, timezone),
        introductions=content.introductions,
        by_topic=collect(lambda e: [t for own in e.topics for t in families.get(own, ())]),
        by_story=_collect(originals, lambda e: e.stories),
        by_actor=collect(actors_of),
        by_place=collect(lambda e: (*e.places, *(x.place for x in e.events if x.place))),
        by_publisher=collect(lambda e: _publishers_of(e, by_host)),
        quotes=_quotes(newest),
        responses=_responses(originals),
        continued=_collect(originals, lambda e: e.updates),
        translations=_translations(oldest),
        events=_events(originals),
        series=_series(originals),
        hosts=by_host,
        today=now.astimezone(timezone).date(),
        aliases={a: e.id for e in (*entries.values(), *withdrawn.values()) for a in e.aliases},
        media=content.media,
    )


def is_unpublished(entry: Entry, now: datetime) -> bool:
    """Whether an entry is a draft, or its embargo lasts at `now`."""
    return entry.draft or (entry.publish is not None and entry.publish > now)


def moment_of(entry: Entry, timezone: ZoneInfo) -> datetime:
    """An entry's time, or midnight of its day where it has none."""
    if isinstance(entry.date, datetime):
        return entry.date
    return datetime.combine(entry.day, time.min, timezone)


def _instant(entry: Entry, timezone: ZoneInfo) -> float:
    """An entry's moment in seconds: in the hour that clocks have twice, aware times do not compare."""
    return moment_of(entry, timezone).timestamp()


def last_changed(entry: Entry, timezone: ZoneInfo) -> datetime:
    """The latest of an entry's date, the end of its embargo, its corrections and its history."""
    days = [step.date for step in entry.corrections] + [step.date for step in entry.history]
    moments = [datetime.combine(day, time.min, timezone) for day in days]
    if entry.publish is not None:
        moments.append(entry.publish)
    return max([moment_of(entry, timezone), *moments])


def actors_of(entry: Entry) -> tuple[ActorId, ...]:
    """Everybody whom an entry names, each once: who acted, who is mentioned, who speaks."""
    named = (*entry.by, *entry.people, *entry.organizations, *(q.speaker for q in entry.quotes))
    return tuple(dict.fromkeys(ActorId(actor) for actor in named))


def briefings_of(
    originals: Iterable[Entry],
    introductions: Mapping[date, Introduction],
    vocabulary: Vocabulary,
    timezone: ZoneInfo,
) -> dict[date, Briefing]:
    """A briefing for each day that has entries, in the order of the days."""
    by_day: dict[date, dict[TopicId, list[Entry]]] = {}
    for entry in originals:
        by_day.setdefault(entry.day, {}).setdefault(entry.topics[0], []).append(entry)

    def section(topic: Topic, entries: list[Entry]) -> Section:
        def key(entry: Entry) -> tuple[int, float, EntryId]:
            return _RANK[entry.importance], _instant(entry, timezone), entry.id

        return Section(topic=topic, entries=tuple(sorted(entries, key=key)))

    rank = {topic: number for number, topic in enumerate(vocabulary.topics)}
    return {
        day: Briefing(
            day=day,
            introduction=introductions.get(day),
            sections=tuple(
                section(vocabulary.topics[topic], sections[topic])
                for topic in sorted(sections, key=rank.__getitem__)
            ),
        )
        for day, sections in sorted(by_day.items())
    }


def host_of(url: str) -> str:
    """A URL's host as publishers.yml lists it: lower case, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def hosts_of(vocabulary: Vocabulary) -> dict[str, PublisherId]:
    """Each known host with its publisher."""
    return {host: p.id for p in vocabulary.publishers.values() for host in p.hosts}


def _collect(
    entries: Iterable[Entry], keys: Callable[[Entry], Iterable[K]]
) -> dict[K, tuple[Entry, ...]]:
    """The entries by each of their keys, an entry once a key, in the order given."""
    found: defaultdict[K, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in dict.fromkeys(keys(entry)):
            found[key].append(entry)
    return {key: tuple(ones) for key, ones in found.items()}


def _families(vocabulary: Vocabulary) -> dict[TopicId, tuple[TopicId, ...]]:
    """Each topic with itself, its parent, the parent's parent and so on."""
    families = {}
    for topic in vocabulary.topics:
        line: list[TopicId] = []
        current: Topic | None = vocabulary.topics[topic]
        while current is not None and current.id not in line:
            line.append(current.id)
            current = vocabulary.topics.get(current.parent) if current.parent else None
        families[topic] = tuple(line)
    return families


def _publishers_of(entry: Entry, by_host: Mapping[str, PublisherId]) -> list[PublisherId]:
    found = []
    for source in entry.sources:
        publisher = source.publisher or by_host.get(host_of(source.url or ""))
        found += [one for one in (publisher, source.via) if one]
    return found


def _with_live_references(shown: list[Entry]) -> list[Entry]:
    """The entries without their references to what is not shown."""
    ids = {entry.id for entry in shown}
    originals = (entry for entry in shown if entry.translation_of is None)
    events = {EventId(event.id) for entry in originals for event in entry.events}

    def mended(entry: Entry) -> Entry:
        changes: dict[str, object] = {}
        if any(response.entry not in ids for response in entry.responds_to):
            changes["responds_to"] = tuple(r for r in entry.responds_to if r.entry in ids)
        if any(one not in ids for one in entry.updates):
            changes["updates"] = tuple(one for one in entry.updates if one in ids)
        if any(event not in events for event in entry.concerns):
            changes["concerns"] = tuple(one for one in entry.concerns if one in events)
        if any(event.outcome and event.outcome not in ids for event in entry.events):
            changes["events"] = tuple(
                event if event.outcome in ids else replace(event, outcome=None)
                for event in entry.events
            )
        return replace(entry, **changes) if changes else entry  # type: ignore[arg-type]

    return [mended(entry) for entry in shown]


def _with_translations(entries: Iterable[Entry], ids: set[EntryId]) -> frozenset[EntryId]:
    """The ids with those of the translations: a translation is shown only as its original is."""
    return frozenset(ids | {entry.id for entry in entries if entry.translation_of in ids})


def _completed(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, each translation with what it takes over from its original."""
    by_id = {entry.id: entry for entry in entries}
    return [
        _translated(entry, by_id[entry.translation_of]) if entry.translation_of else entry
        for entry in by_id.values()
    ]


def _translated(entry: Entry, original: Entry) -> Entry:
    taken = [name for name in TAKEN_SINGLY if name not in entry.given]
    if not entry.given.intersection(TAKEN_TOGETHER):
        taken += TAKEN_TOGETHER
    if not entry.given.intersection({"history", "status"}):
        taken.append("status")
    if original.status is Status.WITHDRAWN and not entry.corrections:
        taken.append("corrections")
    if entry.day != original.day and "date" in taken:
        taken.remove("date")
    changes = {name: getattr(original, name) for name in taken}
    if "concerns" not in entry.given:
        changes["concerns"] = _concerns(original)
    return replace(entry, **changes)


def _concerns(entry: Entry) -> tuple[EventId, ...]:
    """The events that an entry is about: one that defines an event concerns it."""
    own = (EventId(event.id) for event in entry.events)
    return tuple(dict.fromkeys((*own, *entry.concerns)))


def _quotes(newest: Iterable[Entry]) -> dict[ActorId, tuple[Said, ...]]:
    found: defaultdict[ActorId, list[Said]] = defaultdict(list)
    for entry in newest:
        for quote in entry.quotes:
            found[quote.speaker].append(Said(entry=entry, quote=quote))
    return {speaker: tuple(said) for speaker, said in found.items()}


def _responses(oldest: Iterable[Entry]) -> dict[EntryId, tuple[Answer, ...]]:
    found: defaultdict[EntryId, list[Answer]] = defaultdict(list)
    for entry in oldest:
        for response in entry.responds_to:
            found[response.entry].append(Answer(entry=entry, stance=response.stance))
    return {entry: tuple(answers) for entry, answers in found.items()}


def _translations(oldest: Iterable[Entry]) -> dict[EntryId, tuple[Entry, ...]]:
    found: defaultdict[EntryId, list[Entry]] = defaultdict(list)
    for entry in oldest:
        if entry.translation_of:
            found[entry.translation_of].append(entry)
    return {
        original: tuple(sorted(entries, key=lambda e: (e.language or "", e.id)))
        for original, entries in found.items()
    }


def _events(oldest: Iterable[Entry]) -> dict[EventId, Scheduled]:
    entries = tuple(oldest)
    concerned = _collect(entries, _concerns)
    return {
        EventId(event.id): Scheduled(
            event=event,
            announced_in=entry,
            concerned=concerned[EventId(event.id)],
        )
        for entry in entries
        for event in entry.events
    }


def _series(oldest: Iterable[Entry]) -> dict[SeriesId, tuple[Point, ...]]:
    found: defaultdict[SeriesId, dict[date, Point]] = defaultdict(dict)
    for entry in oldest:
        for figure in entry.figures:
            if figure.series:
                day = figure.as_of or entry.day
                found[figure.series][day] = Point(day=day, figure=figure, entry=entry)
    return {
        series: tuple(points[day] for day in sorted(points)) for series, points in found.items()
    }
