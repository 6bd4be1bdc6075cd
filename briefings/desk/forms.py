"""Which field of a form stands for each key? The model's types as the widgets of Decap CMS."""

import typing
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from briefings import model
from briefings.files.filing import NAMED_BY
from briefings.files.reading import fields_of, without_none
from briefings.schemas.describing import meaning_of
from briefings.schemas.records import has_keys
from briefings.schemas.values import scalar_schema

Field = dict[str, Any]
Names = Mapping[str, Mapping[str, str]]
"""Ids with their names, by registry; `actors` are people and organizations."""

_LONG = {"summary", "notes", "note", "text", "caption"}
_SINGULAR = {"responds_to": "answer", "history": "change", "allow": "rule"}
_DAY: Field = {
    "widget": "datetime",
    "format": "YYYY-MM-DD",
    "date_format": "YYYY-MM-DD",
    "time_format": False,
    "default": "",
}
_TIME: Field = {
    "widget": "datetime",
    "format": "YYYY-MM-DDTHH:mmZ",
    "date_format": "YYYY-MM-DD",
    "time_format": "HH:mm",
    "default": "",
}
_WIDGETS: Mapping[Any, Field] = {
    bool: {"widget": "boolean", "default": False},
    Decimal: {"widget": "number", "value_type": "float"},
    model.SourceNumber: {"widget": "number", "value_type": "int", "min": 1},
    date: _DAY,
    datetime: _TIME,
    model.MediaPath: {"widget": "image", "choose_url": False},
}


def form_of(record: Any, names: Names) -> list[Field]:
    """The fields of a record, in the order of its keys."""
    return [_field(record, name, hint, needed, names) for name, hint, needed in fields_of(record)]


def _field(record: Any, name: str, hint: Any, needed: bool, names: Names) -> Field:
    key = name.rstrip("_")
    return {
        "name": key,
        "label": key.replace("_", " ").capitalize(),
        "required": needed,
        "hint": meaning_of(record, name).replace("`", ""),
        **_widget(key, without_none(hint), names),
    }


def _widget(key: str, kind: Any, names: Names) -> Field:
    if typing.get_origin(kind) is tuple:
        return _list(key, typing.get_args(kind)[0], names)
    if has_keys(kind):
        # Else each entry without it would lack what is required in it.
        fields = [{**field, "required": False} for field in form_of(kind, names)]
        return {"widget": "object", "collapsed": True, "fields": fields}
    if registry := NAMED_BY.get(kind):
        return _select(names[registry])
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"widget": "select", "options": [member.value for member in kind]}
    if kind == model.Moment and key == "date":
        return _TIME
    return _WIDGETS.get(kind) or _text(key, kind)


def _list(key: str, kind: Any, names: Names) -> Field:
    if registry := NAMED_BY.get(kind):
        return {**_select(names[registry]), "multiple": True}
    if has_keys(kind):
        fields = form_of(kind, names)
        shown = next(field["name"] for field in fields if field["widget"] in ("string", "text"))
        summary = f"{{{{fields.{shown}}}}}"
        return {
            "widget": "list",
            "label_singular": _SINGULAR.get(key, key.removesuffix("s")),
            "collapsed": True,
            "default": [],
            "summary": summary,
            "fields": fields,
        }
    label = key.replace("_", " ").capitalize()
    return {"widget": "list", "field": {"name": key, "label": label, **_text(key, kind)}}


def _select(options: Mapping[str, str]) -> Field:
    listed = [{"label": f"{name} ({one})", "value": one} for one, name in options.items()]
    return {"widget": "select", "options": listed}


def _text(key: str, kind: Any) -> Field:
    widget: Field = {"widget": "text" if key in _LONG else "string"}
    schema = scalar_schema(kind)
    if "pattern" in schema:
        widget["pattern"] = [schema["pattern"], schema["patternErrorMessage"]]
    return widget
