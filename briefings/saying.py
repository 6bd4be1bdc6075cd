"""What does a view say, all in one text? What its fingerprint is a digest of."""

import hashlib
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from briefings.views.parts import Card

_KEPT = 16_000


class Sayings:
    """Puts views into texts: equal views into the same text, different ones into different texts.

    A card in a list stands for itself by its digest, which is made once: the same card is in many lists.
    """

    def __init__(self) -> None:
        self._cards: dict[int, tuple[Card, str]] = {}

    def of(self, value: Any) -> str:
        """A view, or a part of one, as a text."""
        kind = type(value)
        if kind is tuple:
            return f"({','.join([self._listed(one) for one in value])})"
        names = _names_if_lists(kind)  # type: ignore[arg-type]  # a class is hashable
        if names is None:
            return repr(value)
        return f"{kind.__name__}({','.join([self.of(getattr(value, name)) for name in names])})"

    def _listed(self, value: Any) -> str:
        if type(value) is not Card:
            return self.of(value)
        # It is kept with its text, so that no other card can have the same number.
        known = self._cards.get(id(value))
        if known is None:
            if len(self._cards) >= _KEPT:
                self._cards.clear()
            digest = hashlib.blake2b(repr(value).encode(), digest_size=20).hexdigest()
            known = self._cards[id(value)] = value, digest
        return known[1]


@cache
def _names_if_lists(kind: type) -> tuple[str, ...] | None:
    """The fields of a record in which cards are listed, however far within; None for any other."""
    return tuple(field.name for field in fields(kind)) if _lists_cards(kind, ()) else None


def _lists_cards(kind: Any, within: tuple[Any, ...]) -> bool:
    if not is_dataclass(kind) or kind in within:
        return False
    for hint in _types_of(kind):
        parts = get_args(hint)
        if hint is object or Card in parts:
            return True
        if any(_lists_cards(part, (*within, kind)) for part in (hint, *parts)):
            return True
    return False


def _types_of(kind: Any) -> Iterable[Any]:
    """The types of a record's fields."""
    written = [field.type for field in fields(kind)]
    # To look up what is written as a text takes long, and seldom is anything.
    return (
        get_type_hints(kind).values() if any(isinstance(one, str) for one in written) else written
    )
