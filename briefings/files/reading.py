"""How does a tree become a record? The model's own type hints say what may stand where."""

import re
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import fields

from briefings import model
from briefings.files.faults import FAULT, Reader, Report
from briefings.files.values import scalar_reader, text_reader
from briefings.files.yamltext import Mapping, Node, Scalar, Sequence
from briefings.problems import Code, did_you_mean

T = TypeVar("T")


class Reading(Struct, Generic[T], frozen=True):
    """What came of reading a record."""

    values: dict[str, Any]
    """Field names with their values; a field that was not given or is at fault is not among them."""
    given: frozenset[str]
    """The keys that the file gives."""
    faulty: frozenset[str]
    """The keys whose value is missing or could not be read; the report says why."""


class RecordReader(Generic[T]):
    """Reads records of one class."""

    def __init__(
        self,
        record: Callable[..., T],
        *,
        noun: str,
        extra: dict[str, Any] | None = None,
        elsewhere: dict[str, str] | None = None,
    ) -> None:
        """`extra` keys are read beside the record's own; those `elsewhere` are refused with a reason."""
        self._record = record
        self._noun = noun
        self._elsewhere = elsewhere or {}
        self._readers: dict[str, tuple[str, Reader]] = {}
        self._required: list[str] = []
        for name, kind, required in fields_of(record):
            key = name.rstrip("_")
            self._readers[key] = (name, _reader(key, kind))
            if required:
                self._required.append(key)
        for key, kind in (extra or {}).items():
            self._readers[key] = (key, _reader(key, kind))
        bare: str | None = getattr(record, "bare", None)
        self._bare = self._readers[bare] if bare else None

    def __call__(self, node: Node, report: Report) -> Any:
        """The record, or a fault."""
        if self._bare and type(node) is Scalar:
            value = self._bare[1](node, report)
            return FAULT if value is FAULT else self._record(**{self._bare[0]: value})
        if not isinstance(node, Mapping):
            return report.fault(node, self._wrong_shape(node), Code.WRONG_SHAPE)
        reading = self.read(node, report)
        return FAULT if reading.faulty else self._record(**reading.values)

    def read(self, node: Mapping, report: Report) -> Reading[T]:
        """The values of a record's fields, as far as they can be read."""
        values: dict[str, Any] = {}
        given: set[str] = set()
        faulty: set[str] = set()
        readers = self._readers
        for key, value in node.pairs:
            known = readers.get(key.text)
            if known is None:
                self._unknown(key, value, report)
                faulty.add(key.text)
            elif type(value) is not Scalar or not value.missing:
                given.add(key.text)
                result = known[1](value, report)
                if result is FAULT:
                    faulty.add(key.text)
                else:
                    values[known[0]] = result
        for required in self._required:
            if required not in given:
                self._missing(required, node, report)
                faulty.add(required)
        return Reading(values, frozenset(given), frozenset(faulty))

    def _wrong_shape(self, node: Node) -> str:
        if isinstance(node, Scalar) and (unspaced := self._unspaced(node)):
            return unspaced
        example = self._required[0] if self._required else next(iter(self._readers))
        what = f'"{node.text}"' if isinstance(node, Scalar) else "a list"
        return f"{_a(self._noun)} has keys with values, not {what}. Write {{{example}: …}}"

    def _missing(self, key: str, node: Mapping, report: Report) -> None:
        named = next((name for name, _ in node.pairs if name.text == key), None)
        message = f"this {self._noun} has no {key}. Add {key}: …"
        report.fault(named or node, message, Code.MISSING_KEY)

    def _unknown(self, key: Scalar, value: Node, report: Report) -> None:
        if key.text in self._elsewhere:
            message = f'"{key.text}" does not belong here. {self._elsewhere[key.text]}'
        elif unspaced := self._unspaced(key):
            message = unspaced
        elif _is_after_comma(key, value):
            message = (
                f'"{key.text}" stands behind a comma, which ends a value between braces. Put text '
                "with a comma in quotes, and write decimals with a point."
            )
        else:
            advice = did_you_mean(key.text, self._readers) or f" It can have: {self._listed()}."
            message = f'{_a(self._noun)} has no key "{key.text}".{advice}'
        report.fault(key, message, Code.UNKNOWN_KEY)

    def _unspaced(self, node: Scalar) -> str | None:
        """What to say of `title:Grid`."""
        key, _, rest = node.text.partition(":")
        if key not in self._readers or not rest:
            return None
        return f"a space is missing after the colon: {key}: {rest}"

    def _listed(self) -> str:
        return ", ".join(self._readers)


