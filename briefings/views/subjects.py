"""What do the pages of topics, stories, actors, places and publishers show?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.model import (
    ActorId,
    Entry,
    Organization,
    Person,
    PlaceId,
    Publisher,
    PublisherId,
    Role,
    StoryId,
    StoryStatus,
    Text,
    TopicId,
)
from briefings.views.entry import ShownEvent, ShownQuote, shown_event, shown_quote
from briefings.views.shown import (
    NEWEST,
    Card,
    Day,
    DayGroup,
    Feed,
    Head,
    Page,
    Period,
    Ref,
    Shown,
    clipped,
    encoded,
    name_key,
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
class StoryItem:
    """A story in the list of stories."""

    story: Ref
    description: str
    lang: str
    count: int
    latest: Card | None


@dataclass(frozen=True, slots=True)
class StoriesPage:
    """The stories, those that go on first."""

    open: tuple[StoryItem, ...]
    closed: tuple[StoryItem, ...]


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
    card: Card


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
    roles: tuple[ShownRole, ...] = ()
    people: tuple[Ref, ...] = ()
    said: tuple[Said, ...] = ()
    days: tuple[DayGroup, ...]
    years: tuple[Period, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """A story as a timeline, oldest first."""

    name: str
    lang: str
    description: str
    description_lang: str
    state: str
    period: str
    home: Ref
    count: int
    events: tuple[ShownEvent, ...]
    days: tuple[DayGroup, ...]
    years: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class IndexItem:
    """A name in an index."""

    name: Ref
    note: str
    lang: str
    count: int


@dataclass(frozen=True, slots=True)
class IndexPage:
    """All names of one sort, by letters."""

    sort: str
    items: tuple[IndexItem, ...]


INDEXES = {
    "person": "people",
    "organization": "organizations",
    "place": "places",
    "publisher": "publishers",
}
"""Each sort of name with the address of its index."""


def topics_page(shown: Shown, _: str) -> Page:
    """The topics in the order of topics.yml, children below their parents."""
    topics = shown.bulletin.vocabulary.topics

    def node(topic: TopicId) -> TopicNode:
        return TopicNode(
            shown.topic(topic),
            *shown.text(topics[topic].description),
            len(shown.bulletin.by_topic.get(topic, ())),
            tuple(node(child.id) for child in topics.values() if child.parent == topic),
        )

    roots = tuple(node(topic.id) for topic in topics.values() if topic.parent is None)
    return Page("topics.html", _head(shown, shown.words.say("topics"), "topics/"), TopicsPage(roots))


def topic_page(shown: Shown, key: str) -> Page:
    """A topic's newest entries, or with `ID/2024` those of one year."""
    topic_id, year = _keyed(key)
    topic = shown.bulletin.vocabulary.topics[TopicId(topic_id)]
    home = shown.topic(topic.id)
    children = [one.id for one in shown.bulletin.vocabulary.topics.values() if one.parent == topic.id]
    return _subject(
        shown,
        sort="topic",
        home=home,
        description=topic.description,
        entries=shown.bulletin.by_topic.get(topic.id, ()),
        year=year,
        feeds=shown.feeds(home.name, home.url),
        parent=shown.topic(topic.parent) if topic.parent else None,
        children=tuple(map(shown.topic, children)),
    )


def stories_page(shown: Shown, _: str) -> Page:
    """The stories, each group by its latest entry, the newest first."""
    bulletin = shown.bulletin

    def order(story: StoryId) -> tuple[float, str]:
        entries = bulletin.by_story.get(story)
        return (-bulletin.moment(entries[-1]).timestamp() if entries else 0.0), story

    def item(story: StoryId) -> StoryItem:
        entries = bulletin.by_story.get(story, ())
        return StoryItem(
            shown.story(story),
            *shown.text(bulletin.vocabulary.stories[story].description),
            len(entries),
            shown.card(entries[-1].id) if entries else None,
        )

    def items(status: StoryStatus) -> tuple[StoryItem, ...]:
        ones = [s.id for s in bulletin.vocabulary.stories.values() if s.status is status]
        return tuple(map(item, sorted(ones, key=order)))

    content = StoriesPage(items(StoryStatus.OPEN), items(StoryStatus.CLOSED))
    return Page("stories.html", _head(shown, shown.words.say("stories"), "stories/"), content)


