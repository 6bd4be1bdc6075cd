"""How do the files of a folder look? A walk through the site, beside other work where that can be."""

import marshal
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Left = tuple[int, int]
"""A file's size in bytes and the nanosecond of its last change, as it was left."""


def looks(folder: Path) -> dict[str, Left]:
    """How every file below a folder looks, by its path; hidden ones are passed over."""
    found: dict[str, Left] = {}
    _add_files(str(folder), "", found)
    return found


def look(file: str) -> Left:
    """How one file looks. Raises `OSError` where there is none."""
    status = os.lstat(file)
    return status.st_size, status.st_mtime_ns


@contextmanager
def looking(folder: Path) -> Iterator[Callable[[], dict[str, Left]]]:
    """Begin to look at a folder; what is given waits for it and says what `looks` does."""
    if sys.platform != "linux" or threading.active_count() > 1:
        yield lambda: looks(folder)
        return
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _tell(folder, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        try:
            yield lambda: _heard(told.read(), folder)
        finally:
            told.close()
            os.waitpid(child, 0)


def _tell(folder: Path, writing: int) -> None:
    """Look at the folder, in a process that does nothing else, and end."""
    try:
        with os.fdopen(writing, "wb") as out:
            marshal.dump(looks(folder), out)
    finally:
        os._exit(0)


def _heard(told: bytes, folder: Path) -> dict[str, Left]:
    try:
        found: dict[str, Left] = marshal.loads(told)
    except (EOFError, ValueError, TypeError):
        return looks(folder)  # The other process died on the way.
    return found


def _add_files(folder: str, prefix: str, found: dict[str, Left]) -> None:
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
                _add_files(entry.path, f"{prefix}{name}/", found)
            else:
                status = entry.stat(follow_symlinks=False)
                found[prefix + name] = status.st_size, status.st_mtime_ns
