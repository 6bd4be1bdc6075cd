"""What does a command cost? Wall time, processor time and the memory of all its processes together."""

import os
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence

import psutil

from benchmarks.costs import Cost

_PAUSE = 0.02
"""Seconds between two looks at the memory, at least."""


def measured(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end. Raises `RuntimeError` with what it said where it fails."""
    # What earlier runs wrote is not to reach the disk during this one.
    os.sync()
    with tempfile.TemporaryFile() as output:
        before = _processor_time()
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        try:
            with Watch(process.pid) as watch:
                process.wait()
                wall = time.perf_counter() - started
        finally:
            # Only does something where this one was interrupted.
            process.kill()
            process.wait()
        if process.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace")
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    return Cost(wall=wall, processor=_processor_time() - before, memory=watch.peak)


class Watch:
    """Looks again and again at what memory a process and its children hold."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        """The most that they held together, in bytes."""
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        pause = 0.0
        while not self._over.wait(pause):
            started = time.perf_counter()
            self.peak = max(self.peak, _memory(self._pid))
            # Where there is much memory to count, counting must not become work of its own.
            pause = max(_PAUSE, 10 * (time.perf_counter() - started))


def processes(pid: int) -> list[psutil.Process]:
    """A process and all that descend from it; none where it has ended."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.Error:
        return []


def _memory(pid: int) -> int:
    """The bytes that a process and its descendants hold now."""
    return sum(_share(process) for process in processes(pid))


def _share(process: psutil.Process) -> int:
    """A process's memory, pages that are shared counted by its share of them."""
    try:
        held = process.memory_full_info()
    except psutil.Error:
        return 0
    # Where the system does not tell the share (macOS), what is the process's alone.
    return int(getattr(held, "pss", held.uss))


def _processor_time() -> float:
    """Of all children that have ended, and theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
