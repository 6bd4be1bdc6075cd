"""Do these words occur in that text, whatever the marks, the dashes and the spaces between them?"""

import re

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
    gap = rf" (?:\S+ ){{0,{_LONGEST_GAP}}}?"
    pattern = gap.join(re.escape(" ".join(piece)) for piece in pieces)
    return re.search(rf"(?:^| ){pattern}(?: |$)", " ".join(_words(text))) is not None


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
