"""What do the views read? A bulletin that remembers what was read of it.

Whoever makes an output reads outlines, entries, groups and names through a `Bulletin`, which notes
the name of each such fact. When a fact changes, the outputs that read it are looked at again, and no others.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from briefings.belonging import Frame, Placed, Sort, Standing, month_of
from briefings.facts import (
    HISTORY,
    TODAY,
    Noted,
    beside_fact,
    briefing_fact,
    counts_fact,
    members_fact,
    over_fact,
    periods_fact,
)
from briefings.grouping import Groups, Member, Members, Periods, part_name
from briefings.model import (
    ActorId,
    Correction,
    Entry,
    EntryId,
    Event,
    EventId,
    Figure,
    Importance,
    Introduction,
    Person,
    PublisherId,
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
from briefings.outlines import TAKEN_TOGETHER, Outline, host_of

if TYPE_CHECKING:  # A bulletin that does not follow git has no need of what reads it.
    from briefings.git.log import History

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

_RANK = {importance.value: rank for rank, importance in enumerate(Importance)}


class Shelf(Protocol):
    """Where entries are fetched from."""

    def placed(self, entry: EntryId) -> Placed | None:
        """An entry's outline and standing, whether readers see it or not."""
        ...

    def entry(self, outline: Outline) -> Entry:
        """All that the file of an entry gives."""
        ...

    def introduction(self, day: date) -> Introduction | None:
        """The introduction of a day."""
        ...


class Section(Struct, frozen=True, kw_only=True):
    """The entries of one day whose first topic is this one: leads, then main, then brief."""

    topic: Topic
    entries: tuple[Outline, ...]


class Briefing(Struct, frozen=True, kw_only=True):
    """What a reader opens in the morning: the entries of one day, grouped by topic."""

    day: date
    introduction: Introduction | None
    sections: tuple[Section, ...]

    @property
    def entries(self) -> tuple[Outline, ...]:
        """All its entries, in the order of the page."""
        return tuple(entry for section in self.sections for entry in section.entries)


class Answer(Struct, frozen=True, kw_only=True):
    """An entry that answers another one."""

    entry: Outline
    stance: Stance


class Scheduled(Struct, frozen=True, kw_only=True):
    """An event, with the entry that announces it."""

    event: Event
    announced_in: Outline


class Point(Struct, frozen=True, kw_only=True):
    """A figure of a series, on the day for which it holds."""

    day: date
    figure: Figure
    entry: Outline


