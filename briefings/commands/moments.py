"""Which moment does somebody mean who types one? ISO 8601, in the bulletin's time zone."""

from contextlib import suppress
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import click

_FIRST_YEAR, _LAST_YEAR = 1970, 9000
"""What clocks can count, in every time zone."""


class Typed(NamedTuple):
    """A moment as it was typed: a day, or a day with a time, perhaps with a zone."""

    value: date | datetime

    def moment(self, timezone: ZoneInfo) -> datetime:
        """The moment; of a day alone its last one."""
        if not isinstance(self.value, datetime):
            return datetime.combine(self.value, time.max, timezone)
        return self.value if self.value.tzinfo else self.value.replace(tzinfo=timezone)

    def said(self, timezone: ZoneInfo) -> str:
        """The moment with its zone; a day as it was typed."""
        whole_day = not isinstance(self.value, datetime)
        return (self.value if whole_day else self.moment(timezone)).isoformat()

    def name(self, timezone: ZoneInfo) -> str:
        """The moment as the name of a folder, in the bulletin's zone: `2024-06-15T1200`."""
        if not isinstance(self.value, datetime):
            return self.value.isoformat()
        local = self.moment(timezone).astimezone(timezone)
        return f"{local:%Y-%m-%dT%H%M}{f'{local:%S}' if local.second else ''}"


class Moment(click.ParamType[Typed]):
    """A day or a moment, as `2024-06-15` or `2024-06-15T12:00`."""

    name = "MOMENT"

    def convert(self, value: Any, param: Any, ctx: Any) -> Typed:
        """What was typed."""
        if isinstance(value, Typed):
            return value
        for parse in (date.fromisoformat, datetime.fromisoformat):
            with suppress(ValueError):
                read = parse(value)
                if _FIRST_YEAR <= read.year <= _LAST_YEAR:
                    return Typed(read)
        return self.fail(
            f'"{value}" is no moment. Write it as 2024-06-15T12:00, or a day as 2024-06-15.'
        )
