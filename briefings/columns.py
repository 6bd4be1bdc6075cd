"""How are many rows of numbers kept, so that all are compared at once? By column, as bytes."""

from array import array
from collections.abc import Iterator, Sequence

_TOO_LARGE = {"q": 1 << 63, "Q": 1 << 64}
"""By the kind of a column what its numbers stay below: 64 bits, with a sign or without (see `array`)."""


def joined(columns: Sequence[Sequence[int]], kinds: str) -> bytes:
    """Columns one after the other, each with a letter for its kind.

    Raises `OverflowError` where a number has more than 64 bits.
    """
    return b"".join(
        array(kind, column).tobytes() for column, kind in zip(columns, kinds, strict=True)
    )


def divided(data: bytes, kinds: str) -> "list[array[int]]":
    """The columns that were joined."""
    size = len(data) // len(kinds)
    return [array(kind, data[at * size : (at + 1) * size]) for at, kind in enumerate(kinds)]


def fitting(row: Sequence[int], kinds: str) -> Iterator[int]:
    """The numbers of a row; one that has too many bits is as good as none.

    Times in nanoseconds have so after the year 2262, and inodes on some systems.
    """
    return (one if one < _TOO_LARGE[kind] else 0 for one, kind in zip(row, kinds, strict=True))
