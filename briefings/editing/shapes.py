"""Which keys stand in which order, and which values on one line? As the model declares them."""

import typing
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from briefings import model
from briefings.files.filing import NAMED_BY, REGISTRY_RECORDS
from briefings.files.reading import fields_of, is_record, without_none

KINDS = ("entry", "entry-yaml", "entry-list", "introduction", *REGISTRY_RECORDS)
"""What a file may hold: an entry in Markdown or YAML, a list of entries, an introduction, a registry."""


class Sort(StrEnum):
    """What sort of value stands under a key."""

    TEXT = "text"
    PROSE = "Markdown"
    TIME = "a day or a moment"
    TRUTH = "true or false"
    NUMBER = "a number"
    LIST = "a list"
    RECORD = "a record"
    REGISTRY = "records by their ids"
    UNKNOWN = "nobody knows"


class Shape(Struct, frozen=True, kw_only=True):
    """How a value is written."""

    sort: Sort = Sort.UNKNOWN
    keys: Mapping[str, "Shape"] = field(default_factory=dict)
    """Those of a record, in their order."""
    items: "Shape | None" = None
    """What a list or a registry holds."""
    names: str = ""
    """What the text is an id of: a registry, `actors` for one of two, `entries` or `events`."""
    bare: str = ""
    """The key that a record may be written as, where it has no other."""
    tall: bool = False
    """Whether each key of a record has a line to itself, however short they are."""
    width: int = 100
    """Columns. What does not fit between braces or brackets has lines of its own."""

    def of(self, key: str | int | None) -> "Shape":
        """The shape of what stands under a key, or of an item."""
        if self.sort is Sort.RECORD and isinstance(key, str):
            return self.keys.get(key, UNKNOWN)
        return self.items or UNKNOWN


UNKNOWN = Shape()
_TABLE_WIDTH = 140
"""Columns of a record of a registry, which is read as a table."""
_TALL = (model.Entry, model.Introduction, model.Source, model.Quote, model.Person)
_SORTS: Mapping[Any, Sort] = {
    bool: Sort.TRUTH,
    Decimal: Sort.NUMBER,
    model.SourceNumber: Sort.NUMBER,
    date: Sort.TIME,
    datetime: Sort.TIME,
    model.Moment: Sort.TIME,
}
_NAMES: Mapping[Any, str] = {**NAMED_BY, model.EntryId: "entries", model.EventId: "events"}


@cache
def shape_of(kind: str) -> Shape:
    """The shape of a whole file of that kind (see `KINDS`), or of its front matter."""
    if kind in REGISTRY_RECORDS:
        record = replace(_record(REGISTRY_RECORDS[kind]), width=_TABLE_WIDTH)
        return Shape(sort=Sort.REGISTRY, items=record)
    if kind == "introduction":
        return _record(model.Introduction)
    entry = _record(model.Entry)
    if kind == "entry":
        return entry
    keys = {**entry.keys, "body": Shape(sort=Sort.PROSE)}
    if kind == "entry-yaml":
        return Shape(sort=Sort.RECORD, keys=keys, tall=True)
    slug = Shape(sort=Sort.TEXT)
    listed = Shape(sort=Sort.RECORD, keys={"slug": slug, **keys}, tall=True)
    return Shape(sort=Sort.LIST, items=listed)


@cache
def _record(record: Any) -> Shape:
    return Shape(
        sort=Sort.RECORD,
        keys={name.rstrip("_"): _value(hint) for name, hint, _ in fields_of(record)},
        bare=getattr(record, "bare", ""),
        tall=record in _TALL,
    )


def _value(hint: Any) -> Shape:
    kind = without_none(hint)
    if typing.get_origin(kind) is tuple:
        return Shape(sort=Sort.LIST, items=_value(typing.get_args(kind)[0]))
    if kind is model.Text:
        return Shape(sort=Sort.TEXT, items=Shape(sort=Sort.TEXT))
    if kind is model.Span:
        return Shape(sort=Sort.TIME, keys=_record(kind).keys)
    if is_record(kind):
        return _record(kind)
    return Shape(sort=_SORTS.get(kind, Sort.TEXT), names=_NAMES.get(kind, ""))
