"""Which part of a page is the article?"""

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefings.importing.failing import SourceError, without_extra
from briefings.importing.folding import plain
from briefings.importing.leftovers import without_leftovers

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONG = 200
"""Characters of text in a table's cell that is no datum but a part of the page."""
_INLINE = frozenset({"a", "b", "strong", "em", "i", "span", "u"})
_BETWEEN_WORDS = re.compile(r"\w$"), re.compile(r"^\s*\w")
_EMPTY_PAIR = re.compile(r"\(\s*\)|[«„“]\s*[»”]|\w {1,2}\s*,\s?\w|\w\s+\.\s")
_TWO_SPACES = re.compile(r"\w[ \u00a0]{2,}[a-zà-žа-яіїєґ]")
_AROUND = 30
"""Characters on each side of a gap by which an editor finds it."""
_MOST_GAPS = 20
_MOST_ELEMENTS = 30_000
"""A page of an article has a few thousand; the time that is needed grows faster than they do."""


class Article(Struct, frozen=True, kw_only=True):
    """What a page says, without what stands around it."""

    paragraphs: tuple[str, ...]
    gaps: tuple[str, ...] = ()
    """The words around each place where the page seems to have lost some."""

    @property
    def text(self) -> str:
        """The paragraphs, with an empty line between two."""
        return "\n\n".join(self.paragraphs)


def tree_of(html: str) -> "HtmlElement":
    """A page as a tree. Raises `SourceError` for what is none, and where the libraries are missing."""
    try:
        from lxml import etree  # noqa: PLC0415 (an extra, and slow to import)
        from lxml import html as lxml_html  # noqa: PLC0415 (as above)
    except ImportError as error:
        raise without_extra() from error
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree: HtmlElement = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError("There is no page in this. Look whether it is the right file.") from error
    if sum(1 for _ in islice(tree.iter(), _MOST_ELEMENTS + 1)) > _MOST_ELEMENTS:
        message = (
            "This page is too large for an article. Copy its text into a file, and import that."
        )
        raise SourceError(message)
    return tree


def article_of(tree: "HtmlElement", title: str = "") -> Article:
    """The article of a page whose headline is `title`; the tree is changed. Raises `SourceError`."""
    try:
        import trafilatura  # noqa: PLC0415 (an extra, and slow to import)
    except ImportError as error:
        raise without_extra() from error
    _unwrap_layout(tree)
    gaps = _gaps(tree)
    text = trafilatura.extract(
        tree, output_format="txt", include_comments=False, include_tables=True, deduplicate=False
    )
    paragraphs = without_leftovers((text or "").splitlines(), title)
    if not paragraphs:
        message = "No article was found on this page. Copy its text into a file, and import that."
        raise SourceError(message)
    known = plain(" ".join(paragraphs))
    return Article(
        paragraphs=paragraphs, gaps=tuple(gap for gap in gaps if gap.split(" … ")[0] in known)
    )


def article_of_text(text: str) -> Article:
    """The article that a plain text is: paragraphs stand between empty lines, else on a line each."""
    parted = re.split(r"\n\s*\n", text)
    if len(parted) < 3:
        parted = text.splitlines()
    paragraphs = without_leftovers(parted)
    return Article(paragraphs=paragraphs, gaps=tuple(_gaps_in(text)))


def _unwrap_layout(tree: Any) -> None:
    """Tables that lay out a page become plain blocks: as tables they would be taken for data."""
    for cell in tree.xpath("//td"):
        if len(cell.text_content()) > _LONG and (cell.xpath("./div|./p|./table|./br|./h1|./h2")):
            table = next(cell.iterancestors("table"), None)
            if table is not None:
                for part in table.xpath(".//table|.//tbody|.//tr|.//td|.//th"):
                    part.tag = "div"
                table.tag = "div"


def _gaps(tree: Any) -> list[str]:
    """Where a link or a name seems to have stood that the page gives without its words."""
    found = []
    for element in tree.iter(*_INLINE):
        if not len(element) and not (element.text or "").strip():
            before, after = _before(element), element.tail or ""
            if _BETWEEN_WORDS[0].search(before.rstrip()) and _BETWEEN_WORDS[1].search(after):
                found.append(_shortened(before, after))
    for block in tree.iter("p", "div", "li", "td"):
        for text in [block.text, *(child.tail for child in block)]:
            found.extend(_gaps_in(text or ""))
    return list(dict.fromkeys(found))


def _before(element: Any) -> str:
    previous = element.getprevious()
    if previous is not None:
        return previous.tail or ""
    return element.getparent().text or ""


def _gaps_in(text: str) -> list[str]:
    found = []
    for line in text.splitlines():
        for pattern in (_EMPTY_PAIR, _TWO_SPACES):
            for match in pattern.finditer(line):
                middle = (match.start() + match.end()) // 2
                near = line[max(0, middle - 3 * _AROUND) : middle + 3 * _AROUND]
                at = min(middle, 3 * _AROUND)
                found.append(_shortened(near[:at], near[at:]))
                if len(found) == _MOST_GAPS:
                    return found
    return found


def _shortened(before: str, after: str) -> str:
    before, after = before[-3 * _AROUND :], after[: 3 * _AROUND]
    left = plain(before)[-_AROUND:].partition(" ")[2] or plain(before)[-_AROUND:]
    right = plain(after)[:_AROUND].rpartition(" ")[0] or plain(after)[:_AROUND]
    return f"{left} … {right}"
