"""How do the bytes reach site/ unharmed? File by file, each replaced at once, nothing torn.

New files come first, then those that change, in the order of the plan, and deletions last, so that
what a published page leads to is always there. What stands in the site is recorded in the ledger, when
all is done: a build that was interrupted is completed by the next.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from itertools import chain
from pathlib import Path

from msgspec import Struct, field

from briefings.ledger import Ledger, mark_of
from briefings.looking import Looked, looked_at, trusted
from briefings.standing import Left, look, looks

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

    @property
    def files(self) -> int:
        """How many files the site has now."""
        return len(self.written) + len(self.unchanged) + len(self.kept)


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
        self._left = ledger.standing()
        self._looked = found() if found else looked_at(folder, self._left)
        altered = self._looked.altered
        self._is_empty = not any(altered.values()) and self._looked.known <= len(altered)
        self._folders: set[Path] = set()
        self._forgotten: frozenset[str] = frozenset()
        """The files that the last build left and this one does not leave as they were."""

    def known(self) -> Iterator[str]:
        """The paths of the files that the last build left, in no order."""
        return self._left.files()

    def knows(self, path: str) -> bool:
        """Whether the last build left a file under that path."""
        return self._left.file(path) is not None

    def holds(self, folder: str) -> bool:
        """Whether the last build left files in a folder (with a slash at its end), and not below it alone."""
        return self._left.holds(folder)

    def below(self, folder: str) -> set[str]:
        """What the last build left below a folder (with a slash at its end), hidden files apart."""
        paths = {folder + path for path in looks(self.folder / folder)}
        paths |= {path for path in self._looked.altered if path.startswith(folder)}
        return set(filter(self.knows, paths))

    def altered(self) -> set[str]:
        """Of the files that the last build left those that are gone, or were touched since."""
        return set(filter(self.knows, self._looked.altered))

    def is_as_left(self) -> bool:
        """Whether every file stands as the last build left it, and no other."""
        return not self._looked.altered

    def has(self, path: str, fingerprint: str) -> bool:
        """Whether that output stands in the site, untouched since it was published."""
        if path in self._looked.altered or not self.knows(path):
            return False
        known = self._ledger.output(mark_of(path))
        return known is not None and known.fingerprint == fingerprint

    def stage(self, path: str, content: bytes) -> bool:
        """Write a file to where `publish` takes it from, unless it stands in the site already.

        Says whether it was written. Any process may stage; into an empty site files go at once.
        """
        standing = self._standing(path)
        target = self.folder / path
        if standing and standing[0] == len(content) and target.read_bytes() == content:
            return False
        if not self._is_empty:
            target = self._staged(path)
        self._make_folder(target.parent)
        _write(target, content)
        return True

    def publish(self, gone: Set[str], made: Mapping[str, tuple[str, bool]]) -> Report:
        """Put what was staged in place, and remove what is not this site's any more.

        `gone` are those of the known paths that do not stay, `made` has the fingerprint of each that was
        made, and whether it was staged. What nobody knows is removed. Raises `OSError` where the
        disk refuses.
        """
        written = [path for path, (_, staged) in made.items() if staged]
        standing = {path for path in written if self._standing(path)}
        in_the_way = self._in_the_way(path for path in written if path not in standing)
        if not self._is_empty:
            self._remove(in_the_way)
            for path in sorted(written, key=standing.__contains__):
                self._put(path)
            shutil.rmtree(self.folder / _STAGING, ignore_errors=True)
        causes = {path: self._cause(path, now) for path, (now, _) in made.items()}
        strange = {path for path, now in self._looked.altered.items() if now} - self.altered()
        left = {path for path in gone if self._standing(path)} | strange
        left -= made.keys() | in_the_way
        self._remove(left)
        others = frozenset({*gone, *made, *in_the_way})
        self._forgotten = frozenset(filter(self.knows, others))
        return Report(
            written=tuple(written),
            unchanged=tuple(path for path, (_, staged) in made.items() if not staged),
            kept=Kept(self, others, self._looked.known - len(self._forgotten)),
            removed=tuple(sorted(left | in_the_way)),
            causes=causes,
        )

    def leave(self, report: Report, ledger: Ledger) -> None:
        """Record how a build left the files, in the ledger of that build."""
        files: dict[str, Left | None] = dict.fromkeys(self._forgotten)
        if ledger is not self._ledger:
            files |= {path: self._standing(path) for path in report.kept}
        files |= {path: self._standing(path) for path in report.unchanged}
        files |= {path: look(f"{self.folder}/{path}") for path in report.written}
        if ledger is not self._ledger:
            ledger.set_left(files, {})
            ledger.set_left({}, trusted(self.folder, ledger.standing()))
        elif files or self._looked.is_worth_recording:
            ledger.set_left(files, self._looked.stamps)
        self._left = ledger.standing()

    def _standing(self, path: str) -> Left | None:
        """How a file looks now; None where there is none."""
        altered = self._looked.altered
        return altered[path] if path in altered else self._left.file(path)

    def _cause(self, path: str, now: str) -> Cause:
        known = self._ledger.output(mark_of(path))
        return Cause(
            before=known.fingerprint if known else None,
            now=now,
            standing=self._standing(path) is not None,
        )

    def _in_the_way(self, new: Iterable[str]) -> set[str]:
        """The files and links where a new path needs a folder, and those in a folder that it replaces."""
        if self._is_empty:
            return set()
        new = set(new)
        above = {folder for path in new for folder in _folders_of(path)}
        found = {
            path for path in above if _is_no_folder(self.folder / path) and self._standing(path)
        }
        replaced = tuple(f"{path}/" for path in new if (self.folder / path).is_dir())
        if replaced:
            every = chain(self.known(), self._looked.altered)
            found |= {path for path in every if path.startswith(replaced) and self._standing(path)}
        return found

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


class Kept(Set[str]):
    """The paths of the files that stay as an earlier build left them; looked up when asked."""

    def __init__(self, site: Site, others: Set[str], count: int) -> None:
        """All files of a site, so many, but the `others`."""
        self._site = site
        self._others = others
        self._count = count

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and path not in self._others and self._site.knows(path)

    def __iter__(self) -> Iterator[str]:
        return (path for path in self._site.known() if path not in self._others)

    def __len__(self) -> int:
        return self._count


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


def _is_no_folder(path: Path) -> bool:
    return os.path.lexists(path) and (path.is_symlink() or not path.is_dir())


def _folders_of(path: str) -> Iterator[str]:
    """`2024` and `2024/06` of `2024/06/index.html`."""
    return (path[:at] for at, character in enumerate(path) if character == "/")


def _remove_empty_folders(folder: Path, gone: Iterable[str]) -> None:
    for path in gone:
        parent = (folder / path).parent
        while parent != folder and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
