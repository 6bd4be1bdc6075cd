"""What does the page of an entry show?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from briefings.grouping import Scheduled, host_of, last_changed
from briefings.model import Entry, EntryId, Event, EventId, Figure, Quote, Source, Stance, StoryId
from briefings.prose import resolve
from briefings.views.shown import (
    Card,
    Day,
    Head,
    Line,
    Page,
    Ref,
    Shown,
    Time,
    clipped,
    encoded,
    entry_url,
    role_of,
)

BASE = "../../../../"
"""The way from an entry's page to the root."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a history or a correction."""

    day: Day
    kind: str
    text: str
    source: int | None


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source as an entry's page lists it."""

    number: int
    title: str
    url: str
    publisher: Ref
    """Without a URL where the publisher is not in the vocabulary."""
    via: Ref | None
    published: Day | None
    lang: str
    language: str
    """The language's name, empty where it is the entry's own."""
    kind: str
    note: str
    archived: str


@dataclass(frozen=True, slots=True)
class ShownQuote:
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


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """A figure of a series on one day."""

    day: Day
    value: str
    entry: Ref | None
    """The entry that gives it, where that is another one."""


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as an entry's page shows it."""

    label: str
    qualifier: str
    value: str
    unit: str
    as_of: Day | None
    source: int | None
    course: tuple[CoursePoint, ...]


