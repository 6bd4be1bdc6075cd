"""What does a browser get? The preview's files over HTTP, to this machine's own browsers alone."""

import ipaddress
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import MimeTypes
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from briefings.serving.board import Board, Standing
from briefings.serving.pages import not_yet, script, shown

_PULSE = 15.0
"""Seconds after which a page that listens hears something, so that a closed one is noticed."""
_RECONNECT = 300
"""Milliseconds after which a page that lost the server looks for it again."""
_TYPES = MimeTypes()
for _type, _ending in (
    ("application/wasm", ".wasm"),
    ("application/json", ".json"),
    ("application/manifest+json", ".webmanifest"),
    ("application/xml", ".xml"),
    ("font/woff2", ".woff2"),
    ("image/avif", ".avif"),
    ("image/svg+xml", ".svg"),
    ("image/webp", ".webp"),
    ("text/calendar", ".ics"),
    ("text/javascript", ".js"),
    ("text/javascript", ".mjs"),
):
    _TYPES.add_type(_type, _ending)
_TEXTS = ("text/", "application/json", "application/xml", "image/svg+xml")


class Server(ThreadingHTTPServer):
    """Serves what stands on a board."""

    daemon_threads = True

    def __init__(self, host: str, port: int, board: Board) -> None:
        """Raises `OSError` where nothing can listen there. Port 0 is any free one."""
        self.board = board
        self._host = host
        self.address_family = socket.getaddrinfo(host, port)[0][0]
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        """What a browser on this machine calls it."""
        name = "localhost" if self._host in {"0.0.0.0", "::"} else self._host
        return f"http://{f'[{name}]' if ':' in name else name}:{self.server_port}"

    def server_bind(self) -> None:
        """Bind without asking for this machine's name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def is_addressed(self, host: str) -> bool:
        """Whether a request's `Host` means this server.

        A name that a stranger's page made point here does not (https://en.wikipedia.org/wiki/DNS_rebinding).
        """
        name = urlsplit(f"//{host}").hostname or ""
        if name in {"localhost", self._host.lower()}:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away in the middle of an answer."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version = "briefings"

    def do_GET(self) -> None:
        """Answer with a file, or with why not."""
        standing = self.server.board.standing
        if not self._is_addressed():
            self._send_text(HTTPStatus.FORBIDDEN, "This preview answers to localhost alone.\n")
            return
        path = _path_of(self.path)
        if path is None or not path.startswith(standing.base):
            self._outside(path, standing)
            return
        inner = path.removeprefix(standing.base)
        if inner == ".preview/news":
            self._send_news()
        elif inner == ".preview/reload.js":
            self._send(HTTPStatus.OK, script(), "text/javascript; charset=utf-8")
        elif not standing.is_ready:
            self._send_page(HTTPStatus.SERVICE_UNAVAILABLE, not_yet(standing))
        else:
            self._send_file(inner, standing)

    do_HEAD = do_GET  # noqa: N815 - as http.server calls it

    def _is_addressed(self) -> bool:
        with suppress(ValueError):
            return self.server.is_addressed(self.headers.get("Host", ""))
        return False

    def _outside(self, path: str | None, standing: Standing) -> None:
        if path is not None and path in {"/", standing.base.rstrip("/")}:
            self._redirect(standing.base)
        elif standing.is_ready:
            self._send_missing(standing)
        else:
            self._send_page(HTTPStatus.SERVICE_UNAVAILABLE, not_yet(standing))

    def _send_file(self, inner: str, standing: Standing) -> None:
        found = _file_at(inner, standing.folders)
        if found and found.is_dir() and inner and not inner.endswith("/"):
            self._redirect(f"{standing.base}{inner}/")
            return
        if inner.endswith("/") or not inner:
            found = _file_at(f"{inner}index.html", standing.folders)
        content = _content(found) if found else None
        if found is None or content is None:
            self._send_missing(standing)
        elif found.suffix == ".html":
            page = shown(content, f"{standing.base}{inner}", standing)
            self._send_page(HTTPStatus.OK, page)
        else:
            self._send(HTTPStatus.OK, content, _type_of(found))

    def _send_missing(self, standing: Standing) -> None:
        page = _content(standing.folders[0] / "404.html") or b"There is nothing here."
        self._send_page(HTTPStatus.NOT_FOUND, shown(page, standing.base, standing, missing=True))

    def _send_news(self) -> None:
        """Tell the version that stands, and each newer one as it comes, for as long as somebody listens.

        Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html
        """
        self._begin(HTTPStatus.OK, "text/event-stream; charset=utf-8")
        self.end_headers()
        if self.command == "HEAD":
            return
        board = self.server.board
        version = board.standing.version
        self.wfile.write(f"retry: {_RECONNECT}\ndata: {version}\n\n".encode())
        while True:
            latest = board.wait(version, _PULSE)
            said = f"data: {latest}\n\n" if latest != version else ": still here\n\n"
            self.wfile.write(said.encode())
            version = latest

    def _redirect(self, path: str) -> None:
        self._begin(HTTPStatus.FOUND, "text/plain; charset=utf-8")
        self.send_header("Location", quote(path))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_page(self, status: HTTPStatus, page: bytes) -> None:
        self._send(status, page, "text/html; charset=utf-8")

    def _send_text(self, status: HTTPStatus, text: str) -> None:
        self._send(status, text.encode(), "text/plain; charset=utf-8")

    def _send(self, status: HTTPStatus, content: bytes, content_type: str) -> None:
        self._begin(status, content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _begin(self, status: HTTPStatus, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")

    def log_message(self, format: str, *args: Any) -> None:
        """Leave the terminal to what the editor saves."""


def _path_of(target: str) -> str | None:
    """The path that a request asks for, decoded; None where it is none that a file can have."""
    try:
        path = unquote(target.partition("?")[0], errors="strict")
    except UnicodeDecodeError:
        return None
    return path if path.startswith("/") and "\0" not in path else None


def _file_at(inner: str, folders: Iterable[Path]) -> Path | None:
    """The file or folder at a path of the site; nothing that is hidden or lies outside."""
    parts = inner.rstrip("/").split("/")
    if inner and any(not part or part.startswith(".") for part in parts):
        return None
    for folder in folders:
        with suppress(OSError):
            found = folder.joinpath(*parts).resolve(strict=True)
            if found.is_relative_to(folder.resolve()):
                return found
    return None


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _type_of(file: Path) -> str:
    found = _TYPES.guess_type(file.name, strict=True)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith(_TEXTS) else found
