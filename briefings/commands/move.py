"""`briefings move`: put an entry on another day, under another slug or in another file."""

from pathlib import Path

import click

from briefings.commands.changing import Changes, carry_out, dry_run_option
from briefings.commands.completing import ENTRY_OR_FILE
from briefings.commands.project import config_file_option, project_of


@click.command()
@config_file_option
@dry_run_option
@click.argument("entry", type=ENTRY_OR_FILE)
@click.argument("new", type=ENTRY_OR_FILE)
def move(config_file: Path | None, entry: str, new: str, *, dry: bool) -> None:
    """Put ENTRY on another day, under another slug or in another file.

    ENTRY is an id or a file. NEW is its new id, or the path of a file of its own or of a list. Its old
    address becomes an alias, and everything that refers to it follows.

    For example: briefings move 2024/06/14/terms 2024/06/15/ceasefire-terms
    """
    from briefings.editing.finding import find_entry  # noqa: PLC0415 (--help has no need of it)
    from briefings.editing.moving import moved  # noqa: PLC0415 (as above)

    project = project_of(config_file)

    def make() -> Changes:
        made = moved(project.settings, find_entry(project.settings, entry), new)
        for note in made.notes:
            click.echo(note, err=True)
        return made.changes

    carry_out(project, make, "The entry was moved.", dry=dry)
