"""What does the page of an entry show?"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from briefings.belonging import Sort
from briefings.model import CorrectionKind, Entry, EntryId, StoryId
from briefings.outlines import TAKEN_TOGETHER, last_changed
from briefings.views.answering import Answered, Answers, answered_by, answers_to
from briefings.views.citing import Citing, citing
from briefings.views.details import (
    ShownEvent,
    ShownImage,
    ShownQuote,
    ShownSource,
    Step,
    language_of,
    shown_body,
    shown_corrections,
    shown_events,
    shown_image,
    shown_quote,
    shown_sources,
)
from briefings.views.figures import ShownFigures, shown_figures
from briefings.views.parts import Card, Day, Head, Line, Page, Ref, clipped, encoded, entry_url
from briefings.views.recording import Recorded, recorded
from briefings.views.shown import Shown

WITHDRAWAL = CorrectionKind.WITHDRAWAL.value
BASE = "../../../../"
"""The way from an entry's page to the root."""


class InStory(Struct, frozen=True):
    """A story with the entries before and after this one."""

    story: Ref
    before: Line | None
    after: Line | None


class EntryPage(Struct, frozen=True, kw_only=True):
    """Everything that an entry has."""

    card: Card
    summary: str
    """Empty where the first paragraph serves as the summary."""
    body: str
    """Safe HTML with links that fit the page."""
    taken_lang: str
    """The language of figures, history and notes on sources, which a translation may take over."""
    topics: tuple[Ref, ...]
    reworded: tuple[Day, ...]
    """In the bulletin of an earlier moment: when the text, which is today's, was changed since."""
    happened: tuple[Day, ...]
    by: tuple[Ref, ...]
    people: tuple[Ref, ...]
    organizations: tuple[Ref, ...]
    places: tuple[Ref, ...]
    authors: tuple[Ref, ...]
    history: tuple[Step, ...]
    quotes: tuple[ShownQuote, ...]
    figures: ShownFigures | None
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
    citing: Citing | None = None
    recorded: Recorded | None = None
    """These two on a page of its own."""


class Notice(Struct, frozen=True, kw_only=True):
    """What stays at the address of an entry that was withdrawn."""

    title: str
    lang: str
    day: Day
    """With a link, where there is still a briefing of that day."""
    withdrawn: Day | None
    """When it was taken back."""
    corrections: tuple[Step, ...]
    corrections_lang: str


def entry_page(shown: Shown, key: str) -> Page:
    """The page of the entry with the id `key`."""
    entry = shown.bulletin.entry(EntryId(key))
    head = _head(shown, entry)
    whole = replace(
        _content(shown, entry),
        citing=citing(shown, entry, head),
        recorded=recorded(shown, entry),
    )
    return Page("entry.html", head, whole)


def withdrawn_page(shown: Shown, key: str) -> Page:
    """The notice at the address of an entry that was withdrawn."""
    entry = shown.bulletin.entry(EntryId(key))
    url = entry_url(entry.id)
    lang = shown.lang(entry.language)
    corrections = shown_corrections(shown, entry)
    head = Head(
        title=entry.title,
        description=clipped(" ".join(step.text for step in corrections), 200),
        url=url,
        day=shown.weekday(entry.day),
        crumbs=(shown.listed("corrections"),),
        canonical=shown.absolute(url),
        lang=lang,
        noindex=True,
    )
    notice = Notice(
        title=entry.title,
        lang=lang,
        day=shown.day(entry.day),
        withdrawn=next((one.day for one in reversed(corrections) if one.kind == WITHDRAWAL), None),
        corrections=corrections,
        corrections_lang=language_of(shown, entry, "corrections"),
    )
    return Page("withdrawn.html", head, notice)


def _content(shown: Shown, entry: Entry) -> EntryPage:
    """All that an entry has."""
    bulletin = shown.bulletin
    return EntryPage(
        card=replace(shown.card(entry.id), importance=""),
        summary=entry.summary or "",
        body=shown_body(shown, entry, BASE),
        taken_lang=language_of(shown, entry, *TAKEN_TOGETHER),
        topics=tuple(map(shown.topic, entry.topics)),
        reworded=tuple(map(shown.date, entry.reworded)),
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
        figures=shown_figures(shown, entry),
        events=shown_events(shown, entry),
        image=shown_image(shown, entry),
        sources=shown_sources(shown, entry),
        answers_to=answers_to(shown, entry),
        answered_by=answered_by(shown, entry),
        updates=tuple(map(shown.line, entry.updates)),
        continued_by=shown.lines(bulletin.group(Sort.CONTINUED, entry.id).oldest()),
        stories=tuple(_in_story(shown, entry, story) for story in entry.stories),
        corrections=shown_corrections(shown, entry),
        translation_of=_original(shown, entry),
        edit_url=shown.edit_url(entry.path),
    )


def _head(shown: Shown, entry: Entry) -> Head:
    url = entry_url(entry.id)
    image = shown.absolute(encoded(entry.image.src)) if entry.image else ""
    return Head(
        title=entry.title,
        description=clipped(entry.summary or entry.prose.lead, 200),
        url=url,
        canonical=shown.absolute(url),
        crumbs=_crumbs(shown, entry),
        day=shown.weekday(entry.day),
        lang=shown.lang(entry.language),
        type="article",
        image=image,
        published=shown.moment(entry),
        modified=last_changed(entry, shown.settings.timezone).isoformat(timespec="seconds"),
    )


def _crumbs(shown: Shown, entry: Entry) -> tuple[Ref, ...]:
    """The section of an entry."""
    return (shown.listed("topics"), shown.topic(entry.topics[0]))


def _others(shown: Shown, entry: Entry, actors: Iterable[str]) -> tuple[Ref, ...]:
    """Those mentioned besides the ones who acted."""
    acted: set[str] = set(entry.by)
    return tuple(shown.actor(one) for one in actors if one not in acted)


def _original(shown: Shown, entry: Entry) -> Ref | None:
    if entry.translation_of is None:
        return None
    original = shown.bulletin.outline(entry.translation_of)
    language = original.language or shown.settings.language
    return Ref(shown.words.language_name(language), entry_url(original.id), language)


def _happened(shown: Shown, entry: Entry) -> tuple[Day, ...]:
    if entry.happened is None:
        return ()
    return tuple(
        shown.date(day) for day in dict.fromkeys((entry.happened.from_, entry.happened.until))
    )


def _in_story(shown: Shown, entry: Entry, story: StoryId) -> InStory:
    """A story's neighbours; none for a translation that names a story which its original is not in."""
    before, after = shown.bulletin.beside(story, entry.translation_of or entry.id)
    return InStory(
        shown.story(story),
        shown.line(before) if before else None,
        shown.line(after) if after else None,
    )
