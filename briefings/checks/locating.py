"""Where in its file does a record's value stand? Found again only when there is something to say."""

from pathlib import Path
from typing import TYPE_CHECKING

from briefings.problems import Code, Problem

if TYPE_CHECKING:
    from briefings.files.yamltext import Node

Keys = tuple[str | int, ...]
"""The way from the top of a file to a value: keys, and places in lists counted from 0."""


class Findings:
    """Problems of records, which carry no positions themselves."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._trees: dict[str, Node | None] = {}
        self.problems: list[Problem] = []

    def at(self, path: str, keys: Keys, message: str, code: Code, *, key: bool = False) -> None:
        """Note a problem of the value at `keys`, or of its `key`; if it is not there, of what holds it."""
        line, column = self.position(path, keys, at_key=key)
        self.on_line(path, line, message, code, column)

    def on_line(self, path: str, line: int, message: str, code: Code, column: int = 1) -> None:
        """Note a problem of a line."""
        self.problems.append(Problem(path, line, column, message, code))

    def position(self, path: str, keys: Keys, *, at_key: bool = False) -> tuple[int, int]:
        """The line and the column of a value, or of its key; if it is not there, of what holds it."""
        if not keys:
            return 1, 1
        if path not in self._trees:
            self._trees[path] = self._tree(path)
        node = self._trees[path]
        if node is None:
            return 1, 1
        named: Node = node
        for one in keys:
            step = _step(node, one)
            if step is None:
                break
            named, node = step
        found = named if at_key else node
        return found.line, found.column

    def _tree(self, path: str) -> "Node | None":
        # Imported here because a bulletin that is in order is not read for this.
        from briefings.files.decoding import decoded, front_matter_of  # noqa: PLC0415
        from briefings.files.yamltext import parse  # noqa: PLC0415

        try:
            text = decoded((self._folder / path).read_bytes(), path)
        except OSError:
            return None
        if isinstance(text, Problem):
            return None
        if not path.endswith(".md"):
            return parse(text, path=path)[0]
        parts = front_matter_of(text, path)
        return None if isinstance(parts, Problem) else parse(parts.keys, path=path, line=2)[0]


def _step(node: "Node", key: str | int) -> "tuple[Node, Node] | None":
    """The key's own node and its value's."""
    from briefings.files.yamltext import Mapping, Scalar, Sequence  # noqa: PLC0415 (as above)

    if isinstance(node, Mapping):
        return next((pair for pair in node.pairs if pair[0].text == key), None)
    if isinstance(node, Sequence) and isinstance(key, int):
        given = [item for item in node.items if not (isinstance(item, Scalar) and item.missing)]
        return (given[key], given[key]) if key < len(given) else None
    return None
