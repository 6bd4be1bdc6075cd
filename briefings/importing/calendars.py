"""Which days does a text name, in the languages whose months are known here?"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

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

_WEEKDAYS = """
monday luni понеділок
tuesday marti вівторок
wednesday miercuri середу
thursday joi четвер
friday vineri п'ятницю п’ятницю
saturday sambata суботу
sunday duminica неділю
"""
_WEEKDAY_NUMBERS = {
    name: number
    for number, names in enumerate(_WEEKDAYS.strip().splitlines())
    for name in names.split()
}
_WEEKDAY = "|".join(_WEEKDAY_NUMBERS)
_TO_COME = (
    r"will|(?:is|are) (?:to|due|set|scheduled|expected)|plans? to"
    r"|va|vor|urmeaza|(?:este|sunt) (?:programat|asteptat)\w*"
    r"|буде|будуть|відбуд\w+|збер(?:еться|уться)|планує\w*|планують|запланован\w+|прибуде|відвідає|проведе"
    r"|проведуть|зустрін\w+|має відбутися"
)
_PROMISED = re.compile(
    rf"(?<!\w)(?:(?:{_TO_COME})(?!\w)[^.!?;:«»“”„\"]{{0,80}}?(?P<lead>\s(?:on\s|next\s|[ув]\s|pe\s)?)"
    rf"(?P<day>{_WEEKDAY})(?!\w)"
    rf"|(?P<first>(?:[ув]\s)?)(?P<day_first>{_WEEKDAY}),?\s+(?:{_TO_COME})(?!\w))"
)
_SAID = re.compile(
    r"(?<!\w)(?:said|told|announced|spus|declarat|anuntat|afirmat|сказа|заяви|повідоми)"
)
_MONTHS_OF_TIME = re.compile(
    r"(?:\d|\b(?:doua|trei|patru|cinci|sase|sapte|opt|noua|zece|multe|cateva|ultimele|urmatoarele|de))\s*$"
)
"""What stands before the Romanian word for months, which is that for Monday too."""


class NamedDay(Struct, frozen=True, kw_only=True):
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


def promised_days(text: str, written: date) -> Iterator[NamedDay]:
    """The weekdays on which something is to happen by a text of that day, as their next days.

    The weekday of that day itself may mean the next one too, and is passed over.
    """
    folded = fold(text)
    for found in _PROMISED.finditer(folded):
        name = "day" if found["day"] else "day_first"
        if _SAID.search(found[0]) or _WEEKDAY_NUMBERS[found[name]] == written.weekday():
            continue
        if found[name] == "luni" and _MONTHS_OF_TIME.search(folded[: found.start(name)]):
            continue
        ahead = (_WEEKDAY_NUMBERS[found[name]] - written.weekday()) % 7
        start = found.start("lead" if found["day"] else "first")
        yield NamedDay(start=start, end=found.end(name), first=written + timedelta(days=ahead))


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
