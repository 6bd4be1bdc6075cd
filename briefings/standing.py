"""How was a site left? A record of its files and folders, in parts that are read one by one."""

import marshal
import os
from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from briefings.caching import Table
from briefings.columns import divided, fitting, joined

Left = tuple[int, int]
"""A file's size in bytes and the nanosecond of its last change, as it was left."""

Stamp = tuple[int, int, int]
"""How a folder looks: the nanoseconds of its last change and of the last change to what is known of it,
and its inode."""

Stamps = dict[str, Stamp | None]
"""Folders that can be trusted now; None for one that is gone."""

_UNTRUSTED: Stamp = (0, 0, 0)
"""Stands for the stamp of a folder that is not trusted to hold what is known of it."""
_PARTS = "left"
"""The name under which a table tells how many parts the record has."""
_FOLDERS_A_PART = 150
"""How many folders one part has, at first; an edit writes the parts of those that it changes."""
_MOST_IN_A_PART = 4 * _FOLDERS_A_PART
_LOOKS, _STAMPS = "qq", "qqQ"
"""Of which kind the numbers of a file and of a folder are (see `columns`)."""
_APART = "\0"
"""Between two paths: no path has it."""


class Part(NamedTuple):
    """Some folders of a site with their files. The site itself is a folder with an empty path.

    All of one kind stand together, so that much is compared at once: names as one text, numbers as bytes.
    """

    files: str
    looks: bytes
    """The sizes of all files, and their times (see `looks_of`)."""
    folders: str
    """Those of the files, and all that these lie in."""
    stamps: bytes
    """The times of all folders, and their inodes (see `stamps_of`)."""

    @property
    def files_count(self) -> int:
        """How many files it has."""
        return len(self.looks) // (8 * len(_LOOKS))

    @property
    def leads_out(self) -> bool:
        """Whether a file's path may lead out of the site."""
        return leads_out(self.files) or f"{_APART}/" in self.files

    def file_names(self) -> list[str]:
        """The paths of its files."""
        return self.files.split(_APART) if self.looks else []

    def folder_names(self) -> list[str]:
        """The paths of its folders."""
        return self.folders.split(_APART) if self.stamps else []

    def left(self) -> dict[str, Left]:
        """How each file was left."""
        left = zip(*divided(self.looks, _LOOKS), strict=True)
        return dict(zip(self.file_names(), left, strict=True))

    def stamped(self) -> dict[str, Stamp | None]:
        """The stamp of each folder that can be trusted; None for another one."""
        stamps = zip(*divided(self.stamps, _STAMPS), strict=True)
        trusted = (None if one == _UNTRUSTED else one for one in stamps)
        return dict(zip(self.folder_names(), trusted, strict=True))


