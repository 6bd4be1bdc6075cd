"""`briefings build`: make the site."""

import gc
import time
from pathlib import Path
from typing import Any

import click

from briefings.caching import CacheDamagedError
from briefings.clock import now
from briefings.commands.moments import Moment, Typed
from briefings.commands.project import (
    config_file_of,
    config_file_option,
    jobs_option,
    say_problems,
)
from briefings.commands.wishes import Wishes
from briefings.idling import Begun, Glimpse
from briefings.locking import alone
from briefings.looking import looking
from briefings.projects import Remembered, remembered


@click.command()
@config_file_option
@jobs_option
@click.option(
    "--full", is_flag=True, help="Make every file anew, whatever earlier builds recorded."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Say how long each stage took.")
@click.option(
    "--explain", metavar="PATH", help="Say why the page at PATH was made anew, or was not."
)
@click.option(
    "--as-of",
    type=Moment(),
    help="Make the bulletin as it stood then, in a folder of its own: 2024-06-15T12:00, in the "
    "bulletin's time zone where none is given, or a day, for its end.",
)
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to, with --as-of. Default: as-of/MOMENT beside the site.",
)
def build(
    config_file: Path | None,
    jobs: int | None,
    explain: str | None,
    as_of: Typed | None,
    site_dir: Path | None,
    *,
    full: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make the site: render what changed and publish it.

    For example: briefings build --explain /2024/06/14/
    """
    if site_dir and not as_of:
        raise click.UsageError("--site-dir goes with --as-of. mkdocs.yml says where the site is.")
    gc.disable()  # A build with little to do is over before there is any garbage worth a search.
    wishes = Wishes(
        jobs=jobs,
        explain=explain,
        full=full,
        quiet=quiet,
        verbose=verbose,
        as_of=as_of,
        site_dir=site_dir,
        started=time.monotonic(),
    )
    file = config_file_of(config_file)
    with alone(file.parent / ".cache", _say_waiting):
        known = None if full or explain or as_of else remembered(file)
        if known is None:
            _make(file, wishes)
        else:
            _make_if_needed(file, wishes, known)


def _make_if_needed(file: Path, wishes: Wishes, known: Remembered) -> None:
    """Make the site, with a look first whether there is anything to do."""
    glimpse = Glimpse(known.glance)
    with looking(glimpse.site_dir, glimpse.standing) as found:
        try:
            idle = glimpse.idle(now(), found)
        except (CacheDamagedError, OSError):
            _make(file, wishes)  # What is wrong is said by whoever cannot do without.
            return
        if idle is None:
            begun = Begun(glimpse.noticed, found, glimpse.record)
            _make(file, wishes, known.project(), begun)
            return
        say_problems(idle.warnings)
        wishes.say_done(idle.entries, kept=idle.kept)


def _make(*args: Any) -> None:
    # Imported here because a build with nothing to do has no need of most of the program.
    from briefings.commands.making import make  # noqa: PLC0415

    make(*args)


def _say_waiting() -> None:
    click.echo("Another build of this bulletin is running. Waiting for it to end.", err=True)
