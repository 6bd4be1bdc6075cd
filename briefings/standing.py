"""How do the files of a site look? A walk through what was left there, beside other work where that can be.

As in git's untracked cache, a folder whose own times are as they were has the same names in it
(https://git-scm.com/docs/git-update-index#_untracked_cache): its files are looked at one by one, and it
need not be listed. What changed so shortly before it was looked at that a second change could have left
the same times is listed again.
"""

import marshal
import os
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zlib import crc32

from briefings.caching import CacheDamagedError, Table

Left = tuple[int, int]
"""A file's size in bytes and the nanosecond of its last change, as it was left."""

Stamp = tuple[int, int, int]
"""How a folder looks: the nanoseconds of its last change and of the last change to what is known of it,
and its inode."""

Known = tuple[dict[str, Left], dict[str, Stamp | None]]
"""A part of a site as it was left, by path: files, and the folders of files with all those that they lie in.
A folder has a stamp where that can be trusted; the site itself has an empty path."""

Altered = dict[str, Left | None]
"""The files that look otherwise than they were left, or are new; None for one that is gone."""

Stamps = dict[str, Stamp | None]
"""Folders that can be trusted now; None for one that is gone."""

_MANY = 64
"""Folders that can be trusted since, for which a record is written where nothing else has changed."""
_COARSEST_CLOCK = 2_000_000_000
"""Nanoseconds between two times that some file system takes for one."""
_PARTS = "left"
"""The name under which a table tells how many parts the record has."""
_FOLDERS_A_PART = 150
"""How many folders one part has, at first; an edit writes the parts of those that it changes."""
_MOST_IN_A_PART = 4 * _FOLDERS_A_PART
_LARGE = 300
"""Two processes look at a site whose record has more parts than this: one would be waited for."""


class Looked(NamedTuple):
    """What became of a site since it was left."""

    altered: Altered
    stamps: Stamps
    known: int
    """How many files were left."""

    @property
    def is_worth_recording(self) -> bool:
        """Whether the next look at the site will be much quicker for knowing what is known now."""
        return len(self.stamps) > _MANY


def untouched(files: int) -> Looked:
    """What became of a site of so many files that nobody has touched."""
    return Looked({}, {}, files)


