"""What is remembered between two runs? Tables of bytes by key, of which only what is asked for is read.

A table is a file that is never changed, and beside it a small one with what changed since; when that
has grown, both are written as one again. Whatever is wrong with a table, it is only slower then: the
index of the first file carries a checksum and so does the whole second one, so that what is damaged or
half-written is as good as not there; each value carries one too, and is refused if it is damaged.

The first file: a head (`_HEAD`, `_CHECKSUM`), the marks of all keys in order, of each value where it begins,
how long it is and its checksum, all as 64-bit numbers, then the values, each after its key.
"""

import marshal
import mmap
import os
import struct
import sys
import time
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from zlib import crc32

_MAGIC = b"briefings cache 4\n"
_DIGEST = 16
_HEAD = struct.Struct(f"<{len(_MAGIC)}s{_DIGEST}sQ{_DIGEST}s")
"""The magic, the version, the number of keys, the digest of the index."""
_CHECKSUM = struct.Struct("<I")
"""The CRC-32 of the head and the index: five times as quick as the digest, and it is asked at each run.
Values have one for the same reason: an edit reads thousands of them."""
_CHANGES_AT = _DIGEST + _CHECKSUM.size
"""Where the changes begin in the second file, after the digest of the first and their checksum."""
_INDEX_AT = _HEAD.size + _CHECKSUM.size
_COLUMNS = 4
UNFINISHED = ".unfinished"
"""What the name of a file ends with that is not to last: it is cleared away when it is old."""
_SMALLEST_REWRITE = 1 << 20
_LARGEST_CHANGES = 8 << 20
"""Bytes of changes beside a table before both are written as one."""


class CacheDamagedError(Exception):
    """A value is not as it was written. All that the cache says is to be found out again."""

    def __init__(self, file: Path) -> None:
        """`file` is the table."""
        super().__init__(f"{file} is damaged. Remove it.")
        self.file = file

    def __reduce__(self) -> tuple[type, tuple[Path]]:
        return type(self), (self.file,)


def mark(key: bytes) -> bytes:
    """Eight bytes that stand for a key."""
    return blake2b(key, digest_size=8).digest()


