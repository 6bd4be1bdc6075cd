"""What did a file give last time? Results kept by the bytes that they came from.

A file that looks from outside as it did when it was read need not be read again. As in git, a file
changed so shortly before it was read that a second change could have left the same times is not
trusted by its looks (https://git-scm.com/docs/racy-git): then its bytes decide.
"""

import io
import marshal
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import markdown
import nh3
import yaml

from briefings.files.scanning import Stamp
from briefings.versions import code_digest

_MAGIC = b"briefings cache 1\n"
_DIGEST = 32
_COARSEST_CLOCK = 2_000_000_000
"""Nanoseconds between two times that some file system takes for one."""

_Record = tuple[tuple[int, int, int, int] | None, bytes, bytes]
"""The stamp of a file if it can be trusted, the digest of its bytes, and what it gave."""


class Store:
    """What files gave, by their paths. Whatever is wrong with the cache, it is only slower then."""

    def __init__(self, file: Path, version: str, *, read: bool = True) -> None:
        """`version` stands for everything besides the files that results depend on."""
        self._file = file
        self._begun = time.time_ns()
        self._version = _digest(f"{_code_version()} {version}".encode())
        self._old: dict[str, _Record] = self._read() if read else {}
        self._new: dict[str, _Record] = {}
        self._changed = False

    def by_stamp(self, path: str, stamp: Stamp) -> Any:
        """What the file at `path` gave when it had the same stamp, or None."""
        record = self._old.get(path)
        if record is None or record[0] != _plain(stamp):
            return None
        return self._kept(path, record)

    def by_digest(self, path: str, stamp: Stamp, digest: bytes) -> Any:
        """What the file at `path` gave when it had the same bytes, or None."""
        record = self._old.get(path)
        if record is None or record[1] != digest:
            return None
        trusted = self._trusted(stamp)
        self._changed |= trusted != record[0]
        return self._kept(path, (trusted, digest, record[2]))

    def keep(self, path: str, stamp: Stamp, digest: bytes, result: bytes) -> Any:
        """Remember what the file at `path` gave, which is `packed`; the result itself comes back."""
        self._new[path] = (self._trusted(stamp), digest, result)
        self._changed = True
        return pickle.loads(result)

    def digest(self) -> str:
        """A digest of all files that were kept or found again in this run, by their paths."""
        known = ((path, record[1]) for path, record in sorted(self._new.items()))
        return _digest(repr((self._version, list(known))).encode()).hex()

    def save(self) -> None:
        """Write what was kept or found again in this run; the rest is forgotten."""
        if not self._changed and len(self._new) == len(self._old):
            return
        payload = marshal.dumps(self._new)
        with suppress(OSError):
            _write_atomically(
                self._file, b"".join((_MAGIC, self._version, _digest(payload), payload))
            )

    def _kept(self, path: str, record: _Record) -> Any:
        try:
            result = pickle.loads(record[2])
        except Exception:
            return None
        self._new[path] = record
        return result

    def _trusted(self, stamp: Stamp) -> tuple[int, int, int, int] | None:
        latest = max(stamp.modified, stamp.changed)
        return _plain(stamp) if latest < self._begun - _COARSEST_CLOCK else None

    def _read(self) -> dict[str, _Record]:
        try:
            data = self._file.read_bytes()
        except OSError:
            return {}
        start = len(_MAGIC) + 2 * _DIGEST
        payload = memoryview(data)[start:]
        if data[:start] != _MAGIC + self._version + _digest(payload):
            return {}
        records: dict[str, _Record] = marshal.loads(payload)
        return records


def _plain(stamp: Stamp) -> tuple[int, int, int, int]:
    return stamp.size, stamp.modified, stamp.changed, stamp.inode


def _digest(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()


def _code_version() -> str:
    libraries = (yaml.__version__, markdown.__version__, getattr(nh3, "__version__", ""))
    return f"{code_digest()} {libraries} {sys.version}"


def _write_atomically(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


# A frozen record with slots unpickles by a loop over its fields in Python, with `object.__setattr__`
# for each. Setting its slots directly takes a third of the time, which is most of a warm start.


class _Pickler(pickle.Pickler):
    def reducer_override(self, record: Any) -> Any:
        if is_dataclass(record) and not isinstance(record, type):
            names = _names(type(record))
            return _rebuilt, (type(record), *(getattr(record, name) for name in names))
        return NotImplemented


def packed(result: Any) -> bytes:
    """What a file gave, as the store keeps it."""
    out = io.BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(result)
    return out.getvalue()


def _rebuilt(record: type, *values: Any) -> Any:
    made: Any = object.__new__(record)
    for set_slot, value in zip(_setters(record), values, strict=True):
        set_slot(made, value)
    return made


@cache
def _names(record: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


@cache
def _setters(record: type) -> tuple[Callable[[Any, Any], None], ...]:
    return tuple(getattr(record, name).__set__ for name in _names(record))
