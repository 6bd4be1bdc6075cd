"""What does the Markdown say? Markdown in, safe HTML out, with the links that it holds."""

import html as entities
import re
from xml.etree.ElementTree import Element

from briefings.model import Link, Prose
from briefings.problems import Code, Problem
from briefings.prose.converting import TAGS, Converter
from briefings.prose.links import Places
from briefings.prose.nesting import MAX_PARAGRAPH, too_deep, too_long
from briefings.prose.targets import as_written, bare, image_target, link_target

_STRANGE_IMAGE = re.compile(r"<img\b[^>]*?[\s/]src\s*=\s*[\"']?(?!/media/)[^\"'\s>]", re.I)
_TAG_NAME = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
_ANY_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(?:p|li|td|th|dt|dd|h\d|pre|figcaption|caption)>|<br>")
_FIRST_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.S)
_FOOTNOTE_MARK = re.compile(r'<sup id="fnref\d*:.*?</sup>|<a class="footnote-backref".*?</a>', re.S)


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
    if (long := too_long(markdown)) is not None:
        message = (
            f"this paragraph has more than {MAX_PARAGRAPH} characters. Divide it by blank lines."
        )
        at = line + markdown.count("\n", 0, long)
        return Prose(), (Problem(path, at, 1, message, Code.PARAGRAPH_TOO_LONG),)
    reading = _Reading(markdown, path, line)
    converter.inspect, converter.follow = reading.inspect, reading.follow
    try:
        raw, clean, targets, images = converter.html(markdown)
    except RecursionError:
        return Prose(), (nested_too_deep(path, line),)
    reading.look_for_losses(raw)
    links = (Link(target=bare(target), line=reading.line_of(target)) for target in targets)
    prose = Prose(
        html=clean,
        text=plain_text(clean),
        lead=_lead(clean),
        links=tuple(dict.fromkeys(links)),
        images=tuple(Link(target=image, line=reading.line_of(image)) for image in images),
    )
    return prose, tuple(reading.problems)


class _Reading:
    """One text on its way through the converter, with what is noticed of it."""

    def __init__(self, markdown: str, path: str, line: int) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._places = Places(markdown, line)
        self._lines: dict[str, int] = {}

    def inspect(self, element: Element) -> None:
        """Put right where a link or an image leads, or note that it leads nowhere."""
        attribute = "href" if element.tag == "a" else "src"
        written = as_written(element.attrib.pop(attribute, ""))
        target_of = link_target if element.tag == "a" else image_target
        if (address := self._used(written, target_of(written, self._path))) is not None:
            element.set(attribute, address)

    def follow(self, written: str) -> str | None:
        """Where a link leads that is written in raw HTML; None where it may not stay."""
        if written in self._lines:
            return written
        return self._used(written, link_target(written, self._path))

    def look_for_losses(self, raw: str) -> None:
        """Warn of what the converter let nobody see."""
        for name in sorted(set(map(str.lower, _TAG_NAME.findall(raw))) - TAGS):
            message = (
                f"<{name}> is not allowed in an entry and was left out. Write Markdown instead."
            )
            self._note(f"<{name}", message, Code.RAW_HTML)
        if strange := _STRANGE_IMAGE.search(raw):
            message = (
                "an image that is not in media/ was left out. Put the file there: ![…](media/NAME)"
            )
            self._note(strange[0], message, Code.RAW_HTML)

    def line_of(self, target: str) -> int:
        """The line on which a target stands, however it is written there."""
        return self._lines.get(target) or self._places.line_of(target)

    def _used(self, written: str, outcome: str | tuple[Code, str]) -> str | None:
        if isinstance(outcome, str):
            self._lines.setdefault(outcome, self._places.line_of(written))
            return outcome
        code, message = outcome
        self._note(written or "]()", message, code)
        return None

    def _note(self, needle: str, message: str, code: Code) -> None:
        line = self._places.line_of(needle)
        column = self._places.column_of(needle)
        self.problems.append(Problem(self._path, line, column, message, code))


def nested_too_deep(path: str, line: int) -> Problem:
    """What to say of a Markdown text that no parser could follow."""
    message = (
        "this text is nested too deep. Look for brackets that are never closed, or write flatter."
    )
    return Problem(path, line, 1, message, Code.TOO_DEEP)


def plain_text(html: str) -> str:
    """The text of sanitised HTML, a line for each block."""
    spaced = _BLOCK_END.sub("\n", _FOOTNOTE_MARK.sub("", html))
    text = entities.unescape(_ANY_TAG.sub("", spaced))
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def _lead(html: str) -> str:
    paragraph = _FIRST_PARAGRAPH.search(html)
    return plain_text(paragraph.group(1)).replace("\n", " ") if paragraph else ""
