"""Is something told twice? Entries of one day that say nearly the same."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from briefings.model import Entry, Status
from briefings.problems import Code
from briefings.rules.noticing import Notice

_SAME_LETTERS = 97
_SAME_TITLE = 88
_NEAR_TITLE = 65
_SAME_SUMMARY = 80
"""Likeness up to 100, the words of both in the order of the alphabet."""


def near_duplicates(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Notice]]:
    """Those entries of one day that tell what one before them tells, each with what to say of it.

    Entries that know of each other, and translations, are told apart on purpose.
    """
    told = sorted((one for one in entries if _counts(one)), key=lambda one: one.id)
    said: set[str] = set()
    for first, second in combinations(told, 2):
        if second.id in said or first.language != second.language:
            continue
        if _are_alike(first, second) and not (_leads(first, second) or _leads(second, first)):
            said.add(second.id)
            message = (
                f'this tells much the same as {first.id}, "{first.title}". Make one entry of both, '
                "or link them: updates, or responds_to."
            )
            yield second, Notice(Code.NEAR_DUPLICATE, ("title",), message)


def _counts(entry: Entry) -> bool:
    allowed = any(one.code == Code.NEAR_DUPLICATE for one in entry.allow)
    return not (allowed or entry.translation_of or entry.status is Status.WITHDRAWN)


def _are_alike(first: Entry, second: Entry) -> bool:
    """Titles of one day often differ in the one word that counts: the summaries decide then."""
    title = _likeness(first.title, second.title)
    summaries = _summary(first), _summary(second)
    if title < _NEAR_TITLE or not all(summaries):
        return title >= _SAME_TITLE
    return title >= _SAME_LETTERS or _likeness(*summaries) >= _SAME_SUMMARY


def _likeness(one: str, other: str) -> float:
    # Imported here because a run in which no entry changed has no need of it.
    from rapidfuzz import fuzz  # noqa: PLC0415

    return fuzz.token_sort_ratio(one.casefold(), other.casefold()) if one and other else 0


def _summary(entry: Entry) -> str:
    return entry.summary or entry.prose.lead


def _leads(one: Entry, other: Entry) -> bool:
    """Whether an entry refers to another."""
    answered = (response.entry for response in one.responds_to)
    linked = (link.target.removeprefix("entry:") for link in one.prose.links)
    return other.id in {*answered, *one.updates, *linked}
