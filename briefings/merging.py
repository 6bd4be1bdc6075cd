"""What becomes of a list that two sides changed? Its entries are merged one by one, by their slugs.

A text merge goes by lines, and entries share lines: it conflicts where two editors only appended, or
mends one entry with the lines of another. Here a file is cut into its entries (a registry into its
records), each with the comment above it, and each is taken whole.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefings.editing.trees import Branch, Leaf, Unit, tree_of
from briefings.problems import ContentError

Key = tuple[str, str, int]
"""The sort of a piece, its slug, id or text, and which one of equal ones it is."""


class Merged(NamedTuple):
    """What both sides come to."""

    text: str
    """With conflict markers around what was changed on both sides."""
    conflicts: tuple[str, ...]
    """What has to be decided by a person: the slugs or ids."""


class _Piece(NamedTuple):
    blank: str
    """The blank lines above."""
    text: str
    """Its lines with the comments that touch it from above, ending in a line end."""


_Pieces = dict[Key, _Piece]
ORDER = "the order"
"""Stands among the conflicts for two sides that put what was there in different orders."""


def merged(base: str, ours: str, theirs: str) -> Merged | None:
    """What both sides come to, of which `base` is the last common text.

    None where one of them cannot be cut into entries with slugs, or records with ids: it is no sound
    YAML, or not written as a block. Line ends are those of our side.
    """
    cut = [_cut(text.replace("\r\n", "\n").removeprefix("\ufeff")) for text in (base, ours, theirs)]
    if cut[0] is None or cut[1] is None or cut[2] is None:
        return None
    found = _merged(cut[0], cut[1], cut[2])
    if found is not None and "\r\n" in ours:
        return found._replace(text=found.text.replace("\n", "\r\n"))
    return found


def _merged(base: _Pieces, ours: _Pieces, theirs: _Pieces) -> Merged | None:
    order = _order(base, ours, theirs)
    if order is None:
        text = _marked(_joined(ours.values()), _joined(theirs.values()))
        return Merged(text, (ORDER,))
    chosen: _Pieces = {}
    shown: _Pieces = {}
    conflicts = []
    for key in order:
        before, own, other = base.get(key), ours.get(key), theirs.get(key)
        piece = own or other
        assert piece is not None, "what nobody has is in no order"
        if _is_same(before, own):
            piece = other
        elif not (_is_same(before, other) or _is_same(own, other)):
            conflicts.append(key[1])
            marked = _marked(own.text if own else "", other.text if other else "")
            chosen[key], shown[key] = piece, piece._replace(text=marked)
            continue
        else:
            piece = own
        if piece is not None:
            chosen[key] = shown[key] = piece
    again = _cut(_joined(chosen.values()))
    if again is None or {key: piece.text for key, piece in again.items()} != {
        key: piece.text for key, piece in chosen.items()
    }:
        return (
            None  # What reads well on each side does not together, as an alias without its anchor.
        )
    return Merged(_joined(shown.values()), tuple(conflicts))


def _is_same(one: _Piece | None, other: _Piece | None) -> bool:
    return (one.text if one else None) == (other.text if other else None)


def _marked(ours: str, theirs: str) -> str:
    return f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"


def _joined(pieces: Iterable[_Piece]) -> str:
    """The pieces as a file; a comment that stands alone keeps a blank line below it."""
    parts: list[str] = []
    alone = False
    for blank, text in pieces:
        parts.append(blank or ("\n" if alone else ""))
        parts.append(text)
        alone = all(line.lstrip().startswith("#") for line in _lines(text))
    return "".join(parts)


def _order(base: _Pieces, ours: _Pieces, theirs: _Pieces) -> list[Key] | None:
    """The order of all that either side has: what both kept, and after each what was added there.

    None where both moved what was there, to different places.
    """
    kept = base.keys() & ours.keys() & theirs.keys()
    was, own, other = ([key for key in one if key in kept] for one in (base, ours, theirs))
    if own != was and other not in (was, own):
        return None
    added: dict[Key | None, list[Key]] = {}
    known: set[Key] = set()
    for side in (ours, theirs):
        place: Key | None = None
        for key in side:
            if key in kept:
                place = key
            elif key not in known:
                known.add(key)
                added.setdefault(place, []).append(key)
    order = added.get(None, [])
    for key in other if own == was else own:
        order += [key, *added.get(key, ())]
    return order


def _cut(text: str) -> _Pieces | None:
    """The pieces of a file, in their order."""
    try:
        root = tree_of(text)
    except ContentError:
        return None
    if isinstance(root, Leaf) or (root is not None and root.flow):
        return None
    cutting = _Cutting(text)
    names = _names(root) if root else []
    if None in names or (root and not cutting.is_whole(root)):
        return None
    for name, unit in zip(names, root.units if root else (), strict=True):
        if not cutting.take(name or "", unit):
            return None
    return cutting.pieces if cutting.finish() else None


def _names(root: Branch) -> Sequence[str | None]:
    """The id of each record of a registry, or the slug of each entry of a list; None without one."""
    if root.keyed:
        return [unit.key.text if unit.key else None for unit in root.units]
    return [_slug(unit.value) for unit in root.units]


def _slug(value: Branch | Leaf) -> str | None:
    if isinstance(value, Leaf):
        return None
    for unit in value.units:
        if unit.key and unit.key.text == "slug" and isinstance(unit.value, Leaf):
            return unit.value.text or None
    return None


class _Cutting:
    """Cuts a text into pieces, from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text if text.endswith("\n") or not text else f"{text}\n"
        self._at = 0
        self._begun = False
        """Whether there was a unit."""
        self.pieces: _Pieces = {}

    def is_whole(self, root: Branch) -> bool:
        """Whether each unit begins a line, where a file that is not indented has it."""
        return all(unit.start == 0 or self._text[unit.start - 1] == "\n" for unit in root.units)

    def take(self, name: str, unit: Unit) -> bool:
        """Cut off a unit with what stands above it; False where its name is taken."""
        blank, above = self._above(unit.start)
        end = self._text.index("\n", max(unit.end, unit.start)) + 1
        key = ("unit", name, 0)
        is_new = key not in self.pieces
        self.pieces[key] = _Piece(blank, above + self._text[unit.start : end])
        self._at = end
        self._begun = True
        return is_new

    def finish(self) -> bool:
        """Cut what is left into comments; False where something else stands there."""
        blank, above = self._above(len(self._text))
        if above:
            self._put("comment", _Piece(blank, above))
        return all(
            line.startswith("#") or not line.strip()
            for key, piece in self.pieces.items()
            if key[0] == "comment"
            for line in map(str.lstrip, _lines(piece.text))
        )

    def _above(self, until: int) -> tuple[str, str]:
        """The last block of comments before a place, if it touches it, with the blank lines above.

        Those before stand alone. So does what begins the file, as a line of three hyphens.
        """
        blank, block = "", ""
        for line in _lines(self._text[self._at : until]):
            if line.strip():
                block += line
                if not line.lstrip().startswith("#") and not self._begun:
                    self._put("head", _Piece(blank, block))
                    blank, block = "", ""
            elif block:
                self._put("comment", _Piece(blank, block))
                blank, block = line, ""
            else:
                blank += line
        return blank, block

    def _put(self, sort: str, piece: _Piece) -> None:
        same = sum(key[:2] == (sort, piece.text) for key in self.pieces)
        self.pieces[sort, piece.text, same] = piece


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends, as an editor counts them: other signs do not break lines."""
    return re.findall(r"[^\n]*\n", text)
