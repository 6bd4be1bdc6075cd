"""What does the desk's page get? Its files, and the bulletin's by way of decap-server."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

from briefings.desk.page import page
from briefings.desk.passing import opened, saved
from briefings.files.layout import Form, Place, place_of
from briefings.views.policy import desk_policy

HOME = "/admin/"
_API = "/admin/api"
_MAX_BYTES = 64 * 1024 * 1024
_PATIENCE = 60.0
"""Seconds until decap-server is taken to be stuck."""
_TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".yml": "text/yaml; charset=utf-8",
}
_KINDS = {Form.ENTRY_MARKDOWN: "entry", Form.INTRODUCTION: "introduction"}


class RefusedError(Exception):
    """The desk asks for something that is none of its business."""


class Server(ThreadingHTTPServer):
    """Serves the desk of one bulletin on loopback."""

    daemon_threads = True

    def __init__(
        self,
        port: int,
        *,
        folder: Path,
        content: str,
        cms: Path,
        made: Callable[[], Mapping[str, bytes]],
    ) -> None:
        """`made` gives the configuration anew for each page. Raises OSError where nothing can listen."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.folder = folder
        self.content = content
        self.cms = cms
        self.made = made
        self.file_port = 0
        """Where decap-server listens."""

    @property
    def origin(self) -> str:
        """What the desk's page says it comes from."""
        return f"http://127.0.0.1:{self.server_port}"

    def server_bind(self) -> None:
        """Bind without asking for this machine's name, which can take seconds."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def file(self, name: str) -> bytes | None:
        """One of the files of the page."""
        made = self.made()
        if name in made:
            return made[name]
        if name == "index.html":
            return page()
        if name == "desk.js":
            return (files("briefings.desk") / name).read_bytes()
        if "/" in name or name.startswith(".") or not (self.cms / name).is_file():
            return None
        return (self.cms / name).read_bytes()

    def passed_on(self, asked: dict[str, Any]) -> tuple[int, Any]:
        """The answer of decap-server. Raises RefusedError for files outside the content."""
        params = asked.get("params") or {}
        for path in _paths(params):
            self._refuse_outside(path)
        if asked.get("action") == "persistEntry":
            for file in params.get("dataFiles", []):
                file["raw"] = self._saved(file["path"], file["raw"])
        status, answer = self._ask(asked)
        if asked.get("action") in ("getEntry", "entriesByFiles", "entriesByFolder"):
            for one in answer if isinstance(answer, list) else [answer]:
                self._open(one)
        return status, answer

    def _ask(self, asked: dict[str, Any]) -> tuple[int, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.file_port}/api/v1",
            json.dumps(asked).encode(),
            {"Content-Type": "application/json", "Origin": self.origin},
        )
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(request, timeout=_PATIENCE) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")

    def _refuse_outside(self, path: str) -> None:
        parts = PurePosixPath(path).parts
        allowed = [PurePosixPath(self.content, one) for one in ("entries", "briefings", "media")]
        inside = any(PurePosixPath(path).is_relative_to(one) for one in allowed)
        if ".." in parts or "\\" in path or "\0" in path or not inside:
            raise RefusedError(path)

    def _kind(self, path: str) -> str | None:
        place = place_of(path.removeprefix(f"{self.content}/"))
        return _KINDS.get(place.form) if isinstance(place, Place) else None

    def _saved(self, path: str, raw: str) -> str:
        kind, file = self._kind(path), self.folder / path
        if kind is None:
            return raw
        before = file.read_text("utf-8", errors="replace") if file.is_file() else ""
        return saved(raw, before, kind)

    def _open(self, one: Any) -> None:
        if isinstance(one, dict) and isinstance(one.get("data"), str):
            kind = self._kind(one["file"]["path"])
            if kind is not None:
                one["data"] = opened(one["data"], kind)


def _paths(params: Any) -> Iterator[str]:
    """Everything in a request that names a file or a folder."""
    if isinstance(params, dict):
        for key, value in params.items():
            if key in ("path", "newPath", "folder", "mediaFolder") and isinstance(value, str):
                yield value
            elif key == "paths" and isinstance(value, list):
                yield from (str(one) for one in value)
            else:
                yield from _paths(value)
    elif isinstance(params, list):
        for one in params:
            yield from _paths(one)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version = "briefings"

    def do_GET(self) -> None:
        """Answer with a file of the page."""
        path = self.path.partition("?")[0]
        if not self._is_ours():
            self._send(HTTPStatus.FORBIDDEN, b"The desk answers to this machine alone.\n", ".txt")
        elif path in ("/", HOME.rstrip("/")):
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", HOME)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            name = path.removeprefix(HOME) or "index.html"
            body = self.server.file(name) if path.startswith(HOME) else None
            if body is None:
                self._send(HTTPStatus.NOT_FOUND, b"There is no such file.\n", ".txt")
            else:
                self._send(HTTPStatus.OK, body, PurePosixPath(name).suffix)

    def do_POST(self) -> None:
        """Pass on what the page asks of the files."""
        length = self.headers.get("Content-Length", "")
        if not self._is_ours() or self.headers.get("Origin") != self.server.origin:
            self._tell(HTTPStatus.FORBIDDEN, "The desk answers to its own page alone.")
        elif self.path != _API:
            self._tell(HTTPStatus.NOT_FOUND, "There is nothing here.")
        elif not length.isdecimal() or int(length) > _MAX_BYTES:
            self._tell(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is larger than 64 MiB.")
        else:
            self._answer(self.rfile.read(int(length)))

    def _answer(self, body: bytes) -> None:
        try:
            asked = json.loads(body)
            status, answer = self.server.passed_on(asked)
        except RefusedError as error:
            self._tell(HTTPStatus.FORBIDDEN, f"{error} is no file of the desk.")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._tell(HTTPStatus.BAD_REQUEST, "This is nothing that the desk asks for.")
        except OSError:
            self._tell(HTTPStatus.BAD_GATEWAY, "decap-server does not answer.")
        else:
            self._send(HTTPStatus(status), json.dumps(answer).encode(), ".json")

    def _is_ours(self) -> bool:
        """Whether the address is that of this server, by no name that a stranger could have given it."""
        return self.headers.get("Host") == self.server.origin.removeprefix("http://")

    def _tell(self, status: HTTPStatus, message: str) -> None:
        self._send(status, json.dumps({"error": message}).encode(), ".json")

    def _send(self, status: HTTPStatus, body: bytes, ending: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", _TYPES.get(ending, "text/plain; charset=utf-8"))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Content-Security-Policy", desk_policy())
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the terminal for what the editor has to know."""
