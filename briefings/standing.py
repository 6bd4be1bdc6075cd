"""How was a site left? A record of its files and folders, in parts that are read one by one."""

import marshal
import os
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Self
from zlib import crc32

from briefings.caching import Table

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
"""Of which kind the numbers of a file and of a folder are (see `array`): 64 bits, inodes without a sign."""
_TOO_LARGE = {"q": 1 << 63, "Q": 1 << 64}
"""What a time in nanoseconds is after the year 2262, and an inode on some systems."""
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

    @classmethod
    def of(cls, files: Mapping[str, Left], folders: Mapping[str, Stamp | None]) -> Self:
        """A folder has a stamp where that can be trusted."""
        looks = looks_of(*_columns(files.values(), _LOOKS))
        stamps = stamps_of(*_columns([one or _UNTRUSTED for one in folders.values()], _STAMPS))
        return cls(_APART.join(files), looks, _APART.join(folders), stamps)

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
        left = zip(*_read_columns(self.looks, _LOOKS), strict=True)
        return dict(zip(self.file_names(), left, strict=True))

    def stamped(self) -> dict[str, Stamp | None]:
        """The stamp of each folder that can be trusted; None for another one."""
        stamps = zip(*_read_columns(self.stamps, _STAMPS), strict=True)
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
    read = {number: _part(table, number) for number in numbers}
    parts = {number: (part.left(), part.stamped()) for number, part in read.items()}
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
    for number, (own, known) in parts.items():
        table.put(f"{_PARTS}:{number}", marshal.dumps(tuple(Part.of(own, known))))
    if any(len(known) > _MOST_IN_A_PART for _, known in parts.values()):
        _divide_anew(table)


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
    return array("q", sizes).tobytes() + array("q", times).tobytes()


def stamps_of(changed: list[int], noted: list[int], inodes: list[int]) -> bytes:
    """The stamps of folders, as a part has them. Raises `OverflowError` as `looks_of` does."""
    return looks_of(changed, noted) + array("Q", inodes).tobytes()


def _columns(rows: Collection[tuple[int, ...]], codes: str) -> list[list[int]]:
    """The numbers of each column; one that has too many bits is as good as none, and found to differ."""
    return [
        [row[at] if row[at] < _TOO_LARGE[code] else 0 for row in rows]
        for at, code in enumerate(codes)
    ]


def _read_columns(data: bytes, codes: str) -> "list[array[int]]":
    size = len(data) // len(codes)
    return [array(code, data[at * size : (at + 1) * size]) for at, code in enumerate(codes)]


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
