"""How does the bulletin stand in numbers? Entries by what they share, and what is left to do."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from msgspec import Struct

from briefings.belonging import Standing, frame_of, standing_of
from briefings.loading import Loaded, vocabulary_of
from briefings.model import (
    CorrectionKind,
    Entry,
    EntryId,
    Kind,
    Status,
    StoryStatus,
    Vocabulary,
)
from briefings.outlines import Outline
from briefings.settings import Settings
from briefings.views.stories import QUIET
from briefings.workers import cores, spread

DAYS = 30
_SHOWN_STATUSES = [status for status in Status if status is not Status.WITHDRAWN]


class Count(NamedTuple):
    """How many entries, or corrections, share something."""

    key: str
    """An id, a day, a month, a status, a host."""
    name: str
    number: int


class Lack(Struct, frozen=True):
    """What is left to do."""

    of: int
    """How many there are in all."""
    missing: int
    entries: tuple[str, ...]
    """The ids of the entries concerned, the newest first."""


class QuietStory(NamedTuple):
    """An open story in which nothing has happened for a while."""

    id: str
    name: str
    latest: str
    """The ISO day of its latest entry."""


class Numbers(Struct, frozen=True, kw_only=True):
    """A bulletin in numbers. Only what readers see is counted, a translation with its original."""

    entries: int
    translations: int
    drafts: int
    embargoed: int
    withdrawn: int
    by_day: tuple[Count, ...]
    """The last thirty days that have entries, the oldest first."""
    by_month: tuple[Count, ...]
    """Every month that has entries, the oldest first."""
    by_topic: tuple[Count, ...]
    """In the order of topics.yml. An entry counts for each of its topics."""
    by_status: tuple[Count, ...]
    by_kind: tuple[Count, ...]
    by_publisher: tuple[Count, ...]
    """The most frequent first; a host stands for a publisher that publishers.yml does not know."""
    without_archive: Lack
    """Sources that have an address and no archived copy."""
    unverified: Lack
    """Quotes whose words nobody has found in the saved source."""
    unanswered: Lack
    """Offers that no entry answers."""
    quiet: tuple[QuietStory, ...]
    """The one with the newest entry first."""
    corrections: tuple[Count, ...]
    """Of each kind, those of withdrawn entries too."""


class _Detail(NamedTuple):
    """What an entry's whole record tells besides its outline."""

    sources: int
    unarchived: int
    quotes: int
    unverified: int
    corrections: tuple[str, ...]


def numbers_of(
    loaded: Loaded, settings: Settings, now: datetime, *, jobs: int | None = None
) -> Numbers:
    """Count all that stands in sound entries, as readers see it at `now`; `jobs` processes look at it."""
    vocabulary, language = vocabulary_of(loaded), settings.language
    outlines = {one.id: one for path in loaded.paths() for one in loaded.gist(path).outlines}
    seen, withdrawn, hidden = (_standing(outlines, now, one) for one in _STANDINGS)
    shown = [one for one in seen if not one.translation_of]
    details = _details(loaded, [*shown, *withdrawn], jobs or cores())
    today = now.astimezone(settings.timezone).date()
    return Numbers(
        entries=len(shown),
        translations=len(seen) - len(shown),
        drafts=sum(one.draft for one in hidden),
        embargoed=sum(not one.draft for one in hidden),
        withdrawn=len(withdrawn),
        by_day=_by_time(shown, 10)[-DAYS:],
        by_month=_by_time(shown, 7),
        by_topic=_by_topic(shown, vocabulary, language),
        by_status=_in_order((one.status for one in shown), _SHOWN_STATUSES),
        by_kind=_in_order((one.kind for one in shown), Kind),
        by_publisher=_by_publisher(shown, vocabulary, language),
        without_archive=_lack(shown, [(one.sources, one.unarchived) for one in details]),
        unverified=_lack(shown, [(one.quotes, one.unverified) for one in details]),
        unanswered=_unanswered(shown),
        quiet=_quiet(shown, vocabulary, today, language),
        corrections=_in_order(
            chain.from_iterable(one.corrections for one in details), CorrectionKind
        ),
    )


_STANDINGS = (Standing.SHOWN, Standing.WITHDRAWN, Standing.HIDDEN)


