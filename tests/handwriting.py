"""How do editors write YAML? In every style that it has, with comments anywhere; hypothesis draws it."""

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from briefings.files.yamltext import Mapping as Keys
from briefings.files.yamltext import Scalar, parse

AWKWARD = (
    "a: b", "# x", "x # y", "- x", "-5", "no", "1.10", "12:30:00", "2024-06-14", "~", "", " x ",
    "it's", 'say "x"', "it's \"x\"", "ends:", "[x]", "{y", "a, b", "?x", "a?b", "x: ", "ț é", "日本",
    "😀", "back\\slash", "%x", "@x", "`x", "---", "... x", "=", "<<", "null", "*a", "&a b", "!t",
    "a\tb", "a\nb", "a\n\nb\n", " a\nb", "a\n\n", "\u2028x", "\ufeff", "\xa0x", "x\x85", "\x07",
    "a \nb", "https://x.example/?a=b#c", "word " * 30, "0x1f", "-", "--- x", "a:b", "x:,y", "5%",
)  # fmt: skip
"""Texts of which each is odd in its own way."""
texts = st.sampled_from(AWKWARD) | st.text(max_size=12).filter(lambda text: "\x00" not in text)
words = st.sampled_from(["economy", "war", "peace-talks", "ann"])
times = st.sampled_from(
    ["2024-06-14", "2024-06-14 17:40", "2024-06-14t17:40:00.5z", "2024-06-14T17:40:30+0200", "x"]
)
urls = st.sampled_from(
    ["https://a.example", "https://b.example/?p=1", "https://c.example/a,b", "x"]
)


def some(**keys: Any) -> st.SearchStrategy[dict[str, Any]]:
    """A record with some of these keys, in any order."""
    drawn = st.fixed_dictionaries({}, optional=keys)
    return drawn.flatmap(lambda made: st.permutations(list(made.items())).map(dict))


def lists(items: Any) -> st.SearchStrategy[list[Any]]:
    """A short list."""
    return st.lists(items, max_size=3)


ENTRY: dict[str, Any] = {
    "title": texts,
    "date": times,
    "happened": times | some(**{"from": times, "until": times}),
    "topics": lists(words),
    "kind": st.sampled_from(["offer", "x"]),
    "draft": st.sampled_from(["yes", "no", "True", "false", "x"]),
    "summary": texts,
    "responds_to": lists(some(entry=words, stance=st.sampled_from(["rejects", "x"])) | words),
    "sources": lists(some(url=urls, title=texts, published=times) | urls | some(url=urls)),
    "quotes": lists(some(speaker=words, text=texts, original=some(text=texts, language=words))),
    "figures": lists(some(label=texts, value=st.sampled_from(["1", "-2.50", "x"]), unit=texts)),
    "corrections": lists(some(date=times, kind=st.just("update"), text=texts)),
    "aliases": lists(st.sampled_from(["/a/", "/b/"])),
    "notes": texts,
    "unheard-of": texts | lists(texts) | some(a=texts, b=lists(texts)),
}
TOPICS: dict[str, Any] = {
    "name": texts | some(en=texts, ro=texts),
    "description": texts,
    "parent": words,
    "aliases": lists(texts),
}
PUBLISHERS: dict[str, Any] = {"name": texts, "hosts": lists(words), "url": urls}
entries = some(**ENTRY)
listed = st.lists(some(**ENTRY, slug=words, body=texts), min_size=1, max_size=3)


