"""Which events does a text announce?"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from briefings.importing.calendars import NamedDay, named_days, promised_days
from briefings.importing.folding import plain
from briefings.importing.naming import PLACES, Names

MOST = 5
"""Events that are taken from one text."""
_FARTHEST = timedelta(days=550)
_SENTENCE = re.compile(r"[.!?…]\s+(?=\S)")
_JOINING = re.compile(
    r"\s+(?:on|until|by|from|for|before|pe|până pe|pana pe|la|din|în data de|до|з|на|від|and|și|та)$",
    re.I,
)
_CLAUSE = re.compile(r"[,;:]\s|(?:^|\s)(?:that|că|ca|що|что|and|și|si|та|і)\s")
_LEADING = re.compile(r"^(?:that|că|ca|що|что|and|but|și|si|dar|та|і|а|але)\s+", re.I)
_LONGEST_TITLE = 80
_BESIDE = 25
"""Characters between a weekday and its date."""


class Announced(Struct, frozen=True, kw_only=True):
    """Something that a text says is to come."""

    title: str
    """The words of its sentence around the date."""
    start: date
    end: date | None = None
    place: str = ""
    """The id of a place that its sentence names."""
    paragraph: int = 0


def announced(
    paragraphs: Sequence[str], names: Names, written: date, most: int = MOST
) -> list[Announced]:
    """What a text written on that day says of later days, each day once, in order."""
    found: dict[date, Announced] = {}
    for number, paragraph in enumerate(paragraphs):
        dated = list(named_days(paragraph, written))
        promised = [one for one in promised_days(paragraph, written) if not _is_dated(one, dated)]
        for day in sorted([*dated, *promised], key=lambda one: one.start):
            if written < day.first <= written + _FARTHEST:
                found.setdefault(day.first, _event(paragraph, day, names, number))
    return list(found.values())[:most]


def _is_dated(day: NamedDay, dated: Sequence[NamedDay]) -> bool:
    """Whether the date of a weekday stands beside it: Thursday, 4 July."""
    return any(-_BESIDE < one.start - day.end < _BESIDE for one in dated)


def _event(paragraph: str, day: NamedDay, names: Names, number: int) -> Announced:
    ends = [one.end() for one in _SENTENCE.finditer(paragraph, 0, day.start)]
    start = ends[-1] if ends else 0
    after = _SENTENCE.search(paragraph, day.end)
    end = after.start() if after else len(paragraph)
    places = [one for one in names.found(paragraph[start:end]) if one.registry == PLACES]
    return Announced(
        title=_title(paragraph[start : day.start], paragraph[day.end : end]),
        start=day.first,
        end=day.last,
        place=places[0].id if places else "",
        paragraph=number,
    )


def _title(before: str, after: str) -> str:
    """The words around a date without it, and without what leads to it."""
    left = _JOINING.sub("", plain(before)).strip(" ,;:—–-")
    clause = _CLAUSE.split(left)[-1].strip(" ,;:—–-")
    clause = _LEADING.sub("", clause)
    title = next((one for one in (clause, left) if len(one.split()) > 2), "")
    if not title:
        title = " ".join(one for one in (left, plain(after).strip(" ,.;:!?—–-")) if one)
    if len(title) > _LONGEST_TITLE:
        title = title[:_LONGEST_TITLE].rpartition(" ")[0] + "…"
    return title[:1].upper() + title[1:] if title else "…"
