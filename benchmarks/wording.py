"""How does an entry read? Titles, sentences and bodies in Markdown, of made-up words."""

import random
from collections.abc import Sequence

from benchmarks.lexicon import Lexicon

BODY_WORDS = (120, 180)


class Wording:
    """Texts of the lengths that a bulletin's have."""

    def __init__(self, chance: random.Random, lexicon: Lexicon) -> None:
        self._chance = chance
        self._lexicon = lexicon

    def title(self) -> str:
        """A headline, without a full stop."""
        return " ".join(self._lexicon.words(self._chance.randint(5, 9))).capitalize()

    def phrase(self, length: int) -> str:
        """A few words, about as many as `length`."""
        return " ".join(self._lexicon.words(max(2, length + self._chance.randint(-2, 3))))

    def sentence(self) -> str:
        """A sentence with its full stop."""
        return _sentence(self._lexicon.words(self._chance.randint(9, 18)))

    def body(self, names: Sequence[str], entries: Sequence[str], url: str) -> str:
        """Three paragraphs that name somebody and link what is given; now and then more than text."""
        paragraphs = self._paragraphs(names)
        paragraphs[-1] += "".join(f" It follows [what was said](entry:{id_})." for id_ in entries)
        if self._chance.random() < 0.3:
            paragraphs[0] += f" The text is [public]({url}/text)."
        if self._chance.random() < 0.12:
            paragraphs.insert(1, self._list())
        if self._chance.random() < 0.04:
            paragraphs.insert(2, self._table())
        if self._chance.random() < 0.05:
            paragraphs[0] += "[^1]"
            paragraphs.append(f"[^1]: {self.sentence()}")
        return "\n\n".join(paragraphs)

    def _paragraphs(self, names: Sequence[str]) -> list[str]:
        words = self._lexicon.words(self._chance.randint(*BODY_WORDS))
        for name in names:
            words[self._chance.randrange(len(words))] = name
        at = self._chance.randrange(len(words))
        words[at] = f"*{words[at]}*" if self._chance.random() < 0.3 else words[at]
        third = len(words) // 3
        parts = (words[:third], words[third : 2 * third], words[2 * third :])
        return [" ".join(self._sentences(part)) for part in parts]

    def _sentences(self, words: list[str]) -> list[str]:
        sentences = []
        while words:
            # No sentence of a word or two is left for the end.
            length = self._chance.randint(9, 18) if len(words) > 22 else len(words)
            sentences.append(_sentence(words[:length]))
            words = words[length:]
        return sentences

    def _list(self) -> str:
        items = range(self._chance.randint(2, 4))
        return "\n".join(f"- **{self.phrase(2)}** {self.phrase(6)}" for _ in items)

    def _table(self) -> str:
        rows = (f"| {self.phrase(2)} | {self._chance.randrange(1000)} |" for _ in range(3))
        return "\n".join(["| Subject | Number |", "| :--- | ---: |", *rows])


def _sentence(words: Sequence[str]) -> str:
    first, *rest = words
    if len(words) > 12:
        rest[5] += ","
    return f"{first[:1].upper()}{first[1:]} {' '.join(rest)}."
