"""Which files are there? A walk over content/ that never leaves it."""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from briefings.columns import divided, fitting, joined
from briefings.problems import Code, Problem

Stamp = tuple[int, int, int, int]
"""How a file looks from outside: the same stamp, the same bytes (see `noticing`). Its size, the
nanoseconds of its last change and of the last change to what is known of it, and its inode."""

_KINDS = "qqqQ"
"""Of which kind the numbers of a stamp are (see `columns`)."""


class Found(NamedTuple):
    """A regular file below content/."""

    inner: str
    """Its path relative to content/, with slashes."""
    path: str
    """Its path relative to the bulletin's folder, fit to be shown."""
    file: str
    """Its path on disk."""
    stamp: Stamp


class Listing(NamedTuple):
    """The regular files of one folder below content/."""

    inner: str
    """The folder's path relative to content/: empty, or with a slash at its end."""
    path: str
    """Its path relative to the bulletin's folder, fit to be shown, with a slash at its end."""
    folder: str
    """Its path on disk."""
    names: list[str]
    """What its files are called, in the order of the system."""
    looks: bytes
    """The stamps of these, by column, so that all are compared at once (see `columns`)."""

    @property
    def stamps(self) -> dict[str, Stamp]:
        """How each file looks, by its name."""
        return dict(zip(self.names, stamps_in(self.looks), strict=True))

    def path_of(self, name: str) -> str:
        """A file's path relative to the bulletin's folder, fit to be shown."""
        return path_of(self.path, name)

    def found(self, name: str, stamp: Stamp) -> Found:
        """One of the files, which looks so."""
        file = os.path.join(self.folder, name)  # noqa: PTH118 (many names, and each is a string)
        return Found(self.inner + name, self.path_of(name), file, stamp)


def scan(content_dir: Path, prefix: str) -> Iterator[Listing | Problem]:
    """Every folder below `content_dir` with its files, in no order, and what cannot be read there.

    `prefix` is the folder's path relative to the bulletin's. Names that begin with a dot or end in `~`
    are passed over.
    """
    if content_dir.is_dir():
        yield from _Walk(os.path.realpath(content_dir), prefix).below(str(content_dir), "", ())


def path_of(folder: str, name: str) -> str:
    """The path of a file of a folder, whose own is fit to be shown and ends with a slash."""
    return folder + (name if name.isascii() and name.isprintable() else shown(name))


def shown(path: str) -> str:
    """A path without the characters that would break the line on which it is printed."""
    path = path.encode(errors="surrogateescape").decode(errors="replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in path)


def unreadable(path: str, error: OSError) -> Problem:
    """What to say of a file or a folder, called `path`, that the system does not give out."""
    message = f"this cannot be read ({error.strerror}). Mend its permissions, or remove it."
    return Problem(path, 1, 1, message, Code.UNREADABLE_FILE)


@contextmanager
def _opened(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """What is in a folder; where the system can, each is looked at from there, on a shorter way."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with os.scandir(handle) as entries:
            yield entries
    finally:
        os.close(handle)


def stamps_in(looks: bytes) -> Iterator[Stamp]:
    """The stamps that stand in bytes by column."""
    return zip(*divided(looks, _KINDS), strict=True)


def looks_of(stamps: Sequence[Stamp]) -> bytes:
    """Stamps by column; what is no number of 64 bits is as good as none."""
    rows = [tuple(fitting(stamp, _KINDS)) for stamp in stamps]
    return joined(tuple(zip(*rows, strict=True)), _KINDS) if rows else b""


def _looks_of(found: Sequence[os.stat_result]) -> bytes:
    try:
        sizes, inodes = [one.st_size for one in found], [one.st_ino for one in found]
        changed, noted = [one.st_mtime_ns for one in found], [one.st_ctime_ns for one in found]
        return joined((sizes, changed, noted, inodes), _KINDS)
    except OverflowError:
        return looks_of([_stamp(one) for one in found])


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


class _Walk:
    def __init__(self, root: str, prefix: str) -> None:
        self._root = root
        self._prefix = prefix

    def below(self, folder: str, inner: str, above: tuple[str, ...]) -> Iterator[Listing | Problem]:
        """`above` are the real paths of the linked folders on the way."""
        found: dict[str, os.stat_result] = {}
        others: list[str] = []
        try:
            with _opened(folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == "." or name[-1] == "~":
                        continue
                    if entry.is_file(follow_symlinks=False):
                        with suppress(FileNotFoundError):
                            found[name] = entry.stat(follow_symlinks=False)
                    else:
                        others.append(name)
        except OSError as error:
            yield self._unreadable(inner.rstrip("/"), error)
            return
        for name in others:
            yield from self._other(Path(folder, name), inner + name, above, found)
        looks = _looks_of([*found.values()])
        yield Listing(inner, self._shown(inner), folder, list(found), looks)

    def _other(
        self, file: Path, inner: str, above: tuple[str, ...], found: dict[str, os.stat_result]
    ) -> Iterator[Listing | Problem]:
        """What there is besides regular files: folders, and links, of which one may lead to a file."""
        if file.is_symlink():
            real = os.path.realpath(file)
            if fault := self._link_fault(real, inner, above):
                yield fault
                return
            above = (*above, real)
        try:
            status = file.stat()
        except OSError as error:
            yield self._unreadable(inner, error)
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self.below(str(file), f"{inner}/", above)
        elif stat.S_ISREG(status.st_mode):
            found[file.name] = status
        else:
            message = "this is no ordinary file. Replace it by one, or remove it."
            yield self._problem(inner, message, Code.UNREADABLE_FILE)

    def _link_fault(self, real: str, inner: str, above: tuple[str, ...]) -> Problem | None:
        if real != self._root and not real.startswith(self._root + os.sep):
            message = "this link leads out of the content folder. Copy the file here instead."
            return self._problem(inner, message, Code.OUTSIDE_LINK)
        if not Path(real).exists():
            message = "this link leads nowhere. Mend it or remove it."
            return self._problem(inner, message, Code.UNREADABLE_FILE)
        here = os.path.realpath(Path(self._root, inner).parent)
        # One link on the way and no more: links among each other could be followed for ever.
        if Path(real).is_dir() and (above or f"{here}/".startswith(f"{real}/")):
            message = "this link leads round in a circle. Remove it."
            return self._problem(inner, message, Code.UNREADABLE_FILE)
        return None

    def _unreadable(self, inner: str, error: OSError) -> Problem:
        return unreadable(self._shown(inner), error)

    def _problem(self, inner: str, message: str, code: Code) -> Problem:
        return Problem(self._shown(inner), 1, 1, message, code)

    def _shown(self, inner: str) -> str:
        path = f"{self._prefix}/{inner}"
        return path if path.isascii() and path.isprintable() else shown(path)