class Table:
    """Bytes by key, kept in `file` and `file.changes`."""

    def __init__(self, file: Path, version: str, *, read: bool = True) -> None:
        """`version` stands for what all values depend on; a table of another one is empty."""
        self._file = file
        self._version = _digest(f"{version} {sys.byteorder}".encode())
        self._base = _Base.opened(file, self._version) if read else _NOTHING
        self._changes: dict[str, bytes | None] = self._read_changes()
        self._touched = not self._base.known
        self._left: Path | None = None
        """Where it was kept before."""

    def get(self, key: str) -> bytes | None:
        """The value of a key, or None. Raises `CacheDamagedError`."""
        if key in self._changes:
            return self._changes[key]
        return self._base.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Remember a value once the table is saved."""
        self._changes[key] = value
        self._touched = True

    def drop(self, key: str) -> None:
        """Forget a key once the table is saved."""
        self._changes[key] = None
        self._touched = True

    def __iter__(self) -> Iterator[str]:
        """All keys, in no order."""
        yield from (key for key in self._base if key not in self._changes)
        yield from (key for key, value in self._changes.items() if value is not None)

    def save(self) -> None:
        """Write what changed. Raises `OSError` where the disk refuses."""
        if not self._touched:
            return
        left, self._left = self._left, None
        size = sum(len(key) + len(value or b"") for key, value in self._changes.items())
        limit = max(_SMALLEST_REWRITE, min(_LARGEST_CHANGES, self._base.size // 8))
        if self._base.known and size < limit and left is None:
            self._write_changes()
        else:
            self._rewrite()
        if left is not None:
            left.unlink(missing_ok=True)
        self._touched = False

    def __getstate__(self) -> tuple[Path, bytes, dict[str, bytes | None]]:
        """What another process opens it by."""
        return self._file, self._version, self._changes

    def __setstate__(self, state: tuple[Path, bytes, dict[str, bytes | None]]) -> None:
        self._file, self._version, self._changes = state
        self._base = _Base.opened(self._file, self._version)
        self._touched = True
        self._left = None

    @property
    def _beside(self) -> Path:
        return self._file.with_name(f"{self._file.name}.changes")

    def _read_changes(self) -> dict[str, bytes | None]:
        if not self._base.known:
            return {}
        try:
            data = self._beside.read_bytes()
        except OSError:
            return {}
        payload = memoryview(data)[_CHANGES_AT:]
        if data[:_CHANGES_AT] != self._base.digest + _CHECKSUM.pack(crc32(payload)):
            return {}
        changes: dict[str, bytes | None] = marshal.loads(payload)
        return changes

    def _write_changes(self) -> None:
        _clear_away(self._file)
        payload = marshal.dumps(self._changes)
        checksum = _CHECKSUM.pack(crc32(payload))
        write_atomically(self._beside, [self._base.digest, checksum, payload])

    def discard(self) -> None:
        """Remove the files of the table, which is as good as never written."""
        for file in (self._file, self._beside):
            with suppress(OSError):
                file.unlink()

    def move(self, file: Path) -> None:
        """Be kept in another file from now on, once the table is saved."""
        self._left, self._file = self._file, file
        self._touched = True

    def _rewrite(self) -> None:
        write_atomically(self._file, _laid_out(self._base, self._changes, self._version))
        self._base = _Base.opened(self._file, self._version)
        self._changes = {}
        with suppress(OSError):
            self._beside.unlink()

    def let_go(self) -> None:
        """Give the memory back that was taken by reading; what is read again takes it again."""
        self._base.let_go()


class _Base:
    """The file that is never changed, read where it is asked.

    Of each record `marks` has the number of its key, in order, `lengths` its length, `checksums` its CRC-32.
    """

    def __init__(self, file: Path, data: mmap.mmap | bytes, count: int, digest: bytes) -> None:
        self._file = file
        self._data = data
        self.size = len(data)
        self.digest = digest
        self.known = bool(digest)
        index = memoryview(data)[_INDEX_AT:][: _COLUMNS * 8 * count].cast("Q")
        self._count = count
        self.marks, self._starts, self.lengths, self.checksums = (
            index[column * count : (column + 1) * count] for column in range(_COLUMNS)
        )
        self._values_at = _INDEX_AT + _COLUMNS * 8 * count

    @classmethod
    def opened(cls, file: Path, version: bytes) -> "_Base":
        """The table in a file; an empty one where there is none, or a damaged or another one."""
        try:
            with file.open("rb") as opened:
                map_ = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
            data = memoryview(map_)
            magic, found, count, digest = _HEAD.unpack_from(data)
            index = data[_INDEX_AT:][: _COLUMNS * 8 * count]
            (checksum,) = _CHECKSUM.unpack_from(data, _HEAD.size)
            sound = (magic, found, checksum) == (
                _MAGIC,
                version,
                _checksum(data[: _HEAD.size], index),
            )
            return cls(file, map_, count, _digest(version + digest)) if sound else _NOTHING
        except (OSError, ValueError, struct.error):
            return _NOTHING

    def get(self, key: str) -> bytes | None:
        """The value of a key, if it is as it was written."""
        encoded = key.encode(errors="surrogatepass")
        wanted = _number(encoded)
        at = bisect_left(self.marks, wanted)
        if at == self._count or self.marks[at] != wanted:
            return None
        record = self.record(at)
        if crc32(record) != self.checksums[at]:
            raise CacheDamagedError(self._file)
        return record[len(encoded) + 1 :] if record.startswith(encoded + b"\0") else None

    def record(self, at: int) -> bytes:
        """A record as it stands; one that is damaged stays so, and is known by its checksum."""
        start = self._values_at + self._starts[at]
        return self._data[start : start + self.lengths[at]]

    def let_go(self) -> None:
        """Give the memory back that was taken by reading."""
        if isinstance(self._data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self._data.madvise(mmap.MADV_DONTNEED)

    def __iter__(self) -> Iterator[str]:
        for at in range(self._count):
            yield self.record(at).partition(b"\0")[0].decode(errors="replace")


_NOTHING = _Base(Path(), bytes(_INDEX_AT), 0, b"")


def _laid_out(base: _Base, changes: Mapping[str, bytes | None], version: bytes) -> Iterator[bytes]:
    """A table's file, piece by piece: what stood in another one, with what changed."""
    keys = [key.encode(errors="surrogatepass") for key in changes]
    numbers = list(map(_number, keys))
    changed = frozenset(numbers)
    standing = [at for at, number in enumerate(base.marks) if number not in changed]
    sources: list[int | tuple[bytes, bytes]] = list(standing)
    marks, lengths, checksums = (
        array("Q", map(column.__getitem__, standing))
        for column in (base.marks, base.lengths, base.checksums)
    )
    for key, number, value in zip(keys, numbers, changes.values(), strict=True):
        if value is not None:
            start = key + b"\0"
            marks.append(number)
            lengths.append(len(start) + len(value))
            checksums.append(crc32(value, crc32(start)))
            sources.append((start, value))
    order = sorted(range(len(marks)), key=marks.__getitem__)
    marks, lengths, checksums = (
        array("Q", map(column.__getitem__, order)) for column in (marks, lengths, checksums)
    )
    starts = array("Q", accumulate(lengths, initial=0))[:-1]
    index = b"".join(column.tobytes() for column in (marks, starts, lengths, checksums))
    head = _HEAD.pack(_MAGIC, version, len(order), _digest(index))
    yield head
    yield _CHECKSUM.pack(_checksum(head, index))
    yield index
    for at in order:
        source = sources[at]
        if isinstance(source, int):
            yield base.record(source)
        else:
            yield from source


def _number(data: bytes) -> int:
    return int.from_bytes(mark(data), "little")


def _checksum(head: bytes | memoryview, index: bytes | memoryview) -> int:
    return crc32(index, crc32(head))


def _digest(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()


def _clear_away(file: Path) -> None:
    """Remove what runs left that were killed while they wrote; nobody writes for an hour."""
    for left in file.parent.glob(f"{file.name}.*{UNFINISHED}"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - 3600:
                left.unlink()


def write_atomically(file: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that is there whole or not at all. Raises `OSError`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    _clear_away(file)
    written = file.with_name(f"{file.name}.{os.urandom(6).hex()}{UNFINISHED}")
    try:
        with open(written, "xb", buffering=1 << 20, opener=_only_ours) as out:
            out.writelines(pieces)
        written.replace(file)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise


def _only_ours(path: str, flags: int) -> int:
    """Open a file that nobody else may read, as what is not published yet may stand in it."""
    return os.open(path, flags, 0o600)
