"""How is work spread over the cores?"""

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_PIECE = 64
"""How many items a worker takes at a time: enough to be worth the way, few enough to end together."""

_work: Callable[[Sequence[Any]], Any]


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
    if jobs < 2:
        work = start(*context)
        yield from map(work, pieces)
        return
    gc.freeze()  # What is here already need not be copied just for being looked through.
    done = 0
    try:
        with _pool(jobs, start, context) as pool:
            for result in pool.map(_go_on, pieces):
                yield result
                done += 1
    except BrokenProcessPool as error:
        piece = next((one for one in pieces[done:] if _kills(one, start, context)), ())
        item = next((one for one in piece if _kills([one], start, context)), None)
        raise WorkerDiedError(item) from error
    finally:
        gc.unfreeze()


def _pool(jobs: int, start: Callable[..., Any], context: tuple[Any, ...]) -> ProcessPoolExecutor:
    # On macOS a forked process may not use the system's own libraries.
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    method = multiprocessing.get_context("fork" if forks else "spawn")
    return ProcessPoolExecutor(jobs, method, _begin, (start, context))


def _kills(piece: Sequence[Any], start: Callable[..., Any], context: tuple[Any, ...]) -> bool:
    """Whether the work on this piece alone ends the process that does it."""
    with _pool(1, start, context) as pool:
        try:
            pool.submit(_go_on, piece).result()
        except BrokenProcessPool:
            return True
        except Exception:
            return False
    return False


def _begin(start: Callable[..., Any], context: tuple[Any, ...]) -> None:
    global _work  # noqa: PLW0603 (a worker process has one work, for as long as it lives)
    _work = start(*context)


def _go_on(piece: Sequence[Any]) -> Any:
    return _work(piece)
