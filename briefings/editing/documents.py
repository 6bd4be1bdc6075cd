"""How is one thing changed in a file? All that is not changed stays byte for byte, comments too."""

from typing import Any, TypeGuard

from briefings.editing.shapes import Shape, Sort, shape_of
from briefings.editing.styled import ended, parts_of
from briefings.editing.trees import Branch, Leaf, Unit, tree_of
from briefings.editing.writing import (
    fits,
    is_commentless,
    on_one_line,
    rank,
    scalar,
    tidied,
    unit_lines,
    unit_of,
    unit_on_one_line,
)

Path = tuple[str | int, ...]
"""Keys and the places of items, counted from 0, from the file's top: `("sources", 0, "archived")`."""


class Document:
    """The text of a file, in which values can be set, appended and removed."""

    def __init__(self, text: str, kind: str, *, path: str = "") -> None:
        """`kind` is one of `shapes.KINDS`. Raises ContentError for what cannot be read."""
        self._shape = shape_of(kind)
        self._before, self._keys, self._after = "", text, ""
        self._line = 1
        self._path = path
        if kind in ("entry", "introduction"):
            self._split(text, kind)
        self._root()

    def _split(self, text: str, kind: str) -> None:
        if kind == "introduction" and not text.startswith("---"):
            self._before, self._keys, self._after = "---\n", "", f"---\n{text}"
            return
        parts = parts_of(text, self._path)
        start = text.index("\n") + 1
        self._before, self._keys = text[:start], parts.keys
        self._after = text[start + len(parts.keys) :]
        self._line = 2

    @property
    def text(self) -> str:
        """The whole file as it stands now."""
        return f"{self._before}{self._keys}{self._after}"

    def get(self, path: Path) -> Any:
        """The value at a path as text, a list or a dict of these; None where there is none."""
        node = self._node(path)
        return None if node is None else _plain(node)

    def set(self, path: Path, value: Any) -> None:
        """Put a value at a path, in the place of what is there or as a new key.

        A source or a response that is a bare value becomes a record where a key of it is set. KeyError
        where the way to it does not exist.
        """
        shape = self._shape_at(path[:-1])
        bare = self._node(path[:-1])
        if isinstance(bare, Leaf) and not bare.missing and shape.bare:
            self.set(path[:-1], {shape.bare: bare.text, str(path[-1]): value})
            return
        around = self._branch(path[:-1])
        unit = _unit(around, path[-1])
        made = _made(path[-1], value, shape)
        if unit is not None:
            self._replace(path, around, unit, made)
        elif around.keyed and isinstance(path[-1], str):
            self._insert(path[:-1], around, made, _place(around, shape, path[-1]))
        else:
            raise KeyError(path)

    def append(self, path: Path, value: Any) -> None:
        """Add an item to the end of a list, which is made where there is none."""
        node = self._node(path)
        if path and (node is None or (isinstance(node, Leaf) and node.missing)):
            self.set(path, [value])
        elif not isinstance(node, Branch) or node.keyed:
            raise KeyError(path)
        else:
            made = _made(-1, value, self._shape_at(path))
            self._insert(path, node, made, len(node.units))

    def remove(self, path: Path) -> None:
        """Take a key or an item away, with the comment beside it; those above it stay.

        A list or a record that holds nothing more goes too. KeyError where there is no such thing.
        """
        around = self._branch(path[:-1])
        unit = _unit(around, path[-1])
        if unit is None:
            raise KeyError(path)
        if len(around.units) == 1 and len(path) > 1:
            self.remove(path[:-1])
        elif around.flow:
            self._cut_from_flow(around, around.units.index(unit))
        else:
            self._cut_lines(unit)

    def _root(self) -> Branch:
        tree = tree_of(self._keys, path=self._path, line=self._line)
        if isinstance(tree, Branch):
            return tree
        return Branch(keyed=self._shape.sort is not Sort.LIST)

    def _node(self, path: Path) -> Leaf | Branch | None:
        node: Leaf | Branch = self._root()  # Read anew after each change: its places are others.
        for step in path:
            unit = _unit(node, step) if isinstance(node, Branch) else None
            if unit is None:
                return None
            node = unit.value
        return node

    def _branch(self, path: Path) -> Branch:
        """What holds keys or items at a path; a missing record is made."""
        node = self._node(path)
        if (node is None or (isinstance(node, Leaf) and node.missing)) and self._shape_at(
            path
        ).keys:
            self.set(path, {})
            node = self._node(path)
        if not isinstance(node, Branch):
            raise KeyError(path)
        return node

    def _shape_at(self, path: Path) -> Shape:
        shape = self._shape
        for step in path:
            shape = shape.of(step)
        return shape

    def _replace(self, path: Path, around: Branch, unit: Unit, made: Unit) -> None:
        shape = self._shape_at(path[:-1])
        old, new = unit.value, made.value
        if around.flow:
            self._splice(old.start, old.end, on_one_line(new, shape.of(path[-1])))
            self._restyle(path)
        elif _is_short(old) and _is_short(new):
            text = scalar(new, shape.of(path[-1]).sort, within=False)
            space = " " if self._keys[old.start - 1 : old.start] in (":", "-") else ""
            self._splice(old.start, old.end, space + text)
        else:
            made.beside = unit.beside
            lines = unit_lines(made, shape, around.column)
            self._splice(unit.start, unit.end, "\n".join(lines).lstrip())

    def _insert(self, path: Path, around: Branch, made: Unit, place: int) -> None:
        """Put a unit before the one at `place` of the branch at `path`, or at its end."""
        shape = self._shape_at(path)
        before = around.units[place - 1] if place else None
        if around.flow:
            text = unit_on_one_line(made, shape)
            if before:
                self._splice(before.end, before.end, f", {text}")
            else:
                more = ", " if around.units else ""
                self._splice(around.start + 1, around.start + 1, text + more)
            self._restyle(path)
            return
        text = "\n".join(unit_lines(made, shape, around.column))
        if before:
            self._splice(before.end, before.end, f"\n{text}")
        elif around.units:
            start = around.units[0].start
            self._splice(start, start, f"{text.lstrip()}\n{' ' * around.column}")
        else:
            self._keys = f"{ended(self._keys)}{text}\n"

    def _restyle(self, path: Path) -> None:
        """Write what stands between brackets or braces on lines of its own if it has grown too long."""
        around, shape = self._root(), self._shape
        for step in path:
            unit = _unit(around, step)
            if unit is None or not isinstance(unit.value, Branch):
                return
            if unit.value.flow:
                break
            around, shape = unit.value, shape.of(step)
        else:
            return
        if around.flow or fits(unit, shape, around.column) or not is_commentless(unit.value):
            return
        tidied(Branch(keyed=around.keyed, units=[unit]), shape)
        lines = unit_lines(unit, shape, around.column)
        self._splice(unit.start, unit.end, "\n".join(lines).lstrip())

    def _cut_from_flow(self, around: Branch, place: int) -> None:
        unit = around.units[place]
        start, end = unit.start, unit.end
        if place + 1 < len(around.units):
            end = around.units[place + 1].start
        elif place:
            last = around.units[place - 1].end
            start = start if "#" in self._keys[last:start] else last
        self._splice(start, end, "")

    def _cut_lines(self, unit: Unit) -> None:
        start = self._keys.rfind("\n", 0, unit.start) + 1
        end = min(unit.end + 1, len(self._keys))
        if self._keys[start : unit.start].strip():  # It stands behind a hyphen.
            start = unit.start
            rest = self._keys[end:]
            end += len(rest) - len(rest.lstrip(" "))
        self._splice(start, end, "")

    def _splice(self, start: int, end: int, text: str) -> None:
        self._keys = f"{self._keys[:start]}{text}{self._keys[end:]}"