@dataclass(frozen=True, slots=True)
class ShownEvent:
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


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An entry that answers, and who speaks in it."""

    by: tuple[Ref, ...]
    card: Line


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to an entry that take one stance, oldest first."""

    stance: str
    answers: tuple[ShownAnswer, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """An entry that is answered."""

    stance: str
    card: Line


@dataclass(frozen=True, slots=True)
class InStory:
    """A story with the entries before and after this one."""

    story: Ref
    before: Line | None
    after: Line | None


@dataclass(frozen=True, slots=True)
class ShownImage:
    """A picture with what is said about it."""

    url: str
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """Everything that an entry has."""

    card: Card
    summary: str
    """Empty where the first paragraph serves as the summary."""
    body: str
    """Safe HTML with links that fit the page."""
    topics: tuple[Ref, ...]
    happened: tuple[Day, ...]
    by: tuple[Ref, ...]
    people: tuple[Ref, ...]
    organizations: tuple[Ref, ...]
    places: tuple[Ref, ...]
    authors: tuple[Ref, ...]
    history: tuple[Step, ...]
    quotes: tuple[ShownQuote, ...]
    figures: tuple[ShownFigure, ...]
    events: tuple[ShownEvent, ...]
    image: ShownImage | None
    sources: tuple[ShownSource, ...]
    answers_to: tuple[Answered, ...]
    answered_by: tuple[Answers, ...]
    updates: tuple[Line, ...]
    continued_by: tuple[Line, ...]
    stories: tuple[InStory, ...]
    corrections: tuple[Step, ...]
    translation_of: Ref | None
    edit_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What stays at the address of an entry that was withdrawn."""

    title: str
    lang: str
    day: Day
    corrections: tuple[Step, ...]


def entry_page(shown: Shown, key: str) -> Page:
    """The page of the entry with the id `key`."""
    entry = shown.bulletin.entries[EntryId(key)]
    return Page("entry.html", _head(shown, entry), content(shown, entry, BASE))


def withdrawn_page(shown: Shown, key: str) -> Page:
    """The notice at the address of an entry that was withdrawn."""
    entry = shown.bulletin.withdrawn[EntryId(key)]
    url = entry_url(entry.id)
    lang = shown.lang(entry.language)
    head = Head(title=entry.title, url=url, canonical=shown.absolute(url), lang=lang, noindex=True)
    notice = Notice(
        title=entry.title,
        lang=lang,
        day=shown.date(entry.day),
        corrections=_corrections(shown, entry),
    )
    return Page("withdrawn.html", head, notice)


def content(shown: Shown, entry: Entry, base: str, *, here: str = "") -> EntryPage:
    """All that an entry has; its body's links begin with `base`, the way to the root.

    `here` is the entry's own address, for a body that is shown elsewhere.
    """
    bulletin = shown.bulletin
    return EntryPage(
        card=replace(shown.card(entry.id), importance=""),
        summary=entry.summary or "",
        body=resolve(entry.prose.html, lambda target: shown.entry_target(base, target), here=here),
        topics=tuple(map(shown.topic, entry.topics)),
        happened=_happened(shown, entry),
        by=tuple(map(shown.actor, entry.by)),
        people=_others(shown, entry, entry.people),
        organizations=_others(shown, entry, entry.organizations),
        places=tuple(map(shown.place, entry.places)),
        authors=tuple(map(shown.actor, entry.authors)),
        history=tuple(
            Step(shown.date(step.date), step.status.value, step.text, step.source)
            for step in entry.history
        ),
        quotes=tuple(shown_quote(shown, entry, quote) for quote in entry.quotes),
        figures=tuple(_figure(shown, entry, figure) for figure in entry.figures),
        events=_events(shown, entry),
        image=_image(shown, entry),
        sources=tuple(
            _source(shown, entry, number, source) for number, source in enumerate(entry.sources, 1)
        ),
        answers_to=tuple(
            Answered(response.stance.value, shown.line(response.entry))
            for response in entry.responds_to
        ),
        answered_by=_answered_by(shown, entry),
        updates=tuple(map(shown.line, entry.updates)),
        continued_by=shown.lines(bulletin.continued.get(entry.id, ())),
        stories=tuple(_in_story(shown, entry, story) for story in entry.stories),
        corrections=_corrections(shown, entry),
        translation_of=_original(shown, entry),
        edit_url=shown.edit_url(entry.path),
    )


def shown_quote(shown: Shown, entry: Entry, quote: Quote) -> ShownQuote:
    """A quote as a page sets it: the role is the one that the speaker had on the entry's day."""
    role, role_lang = quote.role or "", ""
    person = shown.bulletin.vocabulary.people.get(quote.speaker)
    if not role and person is not None:
        role, role_lang = role_of(person, entry.day, shown)
    original = quote.original
    return ShownQuote(
        speaker=shown.actor(quote.speaker),
        role=role,
        role_lang=role_lang,
        text=quote.text,
        lang=shown.lang(entry.language),
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


def _head(shown: Shown, entry: Entry) -> Head:
    url = entry_url(entry.id)
    image = shown.absolute(encoded(entry.image.src)) if entry.image else ""
    return Head(
        title=entry.title,
        description=clipped(shown.summary(entry), 200),
        url=url,
        canonical=shown.absolute(url),
        lang=shown.lang(entry.language),
        type="article",
        image=image,
        published=shown.moment(entry),
        modified=last_changed(entry, shown.settings.timezone).isoformat(timespec="seconds"),
    )


def _others(shown: Shown, entry: Entry, actors: Iterable[str]) -> tuple[Ref, ...]:
    """Those mentioned besides the ones who acted."""
    acted: set[str] = set(entry.by)
    return tuple(shown.actor(one) for one in actors if one not in acted)


def _original(shown: Shown, entry: Entry) -> Ref | None:
    if entry.translation_of is None:
        return None
    original = shown.bulletin.entries[entry.translation_of]
    language = original.language or shown.settings.language
    return Ref(shown.words.language_name(language), entry_url(original.id), language)


def _happened(shown: Shown, entry: Entry) -> tuple[Day, ...]:
    if entry.happened is None:
        return ()
    return tuple(
        shown.date(day) for day in dict.fromkeys((entry.happened.from_, entry.happened.until))
    )


def _moment(shown: Shown, moment: date | datetime | None) -> tuple[Day | None, Time | None]:
    if isinstance(moment, datetime):
        local = moment.astimezone(shown.settings.timezone)
        return shown.date(local.date()), shown.clock(local)
    return (shown.date(moment), None) if moment else (None, None)


def _events(shown: Shown, entry: Entry) -> tuple[ShownEvent, ...]:
    known = shown.bulletin.events
    own = [EventId(event.id) for event in entry.events]
    return tuple(
        shown_event(shown, known[event], on=entry.id)
        if event in known
        else _unlisted_event(shown, entry, entry.events[own.index(event)])
        for event in dict.fromkeys((*own, *entry.concerns))
    )


def _unlisted_event(shown: Shown, entry: Entry, event: Event) -> ShownEvent:
    """A translation's own event: the bulletin lists the originals' alone."""
    own = Scheduled(event=event, announced_in=entry, concerned=())
    return shown_event(shown, own, on=entry.id)


def _figure(shown: Shown, entry: Entry, figure: Figure) -> ShownFigure:
    course = shown.bulletin.series.get(figure.series, ()) if figure.series else ()
    points = tuple(
        CoursePoint(
            shown.date(point.day),
            shown.words.number(point.figure.value),
            None
            if point.entry.id in {entry.id, entry.translation_of}
            else Ref(
                point.entry.title, entry_url(point.entry.id), shown.lang(point.entry.language)
            ),
        )
        for point in course
    )
    return ShownFigure(
        label=figure.label,
        qualifier=figure.qualifier or "",
        value=shown.words.number(figure.value),
        unit=figure.unit or "",
        as_of=shown.date(figure.as_of) if figure.as_of and figure.as_of != entry.day else None,
        source=figure.source,
        course=points if len(points) > 1 else (),
    )


def _image(shown: Shown, entry: Entry) -> ShownImage | None:
    if entry.image is None:
        return None
    image = entry.image
    return ShownImage(encoded(image.src), image.alt, image.caption or "", image.credit or "")


def _source(shown: Shown, entry: Entry, number: int, source: Source) -> ShownSource:
    publisher_id = shown.bulletin.publisher_of(source)
    publisher = shown.bulletin.vocabulary.publishers[publisher_id] if publisher_id else None
    language = source.language or (publisher.language if publisher else None) or ""
    kind = source.kind or (publisher.kind if publisher else None)
    own = entry.language or shown.settings.language
    return ShownSource(
        number=number,
        title=source.title or "",
        url=source.url or "",
        publisher=shown.publisher(publisher_id)
        if publisher_id
        else Ref(host_of(source.url or ""), ""),
        via=shown.publisher(source.via) if source.via else None,
        published=shown.date(source.published) if source.published else None,
        lang=language if language != own else "",
        language=shown.words.language_name(language) if language and language != own else "",
        kind=kind.value if kind else "",
        note=source.note or "",
        archived=source.archived or "",
    )


def _answered_by(shown: Shown, entry: Entry) -> tuple[Answers, ...]:
    answers = shown.bulletin.responses.get(entry.id, ())
    return tuple(
        Answers(
            stance.value,
            tuple(
                ShownAnswer(tuple(map(shown.actor, one.entry.by)), shown.line(one.entry.id))
                for one in answers
                if one.stance is stance
            ),
        )
        for stance in Stance
        if any(one.stance is stance for one in answers)
    )


def _in_story(shown: Shown, entry: Entry, story: StoryId) -> InStory:
    """A story's neighbours; none for a translation that names a story which its original is not in."""
    entries = shown.bulletin.by_story.get(story, ())
    ids = [None, *(one.id for one in entries), None]
    own = entry.translation_of or entry.id
    at = ids.index(own) if own in ids else None
    before, after = (ids[at - 1], ids[at + 1]) if at else (None, None)
    return InStory(
        shown.story(story),
        shown.line(before) if before else None,
        shown.line(after) if after else None,
    )


def _corrections(shown: Shown, entry: Entry) -> tuple[Step, ...]:
    return tuple(
        Step(shown.date(one.date), one.kind.value, one.text, one.source)
        for one in sorted(entry.corrections, key=lambda one: one.date)
    )
