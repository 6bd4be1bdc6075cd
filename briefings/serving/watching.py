"""What was saved? The files that changed, as soon as the editor's program is done with them."""

import os
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

# A folder that comes while it is being looked at is watched once all the same.
warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning, "watchdog")

_QUIET = 0.03
"""Seconds without another change after which a save is over: it is several events."""
_CHANGING = {"created", "modified", "closed", "deleted", "moved"}

_Stamps = dict[str, tuple[int, int, int]]


class Changes:
    """The files that changed since somebody last asked."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._paths: set[str] = set()
        self._woken = False
        self._latest = 0.0

    def add(self, path: str) -> None:
        """Note that the file at `path` changed."""
        with self._changed:
            self._paths.add(path)
            self._latest = time.monotonic()
            self._changed.notify()

    def wake(self) -> None:
        """Let the one who waits go on, though nothing changed."""
        with self._changed:
            self._woken = True
            self._changed.notify()

    def wait(self) -> frozenset[str]:
        """Wait for a change, and for the end of the save that it belongs to.

        Nothing comes back where somebody woke the one who waits.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._paths or self._woken)
            while self._paths and (rest := self._latest + _QUIET - time.monotonic()) > 0:
                self._changed.wait(rest)
            paths = frozenset(self._paths)
            self._paths.clear()
            self._woken = False
            return paths


class Watcher:
    """Tells of every change below some folders, by notification where the system gives it.

    Besides, the files are looked at now and then: network disks and shared folders of virtual machines
    notify nobody.
    """

    def __init__(self, changed: Callable[[str], None]) -> None:
        self._changed = changed
        self._roots: tuple[Path, ...] = ()
        self._told: set[str] = set()
        self._observer = Observer()
        self._observer.start()
        self._notified = True
        self._stamps: _Stamps = {}
        threading.Thread(target=self._look_now_and_then, daemon=True).start()

    def watch(self, roots: Iterable[Path]) -> None:
        """Watch these files, and folders with all below them, and nothing else any more."""
        wanted = tuple(sorted(set(roots)))
        if wanted == self._roots:
            return
        self._roots = wanted
        self._stamps = _stamps(wanted)
        self._observer.unschedule_all()
        handler = _Handler(self._notice)
        try:
            for root in _outermost(wanted):
                folder = root if root.is_dir() else root.parent
                self._observer.schedule(handler, str(folder), recursive=root.is_dir())
            self._notified = True
        except OSError:
            # As where the system's limit of watches is reached.
            self._observer.unschedule_all()
            self._notified = False

    def _notice(self, path: str) -> None:
        if any(_is_concerned(path, root) for root in self._roots):
            self._told.add(path)
            self._changed(path)

    def _look_now_and_then(self) -> None:
        cost = 0.0
        while True:
            time.sleep(max(3.0, 50 * cost) if self._notified else max(0.3, 5 * cost))
            began = time.monotonic()
            self._look()
            cost = time.monotonic() - began

    def _look(self) -> None:
        """Tell of what changed and was not told by notification."""
        roots, before = self._roots, self._stamps
        told, self._told = self._told, set()
        now = _stamps(roots)
        if roots is self._roots:
            self._stamps = now
            changed = {path for path, _ in before.items() ^ now.items()}
            for path in changed - told - self._told:
                self._changed(path)


class _Handler(FileSystemEventHandler):
    def __init__(self, notice: Callable[[str], None]) -> None:
        self._notice = notice

    def on_any_event(self, event: FileSystemEvent) -> None:
        # A folder is modified when something in it is created, which has its own event.
        if event.event_type in _CHANGING and not (
            event.is_directory and event.event_type == "modified"
        ):
            self._notice(os.fsdecode(event.src_path))
            self._notice(os.fsdecode(event.dest_path))


def _outermost(roots: Iterable[Path]) -> list[Path]:
    """The roots that lie in no other."""
    roots = list(roots)
    return [
        one for one in roots if one.exists() and not any(other in one.parents for other in roots)
    ]


def _is_concerned(path: str, root: Path) -> bool:
    """Whether a path is the root or below it, and no editor's temporary file."""
    file = Path(path)
    return file.is_relative_to(root) and not any(map(_is_passed_over, file.relative_to(root).parts))


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name == "__pycache__"


def _stamps(roots: Iterable[Path]) -> _Stamps:
    """How every file of the roots looks from outside."""
    found: _Stamps = {}
    for root in roots:
        with suppress(OSError):
            if root.is_dir():
                found.update(_below(str(root), set()))
            else:
                found[str(root)] = _stamp(root.stat())
    return found


def _below(folder: str, seen: set[str]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """`seen` are the real paths of the linked folders on the way."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _is_passed_over(entry.name):
                continue
            with suppress(OSError):
                if not entry.is_dir():
                    yield entry.path, _stamp(entry.stat())
                elif not entry.is_symlink():
                    yield from _below(entry.path, seen)
                elif (real := os.path.realpath(entry.path)) not in seen:
                    yield from _below(entry.path, seen | {real})


def _stamp(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
