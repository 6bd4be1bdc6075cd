"""Does an entry agree with itself and with the others?"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from briefings.checks.locating import Keys
from briefings.checks.reviewing import Review
from briefings.model import (
    Correction,
    CorrectionKind,
    Entry,
    Event,
    Figure,
    Moment,
    Quote,
    Status,
    StatusChange,
)
from briefings.outlines import Outline
from briefings.problems import Code

_PARTS = ("sources", "quotes", "figures", "history")
"""What a translation takes over together or not at all."""


def check_agreement(review: Review) -> None:
    """Note what an entry says twice in two ways, or says of what is not so."""
    entry = review.entry
    _sources(review, entry)
    _days(review, entry)
    if entry.translation_of is not None:
        _translation(review, entry, entry.translation_of)
    else:
        _required(review, entry)
    if entry.events:
        _events(review, entry)
    if entry.figures:
        _units(review, entry)
    if entry.history:
        _order(review, entry)
    if entry.status is Status.WITHDRAWN:
        _withdrawal(review, entry)


def _sources(review: Review, entry: Entry) -> None:
    for place, source in enumerate(entry.sources):
        if source.url is None and source.title is None:
            message = "this source has neither url nor title. Add one: url: https://…"
            review.fault(("sources", place), message, Code.MISSING_KEY)
    if not (entry.quotes or entry.figures or entry.events or entry.history or entry.corrections):
        return
    count = _source_count(review, entry)
    for keys, number in _numbers(entry):
        if number is not None and count is not None and number > count:
            review.fault(keys, _no_source(number, count), Code.SOURCE_NUMBER)


def _source_count(review: Review, entry: Entry) -> int | None:
    """How many sources its numbers can mean, None where that cannot be known."""
    if "sources" in review.faulty or "translation_of" in review.faulty:
        return None
    if entry.translation_of is None or "sources" in entry.given:
        return len(entry.sources)
    original = review.known.entries.get(entry.translation_of)
    if original is None or entry.given.intersection(_PARTS):
        return None
    return len(original.sources)


def _days(review: Review, entry: Entry) -> None:
    if entry.date is not None and (day := review.day(entry.date)) != entry.day:
        zone = f" in {review.settings.timezone}" if isinstance(entry.date, datetime) else ""
        message = (
            f"the date is {day}{zone}, but the file stands under {entry.day}. "
            "Mend the date, or move the file."
        )
        review.fault(("date",), message, Code.DAY_MISMATCH)
    happened = entry.happened
    if happened is None:
        return
    if happened.until < happened.from_:
        message = f"until {happened.until} is before from {happened.from_}. Mend one of them."
        review.fault(("happened", "until"), message, Code.END_BEFORE_START)
    elif happened.until > entry.day:
        message = (
            f"this happened on {happened.until}, after the entry's day {entry.day}. "
            "Mend the day, or write what is to come under events."
        )
        review.fault(("happened", "until"), message, Code.HAPPENED_LATER)


def _required(review: Review, entry: Entry) -> None:
    if "translation_of" in review.faulty:
        return
    if not entry.topics and "topics" not in review.faulty:
        file = f"{review.known.prefix}/topics.yml"
        message = f"this entry has no topics. Add topics: [id], an id of {file}"
        review.fault(("topics",), message, Code.MISSING_KEY)
    if not entry.sources and review.settings.sources_required:
        message = "this entry has no sources. Add sources: [https://…]"
        review.fault(("sources",), message, Code.MISSING_KEY)


def _order(review: Review, entry: Entry) -> None:
    for place, (before, step) in enumerate(pairwise(entry.history), 1):
        if step.date < before.date:
            message = (
                f"this step is of {step.date}, but stands below one of {before.date}. "
                "Write the oldest first: the last status is the entry's."
            )
            review.fault(("history", place, "date"), message, Code.HISTORY_ORDER)


def _withdrawal(review: Review, entry: Entry) -> None:
    kinds = {correction.kind for correction in entry.corrections}
    if CorrectionKind.WITHDRAWAL not in kinds and "corrections" not in review.faulty:
        message = (
            "a withdrawn entry says why. Add to corrections: "
            "{date: 2024-06-15, kind: withdrawal, text: The reason.}"
        )
        key = "status" if "status" in entry.given else "history"
        review.fault((key,), message, Code.WITHDRAWAL_REASON)


def _translation(review: Review, entry: Entry, original_id: str) -> None:
    review.other_entry(("translation_of",), original_id, "translates")
    original = review.known.entries.get(original_id)
    if original is None or original_id == entry.id:
        return
    if original.translation_of is not None:
        message = (
            f'"{original_id}" is a translation itself. Name its original, {original.translation_of}'
        )
        review.fault(("translation_of",), message, Code.TRANSLATION_OF_TRANSLATION)
    default = review.settings.language
    language = entry.language or default
    if language == (original.language or default) and "language" not in review.faulty:
        message = f'the translation is in "{language}", as its original. Write its own language.'
        key = "language" if entry.language else "translation_of"
        review.fault((key,), message, Code.TRANSLATION_LANGUAGE)
    _parts(review, entry, original)


def _parts(review: Review, entry: Entry, original: Outline) -> None:
    given = [part for part in _PARTS if part in entry.given]
    lacking = [part for part in _PARTS if part in original.given and part not in entry.given]
    if given and lacking:
        message = (
            f"the translation has its own {' and '.join(given)}, but not its own "
            f"{' and '.join(lacking)}. Give all of them, or none to take over the original's."
        )
        review.fault((given[0],), message, Code.TRANSLATION_PARTS)


def _events(review: Review, entry: Entry) -> None:
    own: set[str] = set()
    for place, event in enumerate(entry.events):
        first = review.known.events[event.id]
        if (first.path, first.place) != (entry.path, entry.index) or event.id in own:
            message = f'the event "{event.id}" is defined in {first.path} already. '
            message += "Refer to it under concerns, or give this one another id."
            review.fault(("events", place, "id"), message, Code.EVENT_TAKEN)
        own.add(event.id)
        _event(review, ("events", place), event)


def _event(review: Review, keys: Keys, event: Event) -> None:
    if event.start is None and event.when is None:
        message = "this event has no start. Add start: 2024-06-15, or when: and words for the time."
        review.fault(keys, message, Code.START_OR_WHEN)
    elif event.start is not None and event.when is not None:
        message = "an event has a start or words for when, not both. Remove one of them."
        review.fault((*keys, "when"), message, Code.START_OR_WHEN)
    elif event.end is not None and event.start is None:
        message = "an event with an end needs its start. Add start: and a day."
        review.fault((*keys, "end"), message, Code.START_OR_WHEN)
    if (
        event.start is not None
        and event.end is not None
        and _ends_first(review, event.start, event.end)
    ):
        message = "the event's end is before its start. Mend one of them."
        review.fault((*keys, "end"), message, Code.END_BEFORE_START)


def _ends_first(review: Review, start: Moment, end: Moment) -> bool:
    if isinstance(start, datetime) and isinstance(end, datetime):
        return end < start
    return review.day(end) < review.day(start)


def _units(review: Review, entry: Entry) -> None:
    if entry.translation_of is not None:
        return
    for place, figure in enumerate(entry.figures):
        if figure.series is None:
            continue
        unit, path = review.known.series[figure.series]
        if figure.unit != unit:
            message = (
                f'the series "{figure.series}" is counted in {_quoted(unit)} in {path}, '
                f"here in {_quoted(figure.unit)}. Give them one unit, or another series."
            )
            review.fault(("figures", place, "unit"), message, Code.SERIES_UNIT)


def _numbers(entry: Entry) -> Iterator[tuple[Keys, int | None]]:
    """The numbers of sources in an entry, with where they stand."""
    sourced: dict[str, tuple[StatusChange | Quote | Figure | Event | Correction, ...]] = {
        "history": entry.history,
        "quotes": entry.quotes,
        "figures": entry.figures,
        "events": entry.events,
        "corrections": entry.corrections,
    }
    for key, records in sourced.items():
        for place, record in enumerate(records):
            yield (key, place, "source"), record.source
    for place, quote in enumerate(entry.quotes):
        if quote.original:
            yield ("quotes", place, "original", "source"), quote.original.source


def _no_source(number: int, count: int) -> str:
    if count == 0:
        return f"there is no source {number}: sources is empty. Add it, or remove this number."
    has = "one source" if count == 1 else f"{count} sources"
    return f"there is no source {number}: the entry has {has}. Mend the number, or add the source."


def _quoted(unit: str | None) -> str:
    return f'"{unit}"' if unit else "no unit"
