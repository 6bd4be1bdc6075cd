"""Which files of content/ are as they were when they were read? Told by their looks alone.

A file that looks from outside as it did when it was read need not be read again. As in git, a file
changed so shortly before it was read that a second change could have left the same times is not trusted
by its looks (https://git-scm.com/docs/racy-git): then its bytes decide.
"""

import marshal
import time
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from briefings.caching import Table
from briefings.files.scanning import Found, Stamp, scan
from briefings.problems import Problem

NOBODYS = b""
"""Stands for the digest of a file that is not the bulletin's to read."""
_COARSEST_CLOCK = 2_000_000_000
"""Nanoseconds between two times that some file system takes for one."""
_FOLDERS = "folders"

Digests = dict[str, bytes]
"""The digest of each file of a folder, by its path."""

Seen = dict[str, tuple[Stamp | None, bytes]]
"""Of each file of a folder, by its path, the stamp if it can be trusted, and the digest of its bytes."""


class Noticed:
    """One look at all files, and what an earlier one saw."""

    def __init__(self, table: Table) -> None:
        """`table` has what was seen and read."""
        self.table = table
        self._begun = time.time_ns()
        self._before: dict[str, Seen] = {}
        self._digests: dict[str, bytes] = {}
        self.now: dict[str, Seen] = {}
        """The files whose bytes are known, by folder."""
        self.others: list[Found] = []
        """Those that are new or look otherwise."""
        self.problems: list[Problem] = []

    def look(self, content_dir: Path, prefix: str) -> None:
        """Find every file, and those whose bytes have to be looked at."""
        for listing in scan(content_dir, prefix):
            if isinstance(listing, Problem):
                self.problems.append(listing)
                continue
            folder = listing.path.rstrip("/")
            before = self._recorded(folder)
            seen = self.now.setdefault(folder, {})
            for name, stamp in listing.stamps.items():
                path = listing.path_of(name)
                known = before.get(path)
                if known is not None and known[0] == stamp:
                    seen[path] = known
                else:
                    self.others.append(listing.found(name))

    def is_all_as_it_was(self) -> bool:
        """Whether every file looks as it was recorded, and none is gone."""
        now = {folder for folder, seen in self.now.items() if seen}
        return (
            not (self.others or self.problems)
            and now == set(self._folders())
            and all(self.now[folder] == self._recorded(folder) for folder in now)
        )

    def digest_of(self, folder: str) -> bytes:
        """Changes with every byte of every file of a folder; empty for one without files."""
        if folder in self._digests and self.now[folder] == self._before[folder]:
            return self._digests[folder]
        return digest_of_folder(digests_of(self.now[folder]))

    def note(self, found: Found, digest: bytes, *, trusted: bool = False) -> None:
        """The bytes of a file are known now. What nobody reads is `trusted` however new it is."""
        stamp = found.stamp if trusted else self._trusted(found.stamp)
        self.now[found.path.rpartition("/")[0]][found.path] = stamp, digest

    def gone(self) -> set[str]:
        """The files whose bytes were known at an earlier look, and are not any more."""
        folders = {*self.now, *self._folders()}
        return {
            path
            for folder in folders
            for path in self._recorded(folder).keys() - self.now.get(folder, {}).keys()
        }

    def record(self) -> None:
        """Put into the table what was seen."""
        kept = {folder: seen for folder, seen in self.now.items() if seen}
        for folder in self._folders():
            if folder not in kept:
                self.table.drop(_folder_key(folder))
        for folder, seen in kept.items():
            if seen != self._recorded(folder):
                digest = digest_of_folder(digests_of(seen))
                self.table.put(_folder_key(folder), marshal.dumps((digest, seen)))
        folders = marshal.dumps(sorted(kept))
        if self.table.get(_FOLDERS) != folders:
            self.table.put(_FOLDERS, folders)

    def _folders(self) -> list[str]:
        kept = self.table.get(_FOLDERS)
        return marshal.loads(kept) if kept else []

    def _recorded(self, folder: str) -> Seen:
        if folder not in self._before:
            kept = self.table.get(_folder_key(folder))
            digest, seen = marshal.loads(kept) if kept else (b"", {})
            self._digests[folder], self._before[folder] = digest, seen
        return self._before[folder]

    def _trusted(self, stamp: Stamp) -> Stamp | None:
        latest = max(stamp[1], stamp[2])
        return stamp if latest < self._begun - _COARSEST_CLOCK else None


def digests_of(seen: Seen) -> Digests:
    """The digests of the files that are the bulletin's."""
    return {path: digest for path, (_, digest) in seen.items() if digest != NOBODYS}


def digest_of_folder(digests: Mapping[str, bytes]) -> bytes:
    """Changes with every byte of every file of a folder; empty for one without files."""
    lines = (path.encode(errors="surrogatepass") + b"\0" + one for path, one in digests.items())
    return blake2b(b"\0".join(sorted(lines)), digest_size=16).digest() if digests else b""


def _folder_key(folder: str) -> str:
    return f"folder:{folder}"
