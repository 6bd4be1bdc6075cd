"""`briefings next-change`: say when the site changes by itself next."""

import json
import sys
from pathlib import Path

import click

from briefings.clock import now
from briefings.commands.project import (
    CONTENT_ERROR,
    config_file_option,
    fail,
    format_option,
    jobs_option,
    project_of,
    say_problems,
)
from briefings.foreseeing import Reason, Turn, Why, next_turn
from briefings.preparing import checked
from briefings.problems import ContentError
from briefings.workers import WorkerDiedError

_SAID = {
    Why.EMBARGO_ENDS: "the embargo of {} ends",
    Why.EVENT_PASSES: 'the event "{}" is over',
    Why.EVENT_FORGOTTEN: 'the front page leaves out the event "{}", announced a year before',
    Why.STORY_GROWS_QUIET: 'the story "{}" is called quiet',
    Why.NOTHING_TODAY: "the front page says that nothing has been published since {}",
    Why.ROLE_CHANGES: 'the role of "{}" changes in the list of people',
}


@click.command("next-change")
@config_file_option
@jobs_option
@format_option(
    "json: the moment and its reasons, with the pages that change.",
    "json",
)
def next_change(config_file: Path | None, jobs: int | None, form: str) -> None:
    """Say when the site changes by itself next, as when an embargo ends.

    The moment is written to the standard output, by ISO 8601 with its zone, and the reasons beside it,
    to standard error. Where nothing is going to change, the standard output stays empty.

    For example: briefings next-change --format json
    """
    project = project_of(config_file)
    moment = now()
    try:
        edition = checked(project, now=moment, jobs=jobs)
    except ContentError as error:
        say_problems(error.problems)
        sys.exit(CONTENT_ERROR)
    except WorkerDiedError as error:
        fail(str(error))
    turn = next_turn(edition, moment)
    if form == "json":
        click.echo(json.dumps(_plain(turn), ensure_ascii=False, indent=2))
    elif turn is None:
        click.echo("Nothing changes by itself.", err=True)
    else:
        click.echo(_iso(turn))
        for reason in turn.reasons:
            click.echo(_sentence(reason), err=True)


def _iso(turn: Turn) -> str:
    return turn.moment.isoformat(timespec="seconds")


def _plain(turn: Turn | None) -> dict[str, object]:
    if turn is None:
        return {"next_change": None, "reasons": []}
    reasons = [
        {"reason": one.why.value, "name": one.name, "pages": list(one.pages)}
        for one in turn.reasons
    ]
    return {"next_change": _iso(turn), "reasons": reasons}


def _sentence(reason: Reason) -> str:
    said = _SAID[reason.why].format(reason.name)
    return f"{said[0].upper()}{said[1:]}: {', '.join(reason.pages)}"
