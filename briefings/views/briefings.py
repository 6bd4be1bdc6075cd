"""What does the briefing of a day show?"""

import math
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from briefings.bulletin import Briefing
from briefings.model import Entry, Status, StoryId
from briefings.outlines import Outline
from briefings.prose.links import resolve
from briefings.views.archive import above, month_ref, year_ref
from briefings.views.details import ShownEvent, shown_event
from briefings.views.parts import Card, Day, Head, Line, Page, Ref, clipped, day_url
from briefings.views.scheduled import of_day, opened
from briefings.views.shown import Shown

BASE = "../../../"
"""The way from a briefing to the root."""
WORDS_A_MINUTE = 220
"""How fast a text is read for which a briefing tells the time."""


class ShownSection(Struct, frozen=True):
    """A topic's entries in a briefing."""

    topic: Ref
    id: str
    cards: tuple[Card, ...]


class BriefingHeader(Struct, frozen=True, kw_only=True):
    """What stands before the entries of a day."""

    day: Day
    weekday: str
    title: str
    lang: str
    """The introduction's language where it is not the bulletin's."""
    introduction: str
    """Safe HTML."""
    authors: tuple[Ref, ...]
    count: int
    minutes: int
    """How long it takes to read what the briefing shows of its entries."""


class MovedStory(Struct, frozen=True):
    """A story in which a day has entries, with what came before these."""

    story: Ref
    count: int
    state: str
    before: Line | None


class Change(Struct, frozen=True):
    """What became of an entry after its day."""

    label: str
    """The phrase for the kind of correction or the status."""
    day: Day
    text: str
    lang: str
    entry: Line


class BriefingPage(Struct, frozen=True, kw_only=True):
    """A day with its entries by topic, and what has to do with it."""

    header: BriefingHeader
    sections: tuple[ShownSection, ...]
    stories: tuple[MovedStory, ...]
    events: tuple[ShownEvent, ...]
    changes: tuple[Change, ...]
    """The newest first."""
    before: Day | None
    after: Day | None


def briefing_page(shown: Shown, key: str) -> Page:
    """The briefing of the day `key`, an ISO day."""
    day = date.fromisoformat(key)
    bulletin = shown.bulletin
    briefing = bulletin.briefing(day)
    header = header_of(shown, briefing, BASE)
    before, after = (bulletin.day_beside(day, step) for step in (-1, 1))
    content = BriefingPage(
        header=header,
        sections=sections_of(shown, briefing),
        stories=_moved(shown, briefing),
        events=tuple(
            shown_event(shown, event) for event in opened(bulletin, of_day(bulletin, day))
        ),
        changes=_changes(shown, briefing),
        before=shown.day(before) if before else None,
        after=shown.day(after) if after else None,
    )
    own = briefing.introduction.summary if briefing.introduction else None
    url = day_url(day)
    head = Head(
        title=header.title or shown.words.say("briefing_of", day=header.day.text),
        description=clipped(own or " · ".join(e.title for e in briefing.entries), 200),
        url=url,
        crumbs=above(shown, year_ref(key[:4]), month_ref(shown, key[:7])),
        day=replace(shown.weekday(day), url=""),
        canonical=shown.absolute(url),
        feeds=shown.feeds(shown.settings.site_name, ""),
    )
    return Page("briefing.html", head, content)


def header_of(shown: Shown, briefing: Briefing, base: str) -> BriefingHeader:
    """What stands before the entries of a day; links begin with `base`, the way to the root."""
    own = briefing.introduction
    html = own.prose.html if own else ""
    return BriefingHeader(
        day=shown.day(briefing.day),
        weekday=shown.words.weekday(briefing.day),
        title=(own.title or "") if own else "",
        lang=shown.lang(own.language) if own else "",
        introduction=resolve(
            html, lambda target: shown.entry_target(base, target), measure=shown.measure
        ),
        authors=tuple(map(shown.actor, own.authors)) if own else (),
        count=len(briefing.entries),
        minutes=_minutes(briefing),
    )


def sections_of(
    shown: Shown, briefing: Briefing, besides: tuple[Outline, ...] = ()
) -> tuple[ShownSection, ...]:
    """The sections of a briefing with what they hold `besides` some entries."""
    rests = [
        (section.topic.id, [entry for entry in section.entries if entry not in besides])
        for section in briefing.sections
    ]
    return tuple(
        ShownSection(shown.topic(topic), topic, shown.cards(entries))
        for topic, entries in rests
        if entries
    )


def _minutes(briefing: Briefing) -> int:
    own = briefing.introduction
    texts = [text for entry in briefing.entries for text in (entry.title, entry.summary)]
    texts += [own.title or "", own.prose.text] if own else []
    return math.ceil(sum(len(text.split()) for text in texts) / WORDS_A_MINUTE)


def _moved(shown: Shown, briefing: Briefing) -> tuple[MovedStory, ...]:
    """The stories of a day's entries, those with the most of them first."""
    found: dict[StoryId, list[Outline]] = {}
    for entry in briefing.entries:
        for story in entry.stories:
            found.setdefault(story, []).append(entry)
    return tuple(
        _moved_story(shown, story, found[story])
        for story in sorted(found, key=lambda story: -len(found[story]))
    )


def _moved_story(shown: Shown, story: StoryId, entries: list[Outline]) -> MovedStory:
    first = min(entries, key=lambda entry: (entry.instant, entry.id))
    before, _ = shown.bulletin.beside(story, first.id)
    return MovedStory(
        shown.story(story),
        len(entries),
        shown.bulletin.vocabulary.stories[story].status.value,
        shown.line(before) if before else None,
    )


def _changes(shown: Shown, briefing: Briefing) -> tuple[Change, ...]:
    """What is dated after the day, the newest first, then in the order of the page."""
    day = briefing.day.isoformat()
    changed = [
        entry.id
        for entry in briefing.entries
        if any(other > day for _, other in (*entry.changes, *entry.steps))
    ]
    changed += [entry.id for entry in shown.bulletin.withdrawn_on(briefing.day)]
    found = [change for one in changed for change in _changes_of(shown, shown.bulletin.entry(one))]
    return tuple(sorted(found, key=lambda change: change.day.iso, reverse=True))


def _changes_of(shown: Shown, entry: Entry) -> list[Change]:
    """Its corrections and the steps of its status; a withdrawal is among the corrections already."""
    lang, line = shown.lang(entry.language), shown.line(entry.id)
    steps = [(one.date, f"correction_{one.kind.value}", one.text) for one in entry.corrections]
    steps += [
        (one.date, f"status_{one.status.value}", one.text)
        for one in entry.history
        if one.status is not Status.WITHDRAWN
    ]
    return [
        Change(label, shown.date(day), text, lang, line)
        for day, label, text in steps
        if day > entry.day
    ]
