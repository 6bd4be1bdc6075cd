"""What are the nouns? Everything that a bulletin is made of, as frozen records.

The records that editors write (`Entry` and below, and the vocabulary) are the declaration of the
content format: their fields are the keys, the types say what a value may be, a field without a default
is required. A trailing underscore is dropped from a field's name (`from_` is the key `from`).
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, NewType

from msgspec import Struct, field

TopicId = NewType("TopicId", str)
StoryId = NewType("StoryId", str)
ActorId = NewType("ActorId", str)
"""A person or an organization: the two share one space of ids."""
PersonId = NewType("PersonId", str)
OrganizationId = NewType("OrganizationId", str)
PlaceId = NewType("PlaceId", str)
PublisherId = NewType("PublisherId", str)
EventId = NewType("EventId", str)
EntryId = NewType("EntryId", str)
"""`YYYY/MM/DD/slug`, which is also the entry's path on the site."""
NewEventId = NewType("NewEventId", str)
"""The id of an event that is defined here, not referred to."""
SeriesId = NewType("SeriesId", str)

Slug = NewType("Slug", str)
Url = NewType("Url", str)
"""An absolute http or https URL."""
UrlPath = NewType("UrlPath", str)
"""A path from the bulletin's own root, as `/2024/06/14/old-slug/`."""
MediaPath = NewType("MediaPath", str)
"""An image file below `content/media/`, written `media/podium.jpg`."""
Language = NewType("Language", str)
"""A BCP 47 language tag: `en`, `ro`, `zh-Hant`."""
Country = NewType("Country", str)
"""Two capital letters, ISO 3166-1."""
Host = NewType("Host", str)
"""A host name in lower case, without `www.`."""
WikidataId = NewType("WikidataId", str)
Markdown = NewType("Markdown", str)
SourceNumber = NewType("SourceNumber", int)
"""Which of the entry's sources, counted from 1."""


class Kind(StrEnum):
    """What sort of development an entry tells."""

    EVENT = "event"
    STATEMENT = "statement"
    OFFER = "offer"
    AGREEMENT = "agreement"
    DECISION = "decision"
    REPORT = "report"


class Importance(StrEnum):
    """The order of entries within a section."""

    LEAD = "lead"
    MAIN = "main"
    BRIEF = "brief"


class Status(StrEnum):
    """How sure an entry's facts are."""

    REPORTED = "reported"
    """The sources named say so."""
    CONFIRMED = "confirmed"
    """Those concerned, a document or independent sources bear it out."""
    CLAIMED = "claimed"
    """One party with a stake says so, and nobody independent has checked it."""
    DISPUTED = "disputed"
    """The accounts contradict each other."""
    WITHDRAWN = "withdrawn"
    """It was wrong to publish it."""


class Stance(StrEnum):
    """How a response stands to what it answers."""

    ACCEPTS = "accepts"
    REJECTS = "rejects"
    CONDITIONAL = "conditional"
    COMMENTS = "comments"


class SourceKind(StrEnum):
    """What sort of publisher or publication a source is."""

    PRIMARY = "primary"
    WIRE = "wire"
    MEDIA = "media"
    STATE_MEDIA = "state-media"
    SOCIAL = "social"


class Translator(StrEnum):
    """Who translated a quote's words."""

    SOURCE = "source"
    OURS = "ours"
    INTERPRETER = "interpreter"


class Certainty(StrEnum):
    """How sure it is that an event takes place."""

    ANNOUNCED = "announced"
    EXPECTED = "expected"
    CANCELLED = "cancelled"


class CorrectionKind(StrEnum):
    """What a change to a published entry was."""

    CORRECTION = "correction"
    UPDATE = "update"
    WITHDRAWAL = "withdrawal"


class StoryStatus(StrEnum):
    """Whether a story goes on."""

    OPEN = "open"
    CLOSED = "closed"


