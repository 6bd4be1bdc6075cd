"""How is Python-Markdown fitted to a page? Its headings, tables and links."""

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


def parser(
    extensions: Mapping[str, dict[str, Any]], inspect: Callable[[Element], None]
) -> Markdown:
    """A parser with these extensions, each with its configuration; `inspect` sees links and images."""
    own = dict(extensions)
    return Markdown(extensions=[*own, _Shape(inspect)], extension_configs=own, output_format="html")


class _Shape(Extension):
    """Fits Python-Markdown's elements to a page."""

    def __init__(self, inspect: Callable[[Element], None]) -> None:
        super().__init__()
        self._inspect = inspect

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        md.treeprocessors.register(_Shaper(md, self._inspect), "briefings", 1)


class _Shaper(Treeprocessor):
    def __init__(self, md: Markdown, inspect: Callable[[Element], None]) -> None:
        super().__init__(md)
        self._inspect = inspect

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
                self._inspect(element)
        # The page's title is its only h1: the body's own headings begin below it.
        shift = 2 - min((int(heading.tag[1]) for heading in headings), default=2)
        for heading in headings:
            heading.tag = f"h{min(6, int(heading.tag[1]) + shift)}"
