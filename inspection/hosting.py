"""How does a host send a site? Compressed, with the headers for which `_headers` asks."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

_LEVEL = 6
"""How hard hosts compress with gzip."""
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
_PACKED = frozenset(_TYPES) - {".jpg", ".png"}
_UNSAID = {"Cache-Control": "public, max-age=0, must-revalidate"}
"""What such hosts send where `_headers` does not say it."""


@contextmanager
def hosted(site: Path, base: str = "/") -> Iterator[str]:
    """Serve a built site at the URL that comes back, which ends with `base`."""
    handler = partial(_Handler, site=site, base=base)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{base}"
        finally:
            server.shutdown()
            thread.join()


def packed(content: bytes) -> bytes:
    """What a host sends of a text."""
    return gzip.compress(content, _LEVEL, mtime=0)


def headers_of(rules: str, path: str) -> dict[str, str]:
    """The headers that the text of a `_headers` file asks for at a path of the site."""
    found: dict[str, str] = {}
    fits = False
    for line in rules.splitlines():
        if not line.startswith(" "):
            fits = _pattern(line).fullmatch(path) is not None
        elif fits:
            name, _, value = line.strip().partition(": ")
            found[name] = f"{found[name]}, {value}" if name in found else value
    return found


@cache
def _pattern(path: str) -> re.Pattern[str]:
    escaped = re.escape(path).replace(r"\*", ".*")
    return re.compile(re.sub(r":\w+", "[^/]+", escaped))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, site: Path, base: str) -> None:
        self._site = site
        self._base = base
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer with a file of the site, or with its page for missing addresses."""
        path = unquote(urlsplit(self.path).path)
        inner = path.removeprefix(self._base)
        file = self._site / (f"{inner}index.html" if inner.endswith("/") or not inner else inner)
        if path.startswith(self._base) and ".." not in file.parts and file.is_file():
            self._send(200, file, f"/{inner}")
        else:
            self._send(404, self._site / "404.html", "/404.html")

    def _send(self, status: int, file: Path, path: str) -> None:
        content = file.read_bytes()
        rules = self._site / "_headers"
        asked = headers_of(rules.read_text("utf-8"), path) if rules.is_file() else {}
        headers = {
            "Content-Type": _TYPES.get(file.suffix, "application/octet-stream"),
            **_UNSAID,
            **asked,
        }
        if file.suffix in _PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = packed(content)
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Leave the terminal to what is found out."""
