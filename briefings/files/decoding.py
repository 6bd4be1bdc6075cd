"""Which text do a file's bytes hold? UTF-8 in, lines with plain ends out, front matter apart."""

import re
from typing import NamedTuple

from briefings.problems import Code, Problem

_LOW_CONTROLS = bytes(sorted({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D}))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What neither YAML nor XML can hold, nor a file (XML 1.0, section 2.2)."""
_HIGH_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")


class Parts(NamedTuple):
    """A Markdown file taken apart."""

    keys: str
    """The YAML between the two lines of hyphens. It begins on line 2."""
    body: str
    body_line: int


def decoded(data: bytes, path: str) -> str | Problem:
    """The text of a file, its byte-order mark and carriage returns gone; or why it cannot be read."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf_8(data, error.start, path)
    if len(data.translate(None, _LOW_CONTROLS)) < len(data) or _HIGH_CONTROL.search(data):
        return _control_character(text, path)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<<<<<<<" in text and (line := _conflicting(text)):
        return _merge_conflict(line, path)
    return text


def strange_character(text: str) -> str | None:
    """The first character of a text that no text may have, as `control character (U+0007)`."""
    found = _CONTROL.search(text)
    return f"control character (U+{ord(found[0]):04X})" if found else None


def front_matter_of(text: str, path: str) -> Parts | Problem:
    """The keys and the body of a Markdown file."""
    first = text.find("\n")
    if text[: first if first >= 0 else None].rstrip() != "---":
        message = (
            'the file begins with a line of three hyphens, "---". Write it above the first key.'
        )
        return Problem(path, 1, 1, message, Code.FRONT_MATTER)
    end = first
    while first >= 0:
        end = text.find("\n---", end)
        if end < 0:
            break
        after = text.find("\n", end + 1)
        if not text[end + 4 : after if after >= 0 else None].strip():
            body = text[after + 1 :] if after >= 0 else ""
            line = text.count("\n", 0, end) + 3
            return Parts(text[first + 1 : end + 1], body, line)
        end += 1
    message = (
        'the front matter has no end. Write a line of three hyphens, "---", below the last key.'
    )
    return Problem(path, 1, 1, message, Code.FRONT_MATTER)


def _not_utf_8(data: bytes, start: int, path: str) -> Problem:
    line = data.count(b"\n", 0, start) + 1
    column = start - data.rfind(b"\n", 0, start)
    before = data[start - column + 1 : start].decode("utf-8-sig", errors="replace")
    likely = data[start : start + 1].decode("cp1252", errors="replace")
    what = f'"{likely}" is not saved' if likely.isprintable() else "this is not saved"
    message = f"{what} as UTF-8. Save the file again with the encoding UTF-8."
    return Problem(path, line, len(before) + 1, message, Code.BAD_ENCODING)


def _conflicting(text: str) -> int:
    """The line at which git left two versions since it could not decide, or 0."""
    begun, parted = 0, False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("<<<<<<< "):
            begun, parted = number, False
        elif line == "=======":
            parted = begun > 0
        elif line.startswith(">>>>>>> ") and parted:
            return begun
    return 0


def _merge_conflict(line: int, path: str) -> Problem:
    message = (
        "a merge left two versions here. Keep what is right of both, "
        "and delete the lines of <<<<<<<, ======= and >>>>>>>."
    )
    return Problem(path, line, 1, message, Code.MERGE_CONFLICT)


def _control_character(text: str, path: str) -> Problem:
    match = _CONTROL.search(text)
    start = match.start() if match else 0
    message = f"an invisible {strange_character(text)} stands here. Delete it."
    line = text.count("\n", 0, start) + 1
    return Problem(path, line, start - text.rfind("\n", 0, start), message, Code.CONTROL_CHARACTER)
