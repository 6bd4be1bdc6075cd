"""Which day or time does a text mean?"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

from briefings.files.days import FIRST_YEAR, LAST_YEAR, day_of
from briefings.files.faults import FAULT, Report
from briefings.files.yamltext import Scalar
from briefings.problems import Code

TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    r" ?(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_WIDEST_OFFSET = timedelta(hours=15)


def day(node: Scalar, report: Report) -> Any:
    """A day."""
    try:
        read = date.fromisoformat(node.text)
    except ValueError:
        pass
    else:
        if len(node.text) == 10 and FIRST_YEAR <= read.year <= LAST_YEAR:
            return read
    if TIME.fullmatch(node.text) and len(node.text) > 10:
        message = f'"{node.text}" has a time where a day belongs. Write {node.text[:10]}'
        return report.fault(node, message, Code.BAD_DATE)
    outcome = day_of(node.text)
    return outcome if isinstance(outcome, date) else report.fault(node, outcome, Code.BAD_DATE)


def moment(node: Scalar, report: Report) -> Any:
    """A day, or a day with a time, which then has a zone."""
    match = TIME.fullmatch(node.text)
    if match is None:
        message = (
            f'"{node.text}" is no date. Write 2024-06-14, or with a time 2024-06-14T17:40+02:00'
        )
        return report.fault(node, message, Code.BAD_DATE)
    on = day_of(match["day"])
    if isinstance(on, str):
        return report.fault(node, on, Code.BAD_DATE)
    if match["hour"] is None:
        return on
    try:
        hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
        zone = _zone(match["zone"], report)
        return datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=zone)
    except ValueError:
        time = node.text[11:].strip()
        message = (
            f'there is no time "{time}". Write hours up to 23 and minutes up to 59: 17:40+02:00'
        )
        return report.fault(node, message, Code.BAD_DATE)


def _zone(text: str | None, report: Report) -> tzinfo:
    """The zone of an offset, a ValueError where no clock on earth has it."""
    if text is None:
        return report.timezone
    if text in "Zz":
        return UTC
    sign = -1 if text[0] == "-" else 1
    offset = sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    if abs(offset) > _WIDEST_OFFSET:
        raise ValueError
    return timezone(offset)


def instant(node: Scalar, report: Report) -> Any:
    """A time; a bare day is its beginning."""
    read = moment(node, report)
    if read is FAULT or isinstance(read, datetime):
        return read
    return datetime(read.year, read.month, read.day, tzinfo=report.timezone)
