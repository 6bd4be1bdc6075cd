"""How do tests meet servers that behave badly? One on this machine does whatever a path asks for."""

import shutil
import ssl
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple

from tests.tools import required


class Reply(NamedTuple):
    """What a path answers."""

    status: int = 200
    headers: dict[str, str] = {}  # noqa: RUF012 (never changed)
    body: bytes = b""
    heads: int = 0
    """The status for HEAD, where it is another one."""
    manner: str = ""
    """`never` for no answer, `drip` for one that does not end, `late`, `cut` or `noise`."""


class Stranger(ThreadingHTTPServer):
    """A server with replies by path, which remembers who asked for what."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: dict[str, Reply | list[Reply]] = {}
        """A list is answered one after the other, its last one again and again."""
        self.asked: list[tuple[str, str]] = []
        self.most_at_once = 0
        self.at_once = 0
        self.agents: set[str] = set()
        self.over = Event()
        self.scheme = "http"

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The URL of a path."""
        return f"{self.scheme}://{host}:{self.server_port}{path}"

    def times(self) -> dict[str, int]:
        """How often each path was asked for."""
        counts: dict[str, int] = defaultdict(int)
        for _, path in self.asked:
            counts[path] += 1
        return counts

    def reply(self, path: str) -> Reply:
        """The next reply of a path."""
        found = self.replies.get(path, Reply(404))
        if isinstance(found, Reply):
            return found
        return found.pop(0) if len(found) > 1 else found[0]


class _Handler(BaseHTTPRequestHandler):
    server: Stranger

    def do_GET(self) -> None:
        server = self.server
        server.asked.append((self.command, self.path))
        server.agents.add(self.headers["User-Agent"])
        reply = server.reply(self.path)
        with suppress(OSError):  # Whoever asked went away.
            if self._behaves(reply):
                self._answer(reply)

    do_HEAD = do_GET  # noqa: N815 (the name is the server's)

    def _behaves(self, reply: Reply) -> bool:
        """Behave in the reply's manner, and say whether an answer follows it.

        The request is at work until then, and not while it is answered: whoever reads the answer may
        ask again before this thread goes on.
        """
        server = self.server
        server.at_once += 1
        server.most_at_once = max(server.most_at_once, server.at_once)
        try:
            manner = _MANNERS.get(reply.manner)
            return manner is None or manner(self)
        finally:
            server.at_once -= 1

    def _answer(self, reply: Reply) -> None:
        self.send_response(reply.heads if reply.heads and self.command == "HEAD" else reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(reply.body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def _never(handler: _Handler) -> bool:
    handler.server.over.wait(30)
    return False


def _late(handler: _Handler) -> bool:
    handler.server.over.wait(0.1)
    return True


def _drip(handler: _Handler) -> bool:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not handler.server.over.wait(0.02):
        handler.wfile.write(b"x")
    return False


def _cut(handler: _Handler) -> bool:
    handler.wfile.write(b"HTTP/1.1 200")
    return False


def _noise(handler: _Handler) -> bool:
    handler.wfile.write(b"\x00\xff nothing that\r\nanybody: understands\r\n\r\n")
    return False


_MANNERS: dict[str, Callable[[_Handler], bool]] = {
    "never": _never,
    "late": _late,
    "drip": _drip,
    "cut": _cut,
    "noise": _noise,
}


@contextmanager
def stranger(certificate: Path | None = None) -> Iterator[Stranger]:
    """A server on this machine; with a `certificate`, and its key, over TLS."""
    with Stranger() as server:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            server.scheme = "https"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


def self_signed(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    openssl = required(shutil.which("openssl"), "openssl")
    file = folder / "own.pem"
    key = folder / "own.key"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1"),
            *("-days", "2", "-keyout", str(key), "-out", str(file)),
        ],
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + key.read_text())
    return file
