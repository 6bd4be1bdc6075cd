"""What did the editor write, comments and all? YAML text becomes a tree that knows its places."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct, field

from briefings.files.yamltext import parse, with_plain_line_ends
from briefings.problems import ContentError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PROPERTIES = re.compile(r"(?:&\S+\s+)+")
_COMMENT = re.compile(r"(?<!\S)#.*")
_DASH = re.compile(r"(?<!\S)-(?!\S)")


class Leaf(Struct):
    """A piece of text. Made by a program, it has no place."""

    text: str
    style: str = ""
    """The quote or `|` or `>` that it began with, empty for plain text."""
    raw: str = ""
    """As it was written."""
    start: int = -1
    end: int = -1
    column: int = 0
    """That of the keys or hyphens around it, from which the indentation of a block counts."""

    @property
    def missing(self) -> bool:
        """Whether nothing was written."""
        return not self.style and self.text in ("", "~")


class Branch(Struct):
    """Keys with values, or a list."""

    keyed: bool
    flow: bool = False
    """Whether it was written between braces or brackets."""
    units: list["Unit"] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    """The comments of the whole file, before those of its first key."""
    foot: list[str] = field(default_factory=list)
    """The comments below its last unit."""
    start: int = -1
    end: int = -1
    """Where its brace or bracket closes; of no use in a block."""
    column: int = 0


class Unit(Struct):
    """A key with its value, or an item of a list, with the comments that belong to it."""

    key: Leaf | None
    value: Leaf | Branch
    above: list[str] = field(default_factory=list)
    """The comments on the lines above; an empty one stands for blank lines."""
    beside: str = ""
    start: int = -1
    """Where its key or its hyphen stands."""
    end: int = -1
    """Where its value ends and what belongs to it; in a block without the line's end."""
    top: int = -1
    """Where the first of the comments above it stands, or itself."""


def tree_of(text: str, *, path: str = "", line: int = 1) -> Branch | Leaf | None:
    """The tree of a YAML text that begins on `line` of the file at `path`.

    None for a text without any value; its comments are of no tree then. Raises ContentError.
    """
    _, problems = parse(text, path=path, line=line)
    if problems:
        raise ContentError(problems)
    text = with_plain_line_ends(text)
    growing = _Growing(text)
    root = growing.root()
    if isinstance(root, Branch):
        _Commenting(text, growing.masked(), root).comment()
        _settle_ends(root, text)
    return root


def comments_of(text: str) -> list[str]:
    """The comments of a YAML text, in their order."""
    growing = _Growing(with_plain_line_ends(text))
    growing.root()
    return [match.group().rstrip() for match in _COMMENT.finditer(growing.masked())]


class _Growing:
    """Reads the parser's events into a tree, once for one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: list[tuple[int, int]] = []
        self._anchors: dict[object, Leaf | Branch] = {}

    def root(self) -> Branch | Leaf | None:
        """The tree without comments."""
        events = iter(yaml.parse(self._text, Loader=_Loader))
        root = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0)
        if isinstance(root, Branch):
            self._place_dashes(root, self.masked())
        return root

    def masked(self) -> str:
        """The text with every value's own signs put out of sight."""
        parts, last = [], 0
        for start, end in self._spans:
            parts += [self._text[last:start], re.sub(r"[^\n]", "x", self._text[start:end])]
            last = end
        return "".join([*parts, self._text[last:]])

    def _node(self, event: Any, events: Iterator[Any], column: int) -> Leaf | Branch:
        if isinstance(event, yaml.AliasEvent):
            return _standing_at(event, _without_places(self._anchors[event.anchor]))
        is_text = isinstance(event, yaml.ScalarEvent)
        node = self._leaf(event, column) if is_text else self._branch(event, events)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _leaf(self, event: Any, column: int) -> Leaf:
        start, end = event.start_mark.index, event.end_mark.index
        if properties := _PROPERTIES.match(self._text, start, end):
            start = properties.end()
        style = event.style or ""
        raw = self._text[start:end] if event.value or style else ""
        if style in ("|", ">"):
            line, newline, content = raw.partition("\n")
            header = _COMMENT.sub("", line).rstrip()
            self._spans.append((start, start + len(header)))
            self._spans.append((start + len(line) + len(newline), end))
            kept = "+" in header
            raw = f"{header}\n" + (content.removesuffix("\n") if kept else content.rstrip("\n"))
            end = start + len(self._text[start:end].rstrip("\n"))
        elif raw:
            self._spans.append((start, end))
        return Leaf(event.value, style, raw, start, end, column)

    def _branch(self, event: Any, events: Iterator[Any]) -> Branch:
        keyed = isinstance(event, yaml.MappingStartEvent)
        start = event.start_mark.index
        if properties := _PROPERTIES.match(self._text, start):
            start = properties.end()
        column = start - (self._text.rfind("\n", 0, start) + 1)
        branch = Branch(keyed, bool(event.flow_style), start=start, column=column)
        for inner in events:
            if isinstance(inner, yaml.CollectionEndEvent):
                branch.end = _index(inner.end_mark)
                break
            first = self._node(inner, events, column)
            if keyed and isinstance(first, Leaf):
                value = self._node(next(events), events, column)
                branch.units.append(Unit(first, value, start=first.start))
            else:
                branch.units.append(Unit(None, first, start=first.start))
        return branch

    def _place_dashes(self, root: Branch, masked: str) -> None:
        """An item of a block begins with its hyphen, of which the parser does not tell."""
        bare = _COMMENT.sub(lambda match: "x" * len(match.group()), masked)
        dashes = [match.start() for match in _DASH.finditer(bare)]
        for branch in _branches(root):
            for unit in branch.units:
                if not branch.keyed and not branch.flow and unit.start >= 0:
                    unit.start = dashes[max(bisect_right(dashes, unit.start - 1) - 1, 0)]


