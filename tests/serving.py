"""How do tests reach a built site as a reader does? Over HTTP on this machine, under a path."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from threading import Thread
from typing import Any

import pytest

PATIENCE = 30
"""Seconds after which a server that does not answer is taken to be stuck; no measure of speed."""


@contextmanager
def served(folder: Path, under: str = "/bulletin/") -> Iterator[str]:
    """Serve the files of `folder` at the URL that comes back, which ends with `under`."""
    handler = partial(_Handler, directory=str(folder), under=under)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{under}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    """Answers below one path only, and with the site's own 404.html where there is nothing."""

    def __init__(self, *arguments: Any, under: str, **options: Any) -> None:
        self._under = under
        super().__init__(*arguments, **options)

    def translate_path(self, path: str) -> str:
        if not path.startswith(self._under):
            return str(Path(self.directory) / "outside-of-the-bulletin")
        return super().translate_path("/" + path.removeprefix(self._under))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output clean."""


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def got(url: str) -> str:
    """The page at a URL."""
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def until(seen: Callable[[], bool], what: str) -> None:
    """Wait for something to be so."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        try:
            if seen():
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.1)
    pytest.fail(f"not seen in {PATIENCE} s: {what}")