class Parts:
    """How a site was left, by what was recorded in a table: read part by part, when it is asked."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._count = _parts(table)
        self._at_hand: dict[int, dict[str, Left]] = {}

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Known]:
        return map(self.__getitem__, range(self._count))

    def __getitem__(self, number: int) -> Known:
        return _part(self._table, number)

    def files_of(self, folder: str) -> Mapping[str, Left]:
        """The files of the part in which a folder stands: its own among them. They stay at hand."""
        if not self._count:
            return {}
        number = _number(folder, count=self._count)
        if number not in self._at_hand:
            self._at_hand[number] = self[number][0]
        return self._at_hand[number]

    def file(self, path: str) -> Left | None:
        """How a file was left; None where none was."""
        return self.files_of(path.rpartition("/")[0]).get(path)

    def holds(self, folder: str) -> bool:
        """Whether files were left in a folder (with a slash at its end), and not below it alone."""
        files = self.files_of(folder.removesuffix("/"))
        return any(path.startswith(folder) and "/" not in path[len(folder) :] for path in files)

    def files(self) -> Iterator[str]:
        """The paths of all files, in no order."""
        return chain.from_iterable(files for files, _ in self)

    @property
    def root(self) -> int:
        """The number of the part in which the site itself stands."""
        return _number("", count=self._count) if self._count else 0


def record(table: Table, files: Mapping[str, Left | None], stamps: Stamps) -> None:
    """Record in a table how files were left, or that they are gone, and which folders can be trusted."""
    folders = _folders_of(files)
    count = _parts(table) or _divided(table, len(folders))
    number_of = partial(_number, count=count)
    numbers = set(map(number_of, folders.keys() | stamps.keys()))
    parts = {number: _part(table, number) for number in numbers}
    for folder in folders.keys() | stamps.keys():
        known = parts[number_of(folder)][1]
        if folder not in folders and stamps[folder] is None:
            known.pop(folder, None)
        else:
            known[folder] = None if folders.get(folder) else stamps.get(folder, known.get(folder))
    for path, left in files.items():
        own = parts[number_of(path.rpartition("/")[0])][0]
        if left:
            own[path] = left
        else:
            own.pop(path, None)
    for number, part in parts.items():
        table.put(f"{_PARTS}:{number}", marshal.dumps(part))
    if any(len(stamped) > _MOST_IN_A_PART for _, stamped in parts.values()):
        _divide_anew(table)


def looks(folder: Path) -> dict[str, Left]:
    """How every file below a folder looks, by its path; hidden ones are passed over."""
    found: dict[str, Left] = {}
    _add_files(str(folder), "", found)
    return found


def look(file: str) -> Left:
    """How one file looks. Raises `OSError` where there is none."""
    status = os.lstat(file)
    return status.st_size, status.st_mtime_ns


def looked_at(site: Path, known: Iterable[Known]) -> Looked:
    """What became of a site since it was left; of hidden files only those that are known are looked at."""
    files, folders = _together(known)
    try:
        return _Walk(str(site), files, {"": None, **folders}).through()
    except NotADirectoryError:  # Something else stands for a folder: nothing is believed.
        return Looked(_compared(site, files), {}, len(files))


def _shared(site: Path, parts: Parts, share: int, shares: int) -> Looked:
    """The same of every so many-th part, from one on, for a process that does nothing else.

    Raises `NotADirectoryError`.
    """
    numbers = range(share, len(parts), shares)
    files, folders = _together(map(parts.__getitem__, numbers))
    if share == parts.root % shares:
        folders.setdefault("", None)

    @cache
    def others() -> set[str]:
        rest = (parts[number] for number in range(len(parts)) if number not in numbers)
        return {folder for _, stamps in rest for folder in stamps}

    with suppress(OSError):  # What is told from there is told sooner.
        os.chdir(site)
        site = Path()
    return _Walk(str(site), files, folders, others).through()


def _together(known: Iterable[Known]) -> Known:
    files: dict[str, Left] = {}
    folders: dict[str, Stamp | None] = {}
    for own, stamps in known:
        files.update(own)
        folders.update(stamps)
    return files, folders


def trusted(site: Path, known: Iterable[Known]) -> Stamps:
    """Of the folders those that can be trusted to hold what is known of them, nothing being trusted yet."""
    return looked_at(site, ((files, dict.fromkeys(folders)) for files, folders in known)).stamps


@contextmanager
def looking(site: Path, known: Callable[[], Parts]) -> Iterator[Callable[[], Looked]]:
    """Begin to look at a site; what is given waits for it and says what `looked_at` does."""
    parts = None
    if sys.platform == "linux" and threading.active_count() == 1:
        with suppress(CacheDamagedError):  # Whoever waits is told.
            parts = known()
    if parts is None:
        yield cache(lambda: looked_at(site, known()))
        return
    shares = 2 if len(parts) > _LARGE else 1
    with ExitStack() as stack:
        told = [
            stack.enter_context(_told(partial(_shared, site, parts, share, shares)))
            for share in range(shares)
        ]
        yield cache(lambda: _heard(told) or looked_at(site, parts))


@contextmanager
def _told(look: Callable[[], Looked]) -> Iterator[BinaryIO]:
    """Begin to look, in a process that does nothing else and ends; what it found can be read here."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with os.fdopen(writing, "wb") as out, suppress(NotADirectoryError):
                marshal.dump(tuple(look()), out)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        try:
            yield told
        finally:
            told.close()
            os.waitpid(child, 0)


def _heard(told: Iterable[BinaryIO]) -> Looked | None:
    """What all shares found; None where one has not told."""
    altered: Altered = {}
    stamps: Stamps = {}
    known = 0
    for one in told:
        try:
            found = Looked(*marshal.loads(one.read()))
        except (EOFError, ValueError, TypeError):
            return None  # The other process died on the way, or nothing is to be believed.
        altered |= found.altered
        stamps |= found.stamps
        known += found.known
    return Looked(altered, stamps, known)