def _without_places(node: Leaf | Branch) -> Leaf | Branch:
    """A copy that stands where an alias does."""
    if isinstance(node, Leaf):
        return Leaf(node.text, node.style, node.raw, column=node.column)
    units = []
    for unit in node.units:
        key = Leaf(unit.key.text, unit.key.style, unit.key.raw) if unit.key else None
        units.append(Unit(key, _without_places(unit.value)))
    return Branch(node.keyed, node.flow, units)


def _index(mark: Any) -> int:
    index: int = mark.index
    return index


def _standing_at(event: Any, copy: Leaf | Branch) -> Leaf | Branch:
    copy.start, copy.end = event.start_mark.index, event.end_mark.index
    if isinstance(copy, Branch):
        copy.flow = True
    return copy


def _branches(branch: Branch) -> Iterator[Branch]:
    yield branch
    for unit in branch.units:
        if isinstance(unit.value, Branch):
            yield from _branches(unit.value)


class _Commenting:
    """Gives each comment to the unit that it belongs to."""

    def __init__(self, text: str, masked: str, root: Branch) -> None:
        self._text = text
        self._masked = masked
        self._root = root
        self._order = sorted(_placed(root, ()), key=lambda one: one[0])
        self._starts = [start for start, _, _ in self._order]

    def comment(self) -> None:
        """Give every comment away."""
        for match in _COMMENT.finditer(self._masked):
            start = match.start()
            bol = self._text.rfind("\n", 0, start) + 1
            number = bisect_right(self._starts, start)
            if self._text[bol:start].strip():
                self._beside(match, number)
            else:
                self._alone(match, number, start - bol)
        for _, unit, (*_, branch) in self._order:
            if branch is self._root and self._below_blank(unit.start):
                unit.above.append("")

    def _beside(self, match: re.Match[str], number: int) -> None:
        start = match.start()
        while number:
            _, unit, (*_, branch) = self._order[number - 1]
            if not (branch.flow and branch.end <= start):
                break
            number -= 1
        else:
            self._root.head.append(match.group().rstrip())
            return
        if unit.beside:
            unit.above.append(unit.beside)
        unit.beside = match.group().rstrip()

    def _alone(self, match: re.Match[str], number: int, column: int) -> None:
        comment, start = match.group().rstrip(), match.start()
        before = self._order[number - 1][2] if number else (self._root,)
        after = self._order[number] if number < len(self._order) else None
        open_flow = next((one for one in before if one.flow and one.start < start < one.end), None)
        if after and (open_flow is None or open_flow in after[2]):
            deeper = [
                one for one in before if not one.flow and after[2][-1].column < one.column <= column
            ]
            if not deeper or after[2][-1].flow:
                self._above(after[1], comment, start)
                return
            deeper[-1].foot.append(comment)
            return
        fitting = [one for one in before if not one.flow and one.column <= column]
        (open_flow or (fitting[-1] if fitting else self._root)).foot.append(comment)

    def _above(self, unit: Unit, comment: str, start: int) -> None:
        if unit.top < 0:
            unit.top = start
        if self._below_blank(start):
            unit.above.append("")
        unit.above.append(comment)

    def _below_blank(self, start: int) -> bool:
        bol = self._text.rfind("\n", 0, start) + 1
        above = self._text[self._text.rfind("\n", 0, max(bol - 1, 0)) + 1 : bol]
        return bol > 0 and not above.strip()


_Placed = tuple[int, Unit, tuple[Branch, ...]]


def _placed(branch: Branch, above: tuple[Branch, ...]) -> Iterator[_Placed]:
    """Every unit that has a place, with the branches around it, the nearest last."""
    around = (*above, branch)
    for unit in branch.units:
        if unit.start >= 0:
            yield unit.start, unit, around
        if isinstance(unit.value, Branch):
            yield from _placed(unit.value, around)


def _settle_ends(branch: Branch, text: str) -> int:
    """Say where units end; returns where the last one does."""
    last = branch.start
    for unit in branch.units:
        unit.top = unit.start if unit.top < 0 else unit.top
        value = unit.value
        if isinstance(value, Leaf):
            unit.end = value.end
        else:
            inner = _settle_ends(value, text)
            unit.end = value.end if value.flow else inner
        if not branch.flow:
            unit.end = _end_of_line(text, max(unit.end, unit.start))
        last = unit.end
    if branch.flow or not branch.foot:
        return last
    for comment in branch.foot:
        found = text.find(comment, last)
        last = found + len(comment) if found >= 0 else last
    return _end_of_line(text, last)


def _end_of_line(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end
