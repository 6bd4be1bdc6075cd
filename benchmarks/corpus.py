"""What does a bulletin of so many entries say? The same words for the same seed, in no tool's format."""

import random
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import isqrt

from msgspec import Struct

from benchmarks.lexicon import Lexicon, Zipf
from benchmarks.wording import Wording

LAST_DAY = date(2024, 6, 30)
"""The day of the newest entries. The archive goes back from here."""
ENTRIES_A_DAY = (8, 16)
_STANCES = ("accepts", "rejects", "rejects", "conditional", "comments")
_KINDS = ("event", "event", "event", "statement", "decision", "report", "agreement")
_TOPICS = 14


class Named(Struct, frozen=True, kw_only=True):
    """Something of the vocabulary."""

    id: str
    name: str
    parent: str = ""
    """Of a topic."""
    alias: str = ""
    role: str = ""
    country: str = ""
    host: str = ""


class Vocabulary(Struct, frozen=True, kw_only=True):
    """Whom and what the entries name, in each list the most frequent first."""

    topics: tuple[Named, ...]
    stories: tuple[Named, ...]
    people: tuple[Named, ...]
    organizations: tuple[Named, ...]
    places: tuple[Named, ...]
    publishers: tuple[Named, ...]


class Source(Struct, frozen=True, kw_only=True):
    """Where an entry's facts were published."""

    url: str
    title: str = ""


class Quote(Struct, frozen=True, kw_only=True):
    """Words that a speaker said."""

    speaker: str
    text: str
    context: str


class Answer(Struct, frozen=True, kw_only=True):
    """That an entry answers another one."""

    entry: str
    stance: str


class Entry(Struct, frozen=True, kw_only=True):
    """One development, as both tools are given it."""

    day: date
    slug: str
    time: str
    title: str
    kind: str
    importance: str
    summary: str
    topics: tuple[str, ...]
    stories: tuple[str, ...]
    by: tuple[str, ...]
    people: tuple[str, ...]
    organizations: tuple[str, ...]
    places: tuple[str, ...]
    sources: tuple[Source, ...]
    quotes: tuple[Quote, ...]
    answers: tuple[Answer, ...]
    body: str
    """Markdown, with links to other entries as `entry:ID`."""
    listed: bool
    """Whether it stands in a list file with others of its day."""

    @property
    def id(self) -> str:
        """As other entries refer to it: `2024/06/14/slug`."""
        return f"{self.day:%Y/%m/%d}/{self.slug}"


class Corpus(Struct, frozen=True, kw_only=True):
    """A whole bulletin."""

    vocabulary: Vocabulary
    entries: tuple[Entry, ...]
    """The oldest first."""


def corpus(size: int, seed: int = 1) -> Corpus:
    """A bulletin of `size` entries."""
    chance = random.Random(seed)
    lexicon = Lexicon(chance, 4000 + 40 * isqrt(size))
    vocabulary = _vocabulary(lexicon, chance, size)
    writer = _Writer(chance, Wording(chance, lexicon), vocabulary)
    days = _days(chance, size)
    return Corpus(vocabulary=vocabulary, entries=tuple(writer.entries(days)))


def _days(chance: random.Random, size: int) -> list[tuple[date, int]]:
    """Days and how many entries each has, the oldest first."""
    days = []
    day = LAST_DAY
    while size:
        count = min(size, chance.randint(*ENTRIES_A_DAY))
        days.append((day, count))
        size -= count
        day -= timedelta(days=1)
    return days[::-1]


