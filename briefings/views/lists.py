"""What do several pages list? What is coming up, and the latest of a story."""

from briefings.bulletin import Bulletin, Scheduled
from briefings.grouping import Sort
from briefings.model import StoryId
from briefings.outlines import EventOutline, Outline

COMING_UP = 8
"""How many events the front page announces."""


def coming_up(bulletin: Bulletin) -> list[Scheduled]:
    """The events that are not over, those with a date first, in the order of time."""
    today = bulletin.today.isoformat()
    dated: list[EventOutline] = []
    open_ended: list[tuple[int, EventOutline]] = []
    for outline in bulletin.group(Sort.ANNOUNCED).newest():
        dated += [event for event in outline.events if event.last_day >= today]
        open_ended += [
            (-outline.day.toordinal(), event)
            for event in outline.events
            if event.open and not (event.outcome and bulletin.shows(event.outcome))
        ]
    dated.sort(key=lambda event: (event.begins, event.id))
    open_ended.sort(key=lambda one: (one[0], one[1].id))
    chosen = [*dated, *(event for _, event in open_ended)][:COMING_UP]
    return [scheduled for one in chosen if (scheduled := bulletin.event(one.id))]


def latest_of(bulletin: Bulletin, story: StoryId) -> Outline | None:
    """A story's latest entry; of several at one moment, the one with the last id."""
    group = bulletin.group(Sort.STORY, story)
    newest = group.newest()
    latest = next(newest, None)
    while latest and (other := next(newest, None)) and other.instant == latest.instant:
        latest = other
    return latest
