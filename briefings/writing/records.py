"""How does the vocabulary grow? A record at the end of its registry, or behind another one."""

from collections.abc import Mapping

from briefings.editing.documents import Document
from briefings.files.yamltext import Mapping as Keys
from briefings.files.yamltext import parse


class PlaceError(Exception):
    """A record cannot be put where it is wanted; the text says why."""


def with_record(
    text: str,
    registry: str,
    one: str,
    values: Mapping[str, object],
    *,
    after: str | None = None,
    path: str = "",
) -> str:
    """A registry's text with one record more; all else stays as it was, to the byte.

    Raises `PlaceError`, and ContentError for a text that cannot be read, which names `path`.
    """
    document = Document(text, registry, path=path)
    if after is None:
        document.set((one,), dict(values))
        return document.text
    alone = Document("", registry)
    alone.set((one,), dict(values))
    lines = text.splitlines(keepends=True)
    place = _line_behind(after, text, lines, registry)
    if place == len(lines) and lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return "".join([*lines[:place], alone.text, *lines[place:]])


def _line_behind(after: str, text: str, lines: list[str], registry: str) -> int:
    """The number of lines up to the end of a record; comments that lead the next one are not its own."""
    tree, _ = parse(text, path=f"{registry}.yml")
    keys = [key for key, _ in tree.pairs] if isinstance(tree, Keys) else []
    place = next((place for place, key in enumerate(keys) if key.text == after), None)
    if place is None:
        raise PlaceError(f'there is no "{after}" in {registry}.yml.')
    if any(key.column != 1 for key in keys) or len({key.line for key in keys}) < len(keys):
        raise PlaceError(f"{registry}.yml has no line for each id. Run briefings fmt first.")
    end = keys[place + 1].line - 1 if place + 1 < len(keys) else len(lines)
    while end > keys[place].line and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end
