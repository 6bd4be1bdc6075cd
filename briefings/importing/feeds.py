"""What does a feed offer? The items of RSS 2.0 and 1.0 and of Atom (RFC 4287), as proposals."""

from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from msgspec import Struct

from briefings.importing.decoding import one_line
from briefings.importing.failing import SourceError, without_extra
from briefings.importing.fetching import MAX_BYTES, fetch
from briefings.importing.metadata import is_address, moment_of

MOST = 50
"""Items that are looked at."""


class Item(Struct, frozen=True, kw_only=True):
    """An article that a feed names."""

    title: str
    url: str
    published: date | datetime | None


def feed_at(url: str, *, allow_local: bool = False) -> list[Item]:
    """The items of the feed at a URL. Raises `SourceError`."""
    fetched = fetch(url, allow_local=allow_local)
    return items_of(fetched.data, fetched.url)


def items_of(data: bytes, url: str | None = None) -> list[Item]:
    """The items of a feed that was found at `url`, newest first as feeds are. Raises `SourceError`."""
    root = _root(data)
    found = (
        element for element in root.iter("{*}item", "{*}entry") if isinstance(element.tag, str)
    )
    items = []
    for element in found:
        item = _item(element, url)
        if item is not None:
            items.append(item)
        if len(items) == MOST:
            break
    if not items:
        raise SourceError("There are no items in this feed. Look whether it is the right address.")
    return items


def _root(data: bytes) -> Any:
    """The feed's tree. What it declares is not read: entities of its own, other files."""
    try:
        from lxml import etree  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise without_extra() from error
    if len(data) > MAX_BYTES:
        raise SourceError(f"This feed is larger than {MAX_BYTES >> 20} MB.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError("This is no feed: its XML is not in order.") from error


def _item(element: Any, url: str | None) -> Item | None:
    for link in _links(element):
        address = urljoin(url or "", link.strip())
        if is_address(address):
            return Item(
                title=one_line(_text(element, "title") or address),
                url=address,
                published=_published(element),
            )
    return None


def _links(element: Any) -> Iterator[str]:
    for link in element.findall("{*}link"):
        href = link.get("href")
        if href and link.get("rel", "alternate") == "alternate":
            yield href
        elif link.text:
            yield link.text
    guid = element.find("{*}guid")
    if guid is not None and guid.text and guid.get("isPermaLink", "true") == "true":
        yield guid.text


def _text(element: Any, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return "" if found is None else "".join(found.itertext())


def _published(element: Any) -> date | datetime | None:
    for name in ("published", "pubDate", "date", "updated"):
        written = _text(element, name).strip()
        moment = moment_of(written)
        if moment is None and written:
            try:
                moment = parsedate_to_datetime(written)
            except (ValueError, IndexError, TypeError):
                continue
        if moment is not None:
            return moment
    return None
