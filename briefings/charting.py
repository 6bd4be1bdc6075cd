"""How do numbers look as text? A line each, with a small bar behind it."""

import unicodedata
from collections.abc import Iterator, Sequence

from briefings.counting import Count

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LONGEST_NAME = 34


def chart(counts: Sequence[Count], *, width: int, ascii_only: bool = False) -> Iterator[str]:
    """A line for each: its name, its number, and a bar of at most `width` columns."""
    if not counts:
        return
    most = max(count.number for count in counts)
    names = [_shortened(_printable(count.name, ascii_only=ascii_only)) for count in counts]
    column = max(map(columns_of, names))
    digits = len(f"{most}")
    for name, count in zip(names, counts, strict=True):
        padding = " " * (column - columns_of(name))
        share = count.number / most if most else 0
        bar = bar_of(share, width, ascii_only=ascii_only)
        yield f"{name}{padding}  {count.number:>{digits}}  {bar}".rstrip()


def bar_of(share: float, width: int, *, ascii_only: bool) -> str:
    """A bar as long as a share, from 0 to 1, of `width` columns; the least one that is not 0 is seen."""
    if ascii_only:
        return "#" * max(round(share * width), share > 0)
    eighths = max(round(share * width * 8), share > 0)
    return _EIGHTHS[-1] * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    marks = sum(unicodedata.combining(one) > 0 for one in text)
    return len(text) + wide - marks


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 3]}..."


def _printable(name: str, *, ascii_only: bool) -> str:
    """A name that moves no cursor; where a terminal knows ASCII alone, without its accents."""
    shown = "".join(one if one.isprintable() else "?" for one in name)
    if not ascii_only:
        return shown
    decomposed = unicodedata.normalize("NFKD", shown)
    letters = "".join(one for one in decomposed if not unicodedata.combining(one))
    return letters.encode("ascii", "replace").decode("ascii")
