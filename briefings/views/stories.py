"""What do the stories' pages show?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from briefings.belonging import Sort
from briefings.model import Certainty, Kind, PlaceId, Story, StoryId, StoryStatus
from briefings.outlines import EventOutline, Outline
from briefings.views.activity import Activity, Bars, activity, lately
from briefings.views.details import ShownEvent, shown_event
from briefings.views.lists import head_of_list, keyed
from briefings.views.parts import NEWEST, Card, Day, Line, Numbered, Page, Period, Ref
from briefings.views.shown import Shown, head_of

QUIET = timedelta(days=14)
"""How long nothing has to happen in an open story until it is called quiet."""
_NAMED = 12
"""How many people and how many places a story's page names."""


class State(Struct, frozen=True):
    """Whether a story goes on."""

    word: str
    """`open`, `quiet` or `closed`."""
    latest: Day | None
    """The day of its latest entry."""


class StoryItem(Struct, frozen=True):
    """A story in the list of stories."""

    story: Ref
    description: str
    lang: str
    count: int
    state: State
    latest: Line | None
    bars: Bars | None
    """Its last days, of a story that goes on."""


class StoriesPage(Struct, frozen=True):
    """The stories, those that go on first."""

    open: tuple[StoryItem, ...]
    closed: tuple[StoryItem, ...]
    has_bars: bool
    """Whether some story has a picture, which has to be explained."""


class KindLink(Struct, frozen=True):
    """The entries of one kind on a page."""

    kind: str
    count: int


class TimelineDay(Struct, frozen=True):
    """The entries of one day in a story."""

    day: Day
    cards: tuple[Card, ...]
    first_of: tuple[str, ...]
    """Beside each card its kind where it is the first of that kind on the page, else empty."""


class StoryPage(Struct, frozen=True, kw_only=True):
    """A story as a timeline, oldest first."""

    name: str
    lang: str
    description: str
    description_lang: str
    state: State | None = None
    """None on the page of a year, which stays as it is when the story goes on."""
    period: str = ""
    home: Ref
    count: int
    is_part: bool = False
    """Whether the page shows the newest entries alone."""
    activity: Activity | None
    kinds: tuple[KindLink, ...]
    """Where there are several."""
    days: tuple[TimelineDay, ...]
    expected: tuple[ShownEvent, ...] = ()
    events: tuple[ShownEvent, ...]
    """The others that the entries on the page define."""
    actors: tuple[Numbered, ...]
    """Those who are named most in the entries on the page."""
    places: tuple[Numbered, ...]
    years: tuple[Period, ...] = ()


def stories_page(shown: Shown, _: str) -> Page:
    """The stories, each group by its latest entry, the newest first."""
    stories = shown.bulletin.vocabulary.stories.values()
    latest = {story.id: shown.bulletin.group(Sort.STORY, story.id).latest() for story in stories}

    def order(story: Story) -> tuple[float, str]:
        entry = latest[story.id]
        return (-entry.instant if entry else 0.0), story.id

    def items(status: StoryStatus) -> tuple[StoryItem, ...]:
        ones = sorted((story for story in stories if story.status is status), key=order)
        return tuple(_item(shown, story, latest[story.id]) for story in ones)

    running = items(StoryStatus.OPEN)
    has_bars = any(item.bars for item in running)
    content = StoriesPage(running, items(StoryStatus.CLOSED), has_bars)
    return Page("stories.html", head_of(shown, shown.words.say("stories"), "stories/"), content)


def story_page(shown: Shown, key: str) -> Page:
    """A story's timeline: all of it, of a long one the newest part, or with `ID/2024` one year."""
    story_id, year = keyed(key)
    story = shown.bulletin.vocabulary.stories[StoryId(story_id)]
    home = shown.story(story.id)
    content = _year(shown, story, home, year) if year else _whole(shown, story, home)
    head = head_of_list(
        shown,
        home,
        year,
        description=content.description,
        feeds=(*shown.feeds(home.name, home.url), shown.calendar(home.name, home.url)),
        above=(shown.listed("stories"),),
    )
    return Page("story.html", head, content)


def state_of(shown: Shown, story: Story, latest: Outline | None) -> State:
    """Whether a story goes on, given its latest entry; an open one has to be asked each day."""
    day = shown.date(latest.day) if latest else None
    if story.status is StoryStatus.CLOSED:
        return State("closed", day)
    quiet = latest is not None and shown.bulletin.today - latest.day > QUIET
    return State("quiet" if quiet else "open", day)


