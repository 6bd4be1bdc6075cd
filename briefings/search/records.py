"""What does the search box know? Entries as records, and records as the files of a Pagefind index.

Pagefind reads each record as a small page. Its title, names, sources and day become fields of
metadata: found by the search, never part of an excerpt. Summary, body and quotes are what excerpts
are taken from.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from html import escape

from msgspec import Struct, field

from briefings.search import indexfiles
from briefings.search.pagefind import Document, indexed, version

__all__ = ["SearchRecord", "fingerprint", "index", "joined", "mark", "program"]


class SearchRecord(Struct, frozen=True, kw_only=True):
    """One entry as the search sees it. All texts are plain."""

    url: str
    """Relative to the root of the site: `2024/06/14/slug/`."""
    title: str
    language: str
    """The language tag of the entry."""
    day: date
    moment: datetime
    """What orders by date, with its zone."""
    summary: str = ""
    body: str = ""
    quotes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """The titles of its sources."""
    names: tuple[str, ...] = ()
    """Names and aliases of all that the entry names: people, places, topics, publishers …"""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Display names by filter (`topic`, `status`, …). Results show the first topic."""


def index(records: Sequence[SearchRecord], *, language: str) -> dict[str, bytes]:
    """The files of an index by their path below its folder; none if there are no records.

    What is the same in every index is not among them: see `program`. The bytes depend on the records
    alone, not on their order, the machine or the run. `language` is the bulletin's: words of every
    record are stemmed by it, and a record in another is marked so.
    Raises `SearchUnavailable` where Pagefind is missing or fails.
    """
    if not records:
        return {}
    return indexfiles.canonical(indexed(_documents(records, language), language=language.lower()))


def program(*, language: str) -> dict[str, bytes]:
    """What a page searches every index of the bulletin with: Pagefind's script and WebAssembly.

    Raises `SearchUnavailable` where Pagefind is missing or fails.
    """
    any_page = Document("a/", "<html><body><p>A page</p></body></html>")
    return indexfiles.program(indexed([any_page], language=language.lower()))


def fingerprint(records: Iterable[SearchRecord], *, language: str) -> str:
    """What the bytes of the index depend on besides this package's version, as a hash.

    Raises `SearchUnavailable` where Pagefind is missing.
    """
    return joined((mark(record) for record in records), language=language)


def mark(record: SearchRecord) -> str:
    """What a record adds to the fingerprint of every index that has it, as a hash."""
    *others, filters = (getattr(record, name) for name in record.__struct_fields__)
    return sha256(repr((others, sorted(filters.items()))).encode()).hexdigest()


def joined(marks: Iterable[str], *, language: str) -> str:
    """The fingerprint of an index, of the marks of its records in any order.

    Raises `SearchUnavailable` where Pagefind is missing.
    """
    return sha256("\n".join([version(), language, *sorted(marks)]).encode()).hexdigest()


def _documents(records: Iterable[SearchRecord], language: str) -> list[Document]:
    """The pages for Pagefind, by URL, each with its place in time as the key to sort by."""
    by_url = sorted(records, key=lambda record: record.url, reverse=True)
    in_time = sorted(by_url, key=lambda record: record.moment)
    return sorted(
        Document(record.url, _page(record, language, place=place))
        for place, record in enumerate(in_time)
    )


def _page(record: SearchRecord, language: str, *, place: int) -> str:
    foreign = record.language if record.language != language else ""
    parts = [
        _hidden("meta", "title", record.title),
        _hidden("meta", "names", " · ".join([*record.names, *_respelled(record)])),
        _hidden("meta", "sources", " · ".join(record.sources)),
        _hidden("meta", "date", record.day.isoformat()),
        _hidden("meta", "language", foreign),
        _hidden("sort", "date", str(place)),
        *(_hidden("filter", name, *values) for name, values in sorted(record.filters.items())),
        *_paragraphs(record),
    ]
    return f"<html><body data-pagefind-body>{''.join(parts)}</body></html>"


def _paragraphs(record: SearchRecord) -> list[str]:
    """What excerpts are taken from. A summary that the body opens with stands there once."""
    rest = record.body.removeprefix(record.summary)
    body = record.body if rest[:1].strip() else rest
    weighted = [(3, record.summary), (1, body), *((2, f"“{quote}”") for quote in record.quotes)]
    # Pagefind leaves out a page without any text.
    given = [(weight, text) for weight, text in weighted if text.strip()] or [(1, record.title)]
    return [f'<p data-pagefind-weight="{weight}">{_safe(text)}</p>' for weight, text in given]


def _hidden(kind: str, name: str, *values: str) -> str:
    """What Pagefind reads as a field, filter or sort key, and leaves out of the text."""
    return "".join(
        f'<b data-pagefind-ignore data-pagefind-{kind}="{escape(name)}">{_safe(value)}</b>'
        for value in values
        if value
    )


# A control character or half a surrogate pair is no text, and Pagefind cuts at zero-width spaces.
_UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u200b\ud800-\udfff]+")


def _safe(text: str) -> str:
    return escape(_UNWANTED.sub(" ", text))


# Pagefind drops accents, but these letters are not composed of a letter and an accent.
_PLAIN_LETTERS = {
    **dict(zip("łŁđĐøØıðÐ", "lLdDoOidD", strict=True)),
    **{"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th"},
}
_TO_PLAIN = str.maketrans(_PLAIN_LETTERS)


def _respelled(record: SearchRecord) -> list[str]:
    """The plain spellings of words that a reader's keyboard may not have: Lodz for Łódź."""
    texts = (record.title, record.summary, record.body, *record.quotes, *record.names)
    concerned = [text for text in texts if not _PLAIN_LETTERS.keys().isdisjoint(text)]
    words = {word for text in concerned for word in re.findall(r"\w+", text)}
    return sorted({word.translate(_TO_PLAIN) for word in words} - words)
