"""What does a file look like in the one style that all share?"""

from briefings.editing.shapes import Shape, Sort, shape_of
from briefings.editing.trees import Branch, comments_of, tree_of
from briefings.editing.writing import block_lines, on_one_line, tidied
from briefings.files.decoding import Parts, front_matter_of
from briefings.problems import Code, ContentError, Problem

_MARKDOWN = ("entry", "introduction")


def formatted(text: str, kind: str, *, path: str = "") -> str:
    """The canonical form of a file's text; `kind` is one of `shapes.KINDS`.

    Comments stay, and so does each body, byte for byte but for its line ends. Raises ContentError, in
    which the file is called `path`, for what cannot be read.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if kind not in _MARKDOWN:
        return styled_keys(text, shape_of(kind), path=path)
    if kind == "introduction" and not text.startswith("---"):
        return ended(text)
    parts = parts_of(text, path)
    keys = styled_keys(parts.keys, shape_of(kind), path=path, line=2)
    return ended(f"---\n{keys}---\n{parts.body}")


def parts_of(text: str, path: str) -> Parts:
    """The keys and the body of a Markdown file. Raises ContentError."""
    parts = front_matter_of(text, path)
    if isinstance(parts, Problem):
        raise ContentError([parts])
    return parts


def ended(text: str) -> str:
    """A text whose last line has an end."""
    return text if not text or text.endswith("\n") else f"{text}\n"


def styled_keys(text: str, shape: Shape, *, path: str = "", line: int = 1) -> str:
    """The canonical form of a YAML text that begins on `line` of the file at `path`."""
    tree = tree_of(text, path=path, line=line)
    if tree is None:
        return "".join(f"{comment}\n" for comment in comments_of(text))
    if not isinstance(tree, Branch):
        message = "this is no list and has no keys. Write a key, a colon and a value: title: …"
        raise ContentError([Problem(path, line, 1, message, Code.WRONG_SHAPE)])
    _lift_head(tree, whole=shape.sort is not Sort.RECORD)
    tidied(tree, shape)
    lines = [*tree.head, *_lines(tree, shape)]
    return "\n".join(lines) + "\n"


def _lines(tree: Branch, shape: Shape) -> list[str]:
    if not tree.units:
        return [on_one_line(tree, shape), *tree.foot]
    return block_lines(tree, shape, 0, spaced=shape.sort is not Sort.RECORD)


def _lift_head(tree: Branch, *, whole: bool) -> None:
    """Comments of the whole file stay at its head: what a blank line follows, and editors' settings."""
    if whole or not tree.units:
        return
    first = tree.units[0]
    above = first.above
    end = max((place for place, comment in enumerate(above) if not comment), default=0)
    while end < len(above) and above[end].startswith("# yaml-language-server:"):
        end += 1
    tree.head += filter(None, above[:end])
    first.above = above[end:]
