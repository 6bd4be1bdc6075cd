"""How do the bytes reach site/ unharmed? File by file, each replaced at once, nothing torn.

New files come first, then those that change, in the order of the plan, and deletions last, so that
what a published page leads to is always there. What stands in the site is recorded in the ledger, when
all is done: a build that was interrupted is completed by the next.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from pathlib import Path

from msgspec import Struct, field

from briefings.ledger import Ledger, mark_of
from briefings.standing import Left, Looked, look, looked_at, trusted

_STAGING = ".unfinished"
"""The folder, within the site's own so as to be on its disk, of files that wait to be published."""


class Cause(Struct, frozen=True):
    """Why a file was made."""

    before: str | None
    """Its fingerprint as an earlier build recorded it; None where none did."""
    now: str
    standing: bool
    """Whether it stood in the site."""


class Report(Struct, frozen=True, kw_only=True):
    """What a build did to the site, as paths relative to its folder."""

    written: tuple[str, ...]
    """Made, and new or changed."""
    unchanged: tuple[str, ...]
    """Made, and found to be as they stood."""
    kept: Set[str]
    """Not made, since they show nothing that changed."""
    removed: tuple[str, ...]
    causes: Mapping[str, Cause] = field(default_factory=dict)
    """Why each file was made that was."""
    indexed: int = 0
    """How many segments of the search were indexed."""
    unrecorded: str = ""
    """Why the ledger could not be written; the next build is slower then, and as right."""


class Site:
    """The published folder with what is known of it."""

    def __init__(
        self,
        folder: Path,
        ledger: Ledger,
        found: Callable[[], Looked] | None = None,
    ) -> None:
        """`ledger` knows how the last build left the files; `found` what became of them (see `looking`)."""
        self.folder = folder
        self._ledger = ledger
        self._left = ledger.left()
        self._looked = found() if found else looked_at(folder, ledger.standing())
        self._standing = dict(self._left)
        for path, now in self._looked.altered.items():
            if now is None:
                self._standing.pop(path, None)
            else:
                self._standing[path] = now
        self._folders: set[Path] = set()

    def known(self) -> Set[str]:
        """The paths of the files that the last build left."""
        return self._left.keys()

    def altered(self) -> set[str]:
        """Those of them that are gone, or were touched since."""
        return self._looked.altered.keys() & self._left.keys()

    def is_as_left(self) -> bool:
        """Whether every file stands as the last build left it, and no other."""
        return not self._looked.altered

    def has(self, path: str, fingerprint: str) -> bool:
        """Whether that output stands in the site, untouched since it was published."""
        standing = self._standing.get(path)
        if standing is None or standing != self._left.get(path):
            return False
        known = self._ledger.output(mark_of(path))
        return known is not None and known.fingerprint == fingerprint

    def stage(self, path: str, content: bytes) -> bool:
        """Write a file to where `publish` takes it from, unless it stands in the site already.

        Says whether it was written. Any process may stage; into an empty site files go at once.
        """
        standing = self._standing.get(path)
        target = self.folder / path
        if standing and standing[0] == len(content) and target.read_bytes() == content:
            return False
        if self._standing:
            target = self._staged(path)
        self._make_folder(target.parent)
        _write(target, content)
        return True

    def publish(self, kept: Set[str], made: Mapping[str, tuple[str, bool]]) -> Report:
        """Put what was staged in place, and remove what is in neither.

        `kept` are the paths that stay, `made` has the fingerprint of each that was made, and whether it
        was staged. Raises `OSError` where the disk refuses.
        """
        written = [path for path, (_, staged) in made.items() if staged]
        new = [path for path in written if path not in self._standing]
        in_the_way = self._in_the_way(new)
        if self._standing:
            self._remove(in_the_way)
            for path in (*new, *(path for path in written if path in self._standing)):
                self._put(path)
            shutil.rmtree(self.folder / _STAGING, ignore_errors=True)
        causes = {path: self._cause(path, now) for path, (now, _) in made.items()}
        left = self._standing.keys() - kept - made.keys() - in_the_way
        self._remove(left)
        return Report(
            written=tuple(written),
            unchanged=tuple(path for path, (_, staged) in made.items() if not staged),
            kept=frozenset(kept),
            removed=tuple(sorted(left | in_the_way)),
            causes=causes,
        )

    def leave(self, report: Report, ledger: Ledger) -> None:
        """Record how a build left the files, in the ledger of that build."""
        files: dict[str, Left | None] = dict.fromkeys(self._left.keys() - report.kept)
        if ledger is not self._ledger:
            files |= {path: self._standing[path] for path in report.kept}
        files |= {path: self._standing[path] for path in report.unchanged}
        files |= {path: look(f"{self.folder}/{path}") for path in report.written}
        if ledger is not self._ledger:
            ledger.set_left(files, {})
            ledger.set_left({}, trusted(self.folder, ledger.standing()))
        elif files or self._looked.is_worth_recording:
            ledger.set_left(files, self._looked.stamps)

    def _cause(self, path: str, now: str) -> Cause:
        known = self._ledger.output(mark_of(path))
        return Cause(
            before=known.fingerprint if known else None,
            now=now,
            standing=path in self._standing,
        )

    def _in_the_way(self, new: Iterable[str]) -> set[str]:
        """The files and links where a new path needs a folder, and those in a folder that it replaces."""
        if not self._standing:
            return set()
        files = {folder for path in new for folder in _folders_of(path) if folder in self._standing}
        folders = tuple(f"{path}/" for path in new if (self.folder / path).is_dir())
        return files | {path for path in self._standing if folders and path.startswith(folders)}

    def _remove(self, paths: Iterable[str]) -> None:
        for path in sorted(paths):
            (self.folder / path).unlink(missing_ok=True)
        _remove_empty_folders(self.folder, paths)

    def _staged(self, path: str) -> Path:
        name = hashlib.blake2b(path.encode(), digest_size=16).hexdigest()
        return self.folder / _STAGING / name

    def _put(self, path: str) -> None:
        """Replace a file of the site by the one that was staged, at once."""
        target = self.folder / path
        self._make_folder(target.parent)
        self._staged(path).replace(target)

    def _make_folder(self, folder: Path) -> None:
        if folder not in self._folders:
            folder.mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)


def _write(file: Path, content: bytes) -> None:
    """Write a file with as few calls of the system as there can be: they are what writing costs."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
    except OSError as error:  # The system does not say of which file.
        raise OSError(error.errno, error.strerror, str(file)) from error
    finally:
        os.close(handle)


def _folders_of(path: str) -> Iterator[str]:
    """`2024` and `2024/06` of `2024/06/index.html`."""
    return (path[:at] for at, character in enumerate(path) if character == "/")


def _remove_empty_folders(folder: Path, gone: Iterable[str]) -> None:
    for path in gone:
        parent = (folder / path).parent
        while parent != folder and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