class OrganizationKind(StrEnum):
    """What sort of organization."""

    STATE = "state"
    GOVERNMENT = "government"
    ALLIANCE = "alliance"
    COMPANY = "company"
    MEDIA = "media"
    GROUP = "group"


Day = date
"""A calendar day, where a field is itself named `date`."""

Moment = Day | datetime
"""A day, or a day with a time. A `datetime` here always has a zone once the content is loaded."""


class Text(Struct, frozen=True, kw_only=True):
    """Text in one language or several, the first one being the one to fall back on."""

    by_language: tuple[tuple[Language, str], ...]
    """Pairs of language and text. A text that was given without a language has the language `""`."""

    def in_language(self, language: str) -> tuple[str, Language]:
        """The text, and its language where that is not the one asked for (else an empty string)."""
        for known, text in self.by_language:
            if known == language:
                return text, Language("")
        first_language, text = self.by_language[0]
        return text, first_language


class Span(Struct, frozen=True, kw_only=True):
    """The days on which something happened, the last one included."""

    from_: date
    """The first day."""
    until: date
    """The last day, included."""


class StatusChange(Struct, frozen=True, kw_only=True):
    """One step in how an entry's status came about."""

    date: Day
    """The day of the change."""
    status: Status
    """The status from then on."""
    text: str
    """What changed it, in a sentence."""
    source: SourceNumber | None = None
    """Which of the entry's sources says so, counted from 1."""


class Response(Struct, frozen=True, kw_only=True):
    """What an entry answers, and with which stance."""

    bare: ClassVar[str] = "entry"

    entry: EntryId
    """The entry that is answered, as `2024/06/14/slug`."""
    stance: Stance = Stance.COMMENTS
    """How it is answered. Default: `comments`."""


class Source(Struct, frozen=True, kw_only=True):
    """Where an entry's facts were published. It has a URL, a title or both."""

    bare: ClassVar[str] = "url"

    url: Url | None = None
    """Where it can be read."""
    title: str | None = None
    """Its headline. A paper, a broadcast or an interview may have a title alone."""
    publisher: PublisherId | None = None
    """Who published it. Default: by the URL's host."""
    via: PublisherId | None = None
    """The publisher on whose pages it stands, if that is another one."""
    published: date | None = None
    """The day on which it was published."""
    language: Language | None = None
    """The language it is in. Default: the publisher's."""
    kind: SourceKind | None = None
    """What sort of source it is. Default: the publisher's."""
    note: str | None = None
    """A remark for readers, as where in it the facts stand."""
    archived: Url | None = None
    """Where a copy is archived."""


class Original(Struct, frozen=True, kw_only=True):
    """A quote's words before translation."""

    text: str
    """The words as they were said."""
    language: Language
    """The language they were said in."""
    source: SourceNumber | None = None
    """Which of the entry's sources has them, counted from 1."""


class Quote(Struct, frozen=True, kw_only=True):
    """Words that a speaker said, as an entry gives them."""

    speaker: ActorId
    """Who said it: a person or an organization."""
    text: str
    """The words themselves, plain text without quotation marks."""
    context: str | None = None
    """What it was said about."""
    role: str | None = None
    """What the speaker was then. Default: the role in people.yml on that day."""
    original: Original | None = None
    """The words before translation."""
    translation: Translator = Translator.SOURCE
    """Who translated them. Default: `source`."""
    source: SourceNumber | None = None
    """Which of the entry's sources has it, counted from 1."""
    verified: date | None = None
    """The day on which the words were found in the saved source."""


class Figure(Struct, frozen=True, kw_only=True):
    """A number that an entry rests on."""

    label: str
    """What is counted."""
    qualifier: str | None = None
    """As `at least` or `about`."""
    value: Decimal
    """Digits alone, with a point for decimals."""
    unit: str | None = None
    """What it is counted in."""
    as_of: date | None = None
    """The day for which it holds. Default: the entry's."""
    series: SeriesId | None = None
    """Figures of one series are shown as a course."""
    source: SourceNumber | None = None
    """Which of the entry's sources gives it, counted from 1."""


