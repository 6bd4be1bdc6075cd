"""How is Pagefind asked for an index? Its `--service` protocol, spoken directly.

A request and its answer are JSON in base64, a comma after each. (Pagefind's own Python interface
speaks the same and sleeps a tenth of a second after every answer.)
"""

import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from threading import Thread
from typing import Any, NamedTuple

import msgspec

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
    with _service() as process:
        (created,) = _answers(process, [_creation(language)])
        number = created.index_id
        additions = (_addition(number, document) for document in documents)
        *_, answer = _answers(process, [*additions, {"type": "GetFiles", "index_id": number}])
    return {file.path: file.content for file in answer.files}


class _File(msgspec.Struct, frozen=True):
    path: str
    content: bytes


class _Answer(msgspec.Struct, frozen=True):
    """As much of an answer as is of use, whatever it answers."""

    type: str
    message: str = ""
    """What is wrong."""
    index_id: int = 0
    files: tuple[_File, ...] = ()


class _Reply(msgspec.Struct, frozen=True):
    payload: _Answer


_MISSING = (
    "The search needs Pagefind, which is not installed: pip install 'pagefind[bin]'. "
    "It comes ready-made for Linux, macOS and Windows on common processors."
)


def _creation(language: str) -> Payload:
    return {"type": "NewIndex", "config": {"force_language": language}}


def _addition(number: int, document: Document) -> Payload:
    return {
        "type": "AddFile",
        "index_id": number,
        "url": document.url,
        "file_path": None,
        "file_contents": document.html,
    }


@contextmanager
def _service() -> Iterator[subprocess.Popen[bytes]]:
    """A running Pagefind. It ends when its input is closed."""
    process = _process()
    try:
        with process:
            yield process
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


def _answers(process: subprocess.Popen[bytes], payloads: Sequence[Payload]) -> list[_Answer]:
    """The answers to requests, which are all asked at once.

    While Pagefind works on one, it need not wait until this process, which may be busy with pages, has
    taken the answer and asks the next.
    """
    messages = b"".join(map(_message, payloads))
    # Of what it answers only so much fits into a pipe: it has to be taken while requests are still sent.
    writer = Thread(target=_write, args=(process, messages))
    writer.start()
    try:
        read = _read(process)
        answers = [_decoder.decode(b64decode(next(read))).payload for _ in payloads]
    finally:
        writer.join()
    for payload, answer in zip(payloads, answers, strict=True):
        if answer.type == "Error":
            subject = payload.get("url", payload["type"])
            raise SearchUnavailable(f"Pagefind refused {subject}: {answer.message}")
    return answers


_decoder = msgspec.json.Decoder(_Reply)


def _message(payload: Payload) -> bytes:
    return b64encode(msgspec.json.encode({"message_id": 1, "payload": payload})) + b","


def _write(process: subprocess.Popen[bytes], messages: bytes) -> None:
    assert process.stdin
    with suppress(BrokenPipeError):  # Whoever waits for an answer is told.
        process.stdin.write(messages)
        process.stdin.flush()


def _read(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """One answer after the other, without its comma. Raises `EOFError`."""
    assert process.stdout
    begun: list[bytes] = []
    while True:
        # Not every stream type declares `read1`, but that of a pipe has it.
        part: bytes = process.stdout.read1(1 << 20)  # type: ignore[attr-defined]
        if not part:
            raise EOFError
        first, *others = part.split(b",")
        begun.append(first)
        for other in others:
            yield b"".join(begun)
            begun = [other]
