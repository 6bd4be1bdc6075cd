"""Whom does a text name? Names and aliases of the vocabulary, found as whole words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from briefings.model import ActorId, Text, Vocabulary

Words = tuple[str, ...]
Names = dict[str, list["_Name"]]
"""By its first word each name, the longest first."""

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
"""Letters. A name of one word that is shorter stands for too much else."""


class _Name(NamedTuple):
    words: Words
    people: frozenset[ActorId]
    """Whose name it is; none where it is that of an organization or a place."""


def names_of(vocabulary: Vocabulary) -> Names:
    """The names of people, and those of others, within which nobody is named."""
    owners: dict[Words, set[ActorId]] = {}
    for person in vocabulary.people.values():
        for words in _forms(person.name, person.aliases):
            owners.setdefault(words, set()).add(person.id)
    for organization in vocabulary.organizations.values():
        for words in _forms(organization.name, organization.aliases, organization.full_name):
            owners.setdefault(words, set())
    for place in vocabulary.places.values():
        for words in _forms(place.name, place.aliases):
            owners.setdefault(words, set())
    names: Names = {}
    for words, people in sorted(owners.items(), key=lambda one: (-len(one[0]), one[0])):
        names.setdefault(words[0], []).append(_Name(words, frozenset(people)))
    return names


class Named(NamedTuple):
    """That a text names somebody."""

    person: ActorId
    name: str
    """As the vocabulary has it, its words with spaces between them."""
    at: int
    """Where in the text, in characters from 0."""


def named_in(text: str, names: Names) -> Iterator[Named]:
    """The people whom a text names, in its order, as often as it does.

    A name that several people share says nothing. Of names within each other the longest counts.
    """
    found = list(_WORD.finditer(text))
    words = [one[0] for one in found]
    at = 0
    while at < len(words):
        name = _name_at(words, at, names[words[at]]) if words[at] in names else None
        if name is None:
            at += 1
            continue
        if len(name.people) == 1:
            (person,) = name.people
            yield Named(person, " ".join(name.words), found[at].start())
        at += len(name.words)


def words_of(text: str) -> Words:
    """The words of a text, without what stands between them."""
    return tuple(_WORD.findall(text))


def _name_at(words: Sequence[str], at: int, names: Iterable[_Name]) -> _Name | None:
    for name in names:
        if tuple(words[at : at + len(name.words)]) == name.words:
            return name
    return None


def _forms(name: Text, aliases: Iterable[str], full_name: Text | None = None) -> Iterator[Words]:
    texts = [text for one in (name, full_name) if one for _, text in one.by_language]
    for text in (*texts, *aliases):
        words = words_of(text)
        if len("".join(words)) >= _SHORTEST:
            yield words