class Event(Struct, frozen=True, kw_only=True):
    """Something scheduled. It has a `start`, or in `when` the words for a time not yet fixed."""

    id: NewEventId
    """Its id, of which there is one in the whole bulletin."""
    title: str
    """What takes place."""
    start: Moment | None = None
    """The first day, or the time at which it begins."""
    end: Moment | None = None
    """The last day, included."""
    when: str | None = None
    """Words for a time that is not fixed yet, in the place of `start`."""
    place: PlaceId | None = None
    """Where it takes place."""
    url: Url | None = None
    """Where more about it can be read."""
    source: SourceNumber | None = None
    """Which of the entry's sources announces it, counted from 1."""
    certainty: Certainty = Certainty.ANNOUNCED
    """How sure it is. Default: `announced`."""
    outcome: EntryId | None = None
    """The entry that tells what came of it."""


class Image(Struct, frozen=True, kw_only=True):
    """The picture that an entry shows."""

    src: MediaPath
    """The file, as `media/podium.jpg`."""
    alt: str
    """What it shows, for those who do not see it."""
    caption: str | None = None
    """The words below it."""
    credit: str | None = None
    """Who took it."""


class Correction(Struct, frozen=True, kw_only=True):
    """A change to a published entry, said openly."""

    date: Day
    """The day of the change."""
    kind: CorrectionKind
    """An error is called a correction."""
    text: str
    """What was wrong, or what changed."""
    source: SourceNumber | None = None
    """Which of the entry's sources shows it, counted from 1."""


class Allowance(Struct, frozen=True, kw_only=True):
    """A rule switched off for one entry, and why."""

    code: str
    """The rule's code, as it stands in brackets behind its message."""
    reason: str
    """Why the rule does not hold here."""


class Link(Struct, frozen=True, kw_only=True):
    """A link within the bulletin that a text holds."""

    target: str
    """`entry:ID` for an entry, else a path from the bulletin's root, as `/corrections/`."""
    line: int
    """The line of the file on which it stands, counted from 1."""


class Prose(Struct, frozen=True, kw_only=True):
    """What a Markdown text says."""

    html: str = ""
    """Sanitised HTML. A link within the bulletin reads `entry:ID` or `/path/`, an image `/media/…`."""
    text: str = ""
    """The same as plain text, for the search."""
    lead: str = ""
    """The first paragraph as plain text."""
    links: tuple[Link, ...] = ()
    images: tuple[Link, ...] = ()


