"""How does a tree become YAML in the one style? Lines, with the comments where they belong."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from briefings.editing.shapes import Shape, Sort
from briefings.editing.spelling import (
    UNSEEN,
    is_plain,
    is_read_otherwise,
    quoted,
    spelled,
    standard,
)
from briefings.editing.trees import Branch, Leaf, Unit

STEP = 2
"""Columns by which each level is indented."""


def node_of(value: Any, shape: Shape) -> Leaf | Branch:
    """The tree of a value that a program made: text, numbers, days, lists and mappings of them."""
    if isinstance(value, Mapping):
        return Branch(keyed=True, units=[unit_of(key, one, shape) for key, one in value.items()])
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Branch(keyed=False, units=[unit_of(None, one, shape) for one in value])
    if value is None:
        return Leaf("")
    if not isinstance(value, str | bool | int | float | Decimal | date):
        message = f"nothing to write as YAML: {value!r}"
        raise TypeError(message)
    text = spelled(value)
    if "\n" in text and not UNSEEN.search(text.replace("\n", "")):
        return _literal(text)
    return Leaf(text, "" if is_plain(text, within=False) and not isinstance(value, str) else '"')


def unit_of(key: str | None, value: Any, shape: Shape) -> Unit:
    """A key with a value that a program made, or an item, of what has `shape`."""
    return Unit(Leaf(key) if key is not None else None, node_of(value, shape.of(key)))


def _literal(text: str) -> Leaf:
    ending = "+" if text.endswith("\n\n") or text == "\n" else "" if text.endswith("\n") else "-"
    deeper = str(STEP) if text[0] in " \n" else ""
    lines = text.removesuffix("\n").split("\n")
    content = "\n".join(" " * STEP + line if line else "" for line in lines)
    return Leaf(text, "|", f"|{deeper}{ending}\n{content}")


def tidied(branch: Branch, shape: Shape) -> None:
    """Put the keys of a tree in order, and write records bare that may be."""
    for unit in branch.units:
        inner = shape.of(unit.key.text if unit.key else None)
        if isinstance(unit.value, Branch):
            tidied(unit.value, inner)
            _bare(unit, inner)
    if shape.sort is Sort.RECORD and branch.keyed:
        branch.units.sort(key=lambda one: rank(shape, _name(one)))
    for unit in branch.units:
        if isinstance(unit.value, Branch):
            _raise_comments(unit, unit.value)


def rank(shape: Shape, key: str) -> int:
    """The place of a key among those of its record: what nobody knows comes last, but for the body."""
    known = list(shape.keys)
    if key == "body":
        return len(known) + 1
    return known.index(key) if key in shape.keys else len(known)


def _name(unit: Unit) -> str:
    return unit.key.text if unit.key else ""


def _bare(unit: Unit, shape: Shape) -> None:
    """Write a record by its one key's value alone."""
    branch = unit.value
    if not (unit.key is None and shape.bare and isinstance(branch, Branch)):
        return
    if [_name(one) for one in branch.units] != [shape.bare]:
        return
    only = branch.units[0]
    if isinstance(only.value, Branch) or only.value.style in ("|", ">") or only.value.missing:
        return
    unit.above += [*only.above, *branch.foot]
    if unit.beside and only.beside:
        unit.above.append(unit.beside)
        unit.beside = ""
    unit.beside = only.beside or unit.beside
    unit.value = only.value


def _raise_comments(unit: Unit, branch: Branch) -> None:
    """Comments that have no place left go above the item or the key."""
    if not branch.units:
        unit.above += branch.foot
        branch.foot = []
    elif unit.key is None:
        unit.above += branch.units[0].above
        branch.units[0].above = []
        if unit.beside and not is_commentless(branch):
            unit.above.append(unit.beside)
            unit.beside = ""


def is_commentless(node: Leaf | Branch) -> bool:
    """Whether there are no comments within."""
    if isinstance(node, Leaf):
        return True
    return not node.foot and all(
        not one.beside and not any(one.above) and is_commentless(one.value) for one in node.units
    )


def block_lines(branch: Branch, shape: Shape, indent: int, *, spaced: bool = False) -> list[str]:
    """The lines of a tree, each unit beginning on its own; `spaced` keeps blank lines between them."""
    lines: list[str] = []
    low = branch.keyed or all(fits(one, shape, indent) for one in branch.units)
    for unit in branch.units:
        margin = " " * indent
        for comment in unit.above:
            if comment:
                lines.append(margin + comment)
            elif spaced and lines and lines[-1]:
                lines.append("")
        lines += unit_lines(unit, shape, indent, low=low)
    return [*lines, *(" " * indent + comment for comment in branch.foot)]


def fits(unit: Unit, shape: Shape, indent: int) -> bool:
    """Whether a unit can stand on one line."""
    inner, value = shape.of(_name(unit) if unit.key else None), unit.value
    if isinstance(value, Leaf) or not value.units:
        return True
    lead = _lead(unit, indent)
    return not _is_tall(value, inner) and len(f"{lead} {on_one_line(value, inner)}") <= inner.width


def _lead(unit: Unit, indent: int) -> str:
    return " " * indent + (f"{_key(unit.key)}:" if unit.key else "-")


