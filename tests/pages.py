"""What does a built page refer to? Its addresses and its ids, read from the HTML."""

from html.parser import HTMLParser
from pathlib import Path

from msgspec import Struct, field

_ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "cite"}
_META_ADDRESSES = {"og:url", "og:image"}


class Reference(Struct, frozen=True, kw_only=True):
    """One address in a page."""

    tag: str
    attribute: str
    address: str
    rel: str = ""

    @property
    def is_fetched(self) -> bool:
        """Whether a browser asks for it without a reader's click."""
        if self.tag == "link":
            return not {"canonical", "alternate", "license"} & set(self.rel.split())
        return self.tag not in {"a", "meta", "blockquote", "q", "del", "ins"}


class PageFacts(Struct):
    """A page's language, ids and addresses."""

    language: str = ""
    ids: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)


def facts_of(page: Path) -> PageFacts:
    """What stands in a built page."""
    return facts_of_html(page.read_text(encoding="utf-8"))


def facts_of_html(html: str) -> PageFacts:
    """What stands in HTML, a whole page or a part."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.facts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.facts = PageFacts()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.facts.language = given.get("lang", "")
        if "id" in given:
            self.facts.ids.append(given["id"])
        for name, value in given.items():
            for address in _addresses(tag, name, value, given):
                reference = Reference(
                    tag=tag, attribute=name, address=address, rel=given.get("rel", "")
                )
                self.facts.references.append(reference)


def _addresses(tag: str, name: str, value: str, given: dict[str, str]) -> list[str]:
    """The addresses that one attribute holds."""
    if name == "srcset":
        return [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]
    if tag == "meta" and name == "content":
        if given.get("http-equiv", "").lower() == "refresh":
            return [value[value.lower().index("url=") + len("url=") :].strip("'\" ")]
        return [value] if given.get("property") in _META_ADDRESSES else []
    return [value] if name in _ADDRESSES else []
