"""What does each key mean? The model's own docstrings, read once from its source."""

import ast
import inspect
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any

from briefings import model


def meaning_of(noun: Any, name: str = "") -> str:
    """What the docstring of a class of the model says, or that of one of its fields or members.

    It is the first paragraph, in one line; empty where there is none.
    """
    return _meanings().get((noun.__name__, name), "")


def choices_of(kind: type[StrEnum]) -> dict[str, str]:
    """The values of an enumeration with what each of them means."""
    return {member.value: meaning_of(kind, member.name) for member in kind}


@cache
def _meanings() -> dict[tuple[str, str], str]:
    tree = ast.parse(inspect.getsource(model))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {
        (one.name, name): " ".join(inspect.cleandoc(text).partition("\n\n")[0].split())
        for one in classes
        for name, text in [("", ast.get_docstring(one) or ""), *_below_names(one)]
    }


def _below_names(of_class: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """The strings that stand below a field or a member, with its name."""
    for above, below in zip(of_class.body, of_class.body[1:], strict=False):
        match above, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, text
