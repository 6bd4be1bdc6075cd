"""What is in content/? Files become records, or every problem at once.

What a file gave is kept by its bytes; `noticing` tells which files need not be looked into for that.
"""

import gc
import json
import marshal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from briefings.caching import CacheDamagedError, Table
from briefings.files.layout import Form, Misplaced, Place, place_of
from briefings.files.results import FileResult
from briefings.files.scanning import Found, unreadable
from briefings.model import Vocabulary
from briefings.noticing import NOBODYS, Digests, Noticed, digest_of_folder
from briefings.outlines import Outline, from_plain, outline_of, plain
from briefings.packing import packed, unpacked
from briefings.problems import Code, Problem
from briefings.progress import Stage, Watch, unwatched
from briefings.settings import Settings
from briefings.versions import made_with
from briefings.workers import spread

MAX_BYTES = 1024 * 1024
_KEPT_WHOLE = 512


class Gist(NamedTuple):
    """What has to be known of every file: plain values, quickly kept and read."""

    sound: bool
    """Whether nothing is wrong with it, nor to be warned of."""
    outlines: tuple[Outline, ...] = ()
    """Of the entries that could be read whole."""
    introduces: str = ""
    """The ISO day whose introduction it is."""
    links: tuple[str, ...] = ()
    """Where the introduction links to within the bulletin."""
    registry: str = ""
    media: tuple[str, str] | None = None
    """The path on the site of an image, and its look."""


class Loaded:
    """All that was read, and what is wrong with single files."""

    def __init__(
        self,
        table: Table,
        file: Path,
        folders: Mapping[str, Digests],
        digests: Mapping[str, bytes],
        unkept: Mapping[str, FileResult],
        problems: Sequence[Problem],
        version: str,
    ) -> None:
        """`digests` are of each folder's files.

        `unkept` are the results that no bytes stand behind, and `problems` belong to no result.
        """
        self._table = table
        self._file = file
        self.folders = folders
        """The files that are the bulletin's, by folder."""
        self.digests = digests
        """A digest of each folder's files."""
        self.unkept = unkept
        self.stray = tuple(problems)
        """What is wrong with files and folders that gave nothing."""
        self.version = version
        self._at_hand: dict[str, FileResult] = {}
        self._gists: dict[str, Gist] = {}

    def result(self, path: str) -> FileResult:
        """What a file gave; that of the last ones is at hand."""
        found = self._at_hand.get(path)
        if found is None:
            if len(self._at_hand) >= _KEPT_WHOLE:
                self._at_hand.clear()
            found = self._at_hand[path] = self._result(path)
        return found

    def forget(self) -> None:
        """Let go of what is at hand; it is fetched again when it is asked for."""
        self._at_hand.clear()
        self._gists.clear()
        self._table.let_go()

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs; the rest it fetches itself."""
        return {**self.__dict__, "_at_hand": {}, "_gists": {}}

    def paths(self) -> list[str]:
        """Every file that gave something, sorted."""
        known = chain.from_iterable(self.folders.values())
        return sorted({*known, *self.unkept})

    def results(self) -> Iterator[FileResult]:
        """What each file gave, sorted by path, one after the other."""
        return map(self._result, self.paths())

    def gist(self, path: str) -> Gist:
        """What has to be known of every file."""
        if path in self.unkept:
            return Gist(sound=False)
        found = self._gists.get(path)
        if found is None:
            found = self._gists[path] = _gist_of(marshal.loads(self._kept(path)[0]))
        return found

    def is_registry(self, path: str) -> bool:
        """Whether a file is one of the lists of topics, people, places and so on."""
        if path in self.unkept:
            return bool(self.unkept[path].registry)
        return bool(self.gist(path).registry)

    def problems(self, paths: Sequence[str] | None = None) -> list[Problem]:
        """What is wrong with single files, those that are given or all."""
        chosen = self.paths() if paths is None else paths
        faulty = (path for path in chosen if not self.gist(path).sound)
        found = chain.from_iterable(self._result(path).problems for path in faulty)
        return sorted([*found, *self.stray])

    def _result(self, path: str) -> FileResult:
        if path in self.unkept:
            return self.unkept[path]
        result: FileResult = unpacked(self._kept(path)[1])
        return result

    def _kept(self, path: str) -> tuple[bytes, bytes]:
        value = self._table.get(_file_key(path))
        if value is None:
            raise CacheDamagedError(self._file)
        _, gist, whole = marshal.loads(value)
        return gist, whole


def load(
    settings: Settings,
    *,
    cached: bool = True,
    jobs: int = 1,
    watch: Watch = unwatched,
    noticed: Noticed | None = None,
) -> Loaded:
    """Read every file below content/; without `cached`, as if for the first time.

    `jobs` is how many processes may read; `noticed` is a look at the files, if somebody had one already.
    """
    version = version_of(settings)
    file = settings.cache_dir / "content"
    with _without_collecting():
        if noticed is None:
            noticed = Noticed(Table(file, version, read=cached))
            noticed.look(settings.content_dir, prefix_of(settings))
        loading = _Loading(settings, noticed.table, noticed)
        loading.open(noticed.others)
        loading.read(jobs, watch)
    loading.save()
    return Loaded(
        noticed.table,
        file,
        noticed.folders(),
        noticed.digests(),
        loading.unkept,
        noticed.problems,
        version,
    )


def rewritten(
    loaded: Loaded, file: Path, timezone: ZoneInfo, rewrite: Callable[[FileResult], FileResult]
) -> Loaded:
    """What was read, with each file's result as `rewrite` makes it, kept in `file` for one run."""
    table = Table(file, loaded.version, read=False)
    folders: dict[str, Digests] = {}
    for folder, digests in loaded.folders.items():
        folders[folder] = {}
        for path, known in digests.items():
            before = loaded.result(path)
            after = rewrite(before)
            kept = packed(after)
            digest = known if after is before else digest_of(kept)
            folders[folder][path] = digest
            gist = _plain_gist(after, digest.hex(), timezone)
            table.put(_file_key(path), marshal.dumps((digest, marshal.dumps(gist), kept)))
    with suppress(OSError):
        table.save()
    whole = {folder: digest_of_folder(files) for folder, files in folders.items()}
    return Loaded(table, file, folders, whole, loaded.unkept, loaded.stray, loaded.version)


