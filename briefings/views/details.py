"""What do pages show of an entry's quotes, events, sources, picture and corrections?"""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from briefings.bulletin import Scheduled, corrections_of
from briefings.model import Correction, Entry, EntryId, Event, EventId, Quote, Source
from briefings.outlines import TAKEN_TOGETHER, host_of
from briefings.prose.links import resolve
from briefings.views.parts import Day, Line, Ref, Time, encoded
from briefings.views.shown import Shown, role_of


class Step(Struct, frozen=True):
    """A step of a history or a correction."""

    day: Day
    kind: str
    text: str
    source: int | None
    anchor: str = ""
    """The id of a correction on its entry's page, where it has one."""


class ShownSource(Struct, frozen=True):
    """A source as an entry's page lists it."""

    number: int
    title: str
    url: str
    publisher: Ref
    """Without a URL where the publisher is not in the vocabulary."""
    via: Ref | None
    published: Day | None
    lang: str
    """Its language where that is not the one of the entry's own words about it."""
    language: str
    """The language's name, empty where it is the entry's own."""
    kind: str
    note: str
    archived: str


class ShownQuote(Struct, frozen=True):
    """A quote as an entry's page and its speaker's page set it."""

    speaker: Ref
    role: str
    role_lang: str
    text: str
    lang: str
    context: str
    original: str
    original_lang: str
    original_language: str
    translation: str
    source: int | None
    original_source: int | None
    verified: Day | None


class ShownEvent(Struct, frozen=True):
    """Something scheduled, as pages show it."""

    id: str
    title: str
    lang: str
    start: Day | None
    start_time: Time | None
    end: Day | None
    end_time: Time | None
    when: str
    place: Ref | None
    url: str
    certainty: str
    announced_in: Line | None
    """The entry that announces it; None on that entry's own page."""
    outcome: Line | None


class ShownImage(Struct, frozen=True):
    """A picture with what is said about it."""

    url: str
    alt: str
    caption: str
    credit: str
    lang: str
    size: tuple[int, int] | None
    """Its width and height in pixels, where its file tells."""


def shown_quote(shown: Shown, entry: Entry, quote: Quote) -> ShownQuote:
    """A quote as a page sets it: the role is the one that the speaker had on the original's day."""
    lang = language_of(shown, entry, *TAKEN_TOGETHER)
    role, role_lang = quote.role or "", lang
    person = shown.bulletin.vocabulary.people.get(quote.speaker)
    if not role and person is not None:
        original_entry = shown.bulletin.outline(entry.translation_of or entry.id)
        role, role_lang = role_of(person, original_entry.day, shown)
    original = quote.original
    return ShownQuote(
        speaker=shown.actor(quote.speaker),
        role=role,
        role_lang=role_lang,
        text=quote.text,
        lang=lang,
        context=quote.context or "",
        original=original.text if original else "",
        original_lang=original.language if original else "",
        original_language=shown.words.language_name(original.language) if original else "",
        translation=quote.translation.value,
        source=quote.source,
        original_source=original.source if original else None,
        verified=shown.date(quote.verified) if quote.verified else None,
    )


def shown_event(shown: Shown, scheduled: Scheduled, *, on: EntryId | None = None) -> ShownEvent:
    """Something scheduled, with what came of it; `on` is the entry whose page shows it."""
    event = scheduled.event
    start, start_time = _moment(shown, event.start)
    end, end_time = _moment(shown, event.end)
    return ShownEvent(
        id=event.id,
        title=event.title,
        lang=shown.lang(scheduled.announced_in.language),
        start=start,
        start_time=start_time,
        end=end,
        end_time=end_time,
        when=event.when or "",
        place=shown.place(event.place) if event.place else None,
        url=event.url or "",
        certainty=event.certainty.value,
        announced_in=None
        if scheduled.announced_in.id == on
        else shown.line(scheduled.announced_in.id),
        outcome=shown.line(event.outcome) if event.outcome and event.outcome != on else None,
    )


