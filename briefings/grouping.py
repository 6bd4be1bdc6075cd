"""Which entries stand together, and in what order? Outlines in, groups of ids out.

A group is all entries that share something: a topic, a speaker, a day. Each is divided into periods,
mostly years, so that a change to one entry touches small parts. Everything here is pure: it reads no
clock and no disk, every order ends on the id, and what comes of a change to groups that stand
is what would come of grouping everything anew.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from briefings.files.slugs import comparable
from briefings.model import EntryId, Kind, Status, TopicId, Vocabulary
from briefings.outlines import Outline


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
    """The shown translations of an entry."""
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


class Change(NamedTuple):
    """What became of an entry: None where there was or is none."""

    before: Placed | None
    after: Placed | None


_ENTRY_PATH = re.compile(r"/[0-9]{4}/[0-9]{2}/[0-9]{2}/[^/]+/?")

Member = tuple[float, EntryId, str]
"""An entry's moment in seconds, its id, and of a page the ISO day of its latest change, of what was
corrected the ISO days of that in the period, of what waits the end of its embargo in seconds."""

Members = tuple[Member, ...]
"""Newest first, those of one moment by their ids."""

Periods = dict[str, int]
"""How many entries a group has in each period, in order."""

Where = tuple[Sort, str, str]
"""A sort, what the entries share, and a period."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What grouping depends on besides the entries."""

    hosts: Mapping[str, str]
    """Each known host with its publisher."""
    families: Mapping[TopicId, tuple[TopicId, ...]]
    """Each topic with itself, its parent, the parent's parent and so on."""


@dataclass(slots=True)
class Touched:
    """The groups that came out otherwise."""

    parts: set[Where] = field(default_factory=set)
    beside: set[tuple[str, EntryId]] = field(default_factory=set)
    """The entries, each with its story, that may have other neighbours there."""
    periods: dict[tuple[Sort, str], tuple[Periods, Periods]] = field(default_factory=dict)
    """Those that have other periods or numbers, with what was and what is."""


class Groups:
    """All groups: those that `known` tells, with what was changed since."""

    def __init__(self, known: Callable[[str], object | None] = lambda _: None) -> None:
        """`known` gives the members or the periods that stand under a name, or None."""
        self._known = known
        self._neighbours: dict[str, tuple[Members, _Neighbours]] = {}
        self.changed: dict[str, object] = {}
        """What is to be kept under each name that has another value now; an empty one is gone."""

    def members(self, sort: Sort, key: str, period: str) -> Members:
        """The entries of a group in one period."""
        return self._value(part_name(sort, key, period)) or ()  # type: ignore[return-value]

    def periods(self, sort: Sort, key: str) -> Periods:
        """The periods of a group."""
        return self._value(group_name(sort, key)) or {}  # type: ignore[return-value]

    def all(self, sort: Sort, key: str) -> Iterator[EntryId]:
        """All entries of a group, period by period, the latest first."""
        for period in reversed(self.periods(sort, key)):
            for _, entry, _ in self.members(sort, key, period):
                yield entry

    def embargoes(self) -> Iterator[tuple[float, EntryId]]:
        """When each embargo ends or ended, in seconds."""
        for period in self.periods(Sort.WAITING, ""):
            for _, entry, until in self.members(Sort.WAITING, "", period):
                yield float(until), entry

    def of_sort(self, sort: Sort) -> Iterator[tuple[str, Periods]]:
        """Every group of a sort that can be told without one's asking for it by its key."""
        if sort is Sort.OWN:
            yield from ((entry, _ALONE) for entry in self.all(Sort.PAGE, ""))
        elif sort is Sort.OWN_WITHDRAWN:
            yield from ((entry, _ALONE) for entry in self.all(Sort.WITHDRAWN, ""))
        elif sort is Sort.DAY:
            for month in self.periods(Sort.MONTH, ""):
                yield month, self.periods(sort, month)
        elif sort is Sort.ALIAS:
            for alias in sorted(self._value(_ALIASES) or ()):  # type: ignore[call-overload]
                yield alias, self.periods(sort, alias)
        else:
            yield "", self.periods(sort, "")

    def beside(self, sort: Sort, key: str, entry: EntryId) -> tuple[EntryId | None, EntryId | None]:
        """The entries before and after one in the order of time, where there are such."""
        period = entry[:4]
        own = self._places(sort, key, period)
        if entry not in own:
            return None, None
        before, after = own[entry]
        periods = self.periods(sort, key)
        if before is None and (earlier := [one for one in periods if one < period]):
            before = max(self.members(sort, key, earlier[-1]))[1]
        if after is None and (later := [one for one in periods if one > period]):
            after = min(self.members(sort, key, later[0]))[1]
        return before, after

    def apply(self, changes: Iterable[Change], frame: Frame) -> Touched:
        """Take changes over; each entry is in one of them at most."""
        out: dict[Where, set[EntryId]] = {}
        into: dict[Where, list[Member]] = {}
        touched = Touched()
        for before, after in changes:
            _note_own(before, after, touched)
            old = set(_places(before, frame)) if before else set()
            new = set(_places(after, frame)) if after else set()
            if before and after and _alike(before.outline, after.outline):
                old, new = old - new, new - old
            if before:
                for where in old:
                    out.setdefault(where, set()).add(before.outline.id)
            if after:
                for where in new:
                    into.setdefault(where, []).append(_member(after.outline, where))
        for where in sorted(out.keys() | into.keys()):
            self._replace(where, out.get(where, set()), into.get(where, ()), touched)
        return touched

    def _places(self, sort: Sort, key: str, period: str) -> "_Neighbours":
        """The neighbours of each entry in a part of a group, looked up once."""
        members = self.members(sort, key, period)
        name = part_name(sort, key, period)
        known = self._neighbours.get(name)
        if known is None or known[0] != members:
            known = self._neighbours[name] = members, _neighbours(members)
        return known[1]

    def _value(self, name: str) -> object | None:
        return self.changed[name] if name in self.changed else self._known(name)

    def _replace(
        self, where: Where, out: set[EntryId], into: Sequence[Member], touched: Touched
    ) -> None:
        before = self.members(*where)
        kept = [member for member in before if member[1] not in out]
        after = tuple(sorted([*kept, *into], key=_newest_first))
        if after == before:
            return
        sort, key, period = where
        touched.parts.add(where)
        if sort is Sort.STORY:
            touched.beside.update((key, one) for one in self._moved(where, before, after))
        self.changed[part_name(*where)] = after
        if len(after) == len(before):
            return
        old = self.periods(sort, key)
        counts = {**old, period: len(after)}
        new = {one: counts[one] for one in sorted(counts) if counts[one]}
        first, _ = touched.periods.get((sort, key), (old, old))
        touched.periods[sort, key] = first, new
        self.changed[group_name(sort, key)] = new
        if sort is Sort.ALIAS and key:
            aliases = set(self._value(_ALIASES) or ())  # type: ignore[call-overload]
            self.changed[_ALIASES] = tuple(sorted(aliases | {key} if new else aliases - {key}))

    def _moved(self, where: Where, before: Members, after: Members) -> Iterator[EntryId]:
        """The entries that have other neighbours now."""
        old, new = _neighbours(before), _neighbours(after)
        yield from (one for one in old.keys() | new.keys() if old.get(one) != new.get(one))
        sort, key, period = where
        for near in self.periods(sort, key):
            if near != period and (members := self.members(sort, key, near)):
                yield from (members[0][1], members[-1][1])


