"""What does an entry's page show of its own history in git?"""

from datetime import UTC, datetime

from msgspec import Struct

from briefings.model import Entry
from briefings.views.parts import Time
from briefings.views.shown import Shown


class Recorded(Struct, frozen=True, kw_only=True):
    """When an entry was published and changed, by the commits that did so."""

    first: Time
    """With its day."""
    last: Time | None
    """None where nothing changed since."""
    by: str
    """Who changed it last by name; empty where the entry says itself who wrote it."""
    authors: tuple[str, ...]
    """All who did; none where the entry says so itself."""


def recorded(shown: Shown, entry: Entry) -> Recorded | None:
    """What git knows of an entry; None where that is not shown, or git knows nothing of it.

    What was committed before an embargo ended was published when it did.
    """
    if not shown.settings.git_times or shown.bulletin.is_marked(entry.id):
        return None
    history = shown.bulletin.histories.get(entry.id)
    if history is None:
        return None
    first, last = (datetime.fromtimestamp(one, UTC) for one in (history.first, history.last))
    if entry.publish is not None:
        first = max(first, entry.publish)
    return Recorded(
        first=_moment(shown, first),
        last=_moment(shown, last) if last > first else None,
        by="" if entry.authors else history.by,
        authors=() if entry.authors else history.authors,
    )


def _moment(shown: Shown, moment: datetime) -> Time:
    """A day and the time of day, in the bulletin's zone."""
    local = moment.astimezone(shown.settings.timezone)
    day = shown.words.day(local.date())
    time = shown.words.time(moment, shown.settings.timezone)
    return Time(local.isoformat(timespec="minutes"), f"{day}, {time}")
