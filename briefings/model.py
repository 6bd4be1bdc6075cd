"""What are the nouns? Everything that a bulletin is made of, as frozen records.

The records that editors write (`Entry` and below, and the vocabulary) are the declaration of the
content format: their fields are the keys, the types say what a value may be, a field without a default
is required. A trailing underscore is dropped from a field's name (`from_` is the key `from`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, NewType

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
    CONFIRMED = "confirmed"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days on which something happened, the last one included."""

    from_: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """One step in how an entry's status came about."""

    date: Day
    status: Status
    text: str
    source: SourceNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What an entry answers, and with which stance."""

    bare: ClassVar[str] = "entry"

    entry: EntryId
    stance: Stance = Stance.COMMENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an entry's facts were published. It has a URL, a title or both."""

    bare: ClassVar[str] = "url"

    url: Url | None = None
    title: str | None = None
    publisher: PublisherId | None = None
    via: PublisherId | None = None
    published: date | None = None
    language: Language | None = None
    kind: SourceKind | None = None
    note: str | None = None
    archived: Url | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A quote's words before translation."""

    text: str
    language: Language
    source: SourceNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that a speaker said, as an entry gives them."""

    speaker: ActorId
    text: str
    """The words themselves, plain text without quotation marks."""
    context: str | None = None
    role: str | None = None
    original: Original | None = None
    translation: Translator = Translator.SOURCE
    source: SourceNumber | None = None
    verified: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that an entry rests on."""

    label: str
    qualifier: str | None = None
    value: Decimal
    unit: str | None = None
    as_of: date | None = None
    """The day for which it holds. Default: the entry's."""
    series: SeriesId | None = None
    source: SourceNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something scheduled. It has a `start`, or in `when` the words for a time not yet fixed."""

    id: NewEventId
    title: str
    start: Moment | None = None
    end: Moment | None = None
    """The last day, included."""
    when: str | None = None
    place: PlaceId | None = None
    url: Url | None = None
    source: SourceNumber | None = None
    certainty: Certainty = Certainty.ANNOUNCED
    outcome: EntryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The picture that an entry shows."""

    src: MediaPath
    alt: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A change to a published entry, said openly."""

    date: Day
    kind: CorrectionKind
    text: str
    source: SourceNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """A rule switched off for one entry, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link within the bulletin that a text holds."""

    target: str
    """`entry:ID` for an entry, else a path from the bulletin's root, as `/corrections/`."""
    line: int
    """The line of the file on which it stands, counted from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """What a Markdown text says."""

    html: str = ""
    """Sanitised HTML. A link within the bulletin reads `entry:ID` or `/path/`, an image `/media/…`."""
    text: str = ""
    """The same as plain text, for the search."""
    lead: str = ""
    """The first paragraph as plain text."""
    links: tuple[Link, ...] = ()
    images: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One development: something that happened, was said or was decided.

    The fields up to `prose` are known from the file's place and its body; all others are keys.
    """

    derived: ClassVar[frozenset[str]] = frozenset({"id", "path", "index", "day", "prose", "given"})

    id: EntryId
    path: str
    """The file, relative to the bulletin's folder, with slashes."""
    index: int | None
    """Its place in a list file, counted from 0; None in a file of its own."""
    day: date
    prose: Prose = field(default_factory=Prose)

    title: str
    date: Moment | None = None
    happened: Span | None = None
    topics: tuple[TopicId, ...] = ()
    kind: Kind = Kind.EVENT
    importance: Importance = Importance.MAIN
    status: Status = Status.REPORTED
    history: tuple[StatusChange, ...] = ()
    summary: str | None = None
    stories: tuple[StoryId, ...] = ()
    by: tuple[ActorId, ...] = ()
    responds_to: tuple[Response, ...] = ()
    updates: tuple[EntryId, ...] = ()
    concerns: tuple[EventId, ...] = ()
    people: tuple[PersonId, ...] = ()
    organizations: tuple[OrganizationId, ...] = ()
    places: tuple[PlaceId, ...] = ()
    sources: tuple[Source, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    image: Image | None = None
    corrections: tuple[Correction, ...] = ()
    authors: tuple[PersonId, ...] = ()
    language: Language | None = None
    translation_of: EntryId | None = None
    aliases: tuple[UrlPath, ...] = ()
    draft: bool = False
    publish: datetime | None = None
    allow: tuple[Allowance, ...] = ()
    notes: str | None = None
    given: frozenset[str] = frozenset()
    """The keys that the file itself gives, so that a translation knows what to take over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """A day's title and an editor's words before its entries."""

    derived: ClassVar[frozenset[str]] = frozenset({"day", "path", "prose"})

    day: date
    path: str
    prose: Prose = field(default_factory=Prose)

    title: str | None = None
    summary: str | None = None
    language: Language | None = None
    authors: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject that entries are filed under."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: TopicId
    name: Text
    description: Text | None = None
    parent: TopicId | None = None
    aliases: tuple[str, ...] = ()
    wikidata: WikidataId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A running sequence of entries, told as a timeline."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: StoryId
    name: Text
    description: Text | None = None
    status: StoryStatus = StoryStatus.OPEN
    aliases: tuple[str, ...] = ()
    wikidata: WikidataId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a person was, and when."""

    role: Text
    organization: OrganizationId | None = None
    from_: date | None = None
    until: date | None = None
    """The first day without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who acts or speaks."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: ActorId
    name: Text
    description: Text | None = None
    aliases: tuple[str, ...] = ()
    wikidata: WikidataId | None = None
    roles: tuple[Role, ...] = ()

    def role_on(self, day: date) -> Role | None:
        """The first role that holds on `day`, in the file's order."""
        for role in self.roles:
            begun = role.from_ is None or role.from_ <= day
            if begun and (role.until is None or day < role.until):
                return role
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """A state, a ministry, an alliance, a company: whatever acts and is no person."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: ActorId
    name: Text
    full_name: Text | None = None
    description: Text | None = None
    kind: OrganizationKind | None = None
    url: Url | None = None
    aliases: tuple[str, ...] = ()
    wikidata: WikidataId | None = None


Actor = Person | Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something happened."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: PlaceId
    name: Text
    description: Text | None = None
    country: Country | None = None
    lat: Decimal | None = None
    """Degrees north."""
    lon: Decimal | None = None
    """Degrees east."""
    aliases: tuple[str, ...] = ()
    wikidata: WikidataId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who published a source: a newspaper, a ministry, an agency."""

    derived: ClassVar[frozenset[str]] = frozenset({"id"})

    id: PublisherId
    name: Text
    description: Text | None = None
    hosts: tuple[Host, ...] = ()
    country: Country | None = None
    language: Language | None = None
    kind: SourceKind | None = None
    url: Url | None = None
    aliases: tuple[str, ...] = ()
    wikidata: WikidataId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
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
