"""What does the front page show?"""

from datetime import date, timedelta
from itertools import chain, islice, takewhile

from msgspec import Struct

from briefings.belonging import Sort
from briefings.bulletin import Briefing
from briefings.model import Importance, StoryStatus
from briefings.views.briefings import BriefingHeader, ShownSection, header_of, sections_of
from briefings.views.corrections import Corrected, newest_corrections
from briefings.views.details import ShownEvent, shown_event
from briefings.views.parts import Card, Day, Head, Line, Page, Ref
from briefings.views.scheduled import awaited, coming_up, opened
from briefings.views.shown import Shown

STORIES = 8
"""How many open stories the front page shows."""
COMING_UP = 8
"""How many events it announces."""
CORRECTIONS = 5
"""How many corrections it shows."""
AWAITED = timedelta(days=365)
"""For how long after it was announced an event without a day is taken to be coming up."""
PAUSE = timedelta(days=7)
"""After how long a bulletin is no longer expected to say something today."""


class Lead(Struct, frozen=True):
    """One of the day's leads, with its section."""

    topic: Ref
    card: Card


class OpenStory(Struct, frozen=True):
    """A story that goes on, with its latest entry."""

    story: Ref
    latest: Line


class EarlierDay(Struct, frozen=True):
    """A day before the newest, with the titles of its entries."""

    day: Day
    title: str
    lang: str
    cards: tuple[Line, ...]


class DayBefore(Struct, frozen=True, kw_only=True):
    """The way to the briefing before the newest."""

    label: str
    """The phrase for the day before, or for the briefing before where days lie between."""
    day: Day
    count: int


class FrontPage(Struct, frozen=True, kw_only=True):
    """What a reader sees first."""

    notice: str
    """What is to be said where the newest briefing is not today's."""
    header: BriefingHeader | None
    """Of the newest briefing; None in a bulletin without entries."""
    before: DayBefore | None
    leads: tuple[Lead, ...]
    sections: tuple[ShownSection, ...]
    """Without the leads."""
    earlier: tuple[EarlierDay, ...]
    stories: tuple[OpenStory, ...]
    coming_up: tuple[ShownEvent, ...]
    corrections: tuple[Corrected, ...]


def front_page(shown: Shown, _: str) -> Page:
    """The newest briefing, the days before it, open stories, what is coming up and corrections."""
    bulletin, settings = shown.bulletin, shown.settings
    newest = next(bulletin.newest_days(), None)
    head = Head(
        title="",
        description=settings.site_description or "",
        url="",
        day=shown.weekday(newest) if newest else None,
        canonical=shown.absolute(""),
        feeds=shown.feeds(settings.site_name, ""),
    )
    briefing = bulletin.briefing(newest) if newest else None
    leads = (
        tuple(e for e in briefing.entries if e.importance == Importance.LEAD) if briefing else ()
    )
    content = FrontPage(
        notice=_notice(shown, newest) if newest else "",
        header=header_of(shown, briefing, "./") if briefing else None,
        before=_day_before(shown, newest) if newest else None,
        leads=tuple(Lead(shown.topic(one.topics[0]), shown.card(one.id)) for one in leads),
        sections=sections_of(shown, briefing, besides=leads) if briefing else (),
        earlier=_earlier(shown),
        stories=_open_stories(shown),
        coming_up=_coming_up(shown),
        corrections=newest_corrections(shown, CORRECTIONS),
    )
    return Page("front.html", head, content)


def _notice(shown: Shown, newest: date) -> str:
    """That today has no entries yet; of a bulletin that has paused, since when.

    A bulletin that has paused says the same every day, so that its page stays as it is.
    """
    today = shown.bulletin.today
    words = shown.words
    if newest >= today:
        return ""
    if today - newest > PAUSE:
        return words.say("nothing_since", day=words.day(newest))
    return words.say("nothing_yet", today=words.day(today), day=words.day(newest))


def _day_before(shown: Shown, newest: date) -> DayBefore | None:
    before = shown.bulletin.day_beside(newest, -1)
    if before is None:
        return None
    return DayBefore(
        label="day_before" if newest - before == timedelta(days=1) else "briefing_before",
        day=shown.weekday(before),
        count=len(shown.bulletin.briefing(before).entries),
    )


def _earlier(shown: Shown) -> tuple[EarlierDay, ...]:
    """The days before the newest, whole days until the number of entries is reached."""
    groups: list[EarlierDay] = []
    count = 0
    for day in islice(shown.bulletin.newest_days(), 1, None):
        if count >= shown.settings.front_page_entries:
            break
        briefing = shown.bulletin.briefing(day)
        groups.append(_earlier_day(shown, briefing))
        count += len(briefing.entries)
    return tuple(groups)


def _earlier_day(shown: Shown, briefing: Briefing) -> EarlierDay:
    own = briefing.introduction
    title = (own.title or "") if own else ""
    return EarlierDay(
        shown.weekday(briefing.day),
        title,
        shown.lang(own.language) if own and title else "",
        shown.titles(briefing.entries),
    )


def _open_stories(shown: Shown) -> tuple[OpenStory, ...]:
    """The open stories that moved last, the newest first."""
    bulletin = shown.bulletin
    stories = bulletin.vocabulary.stories
    running = [
        (latest, story)
        for story in stories
        if stories[story].status is StoryStatus.OPEN
        and (latest := bulletin.group(Sort.STORY, story).latest())
    ]
    running.sort(key=lambda one: (-one[0].instant, one[1]))
    return tuple(
        OpenStory(shown.story(story), shown.line(latest.id)) for latest, story in running[:STORIES]
    )


def _coming_up(shown: Shown) -> tuple[ShownEvent, ...]:
    """The events that are not over, those with a date first, in the order of time."""
    bulletin = shown.bulletin
    announced_since = bulletin.today - AWAITED
    without_day = takewhile(
        lambda event: event.announced_in.day >= announced_since,
        opened(bulletin, awaited(bulletin)),
    )
    soon = chain(opened(bulletin, coming_up(bulletin)), without_day)
    return tuple(shown_event(shown, event) for event in islice(soon, COMING_UP))
