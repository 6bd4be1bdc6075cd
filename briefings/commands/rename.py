"""`briefings rename`: give a topic, a person or another record another id."""

from pathlib import Path

import click

from briefings.commands.changing import carry_out, dry_run_option
from briefings.commands.completing import IdOfKind
from briefings.commands.project import config_file_option, project_of
from briefings.commands.schema import renew

_REGISTRIES = {
    "topic": "topics",
    "story": "stories",
    "person": "people",
    "organization": "organizations",
    "place": "places",
    "publisher": "publishers",
}


@click.command()
@config_file_option
@dry_run_option
@click.argument("what", type=click.Choice(list(_REGISTRIES)))
@click.argument("old", type=IdOfKind("what", _REGISTRIES))
@click.argument("new")
def rename(config_file: Path | None, what: str, old: str, new: str, *, dry: bool) -> None:
    """Give a record of the vocabulary another id, everywhere.

    The id changes in its registry, in every entry and introduction, and in the links to its pages. Its
    pages have another address then; their old one is gone.

    For example: briefings rename topic peace peace-talks
    """
    from briefings.editing.renaming import renamed  # noqa: PLC0415 (--help has no need of it)

    project = project_of(config_file)
    carry_out(
        project,
        lambda: renamed(project.settings, _REGISTRIES[what], old, new),
        f"{old} is {new} now.",
        dry=dry,
    )
    if not dry:
        renew(project.settings)
