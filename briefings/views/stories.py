"""What do the stories' pages show?"""

from dataclasses import dataclass
from itertools import islice

from briefings.grouping import Sort
from briefings.model import StoryId, StoryStatus
from briefings.views.details import ShownEvent, shown_event
from briefings.views.lists import latest_of
from briefings.views.shown import (
    NEWEST,
    DayGroup,
    Line,
    Page,
    Period,
    Ref,
    Shown,
    head_of,
    keyed,
)


@dataclass(frozen=True, slots=True)
class StoryItem:
    """A story in the list of stories."""

    story: Ref
    description: str
    lang: str
    count: int
    latest: Line | None


@dataclass(frozen=True, slots=True)
class StoriesPage:
    """The stories, those that go on first."""

    open: tuple[StoryItem, ...]
    closed: tuple[StoryItem, ...]


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


def stories_page(shown: Shown, _: str) -> Page:
    """The stories, each group by its latest entry, the newest first."""
    bulletin = shown.bulletin

    def order(story: StoryId) -> tuple[float, str]:
        latest = latest_of(bulletin, story)
        return (-latest.instant if latest else 0.0), story

    def item(story: StoryId) -> StoryItem:
        latest = latest_of(bulletin, story)
        return StoryItem(
            shown.story(story),
            *shown.text(bulletin.vocabulary.stories[story].description),
            len(bulletin.group(Sort.STORY, story)),
            shown.line(latest.id) if latest else None,
        )

    def items(status: StoryStatus) -> tuple[StoryItem, ...]:
        ones = [s.id for s in bulletin.vocabulary.stories.values() if s.status is status]
        return tuple(map(item, sorted(ones, key=order)))

    content = StoriesPage(items(StoryStatus.OPEN), items(StoryStatus.CLOSED))
    return Page("stories.html", head_of(shown, shown.words.say("stories"), "stories/"), content)


def story_page(shown: Shown, key: str) -> Page:
    """A story's timeline: all of it, of a long one the newest part, or with `ID/2024` one year."""
    story_id, year = keyed(key)
    bulletin = shown.bulletin
    story = bulletin.vocabulary.stories[StoryId(story_id)]
    group = bulletin.group(Sort.STORY, story.id)
    home = shown.story(story.id)
    chosen = group.of(year) if year else islice(group.newest(), NEWEST)
    listed = sorted(chosen, key=lambda entry: (entry.instant, entry.id))
    description, description_lang = shown.text(story.description)
    known = dict.fromkeys(event.id for entry in listed for event in entry.events)
    events = (scheduled for event in known if (scheduled := bulletin.event(event)))
    content = StoryPage(
        name=home.name,
        lang=home.lang,
        description=description,
        description_lang=description_lang,
        state=story.status.value,
        period=year,
        home=home,
        count=len(listed) if year else len(group),
        events=tuple(shown_event(shown, event) for event in events),
        days=shown.by_day(listed),
        years=shown.years(group, home.url, year) if year or len(group) > NEWEST else (),
    )
    head = head_of(
        shown,
        f"{home.name}, {year}" if year else home.name,
        f"{home.url}{year}/" if year else home.url,
        description,
        (*shown.feeds(home.name, home.url), shown.calendar(home.name, home.url)),
        (shown.listed("stories"), *((home,) if year else ())),
    )
    return Page("story.html", head, content)
