"""To which groups does an entry belong? What it shares with others, and whether readers see it."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from msgspec import Struct

from briefings.files.slugs import comparable
from briefings.model import EntryId, Kind, Status, TopicId, Vocabulary
from briefings.outlines import Outline

_ENTRY_PATH = re.compile(r"/[0-9]{4}/[0-9]{2}/[0-9]{2}/[^/]+/?")


class Sort(StrEnum):
    """What entries of a group share. The first sorts hold what is shown, originals alone."""

    ALL = "all"
    MONTH = "month"
    """One group, its periods the months."""
    DAY = "day"
    """A group for each month, its periods the days."""
    TOPIC = "topic"
    """Those of its subtopics too."""
    STORY = "story"
    PLANNED = "planned"
    """Those that define an event, by their story."""
    ACTOR = "actor"
    ACTED = "acted"
    """By who acted."""
    ANSWERING = "answering"
    """Those that answer another entry, by who acted."""
    SPEAKER = "speaker"
    QUOTED = "quoted"
    """One group, those with quotes; its periods are the months."""
    QUOTED_ON = "quoted-on"
    """Those with quotes, by topic; those of its subtopics too."""
    PLACE = "place"
    PUBLISHER = "publisher"
    UNKNOWN_HOST = "unknown-host"
    """By the host of a source that belongs to no publisher."""
    OFFERED = "offered"
    """All offers."""
    ANSWERED = "answered"
    """By the entry that they answer."""
    CONTINUED = "continued"
    """By the entry that they carry on."""
    ANNOUNCED = "announced"
    """By the event that they define; the group without a key has all that define one."""
    SCHEDULED = "scheduled"
    """Those that define events: all, and by `topics/ID` and `stories/ID`. The periods are the months in
    which the events begin, and for events without a day the year of the entry."""
    ENDING = "ending"
    """One group of those that define events, its periods the months in which these end."""
    ON_DAY = "on-day"
    """Those that define events: a group for each month, its periods the days of the events."""
    MEASURED = "measured"
    """By the series of their figures."""
    TRANSLATED = "translated"
    """The shown translations of an entry; the group without a key has all, its periods the months of the
    originals."""
    PAGE = "page"
    """All that have a page of their own, translations too. The periods are the months."""
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    """All that say openly what was changed, withdrawn ones too. The periods are the years of that."""
    ALIAS = "alias"
    """By an address that they had, what was withdrawn too; the group without a key has all."""
    FILED = "filed"
    """By month and day, whatever their standing, as all that follow."""
    TRANSLATING = "translating"
    """By the entry of which they are a translation."""
    REFERRING = "referring"
    """By the entry, event or address to which they lead."""
    DEFINING = "defining"
    """By the event that they define."""
    COUNTING = "counting"
    """By the series of their figures."""
    CLAIMING = "claiming"
    """By an alias, as a disk compares it that does not tell case apart."""
    WAITING = "waiting"
    """For the end of their embargo."""
    OWN = "own"
    """Each shown entry alone; it is not kept, but told by the pages."""
    OWN_WITHDRAWN = "own-withdrawn"
    """Each withdrawn entry alone, told likewise."""


Where = tuple[Sort, str, str]
"""A sort, what the entries share, and a period."""


class Standing(StrEnum):
    """Whether readers see an entry."""

    SHOWN = "shown"
    MARKED = "marked"
    """Not yet published, and shown by a preview all the same."""
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class Placed(NamedTuple):
    """An entry in the bulletin."""

    outline: Outline
    standing: Standing

    @property
    def shown(self) -> bool:
        """Whether it has a page of its own."""
        return self.standing in (Standing.SHOWN, Standing.MARKED)


class Frame(Struct, frozen=True):
    """What grouping depends on besides the entries."""

    hosts: Mapping[str, str]
    """Each known host with its publisher."""
    families: Mapping[TopicId, tuple[TopicId, ...]]
    """Each topic with itself, its parent, the parent's parent and so on."""


def frame_of(vocabulary: Vocabulary) -> Frame:
    """What grouping takes from the vocabulary."""
    hosts: dict[str, str] = {
        host: one.id for one in vocabulary.publishers.values() for host in one.hosts
    }
    return Frame(hosts=hosts, families=_families(vocabulary))


def standing_of(
    outline: Outline, original: Outline | None, now: float, *, preview: bool
) -> Standing:
    """Whether readers see an entry at `now`, in seconds: a translation only as its original is."""
    both = (outline, original) if original else (outline,)
    unpublished = any(is_unpublished(one, now) for one in both)
    if unpublished and not preview:
        return Standing.HIDDEN
    if any(one.status == Status.WITHDRAWN.value for one in both):
        return Standing.WITHDRAWN
    return Standing.MARKED if unpublished else Standing.SHOWN


def is_unpublished(outline: Outline, now: float) -> bool:
    """Whether an entry is a draft, or its embargo lasts at `now`."""
    return outline.draft or (outline.publish is not None and outline.publish > now)


def month_of(entry: EntryId) -> str:
    """The month of an entry's day, as `2024-06`."""
    return f"{entry[:4]}-{entry[5:7]}"


