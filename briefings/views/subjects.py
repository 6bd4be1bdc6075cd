"""What do the pages of topics, places and publishers show?"""

from msgspec import Struct
from msgspec.structs import replace

from briefings.belonging import Sort
from briefings.bulletin import Group
from briefings.model import (
    PlaceId,
    Publisher,
    PublisherId,
    Text,
    TopicId,
)
from briefings.views.indexes import INDEXES
from briefings.views.lists import chosen, days_of, head_of_list, keyed
from briefings.views.maps import OnePlaceMap, map_of
from briefings.views.parts import DayGroup, Feed, Page, Period, Ref
from briefings.views.shown import Shown, head_of


class TopicNode(Struct, frozen=True):
    """A topic in the list of topics, with those below it."""

    topic: Ref
    description: str
    lang: str
    count: int
    children: "tuple[TopicNode, ...]"


class TopicsPage(Struct, frozen=True):
    """The topics, as a tree."""

    topics: tuple[TopicNode, ...]


class Fact(Struct, frozen=True):
    """A labelled line about a name: its country, its site."""

    key: str
    """The phrase that labels it."""
    text: str
    url: str = ""
    lang: str = ""


class SubjectPage(Struct, frozen=True, kw_only=True):
    """A topic, a place or a publisher with the entries that name it."""

    sort: str
    """`topic`, `place` or `publisher`."""
    name: str
    lang: str
    description: str
    description_lang: str
    period: str
    """The year that the page is about; empty on the page of the newest."""
    home: Ref
    """The page of the newest entries."""
    index: Ref
    count: int
    parent: Ref | None = None
    children: tuple[Ref, ...] = ()
    facts: tuple[Fact, ...] = ()
    map: OnePlaceMap | None = None
    """Where a place is; not on the pages of its years."""
    days: tuple[DayGroup, ...]
    years: tuple[Period, ...]


def topics_page(shown: Shown, _: str) -> Page:
    """The topics in the order of topics.yml, children below their parents."""
    topics = shown.bulletin.vocabulary.topics

    def node(topic: TopicId) -> TopicNode:
        return TopicNode(
            shown.topic(topic),
            *shown.text(topics[topic].description),
            len(shown.bulletin.group(Sort.TOPIC, topic)),
            tuple(node(child.id) for child in topics.values() if child.parent == topic),
        )

    roots = tuple(node(topic.id) for topic in topics.values() if topic.parent is None)
    return Page(
        "topics.html", head_of(shown, shown.words.say("topics"), "topics/"), TopicsPage(roots)
    )


def topic_page(shown: Shown, key: str) -> Page:
    """A topic's newest entries, or with `ID/2024` those of one year."""
    topic_id, year = keyed(key)
    topics = shown.bulletin.vocabulary.topics
    topic = topics[TopicId(topic_id)]
    home = shown.topic(topic.id)
    entries = shown.bulletin.group(Sort.TOPIC, topic.id)
    content = replace(
        _subject(shown, "topic", home, topic.description, entries, year),
        parent=shown.topic(topic.parent) if topic.parent else None,
        children=tuple(shown.topic(one.id) for one in topics.values() if one.parent == topic.id),
    )
    feeds = (*shown.feeds(home.name, home.url), shown.calendar(home.name, home.url))
    return _page(shown, content, feeds)


def place_page(shown: Shown, key: str) -> Page:
    """What happened at a place; with `ID/2024` in one year."""
    place_id, year = keyed(key)
    place = shown.bulletin.vocabulary.places[PlaceId(place_id)]
    entries = shown.bulletin.group(Sort.PLACE, place.id)
    country = shown.words.country_name(place.country)
    content = replace(
        _subject(shown, "place", shown.place(place.id), place.description, entries, year),
        facts=_facts(Fact("country", country)),
        map=None if year else map_of(shown, place),
    )
    return _page(shown, content)


def publisher_page(shown: Shown, key: str) -> Page:
    """The entries that rest on a publisher; with `ID/2024` in one year."""
    publisher_id, year = keyed(key)
    publisher = shown.bulletin.vocabulary.publishers[PublisherId(publisher_id)]
    entries = shown.bulletin.group(Sort.PUBLISHER, publisher.id)
    home = shown.publisher(publisher.id)
    content = replace(
        _subject(shown, "publisher", home, publisher.description, entries, year),
        facts=_publisher_facts(shown, publisher),
    )
    return _page(shown, content)


def _subject(
    shown: Shown,
    sort: str,
    home: Ref,
    description: Text | None,
    entries: Group,
    year: str,
) -> SubjectPage:
    text, text_lang = shown.text(description)
    index = INDEXES.get(sort, "topics")
    listed = chosen(entries, year)
    return SubjectPage(
        sort=sort,
        name=home.name,
        lang=home.lang,
        description=text,
        description_lang=text_lang,
        period=year,
        home=home,
        index=shown.listed(index),
        count=len(listed) if year else len(entries),
        days=days_of(shown, listed),
        years=shown.years(entries, home.url, year),
    )


def _page(shown: Shown, content: SubjectPage, feeds: tuple[Feed, ...] = ()) -> Page:
    head = head_of_list(
        shown,
        content.home,
        content.period,
        description=content.description,
        feeds=feeds,
        above=(content.index, *((content.parent,) if content.parent else ())),
    )
    return Page("subject.html", head, content)


def _facts(*facts: Fact) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.text)


def _publisher_facts(shown: Shown, publisher: Publisher) -> tuple[Fact, ...]:
    words = shown.words
    kind = words.say(f"source_{publisher.kind.value.replace('-', '_')}") if publisher.kind else ""
    site = publisher.url or (f"https://{publisher.hosts[0]}/" if publisher.hosts else "")
    return _facts(
        Fact("source_kind", kind),
        Fact("country", words.country_name(publisher.country)),
        Fact("language", words.language_name(publisher.language) if publisher.language else ""),
        Fact("website", site.removeprefix("https://").rstrip("/"), site),
    )
