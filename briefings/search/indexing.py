"""How does the archive become an index? Each segment by itself, and what all of them share once."""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

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
    # Threads wait for Pagefind, which is a process of its own for each of them.
    pool = ThreadPoolExecutor(together)
    begun = ((part, pool.submit(_files, part, language)) for part in parts)
    return _finished(pool, deque(islice(begun, together)), begun)


def listing(folders: Iterable[str]) -> bytes:
    """What tells the page which segments there are, newest first: a JSON array of folders' names."""
    names = [folder.removesuffix("/") for folder in folders]
    return (json.dumps(names, indent=0) + "\n").encode()


_Begun = tuple[Part, Future[Files]]


def _finished(
    pool: ThreadPoolExecutor, waiting: deque[_Begun], others: Iterator[_Begun]
) -> Iterator[tuple[Part, Files]]:
    with pool:
        while waiting:
            part, files = waiting.popleft()
            result = files.result()
            waiting.extend(islice(others, 1))
            yield part, result


def _files(part: Part, language: str) -> Files:
    found = (
        records.index(part.records, language=language)
        if part.records
        else records.program(language=language)
    )
    return {part.folder + path: content for path, content in found.items()}
