"""Which files of content/ are as they were when they were read? Told by their looks alone.

A file that looks from outside as it did when it was read need not be read again. As in git, a file
changed so shortly before it was read that a second change could have left the same times is not trusted
by its looks (https://git-scm.com/docs/racy-git): then its bytes decide.

The files of a folder are compared at once, and one by one only where the folder looks otherwise.
"""

import marshal
import time
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from briefings.caching import Table
from briefings.files.scanning import Found, Listing, Stamp, looks_of, path_of, scan, stamps_in
from briefings.problems import Problem

NOBODYS = b""
"""Stands for the digest of a file that is not the bulletin's to read."""
_UNTRUSTED: Stamp = (0, 0, 0, 0)
"""Stands for the stamp of a file that is not to be trusted by its looks."""
_COARSEST_CLOCK = 2_000_000_000
"""Nanoseconds between two times that some file system takes for one."""
_FOLDERS = "folders"
_APART = "\0"
"""Between two names: no name has it."""

Digests = dict[str, bytes]
"""The digest of each file of a folder, by its path."""

Seen = dict[str, tuple[Stamp, bytes]]
"""Of each file of a folder, by its path, the stamp and the digest of its bytes."""


class Record(NamedTuple):
    """The files of a folder whose bytes are known. Plain values."""

    digest: bytes = b""
    """Changes with every byte of those files that are the bulletin's; empty where none is."""
    names: str = ""
    """Their names, in the order of the system."""
    looks: bytes = b""
    """Their stamps (see `Listing`)."""
    digests: tuple[bytes, ...] = ()

    def seen(self, folder: str) -> Seen:
        """Each file by itself, of a folder that is called so."""
        names = self.names.split(_APART) if self.digests else []
        files = zip(names, stamps_in(self.looks), self.digests, strict=True)
        return {path_of(f"{folder}/", name): (stamp, digest) for name, stamp, digest in files}


class Noticed:
    """One look at all files, and what an earlier one saw."""

    def __init__(self, table: Table) -> None:
        """`table` has what was seen and read."""
        self.table = table
        self._begun = time.time_ns()
        self._before: dict[str, Record] = {}
        self._same: set[str] = set()
        """The folders that look as they were recorded."""
        self._listed: dict[str, Listing] = {}
        """The other ones, as they look."""
        self._now: dict[str, Seen] = {}
        """The files of these whose bytes are known."""
        self.others: list[Found] = []
        """Those that are new or look otherwise."""
        self.problems: list[Problem] = []

    def look(self, content_dir: Path, prefix: str) -> None:
        """Find every file, and those whose bytes have to be looked at."""
        for listing in scan(content_dir, prefix):
            if isinstance(listing, Problem):
                self.problems.append(listing)
            elif listing.names:
                self._compare(listing)

    def is_all_as_it_was(self) -> bool:
        """Whether every file looks as it was recorded, and none is gone."""
        return not (self.others or self.problems or self._now) and self._same == set(
            self._folders()
        )

    def digests(self) -> dict[str, bytes]:
        """Of each folder with files of the bulletin what changes with every byte of these."""
        known = {folder: self._recorded(folder).digest for folder in self._same}
        known |= {folder: digest_of_folder(digests_of(seen)) for folder, seen in self._now.items()}
        return {folder: digest for folder, digest in known.items() if digest}

    def folders(self) -> "Folders":
        """Those files of the bulletin whose bytes are known, by folder."""
        known: dict[str, Record | Digests] = {one: self._recorded(one) for one in self._same}
        known |= {folder: digests_of(seen) for folder, seen in self._now.items()}
        return Folders(known)

    def note(self, found: Found, digest: bytes, *, trusted: bool = False) -> None:
        """The bytes of a file are known now. What nobody reads is `trusted` however new it is."""
        latest = max(found.stamp[1], found.stamp[2])
        is_old = latest < self._begun - _COARSEST_CLOCK
        stamp = found.stamp if trusted or is_old else _UNTRUSTED
        self._now[found.path.rpartition("/")[0]][found.path] = stamp, digest

    def gone(self) -> set[str]:
        """The files whose bytes were known at an earlier look, and are not any more."""
        return {
            path
            for folder in {*self._now, *self._folders()} - self._same
            for path in self._recorded(folder).seen(folder).keys()
            - self._now.get(folder, {}).keys()
        }

    def record(self) -> None:
        """Put into the table what was seen."""
        kept = self._same | {folder for folder, seen in self._now.items() if seen}
        for folder in self._folders():
            if folder not in kept:
                self.table.drop(_folder_key(folder))
        for folder in kept - self._same:
            record = self._record_of(folder)
            if record != self._recorded(folder):
                self.table.put(_folder_key(folder), marshal.dumps(tuple(record)))
        folders = marshal.dumps(sorted(kept))
        if self.table.get(_FOLDERS) != folders:
            self.table.put(_FOLDERS, folders)

    def _compare(self, listing: Listing) -> None:
        """Find the files of a folder whose bytes have to be looked at."""
        folder = listing.path.rstrip("/")
        before = self._recorded(folder)
        if before.looks == listing.looks and before.names == _APART.join(listing.names):
            self._same.add(folder)
            return
        known = before.seen(folder)
        seen: Seen = {}
        for name, stamp in listing.stamps.items():
            path = listing.path_of(name)
            own = known.get(path)
            if own is not None and own[0] == stamp:
                seen[path] = own
            else:
                self.others.append(listing.found(name, stamp))
        self._listed[folder], self._now[folder] = listing, seen

    def _record_of(self, folder: str) -> Record:
        """What is known of a folder that looks otherwise than it did."""
        listing, seen = self._listed[folder], self._now[folder]
        names = {listing.path_of(name): name for name in listing.names}
        files = [(name, *seen[path]) for path, name in names.items() if path in seen]
        own, stamps, digests = zip(*files, strict=True)
        digest = digest_of_folder(digests_of(seen))
        return Record(digest, _APART.join(own), looks_of(stamps), digests)

    def _folders(self) -> list[str]:
        kept = self.table.get(_FOLDERS)
        return marshal.loads(kept) if kept else []

    def _recorded(self, folder: str) -> Record:
        if folder not in self._before:
            kept = self.table.get(_folder_key(folder))
            self._before[folder] = Record(*marshal.loads(kept)) if kept else Record()
        return self._before[folder]


class Folders(Mapping[str, Digests]):
    """The files of the bulletin by folder; those of a folder are put together when they are asked for."""

    def __init__(self, known: Mapping[str, Record | Digests]) -> None:
        self._known = {folder: one for folder, one in known.items() if _has_files(one)}

    def __getitem__(self, folder: str) -> Digests:
        known = self._known[folder]
        return digests_of(known.seen(folder)) if isinstance(known, Record) else known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def digests_of(seen: Seen) -> Digests:
    """The digests of the files that are the bulletin's."""
    return {path: digest for path, (_, digest) in seen.items() if digest != NOBODYS}


def digest_of_folder(digests: Mapping[str, bytes]) -> bytes:
    """Changes with every byte of every file of a folder; empty for one without files."""
    lines = (path.encode(errors="surrogatepass") + b"\0" + one for path, one in digests.items())
    return blake2b(b"\0".join(sorted(lines)), digest_size=16).digest() if digests else b""


def _has_files(known: Record | Digests) -> bool:
    return bool(known.digest if isinstance(known, Record) else known)


def _folder_key(folder: str) -> str:
    return f"folder:{folder}"
