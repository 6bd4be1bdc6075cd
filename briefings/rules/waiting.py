"""What has been waiting for too long? Offers, events that are over, claims."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from briefings.model import Certainty, Entry, Kind, Status
from briefings.outlines import last_day
from briefings.problems import Code
from briefings.rules.noticing import Desk, Notice


def unanswered_offer(entry: Entry, desk: Desk) -> Iterator[Notice]:
    """An offer that nobody has answered for so many days."""
    if entry.kind is Kind.OFFER and _is_public(entry):
        message = (
            f"no entry answers this offer of {entry.day}. Write who answered it in an entry with "
            f"responds_to: [{entry.id}]"
        )
        due = _after(_published(entry, desk), desk, Code.UNANSWERED_OFFER)
        yield Notice(Code.UNANSWERED_OFFER, ("kind",), message, due=due, unless_answered=True)


def event_without_outcome(entry: Entry, desk: Desk) -> Iterator[Notice]:
    """An event that has been over for so many days, of which nobody tells what came of it."""
    if not _is_public(entry):
        return
    for place, event in enumerate(entry.events):
        day = last_day(event, desk.timezone)
        if event.outcome or event.certainty is Certainty.CANCELLED or day is None:
            continue
        message = (
            f'"{event.title}" was over on {day}, and nothing says what came of it. Add outcome: with '
            "the id of the entry that tells."
        )
        due = _after(day, desk, Code.EVENT_WITHOUT_OUTCOME)
        yield Notice(Code.EVENT_WITHOUT_OUTCOME, ("events", place, "title"), message, due=due)


def still_claimed(entry: Entry, desk: Desk) -> Iterator[Notice]:
    """A claim that nobody has borne out or disputed for so many days."""
    if entry.status is not Status.CLAIMED or not _is_public(entry):
        return
    since = entry.history[-1].date if entry.history else _published(entry, desk)
    message = (
        f"this has been claimed since {since}. Find out whether it was confirmed or disputed, and "
        "add how it came about to history."
    )
    keys = ("history", len(entry.history) - 1, "status") if entry.history else ("status",)
    due = _after(since, desk, Code.STILL_CLAIMED)
    yield Notice(Code.STILL_CLAIMED, keys, message, due=due)


def _is_public(entry: Entry) -> bool:
    """Whether readers see it, now or after its embargo, as no translation of another entry."""
    withdrawn = entry.status is Status.WITHDRAWN
    return not (entry.draft or withdrawn or entry.translation_of)


def _published(entry: Entry, desk: Desk) -> date:
    """The day from which readers can know of it."""
    if not isinstance(entry.publish, datetime):
        return entry.day
    return max(entry.day, entry.publish.astimezone(desk.timezone).date())


def _after(day: date, desk: Desk, code: Code) -> date:
    try:
        return day + timedelta(days=desk.numbers[code])
    except OverflowError:
        return date.max
