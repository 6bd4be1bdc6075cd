"""What do the pages of topics, stories, actors, places and publishers show?"""

from dataclasses import dataclass, replace
from itertools import islice

from briefings.bulletin import Group
from briefings.grouping import Sort
from briefings.model import (
    ActorId,
    Organization,
    Person,
    PlaceId,
    Publisher,
    PublisherId,
    Role,
    Text,
    TopicId,
)
from briefings.views.details import ShownQuote, shown_quote
from briefings.views.indexes import INDEXES
from briefings.views.maps import OnePlaceMap, map_of
from briefings.views.shown import (
    NEWEST,
    Day,
    DayGroup,
    Feed,
    Line,
    Page,
    Period,
    Ref,
    Shown,
    head_of,
    keyed,
)


@dataclass(frozen=True, slots=True)
class TopicNode:
    """A topic in the list of topics, with those below it."""

    topic: Ref
    description: str
    lang: str
    count: int
    children: "tuple[TopicNode, ...]"


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """The topics, as a tree."""

    topics: tuple[TopicNode, ...]


@dataclass(frozen=True, slots=True)
class ShownRole:
    """What a person was, and when."""

    role: str
    lang: str
    organization: Ref | None
    since: Day | None
    until: Day | None


@dataclass(frozen=True, slots=True)
class Said:
    """A quote on its speaker's page."""

    quote: ShownQuote
    card: Line


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled line about a name: its country, its site."""

    key: str
    """The phrase that labels it."""
    text: str
    url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPage:
    """A topic, an actor, a place or a publisher with the entries that name it."""

    sort: str
    """`topic`, `person`, `organization`, `place` or `publisher`."""
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
    roles: tuple[ShownRole, ...] = ()
    people: tuple[Ref, ...] = ()
    said: tuple[Said, ...] = ()
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
    return _page(shown, content, shown.feeds(home.name, home.url))


def person_page(shown: Shown, key: str) -> Page:
    """What somebody was, said and did; with `ID/2024` in one year."""
    person_id, year = keyed(key)
    person = shown.bulletin.vocabulary.people[ActorId(person_id)]
    content = replace(
        _actor(shown, "person", person, year),
        roles=tuple(_role(shown, role) for role in person.roles),
    )
    return _page(shown, content)


def organization_page(shown: Shown, key: str) -> Page:
    """What an organization said and did, and its people; with `ID/2024` in one year."""
    organization_id, year = keyed(key)
    vocabulary = shown.bulletin.vocabulary
    organization = vocabulary.organizations[ActorId(organization_id)]
    full_name, lang = shown.text(organization.full_name)
    url = organization.url or ""
    content = replace(
        _actor(shown, "organization", organization, year),
        people=tuple(
            shown.actor(person.id)
            for person in vocabulary.people.values()
            if organization_id in {role.organization for role in person.roles}
        ),
        facts=_facts(Fact("full_name", full_name, lang=lang), Fact("website", url, url)),
    )
    return _page(shown, content)


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


def _actor(shown: Shown, sort: str, actor: Person | Organization, year: str) -> SubjectPage:
    """An actor's entries and quotes."""
    said = shown.bulletin.said(actor.id, year)
    entries = shown.bulletin.group(Sort.ACTOR, actor.id)
    return replace(
        _subject(shown, sort, shown.actor(actor.id), actor.description, entries, year),
        said=tuple(
            Said(shown_quote(shown, one.entry, one.quote), shown.line(one.entry.id))
            for one in (said if year else islice(said, NEWEST))
        ),
    )


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
    chosen = entries.of(year) if year else tuple(islice(entries.newest(), NEWEST))
    return SubjectPage(
        sort=sort,
        name=home.name,
        lang=home.lang,
        description=text,
        description_lang=text_lang,
        period=year,
        home=home,
        index=shown.listed(index),
        count=len(chosen) if year else len(entries),
        days=shown.by_day(chosen),
        years=shown.years(entries, home.url, year),
    )


def _page(shown: Shown, content: SubjectPage, feeds: tuple[Feed, ...] = ()) -> Page:
    year, url = content.period, content.home.url
    title = f"{content.name}, {year}" if year else content.name
    above = (content.index, *((content.parent,) if content.parent else ()))
    crumbs = (*above, content.home) if year else above
    address = f"{url}{year}/" if year else url
    head = head_of(shown, title, address, content.description, feeds, crumbs)
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


def _role(shown: Shown, role: Role) -> ShownRole:
    text, lang = shown.text(role.role)
    return ShownRole(
        text,
        lang,
        shown.actor(role.organization) if role.organization else None,
        shown.date(role.from_) if role.from_ else None,
        shown.date(role.until) if role.until else None,
    )
