"""What can a person type? One module a command."""

import click

from briefings import __version__
from briefings.commands.build import build
from briefings.commands.check import check


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefings")
def main() -> None:
    """Make a briefing bulletin out of entries written in YAML and Markdown."""


main.add_command(build)
main.add_command(check)
