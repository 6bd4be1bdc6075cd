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
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from briefings.caching import CacheDamagedError
from briefings.standing import (
    Left,
    Part,
    Parts,
    Stamp,
    Stamps,
    add_files,
    leads_out,
    look,
    looks,
    looks_of,
    stamps_of,
)

Altered = dict[str, Left | None]
"""The files that look otherwise than they were left, or are new; None for one that is gone."""

_MANY = 64
"""Folders that can be trusted since, for which a record is written where nothing else has changed."""
_COARSEST_CLOCK = 2_000_000_000
"""Nanoseconds between two times that some file system takes for one."""
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


def looked_at(site: Path, left: Parts) -> Looked:
    """What became of a site since it was left; of hidden files only those that are known are looked at."""
    try:
        return _Walk(site, left, range(len(left) or 1)).through()
    except NotADirectoryError:  # Something else stands for a folder: nothing is believed.
        files = {path: one for part in left for path, one in part.left().items()}
        return Looked(_compared(site, files), {}, len(files))


def trusted(site: Path, left: Parts) -> Stamps:
    """Of the folders those that can be trusted to hold what is known of them, nothing being trusted yet."""
    with suppress(NotADirectoryError):
        return _Walk(site, left, range(len(left) or 1), trusting=False).through().stamps
    return {}


@contextmanager
def looking(site: Path, left: Callable[[], Parts]) -> Iterator[Callable[[], Looked]]:
    """Begin to look at a site; what is given waits for it and says what `looked_at` does."""
    parts = None
    if sys.platform == "linux" and threading.active_count() == 1:
        with suppress(CacheDamagedError):  # Whoever waits is told.
            parts = left()
    if parts is None:
        yield cache(lambda: looked_at(site, left()))
        return
    shares = 2 if len(parts) > _LARGE else 1
    with ExitStack() as stack:
        told = [
            stack.enter_context(_told(partial(_shared, site, parts, share, shares)))
            for share in range(shares)
        ]
        yield cache(lambda: _heard(told) or looked_at(site, parts))


