"""How far is a build? What it tells whoever waits for it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol, TypeVar

T = TypeVar("T")


class Stage(StrEnum):
    """What a build is doing."""

    READING = "reading"
    RENDERING = "rendering"
    INDEXING = "indexing"
    PUBLISHING = "publishing"


class Watch(Protocol):
    """Whoever is told how far a build is."""

    def __call__(self, stage: Stage, items: Iterable[T], total: int) -> Iterable[T]:
        """Hand on what a stage makes as it is made; it works on `total` things.

        A stage that cannot be looked into hands on one item.
        """
        ...


def unwatched(stage: Stage, items: Iterable[T], total: int) -> Iterable[T]:
    """Nobody waits."""
    return items
