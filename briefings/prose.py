"""What does the Markdown say? Markdown in, safe HTML out, with the links that it holds."""

import html as entities
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import markdown as python_markdown
import nh3
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from briefings.model import Link, Prose
from briefings.nesting import too_deep
from briefings.problems import Code, Problem

Resolve = Callable[[str], str | None]
"""Takes a target as in `Link.target` or `/media/…` to a URL, or to None where it is not shown."""

_FEATURES: tuple[tuple[str, re.Pattern[str], Mapping[str, Any]], ...] = (
    ("tables", re.compile(r"^[^\n]*\|", re.M), {}),
    ("footnotes", re.compile(r"\[\^"), {"BACKLINK_TEXT": "↩", "BACKLINK_TITLE": "↩ {}"}),
    ("def_list", re.compile(r"^ {0,3}:[ \t]", re.M), {}),
    ("fenced_code", re.compile(r"^(?:```|~~~)", re.M), {}),
    ("smarty", re.compile(r"[\"']|--|\.\.\."), {}),
)
"""Extensions that cost time, each switched on for a text in which its mark stands."""

_TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h2 h3 h4 "
    "h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td "
    "tfoot th thead time tr u ul var wbr".split()
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir", "class", "id"},
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_CLASSES = frozenset(
    {"footnote", "footnote-ref", "footnote-backref", "align-left", "align-right", "align-center"}
)
_FOOTNOTE_ID = re.compile(r"fn(ref\d*)?:[\w-]+\Z")
_SCHEMES = {"http", "https", "mailto", "tel", "entry"}

_ENTRY_FILE = re.compile(r"(?:^|/)entries/(\d{4})/(\d\d)/(\d\d)-([^/]+)\.(?:md|yml)\Z")
_LIST_FILE = re.compile(r"(?:^|/)entries/(\d{4})/(\d\d)/(\d\d)\.yml\Z")
_PAGE_FILE = re.compile(r"(?:^|/)pages/(.+)\.md\Z")
_MEDIA_FILE = re.compile(r"(?:^|/)media/(.+)\Z")

_OPENING_TAG = r'<(a|img)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*/?>'
_LINK_OR_END = re.compile(_OPENING_TAG + r"|</a>")
_ADDRESS = re.compile(r'\s(?:href|src)="([^"]*)"')
_PAGE_LINK = re.compile(r'<a\s(?:[^>"]*"[^"]*")*?[^>"]*?\bhref="([^"]*)"')
_IS_FILE = re.compile(r"\A(?![a-z]+:|/).*\.(?:md|yml)\Z", re.S)
_TAIL = re.compile(r"[?#].*", re.S)
_IMAGE = re.compile(r"<img((?:\s+[\w:-]+=\"[^\"]*\")*)>")
_STRANGE_IMAGE = re.compile(r"<img\b[^>]*?[\s/]src\s*=\s*[\"']?(?!/media/)[^\"'\s>]", re.I)
_TAG_NAME = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
_ANY_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(?:p|li|td|th|dt|dd|h\d|pre|figcaption|caption)>|<br>")
_FIRST_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.S)
_FOOTNOTE_MARK = re.compile(r'<sup id="fnref\d*:.*?</sup>|<a class="footnote-backref".*?</a>', re.S)


