"""What can a person type? One module a command."""

import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

import click

from briefings import __version__

_NAMES = (
    "build",
    "check",
    "desk",
    "diff",
    "fmt",
    "import",
    "init",
    "links",
    "merge-driver",
    "move",
    "new",
    "next-change",
    "rename",
    "schema",
    "serve",
    "setup-git",
    "stats",
    "verify",
    "withdraw",
)
_FILES = {"import": "importing"}
"""The modules of commands whose name no module can have."""


class _Commands(click.Group):
    """The commands, of which only the one that is asked for is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(_NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in _NAMES:
            return None
        name = _FILES.get(cmd_name, cmd_name.replace("-", "_"))
        command: click.Command = getattr(import_module(f"{__name__}.{name}"), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefings")
def main() -> None:
    """Make a briefing bulletin out of entries written in YAML and Markdown."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Do what a person typed, as a program of its own, and end."""
    try:
        main(arguments)
    except SystemExit as end:
        if threading.active_count() == 1 and isinstance(end.code, int | None):
            _leave(end.code or 0)
        raise


def _leave(code: int) -> None:
    """End at once: giving memory back object by object takes a tenth of the time of a short run."""
    with suppress(OSError):  # Nobody listens any more.
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)
