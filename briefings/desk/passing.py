"""What passes between the desk and a file? Keys in the one form that a form can show, and back.

A form knows a source as keys with values, a file also as a bare URL; and what a browser writes has no
comments. So a file is opened in its longest form, and saved by changing what was changed.
"""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from briefings.editing.documents import Document
from briefings.editing.shapes import Shape, Sort, shape_of
from briefings.editing.styled import ended, formatted, parts_of
from briefings.files.yamltext import Mapping, Node, Scalar, parse
from briefings.problems import ContentError


def opened(text: str, kind: str) -> str:
    """A Markdown file as the desk gets it; unchanged where it cannot be read."""
    try:
        keys, body = _taken_apart(text, kind, _json_number)
    except ContentError:
        return text
    return f"---\n{json.dumps(keys, ensure_ascii=False)}\n---\n{body}"


def saved(raw: str, before: str, kind: str) -> str:
    """The text to be written when the desk sends `raw` for a file that held `before`, or nothing.

    It is in the one style of all files. Comments stay, except within values that were changed.
    """
    try:
        new, body = _taken_apart(raw, kind, Decimal)
    except ContentError:
        return raw
    try:
        return _changed(before, new, body, kind)
    except ContentError:  # There was no such file, or nobody can read it.
        return formatted(_from_scratch(new, body, kind), kind)


def _changed(before: str, new: dict[str, Any], body: str, kind: str) -> str:
    old, old_body = _taken_apart(before, kind, Decimal)
    document = Document(before, kind)
    for key in old.keys() - new.keys():
        document.remove((key,))
    for key, value in new.items():
        if value != old.get(key):
            document.set((key,), _written(value, shape_of(kind).of(key)))
    text = document.text
    if body.strip() != old_body.strip():
        text = text[: len(text) - len(parts_of(text, "").body)] + ended(body.lstrip("\n"))
    return formatted(text, kind)


def _from_scratch(new: dict[str, Any], body: str, kind: str) -> str:
    document = Document("---\n---\n" + ended(body.lstrip("\n")), kind)
    for key, value in new.items():
        document.set((key,), _written(value, shape_of(kind).of(key)))
    return document.text


def _written(value: Any, shape: Shape) -> Any:
    """A value as an editor writes it: a span of one day is that day."""
    if shape.sort is not Sort.TIME or not isinstance(value, dict):
        return value
    days = set(value.values())
    return days.pop() if len(days) == 1 else {key: _day(text) for key, text in value.items()}


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _taken_apart(text: str, kind: str, number: Callable[[str], Any]) -> tuple[dict[str, Any], str]:
    """The keys of a file, empty ones gone, and its body. Raises ContentError."""
    if kind == "introduction" and not text.startswith("---"):
        return {}, text
    parts = parts_of(text.removeprefix("\ufeff").replace("\r\n", "\n"), "")
    node, problems = parse(parts.keys, path="", line=2)
    if problems or not (node is None or isinstance(node, Mapping)):
        raise ContentError(problems)
    keys = _plain(node, shape_of(kind), number) if node else {}
    return keys, parts.body


def _plain(node: Node, shape: Shape, number: Callable[[str], Any]) -> Any:
    if isinstance(node, Scalar):
        return _scalar(node, shape, number)
    if isinstance(node, Mapping):
        pairs = ((key.text, _plain(value, shape.of(key.text), number)) for key, value in node.pairs)
        return {key: value for key, value in pairs if not _is_empty(value)}
    items = (_plain(item, shape.of(None), number) for item in node.items)
    return [item for item in items if not _is_empty(item)]


def _is_empty(value: Any) -> bool:
    """Whether it says nothing. A switch that is off is the default of each of them."""
    return value in (None, "", [], {}) or value is False


def _scalar(node: Scalar, shape: Shape, number: Callable[[str], Any]) -> Any:
    text = node.text
    if node.missing or (text == "null" and not node.style):
        return None
    if shape.bare:
        return {shape.bare: text}
    if shape.sort is Sort.TIME and shape.keys:  # One day is a span of days, too.
        return dict.fromkeys(shape.keys, text)
    if shape.sort is Sort.TRUTH:
        return text.lower() in ("true", "yes", "on")
    return _number(text, number) if shape.sort is Sort.NUMBER else text


def _number(text: str, number: Callable[[str], Any]) -> Any:
    try:
        return number(text)
    except (ValueError, ArithmeticError):
        return text


def _json_number(text: str) -> int | float:
    return int(text) if text.isdecimal() else float(text)
