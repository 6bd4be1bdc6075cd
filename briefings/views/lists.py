"""What do several pages ask of a list? The latest entry of a story."""

from briefings.bulletin import Bulletin
from briefings.grouping import Sort
from briefings.model import StoryId
from briefings.outlines import Outline


def latest_of(bulletin: Bulletin, story: StoryId) -> Outline | None:
    """A story's latest entry; of several at one moment, the one with the last id."""
    group = bulletin.group(Sort.STORY, story)
    newest = group.newest()
    latest = next(newest, None)
    while latest and (other := next(newest, None)) and other.instant == latest.instant:
        latest = other
    return latest
