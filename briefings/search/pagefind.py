"""How is Pagefind asked for an index? Its `--service` protocol, spoken directly.

A request and its answer are JSON in base64, a comma after each. (Pagefind's own Python interface
speaks the same and sleeps a tenth of a second after every answer.)
"""

import json
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NamedTuple

from briefings.failures import SearchUnavailable
from briefings.versions import library_version

Payload = dict[str, Any]


class Document(NamedTuple):
    """A page for Pagefind to read."""

    url: str
    html: str


def version() -> str:
    """The version of the Pagefind that is installed. Raises `SearchUnavailable` without one."""
    try:
        return library_version("pagefind_bin")
    except ModuleNotFoundError:
        raise SearchUnavailable(_MISSING) from None


def indexed(documents: Iterable[Document], *, language: str) -> dict[str, bytes]:
    """Pagefind's files, by their path below its folder, of documents taken as one language.

    A language that Pagefind has no stemming for is indexed by whole words.
    Raises `SearchUnavailable`.
    """
    with _service() as ask:
        created = ask({"type": "NewIndex", "config": {"force_language": language}})
        number = created["index_id"]
        for document in documents:
            ask(_addition(number, document))
        answer = ask({"type": "GetFiles", "index_id": number})
    return {file["path"]: b64decode(file["content"]) for file in answer["files"]}


_MISSING = (
    "The search needs Pagefind, which is not installed: pip install 'pagefind[bin]'. "
    "It comes ready-made for Linux, macOS and Windows on common processors."
)


def _addition(number: int, document: Document) -> Payload:
    return {
        "type": "AddFile",
        "index_id": number,
        "url": document.url,
        "file_path": None,
        "file_contents": document.html,
    }


@contextmanager
def _service() -> Iterator[Callable[[Payload], Payload]]:
    """A running Pagefind, as the function that asks it. It ends when its input is closed."""
    process = _process()
    try:
        with process:
            yield lambda payload: _answer(process, payload)
    except (BrokenPipeError, EOFError):
        raise SearchUnavailable(
            f"Pagefind stopped with status {process.wait()} before it had answered."
        ) from None


def _process() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [_executable(), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise SearchUnavailable(f"Pagefind does not start: {error}. {_MISSING}") from error


def _executable() -> str:
    try:
        # Imported here because some platforms have no wheel of it, and all else has to work there.
        return str(import_module("pagefind_bin").get_executable())
    except (ImportError, FileNotFoundError):
        raise SearchUnavailable(_MISSING) from None


def _answer(process: subprocess.Popen[bytes], payload: Payload) -> Payload:
    message = json.dumps({"message_id": 1, "payload": payload}).encode()
    _write(process, b64encode(message) + b",")
    reply: Payload = json.loads(b64decode(_read(process)))["payload"]
    if reply["type"] == "Error":
        subject = payload.get("url", payload["type"])
        raise SearchUnavailable(f"Pagefind refused {subject}: {reply['message']}")
    return reply


def _write(process: subprocess.Popen[bytes], message: bytes) -> None:
    assert process.stdin
    process.stdin.write(message)
    process.stdin.flush()


def _read(process: subprocess.Popen[bytes]) -> bytes:
    """One answer, without its comma."""
    assert process.stdout
    parts: list[bytes] = []
    while not (parts and parts[-1].endswith(b",")):
        # Not every stream type declares `read1`, but that of a pipe has it.
        part: bytes = process.stdout.read1(1 << 20)  # type: ignore[attr-defined]
        if not part:
            raise EOFError
        parts.append(part)
    return b"".join(parts)[:-1]
