"""How do editors break a valid file? Each slip is made in one known place."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from briefings.files.decoding import Parts, front_matter_of
from briefings.files.layout import Form, Place, place_of
from briefings.files.yamltext import Mapping, Node, Scalar, parse
from briefings.files.yamltext import Sequence as Items


class Valid(Struct, frozen=True):
    """A file with nothing wrong."""

    inner: str
    """Its path below content/."""
    text: str

    @property
    def place(self) -> Place:
        """What it is."""
        place = place_of(self.inner)
        assert isinstance(place, Place)
        return place

    @property
    def lines(self) -> list[str]:
        """Its lines, without their ends."""
        return self.text.split("\n")


class Spot(Struct, frozen=True):
    """A key with a value, which stands on one line."""

    keys: tuple[str | int, ...]
    key: Scalar
    value: Scalar
    top: bool
    """Whether the key belongs to the entry itself."""
    flow: bool
    """Whether it stands between braces."""
    opened: int
    """The line on which the keys begin among which it stands."""

    @property
    def name(self) -> str:
        """The key."""
        return self.key.text


class Broken(Struct, frozen=True):
    """A file after a slip."""

    slip: str
    text: str
    lines: frozenset[int]
    """Where the slip was made, counted from 1: what is never closed also where it was opened."""


def valid_files(content: Path) -> list[Valid]:
    """Every file of entries below a folder, and the registries."""
    files = [
        Valid(file.relative_to(content).as_posix(), file.read_text("utf-8"))
        for file in sorted(content.rglob("*"))
        if file.suffix in (".md", ".yml") and "pages" not in file.parts
    ]
    return [file for file in files if isinstance(place_of(file.inner), Place)]


def spots(file: Valid) -> list[Spot]:
    """The keys of a file whose values stand on their line, as they are written."""
    keys, line = file.text, 1
    if file.inner.endswith(".md"):
        parts = front_matter_of(file.text, file.inner)
        if not isinstance(parts, Parts):
            return []
        keys, line = parts.keys, 2
    node, _ = parse(keys, path=file.inner, line=line)
    if node is None:
        return []
    return [spot for spot in _below(node, (), file.lines) if _is_on_line(spot, file.lines)]


def _below(node: Node, keys: tuple[str | int, ...], lines: Sequence[str]) -> Iterator[Spot]:
    if isinstance(node, Items):
        for place, item in enumerate(node.items):
            yield from _below(item, (*keys, place), lines)
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            if isinstance(value, Scalar):
                flow = lines[node.line - 1][node.column - 1] == "{"
                top = not [one for one in keys if isinstance(one, str)]
                yield Spot((*keys, key.text), key, value, top, flow, node.line)
            yield from _below(value, (*keys, key.text), lines)


def _is_on_line(spot: Spot, lines: Sequence[str]) -> bool:
    written = lines[spot.value.line - 1][spot.value.column - 1 :]
    own = spot.value.style + spot.value.text + spot.value.style
    return spot.value.line == spot.key.line and written.startswith(own) and spot.value.text != ""


Slip = Callable[[Valid, Spot], str | None]
"""What becomes of the line of a spot; None where the slip cannot be made there."""


def _put(spot: Spot, file: Valid, value: str) -> str:
    """The line with another value."""
    line = file.lines[spot.value.line - 1]
    start = spot.value.column - 1
    length = len(spot.value.text) + 2 * len(spot.value.style)
    return line[:start] + value + line[start + length :]


def unknown_key(file: Valid, spot: Spot) -> str | None:
    """A key that nobody knows."""
    if file.place.form is Form.REGISTRY and len(spot.keys) == 1:
        return None
    line, start = file.lines[spot.key.line - 1], spot.key.column - 1
    return f"{line[:start]}zq{line[start:]}" if not _is_language(spot, file) else None


def keys_for_text(file: Valid, spot: Spot) -> str | None:
    """Keys where a single value belongs."""
    return None if _takes_keys(spot, file) else _put(spot, file, "{zq: 1}")


def list_for_text(file: Valid, spot: Spot) -> str:
    """A list within a list, which stands nowhere."""
    return _put(spot, file, "[[zq]]")


DATES = frozenset("date happened published verified as_of start end from until publish".split())


def impossible_day(file: Valid, spot: Spot) -> str | None:
    """A day that no calendar has."""
    return _put(spot, file, "2024-02-30") if spot.name in DATES else None


def words_for_day(file: Valid, spot: Spot) -> str | None:
    """Words where a day belongs."""
    return _put(spot, file, "last Tuesday") if spot.name in DATES else None


CHOICES = frozenset("importance certainty stance translation draft".split())


def unknown_choice(file: Valid, spot: Spot) -> str | None:
    """A word that is none of those that a key takes."""
    return _put(spot, file, "zq") if spot.name in CHOICES else None


def unsafe_url(file: Valid, spot: Spot) -> str | None:
    """An address that would run a program."""
    return _put(spot, file, "javascript:alert(1)") if spot.name in ("url", "archived") else None


def words_for_number(file: Valid, spot: Spot) -> str | None:
    """Words where a number belongs."""
    numbers = ("value", "lat", "lon", "source")
    return _put(spot, file, "many") if spot.name in numbers else None


def control_character(file: Valid, spot: Spot) -> str:
    """What a terminal rings at."""
    line, at = file.lines[spot.value.line - 1], spot.value.column
    return f"{line[:at]}\a{line[at:]}"


def tag(file: Valid, spot: Spot) -> str:
    """YAML's way to make programs of text."""
    return _put(spot, file, "!!python/name:os.system zq")


