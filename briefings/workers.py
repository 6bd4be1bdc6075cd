"""How is work spread over the cores?"""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_PIECE = 64
"""How many items a worker takes at a time: enough to be worth the way, few enough to end together."""


class WorkerDiedError(Exception):
    """A process ended in the middle of its work, as for want of memory."""

    def __init__(self, item: object) -> None:
        """`item` is what it was working on, or None where that cannot be told."""
        self.item = item
        at = f" while working on {item}" if item is not None else ""
        super().__init__(f"A process died{at}. It may have had too little memory.")


def cores() -> int:
    """How many processes can work at once here."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS has none.
        return os.cpu_count() or 1


def spread(
    start: Callable[..., Callable[[Sequence[T]], R]],
    context: tuple[Any, ...],
    items: Sequence[T],
    *,
    jobs: int,
) -> Iterator[R]:
    """What the work makes of the items, piece by piece, in their order.

    `start(*context)` gives the function that works on a piece, once in each process. With one job, or
    few items, everything is done here. Where processes fork, the context is theirs at no cost; elsewhere
    it is sent to each. Raises what the work raises, and `WorkerDiedError`.
    """
    pieces = [items[at : at + _PIECE] for at in range(0, len(items), _PIECE)]
    jobs = min(jobs, len(pieces) // 2)
    if jobs >= 2:
        # Imported here because most runs have too little work for it.
        from briefings.pooling import pooled  # noqa: PLC0415

        yield from pooled(start, context, pieces, jobs)
    elif pieces:
        yield from map(start(*context), pieces)
