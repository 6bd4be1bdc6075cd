"""Is there a copy of a page at the Wayback Machine? Its availability API is asked.

https://archive.org/help/wayback_api.php
"""

import json
import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from briefings.visiting.asking import UnansweredError
from briefings.visiting.visitor import Visitor

AVAILABLE = "https://archive.org/wayback/available"
_LARGEST = 64 * 1024
_COPY = re.compile(r"https?://web\.archive\.org(?::80)?(/web/\d{4,14}[a-z_]*/[^\s<>\"\\^`{}|]+)")


async def copy_of(url: str, day: date, visitor: Visitor, endpoint: str = AVAILABLE) -> str | None:
    """The address of the copy nearest to a day, or None. Raises UnansweredError."""
    question = urlencode({"url": url, "timestamp": f"{day:%Y%m%d}"})
    answer = await visitor.read(f"{endpoint}?{question}", _LARGEST)
    if answer.status != 200:
        raise UnansweredError(f"it answers {answer.status}")
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise UnansweredError("it answers something else than was asked") from None
    return _address(found)


def _address(found: Any) -> str | None:
    """The address in an answer, if that has one which leads to the Wayback Machine."""
    for key in ("archived_snapshots", "closest"):
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, dict) or not found.get("available"):
        return None
    match = _COPY.fullmatch(str(found.get("url")))
    good = str(found.get("status", "200")) == "200"
    return f"https://web.archive.org{match[1]}" if match and good else None