class Parts:
    """How a site was left, by what was recorded in a table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._count = _count(table)
        self._at_hand: dict[int, dict[str, Left]] = {}
        self._folders: dict[int, frozenset[str]] = {}

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Part]:
        return map(self.__getitem__, range(self._count))

    def __getitem__(self, number: int) -> Part:
        return _part(self._table, number)

    def number_of(self, folder: str) -> int:
        """The part in which a folder stands, or would."""
        return _number(folder, count=self._count) if self._count else 0

    def file(self, path: str) -> Left | None:
        """How a file was left; None where none was."""
        return self._files_with(path.rpartition("/")[0]).get(path)

    def holds(self, folder: str) -> bool:
        """Whether files were left in a folder (with a slash at its end), and not below it alone."""
        files = self._files_with(folder.removesuffix("/"))
        return any(path.startswith(folder) and "/" not in path[len(folder) :] for path in files)

    def has_folder(self, folder: str) -> bool:
        """Whether a folder was left."""
        number = self.number_of(folder)
        if number not in self._folders:
            self._folders[number] = frozenset(self[number].folder_names())
        return folder in self._folders[number]

    def files(self) -> Iterator[str]:
        """The paths of all files, in no order."""
        return chain.from_iterable(part.file_names() for part in self)

    def _files_with(self, folder: str) -> Mapping[str, Left]:
        """The files of the part in which a folder stands; they stay at hand."""
        number = self.number_of(folder)
        if number not in self._at_hand:
            self._at_hand[number] = self[number].left()
        return self._at_hand[number]


def record(table: Table, files: Mapping[str, Left | None], stamps: Stamps) -> None:
    """Record in a table how files were left, or that they are gone, and which folders can be trusted."""
    folders = _folders_of(files)
    count = _count(table) or _divided(table, len(folders))
    number_of = partial(_number, count=count)
    numbers = set(map(number_of, folders.keys() | stamps.keys()))
    parts = {number: _Changing(_part(table, number)) for number in numbers}
    for folder in folders.keys() | stamps.keys():
        known = parts[number_of(folder)].folders
        if folder not in folders and stamps[folder] is None:
            known.drop(folder)
        elif folders.get(folder):
            known.set(folder, _UNTRUSTED)
        elif folder in stamps or folder not in known:
            known.set(folder, stamps.get(folder) or _UNTRUSTED)
    for path, left in files.items():
        own = parts[number_of(path.rpartition("/")[0])].files
        if left:
            own.set(path, left)
        else:
            own.drop(path)
    for number, part in parts.items():
        table.put(f"{_PARTS}:{number}", marshal.dumps(tuple(part.changed())))
    if any(len(part.folders) > _MOST_IN_A_PART for part in parts.values()):
        _divide_anew(table)


class _Changing:
    """A part while it is changed."""

    def __init__(self, part: Part) -> None:
        self.files = _Rows(part.file_names(), part.looks, _LOOKS)
        self.folders = _Rows(part.folder_names(), part.stamps, _STAMPS)

    def changed(self) -> Part:
        """The part as it is now."""
        return Part(*self.files.joined(), *self.folders.joined())


class _Rows:
    """Names with numbers, of which a few are changed: the others are not taken apart."""

    def __init__(self, names: list[str], numbers: bytes, kinds: str) -> None:
        self._names = names
        self._kinds = kinds
        self._columns = divided(numbers, kinds)
        self._places = {name: at for at, name in enumerate(names)}

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def __len__(self) -> int:
        return len(self._places)

    def set(self, name: str, row: tuple[int, ...]) -> None:
        """Give a name its numbers; what is no number of 64 bits is found to differ."""
        fits = fitting(row, self._kinds)
        at = self._places.setdefault(name, len(self._names))
        if at == len(self._names):
            self._names.append(name)
            for column, number in zip(self._columns, fits, strict=True):
                column.append(number)
        else:
            for column, number in zip(self._columns, fits, strict=True):
                column[at] = number

    def drop(self, name: str) -> None:
        """Forget a name, if it is known."""
        self._places.pop(name, None)

    def joined(self) -> tuple[str, bytes]:
        """The names as one text, and the numbers as bytes."""
        names, columns = self._names, self._columns
        if len(self._places) < len(names):
            left = sorted(self._places.values())
            names = [names[at] for at in left]
            columns = [array(one.typecode, [one[at] for at in left]) for one in columns]
        return _APART.join(names), joined(columns, self._kinds)


def leads_out(path: str) -> bool:
    """Whether a path may lead out of the site, as that of a record which somebody made up can."""
    return path.startswith("/") or (".." in path and ".." in path.replace(_APART, "/").split("/"))


def look(file: str) -> Left:
    """How one file looks. Raises `OSError` where there is none."""
    status = os.lstat(file)
    return status.st_size, status.st_mtime_ns


def looks(folder: Path) -> dict[str, Left]:
    """How every file below a folder looks, by its path; hidden ones are passed over."""
    found: dict[str, Left] = {}
    add_files(str(folder), "", found)
    return found


def add_files(folder: str, prefix: str, found: dict[str, Left]) -> None:
    """Add to what was found how every file below a folder looks, its path with a prefix."""
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
                add_files(entry.path, f"{prefix}{name}/", found)
            else:
                status = entry.stat(follow_symlinks=False)
                found[prefix + name] = status.st_size, status.st_mtime_ns


def looks_of(sizes: list[int], times: list[int]) -> bytes:
    """How files look, as a part has it. Raises `OverflowError` where a number has more than 64 bits."""
    return joined((sizes, times), _LOOKS)


def stamps_of(changed: list[int], noted: list[int], inodes: list[int]) -> bytes:
    """The stamps of folders, as a part has them. Raises `OverflowError` as `looks_of` does."""
    return joined((changed, noted, inodes), _STAMPS)


def _part(table: Table, number: int) -> Part:
    kept = table.get(f"{_PARTS}:{number}")
    return Part(*marshal.loads(kept)) if kept else Part("", b"", "", b"")


def _number(folder: str, *, count: int) -> int:
    """The part of so many in which a folder stands."""
    return crc32(folder.encode(errors="surrogatepass")) % count


def _count(table: Table) -> int:
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
    for part in Parts(table):
        files.update(part.left())
        stamps.update(part.stamped())
    for number in range(_count(table)):
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