def story_page(shown: Shown, key: str) -> Page:
    """A story's timeline: all of it, of a long one the newest part, or with `ID/2024` one year."""
    story_id, year = _keyed(key)
    bulletin = shown.bulletin
    story = bulletin.vocabulary.stories[StoryId(story_id)]
    entries = bulletin.by_story.get(story.id, ())
    home = shown.story(story.id)
    listed = _of_year(entries, year) if year else entries[-NEWEST:]
    description, description_lang = shown.text(story.description)
    known = {event.id: None for entry in listed for event in entry.events}
    content = StoryPage(
        name=home.name,
        lang=home.lang,
        description=description,
        description_lang=description_lang,
        state=story.status.value,
        period=year,
        home=home,
        count=len(entries),
        events=tuple(shown_event(shown, bulletin.events[event]) for event in known),  # type: ignore[index]
        days=shown.by_day(listed),
        years=shown.years(entries, home.url) if len(entries) > NEWEST else (),
    )
    head = _head(
        shown,
        f"{home.name}, {year}" if year else home.name,
        f"{home.url}{year}/" if year else home.url,
        description,
        shown.feeds(home.name, home.url),
    )
    return Page("story.html", head, content)


def person_page(shown: Shown, key: str) -> Page:
    """What somebody was, said and did; with `ID/2024` in one year."""
    person_id, year = _keyed(key)
    person = shown.bulletin.vocabulary.people[ActorId(person_id)]
    return _actor_page(
        shown, person, "person", year, roles=tuple(_role(shown, role) for role in person.roles)
    )


def organization_page(shown: Shown, key: str) -> Page:
    """What an organization said and did, and its people; with `ID/2024` in one year."""
    organization_id, year = _keyed(key)
    vocabulary = shown.bulletin.vocabulary
    organization = vocabulary.organizations[ActorId(organization_id)]
    members = [
        person.id
        for person in vocabulary.people.values()
        if any(role.organization == organization.id for role in person.roles)
    ]
    full_name, lang = shown.text(organization.full_name)
    return _actor_page(
        shown,
        organization,
        "organization",
        year,
        people=tuple(map(shown.actor, members)),
        facts=_facts(
            Fact("full_name", full_name, lang=lang),
            Fact("website", organization.url or "", organization.url or ""),
        ),
    )


def place_page(shown: Shown, key: str) -> Page:
    """What happened at a place; with `ID/2024` in one year."""
    place_id, year = _keyed(key)
    place = shown.bulletin.vocabulary.places[PlaceId(place_id)]
    country = shown.words.country_name(place.country) if place.country else ""
    return _subject(
        shown,
        sort="place",
        home=shown.place(place.id),
        description=place.description,
        entries=shown.bulletin.by_place.get(place.id, ()),
        year=year,
        facts=_facts(Fact("country", country)),
    )


def publisher_page(shown: Shown, key: str) -> Page:
    """The entries that rest on a publisher; with `ID/2024` in one year."""
    publisher_id, year = _keyed(key)
    publisher = shown.bulletin.vocabulary.publishers[PublisherId(publisher_id)]
    return _subject(
        shown,
        sort="publisher",
        home=shown.publisher(publisher.id),
        description=publisher.description,
        entries=shown.bulletin.by_publisher.get(publisher.id, ()),
        year=year,
        facts=_publisher_facts(shown, publisher),
    )


def index_page(shown: Shown, sort: str) -> Page:
    """All people, organizations, places or publishers."""
    items = {
        "person": _people,
        "organization": _organizations,
        "place": _places,
        "publisher": _publishers,
    }[sort](shown)
    content = IndexPage(sort, tuple(sorted(items, key=lambda item: name_key(item.name.name))))
    plural = INDEXES[sort]
    return Page("index.html", _head(shown, shown.words.say(plural), f"{plural}/"), content)


def _keyed(key: str) -> tuple[str, str]:
    id_, _, year = key.partition("/")
    return id_, year


def _of_year(entries: Sequence[Entry], year: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.day.year == int(year))


def _head(
    shown: Shown, title: str, url: str, description: str = "", feeds: tuple[Feed, ...] = ()
) -> Head:
    return Head(
        title=title,
        description=clipped(description, 200),
        url=url,
        canonical=shown.absolute(url),
        feeds=feeds,
    )


def _actor_page(
    shown: Shown,
    actor: Person | Organization,
    sort: str,
    year: str,
    *,
    roles: tuple[ShownRole, ...] = (),
    people: tuple[Ref, ...] = (),
    facts: tuple[Fact, ...] = (),
) -> Page:
    said = shown.bulletin.quotes.get(actor.id, ())
    chosen = [one for one in said if str(one.entry.day.year) == year] if year else said[:NEWEST]
    return _subject(
        shown,
        sort=sort,
        home=shown.actor(actor.id),
        description=actor.description,
        entries=shown.bulletin.by_actor.get(actor.id, ()),
        year=year,
        roles=roles,
        people=people,
        facts=facts,
        said=tuple(
            Said(shown_quote(shown, one.entry, one.quote), shown.card(one.entry.id))
            for one in chosen
        ),
    )