def glance(settings: Settings, inner: str) -> FileResult | None:
    """What the one file at `inner`, below content/, gives; None where there is no such file.

    Nothing else is looked at, so that a shell's completion need not wait for the whole content.
    """
    path, file = f"{prefix_of(settings)}/{inner}", settings.content_dir / inner
    place = place_of(inner)
    if not isinstance(place, Place) or not file.is_file():
        return None
    found = Found(inner, path, str(file), (0, 0, 0, 0))
    kept = Table(settings.cache_dir / "content", version_of(settings)).get(_file_key(path))
    data = _bytes_of(found, place)
    if kept is not None and not isinstance(data, Problem):
        digest, _, whole = marshal.loads(kept)
        if digest == digest_of(data):
            result: FileResult = unpacked(whole)
            return result
    (made,) = _reader(settings)([_Unread(place, found)])
    return made if isinstance(made, FileResult) else unpacked(marshal.loads(made[1])[2])


def vocabulary_of(loaded: Loaded, instead: Iterable[FileResult] = ()) -> Vocabulary:
    """The registries, as far as they could be read; those of `instead` go before what was loaded."""
    read = (loaded.result(path) for path in loaded.paths() if loaded.is_registry(path))
    registries: dict[str, Mapping[Any, Any]] = {
        result.registry: dict(result.records) for result in chain(read, instead)
    }
    return Vocabulary(**registries)


def version_of(settings: Settings) -> str:
    """What reading a file depends on besides its bytes and its path, as a text to be compared."""
    extensions = [settings.markdown_extensions, settings.extension_configs]
    written = json.dumps(extensions, default=_named, sort_keys=True)
    own = f"{made_with()} {sys.version}"
    return f"{own} {settings.timezone.key} {settings.name_of(settings.content_dir)} {written}"


def _named(value: object) -> str:
    """A function in the configuration is known by its name."""
    return str(getattr(value, "__qualname__", value))


def prefix_of(settings: Settings) -> str:
    """The content folder relative to the bulletin's, with slashes."""
    return settings.name_of(settings.content_dir)


class _Unread(NamedTuple):
    """A file whose bytes nobody has made sense of yet."""

    place: Place
    found: Found

    def __str__(self) -> str:
        return self.found.path