def unit_lines(unit: Unit, shape: Shape, indent: int, *, low: bool = True) -> list[str]:
    """The lines of one unit of what has `shape`, without the comments above it.

    Unless `low`, a record has several lines even where one would do, as the records beside it.
    """
    inner = shape.of(_name(unit) if unit.key else None)
    lead = _lead(unit, indent)
    value = unit.value
    if isinstance(value, Leaf):
        return _leaf_lines(lead, value, inner, indent, unit.beside)
    if not value.units or (low and fits(unit, shape, indent)):
        return [f"{lead} {on_one_line(value, inner)}{_aside(unit.beside)}"]
    if unit.key:
        lines = block_lines(value, inner, indent + STEP)
        return [lead + _aside(unit.beside), *lines]
    value.units[0].beside = unit.beside or value.units[0].beside
    lines = block_lines(value, inner, indent + STEP)
    return [f"{lead} {lines[0].lstrip()}", *lines[1:]]


def _holds_block(node: Leaf | Branch) -> bool:
    """Whether a text stands within as a block, whose lines an editor chose."""
    if isinstance(node, Leaf):
        return node.style in ("|", ">")
    return any(_holds_block(one.value) for one in node.units)


def _is_tall(branch: Branch, shape: Shape) -> bool:
    if branch.keyed and shape.tall:
        return True
    if not is_commentless(branch) or _holds_block(branch):
        return True
    if shape.sort is Sort.UNKNOWN:
        return not branch.flow and bool(branch.units)
    if shape.sort is Sort.REGISTRY:
        return True
    if branch.keyed:
        return False
    # A list of plain words goes between brackets. Records have a line each.
    return any(
        isinstance(one.value, Branch)
        or scalar(one.value, Sort.TEXT, within=True) != scalar(one.value, Sort.TEXT, within=False)
        for one in branch.units
    )


def _aside(comment: str) -> str:
    return f" {comment}" if comment else ""


def _key(key: Leaf) -> str:
    return key.text if is_plain(key.text, within=True) else quoted(key.text)


def unit_on_one_line(unit: Unit, shape: Shape) -> str:
    """A unit without comments, as it stands between braces or brackets."""
    value = on_one_line(unit.value, shape.of(_name(unit) if unit.key else None))
    return f"{_key(unit.key)}: {value}" if unit.key else value


def on_one_line(node: Leaf | Branch, shape: Shape) -> str:
    """A tree without comments in one line, whatever its length."""
    if isinstance(node, Leaf):
        return scalar(node, shape.sort, within=True) or "~"
    inner = ", ".join(unit_on_one_line(one, shape) for one in node.units)
    return f"{{{inner}}}" if node.keyed else f"[{inner}]"


def _leaf_lines(lead: str, leaf: Leaf, shape: Shape, indent: int, beside: str) -> list[str]:
    if leaf.style in ("|", ">") and leaf.raw:
        header, *lines = ___block_scalar(leaf, indent + STEP)
        return [f"{lead} {header}{_aside(beside)}", *lines]
    if "\n" in leaf.raw:
        first, *more = _continued(leaf, indent + STEP)
        lines = [f"{lead} {first}", *more]
    else:
        lines = [f"{lead} {scalar(leaf, shape.sort, within=False)}".rstrip(" ")]
    lines[-1] += _aside(beside)
    return lines


def scalar(leaf: Leaf, sort: Sort, *, within: bool) -> str:
    """A piece of text on one line."""
    if leaf.missing:
        return ""
    text = standard(leaf.text, sort)
    own = sort in (Sort.TIME, Sort.TRUTH, Sort.NUMBER)
    keeps_quotes = bool(leaf.style) and not own and is_read_otherwise(text)
    if is_plain(text, within=within) and not keeps_quotes:
        return text
    if leaf.style == '"' and leaf.raw and "\n" not in leaf.raw and "\\" in leaf.raw:
        return leaf.raw if '\\"' not in leaf.raw else quoted(text)
    return quoted(text)


def ___block_scalar(leaf: Leaf, indent: int) -> list[str]:
    """The lines of a text that stands in a block: its header and the text as it was written."""
    header, *lines = leaf.raw.split("\n")
    digit = re.search(r"[1-9]", header)
    first = next((line for line in lines if line.strip(" ")), "")
    before = leaf.column + int(digit[0]) if digit else len(first) - len(first.lstrip(" "))
    if first[before : before + 1] == " ":
        header = re.sub(r"[1-9]", "", header)
        header = f"{header[0]}{STEP}{header[1:]}"
    else:
        header = re.sub(r"[1-9]", "", header)
    moved = [_moved(line, before, indent) for line in lines]
    while moved and not moved[-1] and "+" not in header:
        moved.pop()
    return [header, *moved]


def _moved(line: str, before: int, indent: int) -> str:
    rest = line[before:]
    return " " * indent + rest if rest else ""


def _continued(leaf: Leaf, indent: int) -> list[str]:
    """A text that goes on over several lines, which mean a space each."""
    first, *others = leaf.raw.split("\n")
    lines = [_ended(first), *(" " * indent + _ended(line.lstrip()) for line in others)]
    return [line if line.strip() else "" for line in lines]


def _ended(line: str) -> str:
    """A line without the spaces at its end, of which an escaped one is text."""
    bare = line.rstrip()
    slashes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if slashes % 2 and bare != line else bare
