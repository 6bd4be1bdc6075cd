"""Do the quotes of entries stand in the sources that they name?

A quote is compared with the text of its source as it was saved: its words as they were said, or those
before translation.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from briefings.editing.documents import Document
from briefings.importing.comparing import nearest_passage, occurs
from briefings.importing.sources import SavedSource, saved_source
from briefings.model import Entry, Quote, Source
from briefings.settings import Settings

Keys = tuple[str | int, ...]


class Outcome(StrEnum):
    """What came of looking for a quote."""

    FOUND = "found"
    MISSING = "missing"
    """Its source is saved, and does not have these words."""
    UNSAVED = "unsaved"
    """No text of its source is saved."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What came of looking for one quote."""

    path: str
    """The entry's file, relative to the bulletin's folder."""
    keys: Keys
    """The way from the top of the file to the quote."""
    text: str
    outcome: Outcome
    sources: tuple[str, ...] = ()
    """The names of the sources that were looked into, or that are not saved."""
    nearest: str = ""
    """The passage that is most like a quote that is missing."""


Saved = Callable[[Source], SavedSource | None]
"""The saved text of a source, if there is one."""


def saved_in(settings: Settings) -> Saved:
    """Where a bulletin's saved sources are looked up."""
    return lambda source: saved_source(names_of(source), settings)


def names_of(source: Source) -> tuple[str, ...]:
    """What a source's text may be saved by: its address, its archived copy's, its title."""
    return tuple(name for name in (source.url, source.archived, source.title) if name)


def verdicts(entry: Entry, saved: Saved, *, again: bool = False) -> Iterator[Verdict]:
    """What comes of looking for each quote of an entry that is not verified; with `again`, for each."""
    top: Keys = () if entry.index is None else (entry.index,)
    for number, quote in enumerate(entry.quotes):
        if quote.verified is None or again:
            yield _verdict(entry, quote, (*top, "quotes", number), saved)


def sources_of(entry: Entry, quote: Quote) -> tuple[Source, ...]:
    """The sources in which a quote may stand: the one that it names, else all of its entry's."""
    named = (quote.source, quote.original.source if quote.original else None)
    numbers = list(dict.fromkeys(number for number in named if number))
    if not numbers:
        return entry.sources
    return tuple(entry.sources[number - 1] for number in numbers if number <= len(entry.sources))


def changes(found: Iterable[Verdict], day: date, settings: Settings) -> Mapping[Path, str]:
    """The files with `verified: DAY` at each quote that was found, and their new texts.

    Raises ContentError and OSError.
    """
    documents: dict[str, Document] = {}
    for verdict in found:
        if verdict.outcome is Outcome.FOUND:
            path = verdict.path
            if path not in documents:
                text = (settings.folder / path).read_text(encoding="utf-8")
                documents[path] = Document(text, _kind_of(verdict), path=path)
            documents[path].set((*verdict.keys, "verified"), day)
    return {settings.folder / path: document.text for path, document in documents.items()}


def _kind_of(verdict: Verdict) -> str:
    """What sort of document the verdict's file is."""
    if isinstance(verdict.keys[0], int):
        return "entry-list"
    return "entry" if verdict.path.endswith(".md") else "entry-yaml"


def _verdict(entry: Entry, quote: Quote, keys: Keys, saved: Saved) -> Verdict:
    sources = sources_of(entry, quote)
    texts = {names_of(one)[0]: kept.text for one in sources if (kept := saved(one))}
    words = [quote.text, *([quote.original.text] if quote.original else [])]
    outcome, nearest = Outcome.UNSAVED, ""
    if any(occurs(one, text) for one in words for text in texts.values()):
        outcome = Outcome.FOUND
    elif texts:
        outcome = Outcome.MISSING
        passages = (nearest_passage(words[-1], text) for text in texts.values())
        nearest = next(filter(None, passages), "")
    looked = tuple(texts) or tuple(names_of(one)[0] for one in sources)
    return Verdict(
        path=entry.path, keys=keys, text=words[-1], outcome=outcome, sources=looked, nearest=nearest
    )
