"""What did the editor write, and where? YAML text becomes a small tree with lines and columns.

Scalars stay the text that was written: what it means is decided by the key that it stands under.
"""

from typing import Any

import yaml
from msgspec import Struct

from briefings.problems import Code, Problem

MAX_DEPTH = 40
"""How deep lists and keys may be nested. The composer recurses in C: no text may exhaust its stack."""


# These are not frozen only because that doubles the time of making them, and there are many.
class Scalar(Struct):
    """A piece of text."""

    text: str
    style: str
    """The quote or `|` or `>` that it began with, empty for plain text."""
    line: int
    column: int

    @property
    def missing(self) -> bool:
        """Whether the editor left the value out."""
        return not self.text or self.text.isspace() or (self.text == "~" and not self.style)


class Sequence(Struct):
    """A list."""

    items: list["Node"]
    line: int
    column: int


class Mapping(Struct):
    """Keys with their values, each key once."""

    pairs: list[tuple[Scalar, "Node"]]
    line: int
    column: int

    def get(self, key: str) -> "Node | None":
        """The value under `key`."""
        return next((value for name, value in self.pairs if name.text == key), None)


Node = Scalar | Sequence | Mapping


class _TooDeepError(Exception):
    """Nested beyond `MAX_DEPTH`."""


_UNTAGGED = "untagged"


class Untyped:
    """Makes a PyYAML loader compose nodes without guessing types, and count how deep it is."""

    def __init__(self, text: str) -> None:
        super().__init__(text)  # type: ignore[call-arg]  # the loader's
        self._depth = 0

    def resolve(self, _kind: object, _value: object, _implicit: object) -> str:
        """Every node's tag, unless the editor wrote one."""
        return _UNTAGGED

    def descend_resolver(self, _parent: object, _index: object) -> None:
        """Called before each node is composed."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _TooDeepError

    def ascend_resolver(self) -> None:
        """Called after each node."""
        self._depth -= 1


# libyaml's parser is ten times as fast, but not everywhere built in.
_Loader: Any = type("_Loader", (Untyped, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), {})


def parse(text: str, *, path: str, line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a YAML text whose first line is line `line` of the file, and its problems.

    A text with an error of syntax, and an empty one, give no tree.
    """
    text = with_plain_line_ends(text)
    try:
        root = _composed(text)
    except _TooDeepError:
        message = f"lists and keys are nested more than {MAX_DEPTH} deep. Write it flatter."
        return None, (Problem(path, line, 1, message, Code.TOO_DEEP),)
    except yaml.MarkedYAMLError as error:
        # Imported here because most files are in order.
        from briefings.files.yamlerrors import explained  # noqa: PLC0415

        return None, (explained(error, text, path=path, line=line),)
    except yaml.YAMLError:
        message = "this file holds characters that cannot stand in YAML. Type the text again."
        return None, (Problem(path, line, 1, message, Code.CONTROL_CHARACTER),)
    if root is None:
        return None, ()
    growing = _Growing(path, line, text)
    return growing.grown(root)


def with_plain_line_ends(text: str) -> str:
    """The text with the line ends that an editor sees: YAML 1.1 breaks lines at three more characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    return text.replace("\x85", " ").replace("\u2028", " ").replace("\u2029", " ")


def _composed(text: str) -> Any:
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


class _RefusedError(Exception):
    """The rest of the tree need not be looked at."""


class _Growing:
    """Turns composed nodes into the tree, once for one text."""

    def __init__(self, path: str, line: int, text: str) -> None:
        self._path = path
        self._offset = line
        self._left = len(text) + 1_000
        self._depth = 0
        self._problems: list[Problem] = []

    def grown(self, root: Any) -> tuple[Node | None, tuple[Problem, ...]]:
        """The tree and what is wrong with it."""
        try:
            node = self._node(root)
        except _RefusedError:
            return None, tuple(self._problems)
        return node, tuple(self._problems)

    def _node(self, node: Any) -> Node:
        mark = node.start_mark
        kind = node.id
        if node.tag != _UNTAGGED:
            self._refuse_tag(node)
        if kind == "scalar":
            return Scalar(node.value, node.style or "", mark.line + self._offset, mark.column + 1)
        self._enter(node)
        grown: Node
        if kind == "sequence":
            items = [self._node(item) for item in node.value]
            grown = Sequence(items, mark.line + self._offset, mark.column + 1)
        else:
            grown = Mapping(self._pairs(node), mark.line + self._offset, mark.column + 1)
        self._depth -= 1
        return grown

    def _enter(self, node: Any) -> None:
        """Count: what has no alias in it cannot have more nodes than characters."""
        self._depth += 1
        self._left -= 1 + len(node.value)
        if self._depth > MAX_DEPTH or self._left < 0:
            message = "the aliases (*) of this file expand past reason. Write the text out instead."
            self._problem(node, message, Code.YAML_ALIAS)
            raise _RefusedError

    def _pairs(self, node: Any) -> list[tuple[Scalar, Node]]:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        for key_node, value_node in node.value:
            key = self._node(key_node)
            value = self._node(value_node)
            if not isinstance(key, Scalar):
                message = "a key has to be a single word, not a list or keys of its own."
                self._problem(key_node, message, Code.YAML_SYNTAX)
            elif key.text in pairs:
                self._repeated(key, pairs[key.text][0])
            else:
                pairs[key.text] = (key, value)
        return list(pairs.values())

    def _repeated(self, key: Scalar, first: Scalar) -> None:
        message = (
            f'"{key.text}" is given twice, first on line {first.line}. Put both together under one.'
        )
        self._problems.append(Problem(self._path, key.line, key.column, message, Code.REPEATED_KEY))

    def _refuse_tag(self, node: Any) -> None:
        name = node.tag.replace("tag:yaml.org,2002:", "!!")
        message = (
            f'"{name}" is a YAML tag, which is not used here. Remove it, or put the text in quotes.'
        )
        self._problem(node, message, Code.YAML_TAG)

    def _problem(self, node: Any, message: str, code: Code) -> None:
        mark = node.start_mark
        self._problems.append(
            Problem(self._path, mark.line + self._offset, mark.column + 1, message, code)
        )