class Bulletin:
    """Everything that is published, in the orders in which it is shown.

    Lists hold originals alone: a translation stands beside its original.
    """

    def __init__(
        self,
        shelf: Shelf,
        groups: Groups,
        frame: Frame,
        vocabulary: Vocabulary,
        media: Mapping[str, str],
        *,
        timezone: ZoneInfo,
        today: date,
        histories: Mapping[str, "History"] | None = None,
    ) -> None:
        """`media` has the look of each image by its path; `today` is in the bulletin's zone.

        `histories` has what git knows of each entry, by its id.
        """
        self.timezone = timezone
        self.reads: set[str] = set()
        """The facts that were read. Whoever wants to know what is read gives an empty set."""
        self.vocabulary = Vocabulary(
            topics=Noted("topics", vocabulary.topics, self),
            stories=Noted("stories", vocabulary.stories, self),
            people=Noted("people", vocabulary.people, self),
            organizations=Noted("organizations", vocabulary.organizations, self),
            places=Noted("places", vocabulary.places, self),
            publishers=Noted("publishers", vocabulary.publishers, self),
        )
        self.media: Mapping[str, str] = Noted("media", media, self)
        self.histories: Mapping[str, History] = Noted(HISTORY, histories or {}, self)
        self._shelf = shelf
        self._groups = groups
        self._frame = frame
        self._members = _members_of(vocabulary)
        self._translated_months = groups.periods(Sort.TRANSLATED, "")
        self._today = today

    def on(self, day: date) -> "Bulletin":
        """The same entries on another day. Which of them are shown is not asked anew."""
        other = copy(self)
        other._today = day
        return other

    @property
    def today(self) -> date:
        """The build's day in the bulletin's zone."""
        self.reads.add(TODAY)
        return self._today

    def is_over(self, day: date) -> bool:
        """Whether a day is before the build's. A page that asks is looked at again in that month alone."""
        self.reads.add(over_fact(f"{day:%Y-%m}"))
        return day < self._today

    def group(self, sort: Sort, key: str = "") -> "Group":
        """The shown entries that share something."""
        return Group(self, self._groups, sort, key)

    def shows(self, entry: str) -> bool:
        """Whether an entry has a page of its own."""
        placed = self._placed(entry)
        return placed is not None and placed.shown

    def outline(self, entry: EntryId) -> Outline:
        """The outline of an entry that is there, a translation's with what it takes over."""
        placed = self._placed(entry)
        assert placed is not None, f"there is no entry {entry}"
        return placed.outline

    def is_marked(self, entry: EntryId) -> bool:
        """Whether an entry is not yet published, and shown by a preview all the same."""
        placed = self._placed(entry)
        return placed is not None and placed.standing is Standing.MARKED

    def entry(self, entry: EntryId) -> Entry:
        """An entry whole, as readers see it.

        A translation has what it takes over from its original; nothing refers to what is not shown.
        """
        complete = self._complete(self.outline(entry))
        if self.shows(entry):
            return self._with_live_references(complete)
        return complete

    def corrections(self, original: EntryId) -> tuple[Correction, ...]:
        """What was changed openly in an entry that is no translation, oldest first."""
        return corrections_of(self._raw(self.outline(original)))

    def leads_to(self, alias: str) -> EntryId | None:
        """The entry that has an earlier address, shown or withdrawn."""
        return next((one.id for one in self.group(Sort.ALIAS, alias).newest()), None)

    def aliases(self) -> Iterator[UrlPath]:
        """Every earlier address of an entry, shown or withdrawn."""
        for outline in self.group(Sort.ALIAS).newest():
            yield from outline.aliases

    def months(self) -> tuple[str, ...]:
        """The months that have briefings, as `2024-06`, the oldest first."""
        return self.group(Sort.MONTH).periods

    def days_of(self, month: str) -> tuple[date, ...]:
        """The days of a month that have briefings, the oldest first."""
        return tuple(map(date.fromisoformat, self.group(Sort.DAY, month).periods))

    def has_briefing(self, day: date) -> bool:
        """Whether a day has entries."""
        iso = day.isoformat()
        self.reads.add(briefing_fact(iso))
        return iso in self._groups.periods(Sort.DAY, iso[:7])

    def newest_days(self) -> Iterator[date]:
        """The days that have briefings, the newest first."""
        for month in reversed(self.months()):
            yield from reversed(self.days_of(month))

    def day_beside(self, day: date, step: int) -> date | None:
        """The nearest earlier (`step` is -1) or later (1) day that has a briefing."""
        month = day.isoformat()[:7]
        later = step > 0
        own = [one for one in self.days_of(month) if (one > day if later else one < day)]
        if own:
            return own[0] if later else own[-1]
        months = [one for one in self.months() if (one > month if later else one < month)]
        if not months:
            return None
        days = self.days_of(months[0] if later else months[-1])
        return days[0] if later else days[-1]

    def withdrawn_on(self, day: date) -> tuple[Outline, ...]:
        """The originals of a day that were withdrawn, newest first."""
        iso = day.isoformat()
        return tuple(
            outline
            for outline in self.group(Sort.FILED, iso[:7]).of(iso)
            if outline.translation_of is None and self._is_withdrawn(outline.id)
        )

    def introduction(self, day: date) -> Introduction | None:
        """What the editors say before the entries of a day."""
        self.reads.add(f"introduction/{day.isoformat()}")
        return self._shelf.introduction(day)

    def briefing(self, day: date) -> Briefing:
        """The entries of a day, its sections in the order of topics.yml."""
        iso = day.isoformat()
        by_topic: dict[TopicId, list[Outline]] = {}
        for outline in self.group(Sort.DAY, iso[:7]).of(iso):
            by_topic.setdefault(outline.topics[0], []).append(outline)
        topics = [topic for topic in self.vocabulary.topics if topic in by_topic]
        return Briefing(
            day=day,
            introduction=self.introduction(day),
            sections=tuple(
                Section(
                    topic=self.vocabulary.topics[topic],
                    entries=tuple(sorted(by_topic[topic], key=_by_importance)),
                )
                for topic in topics
            ),
        )

    def answers(self, entry: EntryId) -> tuple[Answer, ...]:
        """What answers an entry, oldest first."""
        return tuple(
            Answer(entry=outline, stance=Stance(stance))
            for outline in self.group(Sort.ANSWERED, entry).oldest()
            for answered, stance in outline.responds_to
            if answered == entry
        )

    def beside(self, story: StoryId, entry: EntryId) -> tuple[EntryId | None, EntryId | None]:
        """The entries before and after one in a story's order, where there are such."""
        self.reads.add(beside_fact(story, entry))
        return self._groups.beside(Sort.STORY, story, entry)

    def translations(self, entry: EntryId) -> tuple[Outline, ...]:
        """An entry's translations, sorted by language."""
        if month_of(entry) not in self._translated_months:
            self.reads.add(periods_fact(Sort.TRANSLATED, entry))
            return ()  # As most entries, and lists ask it of each.
        ones = self.group(Sort.TRANSLATED, entry).newest()
        return tuple(sorted(ones, key=lambda one: (one.language or "", one.id)))

    def event(self, event: EventId) -> Scheduled | None:
        """An event that a shown entry announces."""
        for outline in self.group(Sort.ANNOUNCED, event).newest():
            for one in self.entry(outline.id).events:
                if EventId(one.id) == event:
                    return Scheduled(event=one, announced_in=outline)
        return None

    def members(self, organization: ActorId) -> tuple[Person, ...]:
        """Those who have or had a role in an organization, sorted by their ids."""
        self.reads.add(members_fact(organization))
        people = self.vocabulary.people
        return tuple(people[person] for person in self._members.get(organization, ()))

    def course(self, series: SeriesId) -> tuple[Point, ...]:
        """The course of a series, oldest first, a point a day: the latest that holds for it."""
        points: dict[date, Point] = {}
        for outline in self.group(Sort.MEASURED, series).oldest():
            for figure in self.entry(outline.id).figures:
                if figure.series == series:
                    day = figure.as_of or outline.day
                    points[day] = Point(day=day, figure=figure, entry=outline)
        return tuple(points[day] for day in sorted(points))

    def publisher_of(self, source: Source) -> PublisherId | None:
        """The publisher that a source names, or the one whose host its URL has."""
        known = self._frame.hosts.get(host_of(source.url or ""))
        return source.publisher or (PublisherId(known) if known else None)

    def _placed(self, entry: str) -> Placed | None:
        self.reads.add(f"outline/{entry}")
        return self._shelf.placed(EntryId(entry))

    def _is_withdrawn(self, entry: EntryId) -> bool:
        placed = self._placed(entry)
        return placed is not None and placed.standing is Standing.WITHDRAWN

    def _complete(self, outline: Outline) -> Entry:
        entry = self._raw(outline)
        if outline.translation_of is None:
            return entry
        return translated(entry, self._raw(self.outline(outline.translation_of)))

    def _raw(self, outline: Outline) -> Entry:
        self.reads.add(f"entry/{outline.id}")
        return self._shelf.entry(outline)

    def _announces(self, event: str) -> bool:
        return bool(self.group(Sort.ANNOUNCED, event).periods)

    def _with_live_references(self, entry: Entry) -> Entry:
        changes: dict[str, object] = {}
        if entry.responds_to:
            changes["responds_to"] = tuple(r for r in entry.responds_to if self.shows(r.entry))
        if entry.updates:
            changes["updates"] = tuple(filter(self.shows, entry.updates))
        if entry.concerns:
            changes["concerns"] = tuple(filter(self._announces, entry.concerns))
        if any(event.outcome for event in entry.events):
            changes["events"] = tuple(
                event
                if event.outcome is None or self.shows(event.outcome)
                else replace(event, outcome=None)
                for event in entry.events
            )
        return replace(entry, **changes) if changes else entry


