"""What do the stories' pages show?"""

from dataclasses import dataclass

from briefings.model import EventId, StoryId, StoryStatus
from briefings.views.details import ShownEvent, shown_event
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
    of_year,
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
        entries = bulletin.by_story.get(story)
        return (-bulletin.moment(entries[-1]).timestamp() if entries else 0.0), story

    def item(story: StoryId) -> StoryItem:
        entries = bulletin.by_story.get(story, ())
        return StoryItem(
            shown.story(story),
            *shown.text(bulletin.vocabulary.stories[story].description),
            len(entries),
            shown.line(entries[-1].id) if entries else None,
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
    entries = bulletin.by_story.get(story.id, ())
    home = shown.story(story.id)
    chosen = of_year(entries, year) if year else entries
    listed = chosen if year else chosen[-NEWEST:]
    description, description_lang = shown.text(story.description)
    known = dict.fromkeys(EventId(event.id) for entry in listed for event in entry.events)
    content = StoryPage(
        name=home.name,
        lang=home.lang,
        description=description,
        description_lang=description_lang,
        state=story.status.value,
        period=year,
        home=home,
        count=len(chosen),
        events=tuple(shown_event(shown, bulletin.events[event]) for event in known),
        days=shown.by_day(listed),
        years=shown.years(entries, home.url, year) if len(entries) > NEWEST else (),
    )
    head = head_of(
        shown,
        f"{home.name}, {year}" if year else home.name,
        f"{home.url}{year}/" if year else home.url,
        description,
        shown.feeds(home.name, home.url),
    )
    return Page("story.html", head, content)
