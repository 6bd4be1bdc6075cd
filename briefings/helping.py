"""How does a second process help with a few things? It takes the next one that nobody has taken.

Less than a hundred things are not worth a pool of processes, whose parts take long to import.
"""

import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST = 256
"""Things that can be shared: each is known by one byte."""


@contextmanager
def helped(
    work: Callable[[T], R], things: Sequence[T], *, jobs: int, alone: bool = False
) -> Iterator[Callable[[], list[R]]]:
    """Begin to work on things; what is given goes on with it and says what was made, in their order.

    Where the helper is left `alone`, it does everything, and is waited for. It leaves no traces but what
    it makes, which has to fit into a pickle. Where there can be none, or what it does fails, all is done
    here. Raises what the work raises.
    """
    enough = len(things) > (0 if alone else 1)
    if jobs < 2 or not enough or sys.platform != "linux" or threading.active_count() > 1:
        yield lambda: list(map(work, things))
        return
    waiting, numbers = os.pipe()
    os.write(numbers, bytes(range(len(things))))
    os.close(numbers)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _help(work, things, waiting, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        try:
            yield lambda: _all(work, things, None if alone else waiting, told.read)
        finally:
            while os.read(waiting, MOST):
                pass  # Nothing is left to be taken.
            os.close(waiting)
            told.close()
            os.waitpid(child, 0)


def _all(
    work: Callable[[T], R], things: Sequence[T], waiting: int | None, told: Callable[[], bytes]
) -> list[R]:
    made = {} if waiting is None else dict(_share(work, things, waiting))
    with suppress(EOFError, pickle.UnpicklingError):  # The helper died on the way.
        made |= pickle.loads(told())
    return [made[at] if at in made else work(thing) for at, thing in enumerate(things)]


def _help(work: Callable[[T], R], things: Sequence[T], waiting: int, writing: int) -> None:
    """Do one's share in a process that does nothing else, and end."""
    made: dict[int, R] = {}
    try:
        with suppress(Exception):  # It comes again where it can be told.
            made.update(_share(work, things, waiting))
        with os.fdopen(writing, "wb") as out:
            pickle.dump(made, out, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


def _share(work: Callable[[T], R], things: Sequence[T], waiting: int) -> Iterator[tuple[int, R]]:
    """What is made of the things that are taken here, by their places."""
    while number := os.read(waiting, 1):
        yield number[0], work(things[number[0]])
