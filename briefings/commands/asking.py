"""What does an editor answer? Plain questions on the terminal, with the nearest names to choose from."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

import click

from briefings.writing.choosing import Choice, nearest

E = TypeVar("E", bound=StrEnum)

_OFFERED = 9
"""How many choices are listed for some words."""
_LISTED = 40
"""How many are listed for a question mark."""


class _RefusedError(Exception):
    """An answer cannot be used; the text says why."""


def is_terminal() -> bool:
    """Whether somebody can be asked, and shown an editor."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_text(question: str) -> str:
    """A line of text that is not empty."""
    while not (said := _asked(question)):
        click.echo("This is needed. (Ctrl-C ends without writing anything.)")
    return said


def ask_value(
    question: str, read: Callable[[str, Callable[[str], NoReturn]], str], default: str = ""
) -> str | None:
    """What `read` makes of an answer, asked for again while it refuses it.

    An empty answer means `default`, and None where there is none.
    """
    while said := _asked(question, default):
        try:
            return read(said, _refuse)
        except _RefusedError as refused:
            click.echo(f"  {refused}")
    return None


def ask_kind(question: str, kinds: Iterable[E], default: E) -> E:
    """One of a few words."""
    _line_editor()
    chosen = click.prompt(
        question, default=default.value, type=click.Choice([kind.value for kind in kinds])
    )
    return type(default)(chosen)


def ask_one(question: str, choices: Sequence[Choice]) -> Choice | None:
    """What is meant by an answer: an id, the number of one that was listed, or words to be looked for.

    None for an empty answer.
    """
    shown: list[Choice] = []
    with _completing(choices):
        while said := _asked(question):
            if said.isdecimal() and 1 <= int(said) <= len(shown):
                return shown[int(said) - 1]
            whole = said == "?"
            shown = list(choices[:_LISTED]) if whole else nearest(said, choices, _OFFERED)
            if shown and shown[0].id == said:
                return shown[0]
            _list(shown, more=len(choices) - len(shown) if whole else 0)
    return None


def ask_many(question: str, choices: Sequence[Choice], *, needed: bool) -> list[str]:
    """The ids of some, at least one where that is `needed`."""
    chosen: list[str] = []
    click.echo(f"{question}: type a few letters of a name, or ? for a list; an empty line goes on.")
    while True:
        one = ask_one("  one more" if chosen else "  the first", choices)
        if one is None and (chosen or not needed):
            return chosen
        if one is None:
            click.echo("  One is needed. (Ctrl-C ends without writing anything.)")
        elif one.id not in chosen:
            click.echo(f"  {one.id}: {one.name}")
            chosen.append(one.id)


def _list(shown: Sequence[Choice], more: int) -> None:
    for number, choice in enumerate(shown, 1):
        click.echo(f"  {number}  {choice.id}  {click.style(choice.name, dim=True)}")
    if more:
        click.echo(f"  … and {more} more, found by their words.")
    if shown:
        click.echo("  Type a number, or other words.")
    else:
        click.echo("  Nothing is called so. Type other words, or ? for a list.")


def _asked(question: str, default: str = "") -> str:
    _line_editor()
    said: str = click.prompt(question, default=default, show_default=bool(default))
    return said.strip()


def _refuse(message: str) -> NoReturn:
    raise _RefusedError(message)


def _line_editor() -> Any:
    """Python's `readline`, by which arrow keys move within an answer; None where the system has none."""
    try:
        import readline  # noqa: PLC0415 (it takes the terminal over, which only questions may)
    except ImportError:
        return None
    return readline


@contextmanager
def _completing(choices: Sequence[Choice]) -> Iterator[None]:
    """The tabulator key completes ids while one is asked for, where Python has that from the system."""
    readline = _line_editor()
    if readline is None:
        yield
        return
    ids = [choice.id for choice in choices]
    before = readline.get_completer(), readline.get_completer_delims()

    def complete(text: str, state: int) -> str | None:
        fitting = [one for one in ids if one.startswith(text)]
        return fitting[state] if state < len(fitting) else None

    readline.set_completer(complete)
    readline.set_completer_delims("")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before[0])
        readline.set_completer_delims(before[1])
