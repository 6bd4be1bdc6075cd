"""What does a page say about itself: its headline, its date, its language, its own address?

JSON-LD (schema.org) comes first, since it has the time, then the page's `meta` elements, then what can
be seen.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from briefings.files.days import FIRST_YEAR, LAST_YEAR
from briefings.importing.decoding import one_line
from briefings.outlines import host_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"\w*(?:Article|BlogPosting|Report|PressRelease|Posting)")
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@property='og:published_time']/@content",
    "//meta[@name='date' or @name='pubdate' or @name='publish-date' or @name='parsely-pub-date']/@content",
    "//meta[@name='dc.date' or @name='DC.date' or @name='DC.date.issued']/@content",
    "//meta[@name='dcterms.created' or @name='dcterms.date']/@content",
    "//article//time[@pubdate]/@datetime",
    "(//article//time/@datetime)[1]",
    "(//time/@datetime)[1]",
)
_TITLES = (
    "//meta[@property='og:title']/@content",
    "//meta[@name='twitter:title']/@content",
)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?)?"
)
_BETWEEN_TITLE_AND_SITE = re.compile(r"\s+[|—–·»-]\s+")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga)=.*")
_MOST_RECORDS = 500


class Metadata(Struct, frozen=True, kw_only=True):
    """What is known of a source besides its text."""

    url: str | None = None
    """Where it stands: its canonical address, else the one at which it was found."""
    title: str = ""
    published: date | datetime | None = None
    """With the time, and its zone, where the page gives both."""
    declared_language: str | None = None


def metadata_of(tree: "HtmlElement", url: str | None) -> Metadata:
    """What a page, found at `url`, says about itself."""
    records = list(_articles(tree))
    declared = [
        *(record.get("inLanguage") for record in records),
        *tree.xpath("/html/@lang"),
        *tree.xpath("//meta[@property='og:locale']/@content"),
    ]
    return Metadata(
        url=_canonical(tree, url),
        title=_title(tree, records),
        published=_published(tree, records),
        declared_language=next((one for one in declared if isinstance(one, str)), None),
    )


def moment_of(text: object) -> date | datetime | None:
    """The day, or the time with its zone, that a text in the form of ISO 8601 says."""
    found = _MOMENT.match(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    day, time, zone = found.groups()
    try:
        read = date.fromisoformat(day)
        if not FIRST_YEAR <= read.year <= LAST_YEAR:
            return None
        return datetime.fromisoformat(f"{day}T{time}{zone}") if time and zone else read
    except ValueError:
        return None


def is_address(url: str) -> bool:
    """Whether a text is an http or https URL that an entry may cite."""
    if not re.fullmatch(r"https?://[^\s<>\"\\^`{}|\x00-\x1f\x7f]+", url):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False


def without_tracking(url: str) -> str:
    """An address without what tells its host where a reader came from, and what a browser marks there."""
    address, _, fragment = url.partition("#")
    page, _, query = address.partition("?")
    asked = [one for one in query.split("&") if one and not _TRACKING.fullmatch(one)]
    kept = f"#{fragment}" if fragment and not fragment.startswith(":~:") else ""
    return page + (f"?{'&'.join(asked)}" if asked else "") + kept


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """Every schema.org record of an article in the page, in order."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            waiting = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while waiting and seen < _MOST_RECORDS:
            record = waiting.pop(0)
            seen += 1
            if isinstance(record, list):
                waiting.extend(record)
            elif isinstance(record, dict):
                if _is_article(record.get("@type")):
                    yield record
                waiting.extend(record.get(key) for key in ("@graph", "mainEntity") if key in record)


def _is_article(kind: object) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and _ARTICLE.fullmatch(one) for one in kinds)


def _canonical(tree: Any, url: str | None) -> str | None:
    """A page's own address, if it is on the site where it was found."""
    found = tree.xpath("//link[@rel='canonical']/@href") + tree.xpath(
        "//meta[@property='og:url']/@content"
    )
    for href in found:
        try:
            own: str = urljoin(url or "", href.strip())
        except ValueError:
            continue
        if is_address(own) and (url is None or _same_site(own, url)):
            return own
    return url


def _same_site(one: str, other: str) -> bool:
    first, second = sorted((host_of(one), host_of(other)), key=len)
    return second == first or second.endswith(f".{first}")


def _title(tree: Any, records: list[dict[str, Any]]) -> str:
    said: list[object] = [record.get("headline") for record in records]
    for path in _TITLES:
        said.extend(tree.xpath(path))
    headings = tree.xpath("//h1[1]")
    said.extend(heading.text_content() for heading in headings)
    titles = [one_line(one) for one in said if isinstance(one, str) and one.strip()]
    site = [one_line(one) for one in tree.xpath("//meta[@property='og:site_name']/@content")]
    if titles:
        return _without_site(titles[0], site)
    return _shortened_title(one_line(tree.findtext(".//title") or ""))


def _without_site(title: str, sites: list[str]) -> str:
    """A headline without the name of the site behind it."""
    parts = _BETWEEN_TITLE_AND_SITE.split(title)
    if len(parts) > 1 and parts[-1] in sites:
        return title[: title.rindex(parts[-1])].rstrip(" |—–·»-")
    return title


def _shortened_title(title: str) -> str:
    """The title element mostly ends with the site's name: its longest part is the headline."""
    return max(_BETWEEN_TITLE_AND_SITE.split(title), key=len)


def _published(tree: Any, records: list[dict[str, Any]]) -> date | datetime | None:
    said: list[object] = [record.get("datePublished") for record in records]
    for path in _DATES:
        said.extend(tree.xpath(path))
    moments = [moment for moment in map(moment_of, said) if moment is not None]
    if not moments:
        return _seen_date(tree)
    first = moments[0]
    timed = (one for one in moments if isinstance(one, datetime) and one.date() == _day(first))
    return next(timed, first)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _seen_date(tree: Any) -> date | None:
    """The day that stands on the page for readers."""
    from htmldate import find_date  # noqa: PLC0415 (an extra, and slow to import)

    try:
        found = find_date(tree, original_date=True, extensive_search=True)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment_of(found)
    return _day(moment) if moment else None