def _unit(around: Branch, step: str | int) -> Unit | None:
    if isinstance(step, str):
        return next((one for one in around.units if one.key and one.key.text == step), None)
    if around.keyed or not -len(around.units) <= step < len(around.units):
        return None
    return around.units[step]


def _made(step: str | int, value: Any, shape: Shape) -> Unit:
    unit = unit_of(step if isinstance(step, str) else None, value, shape)
    tidied(Branch(keyed=isinstance(step, str), units=[unit]), shape)
    return unit


def _place(around: Branch, shape: Shape, key: str) -> int:
    """Where a new key belongs: after the last of those that come before it in the style's order."""
    own = rank(shape, key)
    earlier = [
        place
        for place, unit in enumerate(around.units)
        if unit.key and rank(shape, unit.key.text) <= own
    ]
    return earlier[-1] + 1 if earlier else 0


def _is_short(node: Leaf | Branch) -> TypeGuard[Leaf]:
    """Whether it is text on one line."""
    return isinstance(node, Leaf) and "\n" not in node.raw and node.style not in ("|", ">")


def _plain(node: Leaf | Branch) -> Any:
    if isinstance(node, Leaf):
        return node.text
    if node.keyed:
        return {one.key.text: _plain(one.value) for one in node.units if one.key}
    return [_plain(one.value) for one in node.units]
