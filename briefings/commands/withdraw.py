"""`briefings withdraw`: take an entry back, with date and reason."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from briefings.clock import now
from briefings.commands.changing import Changes, carry_out, dry_run_option
from briefings.commands.completing import ENTRY_OR_FILE
from briefings.commands.project import config_file_option, project_of
from briefings.files.days import day_of


class _Day(click.ParamType[date]):
    name = "DATE"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        outcome = day_of(str(value))
        if isinstance(outcome, str):
            self.fail(outcome, param, ctx)
        return outcome


@click.command()
@config_file_option
@dry_run_option
@click.argument("entry", type=ENTRY_OR_FILE)
@click.option("--reason", required=True, help="Why, in a sentence or two for readers.")
@click.option(
    "--date", "day", type=_Day(), help="The day on which it is withdrawn. Default: today."
)
def withdraw(
    config_file: Path | None, entry: str, reason: str, day: date | None, *, dry: bool
) -> None:
    """Take ENTRY back: its page stays as a notice with the reason, and it leaves all lists.

    ENTRY is an id or a file.

    For example: briefings withdraw 2024/06/14/terms --reason "The document was a forgery."
    """
    from briefings.editing.finding import find_entry  # noqa: PLC0415 (--help has no need of it)
    from briefings.editing.withdrawing import withdrawn  # noqa: PLC0415 (as above)

    if not reason.strip():
        raise click.UsageError("--reason is empty. Say why, in a sentence or two for readers.")
    project = project_of(config_file)
    today = now().astimezone(project.settings.timezone).date()
    if day and day > today:
        raise click.UsageError(f"{day} is still to come. Leave --date out for today.")

    def make() -> Changes:
        found = find_entry(project.settings, entry)
        return {found.file.file: withdrawn(found, " ".join(reason.split()), day or today)}

    carry_out(project, make, "The entry was withdrawn.", dry=dry)
