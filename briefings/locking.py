"""Is somebody else building this bulletin?"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(cache_dir: Path, say_waiting: Callable[[], None]) -> Iterator[None]:
    """Let one build at a time work on a bulletin; a second one says so and waits.

    A build that is killed leaves no lock behind, nor do the processes that it started have it. Where the
    caches cannot be written, nothing is locked.
    """
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        lock = (cache_dir / "lock").open("w")
    except OSError:
        yield
        return
    with lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):  # POSIX leaves open which of the two.
            say_waiting()
            fcntl.lockf(lock, fcntl.LOCK_EX)
        yield
