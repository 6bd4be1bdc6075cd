"""How long does an editor wait from the save to the page? A server is started, files are saved."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from socket import socket
from urllib.error import URLError
from urllib.request import urlopen

import psutil
from msgspec import Struct

from benchmarks.costs import Cost
from benchmarks.editing import Edit
from benchmarks.measuring import processes

_PATIENCE = 3600.0
"""Seconds until a page that does not come is given up."""
_QUIET = 0.5
"""Cores that a server which waits for a save may use: some look at all files twice a second."""
_NEVER_QUIET = 300.0
"""Seconds after which a server that uses more is taken to be like that."""


class EndedError(Exception):
    """A server ended while it was waited for."""


class Preview(Struct, frozen=True, kw_only=True):
    """How a tool shows what is being written."""

    command: Callable[[int], Sequence[str]]
    """The command that serves at this port."""
    environment: Mapping[str, str]


def waits(preview: Preview, edits: Sequence[Callable[[], Edit]]) -> list[Cost]:
    """The time from each save until the page, asked for again and again, shows it.

    Raises `EndedError`.
    """
    with _served(preview) as (process, url):
        return [_wait(process, url, edit) for edit in edits]


def _wait(process: subprocess.Popen[bytes], url: str, save: Callable[[], Edit]) -> Cost:
    _until_quiet(process.pid)
    edit = save()
    started = time.perf_counter()
    _until(lambda: edit.text.encode() in _page(f"{url}{edit.url}") or _has_ended(process))
    return Cost(wall=time.perf_counter() - started)


@contextmanager
def _served(preview: Preview) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process of a server and its URL, once it answers there."""
    port = _free_port()
    process = subprocess.Popen(
        preview.command(port),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **preview.environment},
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}/"
        _until(lambda: b"<main" in _page(url) or _has_ended(process))
        yield process, url
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not true():
        if time.monotonic() > end:
            raise RuntimeError("the preview did not show what was saved")
        time.sleep(0.005)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise EndedError(f"the preview ended with {process.returncode}")
    return False


def _until_quiet(pid: int) -> None:
    """Wait until what the server does in the background, as the search, is done."""
    end = time.monotonic() + _NEVER_QUIET
    before, after = 0.0, _used(pid)
    while after - before > 2 * _QUIET and time.monotonic() < end:
        time.sleep(2)
        before, after = after, _used(pid)


def _used(pid: int) -> float:
    """The processor time of a process and its descendants, in seconds."""
    total = 0.0
    for process in processes(pid):
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system
    return total


def _page(url: str) -> bytes:
    try:
        with urlopen(url, timeout=_PATIENCE) as answer:
            return bytes(answer.read())
    except (URLError, ConnectionError, HTTPException):  # A file that is being written, too.
        return b""


def _free_port() -> int:
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
