"""Which pages do the sources lead to, and which entries name them? And where is a copy written down?"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from briefings.editing.documents import Document
from briefings.files.layout import Form, Place, place_of
from briefings.loading import Loaded, prefix_of
from briefings.model import EntryId
from briefings.settings import Settings

_KINDS = {
    Form.ENTRY_MARKDOWN: "entry",
    Form.ENTRY_YAML: "entry-yaml",
    Form.ENTRY_LIST: "entry-list",
}


class Use(NamedTuple):
    """A source in an entry."""

    entry: EntryId
    path: str
    """The entry's file, relative to the bulletin's folder."""
    keys: tuple[str | int, ...]
    """The way to the source in the file."""
    day: date
    """When the page said what the entry tells: its date, or the entry's day."""
    archived: bool


def uses_of(loaded: Loaded) -> dict[str, list[Use]]:
    """The pages of all sound entries' sources by URL, drafts among them."""
    uses: dict[str, list[Use]] = {}
    for url, use in _uses(loaded):
        uses.setdefault(url, []).append(use)
    return uses


def with_copies(
    copies: Mapping[str, str], uses: Mapping[str, Iterable[Use]], settings: Settings
) -> dict[Path, str]:
    """The texts of the files whose sources get these copies, by URL, as `archived`.

    Raises ContentError for a file that cannot be read any more.
    """
    documents: dict[str, Document] = {}
    for url, copy in copies.items():
        for use in uses[url]:
            if use.archived:
                continue
            if use.path not in documents:
                documents[use.path] = _document(use.path, settings)
            document = documents[use.path]
            source = document.get(use.keys)
            if url in (source, source.get("url") if isinstance(source, dict) else None):
                document.set((*use.keys, "archived"), copy)
    return {settings.folder / path: document.text for path, document in documents.items()}


def _uses(loaded: Loaded) -> Iterator[tuple[str, Use]]:
    for path in loaded.paths():
        for entry in loaded.result(path).entries:
            top: tuple[str | int, ...] = () if entry.index is None else (entry.index,)
            for place, source in enumerate(entry.sources):
                if source.url:
                    day = source.published or entry.day
                    keys = (*top, "sources", place)
                    yield source.url, Use(entry.id, path, keys, day, bool(source.archived))


def _document(path: str, settings: Settings) -> Document:
    place = place_of(path.removeprefix(f"{prefix_of(settings)}/"))
    assert isinstance(place, Place)
    text = (settings.folder / path).read_bytes().decode("utf-8")
    return Document(text, _KINDS[place.form], path=path)
