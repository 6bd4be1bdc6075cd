"""What did the editor do wrong where YAML cannot be read? The parser's complaint in an editor's words."""

import re
from collections.abc import Callable
from typing import NamedTuple

import yaml

from briefings.problems import Code, Problem


class _Place(NamedTuple):
    """Where the parser stopped, and what it was reading there; lines and columns from 0."""

    lines: list[str]
    line: int
    column: int
    begun: int
    """The line on which what it was reading had begun."""
    begun_column: int
    complaint: str


class _Finding(NamedTuple):
    line: int
    column: int
    message: str


_KEY_AND_VALUE = re.compile(
    r"(?P<before>\s*(?:- +)*(?:[\w-]+: +)??)(?P<key>[\w-]+): +(?P<value>\S.*)"
)
_KEY_IN_BRACES = re.compile(r"[{,\[] *(?P<key>[\w-]+): +(?P<value>[^,}\]]*)")
_NO_SPACE = re.compile(r"(?P<before>\s*(?:- +)*)(?P<key>[A-Za-z_]+):(?P<value>[^\s/].*)")
_SIGNS = "@`%*&!>|-?,]}"


def explained(error: yaml.MarkedYAMLError, text: str, *, path: str, line: int) -> Problem:
    """The problem behind a parser's error in `text`, whose first line is line `line` of the file."""
    place = _place_of(error, text)
    for look in _LOOKS:
        if finding := look(place):
            break
    else:
        finding = _Finding(place.line, place.column, _FALLBACK)
    return Problem(path, finding.line + line, finding.column + 1, finding.message, Code.YAML_SYNTAX)


_FALLBACK = "this line cannot be understood. Check its indentation, its quotes and its brackets."


def _place_of(error: yaml.MarkedYAMLError, text: str) -> _Place:
    lines = text.split("\n")
    mark = error.problem_mark or error.context_mark
    begun = error.context_mark or mark
    if mark is None or begun is None:
        return _Place(lines, 0, 0, 0, 0, str(error.problem))
    return _Place(
        lines=lines,
        line=min(mark.line, len(lines) - 1),
        column=mark.column,
        begun=min(begun.line, len(lines) - 1),
        begun_column=begun.column,
        complaint=f"{error.context or ''}; {error.problem or ''}",
    )


def _tab(place: _Place) -> _Finding | None:
    for number in dict.fromkeys((place.line, place.begun)):
        indentation = re.match(r"[\s-]*", place.lines[number])
        if indentation and "\t" in indentation.group():
            message = "a tab is used for indentation. Use spaces instead."
            return _Finding(number, place.lines[number].index("\t"), message)
    return None


def _odd_space(place: _Place) -> _Finding | None:
    """A space in the indentation that looks like one, and is none for YAML."""
    for number in range(place.line, max(min(place.begun, place.line - 3), 0) - 1, -1):
        indentation = re.match(r"\s*", place.lines[number])
        odd = re.search(r"[^ \t]", indentation.group()) if indentation else None
        if odd:
            message = "a space that is none of the ordinary ones stands here. Use the space bar."
            return _Finding(number, odd.start(), message)
    return None


def _second_document(place: _Place) -> _Finding | None:
    if "single document" not in place.complaint and "document start" not in place.complaint:
        return None
    if not place.lines[place.line].startswith(("---", "...")):
        return None
    message = 'a line of "---" begins a second document. Remove it: a file holds one.'
    return _Finding(place.line, 0, message)


def _open_quote(place: _Place) -> _Finding | None:
    """A quote that is not closed on its line is what the next error is about, wherever that is."""
    for number in range(place.begun, place.line + 1):
        for match in re.finditer(r"(?:^|: +|- +|[\[{,] *)([\"'])", place.lines[number]):
            column = match.start(1)
            if _closing(place.lines[number], column) is None and _is_open(place, number, column):
                quote = match.group(1)
                message = (
                    f"this quote is never closed. Add a closing {quote} at the end of the text."
                )
                return _Finding(number, column, message)
    return None


def _is_open(place: _Place, number: int, column: int) -> bool:
    """Whether a quote that goes on after its line is the one that was forgotten."""
    if "quoted scalar" in place.complaint:
        return (number, column) == (place.begun, place.begun_column)
    following = place.lines[number + 1 : number + 2]
    return bool(following and re.match(r"\s*(?:- |[\w-]+:(?: |$))", following[0]))


