"""Is that a value of the content format? Options are read as files are, and refused in the same words."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import Any, NoReturn

import click
from click.shell_completion import CompletionItem

from briefings.commands.completing import EntryId
from briefings.model import Stance, Status

NEW_STATUSES = tuple(status for status in Status if status is not Status.WITHDRAWN)
"""What a new entry can be: nothing is taken back before it was published."""
_ENTRY = EntryId(*Stance)


class Written(click.ParamType[Any]):
    """A value that the format knows."""

    def __init__(self, kind: Any, *, name: str) -> None:
        """`kind` is a type of `model`, as `Url`."""
        self.name = name
        self._kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value as the format reads it. Fails in the format's words."""
        if not isinstance(value, str):
            return value
        return read_value(value, self._kind, lambda message: self.fail(message, param, ctx))


class Answer(click.ParamType[dict[str, str]]):
    """An entry's id, or `ENTRY:STANCE`."""

    name = "ENTRY[:STANCE]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dict[str, str]:
        """The response as a file has it."""
        if isinstance(value, dict):
            return value
        entry, colon, stance = str(value).rpartition(":")
        if not colon:
            return {"entry": _ENTRY.convert(value, param, ctx)}
        if stance not in set(Stance):
            self.fail(f'unknown stance "{stance}". It is one of: {", ".join(Stance)}.', param, ctx)
        return {"entry": _ENTRY.convert(entry, param, ctx), "stance": stance}

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Entries, and behind a colon stances."""
        return _ENTRY.shell_complete(ctx, param, incomplete)


def read_value(
    text: str, kind: Any, refuse: Callable[[str], NoReturn], timezone: tzinfo = UTC
) -> Any:
    """What a text says as a value of `kind`; `refuse` is told what is wrong with it, and raises.

    Times without an offset are of `timezone`.
    """
    # Imported here because a command without such options needs no YAML.
    from briefings.files.faults import Report  # noqa: PLC0415
    from briefings.files.values import scalar_reader  # noqa: PLC0415
    from briefings.files.yamltext import Scalar  # noqa: PLC0415

    report = Report("", timezone)
    written = unicodedata.normalize("NFC", text)
    if not written.strip():
        refuse("there is nothing in it. Write a value, or leave the option out.")
    value = scalar_reader("value", kind)(Scalar(written.strip(), '"', 1, 1), report)
    if report.problems:
        refuse(report.problems[0].message)
    return value
