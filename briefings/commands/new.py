"""`briefings new`: write a new entry, or add to the vocabulary."""

from pathlib import Path
from typing import Any

import click

from briefings import model
from briefings.commands.completing import ACTOR, STORY, TOPIC
from briefings.commands.project import config_file_option, project_of
from briefings.commands.values import NEW_STATUSES, Answer, Written

ADDED = ("topic", "person", "organization", "place", "publisher", "story")
"""What can be added to the vocabulary."""


class _New(click.Group):
    """An entry by itself, something of the vocabulary by its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """What can be added to the vocabulary."""
        return list(ADDED)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command that adds such a thing."""
        from briefings.commands.adding import command_for  # noqa: PLC0415 (an entry needs none of them)

        return command_for(cmd_name) if cmd_name in ADDED else None


def _kinds(kinds: Any) -> click.Choice[str]:
    return click.Choice([kind.value for kind in kinds])


@click.group(cls=_New, invoke_without_command=True, subcommand_metavar="[COMMAND …]")
@config_file_option
@click.option("--title", type=Written(str, name="TEXT"), help="What happened, in one line.")
@click.option(
    "--topic", "topics", type=TOPIC, multiple=True, help="Its section first. Can be given again."
)
@click.option("--status", type=_kinds(NEW_STATUSES), help="How sure its facts are.")
@click.option("--kind", type=_kinds(model.Kind), help="What sort of development it is.")
@click.option("--importance", type=_kinds(model.Importance), help="Its place in its section.")
@click.option(
    "--source",
    "sources",
    type=Written(model.Url, name="URL"),
    multiple=True,
    help="Where its facts were published. Can be given again.",
)
@click.option("--story", "stories", type=STORY, multiple=True, help="The main one first.")
@click.option(
    "--answers",
    "responds_to",
    type=Answer(),
    multiple=True,
    help="The entry that it answers, with :accepts, :rejects, :conditional or :comments.",
)
@click.option("--by", type=ACTOR, multiple=True, help="Who acted or spoke.")
@click.option("--summary", type=Written(str, name="TEXT"), help="One or two plain sentences.")
@click.option("--body", help="Its text in Markdown; - reads it from standard input.")
@click.option("--date", "when", metavar="DAY[THH:MM]", help="Default: today, without a time.")
@click.option(
    "--from-url", type=Written(model.Url, name="URL"), help="Draft it from the article there."
)
@click.option(
    "--allow-local",
    is_flag=True,
    help="With --from-url, also fetch from this computer's own network.",
)
@click.option("--yaml", is_flag=True, help="Write YAML alone instead of Markdown.")
@click.pass_context
def new(ctx: click.Context, /, config_file: Path | None, **given: Any) -> None:
    """Write a new entry, or add to the vocabulary.

    On a terminal you are asked for what is missing, and $VISUAL or $EDITOR opens the new file. Elsewhere, and
    where a title, a topic and a source are given, nothing is asked.

    For example: briefings new --title "Grain ships sail" --topic trade --source https://example.org/a

    Or: briefings new person ann-lee --name "Ann Lee" --alias Lee
    """
    if ctx.invoked_subcommand is not None:
        if any(given.values()):
            raise click.UsageError(
                "options of an entry do not go with something of the vocabulary."
            )
        return
    from briefings.commands.entry import write_entry  # noqa: PLC0415 (as above)

    write_entry(project_of(config_file).settings, given)
