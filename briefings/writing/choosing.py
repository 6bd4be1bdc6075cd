"""Which of many is meant by a few words? The nearest by id, name and alias."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

_ENOUGH = 55
"""Of 100. What has less in common with the words is not offered."""


class Choice(Struct, frozen=True):
    """Something that can be chosen."""

    id: str
    name: str
    """As it is shown beside the id."""
    others: tuple[str, ...] = ()
    """What else it is called."""


def choices_of(records: Mapping[Any, Any], language: str) -> list[Choice]:
    """The records of a registry, in its order, with their names in that language."""
    return [
        Choice(
            id=str(one),
            name=record.name.in_language(language)[0],
            others=(*(text for _, text in record.name.by_language), *record.aliases),
        )
        for one, record in records.items()
    ]


def nearest(words: str, choices: Sequence[Choice], limit: int) -> list[Choice]:
    """Those that are meant by the words, the likeliest first; of equally likely ones the first given."""
    wanted = _plain(words)
    if not wanted:
        return list(choices[:limit])
    scored = [(_likeness(wanted, choice), choice) for choice in choices]
    near = [(score, choice) for score, choice in scored if score >= _ENOUGH]
    near.sort(key=lambda one: -one[0])
    return [choice for _, choice in near[:limit]]


def _likeness(wanted: str, choice: Choice) -> float:
    """How much the words have in common with what a choice is called; from 100 on they begin its words."""
    from rapidfuzz import fuzz  # noqa: PLC0415 (only who is asked has need of it)

    called = [_plain(one) for one in (choice.id, choice.name, *choice.others)]
    if begun := [name for name in called if _begins(wanted, name)]:
        return 100 + max(fuzz.ratio(wanted, name) for name in begun)
    return max(fuzz.token_set_ratio(wanted, name) * _share(wanted, name) for name in called)


def _begins(wanted: str, name: str) -> bool:
    """Whether each of the words begins one of the name's."""
    words = name.split()
    return all(any(word.startswith(part) for word in words) for part in wanted.split())


def _share(wanted: str, name: str) -> float:
    """Somewhat less where the one is much shorter than the other."""
    short, long = sorted((len(wanted), len(name)))
    return 0.8 + 0.2 * short / long if long else 0


def _plain(text: str) -> str:
    """Words in lower case without accents, as somebody in a hurry types them."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(one for one in decomposed if not unicodedata.combining(one))
    return " ".join(re.findall(r"[^\W_]+", letters))
