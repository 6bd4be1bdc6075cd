"""What do made-up words look like? Seeded draws, and a language that is as uneven as a real one."""

import random
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar

Thing = TypeVar("Thing")

_ONSETS = "b br c ch cl d dr f fr g gr h j k l m n p pl pr qu r s sh st str t th tr v w".split()
_VOWELS = "a e i o u ai ea ee ia ie io oa ou".split()
_CODAS = [*[""] * 12, *"b ck d ft l ld m n n nd ng nt p r r rd s ss st t".split()]
_ENDINGS = ["", "", "", "", *"ing ed s tion ment ity al er ly".split()]

_SMALL_WORDS = (
    "the of to and in a that for on is with as by it from at was be an are said which has will not "
    "have its after this their been who were but than or also two one they more over would about "
    "against under between before when all into other during until since through without"
).split()
_SHARE_OF_SMALL_WORDS = 0.42


class Zipf(Generic[Thing]):
    """Things of which the first is drawn most often, the second half as often, and so on.

    With an `offset` the first few are less far ahead, as Mandelbrot found for words.
    """

    def __init__(self, things: Sequence[Thing], offset: int = 0) -> None:
        self.things = things
        ranks = range(1 + offset, len(things) + 1 + offset)
        self._weights = list(accumulate(1 / rank for rank in ranks))

    def some(self, chance: random.Random, count: int) -> list[Thing]:
        """As many draws; a thing may come up again."""
        return chance.choices(self.things, cum_weights=self._weights, k=count)

    def distinct(self, chance: random.Random, count: int) -> tuple[Thing, ...]:
        """At most as many things, each once."""
        return tuple(dict.fromkeys(self.some(chance, count)))


class Lexicon:
    """Words to write texts with."""

    def __init__(self, chance: random.Random, size: int) -> None:
        self._chance = chance
        self._small = Zipf(_SMALL_WORDS)
        self._large = Zipf(sorted((self._word() for _ in range(size)), key=self._rarity), offset=20)

    def words(self, count: int) -> list[str]:
        """Running text without its sentences."""
        small = iter(self._small.some(self._chance, count))
        large = iter(self._large.some(self._chance, count))
        return [
            next(small if self._chance.random() < _SHARE_OF_SMALL_WORDS else large)
            for _ in range(count)
        ]

    def name(self, parts: int) -> str:
        """A proper name of so many words."""
        return " ".join(self._syllables(2).capitalize() for _ in range(parts))

    def _rarity(self, word: str) -> float:
        """Long words are mostly, not always, rarer than short ones."""
        return len(word) + self._chance.uniform(0, 6)

    def _word(self) -> str:
        return self._syllables(self._chance.choice((1, 1, 2, 2, 2, 3))) + self._chance.choice(
            _ENDINGS
        )

    def _syllables(self, count: int) -> str:
        one = self._chance.choice
        return "".join(one(_ONSETS) + one(_VOWELS) + one(_CODAS) for _ in range(count))