def _shared(site: Path, parts: Parts, share: int, shares: int) -> Looked:
    """What became of every so many-th part, from one on, for a process that does nothing else.

    Raises `NotADirectoryError`.
    """
    with suppress(OSError):  # What is told from there is told sooner.
        os.chdir(site)
        site = Path()
    return _Walk(site, parts, range(share, len(parts) or 1, shares)).through()


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
    """One walk through some parts of a site."""

    def __init__(
        self, site: Path, left: Parts, numbers: Iterable[int], *, trusting: bool = True
    ) -> None:
        """A walk that is not `trusting` lists every folder."""
        self._prefix = f"{site}/"
        self._left = left
        self._numbers = numbers
        self._trusting = trusting
        self._latest = time.time_ns() - _COARSEST_CLOCK
        self._altered: Altered = {}
        self._stamps: Stamps = {}
        self._known = 0

    def through(self) -> Looked:
        """Look at everything. Raises `NotADirectoryError` where something else stands for a folder."""
        for number in self._numbers:
            part = self._left[number]
            listed = self._to_list(part, has_site=number == self._left.number_of(""))
            if not self._are_as_left(part):
                self._look_at_each(part.left(), listed)
            elif listed:
                self._list_each(part.left(), listed)
            self._known += part.files_count
        return Looked(self._altered, self._stamps, self._known)

    def _to_list(self, part: Part, *, has_site: bool) -> dict[str, Stamp]:
        """The folders that may hold something else than is known of them, as they look now."""
        folders = part.folder_names()
        if has_site and "" not in folders:
            folders.append("")
        now = self._statuses(folders)
        if self._trusting and None not in now and _stamps_in(now) == part.stamps:
            return {}
        stamped = part.stamped()
        listed: dict[str, Stamp] = {}
        for folder, status in zip(folders, now, strict=True):
            stamp = stamped.get(folder)
            if status is None:
                self._stamps[folder] = None
                continue
            if not stat.S_ISDIR(status.st_mode):
                raise NotADirectoryError(folder)
            found = status.st_mtime_ns, status.st_ctime_ns, status.st_ino
            if not (self._trusting and found == stamp) and "/." not in f"/{folder}":
                listed[folder] = found
        return listed

    def _statuses(self, folders: Iterable[str]) -> list[os.stat_result | None]:
        """How folders look now; None for one that is gone."""
        with suppress(FileNotFoundError):
            return [os.lstat(self._prefix + folder) for folder in folders]
        found: list[os.stat_result | None] = []
        for folder in folders:
            try:
                found.append(os.lstat(self._prefix + folder))
            except FileNotFoundError:
                found.append(None)
        return found

    def _are_as_left(self, part: Part) -> bool:
        """Whether all files of a part are; they are compared at once."""
        if part.leads_out:
            return False
        files = part.file_names()
        try:
            now = [os.lstat(self._prefix + path) for path in files]
            sizes, times = [one.st_size for one in now], [one.st_mtime_ns for one in now]
            return looks_of(sizes, times) == part.looks
        except (FileNotFoundError, OverflowError):
            return False

    def _look_at_each(self, files: Mapping[str, Left], listed: Mapping[str, Stamp]) -> None:
        """Look at files one by one, and at all that is in the folders that have to be listed."""
        for path, left in files.items():
            if leads_out(path):
                self._altered[path] = None  # It is none of the site's.
                continue
            folder, _, name = path.rpartition("/")
            if folder in listed and not name.startswith("."):
                continue
            try:
                now = look(self._prefix + path)
            except FileNotFoundError:
                self._altered[path] = None
                continue
            if now != left:
                self._altered[path] = now
        self._list_each(files, listed)

    def _list_each(self, files: Mapping[str, Left], listed: Mapping[str, Stamp]) -> None:
        """Look at all that is in the folders that have to be listed, and see which can be trusted."""
        known: dict[str, set[str]] = {folder: set() for folder in listed}
        for path in files:
            folder, _, name = path.rpartition("/")
            if folder in known and not name.startswith(".") and not leads_out(path):
                known[folder].add(path)
        for folder, stamp in listed.items():
            if self._list(folder, known[folder], files) and max(stamp[:2]) < self._latest:
                self._stamps[folder] = stamp

    def _list(self, folder: str, known: set[str], files: Mapping[str, Left]) -> bool:
        """Look at whatever is in a folder; says whether there is what is known, by the names."""
        found: dict[str, Left] = {}
        is_known = True
        start = f"{folder}/" if folder else ""
        with os.scandir(self._prefix + folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                path = start + entry.name
                if not entry.is_dir(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    found[path] = status.st_size, status.st_mtime_ns
                elif not self._left.has_folder(path):
                    is_known = False
                    add_files(entry.path, f"{path}/", found)
        self._altered.update(dict.fromkeys(known - found.keys()))
        self._altered.update((path, one) for path, one in found.items() if files.get(path) != one)
        return is_known and found.keys() == known


def _stamps_in(statuses: Iterable[os.stat_result | None]) -> bytes | None:
    """The stamps of folders that are there; None where a number has more than 64 bits."""
    there = [one for one in statuses if one]
    changed, noted = [one.st_mtime_ns for one in there], [one.st_ctime_ns for one in there]
    with suppress(OverflowError):
        return stamps_of(changed, noted, [one.st_ino for one in there])
    return None


def _compared(site: Path, left: Mapping[str, Left]) -> Altered:
    """What became of files, without any trust in the folders."""
    found = looks(site)
    for path in left:
        if "/." in f"/{path}" and not leads_out(path):
            with suppress(OSError):
                found[path] = look(f"{site}/{path}")
    gone: Altered = dict.fromkeys(left.keys() - found.keys())
    return gone | {path: one for path, one in found.items() if left.get(path) != one}