def _closing(line: str, column: int) -> int | None:
    """Where the quoted text that begins at `column` ends, if on the same line."""
    quote = line[column]
    pattern = r'"(?:[^"\\]|\\.)*"' if quote == '"' else r"'(?:[^']|'')*'"
    match = re.compile(pattern).match(line, column)
    return match.end() if match else None


def _after_quote(place: _Place) -> _Finding | None:
    """`title: "Grid" is down`: quotes around a part of the text."""
    for number in dict.fromkeys((place.line, place.line - 1)):
        match = _KEY_AND_VALUE.match(place.lines[number]) if number >= 0 else None
        if match is None or match["value"][0] not in "\"'":
            continue
        end = _closing(place.lines[number], match.start("value"))
        if end is not None and place.lines[number][end:].strip()[:1] not in ("", "#"):
            return _Finding(number, match.start("value"), _about_quotes(match))
    return None


def _about_quotes(match: re.Match[str]) -> str:
    key, value = match["key"], match["value"].rstrip()
    inner = value[1:-1]
    if value[0] == value[-1] == "'" and '"' not in inner:
        return f'an apostrophe ends a text in single quotes. Use double ones: {key}: "{inner}"'
    return _needs_quotes(match, "quotes in it")


def _colon(place: _Place) -> _Finding | None:
    """`title: Grid: a new record`."""
    line = place.lines[place.line]
    if "mapping values" not in place.complaint and line[place.column : place.column + 1] != ":":
        return None
    for match in reversed(list(_KEY_IN_BRACES.finditer(line))):
        if match.start("value") < place.column <= match.end("value"):
            return _Finding(place.line, match.start("value"), _needs_quotes(match, "a colon"))
    plain = _KEY_AND_VALUE.match(line)
    if plain and plain.start("value") < place.column and ":" in plain["value"]:
        return _Finding(place.line, plain.start("value"), _needs_quotes(plain, "a colon"))
    return None


def _needs_quotes(match: re.Match[str], what: str) -> str:
    key, value = match["key"], match["value"].rstrip()
    article = "an" if key[0] in "aeiou" else "a"
    return f"{article} {key} with {what} needs quotes: {key}: {_quoted(value)}"


def _quoted(value: str) -> str:
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _no_space(place: _Place) -> _Finding | None:
    """`title:Grid`."""
    for number in _lines_before(place):
        match = _NO_SPACE.match(place.lines[number])
        if match:
            key, value = match["key"], match["value"].strip()
            message = f"a space is missing after the colon: {key}: {value}"
            return _Finding(number, match.start("value"), message)
    return None


def _lines_before(place: _Place) -> tuple[int, ...]:
    """Where the mistake may be: a colon may be wrong only because of the line before it."""
    before = (place.line - 1,) if "mapping values" in place.complaint and place.line else ()
    return tuple(dict.fromkeys((place.begun, place.line, *before)))


def _sign(place: _Place) -> _Finding | None:
    """A value that begins with a sign which means something in YAML."""
    line = place.lines[place.line]
    match = _KEY_AND_VALUE.match(line)
    if match and match["value"][0] in _SIGNS and place.column >= match.start("value"):
        what = f'"{match["value"][0]}" at its beginning'
        return _Finding(place.line, match.start("value"), _needs_quotes(match, what))
    item = re.match(r"\s*- +(?P<value>[@`%*&!>|?,\]}].*)", line)
    if item:
        value = item["value"].rstrip()
        message = f'text with "{value[0]}" at its beginning needs quotes: {_quoted(value)}'
        return _Finding(place.line, item.start("value"), message)
    flow = re.search(r"[\[,] *(?P<value>[@`%*&!>|?][^,\]}]*)", line)
    if flow and "token" in place.complaint:
        value = flow["value"].rstrip()
        message = f'text with "{value[0]}" at its beginning needs quotes: {_quoted(value)}'
        return _Finding(place.line, flow.start("value"), message)
    return None


def _after_bracket(place: _Place) -> _Finding | None:
    """`title: [Update] The grid`."""
    for number in dict.fromkeys((place.line, place.line - 1)):
        match = _KEY_AND_VALUE.match(place.lines[number]) if number >= 0 else None
        if match is None or match["value"][0] not in "[{":
            continue
        after = re.match(r"(?:\[[^\[\]]*\]|\{[^{}]*\})\s*(?P<rest>[^\s,#].*)", match["value"])
        if after and after["rest"][0] in "]}":
            column = match.start("value") + after.start("rest")
            message = f'this "{after["rest"][0]}" closes nothing. Remove it.'
            return _Finding(number, column, message)
        if after:
            return _Finding(number, match.start("value"), _needs_quotes(match, "brackets"))
    return None


