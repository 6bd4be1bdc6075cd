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
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar
from zlib import crc32

from briefings.caching import Table

T = TypeVar("T")

Left = tuple[int, int]
"""A file's size in bytes and the nanosecond of its last change, as it was left."""

Stamp = tuple[int, int, int]
"""How a folder looks: the nanoseconds of its last change and of the last change to what is known of it,
and its inode."""

Folder = tuple[Stamp | None, dict[str, Left]]
"""A folder of the site as it was left: its stamp if it can be trusted, and its files by their names."""

Known = Mapping[str, Folder]
"""Folders of the site by their paths, each with all those that it lies in; the site itself is empty."""

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


def left_in(table: Table) -> Iterator[dict[str, Folder]]:
    """How every folder of a site was left, by what was recorded in a table, in parts."""
    return (_part(table, number) for number in range(_parts(table)))


def record(table: Table, files: Mapping[str, Left | None], stamps: Stamps) -> None:
    """Record in a table how files were left, or that they are gone, and which folders can be trusted."""
    changes = _with_parents(by_folder(files))
    folders = changes.keys() | stamps.keys()
    parts = _parts(table)
    if not parts:
        parts = -(-len(folders) // _FOLDERS_A_PART) or 1
        table.put(_PARTS, marshal.dumps(parts))
    largest = 0
    for number, some in _divided(folders, parts).items():
        known = _part(table, number)
        for folder in some:
            stamp, before = known.get(folder, (None, {}))
            changed = changes.get(folder, {})
            after = {name: one for name, one in {**before, **changed}.items() if one}
            known[folder] = None if changed else stamps.get(folder, stamp), after
            if folder not in changes and not after and stamps[folder] is None:
                del known[folder]
        table.put(f"{_PARTS}:{number}", marshal.dumps(known))
        largest = max(largest, len(known))
    if largest > _MOST_IN_A_PART:
        _divide_anew(table)


def by_folder(files: Mapping[str, T]) -> dict[str, dict[str, T]]:
    """Files by their folder and their name, for each by its path."""
    folders: dict[str, dict[str, T]] = {}
    for path, one in files.items():
        folder, _, name = path.rpartition("/")
        # Most are called alike, and a name that is the same one is kept once.
        folders.setdefault(folder, {})[sys.intern(name)] = one
    return folders


def in_folder(folder: str, files: Mapping[str, T]) -> Iterator[tuple[str, T]]:
    """The files of a folder by their paths, for each by its name."""
    prefix = f"{folder}/" if folder else ""
    return ((prefix + name, one) for name, one in files.items())


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
    folders: dict[str, Folder] = {"": (None, {})}
    for some in known:
        folders.update(some)
    files = sum(len(own) for _, own in folders.values())
    walk = _Walk(str(site), folders)
    try:
        walk.through()
    except NotADirectoryError:
        return Looked(_compared(site, folders), {}, files)
    return Looked(walk.files, walk.stamps, files)


def trusted(site: Path, known: Iterable[Known]) -> Stamps:
    """Of the folders those that can be trusted to hold what is known of them, nothing being trusted yet."""
    unstamped = ({path: (None, own) for path, (_, own) in some.items()} for some in known)
    return looked_at(site, unstamped).stamps


@contextmanager
def looking(site: Path, known: Callable[[], Iterable[Known]]) -> Iterator[Callable[[], Looked]]:
    """Begin to look at a site; what is given waits for it and says what `looked_at` does."""
    if sys.platform != "linux" or threading.active_count() > 1:
        yield cache(lambda: looked_at(site, known()))
        return
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _tell(site, known, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        try:
            yield cache(lambda: _heard(told.read()) or looked_at(site, known()))
        finally:
            told.close()
            os.waitpid(child, 0)


def _tell(site: Path, known: Callable[[], Iterable[Known]], writing: int) -> None:
    """Look at the site, in a process that does nothing else, and end."""
    try:
        with os.fdopen(writing, "wb") as out:
            left = known()
            with suppress(OSError):  # What is told from there is told sooner.
                os.chdir(site)
                site = Path()
            marshal.dump(tuple(looked_at(site, left)), out)
    finally:
        os._exit(0)


def _heard(told: bytes) -> Looked | None:
    try:
        return Looked(*marshal.loads(told))
    except (EOFError, ValueError, TypeError):
        return None  # The other process died on the way.


class _Walk:
    """One walk through the known folders of a site."""

    def __init__(self, site: str, known: Known) -> None:
        self.files: Altered = {}
        self.stamps: Stamps = {}
        self._site = site
        self._known = known
        self._latest = time.time_ns() - _COARSEST_CLOCK

    def through(self) -> None:
        """Look at everything. Raises `NotADirectoryError` where something else stands for a folder."""
        for folder, (stamp, files) in self._known.items():
            if ".." in folder.split("/") or folder.startswith("/"):
                self._gone(folder, files)
                continue
            path = f"{self._site}/{folder}" if folder else self._site
            try:
                status = os.stat(path, follow_symlinks=not folder)  # noqa: PTH116
            except FileNotFoundError:
                self._gone(folder, files)
                continue
            if not stat.S_ISDIR(status.st_mode):
                raise NotADirectoryError(path)
            now = status.st_mtime_ns, status.st_ctime_ns, status.st_ino
            if now == stamp or "/." in f"/{folder}":
                self._compare(folder, files, files)
            elif self._list(folder, files) and max(now[:2]) < self._latest:
                self.stamps[folder] = now

    def _gone(self, folder: str, files: Mapping[str, Left]) -> None:
        self.files.update((path, None) for path, _ in in_folder(folder, files))
        self.stamps[folder] = None

    def _compare(self, folder: str, names: Iterable[str], files: Mapping[str, Left]) -> None:
        """Look at files of a folder by their names."""
        path = f"{self._site}/{folder}/"
        for name in names:
            try:
                status = os.lstat(path + name)
            except FileNotFoundError:
                self.files[_joined(folder, name)] = None
                continue
            now = status.st_size, status.st_mtime_ns
            if now != files.get(name):
                self.files[_joined(folder, name)] = now

    def _list(self, folder: str, files: Mapping[str, Left]) -> bool:
        """Look at whatever is in a folder; says whether it is what is known, by its names."""
        names = set()
        unknown = False
        path = f"{self._site}/{folder}" if folder else self._site
        with os.scandir(path) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith("."):
                    continue
                if not entry.is_dir(follow_symlinks=False):
                    names.add(name)
                elif _joined(folder, name) not in self._known:
                    unknown = True
                    strange: dict[str, Left] = {}
                    _add_files(entry.path, f"{_joined(folder, name)}/", strange)
                    self.files.update(strange)
        hidden = {name for name in files if name.startswith(".")}
        self._compare(folder, names | (files.keys() & hidden), files)
        gone = files.keys() - names - hidden
        self.files.update(dict.fromkeys((_joined(folder, name) for name in gone), None))
        return not unknown and names == files.keys() - hidden


def _parts(table: Table) -> int:
    kept = table.get(_PARTS)
    return marshal.loads(kept) if kept else 0


def _part(table: Table, number: int) -> dict[str, Folder]:
    kept = table.get(f"{_PARTS}:{number}")
    return marshal.loads(kept) if kept else {}


def _divided(folders: Iterable[str], parts: int) -> dict[int, list[str]]:
    """Folders by the part of the record in which each stands."""
    divided: dict[int, list[str]] = {}
    for folder in folders:
        number = crc32(folder.encode(errors="surrogatepass")) % parts
        divided.setdefault(number, []).append(folder)
    return divided


def _divide_anew(table: Table) -> None:
    """Put all that is recorded into as many parts as suit their number now."""
    known: dict[str, Folder] = {}
    for part in left_in(table):
        known.update(part)
    for number in range(_parts(table)):
        table.drop(f"{_PARTS}:{number}")
    parts = -(-len(known) // _FOLDERS_A_PART) or 1
    table.put(_PARTS, marshal.dumps(parts))
    for number, some in _divided(known, parts).items():
        table.put(f"{_PARTS}:{number}", marshal.dumps({one: known[one] for one in some}))


def _with_parents(folders: dict[str, dict[str, T]]) -> dict[str, dict[str, T]]:
    """The folders with all those that they lie in."""
    for folder in [*folders]:
        above = folder
        while above:
            above = above.rpartition("/")[0]
            folders.setdefault(above, {})
    return folders


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _compared(site: Path, known: Known) -> Altered:
    """`altered` without any trust in the folders."""
    left = dict(chain.from_iterable(in_folder(one, files) for one, (_, files) in known.items()))
    found = looks(site)
    for path in left:
        if "/." in f"/{path}" and ".." not in path.split("/"):
            with suppress(OSError):
                found[path] = look(f"{site}/{path}")
    gone: Altered = dict.fromkeys(left.keys() - found.keys())
    return gone | {path: one for path, one in found.items() if left.get(path) != one}


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