def _vocabulary(lexicon: Lexicon, chance: random.Random, size: int) -> Vocabulary:
    """Lists that grow with the archive, as a real vocabulary does: slower than the entries."""
    root = isqrt(size)

    def names(count: int, parts: int) -> list[tuple[str, str]]:
        found: dict[str, str] = {}
        while len(found) < count:
            name = lexicon.name(parts)
            found.setdefault(name.lower().replace(" ", "-"), name)
        return list(found.items())

    topics = names(_TOPICS, 2)
    return Vocabulary(
        topics=tuple(
            Named(id=id_, name=name, parent=topics[at // 2][0] if at >= _TOPICS // 2 else "")
            for at, (id_, name) in enumerate(topics)
        ),
        stories=tuple(Named(id=id_, name=name) for id_, name in names(1 + size // 100, 3)),
        people=tuple(
            Named(id=id_, name=name, alias=name.split()[-1], role=f"Minister of {lexicon.name(1)}")
            for id_, name in names(20 + 4 * root, 2)
        ),
        # Three words, since a person and an organization cannot share an id.
        organizations=tuple(Named(id=id_, name=name) for id_, name in names(10 + 2 * root, 3)),
        places=tuple(
            Named(id=id_, name=name, country=chance.choice(("RO", "UA", "PL", "DE")))
            for id_, name in names(10 + 2 * root, 1)
        ),
        publishers=tuple(
            Named(id=id_, name=name, host=f"{id_}.example") for id_, name in names(10 + root, 1)
        ),
    )


class _Writer:
    """Writes the entries in their order, each knowing those before it."""

    def __init__(self, chance: random.Random, wording: Wording, vocabulary: Vocabulary) -> None:
        self._chance = chance
        self._wording = wording
        self._topics = Zipf(_ids(vocabulary.topics))
        self._people = Zipf(_ids(vocabulary.people))
        self._organizations = Zipf(_ids(vocabulary.organizations))
        self._places = Zipf(_ids(vocabulary.places))
        self._hosts = Zipf([one.host for one in vocabulary.publishers])
        self._stories = _ids(vocabulary.stories)
        self._names = {one.id: one.name for one in (*vocabulary.people, *vocabulary.places)}
        self._written = 0
        self._recent: deque[str] = deque(maxlen=150)
        self._offers: deque[str] = deque(maxlen=8)

    def entries(self, days: Sequence[tuple[date, int]]) -> Iterator[Entry]:
        """The entries of these days."""
        for day, count in days:
            # On some days the last few entries are short news in one file.
            listed = self._chance.randint(2, 4) if self._chance.random() < 0.3 else 0
            for at in range(count):
                entry = self._entry(day, at, listed=at >= count - listed)
                self._recent.append(entry.id)
                if entry.kind == "offer":
                    self._offers.append(entry.id)
                self._written += 1
                yield entry

    def _entry(self, day: date, at: int, *, listed: bool) -> Entry:
        chance = self._chance
        title = self._wording.title()
        slug = "-".join([*title.lower().split()[:4], str(at)])
        by = self._people.distinct(chance, chance.randint(1, 2))
        places = self._places.distinct(chance, 1)
        answers = self._answers()
        offers = not answers and chance.random() < 0.05
        sources = self._sources(f"{day:%Y%m%d}{at}")
        return Entry(
            day=day,
            slug=slug,
            time=f"{6 + at:02}:{chance.randrange(60):02}" if chance.random() < 0.8 else "",
            title=title,
            kind="offer" if offers else "statement" if answers else chance.choice(_KINDS),
            importance=chance.choice(("lead", "main", "main", "main", "brief")),
            summary=self._wording.sentence() if chance.random() < 0.3 else "",
            topics=self._topics.distinct(chance, chance.randint(1, 2)),
            stories=self._story() if chance.random() < 0.4 else (),
            by=by,
            people=tuple(one for one in self._people.distinct(chance, 2) if one not in by),
            organizations=self._organizations.distinct(chance, 2),
            places=places,
            sources=sources,
            quotes=self._quotes(by[0]),
            answers=answers,
            body=self._wording.body(
                [self._names[one] for one in (*by, *places)],
                [chance.choice(self._recent)] if self._recent and chance.random() < 0.4 else [],
                sources[0].url,
            ),
            listed=listed,
        )

    def _answers(self) -> tuple[Answer, ...]:
        if not self._offers or self._chance.random() > 0.15:
            return ()
        stance = self._chance.choice(_STANCES)
        return (Answer(entry=self._chance.choice(self._offers), stance=stance),)

    def _story(self) -> tuple[str, ...]:
        """A story that runs at this time: each for some hundreds of entries."""
        started = self._written // 100
        return (self._stories[max(0, started - min(int(self._chance.expovariate(0.7)), 6))],)

    def _sources(self, number: str) -> tuple[Source, ...]:
        hosts = self._hosts.distinct(self._chance, self._chance.randint(2, 3))
        return tuple(
            Source(
                url=f"https://{host}/news/{number}",
                title=self._wording.title() if self._chance.random() < 0.6 else "",
            )
            for host in hosts
        )

    def _quotes(self, speaker: str) -> tuple[Quote, ...]:
        if self._chance.random() > 0.2:
            return ()
        count = self._chance.choice((1, 1, 1, 2))
        return tuple(
            Quote(speaker=speaker, text=self._wording.phrase(12), context=self._wording.phrase(5))
            for _ in range(count)
        )


def _ids(things: Sequence[Named]) -> list[str]:
    return [one.id for one in things]
