"""Is a Markdown text nested too deep, or a paragraph of it too long, for its parser?"""

import re
from itertools import pairwise

MAX_DEPTH = 40
"""How many brackets, or beginnings of tags, may be open at once."""

MAX_PARAGRAPH = 30_000
"""How many characters may stand without a blank line: the parser's time grows with their square."""

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_BRACKET = re.compile(r"[\[\]()]")
_TAG = re.compile(r"<(?=[A-Za-z!/])|>")
_OPENING = {"[": "]", "(": ")", "<": ">"}


def too_deep(markdown: str) -> int | None:
    """Where in the text nesting goes beyond `MAX_DEPTH`; None where it does not."""
    if max(map(markdown.count, _OPENING)) <= MAX_DEPTH:
        return None
    start = 0
    for blank in _BLANK_LINE.finditer(markdown):
        if (at := _first(_BRACKET, markdown, start, blank.start())) is not None:
            return at
        start = blank.end()
    last = _first(_BRACKET, markdown, start, len(markdown))
    return last if last is not None else _first(_TAG, markdown, 0, len(markdown))


def too_long(markdown: str) -> int | None:
    """Where a paragraph begins that is longer than `MAX_PARAGRAPH`; None where there is none."""
    if len(markdown) <= MAX_PARAGRAPH:
        return None
    starts = [0, *(blank.end() for blank in _BLANK_LINE.finditer(markdown)), len(markdown)]
    long = (start for start, end in pairwise(starts) if end - start > MAX_PARAGRAPH)
    return next(long, None)


def _first(sign: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    left_open = dict.fromkeys(_OPENING.values(), 0)
    for match in sign.finditer(text, start, end):
        closing = _OPENING.get(match[0])
        if closing is None:
            left_open[match[0]] = max(0, left_open[match[0]] - 1)
        elif left_open[closing] == MAX_DEPTH:
            return match.start()
        else:
            left_open[closing] += 1
    return None