class Converter:
    """Turns Markdown into HTML, with parsers that are used again and again.

    `extensions` and `configs` are the bulletin's own `markdown_extensions`.
    """

    def __init__(
        self, extensions: Sequence[str] = (), configs: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self._extensions = tuple(extensions)
        self._configs = configs or {}
        self._parsers: dict[tuple[str, ...], python_markdown.Markdown] = {}
        self._targets: list[str] = []
        self._images: list[str] = []
        self.inspect: Callable[[Element], None] = lambda element: None
        """Sees each link and image that Markdown makes."""
        self.follow: Callable[[str], str | None] = lambda written: None
        """Takes each link's address, raw HTML's too, to the one to use."""

    def html(self, text: str) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
        """Raw HTML, sanitised HTML, and the addresses within the bulletin of its links and images."""
        parser = self._parser(tuple(name for name, mark, _ in _FEATURES if mark.search(text)))
        try:
            raw = parser.reset().convert(text)
        except RecursionError:
            self._parsers.clear()  # What they were in the middle of would go on in the next text.
            raise
        self._targets, self._images = [], []
        clean = _IMAGE.sub(_whole_image, self._cleaner.clean(raw))
        return raw, clean, tuple(self._targets), tuple(self._images)

    def _parser(self, features: tuple[str, ...]) -> python_markdown.Markdown:
        if features not in self._parsers:
            own = {name: dict(config) for name, _, config in _FEATURES if name in features}
            for name in self._extensions:
                own.setdefault(name, {}).update(self._configs.get(name, {}))
            self._parsers[features] = python_markdown.Markdown(
                extensions=[*own, _Shape(self)], extension_configs=own, output_format="html"
            )
        return self._parsers[features]

    @cached_property
    def _cleaner(self) -> nh3.Cleaner:
        return nh3.Cleaner(
            tags=set(_TAGS),
            attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
            attribute_filter=self._filter,
            url_schemes=_SCHEMES,
            link_rel=None,
        )

    def _filter(self, tag: str, name: str, value: str) -> str | None:
        if name == "class":
            kept = [one for one in value.split() if one in _CLASSES or self._extensions]
            return " ".join(kept) or None
        if name == "id":
            return value if _FOOTNOTE_ID.match(value) else None
        if name == "src":
            if not value.startswith("/media/"):
                return None
            self._images.append(value)
        if name == "href":
            followed = self.follow(value)
            if followed is not None and followed.startswith(("entry:", "/")):
                self._targets.append(followed)
            return followed
        return value


class _Shape(Extension):
    """Fits Python-Markdown's elements to a page: headings, tables, links."""

    def __init__(self, converter: Converter) -> None:
        super().__init__()
        self._converter = converter

    def extendMarkdown(self, md: python_markdown.Markdown) -> None:  # noqa: N802 (the library's name)
        md.treeprocessors.register(_Shaper(md, self._converter), "briefings", 1)


class _Shaper(Treeprocessor):
    def __init__(self, md: python_markdown.Markdown, converter: Converter) -> None:
        super().__init__(md)
        self._converter = converter

    def run(self, root: Element) -> None:
        headings: list[Element] = []
        for element in root.iter():
            if element.tag in {"td", "th"} and "style" in element.attrib:
                # A strict security policy forbids styles in attributes.
                alignment = element.attrib.pop("style").removeprefix("text-align: ").rstrip(";")
                element.set("class", f"align-{alignment}")
            elif element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                headings.append(element)
            elif element.tag in {"a", "img"}:
                self._converter.inspect(element)
        # The page's title is its only h1: the body's own headings begin below it.
        shift = 2 - min((int(heading.tag[1]) for heading in headings), default=2)
        for heading in headings:
            heading.tag = f"h{min(6, int(heading.tag[1]) + shift)}"


class _Places:
    """Finds the line on which a link's address stands, each occurrence once."""

    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._line = line
        self._seen: dict[str, int] = {}

    def line_of(self, needle: str) -> int:
        start = self._text.find(needle, self._seen.get(needle, 0))
        if start < 0:
            start = max(self._text.find(needle), 0)
        self._seen[needle] = start + 1
        return self._line + self._text.count("\n", 0, start)

    def column_of(self, needle: str) -> int:
        start = max(self._seen.get(needle, 1) - 1, 0)
        return start - (self._text.rfind("\n", 0, start) + 1) + 1


def read(
    markdown: str, *, path: str, line: int, converter: Converter
) -> tuple[Prose, tuple[Problem, ...]]:
    """What a Markdown text says, and what is wrong in it.

    `path` is the file's, relative to the bulletin's folder, against which relative links are resolved;
    `line` is the one on which the text begins.
    """
    if not markdown.strip():
        return Prose(), ()
    if (deep := too_deep(markdown)) is not None:
        return Prose(), (nested_too_deep(path, line + markdown.count("\n", 0, deep)),)
    places = _Places(markdown, line)
    problems: list[Problem] = []
    found: dict[str, int] = {}

    def problem(needle: str, message: str, code: Code) -> None:
        at = places.line_of(needle)
        problems.append(Problem(path, at, places.column_of(needle), message, code))

    def used(written: str, outcome: str | tuple[Code, str]) -> str | None:
        if isinstance(outcome, str):
            found.setdefault(outcome, places.line_of(written))
            return outcome
        code, message = outcome
        problem(written or "]()", message, code)
        return None

    def inspect(element: Element) -> None:
        attribute = "href" if element.tag == "a" else "src"
        written = _as_written(element.attrib.pop(attribute, ""))
        outcome = (_link if element.tag == "a" else _image)(written, path)
        if (address := used(written, outcome)) is not None:
            element.set(attribute, address)

    def follow(written: str) -> str | None:
        return written if written in found else used(written, _link(written, path))

    converter.inspect, converter.follow = inspect, follow
    try:
        raw, clean, targets, images = converter.html(markdown)
    except RecursionError:
        return Prose(), (nested_too_deep(path, line),)
    for name in sorted(set(map(str.lower, _TAG_NAME.findall(raw))) - _TAGS):
        problem(
            f"<{name}",
            f"<{name}> is not allowed in an entry and was left out. Write Markdown instead.",
            Code.RAW_HTML,
        )
    if strange := _STRANGE_IMAGE.search(raw):
        message = (
            "an image that is not in media/ was left out. Put the file there: ![…](media/NAME)"
        )
        problem(strange[0], message, Code.RAW_HTML)

    def line_of(target: str) -> int:
        return found.get(target) or places.line_of(target)

    links = tuple(
        dict.fromkeys(Link(target=_bare(target), line=line_of(target)) for target in targets)
    )
    pictures = tuple(Link(target=image, line=line_of(image)) for image in images)
    prose = Prose(
        html=clean, text=plain_text(clean), lead=_lead(clean), links=links, images=pictures
    )
    return prose, tuple(problems)


def nested_too_deep(path: str, line: int) -> Problem:
    """What to say of a Markdown text that no parser could follow."""
    message = (
        "this text is nested too deep. Look for brackets that are never closed, or write flatter."
    )
    return Problem(path, line, 1, message, Code.TOO_DEEP)


def resolve(html: str, resolve_target: Resolve, *, here: str = "") -> str:
    """The HTML with each address within the bulletin replaced, as `resolve_target` says.

    A link that leads to nothing shown becomes its text, and an image that is not there disappears.
    `here` is put before the links to a place in the text itself, as to a footnote.
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
        target = _bare(whole)
        url = resolve_target(target) if target else here
        if url is None:
            dropped = tag == "a"
            return ""
        start, end = address.span(1)
        written = entities.escape(url + whole.removeprefix(target))
        return f"<{tag}{attributes[:start]}{written}{attributes[end:]}>"

    return _LINK_OR_END.sub(replace, html)


def links_within(html: str, source: str, path: str) -> tuple[str, tuple[Link, ...]]:
    """Finished HTML of the file at `path`, and the links within the bulletin that it holds.

    Links to files, of which MkDocs follows those to plain pages, become `entry:ID` or `/path/`.
    """
    places = _Places(source, 1)
    links = []

    def replace(match: re.Match[str]) -> str:
        written = entities.unescape(match[1])
        target = _bare(written)
        if _IS_FILE.search(target):
            linked = _file_link(target, path)
            target = linked if isinstance(linked, str) else f"/{_file_at(target, path)}"
        if not target.startswith(("entry:", "/")) or target.startswith("//"):
            return match[0]
        links.append(Link(target=target, line=places.line_of(_bare(written))))
        changed = target + written.removeprefix(_bare(written))
        return match[0].replace(match[1], entities.escape(changed))

    return _PAGE_LINK.sub(replace, html), tuple(links)


def plain_text(html: str) -> str:
    """The text of sanitised HTML, a line for each block."""
    spaced = _BLOCK_END.sub("\n", _FOOTNOTE_MARK.sub("", html))
    text = entities.unescape(_ANY_TAG.sub("", spaced))
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _lead(html: str) -> str:
    paragraph = _FIRST_PARAGRAPH.search(html)
    return plain_text(paragraph.group(1)).replace("\n", " ") if paragraph else ""


def _whole_image(match: re.Match[str]) -> str:
    """An image with what it needs to be valid; nothing where its address was refused."""
    attributes = match.group(1)
    if ' src="' not in attributes:
        return ""
    return f"<img{attributes}>" if ' alt="' in attributes else f'<img{attributes} alt="">'


def _bare(target: str) -> str:
    """An address without its query and its fragment."""
    return _TAIL.sub("", target)


def _as_written(address: str) -> str:
    """An address that Markdown made: it spells those of mail in entities."""
    if AMP_SUBSTITUTE not in address:
        return address
    return entities.unescape(address.replace(AMP_SUBSTITUTE, "&"))


def _link(written: str, path: str) -> str | tuple[Code, str]:
    """The address to use for a link, or a code and what to tell the editor."""
    if written.startswith("#") or _is_safe(written):
        return written
    try:
        scheme = urlsplit(written).scheme
    except ValueError:
        return Code.UNSAFE_URL, f'"{written}" is no URL that a browser understands. Mend it.'
    if scheme == "entry":
        return unquote(written)
    if scheme or written.startswith("//"):
        return (
            Code.UNSAFE_URL,
            f'a link to "{written}" is not safe. Use a whole address that begins with https://.',
        )
    if written.startswith("/"):
        return written
    return _file_link(written, path)


def _file_at(relative: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(relative)))


def _file_link(written: str, path: str) -> str | tuple[Code, str]:
    if not written:
        return Code.BROKEN_LINK, "this link has no address. Write one between its parentheses."
    name, hash_, fragment = written.partition("#")
    file = _file_at(name, path)
    if entry := _ENTRY_FILE.search(file):
        return f"entry:{'/'.join(entry.groups())}{hash_}{unquote(fragment)}"
    if several := _LIST_FILE.search(file):
        return (
            Code.BROKEN_LINK,
            f'"{written}" is a file of several entries. Link one of them: '
            f"entry:{'/'.join(several.groups())}/SLUG.",
        )
    if page := _PAGE_FILE.search(file):
        stem = page.group(1).removesuffix("index").removesuffix("README").rstrip("/")
        return f"/{stem}/{hash_}{unquote(fragment)}" if stem else "/"
    return (
        Code.BROKEN_LINK,
        f'the link "{written}" leads nowhere. Link an entry by its file (13-slug.md) or as '
        "entry:2024/06/13/slug, and another site with https://.",
    )


def _image(written: str, path: str) -> str | tuple[Code, str]:
    if _is_safe(written) or written.startswith("//"):
        return (
            Code.UNSAFE_URL,
            f'the image "{written}" lies on another host, which would see every reader. '
            "Put the file into media/ and write ![…](media/NAME).",
        )
    name = unquote(written)
    if name.startswith(("media/", "/media/")):
        return "/" + name.lstrip("/")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    if ":" not in written and (media := _MEDIA_FILE.search(file)):
        return f"/media/{media.group(1)}"
    return (
        Code.BROKEN_LINK,
        f'the image "{written}" is not in media/. Put the file there and write ![…](media/NAME).',
    )


def _is_safe(url: str) -> bool:
    """Whether it is an absolute address that a reader may follow."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.netloc)
    return parts.scheme in {"mailto", "tel"}
