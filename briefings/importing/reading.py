"""What does a source say? A page, a file or a text becomes an article with all that is known of it."""

import codecs
import re
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from briefings.importing.calendars import day_stamped
from briefings.importing.decoding import decoded, one_line
from briefings.importing.extracting import Article, article_of, article_of_text, tree_of
from briefings.importing.failing import SourceError
from briefings.importing.fetching import FEEDS, MAX_BYTES, fetch
from briefings.importing.languages import language_of
from briefings.importing.metadata import Metadata, is_address, metadata_of, without_tracking

_LONGEST = 2000
"""Characters of an address: browsers take no longer ones."""
_BEGINNING = 2048
_FIRST_LINES = 5
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|article|p|div)\b", re.I)
_FEED = re.compile(r"\s*(?:<[?!][^>]*>\s*)*<(?:rss|feed|rdf:RDF)[\s>]")
_NO_TEXT = (b"%PDF", b"PK\x03\x04", b"\x1f\x8b")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What a text begins with in which NUL bytes may stand."""

_A_FEED = "{} is a feed. Add --feed, and its items are listed."


class SourceText(Struct, frozen=True, kw_only=True):
    """An article with all that is known of it."""

    article: Article
    url: str | None
    title: str
    published: date | datetime | None
    language: str | None

    @property
    def name(self) -> str:
        """What it is known by: its address, or its title where it has none."""
        return self.url or self.title


def read_url(url: str, *, allow_local: bool = False) -> SourceText:
    """The article at a URL. Raises `SourceError`."""
    if len(url) > _LONGEST:
        raise SourceError("This address is too long. Copy it again from the browser.")
    fetched = fetch(url, allow_local=allow_local)
    if fetched.media_type in FEEDS:
        raise SourceError(_A_FEED.format(url))
    text = decoded(fetched.data, fetched.charset)
    _refuse_feed(text, url)
    if fetched.media_type == "text/plain":
        return read_text(text, url=fetched.url)
    return read_page(text, url=fetched.url)


def read_bytes(data: bytes, *, url: str | None = None) -> SourceText:
    """The article in a file, a page or a plain text, that was published at `url`. Raises `SourceError`."""
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"This is larger than {MAX_BYTES >> 20} MB. Save the text of the article."
        )
    if data.startswith(_NO_TEXT) or (b"\0" in data and not data.startswith(_WIDE)):
        raise SourceError("This is no page and no text. Save the text of the article in a file.")
    text = decoded(data)
    _refuse_feed(text, "This")
    if _PAGE.search(text[:_BEGINNING]):
        return read_page(text, url=url)
    return read_text(text, url=url)


def read_page(html: str, *, url: str | None = None) -> SourceText:
    """The article of a page that was found at `url`. Raises `SourceError`."""
    tree = tree_of(html)
    metadata = metadata_of(tree, url)
    return _put_together(article_of(tree, metadata.title), metadata)


def read_text(text: str, *, url: str | None = None) -> SourceText:
    """The article that a plain text is, its first line the title. Raises `SourceError`.

    It is of the first day that stands alone on one of its first lines.
    """
    article = article_of_text(text)
    if not article.paragraphs:
        raise SourceError("There is no text in this. Look whether it is the right file.")
    first, *others = article.paragraphs
    if others and len(first) < 200:
        article = replace(article, paragraphs=tuple(others))
    lines = [line for line in text.splitlines() if line.strip()][:_FIRST_LINES]
    day = next(filter(None, map(day_stamped, lines)), None)
    return _put_together(article, Metadata(url=url, title=one_line(first), published=day))


def _refuse_feed(text: str, what: str) -> None:
    if _FEED.match(text[:_BEGINNING]):
        raise SourceError(_A_FEED.format(what))


def _put_together(article: Article, metadata: Metadata) -> SourceText:
    url = without_tracking(metadata.url or "")
    title = metadata.title or one_line(article.paragraphs[0], 120)
    return SourceText(
        article=article,
        url=url if url and is_address(url) else None,
        title=title,
        published=metadata.published,
        language=language_of(f"{title}\n{article.text}", metadata.declared_language),
    )
