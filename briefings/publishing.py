"""How do the bytes reach site/ unharmed? File by file, each replaced at once, nothing torn.

New files come first, then those that change, in the order of the plan, and deletions last, so that
what a published page leads to is always there. What stands in the site is recorded in a manifest
beside the caches, written when all is done: a build that was interrupted is completed by the next.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FORMAT = 1
_UNFINISHED = ".unfinished"
"""The ending of a file that is being written."""


@dataclass(frozen=True, slots=True)
class Published:
    """A file of the site as the manifest remembers it."""

    fingerprint: str
    size: int
    modified: int
    """Nanoseconds, to notice that somebody else changed the file."""


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


class Site:
    """The published folder with what is known of it."""

    def __init__(self, folder: Path, manifest: Path) -> None:
        self.folder = folder
        self._manifest = manifest
        self._known = _read_manifest(manifest, folder)
        self._standing = _files(folder, self._known)

    def forget(self) -> None:
        """Believe nothing of what an earlier build recorded."""
        self._known = {}

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

    def publish(self, kept: Mapping[str, str], made: Mapping[str, tuple[str, bytes]]) -> Report:
        """Put what was made in place, remove what is in neither, and record it all.

        `kept` has the fingerprint of each path that stays, `made` the fingerprint and the bytes of
        each that is new or changed. Raises `OSError` where the disk refuses.
        """
        plainly = not self._standing
        new = [path for path in made if path not in self._standing]
        changed = [path for path in made if path in self._standing]
        in_the_way = self._in_the_way(new)
        self._remove(in_the_way)
        folders: set[Path] = set()
        written = [
            path
            for path in (*new, *changed)
            if self._put(path, made[path][1], folders, plainly=plainly)
        ]
        left = self._standing.keys() - kept.keys() - made.keys() - in_the_way
        self._remove(left)
        self._record({path: one[0] for path, one in made.items()} | dict(kept))
        return Report(
            written=tuple(written),
            unchanged=tuple(sorted(made.keys() - set(written))),
            kept=tuple(kept),
            removed=tuple(
                sorted(path for path in left | in_the_way if not path.endswith(_UNFINISHED))
            ),
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

    def _put(self, path: str, content: bytes, folders: set[Path], *, plainly: bool) -> bool:
        """Write a file unless it holds these bytes already; says whether it was written."""
        target = self.folder / path
        standing = self._standing.get(path)
        if standing and standing.st_size == len(content) and target.read_bytes() == content:
            return False
        if target.parent not in folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
        if plainly:
            target.write_bytes(content)
            return True
        unfinished = target.with_name(f".{target.name}{_UNFINISHED}")
        unfinished.write_bytes(content)
        unfinished.replace(target)
        return True

    def _record(self, fingerprints: Mapping[str, str]) -> None:
        standing = _files(self.folder, fingerprints)
        outputs = {
            path: [fingerprint, standing[path].st_size, standing[path].st_mtime_ns]
            for path, fingerprint in sorted(fingerprints.items())
        }
        manifest = {"format": _FORMAT, "folder": str(self.folder), "outputs": outputs}
        self._manifest.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._manifest.with_name(self._manifest.name + _UNFINISHED)
        unfinished.write_text(json.dumps(manifest), "utf-8")
        unfinished.replace(self._manifest)


def _read_manifest(manifest: Path, folder: Path) -> dict[str, Published]:
    """What an earlier build recorded of this folder; nothing where that cannot be believed."""
    try:
        recorded: Any = json.loads(manifest.read_text("utf-8"))
        if recorded["format"] != _FORMAT or recorded["folder"] != str(folder):
            return {}
        return {path: Published(*values) for path, values in recorded["outputs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


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
            if entry.name.startswith(".") and not entry.name.endswith(_UNFINISHED):
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