class _Walk:
    """One walk through the known folders of a site."""

    def __init__(
        self,
        site: str,
        files: Mapping[str, Left],
        folders: Mapping[str, Stamp | None],
        others: Callable[[], Set[str]] = frozenset,
    ) -> None:
        """`others` are the known folders that others look at."""
        self._site = site
        self._files = files
        self._folders = folders
        self._others = others
        self._latest = time.time_ns() - _COARSEST_CLOCK
        self._altered: Altered = {}
        self._stamps: Stamps = {}
        self._listed: dict[str, Stamp] = {}

    def through(self) -> Looked:
        """Look at everything. Raises `NotADirectoryError` where something else stands for a folder."""
        self._look_at_folders()
        untold = self._look_at_files()
        for folder, stamp in self._listed.items():
            if self._list(folder, untold[folder]) and max(stamp[:2]) < self._latest:
                self._stamps[folder] = stamp
        return Looked(self._altered, self._stamps, len(self._files))

    def _look_at_folders(self) -> None:
        """Tell those that have to be listed from those that hold what is known of them, or are gone."""
        for folder, stamp in self._folders.items():
            try:
                status = os.stat(f"{self._site}/{folder}", follow_symlinks=not folder)  # noqa: PTH116
            except FileNotFoundError:
                self._stamps[folder] = None
                continue
            if not stat.S_ISDIR(status.st_mode):
                raise NotADirectoryError(folder)
            now = status.st_mtime_ns, status.st_ctime_ns, status.st_ino
            if now != stamp and "/." not in f"/{folder}":
                self._listed[folder] = now

    def _look_at_files(self) -> dict[str, set[str]]:
        """Look at the files of folders that need not be listed; of the others, which there were is told."""
        listed: dict[str, set[str]] = {folder: set() for folder in self._listed}
        lstat, site = os.lstat, self._site
        for path, left in self._files.items():
            if ".." in path and ".." in path.split("/"):
                self._altered[path] = None  # It is none of the site's.
                continue
            folder, _, name = path.rpartition("/")
            if folder in listed and not name.startswith("."):
                listed[folder].add(path)
                continue
            try:
                status = lstat(f"{site}/{path}")
            except FileNotFoundError:
                self._altered[path] = None
                continue
            if status.st_mtime_ns != left[1] or status.st_size != left[0]:
                self._altered[path] = status.st_size, status.st_mtime_ns
        return listed

    def _list(self, folder: str, known: set[str]) -> bool:
        """Look at whatever is in a folder; says whether there is what is known, by the names."""
        found: dict[str, Left] = {}
        is_known = True
        prefix = f"{folder}/" if folder else ""
        with os.scandir(f"{self._site}/{folder}") as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                path = prefix + entry.name
                if not entry.is_dir(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    found[path] = status.st_size, status.st_mtime_ns
                elif path not in self._folders and path not in self._others():
                    is_known = False
                    _add_files(entry.path, f"{path}/", found)
        self._altered.update(dict.fromkeys(known - found.keys()))
        known_as = self._files.get
        self._altered.update((path, one) for path, one in found.items() if known_as(path) != one)
        return is_known and found.keys() == known


def _compared(site: Path, left: Mapping[str, Left]) -> Altered:
    """What became of files, without any trust in the folders."""
    found = looks(site)
    for path in left:
        if "/." in f"/{path}" and ".." not in path.split("/"):
            with suppress(OSError):
                found[path] = look(f"{site}/{path}")
    gone: Altered = dict.fromkeys(left.keys() - found.keys())
    return gone | {path: one for path, one in found.items() if left.get(path) != one}


def _part(table: Table, number: int) -> Known:
    kept = table.get(f"{_PARTS}:{number}")
    return marshal.loads(kept) if kept else ({}, {})


def _number(folder: str, *, count: int) -> int:
    """The part of so many in which a folder stands."""
    return crc32(folder.encode(errors="surrogatepass")) % count


def _parts(table: Table) -> int:
    """How many parts a record has; none where nothing is recorded."""
    kept = table.get(_PARTS)
    return marshal.loads(kept) if kept else 0


def _divided(table: Table, folders: int) -> int:
    """Give a record as many parts as suit so many folders."""
    count = folders // _FOLDERS_A_PART + 1
    table.put(_PARTS, marshal.dumps(count))
    return count


def _divide_anew(table: Table) -> None:
    """Give a record that has grown as many parts as suit it now."""
    files: dict[str, Left | None] = {}
    stamps: Stamps = {}
    for own, stamped in Parts(table):
        files.update(own)
        stamps.update(stamped)
    for number in range(_parts(table)):
        table.drop(f"{_PARTS}:{number}")
    _divided(table, len(stamps))
    record(table, files, {})
    record(table, {}, stamps)


def _folders_of(paths: Iterable[str]) -> dict[str, bool]:
    """The folders of files, and all those that they lie in; for each whether it has one itself."""
    own = {path.rpartition("/")[0] for path in paths}
    folders = dict.fromkeys(own, True)
    for folder in own:
        above = folder
        while above:
            above = above.rpartition("/")[0]
            folders.setdefault(above, False)
    return folders


def _add_files(folder: str, prefix: str, found: dict[str, Left]) -> None:
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                _add_files(entry.path, f"{prefix}{name}/", found)
            else:
                status = entry.stat(follow_symlinks=False)
                found[prefix + name] = status.st_size, status.st_mtime_ns
