"""How does an entry go from one file to another? Cut out with its comments, and put in again."""

import re

from briefings.editing.contents import TextFile
from briefings.editing.documents import Document
from briefings.editing.errors import EditError
from briefings.editing.finding import Standing
from briefings.editing.styled import ended, parts_of
from briefings.editing.trees import Branch, Unit, tree_of
from briefings.files.layout import Form

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_MODELINE = re.compile(r"(?:# yaml-language-server:[^\n]*\n)*")
"""What tells a text editor the schema of a whole file, and is no entry's own."""


def taken_out(entry: Standing, text: str) -> tuple[str, str | None]:
    """An entry as the text of a file in YAML, its body and its slug among the keys, and what is left.

    `text` is that of its file. Nothing is left of a file that held no other entry.
    """
    if entry.index is None:
        return _MODELINE.sub("", _with_body(entry.file, text), count=1), None
    tree = tree_of(text, path=entry.file.path)
    if not isinstance(tree, Branch) or tree.flow:
        raise EditError(f"{entry.file.path} is no list with a hyphen for each entry. Write it so.")
    unit = tree.units[entry.index]
    head = _MODELINE.match(text)
    start = max(text.rfind("\n", 0, unit.top) + 1, head.end() if head else 0)
    end = min(unit.end + 1, len(text))
    left = None if len(tree.units) == 1 else text[:start] + text[end:]
    return _dedented(text, start, end, unit), left


def _with_body(file: TextFile, text: str) -> str:
    if file.place.form is Form.ENTRY_YAML:
        return text
    parts = parts_of(text, file.path)
    whole = Document(parts.keys, "entry-yaml", path=file.path)
    if parts.body.strip():
        whole.set(("body",), ended(parts.body))
    return whole.text


def _dedented(text: str, start: int, end: int, unit: Unit) -> str:
    """The lines of an item without its hyphen, its keys at the beginning of their lines."""
    if not isinstance(unit.value, Branch) or unit.value.flow:
        raise EditError(
            "an entry that stands between braces cannot be moved. Write its keys on lines."
        )
    item = text[start:end]
    hyphen = unit.start - (text.rfind("\n", 0, unit.start) + 1)
    lines = _LINES.findall(item)
    place = item.count("\n", 0, unit.start - start)
    lines[place] = f"{lines[place][:hyphen]} {lines[place][hyphen + 1 :]}"
    moved = [re.sub(rf"^ {{0,{unit.value.column}}}", "", one) for one in lines]
    return "".join(one for number, one in enumerate(moved) if number != place or one.strip())


def as_markdown(yaml: str) -> str:
    """An entry in YAML as a Markdown file."""
    document = Document(yaml, "entry-yaml")
    body = document.get(("body",)) or ""
    if body:
        document.remove(("body",))
    return f"---\n{ended(document.text)}---\n{ended(body)}"


def put_in(yaml: str, text: str) -> str:
    """The text of a list file with an entry in YAML at its end."""
    indented = "".join(f"  {one}" if one.strip() else one for one in _LINES.findall(yaml))
    first = re.search(r"^  (?=[^\s#])", indented, re.MULTILINE)
    if first is None:
        raise EditError("this entry has no keys.")
    start = first.start()
    above = re.sub(r"^  ", "", indented[:start], flags=re.MULTILINE)
    return f"{ended(text)}{above}- {ended(indented[start + 2 :])}"
