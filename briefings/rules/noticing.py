"""What does a rule see, and what does it say? One entry beside the names, and notices of it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from briefings.checks.locating import Keys
from briefings.model import Entry, Vocabulary
from briefings.problems import RULES, Code
from briefings.rules.names import Names, names_of
from briefings.settings import Settings


class Notice(NamedTuple):
    """What a rule has to say of an entry."""

    code: Code
    keys: Keys
    """The way to the value at fault."""
    message: str
    words: str = ""
    """The name in the body at fault, where it is not a value."""
    due: date = date.min
    """The day from which it holds."""
    unless_answered: bool = False
    """Whether an answer to the entry settles it."""


class Desk(Struct, frozen=True, dict=True):
    """What lies beside an entry when rules look at it."""

    vocabulary: Vocabulary
    timezone: ZoneInfo
    numbers: Mapping[Code, int] = field(default_factory=dict)
    """The rules that are on, each with its number of days or characters, or with 0."""

    @cached_property
    def names(self) -> Names:
        """Whose names a text may have."""
        return names_of(self.vocabulary)


Rule = Callable[[Entry, Desk], Iterable[Notice]]
"""Looks at one entry; asked only where the rule is on."""


def numbers_of(settings: Settings) -> dict[Code, int]:
    """The rules that are on for a bulletin, each with its number, those that count nothing with 0."""
    numbers: dict[Code, int] = {}
    for code, usual in RULES.items():
        chosen = settings.rules.get(code, usual)
        if chosen is not False:
            number = usual if chosen is True else chosen
            numbers[code] = 0 if isinstance(number, bool) else number
    return numbers
