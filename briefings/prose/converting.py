"""How does Markdown become safe HTML? Parsers that are used again and again, and what they let through."""

import html as entities
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from briefings.prose.shortcut import SAFE, simple

if TYPE_CHECKING:
    import markdown as python_markdown
    import nh3

_FEATURES: tuple[tuple[str, re.Pattern[str], Mapping[str, Any]], ...] = (
    ("tables", re.compile(r"^[^\n]*\|", re.M), {}),
    ("footnotes", re.compile(r"\[\^"), {"BACKLINK_TEXT": "↩", "BACKLINK_TITLE": "↩ {}"}),
    ("def_list", re.compile(r"^ {0,3}:[ \t]", re.M), {}),
    ("fenced_code", re.compile(r"^(?:```|~~~)", re.M), {}),
    ("smarty", re.compile(r"[\"']|--|\.\.\."), {}),
)
"""Extensions that cost time, each switched on for a text in which its mark stands."""
TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h2 h3 h4 "
    "h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td "
    "tfoot th thead time tr u ul var wbr".split()
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir", "class", "id"},
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_CLASSES = frozenset(
    {"footnote", "footnote-ref", "footnote-backref", "align-left", "align-right", "align-center"}
)
_FOOTNOTE_ID = re.compile(r"fn(ref\d*)?:[\w-]+\Z")
_SCHEMES = {"http", "https", "mailto", "tel", "entry"}
_IMAGE = re.compile(r"<img((?:\s+[\w:-]+=\"[^\"]*\")*)>")


class Converter:
    """Turns Markdown into HTML, with parsers that are used again and again.

    `extensions` and `configs` are the bulletin's own `markdown_extensions`.
    """

    def __init__(
        self, extensions: Sequence[str] = (), configs: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self._extensions = tuple(extensions)
        self._configs = configs or {}
        self._parsers: dict[tuple[str, ...], python_markdown.Markdown] = {}
        self._targets: list[str] = []
        self._images: list[str] = []
        self.inspect: Callable[[Element], None] = lambda element: None
        """Sees each link and image that Markdown makes."""
        self.follow: Callable[[str], str | None] = lambda written: None
        """Takes each link's address, raw HTML's too, to the one to use."""

    def html(self, text: str) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
        """Raw HTML, sanitised HTML, and the addresses within the bulletin of its links and images."""
        self._targets, self._images = [], []
        # The bulletin's own extensions may see something in the plainest words.
        found = None if self._extensions else simple(text)
        raw, safe = self._linked(*found) if found else (self._parsed(text), False)
        clean = raw if safe else _IMAGE.sub(_whole_image, self._cleaner.clean(raw))
        return raw, clean, tuple(self._targets), tuple(self._images)

    def _linked(self, html: str, addresses: Sequence[str]) -> tuple[str, bool]:
        """The HTML of a simple text with its links, and whether nothing in it has to be cleaned."""
        first, *others = html.split("<a>")
        links = [Element("a", {"href": address}) for address in addresses]
        for link in links:
            self.inspect(link)
        used = [link.get("href") for link in links]
        opened = (
            f'<a href="{entities.escape(address)}">' if address is not None else "<a>"
            for address in used
        )
        whole = "".join([first, *(tag + other for tag, other in zip(opened, others, strict=True))])
        kept = [address for address in used if address is not None]
        if any(not SAFE.fullmatch(one) or self.follow(one) != one for one in kept):
            return whole, False
        self._targets = [one for one in kept if one.startswith(("entry:", "/"))]
        return whole, True

    def _parsed(self, text: str) -> str:
        parser = self._parser(tuple(name for name, mark, _ in _FEATURES if mark.search(text)))
        try:
            return parser.reset().convert(text)
        except RecursionError:
            self._parsers.clear()  # What they were in the middle of would go on in the next text.
            raise

    def _parser(self, features: tuple[str, ...]) -> "python_markdown.Markdown":
        if features not in self._parsers:
            # Imported here because most texts are so plain that they are written out without it.
            from briefings.prose.parsing import parser  # noqa: PLC0415

            own = {name: dict(config) for name, _, config in _FEATURES if name in features}
            for name in self._extensions:
                own.setdefault(name, {}).update(self._configs.get(name, {}))
            self._parsers[features] = parser(own, self._inspected)
        return self._parsers[features]

    def _inspected(self, element: Element) -> None:
        self.inspect(element)  # Whoever inspects one text need not inspect the next.

    @cached_property
    def _cleaner(self) -> "nh3.Cleaner":
        import nh3  # noqa: PLC0415 (as above)

        return nh3.Cleaner(
            tags=set(TAGS),
            attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
            attribute_filter=self._filter,
            url_schemes=_SCHEMES,
            link_rel=None,
        )

    def _filter(self, tag: str, name: str, value: str) -> str | None:
        if name == "class":
            kept = [one for one in value.split() if one in _CLASSES or self._extensions]
            return " ".join(kept) or None
        if name == "id":
            return value if _FOOTNOTE_ID.match(value) else None
        if name == "src":
            if not value.startswith("/media/"):
                return None
            self._images.append(value)
        if name == "href":
            followed = self.follow(value)
            if followed is not None and followed.startswith(("entry:", "/")):
                self._targets.append(followed)
            return followed
        return value


def _whole_image(match: re.Match[str]) -> str:
    """An image with what it needs to be valid; nothing where its address was refused."""
    attributes = match.group(1)
    if ' src="' not in attributes:
        return ""
    return f"<img{attributes}>" if ' alt="' in attributes else f'<img{attributes} alt="">'
