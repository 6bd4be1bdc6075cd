"""Which days does a text name, in the languages whose months are known here?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from briefings.importing.folding import fold

_MONTHS = """
january jan ianuarie ian січня января
february feb februarie лютого февраля
march mar martie березня марта
april apr aprilie квітня апреля
may mai травня мая
june jun iunie червня июня
july jul iulie липня июля
august aug серпня августа
september sept sep septembrie вересня сентября
october oct octombrie жовтня октября
november nov noiembrie листопада ноября
december dec decembrie грудня декабря
"""
_NUMBERS = {
    name: number
    for number, names in enumerate(_MONTHS.strip().splitlines(), 1)
    for name in names.split()
}
_MONTH = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = re.compile(
    rf"(?<![\w.,])(?:(?P<first>{_DAY})(?:st|nd|rd|th)?(?:\s*(?:-|–|and|to|și|si|і|та|и)\s*"
    rf"(?P<last>{_DAY})(?:st|nd|rd|th)?)?(?:\s+of)?\s+(?P<month>{_MONTH})(?!\w)"
    rf"|(?P<month_before>{_MONTH})\.?\s+(?P<day>{_DAY})(?:st|nd|rd|th)?(?!\w))"
    rf"(?:,?\s+(?P<year>(?:19|20)\d\d)(?!\w)(?:\s+(?:року|года|р\.|г\.))?)?"
)

_BESIDE_A_DAY = re.compile(r"\W*(?:[^\W\d]+\W+)?(?:(?:at|ora|о|в)\s+)?(?:\d{1,2}[:.]\d{2}\W*)?")
"""A weekday, or a word like “published”, and a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDay:
    """A day, or the first and the last of several, that a text names."""

    start: int
    end: int
    first: date
    last: date | None = None


def named_days(text: str, written: date) -> Iterator[NamedDay]:
    """The days that a text names which was written on that day, in order.

    One without a year is the nearest: of the year in which, or before or after which, it was written.
    """
    for found in _DATE.finditer(fold(text)):
        month = _NUMBERS[found["month"] or found["month_before"]]
        day = int(found["first"] or found["day"])
        year = int(found["year"]) if found["year"] else None
        first = _nearest(year, month, day, written)
        if first is not None:
            last = _within(first, found["last"])
            yield NamedDay(start=found.start(), end=found.end(), first=first, last=last)


def day_stamped(line: str) -> date | None:
    """The day, with its year, that stands on a line with nothing but perhaps a weekday and a time."""
    found = _DATE.search(fold(line))
    if found is None or found["year"] is None:
        return None
    around = f"{line[: found.start()]} {line[found.end() :]}"
    if not _BESIDE_A_DAY.fullmatch(around):
        return None
    month = _NUMBERS[found["month"] or found["month_before"]]
    return _nearest(int(found["year"]), month, int(found["first"] or found["day"]), date.min)


def _nearest(year: int | None, month: int, day: int, written: date) -> date | None:
    years = [year] if year else [written.year + step for step in (-1, 0, 1)]
    days = []
    for one in years:
        try:
            days.append(date(one, month, day))
        except ValueError:
            continue
    return min(days, key=lambda one: abs((one - written).days), default=None)


def _within(first: date, last: str | None) -> date | None:
    """The last of several days of one month."""
    if last is None or int(last) <= first.day:
        return None
    try:
        return first.replace(day=int(last))
    except ValueError:
        return None