def _is_after_comma(key: Scalar, value: Node) -> bool:
    """Whether a word between braces has no colon: its value is missing, and stands at its very end."""
    missing = isinstance(value, Scalar) and value.missing
    return missing and value.line == key.line and value.column == key.column + len(key.text)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"


def fields_of(record: Any) -> list[tuple[str, Any, bool]]:
    """Name, type and whether it is required, of each field that an editor can write."""
    derived: frozenset[str] = getattr(record, "derived", frozenset())
    return [
        (field.name, field.type, field.required)
        for field in fields(record)
        if field.name not in derived
    ]


def is_record(kind: Any) -> bool:
    """Whether values of that type have keys which the model declares."""
    return isinstance(kind, type) and issubclass(kind, Struct)


def _reader(key: str, hint: Any) -> Reader:
    """A reader of values of the hinted type under `key`."""
    kind = without_none(hint)
    if typing.get_origin(kind) is tuple:
        return _list_reader(key, typing.get_args(kind)[0])
    if kind is model.Text:
        return text_reader(key)
    if kind is model.Span:
        return _span_reader(key)
    if is_record(kind):
        return _record_reader(kind)
    return scalar_reader(key, kind)


def without_none(hint: Any) -> Any:
    """The type of a value that is given."""
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return hint
    return typing.Union[tuple(kind for kind in typing.get_args(hint) if kind is not type(None))]  # noqa: UP007 (made at run time)


_NOUNS: dict[Any, str] = {
    model.StatusChange: "history item",
    model.Allowance: "allowance",
    model.Original: "quote's original",
}


@cache
def _record_reader(record: Any) -> RecordReader[Any]:
    return RecordReader(record, noun=_NOUNS.get(record, record.__name__.lower()))


def _span_reader(key: str) -> Reader:
    """A bare day stands for itself alone."""
    read_day = scalar_reader(key, model.Day)
    read_span = RecordReader(model.Span, noun="span of days")

    def read(node: Node, report: Report) -> Any:
        if type(node) is Sequence:
            message = f"{key} is a day, or two of them: {{from: 2024-06-12, until: 2024-06-13}}"
            return report.fault(node, message, Code.WRONG_SHAPE)
        if type(node) is not Scalar:
            return read_span(node, report)
        day = read_day(node, report)
        return day if day is FAULT else model.Span(from_=day, until=day)

    return read


def _list_reader(key: str, kind: Any) -> Reader:
    read_item = _reader(f"each of {key}", kind)
    refuse_list = _list_refuser(key)
    holds_records = is_record(kind)
    is_id = isinstance(kind, typing.NewType)

    def read(node: Node, report: Report) -> Any:
        if not isinstance(node, Sequence):
            return report.fault(node, _not_list(key, node, holds_records), Code.WRONG_SHAPE)
        items: list[Any] = []
        sound = True
        for item in node.items:
            if isinstance(item, Scalar) and item.missing:
                continue
            read_or_refuse = refuse_list if isinstance(item, Sequence) else read_item
            value = read_or_refuse(item, report)
            if value is FAULT:
                sound = False
            else:
                items.append(value)
        if is_id and len(set(items)) < len(items):
            return _repeated(key, node, report)
        return tuple(items) if sound else FAULT

    return read


def _list_refuser(key: str) -> Reader:
    message = f"a list stands within the list of {key}. Take one pair of brackets away."
    return lambda item, report: report.fault(item, message, Code.WRONG_SHAPE)


def _not_list(key: str, node: Node, holds_records: bool) -> str:
    if isinstance(node, Scalar):
        written = (
            node.text
            if re.fullmatch(r"[^\s,\[\]{}:#]+|https?://[^\s,\[\]{}#]+", node.text)
            else "…"
        )
        if "," in node.text and not node.style:
            written = node.text
        return f"{key} is a list. Write {key}: [{written}]"
    if holds_records:
        return f'{key} is a list. Begin each of its items with "- ", the first one too.'
    return f"{key} is a list. Write {key}: […]"


def _repeated(key: str, node: Sequence, report: Report) -> Any:
    seen: set[str] = set()
    for item in node.items:
        if isinstance(item, Scalar):
            if item.text in seen:
                message = f'"{item.text}" stands in {key} twice. Remove one of them.'
                report.fault(item, message, Code.REPEATED_VALUE)
            seen.add(item.text)
    return FAULT
