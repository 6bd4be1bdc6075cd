"""How does the archive become an index? Each segment by itself, and what all of them share once."""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from threading import Thread

from msgspec import Struct

from briefings.search import records
from briefings.search.records import SearchRecord

LISTING = "segments.json"
"""The file that names the segments' folders, the newest first."""
PROGRAM = "program/"
"""The folder of what all segments share."""
_TOGETHER = 4
"""Pagefinds that run at once, at most: each takes up to 300 MB."""

Files = dict[str, bytes]


class Part(Struct, frozen=True):
    """A folder of the index, which is made as a whole or kept as a whole."""

    folder: str
    """Below the index, with a slash at its end."""
    records: tuple[SearchRecord, ...]
    """The entries of a segment; none for what all segments share."""


def made(parts: Iterable[Part], *, language: str, jobs: int) -> Iterator[tuple[Part, Files]]:
    """The files of each folder, by their path below the index, in the order of the folders.

    The first ones are begun at once. `jobs` is how many may be made together, and no more parts than that
    are asked for. Raises `SearchUnavailable` when a result is taken.
    """
    together = max(1, min(jobs, _TOGETHER))
    begun = (_Making(part, language) for part in parts)
    return _finished(deque(islice(begun, together)), begun)


def listing(folders: Iterable[str]) -> bytes:
    """What tells the page which segments there are, newest first: a JSON array of folders' names."""
    names = [folder.removesuffix("/") for folder in folders]
    return (json.dumps(names, indent=0) + "\n").encode()


class _Making(Thread):
    """A folder while it is made: the thread waits for Pagefind, a process of its own.

    Not one of an executor, which takes long to import: a search after an edit has one part.
    """

    def __init__(self, part: Part, language: str) -> None:
        super().__init__()
        self.part = part
        self._language = language
        self._files: Files = {}
        self._error: Exception | None = None
        self.start()

    def run(self) -> None:
        """Make the files, or note why they could not be made."""
        try:
            self._files = _files(self.part, self._language)
        except Exception as error:
            self._error = error

    def files(self) -> Files:
        """The files, once they are made. Raises what making them raised."""
        self.join()
        if self._error:
            raise self._error
        return self._files


def _finished(waiting: deque[_Making], others: Iterator[_Making]) -> Iterator[tuple[Part, Files]]:
    try:
        while waiting:
            making = waiting.popleft()
            files = making.files()
            waiting.extend(islice(others, 1))
            yield making.part, files
    finally:
        for making in waiting:
            making.join()


def _files(part: Part, language: str) -> Files:
    found = (
        records.index(part.records, language=language)
        if part.records
        else records.program(language=language)
    )
    return {part.folder + path: content for path, content in found.items()}
