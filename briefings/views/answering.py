"""What does an entry answer, and who answered it?"""

from msgspec import Struct

from briefings.model import Entry, Stance
from briefings.views.parts import Line, Ref, clipped
from briefings.views.shown import Shown

_GIST = 240
"""How long the gist of an answered entry is, in characters."""


class ShownAnswer(Struct, frozen=True):
    """An entry that answers, and who speaks in it."""

    by: tuple[Ref, ...]
    card: Line


class Answers(Struct, frozen=True):
    """The answers to an entry that take one stance, oldest first."""

    stance: str
    answers: tuple[ShownAnswer, ...]
    count: int


class Answered(Struct, frozen=True):
    """An entry that is answered: who spoke in it, and in short what was said."""

    stance: str
    card: Line
    by: tuple[Ref, ...] = ()
    gist: str = ""


def answers_to(shown: Shown, entry: Entry) -> tuple[Answered, ...]:
    """What an entry answers, in the order in which it says so."""
    answered = ((one.stance, shown.bulletin.outline(one.entry)) for one in entry.responds_to)
    return tuple(
        Answered(
            stance.value,
            shown.line(outline.id),
            tuple(map(shown.actor, outline.by)),
            clipped(outline.summary, _GIST),
        )
        for stance, outline in answered
    )


def answered_by(shown: Shown, entry: Entry) -> tuple[Answers, ...]:
    """The answers to an entry by stance, those that accept first."""
    by_stance: dict[Stance, list[ShownAnswer]] = {}
    for one in shown.bulletin.answers(entry.id):
        by = tuple(map(shown.actor, one.entry.by))
        by_stance.setdefault(one.stance, []).append(ShownAnswer(by, shown.line(one.entry.id)))
    return tuple(
        Answers(stance.value, tuple(by_stance[stance]), len(by_stance[stance]))
        for stance in Stance
        if stance in by_stance
    )