class Group:
    """The entries that share something, in the order of time."""

    def __init__(self, bulletin: Bulletin, groups: Groups, sort: Sort, key: str) -> None:
        self._bulletin = bulletin
        self._groups = groups
        self._sort = sort
        self._key = key

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods that have entries, in order."""
        self._bulletin.reads.add(periods_fact(self._sort, self._key))
        return tuple(self._groups.periods(self._sort, self._key))

    @property
    def counts(self) -> Periods:
        """How many entries each period has."""
        self._bulletin.reads.add(counts_fact(self._sort, self._key))
        return self._groups.periods(self._sort, self._key)

    def __len__(self) -> int:
        return sum(self.counts.values())

    def of(self, period: str) -> tuple[Outline, ...]:
        """The entries of a period, newest first."""
        return tuple(self._bulletin.outline(entry) for _, entry, _ in self._members(period))

    def ids(self) -> Iterator[EntryId]:
        """The ids of the entries, newest first."""
        yield from (entry for _, entry, _ in self._newest_members())

    def months_of(self, period: str) -> dict[str, int]:
        """How many entries of a period each month has, as `2024-06`, in order."""
        months = Counter(month_of(entry) for _, entry, _ in self._members(period))
        return dict(sorted(months.items()))

    def changes_of(self, period: str) -> tuple[tuple[EntryId, str], ...]:
        """Each entry of a period with what its group notes of its changes (see `grouping.Member`)."""
        return tuple((entry, changed) for _, entry, changed in self._members(period))

    def newest(self) -> Iterator[Outline]:
        """The entries, newest first; what is not asked for is not read."""
        yield from map(self._bulletin.outline, self.ids())

    def latest(self) -> Outline | None:
        """The newest entry; of several at one moment, the one with the last id."""
        newest = self._newest_members()
        latest = next(newest, None)
        while latest and (other := next(newest, None)) and other[0] == latest[0]:
            latest = other
        return self._bulletin.outline(latest[1]) if latest else None

    def oldest(self) -> Iterator[Outline]:
        """The entries, oldest first, those of one moment by their ids."""
        for period in self.periods:
            for _, entry, _ in sorted(self._members(period)):
                yield self._bulletin.outline(entry)

    def _newest_members(self) -> Iterator[Member]:
        for period in reversed(self.periods):
            yield from self._members(period)

    def _members(self, period: str) -> Members:
        self._bulletin.reads.add(part_name(self._sort, self._key, period))
        return self._groups.members(self._sort, self._key, period)


def translated(entry: Entry, original: Entry) -> Entry:
    """A translation with what it takes over from its original."""
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
        own = (EventId(event.id) for event in original.events)
        changes["concerns"] = tuple(dict.fromkeys((*own, *original.concerns)))
    return replace(entry, **changes)


def corrections_of(entry: Entry) -> tuple[Correction, ...]:
    """An entry's corrections, oldest first."""
    return tuple(sorted(entry.corrections, key=lambda one: one.date))


def _members_of(vocabulary: Vocabulary) -> dict[str, tuple[ActorId, ...]]:
    """Those who have or had a role in each organization, sorted."""
    members: dict[str, set[ActorId]] = {}
    for person in vocabulary.people.values():
        for role in person.roles:
            if role.organization:
                members.setdefault(role.organization, set()).add(person.id)
    return {organization: tuple(sorted(ids)) for organization, ids in members.items()}


def _by_importance(outline: Outline) -> tuple[int, float, EntryId]:
    return _RANK[outline.importance], outline.instant, outline.id
