"""How do the bytes reach site/ unharmed? File by file, each replaced at once, nothing torn.

New files come first, then those that change, in the order of the plan, and deletions last, so that
what a published page leads to is always there. What stands in the site is recorded in a manifest
beside the caches, written when all is done: a build that was interrupted is completed by the next.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_FORMAT = 3
_STAGING = ".unfinished"
"""The folder, within the site's own so as to be on its disk, of files that wait to be published."""


@dataclass(frozen=True, slots=True)
class Published:
    """A file of the site as the manifest remembers it."""

    fingerprint: str
    size: int
    modified: int
    """Nanoseconds, to notice that somebody else changed the file."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a file was made."""

    before: str | None
    """Its fingerprint as an earlier build recorded it; None where none did."""
    now: str
    standing: bool
    """Whether it stood in the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did to the site, as paths relative to its folder."""

    written: tuple[str, ...]
    """Made, and new or changed."""
    unchanged: tuple[str, ...]
    """Made, and found to be as they stood."""
    kept: tuple[str, ...]
    """Not made, since they show nothing that changed."""
    removed: tuple[str, ...]
    causes: Mapping[str, Cause] = field(default_factory=dict, compare=False)
    """Why each file was made that was."""
    unrecorded: str = ""
    """Why the manifest could not be written; the next build is slower then, and as right."""


class Site:
    """The published folder with what is known of it."""

    def __init__(self, folder: Path, manifest: Path) -> None:
        self.folder = folder
        self._manifest = manifest
        self._known, self._inputs = _read_manifest(manifest, folder)
        self._standing = _files(folder, self._known)
        self._folders: set[Path] = set()

    def forget(self) -> None:
        """Believe nothing of what an earlier build recorded."""
        self._known, self._inputs = {}, ""

    def shows(self, inputs: str) -> bool:
        """Whether the site was made of these inputs, and stands as it was made, file for file."""
        return (
            self._inputs == inputs != ""
            and self._standing.keys() == self._known.keys()
            and all(self.has(path, known.fingerprint) for path, known in self._known.items())
        )

    def report(self) -> Report:
        """What is to be said where nothing had to be done."""
        return Report(written=(), unchanged=(), kept=tuple(self._known), removed=())

    def fingerprints(self, below: str) -> Mapping[str, str]:
        """The fingerprint of every file below a folder of the site.

        Nothing if one of them is gone or was touched since it was published.
        """
        known = {p: one.fingerprint for p, one in self._known.items() if p.startswith(below)}
        whole = all(self.has(path, fingerprint) for path, fingerprint in known.items())
        return known if whole else {}

    def has(self, path: str, fingerprint: str) -> bool:
        """Whether that output stands in the site, untouched since it was published."""
        known = self._known.get(path)
        standing = self._standing.get(path)
        return (
            known is not None
            and standing is not None
            and known.fingerprint == fingerprint
            and (known.size, known.modified) == (standing.st_size, standing.st_mtime_ns)
        )

    def stage(self, path: str, content: bytes) -> bool:
        """Write a file to where `publish` takes it from, unless it stands in the site already.

        Says whether it was written. Any process may stage; into an empty site files go at once.
        """
        standing = self._standing.get(path)
        target = self.folder / path
        if standing and standing.st_size == len(content) and target.read_bytes() == content:
            return False
        if self._standing:
            target = self._staged(path)
        self._make_folder(target.parent)
        _write(target, content)
        return True

    def publish(
        self, kept: Mapping[str, str], made: Mapping[str, tuple[str, bool]], inputs: str = ""
    ) -> Report:
        """Put what was staged in place, remove what is in neither, and record it all.

        `kept` has the fingerprint of each path that stays, `made` that of each path that was made, and
        whether it was staged; `inputs` stand for all that the site was made of. Raises `OSError` where
        the disk refuses.
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
        left = self._standing.keys() - kept.keys() - made.keys() - in_the_way
        self._remove(left)
        unrecorded = ""
        try:
            self._record(
                {path: fingerprint for path, (fingerprint, _) in made.items()} | dict(kept),
                inputs,
            )
        except OSError as error:
            unrecorded = str(error)
        return Report(
            written=tuple(written),
            unchanged=tuple(path for path, (_, staged) in made.items() if not staged),
            kept=tuple(kept),
            removed=tuple(sorted(left | in_the_way)),
            causes=causes,
            unrecorded=unrecorded,
        )

    def _cause(self, path: str, now: str) -> Cause:
        known = self._known.get(path)
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

    def _record(self, fingerprints: Mapping[str, str], inputs: str) -> None:
        standing = _files(self.folder, fingerprints)
        outputs = {
            path: [fingerprint, standing[path].st_size, standing[path].st_mtime_ns]
            for path, fingerprint in sorted(fingerprints.items())
        }
        manifest = {
            "format": _FORMAT,
            "folder": str(self.folder),
            "inputs": inputs,
            "outputs": outputs,
        }
        self._manifest.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._manifest.with_name(f"{self._manifest.name}.unfinished")
        unfinished.write_text(json.dumps(manifest), "utf-8")
        unfinished.replace(self._manifest)


def _write(file: Path, content: bytes) -> None:
    """Write a file with as few calls of the system as there can be: they are what writing costs."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def _read_manifest(manifest: Path, folder: Path) -> tuple[dict[str, Published], str]:
    """What an earlier build recorded of this folder, and of what it was made; nothing if in doubt."""
    try:
        recorded: Any = json.loads(manifest.read_text("utf-8"))
        if recorded["format"] != _FORMAT or recorded["folder"] != str(folder):
            return {}, ""
        outputs = {path: Published(*values) for path, values in recorded["outputs"].items()}
        return outputs, str(recorded["inputs"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, ""


def _files(folder: Path, own: Iterable[str]) -> dict[str, os.stat_result]:
    """Every file below a folder by its path; of hidden ones only those that are our `own`."""
    found = _visible_files(folder)
    for path in own:
        parts = path.split("/")
        if any(part.startswith(".") for part in parts) and ".." not in parts:
            with suppress(OSError):
                found[path] = (folder / path).lstat()
    return found


def _visible_files(folder: Path) -> dict[str, os.stat_result]:
    found: dict[str, os.stat_result] = {}
    waiting = [(folder, "")]
    while waiting:
        current, prefix = waiting.pop()
        try:
            entries = list(os.scandir(current))
        except FileNotFoundError:
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), f"{prefix}{entry.name}/"))
            else:
                found[prefix + entry.name] = entry.stat(follow_symlinks=False)
    return found


def _folders_of(path: str) -> Iterator[str]:
    """`2024` and `2024/06` of `2024/06/index.html`."""
    return (path[:at] for at, character in enumerate(path) if character == "/")


def _remove_empty_folders(folder: Path, gone: Iterable[str]) -> None:
    for path in gone:
        parent = (folder / path).parent
        while parent != folder and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
