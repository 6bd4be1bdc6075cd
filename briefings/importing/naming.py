"""Which of the bulletin's actors, places and topics does a text name?

A name counts in any language in which the vocabulary has it, and with the endings that Romanian and
the East Slavic languages give it. Where two names begin at one word, the longer one counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from msgspec import Struct

from briefings.importing.folding import fold
from briefings.model import Organization, Person, Text, Vocabulary

PEOPLE, ORGANIZATIONS, PLACES, TOPICS = "people", "organizations", "places", "topics"
ACTORS = frozenset({PEOPLE, ORGANIZATIONS})

_ROMANIAN = "iului ului ilor elor iul lor lui ele ile ul ei ii ea le a e i".split()
_SLAVIC = (
    "ового ього ого ому ими ами ями ові еві єві ої ою ею єю их ах ях ий ій им ім ом ем єм ам ям ів"
    " а я у ю і ї и е є о ь ы".split()
)
_ENDINGS = {
    "ro": tuple(sorted(_ROMANIAN, key=len, reverse=True)),
    "uk": tuple(sorted(_SLAVIC, key=len, reverse=True)),
}
_ENDINGS["ru"] = _ENDINGS["be"] = _ENDINGS["bg"] = _ENDINGS["uk"]
_SHORTEST_STEM = 3
_SHORT_NAME = 4
"""Letters of a name that counts in small letters behind a capital only: IRIS is not Iris."""

_WORD = re.compile(r"[^\W_]+")
_WITHIN_NAMES = re.compile(r"[ \u00a0\n.'’&/-]{1,3}|, ")


class Mention(Struct, frozen=True, order=True):
    """A name in a text."""

    start: int
    end: int
    registry: str
    id: str
    inflected: bool = False
    """Whether it has an ending that its name in the vocabulary has not."""


class _Form(NamedTuple):
    """One way to name something."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    registry: str
    id: str


class Names:
    """All names of a vocabulary, ready to be found in texts of one language."""

    def __init__(self, vocabulary: Vocabulary, language: str | None) -> None:
        self._endings = _ENDINGS.get(language or "", ())
        self._forms: dict[str, list[_Form]] = {}
        for registry, id_, name in _names_of(vocabulary):
            words = tuple(_WORD.findall(name))
            if words:
                form = _Form(words, tuple(map(self._stem, words)), registry, id_)
                self._forms.setdefault(form.stems[0], []).append(form)
        for forms in self._forms.values():
            forms.sort(key=lambda form: len(form.words), reverse=True)

    def found(self, text: str) -> list[Mention]:
        """Every name in the text, in order; one that names several things is there for each."""
        words = list(_WORD.finditer(text))
        found: list[Mention] = []
        at = 0
        while at < len(words):
            fitting = [one for one in self._beginning(words[at][0]) if self._fits(one, words, at)]
            longest = len(fitting[0].words) if fitting else 0
            if longest:
                start, end = words[at].start(), words[at + longest - 1].end()
                written = [fold(word[0]) for word in words[at : at + longest]]
                inflected: dict[tuple[str, str], bool] = {}
                for one in fitting:
                    if len(one.words) == longest:
                        other = written != [fold(word) for word in one.words]
                        named = one.registry, one.id
                        inflected[named] = other and inflected.get(named, True)
                found.extend(
                    Mention(start, end, *named, other) for named, other in inflected.items()
                )
            at += longest or 1
        return found

    def _beginning(self, word: str) -> list[_Form]:
        return self._forms.get(self._stem(word), [])

    def _fits(self, form: _Form, words: list[re.Match[str]], at: int) -> bool:
        there = words[at : at + len(form.words)]
        if len(there) < len(form.words):
            return False
        for before, after in pairwise(there):
            between = before.string[before.end() : after.start()]
            if not _WITHIN_NAMES.fullmatch(between):
                return False
        return all(
            self._stem(word[0]) == stem and _written_alike(word[0], name, form)
            for word, stem, name in zip(there, form.stems, form.words, strict=True)
        )

    def _stem(self, word: str) -> str:
        folded = fold(word)
        for ending in self._endings:
            if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM:
                return folded[: -len(ending)].replace("ea", "e")
        return folded.replace("ea", "e") if self._endings else folded


def _written_alike(word: str, name: str, form: _Form) -> bool:
    """Whether a word has the capitals that make it a name."""
    if name.isupper() and len(name) > 1:
        return word == name
    if not name[0].isupper():
        return True
    short = sum(map(len, form.words)) <= _SHORT_NAME
    return word.istitle() if short else word[0].isupper()


def _names_of(vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """Registry, id and name of everything that can be named, each name once."""
    registries: tuple[tuple[str, Mapping[Any, object]], ...] = (
        (PEOPLE, vocabulary.people),
        (ORGANIZATIONS, vocabulary.organizations),
        (PLACES, vocabulary.places),
        (TOPICS, vocabulary.topics),
    )
    for registry, records in registries:
        for id_, record in records.items():
            for name in dict.fromkeys(_forms_of(record, registry)):
                yield registry, id_, name


def _forms_of(record: object, registry: str) -> Iterator[str]:
    texts = [getattr(record, "name", None)]
    if isinstance(record, Organization):
        texts.append(record.full_name)
    written = [*_in_all_languages(texts), *getattr(record, "aliases", ())]
    for name in written:
        yield name
        if name.startswith("The "):
            yield name.removeprefix("The ")
        if registry == PLACES and "," in name:
            yield name.partition(",")[0]


def _in_all_languages(texts: Iterable[Text | None]) -> Iterator[str]:
    for text in texts:
        if text is not None:
            yield from (words for _, words in text.by_language)


def name_of(actor: Person | Organization | None, fallback: str = "") -> str:
    """An actor's name in the vocabulary's first language."""
    return actor.name.by_language[0][1] if actor else fallback
