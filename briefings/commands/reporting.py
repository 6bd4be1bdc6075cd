"""How is a problem shown: to a person, to a program, to GitHub?"""

import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from briefings.problems import Problem, Severity

_SHOWN = 100
"""Columns of a line that are shown."""
_BEFORE = 60
"""How many of them stand before the value at fault, where the line is longer."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_HARMFUL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would steer a terminal, or turn a line round, instead of being shown."""
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""")
_UNQUOTED = re.compile(r"(?:(?! #|:\s|:$).)+")
_IN_BRACKETS = re.compile(r"(?:(?! #|:\s|:$)[^,\[\]{}])+")


def json_of(problems: Iterable[Problem]) -> str:
    """The problems as a JSON array of objects, a newline at its end (RFC 8259)."""
    objects = [
        {
            "path": one.path,
            "line": one.line,
            "column": one.column,
            "severity": one.severity.value,
            "code": one.code.value,
            "message": one.message,
        }
        for one in problems
    ]
    return json.dumps(objects, indent=2)


def github_of(problems: Iterable[Problem], prefix: str) -> Iterator[str]:
    """Each problem as a workflow command; `prefix` leads from the repository to the bulletin.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    for one in problems:
        options = {
            "file": f"{prefix}{one.path}",
            "line": one.line,
            "col": one.column,
            "title": one.code.value,
        }
        written = ",".join(f"{key}={_property(str(value))}" for key, value in options.items())
        yield f"::{one.severity.value} {written}::{_data(one.message)}"


def repository_prefix(folder: Path) -> str:
    """The way from the repository in which a folder lies to the folder, with a slash at its end."""
    for above in (folder, *folder.parents):
        if (above / ".git").exists():
            inner = folder.relative_to(above).as_posix()
            return "" if inner == "." else f"{inner}/"
    return ""


def text_of(problems: Iterable[Problem], folder: Path) -> Iterator[str]:
    """Each problem with the line on which it stands and marks under the value, in colours."""
    lines_of = _reading(folder)
    for one in problems:
        colour = _COLOURS[one.severity]
        kind = "warning: " if one.severity is Severity.WARNING else ""
        place = click.style(f"{one.path}:{one.line}:{one.column}:", bold=True)
        code = click.style(f"[{one.code}]", fg=colour)
        message = f"{click.style(kind, fg=colour)}{_harmless(one.message)}"
        yield f"{place} {message} {code}"
        lines = lines_of(one.path)
        if one.line <= len(lines):
            yield from _excerpt(lines[one.line - 1], one, colour)


def counted(problems: Iterable[Problem]) -> str:
    """How many errors and warnings there are, as `3 errors, 1 warning`; empty where there are none."""
    severities = [one.severity for one in problems]
    counts = [(severities.count(one), one.value) for one in Severity]
    return ", ".join(f"{number} {noun}{'s' * (number != 1)}" for number, noun in counts if number)


def coloured() -> bool | None:
    """Whether colours are shown: never where NO_COLOR says so (no-color.org), else on a terminal."""
    return False if os.environ.get("NO_COLOR") else None


def _excerpt(line: str, problem: Problem, colour: str) -> Iterator[str]:
    at = min(problem.column - 1, len(line))
    length = _named(line, at, problem.message) or _length(line, at)
    start = max(0, at - _BEFORE) if len(line) > _SHOWN else 0
    end = start + _SHOWN
    mark = "^" * _width(line[at : min(at + length, end)])
    number = click.style(f"{problem.line:>5} |", dim=True)
    before = "… " if start else ""
    after = " …" if len(line) > end else ""
    yield f"{number} {before}{_harmless(line[start:end])}{after}"
    gap = "".join(_blank(sign) for sign in before + line[start:at])
    yield f"{click.style('      |', dim=True)} {gap}{click.style(mark or '^', fg=colour)}"


def _named(line: str, at: int, message: str) -> int:
    """How many characters there are the words that the message quotes, if it quotes them."""
    quoted = (words for words in message.split('"')[1::2] if line.startswith(words, at))
    return max(map(len, quoted), default=0)


def _length(line: str, at: int) -> int:
    """How many characters the value has that begins there, as far as its line tells."""
    if quoted := _QUOTED.match(line, at):
        return quoted.end() - at
    before = line[:at]
    inside = before.count("[") + before.count("{") > before.count("]") + before.count("}")
    value = (_IN_BRACKETS if inside else _UNQUOTED).match(line, at)
    return len(value[0].rstrip()) if value and line[at] not in "[{" else 1


def _reading(folder: Path) -> Callable[[str], list[str]]:
    """What gives the lines of a file, whatever bytes it has; the last file is remembered."""
    last: tuple[str, list[str]] = ("", [])

    def lines_of(path: str) -> list[str]:
        nonlocal last
        if last[0] != path:
            last = path, _lines(folder / path)
        return last[1]

    return lines_of


def _lines(file: Path) -> list[str]:
    """The lines as problems count them."""
    try:
        if not file.is_file() or file.suffix not in (".md", ".yml"):
            return []
        text = file.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _harmless(text: str) -> str:
    return _HARMFUL.sub("\ufffd", text)


def _blank(sign: str) -> str:
    return sign if sign == "\t" else " " * _width(sign)


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
