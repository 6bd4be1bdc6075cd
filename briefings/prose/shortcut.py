"""Which Markdown needs no parser? Paragraphs and lists of plain words with links and emphasis: most bodies.

What is understood here gives the HTML that Python-Markdown makes of it, without a character that
would have to be escaped. All else is left to the parser.
"""

import re

SAFE = re.compile(
    r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,}(?:/[A-Za-z0-9_.~/?=#,;:@+%-]*)?"
    r"|entry:\w[\w/-]*|/?[\w.][\w./-]*|/"
)
"""Addresses that stand in HTML as they are written, and that every reader of URLs understands."""

# Each branch begins with its character: so the others are passed over quickly.
_TYPED = re.compile(
    r"'(?<=[^\W\d_]')(?=[^\W\d_]|[\s.,;:!?]|\Z)"
    r'|"(?<![^\s(]")(?=\w)(?P<opening>)'
    r'|"(?<=[\w.,;:!?%]")(?<!\'s")(?![\w"\'])'
    r"|--(?<=\S --)(?= \S)"
    r"|\.\.\.(?<!\.\.\.\.)(?!\.)"
)
"""Punctuation of a typewriter where nobody can mistake what it stands for."""
_PRINTED = {"'": "’", '"': "”", "--": "–", "...": "…"}
_ODD = re.compile(r"[^\S\n ]|[\x00-\x08\x0e-\x1f\\`<>&|~\"']")
"""What may mean something anywhere, and white space that does not stay as it is."""
_ODD_PAIRS = ("--", "...", "![", " \n", "\n ")
_LINE = r"(?!\d+\.(?: |$))(?:\*{1,2}(?=\w)|[^\s#=+:!*-])[^\n]*"
_BLOCK = re.compile(rf"(?m:(?P<list>- {_LINE}(?:\n- {_LINE})*\Z)|{_LINE}(?:\n{_LINE})*\Z)")
_SPECIAL = re.compile(r"[*_\[\]]")
_WORDS = r"[^\s*_\[\]](?:[^*_\[\]]*[^\s*_\[\]])?"
_MARK = re.compile(
    rf"\[(?P<text>{_WORDS})\]\((?P<address>{SAFE.pattern})\)"
    rf"|(?<![^\s(])(?P<stars>\*\*?)(?P<stressed>{_WORDS})(?P=stars)(?![\w*\[])"
    rf"|{_SPECIAL.pattern}"
)


class _UnusualError(Exception):
    """Something that only the parser can tell the meaning of."""


def simple(markdown: str) -> tuple[str, list[str]] | None:
    """The HTML of a text with a bare `<a>` for each link, and the links' addresses in their order.

    None where the text is not as simple as that.
    """
    text = _TYPED.sub(_printed, markdown.strip("\n"))
    if _ODD.search(text) or any(pair in f"{text}\n" for pair in _ODD_PAIRS):
        return None
    addresses: list[str] = []
    blocks = []
    listed = False
    try:
        for block in text.split("\n\n"):
            match = _BLOCK.match(block)
            if match is None or (listed and match["list"]):
                return None
            listed = match["list"] is not None
            blocks.append(_list(block, addresses) if listed else _paragraph(block, addresses))
    except _UnusualError:
        return None
    return "\n".join(blocks), addresses


def _printed(match: re.Match[str]) -> str:
    return "“" if match["opening"] is not None else _PRINTED[match[0]]


def _paragraph(block: str, addresses: list[str]) -> str:
    return f"<p>{_marked(block, addresses)}</p>"


def _list(block: str, addresses: list[str]) -> str:
    items = (f"<li>{_marked(line[2:], addresses)}</li>" for line in block.split("\n"))
    return "\n".join(["<ul>", *items, "</ul>"])


def _marked(text: str, addresses: list[str]) -> str:
    """A text with its links and its emphasis as HTML."""
    if not _SPECIAL.search(text):
        return text

    def element(match: re.Match[str]) -> str:
        if address := match["address"]:
            addresses.append(address)
            return f"<a>{match['text']}</a>"
        if match["stars"] is None:
            raise _UnusualError
        tag = "em" if len(match["stars"]) == 1 else "strong"
        return f"<{tag}>{match['stressed']}</{tag}>"

    return _MARK.sub(element, text)
