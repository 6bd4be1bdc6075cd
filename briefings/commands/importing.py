"""`briefings import`: turn a source into a draft."""

import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefings.clock import now
from briefings.commands.project import config_file_option, fail, project_of

if TYPE_CHECKING:  # What imports is imported when it runs: `--help` has no need of it.
    from briefings.importing.drafting import Draft
    from briefings.importing.feeds import Item
    from briefings.importing.holdings import Holdings
    from briefings.importing.reading import SourceText

_WEB = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
_NUMBERS = re.compile(r"\d{1,4}(?:-\d{1,4})?(?:\s*,\s*\d{1,4}(?:-\d{1,4})?)*")


class _Numbers(click.ParamType[tuple[int, ...]]):
    name = "NUMBERS"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[int, ...]:
        if not _NUMBERS.fullmatch(str(value).strip()):
            self.fail(f'"{value}" names no items. Write their numbers: 1,3-5', param, ctx)
        found: list[int] = []
        for part in str(value).split(","):
            first, _, last = part.strip().partition("-")
            found.extend(range(int(first), int(last or first) + 1))
        return tuple(dict.fromkeys(found))


@click.command("import")
@click.argument("source")
@config_file_option
@click.option("--url", help="Where a file or standard input was published.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to file it under. Default: the one on which it was published.",
)
@click.option("--split", is_flag=True, help="Write a draft for each development in the article.")
@click.option("--feed", is_flag=True, help="SOURCE is a feed: list its items.")
@click.option("--take", type=_Numbers(), help="With --feed, the items to import: 1,3-5")
@click.option("--allow-local", is_flag=True, help="Also fetch from this computer's own network.")
def importing(
    source: str,
    config_file: Path | None,
    url: str | None,
    day: datetime | None,
    take: tuple[int, ...] | None,
    *,
    split: bool,
    feed: bool,
    allow_local: bool,
) -> None:
    """Turn SOURCE into a draft: an article's URL, a file (HTML or text) or - for standard input.

    What the article says of names, quotes, figures and dates goes into the draft; its own text is kept
    in .sources/, which git ignores, and `briefings verify` compares the quotes with it.

    For example: briefings import https://example.org/2024/06/14/summit
    """
    from briefings.importing.failing import SourceError  # noqa: PLC0415 (see above)
    from briefings.importing.holdings import holdings_of  # noqa: PLC0415 (see above)

    if take is not None and not feed:
        raise click.UsageError("--take chooses from a feed. Add --feed.")
    if url is not None and (feed or _WEB.match(source)):
        raise click.UsageError("--url is for a file or standard input.")
    settings = project_of(config_file).settings
    bulletin = holdings_of(settings, now())
    chosen = day.date() if day else None
    try:
        if not feed:
            _import(_read(source, url, allow_local=allow_local), bulletin, chosen, split=split)
            return
        items = _items(source, allow_local=allow_local)
        numbers = _offer(items, bulletin) if take is None else take
        for item in _taken(items, numbers):
            _import(_read(item.url, None, allow_local=allow_local), bulletin, chosen, split=split)
            bulletin = holdings_of(settings, now())
    except SourceError as error:
        fail(str(error))


def _read(source: str, url: str | None, *, allow_local: bool) -> "SourceText":
    """The article that is meant. Raises `SourceError`."""
    from briefings.importing.failing import SourceError  # noqa: PLC0415 (see above)
    from briefings.importing.metadata import is_address  # noqa: PLC0415 (see above)
    from briefings.importing.reading import read_bytes, read_url  # noqa: PLC0415 (see above)

    if _WEB.match(source):
        return read_url(source, allow_local=allow_local)
    if url is not None and not is_address(url):
        raise SourceError(f'"{url}" is no address of a page. It begins with https:// or http://.')
    return read_bytes(_bytes_of(source), url=url)


def _bytes_of(source: str) -> bytes:
    """What a file or standard input holds, no more of it than is looked at."""
    from briefings.importing.failing import SourceError  # noqa: PLC0415 (see above)
    from briefings.importing.fetching import MAX_BYTES  # noqa: PLC0415 (see above)

    if source == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(source).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no name of a file"
        hint = " An address begins with https://" if "." in source and "/" in source else ""
        raise SourceError(f'"{source}" cannot be read: {reason}.{hint}') from error


def _items(source: str, *, allow_local: bool) -> "list[Item]":
    from briefings.importing.feeds import feed_at, items_of  # noqa: PLC0415 (see above)

    if _WEB.match(source):
        return feed_at(source, allow_local=allow_local)
    return items_of(_bytes_of(source))


def _offer(items: "Sequence[Item]", bulletin: "Holdings") -> tuple[int, ...]:
    """List what a feed has, and ask which of it to import where somebody can answer."""
    for number, item in enumerate(items, 1):
        cited = bulletin.citing(item.url)
        day = f"{item.published:%Y-%m-%d}" if item.published else "no date"
        known = f" (cited by {', '.join(cited)})" if cited else ""
        click.echo(f"{number:3}  {day}  {item.title}{known}\n     {item.url}")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo("To import some of them, add their numbers: --take 1,3", err=True)
        return ()
    answer = click.prompt("Which ones? (1,3-5; Enter for none)", default="", show_default=False)
    return _Numbers().convert(answer, None, None) if answer.strip() else ()


def _taken(items: "Sequence[Item]", numbers: Sequence[int]) -> "list[Item]":
    for number in numbers:
        if not 1 <= number <= len(items):
            raise click.UsageError(f"the feed has no item {number}. It has {len(items)}.")
    return [items[number - 1] for number in numbers]


def _import(source: "SourceText", bulletin: "Holdings", day: date | None, *, split: bool) -> None:
    """Write the drafts, and the article's text to where nobody publishes it."""
    from briefings.editing.saving import save  # noqa: PLC0415 (see above)
    from briefings.importing.drafting import drafts_from  # noqa: PLC0415 (see above)
    from briefings.importing.sources import save_source  # noqa: PLC0415 (see above)

    settings = bulletin.settings
    drafts = drafts_from(source, bulletin, day=day, split=split)
    files = {settings.content_dir / draft.path: draft.text for draft in drafts}
    try:
        save_source(source.name, source.title, source.article.text, bulletin.today, settings)
        save(files, within=settings.content_dir)
    except (OSError, ValueError) as error:
        fail(f"The draft cannot be written: {error}")
    for file, draft in zip(files, drafts, strict=True):
        click.echo(f"{settings.name_of(file)}: {_counted(draft)}")
    for warning in dict.fromkeys(warning for draft in drafts for warning in draft.warnings):
        click.echo(f"warning: {warning}", err=True)


def _counted(draft: "Draft") -> str:
    """What a draft holds, in a few words."""
    numbers = {name: _number(draft.values.get(f"{name}s")) for name in ("quote", "figure", "event")}
    said = [f"{count} {name}{'s' * (count != 1)}" for name, count in numbers.items() if count]
    return f"a draft with {', '.join(said)}" if said else "a draft"


def _number(items: object) -> int:
    return len(items) if isinstance(items, list) else 0