class Entry(Struct, frozen=True, kw_only=True):
    """One development: something that happened, was said or was decided.

    The fields up to `prose` are known from the file's place and its body; all others are keys.
    """

    derived: ClassVar[frozenset[str]] = frozenset(
        {"id", "path", "index", "day", "prose", "given", "reworded"}
    )

    id: EntryId
    path: str
    """The file, relative to the bulletin's folder, with slashes."""
    index: int | None
    """Its place in a list file, counted from 0; None in a file of its own."""
    day: date
    prose: Prose = field(default_factory=Prose)

    title: str
    """The headline."""
    date: Moment | None = None
    """The day with a time, `2024-06-14T17:40+02:00`, where the time is known."""
    happened: Span | None = None
    """When it happened, if not on the entry's day: a day, or from one day until another."""
    topics: tuple[TopicId, ...] = ()
    """Ids in topics.yml; the first is the entry's section in the briefing."""
    kind: Kind = Kind.EVENT
    """What sort of development it is. Default: `event`."""
    importance: Importance = Importance.MAIN
    """The order within its section. Default: `main`."""
    status: Status = Status.REPORTED
    """How sure its facts are. Default: `reported`, or the last status of `history`."""
    history: tuple[StatusChange, ...] = ()
    """How the status came about, oldest first."""
    summary: str | None = None
    """One or two plain sentences for lists, feeds and cards. Default: the first paragraph."""
    stories: tuple[StoryId, ...] = ()
    """Ids in stories.yml, the main one first."""
    by: tuple[ActorId, ...] = ()
    """The people and organizations that acted or spoke."""
    responds_to: tuple[Response, ...] = ()
    """The entries that this one answers."""
    updates: tuple[EntryId, ...] = ()
    """The entries that this one carries on."""
    concerns: tuple[EventId, ...] = ()
    """The ids of the events that it is about."""
    people: tuple[PersonId, ...] = ()
    """People it mentions besides those in `by`."""
    organizations: tuple[OrganizationId, ...] = ()
    """Organizations it mentions besides those in `by`."""
    places: tuple[PlaceId, ...] = ()
    """Ids in places.yml."""
    sources: tuple[Source, ...] = ()
    """Where its facts were published: each a URL, or keys with values."""
    quotes: tuple[Quote, ...] = ()
    """Who said what, word for word."""
    figures: tuple[Figure, ...] = ()
    """The numbers it rests on."""
    events: tuple[Event, ...] = ()
    """What is scheduled: it feeds the calendar."""
    image: Image | None = None
    """The picture it shows."""
    corrections: tuple[Correction, ...] = ()
    """What was changed after publication."""
    authors: tuple[PersonId, ...] = ()
    """Who wrote it: ids in people.yml."""
    language: Language | None = None
    """The language it is in. Default: the bulletin's."""
    translation_of: EntryId | None = None
    """The entry that this one translates."""
    aliases: tuple[UrlPath, ...] = ()
    """Earlier addresses, which lead to it: `/2024/06/14/old-slug/`."""
    draft: bool = False
    """`true` keeps it out of everything that is published."""
    publish: datetime | None = None
    """An embargo: it is published at this moment, not before."""
    allow: tuple[Allowance, ...] = ()
    """Rules that are switched off for it, each with the reason."""
    notes: str | None = None
    """For editors; in nothing that is published."""
    given: frozenset[str] = frozenset()
    """The keys that the file itself gives, so that a translation knows what to take over."""
    reworded: tuple[Day, ...] = ()
    """In the bulletin of an earlier moment: the days on which its text was changed since."""


class Introduction(Struct, frozen=True, kw_only=True):
    """A day's title and an editor's words before its entries."""

    derived: ClassVar[frozenset[str]] = frozenset({"day", "path", "prose"})

    day: date
    path: str
    prose: Prose = field(default_factory=Prose)

    title: str | None = None
    """The day's title."""
    summary: str | None = None
    """One or two plain sentences for lists and feeds."""
    language: Language | None = None
    """The language it is in. Default: the bulletin's."""
    authors: tuple[PersonId, ...] = ()
    """Who wrote it: ids in people.yml."""


class Topic(Struct, frozen=True, kw_only=True):
    """A subject that entries are filed under."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: TopicId
    name: Text
    """The name that readers see, or one for each language."""
    description: Text | None = None
    """A sentence about it, or one for each language."""
    parent: TopicId | None = None
    """The topic that this one is a part of."""
    aliases: tuple[str, ...] = ()
    """Other names, found by the search and by the import."""
    wikidata: WikidataId | None = None
    """Its item at Wikidata: a Q and digits."""


class Story(Struct, frozen=True, kw_only=True):
    """A running sequence of entries, told as a timeline."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: StoryId
    name: Text
    """The name that readers see, or one for each language."""
    description: Text | None = None
    """A sentence about it, or one for each language."""
    status: StoryStatus = StoryStatus.OPEN
    """Whether it goes on. Default: `open`."""
    aliases: tuple[str, ...] = ()
    """Other names, found by the search and by the import."""
    wikidata: WikidataId | None = None
    """Its item at Wikidata: a Q and digits."""