def unknown_alias(file: Valid, spot: Spot) -> str:
    """YAML's way to repeat what was said, which was not."""
    return _put(spot, file, "*zq")


def unclosed_quote(file: Valid, spot: Spot) -> str | None:
    """A quote at the beginning alone."""
    plain = not spot.value.style and not {'"', "'"} & set(spot.value.text)
    return _put(spot, file, f'"{spot.value.text}') if plain else None


def unclosed_bracket(file: Valid, spot: Spot) -> str | None:
    """A bracket at the beginning alone."""
    simple = re.fullmatch(r"[\w/-]+", spot.value.text)
    return _put(spot, file, f"[{spot.value.text}") if simple and not spot.flow else None


def colon_in_text(file: Valid, spot: Spot) -> str | None:
    """A colon without quotes."""
    simple = re.fullmatch(r"\w[\w /-]*", spot.value.text)
    return _put(spot, file, f"Grid: {spot.value.text}") if simple else None


def half_quoted(file: Valid, spot: Spot) -> str:
    """Quotes around the first word."""
    return _put(spot, file, '"zq" is down')


def sign_at_the_beginning(file: Valid, spot: Spot) -> str:
    """A sign that YAML keeps for itself."""
    return _put(spot, file, "@zq")


def no_space(file: Valid, spot: Spot) -> str | None:
    """No space after the colon of a key."""
    line, at = file.lines[spot.key.line - 1], spot.value.column - 1
    is_plain = not spot.value.style and line[at - 2 : at] == ": "
    return f"{line[: at - 1]}{line[at:]}" if is_plain and not spot.flow else None


def tab_before_key(file: Valid, spot: Spot) -> str | None:
    """A tab in the indentation of a key."""
    line, at = file.lines[spot.key.line - 1], spot.key.column - 1
    alone = not line[:at].strip() and not spot.flow
    return f"\t{line}" if alone else None


def space_before_key(file: Valid, spot: Spot) -> str | None:
    """A space too much in the indentation of a key."""
    line, at = file.lines[spot.key.line - 1], spot.key.column - 1
    alone = not line[:at].strip() and not spot.flow
    return f" {line}" if alone and spot.key.line > 2 else None


def repeated_key(file: Valid, spot: Spot) -> str | None:
    """A key that is given twice, one below the other."""
    line, at = file.lines[spot.key.line - 1], spot.key.column - 1
    alone = not line[:at].strip() and not spot.flow
    return f"{line}\n{line}" if alone else None


def dropped_bracket(file: Valid, spot: Spot) -> str | None:
    """A closing bracket too few at the end of a line."""
    line = file.lines[spot.key.line - 1]
    return line[:-1] if spot.flow and line.endswith("}") else None


def dropped_comma(file: Valid, spot: Spot) -> str | None:
    """No comma before a key between braces."""
    line, at = file.lines[spot.key.line - 1], spot.key.column - 1
    return f"{line[: at - 2]}{line[at - 1 :]}" if line[:at].endswith(", ") else None


def wide_indentation(file: Valid, spot: Spot) -> str | None:
    """A no-break space in the indentation of a key, as web pages have it."""
    line, at = file.lines[spot.key.line - 1], spot.key.column - 1
    alone = at > 0 and not line[:at].strip() and not spot.flow
    return f"\xa0{line[1:]}" if alone else None


def dropped_hyphen(file: Valid, spot: Spot) -> str | None:
    """No hyphen before the first key of an item."""
    line, at = file.lines[spot.key.line - 1], spot.key.column - 1
    return f"{line[: at - 2]}  {line[at:]}" if line[:at].strip() == "-" else None


def closed_twice(file: Valid, spot: Spot) -> str | None:
    """A closing bracket too many."""
    line = file.lines[spot.key.line - 1]
    return f"{line}]" if spot.flow else None


def _is_language(spot: Spot, file: Valid) -> bool:
    return file.place.form is Form.REGISTRY and len(spot.name) == 2


def _takes_keys(spot: Spot, file: Valid) -> bool:
    """Whether it may be given by language."""
    return file.place.form is Form.REGISTRY and (
        spot.name in ("name", "full_name", "description", "role") or _is_language(spot, file)
    )


SLIPS: tuple[Slip, ...] = (
    unknown_key,
    keys_for_text,
    list_for_text,
    impossible_day,
    words_for_day,
    unknown_choice,
    unsafe_url,
    words_for_number,
    control_character,
    tag,
    unknown_alias,
    unclosed_quote,
    unclosed_bracket,
    colon_in_text,
    half_quoted,
    sign_at_the_beginning,
    no_space,
    tab_before_key,
    space_before_key,
    repeated_key,
    dropped_bracket,
    dropped_comma,
    dropped_hyphen,
    closed_twice,
    wide_indentation,
)


def broken(file: Valid, spot: Spot, slip: Slip) -> Broken | None:
    """The file after a slip at a spot, if it can be made there."""
    line = slip(file, spot)
    if line is None:
        return None
    lines = file.lines
    before = lines[spot.key.line - 1]
    if line == before:
        return None
    lines[spot.key.line - 1] = line
    own = spot.key.line + line.count("\n")
    others: dict[Slip, int] = {dropped_bracket: spot.opened, space_before_key: own + 1}
    where = frozenset({own, others.get(slip, own)})
    return Broken(slip.__name__.replace("_", " "), "\n".join(lines), where)
