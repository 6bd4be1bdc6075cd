"""Do these words occur in that text, whatever the marks, the dashes and the spaces between them?"""

import re
from bisect import bisect_right

from briefings.importing.folding import fold, plain

_GAP = re.compile(r"\[[^\]]{0,200}\]|\(\s*(?:\.{3}|…)\s*\)|\.{3,}|…|\. \. \.")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:['’ʼ`][^\W_]+)*")
_CEDILLAS = str.maketrans("şţŞŢ’ʼ`", "șțȘȚ'''")
_AROUND = " „“”«»\"'‘’,;:—–-"
_LONGEST_GAP = 80
"""Words that an ellipsis, or brackets with an editor's words, may stand for."""


def occurs(quote: str, text: str) -> bool:
    """Whether a quote's words stand in a text one after the other; what it leaves out may be there.

    Case, quotation marks, dashes, spaces, soft hyphens and the form of accents do not count. An
    ellipsis matches a gap, and so does what stands in brackets.
    """
    pieces = [words for words in map(_words, _GAP.split(quote)) if words]
    if not pieces:
        return False
    words = _words(text)
    ends = _ends(pieces[0], words)
    for piece in pieces[1:]:
        ends = [end for end in _ends(piece, words) if _is_behind(ends, end - len(piece))]
    return bool(ends)


def _is_behind(ends: list[int], start: int) -> bool:
    """Whether one of these places is at most the longest gap before that one."""
    last = bisect_right(ends, start)
    return last > 0 and start - ends[last - 1] <= _LONGEST_GAP


def _ends(piece: list[str], words: list[str]) -> list[int]:
    """How many words of a text there are up to the end of a piece, wherever that stands."""
    ends = range(len(piece), len(words) + 1)
    return [end for end in ends if words[end - len(piece) : end] == piece]


def nearest_passage(quote: str, text: str) -> str:
    """The passage of a text that is most like a quote; empty where nothing is like it at all."""
    from rapidfuzz import fuzz  # noqa: PLC0415 (only where something is not found)

    whole = plain(text)
    found = fuzz.partial_ratio_alignment(fold(plain(quote)), fold(whole), score_cutoff=50)
    if found is None:
        return ""
    start = whole.rfind(" ", 0, found.dest_start + 1) + 1
    end = whole.find(" ", found.dest_end)
    return whole[start : end if end >= 0 else len(whole)].strip(_AROUND)


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text.translate(_CEDILLAS)).lower())
