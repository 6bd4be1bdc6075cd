"""How do tests of the core come by content? A few words make an entry, a vocabulary, a bulletin."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from briefings.grouping import Bulletin, group
from briefings.model import (
    ActorId,
    Content,
    Entry,
    EntryId,
    Event,
    Host,
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

NOW = datetime(2024, 7, 1, 12, tzinfo=UTC)
BUCHAREST = ZoneInfo("Europe/Bucharest")


def text(words: str) -> Text:
    """A text without a language."""
    return Text(by_language=((Language(""), words),))


def entry(id_: str, **given: Any) -> Entry:
    """An entry whose file gives what is said here; its topic is the port."""
    unknown = given.keys() - {field.name for field in fields(Entry)}
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


def content_of(entries: Iterable[Entry], **given: Any) -> Content:
    """Content that holds these entries, in their order."""
    return Content(entries=tuple(entries), **{"vocabulary": VOCABULARY, **given})


def bulletin_of(
    *entries: Entry, now: datetime = NOW, timezone: ZoneInfo = BUCHAREST, **given: Any
) -> Bulletin:
    """The bulletin of these entries."""
    preview = given.pop("preview", False)
    return group(content_of(entries, **given), now=now, timezone=timezone, preview=preview)


def ids(entries: Iterable[Entry]) -> list[str]:
    """The ids of entries, in their order."""
    return [one.id for one in entries]
