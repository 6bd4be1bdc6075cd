"""Which day is written here?"""

import re
from calendar import monthrange
from datetime import date

_LIKE_A_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
FIRST_YEAR, LAST_YEAR = 1000, 9998  # A time near the ends of the calendar has no other zones.


def day_of(text: str) -> date | str:
    """The day that is written YYYY-MM-DD, or what is wrong with it."""
    like = _LIKE_A_DAY.fullmatch(text)
    if like is None:
        return f'"{text}" is no date. Write year, month and day: 2024-06-14'
    year, month, number = map(int, like.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return f'"{text}" has an impossible year. Write year, month and day: 2024-06-14'
    if not 1 <= month <= 12:
        return f'there is no month {like[2]} in "{text}". Write year, month and day: 2024-06-14'
    last = monthrange(year, month)[1]
    if not 1 <= number <= last:
        return f"there is no {text}: that month has {last} days. Mend the day."
    return date(year, month, number)