def _item(shown: Shown, story: Story, latest: Outline | None) -> StoryItem:
    group = shown.bulletin.group(Sort.STORY, story.id)
    return StoryItem(
        shown.story(story.id),
        *shown.text(story.description),
        len(group),
        state_of(shown, story, latest),
        shown.line(latest.id) if latest else None,
        lately(group) if story.status is StoryStatus.OPEN else None,
    )


def _whole(shown: Shown, story: Story, home: Ref) -> StoryPage:
    """A story, or the newest part of a long one."""
    group = shown.bulletin.group(Sort.STORY, story.id)
    is_part = len(group) > NEWEST
    expected = _expected(shown, story.id)
    content = _told(shown, story, home, _oldest_first(islice(group.newest(), NEWEST)))
    return replace(
        content,
        state=state_of(shown, story, shown.bulletin.group(Sort.STORY, story.id).latest()),
        count=len(group),
        is_part=is_part,
        activity=activity(shown, group.ids()),
        expected=expected,
        events=tuple(event for event in content.events if event not in expected),
        years=shown.years(group, home.url) if is_part else (),
    )


def _year(shown: Shown, story: Story, home: Ref, year: str) -> StoryPage:
    """One year of a story, which hangs on nothing that comes after."""
    group = shown.bulletin.group(Sort.STORY, story.id)
    content = _told(shown, story, home, _oldest_first(group.of(year)))
    return replace(content, period=year, years=shown.years(group, home.url, year))


def _told(shown: Shown, story: Story, home: Ref, listed: Sequence[Outline]) -> StoryPage:
    """These entries of a story, the oldest first."""
    description, description_lang = shown.text(story.description)
    return StoryPage(
        name=home.name,
        lang=home.lang,
        description=description,
        description_lang=description_lang,
        home=home,
        count=len(listed),
        activity=activity(shown, (entry.id for entry in listed)),
        kinds=_kinds(listed),
        days=_timeline(shown, listed),
        events=_events(shown, listed),
        actors=tuple(
            Numbered(shown.actor(actor), number)
            for actor, number in _most(entry.actors for entry in listed)
        ),
        places=tuple(
            Numbered(shown.place(PlaceId(place)), number)
            for place, number in _most(entry.places for entry in listed)
        ),
    )


def _oldest_first(entries: Iterable[Outline]) -> list[Outline]:
    return sorted(entries, key=lambda entry: (entry.instant, entry.id))


def _kinds(entries: Iterable[Outline]) -> tuple[KindLink, ...]:
    counts = Counter(entry.kind for entry in entries)
    kinds = (kind.value for kind in Kind if kind.value in counts)
    return tuple(KindLink(kind, counts[kind]) for kind in kinds) if len(counts) > 1 else ()


def _timeline(shown: Shown, entries: Iterable[Outline]) -> tuple[TimelineDay, ...]:
    known: set[str] = set()
    days = []
    for group in shown.by_day(entries):
        first_of = []
        for card in group.cards:
            first_of.append("" if card.kind in known else card.kind)
            known.add(card.kind)
        days.append(TimelineDay(group.day, group.cards, tuple(first_of)))
    return tuple(days)


def _most(names: Iterable[Iterable[str]]) -> list[tuple[str, int]]:
    """The names that come most often, each with the number of entries, those of one number by id."""
    counts = Counter(chain.from_iterable(names))
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_NAMED]


def _expected(shown: Shown, story: StoryId) -> tuple[ShownEvent, ...]:
    """What a story's entries announce and what is neither over nor told, in the order of time."""
    bulletin = shown.bulletin
    planned = bulletin.group(Sort.PLANNED, story).newest()
    pending = [event for outline in planned for event in outline.events if _pending(shown, event)]
    pending.sort(key=lambda event: (event.begins, event.id))
    found = (scheduled for one in pending if (scheduled := bulletin.event(one.id)))
    return tuple(
        shown_event(shown, one) for one in found if one.event.certainty is not Certainty.CANCELLED
    )


def _pending(shown: Shown, event: EventOutline) -> bool:
    """Whether nothing came of it yet; the day is asked for only where it decides."""
    if event.outcome and shown.bulletin.shows(event.outcome):
        return False
    return event.open or event.last_day >= shown.bulletin.today.isoformat()


def _events(shown: Shown, entries: Iterable[Outline]) -> tuple[ShownEvent, ...]:
    known = dict.fromkeys(event.id for entry in entries for event in entry.events)
    found = (scheduled for event in known if (scheduled := shown.bulletin.event(event)))
    return tuple(shown_event(shown, event) for event in found)