def places_of(placed: Placed, frame: Frame) -> Iterator[Where]:
    """Every place in a group that an entry has."""
    outline, standing = placed
    year, month = outline.year, month_of(outline.id)
    day = outline.id[:10].replace("/", "-")
    yield Sort.FILED, month, day
    for sort, key in _whatever_the_standing(outline):
        yield sort, key, year
    if standing is Standing.HIDDEN:
        return
    for alias in outline.aliases:
        yield Sort.ALIAS, alias, year
        yield Sort.ALIAS, "", year
    if outline.corrected and not outline.translation_of:
        yield from ((Sort.CORRECTED, "", one) for one in {day[:4] for day in outline.corrected})
    if standing is Standing.WITHDRAWN:
        yield Sort.WITHDRAWN, "", year
        return
    yield Sort.PAGE, "", month
    if outline.translation_of:
        yield Sort.TRANSLATED, outline.translation_of, year
        yield Sort.TRANSLATED, "", month_of(outline.translation_of)
        return
    yield Sort.MONTH, "", month
    yield Sort.DAY, month, day
    if outline.speakers:
        yield Sort.QUOTED, "", month
    for sort, key in _listed(outline, frame):
        yield sort, key, year
    yield from _scheduled(outline, frame)


def _whatever_the_standing(outline: Outline) -> Iterator[tuple[Sort, str]]:
    if outline.translation_of:
        yield Sort.TRANSLATING, outline.translation_of
    if outline.publish is not None:
        yield Sort.WAITING, ""
    for target in referred(outline):
        yield Sort.REFERRING, target
    for event in outline.events:
        yield Sort.DEFINING, event.id
    for series, _ in outline.series:
        yield Sort.COUNTING, series
    for alias in outline.aliases:
        yield Sort.CLAIMING, comparable(alias)


def referred(outline: Outline) -> Iterator[str]:
    """Whatever an entry leads to: entries by their ids, events, and links as they are written."""
    if outline.translation_of:
        yield outline.translation_of
    yield from (entry for entry, _ in outline.responds_to)
    yield from outline.updates
    yield from (f"event:{event}" for event in outline.concerns)
    yield from (event.outcome for event in outline.events if event.outcome)
    yield from (target_of(link) for link in outline.links)


def target_of(link: str) -> str:
    """What a link within the bulletin leads to: an entry's id, or a path from the root."""
    target = normalize("NFC", unquote(link))
    if target.startswith("entry:"):
        return target.removeprefix("entry:")
    return target.strip("/") if _ENTRY_PATH.fullmatch(target) else target


def _listed(outline: Outline, frame: Frame) -> Iterator[tuple[Sort, str]]:
    yield Sort.ALL, ""
    for topic in outline.topics:
        family = frame.families.get(topic, ())
        yield from ((Sort.TOPIC, one) for one in family)
        if outline.speakers:
            yield from ((Sort.QUOTED_ON, one) for one in family)
    yield from ((Sort.STORY, story) for story in outline.stories)
    yield from ((Sort.ACTOR, actor) for actor in outline.actors)
    yield from ((Sort.ACTED, actor) for actor in outline.by)
    if outline.responds_to:
        yield from ((Sort.ANSWERING, actor) for actor in outline.by)
    yield from ((Sort.SPEAKER, speaker) for speaker in outline.speakers)
    yield from ((Sort.PLACE, place) for place in outline.places)
    yield from ((Sort.PLACE, event.place) for event in outline.events if event.place)
    for publisher, host, via in outline.sources:
        named = publisher or frame.hosts.get(host, "")
        yield from ((Sort.PUBLISHER, one) for one in (named, via) if one)
        if host and not named:
            yield Sort.UNKNOWN_HOST, host
    if outline.kind == Kind.OFFER.value:
        yield Sort.OFFERED, ""
    yield from ((Sort.ANSWERED, entry) for entry, _ in outline.responds_to)
    yield from ((Sort.CONTINUED, entry) for entry in outline.updates)
    if outline.events:
        yield Sort.ANNOUNCED, ""
        yield from ((Sort.PLANNED, story) for story in outline.stories)
    yield from ((Sort.ANNOUNCED, event.id) for event in outline.events)
    yield from ((Sort.MEASURED, series) for series, _ in outline.series)


def _scheduled(outline: Outline, frame: Frame) -> Iterator[Where]:
    if not outline.events:
        return
    topics = (one for topic in outline.topics for one in frame.families.get(topic, ()))
    keys = (
        "",
        *(f"topics/{one}" for one in topics),
        *(f"stories/{one}" for one in outline.stories),
    )
    for event in outline.events:
        yield from ((Sort.SCHEDULED, key, event.first_day[:7] or outline.year) for key in keys)
        if event.last_day:
            yield Sort.ENDING, "", event.last_day[:7]
        yield from ((Sort.ON_DAY, day[:7], day) for day in event.days)


def _families(vocabulary: Vocabulary) -> dict[TopicId, tuple[TopicId, ...]]:
    families = {}
    for topic in vocabulary.topics:
        line: list[TopicId] = []
        current = vocabulary.topics.get(topic)
        while current is not None and current.id not in line:
            line.append(current.id)
            current = vocabulary.topics.get(current.parent) if current.parent else None
        families[topic] = tuple(line)
    return families
