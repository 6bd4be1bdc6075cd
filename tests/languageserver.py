"""How do tests talk to an editor's language server? JSON-RPC over its standard input and output."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

from tests.serving import PATIENCE
from tests.tools import yaml_language_server


class LanguageServer:
    """A YAML language server with a folder open. Language Server Protocol 3.17."""

    def __init__(self, process: "subprocess.Popen[bytes]", folder: Path) -> None:
        """`.vscode/settings.json` of the folder is what the server is told when it asks."""
        self._process = process
        self._folder = folder
        self._last = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        settings = folder / ".vscode/settings.json"
        self._settings = json.loads(settings.read_text("utf-8")) if settings.is_file() else {}

    def start(self) -> None:
        """Tell the server of the folder."""
        root = self._folder.as_uri()
        capabilities = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["plaintext"]}}
            },
        }
        self.ask(
            "initialize",
            processId=None,
            rootUri=root,
            workspaceFolders=[{"uri": root, "name": "bulletin"}],
            capabilities=capabilities,
        )
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": None}})

    def open(self, file: Path) -> list[str]:
        """What the server finds wrong with a file, as `line: message` with lines counted from 1."""
        uri = file.as_uri()
        document = {
            "uri": uri,
            "languageId": "yaml",
            "version": 1,
            "text": file.read_text("utf-8"),
        }
        self._diagnostics.pop(uri, None)
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while uri not in self._diagnostics:
            self._receive()
        return [
            f"{one['range']['start']['line'] + 1}: {one['message']}"
            for one in self._diagnostics[uri]
        ]

    def completions(self, file: Path, line: int, column: int) -> dict[str, str]:
        """What is offered at a place, counted from 1, with what is said of it."""
        found = self.ask("textDocument/completion", **_place(file, line, column))
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: _said(item.get("documentation")) for item in items}

    def hover(self, file: Path, line: int, column: int) -> str:
        """What is shown about what stands at a place, counted from 1."""
        found = self.ask("textDocument/hover", **_place(file, line, column))
        return _said(found["contents"]) if found else ""

    def ask(self, method: str, **params: Any) -> Any:
        """The answer to a request."""
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._last and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        """The next message; what the server asks is answered, what it finds is kept."""
        assert self._process.stdout
        length = 0
        while (line := self._process.stdout.readline()) != b"\r\n":
            assert line, "the language server ended"
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        return message

    def _answer(self, message: Mapping[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [self._section(item.get("section", "")) for item in message["params"]["items"]]

    def _section(self, section: str) -> dict[str, Any]:
        """The settings below a section; the server asks nobody for schemas from elsewhere."""
        given = {**self._settings, "yaml.schemaStore.enable": False}
        below: dict[str, Any] = {}
        for key, value in given.items():
            if key.startswith(f"{section}."):
                *parents, last = key.removeprefix(f"{section}.").split(".")
                place = below
                for parent in parents:
                    place = place.setdefault(parent, {})
                place[last] = value
        return below


def _place(file: Path, line: int, column: int) -> dict[str, Any]:
    position = {"line": line - 1, "character": column - 1}
    return {"textDocument": {"uri": file.as_uri()}, "position": position}


def _said(contents: Any) -> str:
    return str(contents["value"]) if isinstance(contents, dict) else str(contents or "")


@contextmanager
def language_server(folder: Path) -> Iterator[LanguageServer]:
    """A server with a folder open; one that hangs is ended, which fails the test."""
    process = subprocess.Popen(
        yaml_language_server(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    end = Timer(4 * PATIENCE, process.kill)
    end.start()
    try:
        server = LanguageServer(process, folder)
        server.start()
        yield server
    finally:
        end.cancel()
        process.kill()
        process.communicate()
