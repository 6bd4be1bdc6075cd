"""What is a fact called that a view reads, and who notes that it was read?

An outline is `outline/ID`, an entry `entry/ID`, a name `topics/ID`, a part of a group as `grouping.part_name`
says; the names of the others are made here. Those who read facts and those who tell which ones changed must
call them alike.
"""

from collections.abc import Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from briefings.belonging import Sort
from briefings.grouping import group_name
from briefings.model import EntryId

K = TypeVar("K", bound=str)
V = TypeVar("V")

TODAY = "today"
HISTORY = "git"


class Reader(Protocol):
    """Who reads facts."""

    reads: set[str]
    """The names of those that were read."""


class Noted(Mapping[K, V], Generic[K, V]):
    """A mapping that notes what is read of it: `name/key`, or `name/*` for all of it."""

    def __init__(self, name: str, known: Mapping[K, V], reader: Reader) -> None:
        self._name = name
        self._known = known
        self._reader = reader

    def __getitem__(self, key: K) -> V:
        self._reader.reads.add(f"{self._name}/{key}")
        return self._known[key]

    def __iter__(self) -> Iterator[K]:
        self._reader.reads.add(f"{self._name}/*")
        return iter(self._known)

    def __len__(self) -> int:
        self._reader.reads.add(f"{self._name}/*")
        return len(self._known)


def periods_fact(sort: Sort, key: str) -> str:
    """The name of the fact which periods a group has."""
    return f"{group_name(sort, key)}periods"


def counts_fact(sort: Sort, key: str) -> str:
    """The name of the fact how many entries a group has in each period."""
    return f"{group_name(sort, key)}counts"


def briefing_fact(day: str) -> str:
    """The name of the fact whether an ISO day has a briefing."""
    return f"briefing/{day}"


def over_fact(month: str) -> str:
    """The name of the fact which days of a month, as `2024-06`, are over."""
    return f"over/{month}"


def beside_fact(story: str, entry: EntryId) -> str:
    """The name of the fact what stands beside an entry in a story."""
    return f"beside/{story}/{entry}"


def history_fact(entry: str) -> str:
    """The name of the fact what git knows of an entry."""
    return f"{HISTORY}/{entry}"


def members_fact(organization: str) -> str:
    """The name of the fact who has or had a role in an organization."""
    return f"members/{organization}"
