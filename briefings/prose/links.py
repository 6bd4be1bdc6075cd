"""Which links does finished HTML hold, and what are their addresses from where it is shown?"""

import html as entities
import re
from collections.abc import Callable

from briefings.model import Link
from briefings.prose.targets import bare, file_at, file_target

Resolve = Callable[[str], str | None]
"""Takes a target as in `Link.target` or `/media/…` to a URL, or to None where it is not shown."""

Measure = Callable[[str], tuple[int, int] | None]
"""Takes the address of an image within the bulletin to its width and height, where they are known."""

_OPENING_TAG = r'<(a|img)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*/?>'
_LINK_OR_END = re.compile(_OPENING_TAG + r"|</a>")
_ADDRESS = re.compile(r'\s(?:href|src)="([^"]*)"')
_PAGE_LINK = re.compile(r'<a\s(?:[^>"]*"[^"]*")*?[^>"]*?\bhref="([^"]*)"')
_IS_FILE = re.compile(r"\A(?![a-z]+:|/).*\.(?:md|yml)\Z", re.S)


class Places:
    """Finds the line on which a link's address stands, each occurrence once."""

    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._line = line
        self._seen: dict[str, int] = {}

    def line_of(self, needle: str) -> int:
        """The line of the next place at which it stands."""
        start = self._text.find(needle, self._seen.get(needle, 0))
        if start < 0:
            start = max(self._text.find(needle), 0)
        self._seen[needle] = start + 1
        return self._line + self._text.count("\n", 0, start)

    def column_of(self, needle: str) -> int:
        """The column, counted from 1, of the place that was found last."""
        start = max(self._seen.get(needle, 1) - 1, 0)
        return start - (self._text.rfind("\n", 0, start) + 1) + 1


def resolve(
    html: str, resolve_target: Resolve, *, here: str = "", measure: Measure = lambda _: None
) -> str:
    """The HTML with each address within the bulletin replaced, as `resolve_target` says.

    A link that leads to nothing shown becomes its text, and an image that is not there disappears.
    `here` is put before the links to a place in the text itself, as to a footnote. An image that
    `measure` knows says how much room it takes.
    """
    dropped = False

    def replace(match: re.Match[str]) -> str:
        nonlocal dropped
        tag, attributes = match.group(1), match.group(2)
        if tag is None:
            ending, dropped = ("" if dropped else "</a>"), False
            return ending
        address = _ADDRESS.search(attributes)
        if address is None or not address.group(1).startswith(("entry:", "/", "#")):
            return match.group(0)
        whole = entities.unescape(address.group(1))
        target = bare(whole)
        url = resolve_target(target) if target else here
        if url is None:
            dropped = tag == "a"
            return ""
        start, end = address.span(1)
        written = entities.escape(url + whole.removeprefix(target))
        room = _room(measure(target)) if tag == "img" and "width=" not in attributes else ""
        return f"<{tag}{attributes[:start]}{written}{attributes[end:]}{room}>"

    return _LINK_OR_END.sub(replace, html)


def _room(size: tuple[int, int] | None) -> str:
    return f' width="{size[0]}" height="{size[1]}"' if size else ""


def links_within(html: str, source: str, path: str) -> tuple[str, tuple[Link, ...]]:
    """Finished HTML of the file at `path`, and the links within the bulletin that it holds.

    Links to files, of which MkDocs follows those to plain pages, become `entry:ID` or `/path/`.
    """
    places = Places(source, 1)
    links = []

    def replace(match: re.Match[str]) -> str:
        written = entities.unescape(match[1])
        target = bare(written)
        if _IS_FILE.search(target):
            linked = file_target(target, path)
            target = linked if isinstance(linked, str) else f"/{file_at(target, path)}"
        if not target.startswith(("entry:", "/")) or target.startswith("//"):
            return match[0]
        links.append(Link(target=target, line=places.line_of(bare(written))))
        changed = target + written.removeprefix(bare(written))
        return match[0].replace(match[1], entities.escape(changed))

    return _PAGE_LINK.sub(replace, html), tuple(links)
