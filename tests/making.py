"""How do tests of the core come by content? A few words make an entry, a vocabulary, a bulletin."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from briefings.belonging import Placed, Sort, frame_of
from briefings.bulletin import Bulletin
from briefings.grouping import Change, Groups
from briefings.model import (
    ActorId,
    Entry,
    EntryId,
    Event,
    Host,
    Introduction,
    Language,
    NewEventId,
    Organization,
    Person,
    Place,
    PlaceId,
    Prose,
    Publisher,
    PublisherId,
    Source,
    Story,
    StoryId,
    Text,
    Topic,
    TopicId,
    Url,
    Vocabulary,
)
from briefings.outlines import Outline, outline_of
from briefings.shelves import placed_of

NOW = datetime(2024, 7, 1, 12, tzinfo=UTC)
BUCHAREST = ZoneInfo("Europe/Bucharest")


def text(words: str) -> Text:
    """A text without a language."""
    return Text(by_language=((Language(""), words),))


def entry(id_: str, **given: Any) -> Entry:
    """An entry whose file gives what is said here; its topic is the port."""
    unknown = given.keys() - set(Entry.__struct_fields__)
    assert not unknown, unknown
    keys = {"title": f"Title of {id_}", **given}
    if "translation_of" not in given:
        keys = {"topics": ("port",), **keys}
    return Entry(
        id=EntryId(id_),
        path=f"content/entries/{id_[:7]}/{id_[8:10]}.yml",
        index=0,
        day=date.fromisoformat(id_[:10].replace("/", "-")),
        given=frozenset(keys) - Entry.derived,
        **keys,
    )


def body(html: str) -> Prose:
    """A body that says this."""
    return Prose(html=html, text=html, lead=html)


def source(url: str, **given: Any) -> Source:
    """A source at that address."""
    return Source(url=Url(url), **given)


def event(id_: str, **given: Any) -> Event:
    """An event, on 20 July 2024 where nothing else is said."""
    usual: dict[str, Any] = {} if "when" in given else {"start": date(2024, 7, 20)}
    return Event(id=NewEventId(id_), title=f"Title of {id_}", **{**usual, **given})


def _topic(id_: str, parent: str | None = None) -> Topic:
    return Topic(
        id=TopicId(id_), name=text(f"Topic {id_}"), parent=TopicId(parent) if parent else None
    )


_TOPICS = (
    _topic("talks", "port"),
    _topic("port"),
    _topic("weather"),
    _topic("storms", "weather"),
    _topic("gales", "storms"),
)
_PUBLISHERS = {"gull": ("gull.example",), "wire": ("wire.example", "news.wire.example")}

VOCABULARY = Vocabulary(
    topics={topic.id: topic for topic in _TOPICS},
    stories={StoryId(one): Story(id=StoryId(one), name=text(one)) for one in ("dispute", "storm")},
    people={ActorId(one): Person(id=ActorId(one), name=text(one)) for one in ("ada", "najib")},
    organizations={
        ActorId(one): Organization(id=ActorId(one), name=text(one)) for one in ("league", "vada")
    },
    places={PlaceId(one): Place(id=PlaceId(one), name=text(one)) for one in ("quay", "cape")},
    publishers={
        PublisherId(one): Publisher(
            id=PublisherId(one), name=text(one), hosts=tuple(map(Host, hosts))
        )
        for one, hosts in _PUBLISHERS.items()
    },
)
"""Topics in an order that is not that of their letters, the child before its parent."""


class Content(Struct, frozen=True, kw_only=True):
    """What editors wrote."""

    entries: tuple[Entry, ...] = ()
    introductions: Mapping[date, Introduction] = field(default_factory=dict)
    vocabulary: Vocabulary = VOCABULARY
    media: Mapping[str, str] = field(default_factory=dict)


class MemoryShelf:
    """Entries that stand in memory."""

    def __init__(
        self, content: Content, now: datetime, timezone: ZoneInfo, *, preview: bool
    ) -> None:
        self.entries = {one.id: one for one in content.entries}
        self._introductions = content.introductions
        outlines = {one.id: outline_of(one, "", timezone) for one in content.entries}
        self.all = {
            one.id: placed_of(
                one,
                outlines.get(one.translation_of) if one.translation_of else None,
                now.timestamp(),
                preview=preview,
            )
            for one in outlines.values()
        }

    def placed(self, entry: EntryId) -> Placed | None:
        """An entry's outline and standing."""
        return self.all.get(entry)

    def entry(self, outline: Outline) -> Entry:
        """All that an entry has."""
        return self.entries[outline.id]

    def introduction(self, day: date) -> Introduction | None:
        """The introduction of a day."""
        return self._introductions.get(day)


def group(
    content: Content, *, now: datetime = NOW, timezone: ZoneInfo = BUCHAREST, preview: bool = False
) -> Bulletin:
    """The bulletin of content that stands in memory."""
    shelf = MemoryShelf(content, now, timezone, preview=preview)
    frame = frame_of(content.vocabulary)
    groups = Groups()
    groups.apply((Change(None, one) for one in shelf.all.values()), frame)
    return Bulletin(
        shelf,
        groups,
        frame,
        content.vocabulary,
        content.media,
        timezone=timezone,
        today=now.astimezone(timezone).date(),
    )


def placed_in(bulletin: Bulletin) -> dict[EntryId, Placed]:
    """Where each entry behind a bulletin stands, with a digest of all that it says."""
    shelf = bulletin._shelf
    assert isinstance(shelf, MemoryShelf)
    return {
        one: placed._replace(outline=placed.outline._replace(digest=repr(shelf.entries[one])))
        for one, placed in shelf.all.items()
    }


def groups_of(bulletin: Bulletin) -> Groups:
    """The groups behind a bulletin."""
    return bulletin._groups


def bulletin_of(
    *entries: Entry, now: datetime = NOW, timezone: ZoneInfo = BUCHAREST, **given: Any
) -> Bulletin:
    """The bulletin of these entries."""
    preview = given.pop("preview", False)
    return group(Content(entries=entries, **given), now=now, timezone=timezone, preview=preview)


def listed(bulletin: Bulletin, sort: Sort, key: str = "") -> list[str]:
    """The ids of a group, newest first."""
    return list(bulletin.group(sort, key).ids())


def entries_of(bulletin: Bulletin, sort: Sort = Sort.PAGE) -> dict[str, Entry]:
    """The entries of a group as readers see them, by id; those with a page unless told."""
    return {one: bulletin.entry(one) for one in bulletin.group(sort).ids()}


def ids(entries: Iterable[Entry | Outline]) -> list[str]:
    """The ids of entries, in their order."""
    return [one.id for one in entries]