def _standing(
    outlines: Mapping[EntryId, Outline], now: datetime, standing: Standing
) -> list[Outline]:
    """The entries that stand so, the newest first."""

    def of(one: Outline) -> Standing:
        original = outlines.get(one.translation_of) if one.translation_of else None
        return standing_of(one, original, now.timestamp(), preview=False)

    found = [one for one in outlines.values() if of(one) is standing]
    return sorted(found, key=lambda one: one.id, reverse=True)


def _by_time(shown: Iterable[Outline], letters: int) -> tuple[Count, ...]:
    """By the first letters of their ids: ten for days, seven for months."""
    counted = Counter(one.id[:letters].replace("/", "-") for one in shown)
    return tuple(Count(key, key, number) for key, number in sorted(counted.items()))


def _by_topic(shown: Iterable[Outline], vocabulary: Vocabulary, language: str) -> tuple[Count, ...]:
    counted = Counter(chain.from_iterable(one.topics for one in shown))
    return tuple(
        Count(topic.id, topic.name.in_language(language)[0], counted[topic.id])
        for topic in vocabulary.topics.values()
    )


def _in_order(found: Iterable[str], kinds: Iterable[StrEnum]) -> tuple[Count, ...]:
    counted = Counter(found)
    return tuple(Count(kind.value, kind.value, counted[kind.value]) for kind in kinds)


def _by_publisher(
    shown: Iterable[Outline], vocabulary: Vocabulary, language: str
) -> tuple[Count, ...]:
    hosts = frame_of(vocabulary).hosts
    counted: Counter[str] = Counter()
    for one in shown:
        counted.update(
            {publisher or hosts.get(host, host) for publisher, host, _ in one.sources} - {""}
        )
    known = vocabulary.publishers
    names = {str(one): record.name.in_language(language)[0] for one, record in known.items()}
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Count(key, names.get(key, key), number) for key, number in ordered)


def _lack(shown: Sequence[Outline], found: Iterable[tuple[int, int]]) -> Lack:
    """What is missing, given how many things each entry has and how many of them lack something.

    What else is `found` belongs to withdrawn entries.
    """
    pairs = list(zip(shown, found, strict=False))
    return Lack(
        of=sum(had for _, (had, _) in pairs),
        missing=sum(lacking for _, (_, lacking) in pairs),
        entries=tuple(one.id for one, (_, lacking) in pairs if lacking),
    )


def _unanswered(shown: Sequence[Outline]) -> Lack:
    answered = {entry for one in shown for entry, _ in one.responds_to}
    offers = [one for one in shown if one.kind == Kind.OFFER.value]
    alone = tuple(one.id for one in offers if one.id not in answered)
    return Lack(of=len(offers), missing=len(alone), entries=alone)


def _quiet(
    shown: Iterable[Outline], vocabulary: Vocabulary, today: date, language: str
) -> tuple[QuietStory, ...]:
    latest: dict[str, date] = {}
    for one in shown:
        for story in one.stories:
            latest[story] = max(one.day, latest.get(story, one.day))
    found = (
        QuietStory(one, story.name.in_language(language)[0], latest[one].isoformat())
        for one, story in vocabulary.stories.items()
        if story.status is StoryStatus.OPEN and one in latest and today - latest[one] > QUIET
    )
    return tuple(sorted(found, key=lambda story: story.latest, reverse=True))


def _details(loaded: Loaded, entries: Sequence[Outline], jobs: int) -> list[_Detail]:
    """The detail of each of the entries, in their order."""
    paths = list(dict.fromkeys(one.path for one in entries))
    found = dict(chain.from_iterable(spread(_reader, (loaded,), paths, jobs=jobs)))
    return [found[one.id] for one in entries]


def _reader(loaded: Loaded) -> Callable[[Sequence[str]], list[tuple[EntryId, _Detail]]]:
    """What reads the entries of some files, in any process."""
    return lambda paths: [
        (entry.id, _detail(entry)) for path in paths for entry in loaded.result(path).entries
    ]


def _detail(entry: Entry) -> _Detail:
    linked = [source for source in entry.sources if source.url]
    return _Detail(
        sources=len(linked),
        unarchived=sum(source.archived is None for source in linked),
        quotes=len(entry.quotes),
        unverified=sum(quote.verified is None for quote in entry.quotes),
        corrections=tuple(one.kind.value for one in entry.corrections),
    )
