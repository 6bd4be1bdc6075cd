"""What can a person type? One module a command."""

from importlib import import_module

import click

from briefings import __version__

_NAMES = ("build", "check", "fmt", "import", "move", "rename", "serve", "verify", "withdraw")
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
        name = _FILES.get(cmd_name, cmd_name)
        command: click.Command = getattr(import_module(f"{__name__}.{name}"), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefings")
def main() -> None:
    """Make a briefing bulletin out of entries written in YAML and Markdown."""
