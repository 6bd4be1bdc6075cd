"""When does the site change by itself next, and why? The clock alone, the content as it is.

Every place where a page asks for the day is a reason here, with the days on which its answer may turn
out otherwise. Whether it does is not guessed: the pages are looked at on the day before and on the day.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct

from briefings.belonging import Placed, Sort, standing_of
from briefings.bulletin import Bulletin
from briefings.editions import Edition
from briefings.model import EntryId, Moment, StoryStatus
from briefings.plan import KINDS, output_of
from briefings.views.front import AWAITED, PAUSE
from briefings.views.shown import Shown
from briefings.views.stories import QUIET

_DAY = timedelta(days=1)


class Why(StrEnum):
    """What the clock does to a bulletin."""

    EMBARGO_ENDS = "embargo-ends"
    EVENT_PASSES = "event-passes"
    EVENT_FORGOTTEN = "event-forgotten"
    """An event without a day was announced so long ago that the front page leaves it out."""
    STORY_GROWS_QUIET = "story-grows-quiet"
    NOTHING_TODAY = "nothing-today"
    """The front page says that the day has no entries yet, or how long there have been none."""
    ROLE_CHANGES = "role-changes"
    """Somebody whom no entry names has another role in the list of people."""


class Reason(NamedTuple):
    """Why the site changes, and where."""

    why: Why
    name: str
    """The entry, event, story or person, by its id; the ISO day of the newest briefing."""
    pages: tuple[str, ...]
    """The addresses of the pages that show it, from the bulletin's root."""


class Turn(Struct, frozen=True):
    """A moment at which the site changes by itself."""

    moment: datetime
    """In the bulletin's time zone."""
    reasons: tuple[Reason, ...]


class _Page(NamedTuple):
    kind: str
    key: str


_FRONT, _CALENDAR, _STORIES, _PEOPLE = (
    _Page("front", ""),
    _Page("calendar", ""),
    _Page("stories", ""),
    _Page("people", "person"),
)


class _Candidate(NamedTuple):
    """What may turn out otherwise on a day, and the pages that would show it."""

    why: Why
    name: str
    pages: tuple[_Page, ...]


def next_turn(edition: Edition, now: datetime) -> Turn | None:
    """The first moment after `now` at which a build would come out otherwise; None if there is none."""
    timezone = edition.settings.timezone
    embargo = _end_of_embargo(edition, now)
    today = now.astimezone(timezone).date()
    for day, candidates in sorted(_candidates(edition.bulletin, today, timezone).items()):
        moment = _midnight(day, timezone)
        if embargo and embargo.moment < moment:
            break
        if reasons := tuple(_confirmed(edition, day, candidates)):
            also = embargo.reasons if embargo and embargo.moment == moment else ()
            return Turn(moment, (*also, *reasons))
    return embargo


def _end_of_embargo(edition: Edition, now: datetime) -> Turn | None:
    """The first end of an embargo that lets readers see something."""
    ends: dict[float, list[EntryId]] = defaultdict(list)
    for end, entry in edition.groups.embargoes():
        if end > now.timestamp():
            ends[end].append(entry)
    for end, entries in sorted(ends.items()):
        appearing = [entry for entry in sorted(entries) if _appears(edition, entry, end)]
        if appearing:
            moment = datetime.fromtimestamp(end, edition.settings.timezone)
            return Turn(
                moment, tuple(Reason(Why.EMBARGO_ENDS, one, (f"/{one}/",)) for one in appearing)
            )
    return None


def _appears(edition: Edition, entry: EntryId, end: float) -> bool:
    placed = edition.ledger.placed(entry)
    assert placed is not None
    original = _original(edition, placed)
    return standing_of(placed.outline, original, end, preview=False) is not placed.standing


def _original(edition: Edition, placed: Placed) -> Any:
    if placed.outline.translation_of is None:
        return None
    original = edition.ledger.placed(placed.outline.translation_of)
    return original.outline if original else None


