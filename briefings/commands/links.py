"""`briefings links`: see whether the sources' pages are still there."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import click

from briefings.clock import now
from briefings.commands.project import (
    CONTENT_ERROR,
    config_file_option,
    fail,
    project_of,
    say_problems,
)
from briefings.editing.errors import OutsideError
from briefings.editing.saving import save
from briefings.files.layout import LINKS
from briefings.loading import Loaded, load, prefix_of
from briefings.problems import ContentError
from briefings.settings import Settings
from briefings.visiting.finding import Finding, Result
from briefings.visiting.record import Record, due, recorded, renewed, written
from briefings.visiting.round import Practice, go_round, look_for_copies
from briefings.visiting.sources import Use, uses_of, with_copies

_SAID = {
    Result.GONE: "Gone",
    Result.UNREACHABLE: "Unreachable",
    Result.CERTIFICATE: "With a wrong certificate",
    Result.MOVED: "Moved for good",
    Result.REFUSED: "Closed to robots: look for yourself",
}
"""What is told page by page, in this order."""
_WORDS = {
    Result.OK: "in order",
    Result.MOVED: "moved",
    Result.GONE: "gone",
    Result.REFUSED: "closed to robots",
    Result.UNREACHABLE: "unreachable",
    Result.CERTIFICATE: "with a wrong certificate",
}


@click.command()
@config_file_option
@click.option(
    "--older-than",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="Visit again what was visited so many days ago or earlier.",
)
@click.option(
    "--limit", type=click.IntRange(min=0), metavar="N", help="Visit so many pages at most."
)
@click.option(
    "--copies",
    is_flag=True,
    help="Look for Wayback copies of all sources without one. Default: of broken ones.",
)
@click.option("--write", is_flag=True, help="Write the copies into the entries, as archived.")
@click.pass_obj
def links(
    practice: Practice | None,
    config_file: Path | None,
    older_than: int,
    limit: int | None,
    *,
    copies: bool,
    write: bool,
) -> None:
    """See whether the sources' pages are still there, and find archived copies.

    Pages that were never visited come first, then those visited longest ago. What is found is kept in
    content/links.yml, for you to commit. The status is 1 where a source without an archived copy is
    broken.

    For example: briefings links --limit 100 --write
    """
    settings = project_of(config_file).settings
    with _problems_said():
        desk = _Desk(settings, practice or Practice())
        desk.visit(timedelta(days=older_than), limit)
        desk.archive(everything=copies, write=write)
    desk.tell()
    if desk.has_broken:
        sys.exit(CONTENT_ERROR)


@contextmanager
def _problems_said() -> Iterator[None]:
    """Where something is wrong with the content, say it and end the command."""
    try:
        yield
    except ContentError as error:
        say_problems(error.problems)
        sys.exit(CONTENT_ERROR)
    except (OSError, OutsideError) as error:
        fail(str(error))


class _Desk:
    """One run of the command."""

    def __init__(self, settings: Settings, practice: Practice) -> None:
        self._settings = settings
        self._practice = practice
        self._contact = settings.site_url or ""
        self._today = now().astimezone(settings.timezone).date()
        loaded = load(settings)
        self._unread = [path for path in loaded.paths() if _is_faulty(loaded, path)]
        self._uses = uses_of(loaded)
        self._file = settings.content_dir / LINKS
        known = recorded(self._file, f"{prefix_of(settings)}/{LINKS}")
        # What cannot be read today may name pages that are on record.
        self._known = {url: one for url, one in known.items() if url in self._uses or self._unread}
        self._copies: dict[str, str] = {}

    def visit(self, older_than: timedelta, limit: int | None) -> None:
        """Visit what is due, and write down what was found, also where one is interrupted."""
        urls = due(self._uses, self._known, self._today, older_than)[:limit]
        click.echo(f"{_counted(len(urls))} to visit, of {len(self._uses)}.", err=True)
        found: list[Finding] = []
        try:
            with click.progressbar(
                length=len(urls), label="Visiting", file=sys.stderr, hidden=not urls
            ) as bar:

                def note(finding: Finding) -> None:
                    found.append(finding)
                    bar.update(1)

                if urls:
                    go_round(urls, self._practice, self._contact, note)
        finally:
            if _is_offline(found):
                fail("No server answered: this machine is not connected. Nothing was recorded.")
            for one in found:
                self._known[one.url] = renewed(self._known.get(one.url), one, self._today)
            self._save()

    def archive(self, *, everything: bool, write: bool) -> None:
        """Look for copies, and write them into the entries where that is asked for."""
        wanted = dict(self._without_copy(everything=everything))
        if not wanted:
            return
        click.echo(f"Asking the Wayback Machine for {_counted(len(wanted))}.", err=True)
        try:
            why = look_for_copies(wanted, self._practice, self._contact, self._copies.__setitem__)
            if why:
                click.echo(f"The Wayback Machine could not be asked on: {why}.", err=True)
        finally:
            if write and self._copies:
                save(with_copies(self._copies, self._uses, self._settings))
        for url, copy in sorted(self._copies.items()):
            click.echo(f"{'Archived' if write else 'A copy of'} {url}\n  {copy}")
        if write:
            self._uses = {
                url: [use._replace(archived=use.archived or url in self._copies) for use in uses]
                for url, uses in self._uses.items()
            }
        elif self._copies:
            click.echo("With --write they are written into the entries.", err=True)

    def tell(self) -> None:
        """Say what is on record of the pages, those that are not in order one by one."""
        for result, heading in _SAID.items():
            records = [one for one in self._records() if one.result is result]
            if records:
                click.echo(f"{heading}:")
            for record in records:
                click.echo(f"  {_described(record)}")
                click.echo(f"    {_named(self._uses[record.url])}")
        counts = Counter(one.result for one in self._records())
        numbers = [f"{counts[one]} {word}" for one, word in _WORDS.items() if counts[one]]
        if waiting := len(self._uses) - counts.total():
            numbers.append(f"{waiting} not visited yet")
        click.echo(f"{_counted(len(self._uses))}: {', '.join(numbers) or 'none'}.")
        if self._unread:
            click.echo(
                f"Left out, since something is wrong there (briefings check): "
                f"{', '.join(self._unread)}",
                err=True,
            )

    @property
    def has_broken(self) -> bool:
        """Whether a source without an archived copy is broken."""
        return any(
            record.result.is_broken and not _is_archived(self._uses[record.url])
            for record in self._records()
        )

    def _records(self) -> Iterator[Record]:
        for url in sorted(self._uses.keys() & self._known.keys()):
            yield self._known[url]

    def _without_copy(self, *, everything: bool) -> Iterator[tuple[str, date]]:
        for url, uses in sorted(self._uses.items()):
            known = self._known.get(url)
            if not _is_archived(uses) and (everything or (known and known.result.is_broken)):
                yield url, min(use.day for use in uses if not use.archived)

    def _save(self) -> None:
        text = written(self._known.values())
        before = b""
        with suppress(FileNotFoundError):
            before = self._file.read_bytes()
        if text.encode() != before and (self._known or before):
            save({self._file: text}, within=self._settings.content_dir)


def _is_faulty(loaded: Loaded, path: str) -> bool:
    """Whether a file may name pages that could not be read."""
    if loaded.gist(path).sound:
        return False
    result = loaded.result(path)
    return result.unread or bool(result.broken)


def _is_offline(found: list[Finding]) -> bool:
    """Whether it is rather this machine than each of several hosts that is not there."""
    hosts = {urlsplit(one.url).hostname for one in found}
    return len(hosts) > 1 and not any(one.answered for one in found)


def _is_archived(uses: list[Use]) -> bool:
    return all(use.archived for use in uses)


def _described(record: Record) -> str:
    since = f" since {record.since}" if record.since else ""
    led = f"\n    now {record.to}" if record.to else ""
    why = f" ({record.detail})" if record.detail else ""
    return f"{record.url}{why}{since}{led}"


def _named(uses: list[Use]) -> str:
    """The entries that name a page, those first that have no copy of it."""
    entries: Mapping[str, bool] = {use.entry: use.archived for use in uses}
    return ", ".join(
        f"{entry} (archived)" if archived else entry for entry, archived in entries.items()
    )


def _counted(number: int) -> str:
    return "1 page" if number == 1 else f"{number} pages"
