"""What may stand in a record? Each class of the model as a JSON Schema: its fields are the keys."""

import typing
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from briefings import model
from briefings.files.reading import fields_of, is_record, without_none
from briefings.schemas.describing import meaning_of
from briefings.schemas.values import NOTHING, TEXT, Schema, scalar_schema

_NOTHING: Schema = {"$ref": "#/definitions/nothing"}


def definitions(record: Any, more: Mapping[str, Schema]) -> dict[str, Schema]:
    """The schema of a record and of all that stand in it, by their names; `more` are keys besides."""
    found = {"nothing": NOTHING, record.__name__: _record(record, more)}
    waiting = [hint for _, hint, _ in fields_of(record)]
    while waiting:
        kind = _innermost(waiting.pop())
        if has_keys(kind) and kind.__name__ not in found:
            found[kind.__name__] = _record(kind)
            waiting += [hint for _, hint, _ in fields_of(kind)]
    return found


def has_keys(kind: Any) -> bool:
    """Whether a value of that type is written as keys with values, and nothing else."""
    return is_record(kind) and kind is not model.Text


def _innermost(hint: Any) -> Any:
    kind = without_none(hint)
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else kind


def _record(record: Any, more: Mapping[str, Schema] = MappingProxyType({})) -> Schema:
    fields = fields_of(record)
    properties = {
        name.rstrip("_"): {
            "description": meaning_of(record, name) or meaning_of(record),
            **(_value(hint) if required else _optional(_value(hint))),
        }
        for name, hint, required in fields
    }
    properties |= more
    return {
        "type": "object",
        "description": meaning_of(record),
        "properties": properties,
        "required": [name.rstrip("_") for name, _, required in fields if required],
        "additionalProperties": False,
    }


def _optional(schema: Schema) -> Schema:
    return {"anyOf": [schema, _NOTHING]}


def _value(hint: Any) -> Schema:
    kind = without_none(hint)
    if typing.get_origin(kind) is tuple:
        return _list(typing.get_args(kind)[0])
    if kind is model.Text:
        return _text()
    if kind is model.Span:
        return {"anyOf": [scalar_schema(model.Day), _reference(kind)]}
    if has_keys(kind):
        return _reference(kind)
    return scalar_schema(kind)


def _list(kind: Any) -> Schema:
    listed: Schema = {"type": "array", "items": _item(kind)}
    return {**listed, "uniqueItems": True} if isinstance(kind, typing.NewType) else listed


def _item(kind: Any) -> Schema:
    if not has_keys(kind):
        return scalar_schema(kind)
    bare: str | None = getattr(kind, "bare", None)
    if bare is None:
        return _reference(kind)
    return {"anyOf": [scalar_schema(without_none(kind.__annotations__[bare])), _reference(kind)]}


def _reference(kind: Any) -> Schema:
    return {"$ref": f"#/definitions/{kind.__name__}"}


def _text() -> Schema:
    """Text, or texts by language."""
    languages = {scalar_schema(model.Language)["pattern"]: _optional(TEXT)}
    by_language = {
        "type": "object",
        "patternProperties": languages,
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {"anyOf": [TEXT, by_language]}