class _Loading:
    """What is made of the files that look otherwise than they did."""

    def __init__(self, settings: Settings, table: Table, noticed: Noticed) -> None:
        self._settings = settings
        self._table = table
        self._noticed = noticed
        self._waiting: list[_Unread] = []
        self.unkept: dict[str, FileResult] = {}

    def open(self, others: Iterable[Found]) -> None:
        """Look at the bytes of files, as far as they are the bulletin's to read."""
        for found in others:
            self._open(found)

    def read(self, jobs: int, watch: Watch) -> None:
        """Make sense of what is waiting."""
        waiting = self._waiting
        read = chain.from_iterable(spread(_reader, (self._settings,), waiting, jobs=jobs))
        for one, made in zip(waiting, watch(Stage.READING, read, len(waiting)), strict=True):
            self._keep(one.found, made)

    def save(self) -> None:
        """Write what was seen and read; the rest is forgotten."""
        for path in self._noticed.gone():
            self._table.drop(_file_key(path))
        self._noticed.record()
        with suppress(OSError):
            self._table.save()

    def _open(self, found: Found) -> None:
        place, path = place_of(found.inner), found.path
        if place is None:
            self._noticed.note(found, NOBODYS, trusted=True)
            return
        if isinstance(place, Misplaced):
            problem = Problem(path, 1, 1, place.message, place.code)
            self.unkept[path] = FileResult(path=path, problems=(problem,))
            return
        kept = self._table.get(_file_key(path))
        if kept is not None:
            digest = marshal.loads(kept)[0]
            data = _bytes_of(found, place)
            if not isinstance(data, Problem) and digest_of(data) == digest:
                self._noticed.note(found, digest)
                return
        self._waiting.append(_Unread(place, found))

    def _keep(self, found: Found, made: "_Made") -> None:
        """Remember what a file gave, if it could be opened."""
        if isinstance(made, FileResult):
            self.unkept[found.path] = made
            return
        digest, kept = made
        self._noticed.note(found, digest)
        self._table.put(_file_key(found.path), kept)


def _file_key(path: str) -> str:
    return f"file:{path}"


def digest_of(data: bytes) -> bytes:
    """What tells one file's bytes from another's."""
    return blake2b(data, digest_size=16).digest()


_Made = FileResult | tuple[bytes, bytes]
"""What a file gave: its digest and what the cache keeps, or what to say of one that cannot be opened."""


def _reader(settings: Settings) -> Callable[[Sequence[_Unread]], list[_Made]]:
    """What makes sense of files, in any process."""
    # Imported here because a run in which no file changed has no need of Markdown and YAML.
    from briefings.files.filing import Filing, read_file, unread  # noqa: PLC0415
    from briefings.prose.converting import Converter  # noqa: PLC0415

    converter = Converter(settings.markdown_extensions, settings.extension_configs)
    filing = Filing(timezone=settings.timezone, converter=converter)

    def read(one: _Unread) -> _Made:
        place, found = one
        data = _bytes_of(found, place)
        if isinstance(data, Problem):
            return unread(place, found.path, data)
        digest = digest_of(data)
        result = read_file(place, inner=found.inner, path=found.path, data=data, filing=filing)
        gist = _plain_gist(result, digest.hex(), settings.timezone)
        return digest, marshal.dumps((digest, marshal.dumps(gist), packed(result)))

    return lambda files: [read(one) for one in files]


def _plain_gist(result: FileResult, digest: str, timezone: ZoneInfo) -> tuple[Any, ...]:
    introduction = result.introduction
    return (
        not (result.problems or result.broken or result.unread),
        tuple(plain(outline_of(one, digest, timezone)) for one in result.entries),
        introduction.day.isoformat() if introduction else "",
        tuple(link.target for link in introduction.prose.links) if introduction else (),
        result.registry,
        result.media,
    )


def _gist_of(values: tuple[Any, ...]) -> Gist:
    sound, outlines, *rest = values
    return Gist(sound, tuple(map(from_plain, outlines)), *rest)


def _bytes_of(found: Found, place: Place) -> bytes | Problem:
    limit = -1 if place.form is Form.MEDIA else MAX_BYTES + 1
    try:
        with open(found.file, "rb") as file:  # noqa: PTH123 (a path's own takes twice as long)
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