def _candidates(
    bulletin: Bulletin, today: date, timezone: ZoneInfo
) -> dict[date, list[_Candidate]]:
    """What may turn out otherwise on which day after `today`."""
    found: dict[date, list[_Candidate]] = defaultdict(list)
    for day, candidate in (
        *_notices(bulletin, today),
        *_events(bulletin, today),
        *_quiet_stories(bulletin),
        *_roles(bulletin),
    ):
        if day > today and candidate not in found[day]:
            found[day].append(candidate)
    return found


def _notices(bulletin: Bulletin, today: date) -> Iterator[tuple[date, _Candidate]]:
    newest = next(bulletin.newest_days(), None)
    if newest is None:
        return
    candidate = _Candidate(Why.NOTHING_TODAY, newest.isoformat(), (_FRONT,))
    for number in range(1, PAUSE.days + 2):
        yield newest + number * _DAY, candidate


def _events(bulletin: Bulletin, today: date) -> Iterator[tuple[date, _Candidate]]:
    ending = bulletin.group(Sort.ENDING)
    for month in ending.periods:
        for outline in ending.of(month) if month >= today.isoformat()[:7] else ():
            stories = tuple(_Page("story", story) for story in outline.stories)
            for event in outline.events:
                if event.last_day:
                    year = _Page("calendar-year", event.first_day[:4])
                    pages = (_FRONT, _CALENDAR, year, *stories)
                    candidate = _Candidate(Why.EVENT_PASSES, event.id, pages)
                    yield date.fromisoformat(event.last_day) + _DAY, candidate
    scheduled = bulletin.group(Sort.SCHEDULED)
    for period in scheduled.periods:
        for outline in scheduled.of(period) if "-" not in period else ():
            for event in outline.events:
                if event.open:
                    candidate = _Candidate(Why.EVENT_FORGOTTEN, event.id, (_FRONT,))
                    yield outline.day + AWAITED + _DAY, candidate


def _quiet_stories(bulletin: Bulletin) -> Iterator[tuple[date, _Candidate]]:
    for story in bulletin.vocabulary.stories.values():
        if story.status is StoryStatus.OPEN and (
            latest := bulletin.group(Sort.STORY, story.id).latest()
        ):
            pages = (_STORIES, _Page("story", story.id))
            yield latest.day + QUIET + _DAY, _Candidate(Why.STORY_GROWS_QUIET, story.id, pages)


def _roles(bulletin: Bulletin) -> Iterator[tuple[date, _Candidate]]:
    for person in bulletin.vocabulary.people.values():
        if len(bulletin.group(Sort.ACTOR, person.id)):
            continue
        for role in person.roles:
            for day in (role.from_, role.until):
                if day:
                    yield day, _Candidate(Why.ROLE_CHANGES, person.id, (_PEOPLE,))


def _confirmed(edition: Edition, day: date, candidates: list[_Candidate]) -> Iterator[Reason]:
    """Of what may turn out otherwise, what does, with the pages that show it."""
    before, after = (
        Shown(edition.bulletin.on(one), edition.settings, edition.words)
        for one in (day - _DAY, day)
    )
    pages = dict.fromkeys(page for candidate in candidates for page in candidate.pages)
    differing = {
        page: f"/{output_of(*page).url}"
        for page in pages
        if _view(before, page) != _view(after, page)
    }
    for why, name, own in candidates:
        shown = tuple(differing[page] for page in own if page in differing)
        if shown:
            yield Reason(why, name, shown)


def _view(shown: Shown, page: _Page) -> Any:
    return KINDS[page.kind].view(shown, page.key)


def _midnight(day: Moment, timezone: ZoneInfo) -> datetime:
    """The first moment of a day there, also where the clocks leave midnight out."""
    begun = datetime.combine(day, time.min, timezone).timestamp()
    return datetime.fromtimestamp(begun, timezone)
