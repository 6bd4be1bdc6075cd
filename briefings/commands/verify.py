"""`briefings verify`: look whether the quotes stand in their sources."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefings.clock import now
from briefings.commands.completing import ENTRY_OR_FILE
from briefings.commands.project import CONTENT_ERROR, config_file_option, fail, project_of
from briefings.problems import ContentError, did_you_mean

if TYPE_CHECKING:  # What verifies is imported when it runs: `--help` has no need of it.
    from briefings.importing.holdings import Holdings
    from briefings.importing.verifying import Verdict
    from briefings.model import Entry
    from briefings.settings import Settings

_LONGEST = 240
"""Characters of a quote or a passage that are shown."""


@click.command()
@click.argument("entries", nargs=-1, type=ENTRY_OR_FILE, metavar="[ENTRY]...")
@config_file_option
@click.option(
    "--fetch", "fetches", is_flag=True, help="Fetch and keep the sources that are missing."
)
@click.option("--allow-local", is_flag=True, help="Also fetch from this computer's own network.")
def verify(
    entries: tuple[str, ...], config_file: Path | None, *, fetches: bool, allow_local: bool
) -> None:
    """Look whether quotes stand in their saved sources, and note the day with those that do.

    ENTRY is an id or a file. Without one, every quote that is not verified is looked for; in the entries
    that are named, also those that are.

    For example: briefings verify 2024/06/14/summit --fetch
    """
    from briefings.editing.saving import save  # noqa: PLC0415 (see above)
    from briefings.importing.holdings import holdings_of  # noqa: PLC0415 (see above)
    from briefings.importing.verifying import changes, saved_in, verdicts  # noqa: PLC0415

    settings = project_of(config_file).settings
    bulletin = holdings_of(settings, now())
    chosen = _chosen(entries, bulletin)
    if fetches:
        _fetch(chosen, bulletin, again=bool(entries), allow_local=allow_local)
    saved = saved_in(settings)
    found = [one for entry in chosen for one in verdicts(entry, saved, again=bool(entries))]
    try:
        save(changes(found, bulletin.today, settings), within=settings.content_dir)
    except (ContentError, OSError, ValueError) as error:
        fail(f"Nothing was changed: {error}")
    _say(found, settings)
    if any(one.outcome != "found" for one in found):
        sys.exit(CONTENT_ERROR)


def _chosen(named: Sequence[str], bulletin: "Holdings") -> "list[Entry]":
    """The entries that are meant, all where none is named."""
    if not named:
        return [bulletin.entry(one) for one in bulletin.outlines if one.speakers]
    outlines = {}
    for name in named:
        path = bulletin.settings.name_of(Path(name).absolute())
        inner = name.strip("/")
        found = [one for one in bulletin.outlines if inner == one.id or one.path in (name, path)]
        if not found:
            nearest = did_you_mean(inner, [one.id for one in bulletin.outlines])
            raise click.UsageError(
                f'there is no entry "{name}" that can be read.{nearest} '
                "An entry is named by its id, as 2024/06/14/summit, or by its file."
            )
        outlines.update({one.id: one for one in found})
    return [bulletin.entry(one) for one in outlines.values()]


def _fetch(
    entries: "Iterable[Entry]", bulletin: "Holdings", *, again: bool, allow_local: bool
) -> None:
    """Keep the text of each source that a quote stands in and that is not kept yet."""
    from briefings.importing.failing import SourceError  # noqa: PLC0415 (see above)
    from briefings.importing.reading import read_url  # noqa: PLC0415 (see above)
    from briefings.importing.sources import save_source, saved_source  # noqa: PLC0415 (see above)
    from briefings.importing.verifying import names_of, sources_of  # noqa: PLC0415 (see above)

    settings = bulletin.settings
    quotes = [
        (entry, one) for entry in entries for one in entry.quotes if again or not one.verified
    ]
    sources = dict.fromkeys(source for entry, one in quotes for source in sources_of(entry, one))
    for source in sources:
        if saved_source(names_of(source), settings) is not None:
            continue
        for url in filter(None, (source.url, source.archived)):
            try:
                read = read_url(url, allow_local=allow_local)
                save_source(url, read.title, read.article.text, bulletin.today, settings)
            except SourceError as error:
                click.echo(f"warning: {error}", err=True)
            except OSError as error:
                fail(f"The source cannot be kept: {error}")
            else:
                break


def _say(found: "Sequence[Verdict]", settings: "Settings") -> None:
    """Where a quote is not verified, why; and how many are."""
    from briefings.checks.locating import Findings  # noqa: PLC0415 (see above)

    findings = Findings(settings.folder)
    for one in found:
        if one.outcome != "found":
            line, column = findings.position(one.path, (*one.keys, "text"))
            click.echo(f"{one.path}:{line}:{column}: {_what(one)}", err=True)
    if not found:
        click.echo("There are no quotes to verify.")
        return
    counts = {name: sum(one.outcome == name for one in found) for name in ("found", "missing")}
    unsaved = len(found) - counts["found"] - counts["missing"]
    click.echo(
        f"{counts['found']} of {len(found)} quotes verified, {counts['missing']} not found, "
        f"{unsaved} without a saved source."
    )


def _what(one: "Verdict") -> str:
    where = ", ".join(one.sources) or "its source"
    quote = _shortened(one.text)
    if one.outcome == "unsaved":
        return (
            f"the source of “{quote}” is not saved: {where}. "
            "Add --fetch, or import its text. [source-not-saved]"
        )
    nearest = f" Nearest to it: “{_shortened(one.nearest)}”." if one.nearest else ""
    return f"“{quote}” is not in {where}.{nearest} Mend the quote. [quote-not-found]"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0] + "…"