def _subject(
    shown: Shown,
    *,
    sort: str,
    home: Ref,
    description: Text | None,
    entries: Sequence[Entry],
    year: str,
    feeds: tuple[Feed, ...] = (),
    parent: Ref | None = None,
    children: tuple[Ref, ...] = (),
    facts: tuple[Fact, ...] = (),
    roles: tuple[ShownRole, ...] = (),
    people: tuple[Ref, ...] = (),
    said: tuple[Said, ...] = (),
) -> Page:
    text, text_lang = shown.text(description)
    plural = INDEXES.get(sort, "topics")
    content = SubjectPage(
        sort=sort,
        name=home.name,
        lang=home.lang,
        description=text,
        description_lang=text_lang,
        period=year,
        home=home,
        index=Ref(shown.words.say(plural), f"{plural}/"),
        count=len(entries),
        parent=parent,
        children=children,
        facts=facts,
        roles=roles,
        people=people,
        said=said,
        days=shown.by_day(_of_year(entries, year) if year else entries[:NEWEST]),
        years=shown.years(entries, home.url),
    )
    title = f"{home.name}, {year}" if year else home.name
    url = f"{home.url}{year}/" if year else home.url
    return Page("subject.html", _head(shown, title, url, text, feeds), content)


def _facts(*facts: Fact) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.text)


def _publisher_facts(shown: Shown, publisher: Publisher) -> tuple[Fact, ...]:
    words = shown.words
    kind = words.say(f"source_{publisher.kind.value.replace('-', '_')}") if publisher.kind else ""
    site = publisher.url or (f"https://{publisher.hosts[0]}/" if publisher.hosts else "")
    return _facts(
        Fact("source_kind", kind),
        Fact("country", words.country_name(publisher.country) if publisher.country else ""),
        Fact("language", words.language_name(publisher.language) if publisher.language else ""),
        Fact("website", site.removeprefix("https://").rstrip("/"), site),
    )


def _role(shown: Shown, role: Role) -> ShownRole:
    text, lang = shown.text(role.role)
    return ShownRole(
        text,
        lang,
        shown.actor(role.organization) if role.organization else None,
        shown.day(role.from_) if role.from_ else None,
        shown.day(role.until) if role.until else None,
    )


def _people(shown: Shown) -> list[IndexItem]:
    items = []
    for person in shown.bulletin.vocabulary.people.values():
        entries = shown.bulletin.by_actor.get(person.id, ())
        day = entries[0].day if entries else shown.bulletin.today
        role = person.role_on(day)
        note, lang = shown.text(role.role) if role else ("", "")
        items.append(IndexItem(shown.actor(person.id), note, lang, len(entries)))
    return items


def _organizations(shown: Shown) -> list[IndexItem]:
    return [
        IndexItem(
            shown.actor(one.id),
            *shown.text(one.full_name),
            len(shown.bulletin.by_actor.get(one.id, ())),
        )
        for one in shown.bulletin.vocabulary.organizations.values()
    ]


def _places(shown: Shown) -> list[IndexItem]:
    return [
        IndexItem(
            shown.place(one.id),
            shown.words.country_name(one.country) if one.country else "",
            "",
            len(shown.bulletin.by_place.get(one.id, ())),
        )
        for one in shown.bulletin.vocabulary.places.values()
    ]


def _publishers(shown: Shown) -> list[IndexItem]:
    return [
        IndexItem(
            shown.publisher(one.id),
            shown.words.country_name(one.country) if one.country else "",
            "",
            len(shown.bulletin.by_publisher.get(one.id, ())),
        )
        for one in shown.bulletin.vocabulary.publishers.values()
    ]


def keys(
    names: Mapping[str, object], entries: Mapping[str, Sequence[Entry]], *, longer_than: int = 0
) -> list[str]:
    """The keys of the pages of a sort of name: each `ID`, and `ID/2024` for each year with entries."""
    found = []
    for name in names:
        found.append(name)
        ones = entries.get(name, ())
        if len(ones) > longer_than:
            found += [f"{name}/{year}" for year in sorted({entry.day.year for entry in ones})]
    return found


def url_of(index: str, key: str) -> str:
    """The address of such a page, relative to the bulletin's root."""
    return f"{index}/{encoded(key)}/"
