"""How do records become bytes and records again? Pickled, each as its class and its values in order.

Left to itself, pickle names every field in each of them: what is read again and again is larger then, and
slower to read.
"""

import io
import pickle
from typing import Any

from msgspec import Struct


def packed(record: Any) -> bytes:
    """A record, with all that it holds, as bytes."""
    out = io.BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(record)
    return out.getvalue()


def unpacked(data: bytes) -> Any:
    """The record that was packed. Only what the cache vouches for may be given here."""
    return pickle.loads(data)


class _Pickler(pickle.Pickler):
    def reducer_override(self, record: Any) -> Any:
        if isinstance(record, Struct):
            names = record.__struct_fields__
            return _rebuilt, (type(record), *(getattr(record, name) for name in names))
        return NotImplemented


def _rebuilt(record: type[Struct], *values: Any) -> Any:
    return record(**dict(zip(record.__struct_fields__, values, strict=True)))