class Role(Struct, frozen=True, kw_only=True):
    """What a person was, and when."""

    role: Text
    """What the person was."""
    organization: OrganizationId | None = None
    """In which organization."""
    from_: date | None = None
    """The first day of it."""
    until: date | None = None
    """The first day without it."""


class Person(Struct, frozen=True, kw_only=True):
    """Somebody who acts or speaks."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: ActorId
    name: Text
    """The name that readers see, or one for each language."""
    description: Text | None = None
    """A sentence about the person, or one for each language."""
    aliases: tuple[str, ...] = ()
    """Other names, found by the search and by the import."""
    wikidata: WikidataId | None = None
    """Its item at Wikidata: a Q and digits."""
    roles: tuple[Role, ...] = ()
    """What the person was, and when."""

    def role_on(self, day: date) -> Role | None:
        """The first role that holds on `day`, in the file's order."""
        for role in self.roles:
            begun = role.from_ is None or role.from_ <= day
            if begun and (role.until is None or day < role.until):
                return role
        return None


class Organization(Struct, frozen=True, kw_only=True):
    """A state, a ministry, an alliance, a company: whatever acts and is no person."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: ActorId
    name: Text
    """The name that readers see, or one for each language."""
    full_name: Text | None = None
    """The name in full, where `name` is short."""
    description: Text | None = None
    """A sentence about it, or one for each language."""
    kind: OrganizationKind | None = None
    """What sort of organization it is."""
    url: Url | None = None
    """Its own site."""
    aliases: tuple[str, ...] = ()
    """Other names, found by the search and by the import."""
    wikidata: WikidataId | None = None
    """Its item at Wikidata: a Q and digits."""


Actor = Person | Organization


class Place(Struct, frozen=True, kw_only=True):
    """Where something happened."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: PlaceId
    name: Text
    """The name that readers see, or one for each language."""
    description: Text | None = None
    """A sentence about it, or one for each language."""
    country: Country | None = None
    """Two capital letters, ISO 3166-1."""
    lat: Decimal | None = None
    """Degrees north."""
    lon: Decimal | None = None
    """Degrees east."""
    aliases: tuple[str, ...] = ()
    """Other names, found by the search and by the import."""
    wikidata: WikidataId | None = None
    """Its item at Wikidata: a Q and digits."""


class Publisher(Struct, frozen=True, kw_only=True):
    """Who published a source: a newspaper, a ministry, an agency."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: PublisherId
    name: Text
    """The name that readers see, or one for each language."""
    description: Text | None = None
    """A sentence about it, or one for each language."""
    hosts: tuple[Host, ...] = ()
    """The hosts of its pages, without `www.`: they tell whose a source is."""
    country: Country | None = None
    """Two capital letters, ISO 3166-1."""
    language: Language | None = None
    """The language of its pages."""
    kind: SourceKind | None = None
    """What sort of publisher it is."""
    url: Url | None = None
    """Its own site."""
    aliases: tuple[str, ...] = ()
    """Other names, found by the search and by the import."""
    wikidata: WikidataId | None = None
    """Its item at Wikidata: a Q and digits."""


class Vocabulary(Struct, frozen=True, kw_only=True):
    """The registries. Each keeps the order of its file."""

    topics: Mapping[TopicId, Topic] = field(default_factory=dict)
    stories: Mapping[StoryId, Story] = field(default_factory=dict)
    people: Mapping[ActorId, Person] = field(default_factory=dict)
    organizations: Mapping[ActorId, Organization] = field(default_factory=dict)
    places: Mapping[PlaceId, Place] = field(default_factory=dict)
    publishers: Mapping[PublisherId, Publisher] = field(default_factory=dict)

    def actor(self, actor: str) -> Actor | None:
        """The person or organization of that id."""
        return self.people.get(ActorId(actor)) or self.organizations.get(ActorId(actor))