def _open_bracket(place: _Place) -> _Finding | None:
    if "flow" not in place.complaint:
        return None
    if "flow node" in place.complaint and not "".join(place.lines[place.line :]).strip():
        return _last_bracket(place)
    line, column = place.lines[place.begun], place.begun_column
    bracket = line[column : column + 1]
    closing = {"[": "]", "{": "}"}.get(bracket)
    if closing is None:
        return None
    goes_on = _is_within(place) and closing in place.lines[place.line][place.column :]
    if not goes_on and (place.line != place.begun or closing not in line[column:]):
        message = f'this "{bracket}" is never closed. Add "{closing}" where the list ends.'
        if bracket == "{":
            message = 'this "{" is never closed. Add "}" after its last value.'
        return _Finding(place.begun, column, message)
    message = (
        f'a comma is missing before this, or text between "{bracket}" and "{closing}" needs quotes.'
    )
    return _Finding(place.line, place.column, message)


def _last_bracket(place: _Place) -> _Finding | None:
    """A bracket behind which the text ends before a value."""
    for number in range(place.line, -1, -1):
        line = place.lines[number]
        column = max(line.rfind("["), line.rfind("{"))
        if column >= 0:
            closing = {"[": "]", "{": "}"}[line[column]]
            message = (
                f'this "{line[column]}" is never closed. Add "{closing}" behind its last value.'
            )
            return _Finding(number, column, message)
    return None


def _is_within(place: _Place) -> bool:
    """Whether the parser stopped on a line that stands deeper than what it was reading."""
    begun, now = (re.match(r"[\s-]*", place.lines[one]) for one in (place.begun, place.line))
    return bool(begun and now and now.end() > begun.end())


def _escape(place: _Place) -> _Finding | None:
    """A backslash between double quotes."""
    if "escape" not in place.complaint and "hexdecimal" not in place.complaint:
        return None
    line = place.lines[place.line]
    column = line.rfind("\\", 0, place.column + 1)
    message = (
        "a backslash has a meaning of its own between double quotes. "
        "Use single quotes, or write it twice."
    )
    return _Finding(place.line, max(column, 0), message)


def _unknown_alias(place: _Place) -> _Finding | None:
    if "undefined alias" not in place.complaint:
        return None
    return _sign(place) or _Finding(
        place.line, place.column, 'text with "*" at its beginning needs quotes.'
    )


def _no_colon(place: _Place) -> _Finding | None:
    """A line of words where a key with its value belongs."""
    number = place.begun
    if "mapping values" in place.complaint and place.line:
        number = place.line - 1
    elif "simple key" not in place.complaint:
        return None
    line = place.lines[number]
    words = line.strip()
    if not words or words[0] in "-#" or re.search(r":(?: |$)", words):
        return None
    message = (
        f'"{_short(words)}" is no key with a value. Write it as "key: value", or indent the text.'
    )
    return _Finding(number, _indented(line), message)


def _no_hyphen(place: _Place) -> _Finding | None:
    """The first item of a list without its hyphen, which the hyphen of the second gives away."""
    hyphen = re.match(r"\s*(?=- )", place.lines[place.line])
    if not hyphen:
        return None
    number = place.line
    while number and _indented(place.lines[number - 1]) > hyphen.end():
        number -= 1
    item = place.lines[number].lstrip()
    begins = number == 0 or place.lines[number - 1].rstrip().endswith(":")
    if number == place.line or item.startswith("- ") or not begins:
        return None
    message = 'a hyphen is missing before this. Each item of a list begins with "- ".'
    return _Finding(number, _indented(place.lines[number]), message)


def _indented(line: str) -> int:
    return len(line) - len(line.lstrip())


def _indentation(place: _Place) -> _Finding | None:
    block = "block mapping" in place.complaint or "block collection" in place.complaint
    if not block and "mapping values" not in place.complaint and "sequence" not in place.complaint:
        return None
    line = place.lines[place.line]
    message = (
        f'the indentation of "{_short(line.strip())}" does not match the lines above. '
        "Keys that belong together begin in the same column."
    )
    return _Finding(place.line, _indented(line), message)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


_LOOKS: tuple[Callable[[_Place], _Finding | None], ...] = (
    _tab,
    _odd_space,
    _second_document,
    _escape,
    _open_quote,
    _unknown_alias,
    _colon,
    _after_quote,
    _after_bracket,
    _open_bracket,
    _sign,
    _no_space,
    _no_colon,
    _no_hyphen,
    _indentation,
)
