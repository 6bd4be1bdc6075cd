"""Where in a text do quotations stand, whatever their marks?

Newsrooms mix the marks of several languages, and lose some. What tells an opening mark from a closing
one is where it stands, before a word or behind one, more than which of them it is.
"""

import re

from msgspec import Struct

from briefings.importing.folding import plain

_MARK = re.compile(r"[“”„‟«»\"‹›]|,,(?=\w)|''|``|<<|>>")
_CLOSING = frozenset({"»", "”", ">>", "›", "''"})
_ANGLES = frozenset({"«", "»", "<<", ">>", "‹", "›"})
_PAIRS = (("«", "»"), ("“", "”"), ("„", "”"), ("„", "“"))
_NEVER_BEHIND_OPENING = frozenset(",.;:!?)]»”")
_BEFORE_OPENING = frozenset(" \t\n\u00a0([{—–-:/") | {"«", "“", "„", '"'}
_SINGLE = re.compile(r"(?<!\w)‘(?=\w)([^‘“”\"]+?)(?:(?<=[,.!?…])’|’(?=[,.;:)]|$))(?!\w)")
_STRAIGHT = re.compile(r"(?<![\w'])'(?=[^\W\d])([^‘“”\"]+?)(?:(?<=[,.!?…])'|'(?=[,.;:)]|$))(?!\w)")
"""Between straight single marks, which may be apostrophes, too: ’90s, the members’ view."""
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)")
_NOT_OF_THE_WORDS = " \t\u00a0,;:—–"


class Quotation(Struct, frozen=True, kw_only=True):
    """Words between marks in a paragraph."""

    start: int
    """Where the opening mark stands."""
    end: int
    """Behind the closing mark."""
    text: str
    """The words without their marks, nor the comma that belongs to the sentence around them."""
    closed: bool = True
    """Whether a mark ends it; one without is taken to the end of its first sentence."""


def quotations(paragraph: str, *, to_the_end: bool = False) -> list[Quotation]:
    """The quotations of a paragraph in order; one within another is part of that.

    With `to_the_end`, one that is open at the end goes on in the next paragraph, and is taken whole.
    """
    text = paragraph
    for pattern in (_SINGLE, _STRAIGHT):
        text = pattern.sub(lambda found: f"“{found[1]}”", text)
    found: list[Quotation] = []
    open_: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        if _opens(mark, bool(open_)):
            if open_ and _is_angle(open_[0]) == _is_angle(mark) and not _balanced(text, mark[0]):
                found.append(_unclosed(text, open_[0], mark.start()))
                open_ = []
            open_.append(mark)
        elif open_:
            first, open_ = open_[0], _still_open(mark, open_)
            if not open_:
                found.append(_between(text, first, mark))
    if open_:
        found.append((_rest if to_the_end else _unclosed)(text, open_[0], len(text)))
    return [one for one in found if one.text]


def goes_on(paragraph: str) -> bool:
    """Whether a paragraph begins with an opening mark, as one does in the middle of a speech."""
    mark = _MARK.match(paragraph)
    return mark is not None and _opens(mark, within=False)


def _opens(mark: re.Match[str], within: bool) -> bool:
    before = mark.string[mark.start() - 1 : mark.start()]
    after = mark.string[mark.end() : mark.end() + 1]
    if not after or after.isspace():
        return mark[0] == "«" and not within and bool(after)
    if after in _NEVER_BEHIND_OPENING:
        return False
    if mark[0] in _CLOSING and within:
        return False
    return not before or before in _BEFORE_OPENING or mark[0] in ("„", ",,")


def _is_angle(mark: re.Match[str]) -> bool:
    return mark[0] in _ANGLES


def _balanced(text: str, mark: str) -> bool:
    """Whether each mark of this pair is closed somewhere, so that one may stand within another."""
    return any(mark == one and text.count(one) == text.count(other) for one, other in _PAIRS)


def _still_open(mark: re.Match[str], open_: list[re.Match[str]]) -> list[re.Match[str]]:
    """What a closing mark leaves open: it closes the last one of its kind, else the last one."""
    same = [at for at, one in enumerate(open_) if _is_angle(one) == _is_angle(mark)]
    return open_[: same[-1] if same else -1]


def _between(text: str, first: re.Match[str], last: re.Match[str]) -> Quotation:
    words = plain(text[first.end() : last.start()]).strip(_NOT_OF_THE_WORDS)
    return Quotation(start=first.start(), end=last.end(), text=words)


def _rest(text: str, first: re.Match[str], limit: int) -> Quotation:
    words = plain(text[first.end() : limit]).strip(_NOT_OF_THE_WORDS)
    return Quotation(start=first.start(), end=limit, text=words)


def _unclosed(text: str, first: re.Match[str], limit: int) -> Quotation:
    sentence = _SENTENCE_END.search(text, first.end(), limit)
    end = sentence.end() if sentence else limit
    words = plain(text[first.end() : end]).strip(_NOT_OF_THE_WORDS)
    return Quotation(start=first.start(), end=end, text=words, closed=False)
