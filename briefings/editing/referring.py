"""Where do files refer to an id or a page, and how do they read when it has another?"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Set
from pathlib import Path

from msgspec import Struct

from briefings.editing.shapes import Shape, Sort, shape_of
from briefings.editing.styled import parts_of
from briefings.editing.trees import Branch, Leaf, tree_of
from briefings.editing.writing import scalar
from briefings.files.decoding import decoded
from briefings.problems import ContentError, Problem
from briefings.settings import Settings

Relink = Callable[[str], str | None]
"""Takes a link's address as it was written to another one, or to None where it may stay."""
RelinkOf = Callable[[str], Relink]
"""Tells what becomes of the links in the file at a path, which is relative to the bulletin's folder."""

_LINK = re.compile(
    r"""(\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?|\b(?:href|src)=["']?)([^\s)>"']+)""", re.MULTILINE
)


class NewId(Struct, frozen=True):
    """Another id of one thing."""

    names: Set[str]
    """What it is an id of, as in `Shape.names`."""
    old: str
    new: str


def rewritten(text: str, kind: str, new_id: NewId | None, relink: Relink, *, path: str = "") -> str:
    """A file's text with each reference by id, and the links of its body, as they have to be.

    All else stays byte for byte. Raises ContentError for what cannot be read.
    """
    if kind not in ("entry", "introduction"):
        return _keys(text, shape_of(kind), new_id, relink, path=path, line=1)
    if kind == "introduction" and not text.startswith("---"):
        return relinked(text, relink)
    parts = parts_of(text, path)
    start = text.index("\n") + 1
    keys = _keys(parts.keys, shape_of(kind), new_id, relink, path=path, line=2)
    rest = text[start + len(parts.keys) :]
    end = len(rest) - len(parts.body)
    return f"{text[:start]}{keys}{rest[:end]}{relinked(parts.body, relink)}"


def relinked(markdown: str, relink: Relink) -> str:
    """A Markdown text with other addresses in its links and images."""

    def replace(match: re.Match[str]) -> str:
        address = relink(match[2])
        return match[0] if address is None else match[1] + address

    return _LINK.sub(replace, markdown)


def pages_relinked(settings: Settings, relink_of: RelinkOf) -> Iterator[tuple[Path, str]]:
    """The plain pages whose links change, with their new texts."""
    for page in sorted(settings.pages_dir.rglob("*.md")):
        name = settings.name_of(page)
        before = decoded(page.read_bytes(), name)
        if isinstance(before, Problem):
            raise ContentError([before])
        after = relinked(before, relink_of(name))
        if after != before:
            yield page, after


def same(one: str, other: str) -> bool:
    """Whether two ids are one, however their accents are encoded."""
    return unicodedata.normalize("NFC", one.strip()) == unicodedata.normalize("NFC", other)


def _keys(
    text: str, shape: Shape, new_id: NewId | None, relink: Relink, *, path: str, line: int
) -> str:
    tree = tree_of(text, path=path, line=line)
    if not isinstance(tree, Branch):
        return text
    for leaf, about in sorted(_leaves(tree, shape), key=lambda one: one[0].start, reverse=True):
        before = text[leaf.start : leaf.end]
        after = before
        if about.sort is Sort.PROSE:
            after = relinked(before, relink)
        elif new_id and about.names in new_id.names and same(leaf.text, new_id.old):
            after = scalar(Leaf(new_id.new, '"'), Sort.TEXT, within=True)
        if after != before:
            text = f"{text[: leaf.start]}{after}{text[leaf.end :]}"
    return text


def _leaves(branch: Branch, shape: Shape) -> Iterator[tuple[Leaf, Shape]]:
    """Every text that stands somewhere, with its shape."""
    for unit in branch.units:
        inner = shape.of(unit.key.text if unit.key else None)
        if isinstance(unit.value, Branch):
            yield from _leaves(unit.value, inner)
        elif unit.value.start >= 0:
            yield unit.value, inner.of(inner.bare) if inner.bare else inner