def language_of(shown: Shown, entry: Entry, *keys: str) -> str:
    """The language of what an entry gives under these keys, where it is not the bulletin's.

    A translation that gives none of them shows what its original says, in the original's words.
    """
    if entry.translation_of is None or entry.given.intersection(keys):
        return shown.lang(entry.language)
    return shown.lang(shown.bulletin.outline(entry.translation_of).language)


def _moment(shown: Shown, moment: date | datetime | None) -> tuple[Day | None, Time | None]:
    if isinstance(moment, datetime):
        local = moment.astimezone(shown.settings.timezone)
        return shown.date(local.date()), shown.clock(local)
    return (shown.date(moment), None) if moment else (None, None)


def shown_events(shown: Shown, entry: Entry) -> tuple[ShownEvent, ...]:
    """The events that an entry defines, then those that it is about."""
    own = {EventId(event.id): event for event in entry.events}
    return tuple(
        shown_event(
            shown,
            shown.bulletin.event(event) or _unlisted_event(shown, entry, own[event]),
            on=entry.id,
        )
        for event in dict.fromkeys((*own, *entry.concerns))
    )


def _unlisted_event(shown: Shown, entry: Entry, event: Event) -> Scheduled:
    """A translation's own event: the bulletin lists the originals' alone."""
    return Scheduled(event=event, announced_in=shown.bulletin.outline(entry.id))


def shown_image(shown: Shown, entry: Entry) -> ShownImage | None:
    """An entry's picture."""
    if entry.image is None:
        return None
    image = entry.image
    return ShownImage(
        encoded(image.src),
        image.alt,
        image.caption or "",
        image.credit or "",
        language_of(shown, entry, "image"),
        shown.measure(image.src),
    )


def shown_body(shown: Shown, entry: Entry, base: str, *, here: str = "") -> str:
    """An entry's text as HTML; its links begin with `base`, the way to the root.

    `here` is the entry's own address, for a text that is shown elsewhere.
    """
    return resolve(
        entry.prose.html,
        lambda target: shown.entry_target(base, target),
        here=here,
        measure=shown.measure,
    )


def shown_sources(shown: Shown, entry: Entry) -> tuple[ShownSource, ...]:
    """An entry's sources, each with what its publisher says where it says nothing itself."""
    return tuple(
        _source(shown, entry, number, source) for number, source in enumerate(entry.sources, 1)
    )


def _source(shown: Shown, entry: Entry, number: int, source: Source) -> ShownSource:
    publisher_id = shown.bulletin.publisher_of(source)
    publisher = shown.bulletin.vocabulary.publishers[publisher_id] if publisher_id else None
    language = source.language or (publisher.language if publisher else None) or ""
    kind = source.kind or (publisher.kind if publisher else None)
    own = entry.language or shown.settings.language
    around = language_of(shown, entry, *TAKEN_TOGETHER) or shown.settings.language
    return ShownSource(
        number=number,
        title=source.title or "",
        url=source.url or "",
        publisher=shown.publisher(publisher_id)
        if publisher_id
        else Ref(host_of(source.url or ""), ""),
        via=shown.publisher(source.via) if source.via else None,
        published=shown.date(source.published) if source.published else None,
        lang=language if language != around else "",
        language=shown.words.language_name(language) if language and language != own else "",
        kind=kind.value if kind else "",
        note=source.note or "",
        archived=source.archived or "",
    )


def shown_corrections(shown: Shown, entry: Entry) -> tuple[Step, ...]:
    """An entry's corrections, oldest first."""
    corrections = corrections_of(entry)
    return tuple(
        Step(shown.date(one.date), one.kind.value, one.text, one.source, anchor)
        for one, anchor in zip(corrections, correction_anchors(corrections), strict=True)
    )


def correction_anchors(corrections: Sequence[Correction]) -> tuple[str, ...]:
    """The id of each correction on its entry's page, which later ones leave as it is: its day.

    The second and third of a day are numbered.
    """
    days = [one.date.isoformat() for one in corrections]
    numbers = (days[:at].count(day) for at, day in enumerate(days))
    return tuple(
        f"correction-{day}-{number + 1}" if number else f"correction-{day}"
        for day, number in zip(days, numbers, strict=True)
    )
