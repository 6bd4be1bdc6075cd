"""What does a new entry's file say?"""

from collections.abc import Mapping

from briefings.editing.shapes import shape_of
from briefings.editing.styled import ended
from briefings.editing.trees import Branch
from briefings.editing.writing import block_lines, node_of, tidied


def entry_text(values: Mapping[str, object], body: str, *, yaml: bool = False) -> str:
    """The text of an entry's own file: in Markdown, or in YAML alone with its body as a key.

    `values` are text, numbers, days, lists and mappings of them; None, and what is empty, is left out.
    """
    given = {key: value for key, value in values.items() if value not in (None, "", [], (), {})}
    if yaml and body:
        given["body"] = ended(body)
    shape = shape_of("entry-yaml" if yaml else "entry")
    tree = node_of(given, shape)
    if not isinstance(tree, Branch) or not given:
        message = "an entry has keys"
        raise ValueError(message)
    tidied(tree, shape)
    keys = "\n".join(block_lines(tree, shape, 0)) + "\n"
    return keys if yaml else f"---\n{keys}---\n{ended(body)}"