def registries(keys: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A registry of records with some of these keys."""
    return st.dictionaries(words | texts, some(**keys), max_size=3)


class Hand:
    """One way of writing a value down."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._number = 0

    def text(self, value: Any) -> str:
        """The value as YAML, with comments, each of which says something else."""
        lines = self._above(0) + self._block(value, 0)
        return "\n".join([*lines, *self._above(0)]) + self._draw(st.sampled_from(["\n", "\n\n"]))

    def _may(self, odds: int = 4) -> bool:
        return self._draw(st.integers(1, odds)) == odds

    def _comment(self) -> str:
        self._number += 1
        return f"# comment {self._number}: 'x' \"y"

    def _above(self, indent: int) -> list[str]:
        lines = []
        if self._may(6):
            lines += [""]
        if self._may(5):
            lines += [" " * self._draw(st.sampled_from([indent, indent, 0, 3])) + self._comment()]
        if self._may(8):
            lines += ["  "]
        return lines

    def _beside(self) -> str:
        return " " * self._draw(st.integers(1, 3)) + self._comment() if self._may(6) else ""

    def _block(self, value: Any, indent: int) -> list[str]:
        """Lines of a list or a record that is not written between brackets or braces."""
        lines: list[str] = []
        units = value.items() if isinstance(value, Mapping) else [(None, one) for one in value]
        for number, (key, one) in enumerate(units):
            if number:
                lines += self._above(indent)
            lead = " " * indent + (f"{self._key(key)}:" if key is not None else "-")
            lines += self._unit(lead, one, indent)
        return lines or [" " * indent + ("{}" if isinstance(value, Mapping) else "[]")]

    def _unit(self, lead: str, value: Any, indent: int) -> list[str]:
        if isinstance(value, str):
            return self._scalar(lead, value, indent)
        if not value or self._may(3):
            return [f"{lead} {self._flow(value, indent)}{self._beside()}"]
        if lead.endswith("-"):
            if self._may(6):
                return [lead + self._beside(), *self._block(value, indent + 3)]
            lines = self._block(value, indent + 2)
            return [f"{lead} {lines[0].lstrip(' ')}", *lines[1:]]
        flush = isinstance(value, list) and self._may(3)
        inner = indent + (0 if flush else self._draw(st.integers(1, 4)))
        return [lead + self._beside(), *self._above(inner), *self._block(value, inner)]

    def _flow(self, value: Any, indent: int) -> str:
        if isinstance(value, str):
            return self._line(value, within=True)
        gap = ","
        parts = [
            f"{self._key(key)}: {self._flow(one, indent)}"
            for key, one in (value.items() if isinstance(value, Mapping) else ())
        ] or [self._flow(one, indent) for one in value]
        text = ""
        for number, part in enumerate(parts):
            comment = self._beside() if self._may(4) else ""
            newline = comment or self._may(6)
            text += part + (gap if number < len(parts) - 1 or self._may(5) else "")
            text += f"{comment}\n{' ' * (indent + 1)}" if newline else " "
        return f"{{ {text}}}" if isinstance(value, Mapping) else f"[{text}]"

    def _key(self, key: str) -> str:
        return self._line(key, within=True)

    def _scalar(self, lead: str, value: str, indent: int) -> list[str]:
        way = self._draw(st.sampled_from(["line", "line", "block", "folded", "wrapped"]))
        deeper = " " * (indent + self._draw(st.integers(1, 4)))
        printable = value.replace("\n", "").isprintable() and value.strip(" \n")
        if way == "block" and printable and not value.startswith((" ", "\n")):
            chomp = "+" if value.endswith("\n\n") else "" if value.endswith("\n") else "-"
            lines = [deeper + line if line else "" for line in value.rstrip("\n").split("\n")]
            extra = [""] * (len(value) - len(value.rstrip("\n")) - 1) if chomp == "+" else []
            return [f"{lead} |{chomp}{self._beside()}", *lines, *extra]
        if way == "folded" and printable and "\n" not in value and value == value.strip():
            return [f"{lead} >-{self._beside()}", *(deeper + one for one in _broken(value))]
        if way == "wrapped" and _is_plain(value, "k: {}") and "  " not in value:
            first, *others = value.split(" ")
            return [f"{lead} {first}", *(deeper + one for one in others if one)]
        return [f"{lead} {self._line(value, within=False)}{self._beside()}"]

    def _line(self, value: str, *, within: bool) -> str:
        quotes = self._draw(st.sampled_from(["plain", "single", "double"]))
        if quotes == "plain" and _is_plain(value, "[{}]" if within else "k: {}"):
            return value
        if quotes == "single" and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        return _in_double_quotes(value)


def _broken(value: str) -> list[str]:
    first, space, rest = value.partition(" ")
    return [first, rest] if space and rest.strip() and not rest.startswith(" ") else [value]


def _in_double_quotes(value: str) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return "".join(
        one if one.isprintable() else f"\\U{ord(one):08x}"
        for one in written.replace("\x7f", "\\x7f")
    )


def _is_plain(value: str, frame: str) -> bool:
    """Whether the text means itself without quotes."""
    if not value or value != value.strip():
        return False
    if not value.isprintable():
        return False
    node, problems = parse(frame.format(value), path="")
    if problems or node is None:
        return False
    if isinstance(node, Keys):
        found = node.pairs[0][1] if len(node.pairs) == 1 else None
    else:
        items = getattr(node, "items", [])
        found = items[0] if len(items) == 1 else None
    return isinstance(found, Scalar) and found.text == value and not found.style


@st.composite
def handwritten(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> str:
    """A value as somebody wrote it."""
    return Hand(draw).text(draw(values))
