"""How do several processes share pieces of work?"""

import gc
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from briefings.workers import WorkerDiedError

_LOOK_AROUND = 0.1
"""Seconds after which a worker sees that it is alone."""

_work: Callable[[Sequence[Any]], Any]


def pooled(
    start: Callable[..., Callable[[Sequence[Any]], Any]],
    context: tuple[Any, ...],
    pieces: Sequence[Sequence[Any]],
    jobs: int,
) -> Iterator[Any]:
    """What `spread` gives, made by that many processes."""
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
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _work = start(*context)


def _end_with(parent: int) -> None:
    """Nobody takes what is made once the parent is killed, and it would be in the next build's way."""
    while os.getppid() == parent:
        time.sleep(_LOOK_AROUND)
    os._exit(1)


def _go_on(piece: Sequence[Any]) -> Any:
    return _work(piece)
