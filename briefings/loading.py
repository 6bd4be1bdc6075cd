"""What is in content/? Files become records, or every problem at once."""

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from briefings.caching import Store, packed
from briefings.converting import Converter
from briefings.files.filing import Filing, digest_of, read_file, unread
from briefings.files.layout import Form, Misplaced, Place, place_of
from briefings.files.results import FileResult
from briefings.files.scanning import Found, scan, unreadable
from briefings.model import Content, Entry, Introduction, Vocabulary
from briefings.problems import Code, Problem
from briefings.progress import Stage, Watch, unwatched
from briefings.settings import Settings
from briefings.workers import spread

MAX_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """All that was read, and what is wrong with single files."""

    content: Content
    """What could be read whole: it still has to be checked (see `checking`)."""
    problems: tuple[Problem, ...]
    files: tuple[FileResult, ...]
    """What each file gave, sorted by path."""
    digest: str
    """Changes with any byte of any file, and with all that reading it depends on."""


def load(
    settings: Settings, *, cached: bool = True, jobs: int = 1, watch: Watch = unwatched
) -> Loaded:
    """Read every file below content/; without `cached`, as if for the first time.

    `jobs` is how many processes may read.
    """
    store = Store(settings.cache_dir / "content", version_of(settings), read=cached)
    with _without_collecting():
        results, problems = _results(settings, store, jobs, watch)
    store.save()
    results.sort(key=lambda result: result.path)
    for result in results:
        problems.extend(result.problems)
    return Loaded(
        content=content_of(results),
        problems=tuple(sorted(problems)),
        files=tuple(results),
        digest=store.digest(),
    )


def filing_of(settings: Settings) -> Filing:
    """What reading a file depends on besides its bytes and its path."""
    return Filing(
        timezone=settings.timezone,
        converter=Converter(settings.markdown_extensions, settings.extension_configs),
    )


def version_of(settings: Settings) -> str:
    """The settings that reading a file depends on, as a text to be compared."""
    extensions = [settings.markdown_extensions, settings.extension_configs]
    return f"{settings.timezone.key} {json.dumps(extensions, default=_named, sort_keys=True)}"


def prefix_of(settings: Settings) -> str:
    """The content folder relative to the bulletin's, with slashes."""
    return settings.name_of(settings.content_dir)


def content_of(results: Iterable[FileResult]) -> Content:
    """The sound records of all files together."""
    entries: list[Entry] = []
    introductions: list[Introduction] = []
    registries: dict[str, Mapping[Any, Any]] = {}
    media: dict[str, str] = {}
    for result in results:
        entries.extend(result.entries)
        if result.introduction:
            introductions.append(result.introduction)
        if result.registry:
            registries[result.registry] = dict(result.records)
        if result.media:
            media[result.media[0]] = result.media[1]
    return Content(
        entries=tuple(sorted(entries, key=lambda entry: (entry.id, entry.path, entry.index or 0))),
        introductions={introduction.day: introduction for introduction in introductions},
        vocabulary=Vocabulary(**registries),
        media=media,
    )


def _named(value: object) -> str:
    """A function in the configuration is known by its name."""
    return str(getattr(value, "__qualname__", value))


@dataclass(frozen=True, slots=True)
class _Unread:
    """A file whose bytes nobody has made sense of yet."""

    place: Place
    found: Found
    data: bytes
    digest: bytes

    def __str__(self) -> str:
        return self.found.path


def _results(
    settings: Settings, store: Store, jobs: int, watch: Watch
) -> tuple[list[FileResult], list[Problem]]:
    results: list[FileResult] = []
    problems: list[Problem] = []
    waiting: list[_Unread] = []
    for found in scan(settings.content_dir, prefix_of(settings)):
        if isinstance(found, Problem):
            problems.append(found)
        elif isinstance(known := _known(found, store), _Unread):
            waiting.append(known)
        elif known is not None:
            results.append(known)
    read = chain.from_iterable(spread(_reader, (settings,), waiting, jobs=jobs))
    watched = watch(Stage.READING, read, len(waiting))
    for one, result in zip(waiting, watched, strict=True):
        results.append(store.keep(one.found.path, one.found.stamp, one.digest, result))
    return results, problems


def _known(found: Found, store: Store) -> FileResult | _Unread | None:
    """What a file gave, as far as that can be said without making sense of it.

    None for one that is not the bulletin's to read.
    """
    place = place_of(found.inner)
    if place is None:
        return None
    path = found.path
    if isinstance(place, Misplaced):
        problem = Problem(path, 1, 1, place.message, place.code)
        return FileResult(path=path, problems=(problem,))
    remembered: FileResult | None = store.by_stamp(path, found.stamp)
    if remembered is not None:
        return remembered
    data = _bytes_of(found, place)
    if isinstance(data, Problem):
        return unread(place, path, data)
    digest = digest_of(data)
    remembered = store.by_digest(path, found.stamp, digest)
    return remembered or _Unread(place, found, data, digest)


def _reader(settings: Settings) -> Callable[[Sequence[_Unread]], list[bytes]]:
    """What makes sense of files, in any process; the results come packed, as the cache keeps them."""
    filing = filing_of(settings)

    def read(one: _Unread) -> bytes:
        found = one.found
        return packed(
            read_file(one.place, inner=found.inner, path=found.path, data=one.data, filing=filing)
        )

    return lambda files: [read(one) for one in files]


def _bytes_of(found: Found, place: Place) -> bytes | Problem:
    limit = -1 if place.form is Form.MEDIA else MAX_BYTES + 1
    try:
        with Path(found.file).open("rb") as file:
            data = file.read(limit)
    except OSError as error:
        return unreadable(found.path, error)
    if len(data) > MAX_BYTES and place.form is not Form.MEDIA:
        message = "this file is larger than 1 MiB. Divide it into several."
        return Problem(found.path, 1, 1, message, Code.FILE_TOO_LARGE)
    return data


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Nothing that is read dies young: looking for garbage among it takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