_Neighbours = Mapping[EntryId, tuple[EntryId | None, EntryId | None]]


def _neighbours(members: Members) -> _Neighbours:
    """The entries before and after each one in the order of time."""
    ids = [entry for _, entry, _ in sorted(members)]
    beside = zip([None, *ids], [*ids[1:], None], strict=False)
    return dict(zip(ids, beside, strict=False))


_ALIASES = "aliases"
_ALONE: Periods = {"": 1}


def _note_own(before: Placed | None, after: Placed | None, touched: Touched) -> None:
    """Note whether an entry got a page or a notice of its own, or lost it."""
    entry = (after or before).outline.id  # type: ignore[union-attr]
    for sort, has in ((Sort.OWN, _is_shown), (Sort.OWN_WITHDRAWN, _is_withdrawn)):
        was, is_now = ({} if not has(one) else _ALONE for one in (before, after))
        if was != is_now:
            touched.periods[sort, entry] = was, is_now


def _is_shown(placed: Placed | None) -> bool:
    return placed is not None and placed.shown


def _is_withdrawn(placed: Placed | None) -> bool:
    return placed is not None and placed.standing is Standing.WITHDRAWN


def part_name(sort: Sort, key: str, period: str) -> str:
    """What one period of a group is called where it is kept."""
    return f"{sort}/{key}/{period}"


def group_name(sort: Sort, key: str) -> str:
    """What the periods of a group are called where they are kept."""
    return f"{sort}/{key}#"


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


def _newest_first(member: Member) -> tuple[float, EntryId]:
    return -member[0], member[1]


def _member(outline: Outline, where: Where) -> Member:
    sort, _, period = where
    note = ""
    if sort is Sort.PAGE:
        note = outline.changed[1]
    elif sort is Sort.CORRECTED:
        note = " ".join(day for day in outline.corrected if day.startswith(period))
    elif sort is Sort.WAITING:
        note = str(outline.publish)
    return outline.instant, outline.id, note


def _alike(one: Outline, other: Outline) -> bool:
    """Whether an entry is the same member of whatever groups it is in."""
    return _noted(one) == _noted(other)


def _noted(outline: Outline) -> tuple[object, ...]:
    return outline.instant, outline.changed, outline.publish, outline.corrected


def _places(placed: Placed, frame: Frame) -> Iterator[Where]:
    """Every place in a group that an entry has."""
    outline, standing = placed
    year, month = outline.year, f"{outline.id[:4]}-{outline.id[5:7]}"
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
