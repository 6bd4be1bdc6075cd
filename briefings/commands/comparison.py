"""How does a comparison read? As text, as a comment on a pull request, as JSON."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from briefings.comparing import Altered, Comparison, Named

_SIGNS = {"added": "+", "changed": "~", "removed": "-"}
_LISTED = 50
"""How many of a sort a comment lists."""
_LONGEST = 60_000
"""Characters of a comment: GitHub takes 65,536."""
_MARK = "<!-- briefings diff -->"
"""By which a workflow finds its own comment again."""


def as_text(found: Comparison) -> str:
    """For people: every entry and page on a line of its own."""
    lines = [_summary("Entries", found.entries)]
    for sign, one in _signed(found.entries):
        keys = f" ({', '.join(one.keys)})" if one.keys else ""
        lines.append(f"  {sign} {one.id}  {_one_line(one.title)}{keys}")
    lines.append(_summary("Pages", found.pages))
    lines += [f"  {sign} {page}" for sign, page in _signed(found.pages)]
    lines.append(_summary("Other files", found.files))
    return "\n".join(lines)


def as_markdown(found: Comparison) -> str:
    """As a comment on a pull request, which is limited in length."""
    if not (found.entries or found.pages or found.files):
        return f"{_MARK}\nThis change alters no page of the bulletin."
    lines = [_MARK, "### What this change alters", "", f"**{_summary('Entries', found.entries)}**"]
    lines += ["", *_listed(found.entries, _entry_line)] if found.entries else []
    lines += ["", f"**{_summary('Pages', found.pages)}**"]
    if found.pages:
        pages = _listed(found.pages, lambda sort, page: f"- {sort}: {_code(page)}")
        lines += ["", "<details><summary>Which pages</summary>", "", *pages, "", "</details>"]
    lines += ["", _summary("Other files", found.files)]
    return "\n".join(_shortened(lines))


def as_json(found: Comparison) -> str:
    """For programs: of entries, pages and other files what is added, changed, removed."""
    entries = {sort: [_plain(one) for one in getattr(found.entries, sort)] for sort in _SIGNS}
    others = {
        name: {sort: list(getattr(altered, sort)) for sort in _SIGNS}
        for name, altered in (("pages", found.pages), ("files", found.files))
    }
    return json.dumps({"entries": entries, **others}, ensure_ascii=False, indent=2)


FORMS: Mapping[str, Callable[[Comparison], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}


def _signed(altered: Altered[Any]) -> Iterator[tuple[str, Any]]:
    for sort, sign in _SIGNS.items():
        yield from ((sign, one) for one in getattr(altered, sort))


def _summary(name: str, altered: Altered[Any]) -> str:
    counts = [(len(getattr(altered, sort)), sort) for sort in altered.__struct_fields__]
    said = ", ".join(f"{count} {sort}" for count, sort in counts if count)
    return f"{name}: {said or 'none altered'}"


def _listed(altered: Altered[Any], line: Callable[[str, Any], str]) -> Iterator[str]:
    """A line for each, up to so many of a sort."""
    for sort in _SIGNS:
        ones = getattr(altered, sort)
        yield from (line(sort, one) for one in ones[:_LISTED])
        if len(ones) > _LISTED:
            yield f"- {sort}: {len(ones) - _LISTED} more"


def _entry_line(sort: str, one: Named) -> str:
    title = _one_line(one.title)
    short = title if len(title) <= 120 else f"{title[:119]}…"
    keys = f" ({', '.join(one.keys)})" if one.keys else ""
    return f"- {sort}: {_code(one.id)} {_escaped(short)}{keys}"


def _plain(one: Named) -> dict[str, Any]:
    return {"id": one.id, "title": one.title, **({"keys": list(one.keys)} if one.keys else {})}


def _one_line(text: str) -> str:
    """Without signs that a terminal takes for orders."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _code(text: str) -> str:
    return f"`{text.replace('`', '')}`"


def _escaped(text: str) -> str:
    """A text that says in Markdown what it says, and calls nobody."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text).replace("\\@", "\\@\u200b")


def _shortened(lines: list[str]) -> Iterator[str]:
    left = _LONGEST
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            yield "\nand more, which `briefings diff` lists."
            return
        yield line
