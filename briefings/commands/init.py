"""`briefings init`: begin a new bulletin."""

import os
import shlex
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import click
from click.shell_completion import CompletionItem

from briefings.commands.project import fail
from briefings.commands.values import Written
from briefings.model import Url

_LOCALTIME = Path("/etc/localtime")


class _Timezone(click.ParamType[str]):
    """The name of a time zone, as Europe/Bucharest."""

    name = "ZONE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            ZoneInfo(str(value))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.fail(
                f'"{value}" is no time zone. Write one like Europe/Bucharest or UTC.', param, ctx
            )
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        zones = sorted(available_timezones())
        return [CompletionItem(one) for one in zones if one.startswith(incomplete)]


class _Language(click.ParamType[str]):
    """A language that CLDR knows."""

    name = "TAG"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        # Imported here because no other command has need of CLDR's data so early.
        from babel import Locale, UnknownLocaleError  # noqa: PLC0415

        try:
            Locale.parse(str(value), sep="-")
        except (UnknownLocaleError, ValueError):
            self.fail(f'"{value}" is no language tag. Write one like en, ro or pt-BR.', param, ctx)
        return str(value)


class _Name(click.ParamType[str]):
    """A line of text."""

    name = "NAME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        name = str(value).strip()
        if not name or not name.isprintable():
            self.fail("the name is a line of text, such as The Harbour Bulletin.", param, ctx)
        return name


_NAME, _LANGUAGE, _TIMEZONE, _URL = _Name(), _Language(), _Timezone(), Written(Url, name="URL")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", type=_NAME, help="The bulletin's name.")
@click.option("--language", type=_LANGUAGE, help="Its language. Default: en.")
@click.option("--timezone", type=_TIMEZONE, help="Where its days begin and end. Default: UTC.")
@click.option("--url", type=_URL, help="Where it is to be published.")
@click.pass_context
def init(ctx: click.Context, /, folder: Path, **given: str | None) -> None:
    """Begin a new bulletin in the folder DIR, which is made if need be.

    It has its settings, a vocabulary, a first entry, a page about it, workflows for GitHub and GitLab and
    settings for text editors, and can be built at once. On a terminal you are asked for what is missing;
    elsewhere a name is needed.

    For example: briefings init harbour --name "The Harbour Bulletin" --timezone Europe/Bucharest
    """
    from briefings.clock import now  # noqa: PLC0415 (to ask for help needs none of it)
    from briefings.commands.asking import is_terminal  # noqa: PLC0415 (as above)
    from briefings.commands.schema import schema  # noqa: PLC0415 (as above)
    from briefings.starting import Beginning, NotEmptyError, begin, starter_files  # noqa: PLC0415

    if is_terminal():
        _ask(given)
    elif not given["name"]:
        raise click.UsageError("nobody can be asked here, so --name must be given.")
    beginning = Beginning(
        name=given["name"] or "",
        language=given["language"] or "en",
        timezone=given["timezone"] or "UTC",
        url=given["url"] or "",
    )

    def write_schemas() -> None:
        ctx.invoke(schema, config_file=folder / "mkdocs.yml", out=None, vscode=True)

    today = now().astimezone(ZoneInfo(beginning.timezone)).date()
    try:
        begin(folder, starter_files(beginning, today), write_schemas)
    except NotEmptyError:
        fail(f"{folder} is not empty. Name a new folder, or an empty one.")
    except OSError as error:
        fail(f"{error.filename or folder} cannot be written: {error.strerror or error}.")
    click.echo(f"A bulletin begins in {folder}. Next:")
    for step in (
        f"cd {shlex.quote(str(folder))}",
        "briefings build",
        "briefings serve --open",
        "briefings new",
    ):
        click.echo(f"  {step}")


def _ask(given: dict[str, str | None]) -> None:
    """Ask for what the options leave open. An empty address is none."""
    if not given["name"]:
        given["name"] = click.prompt("The bulletin's name", type=_NAME)
    if not given["language"]:
        given["language"] = click.prompt("Its language", default="en", type=_LANGUAGE)
    if not given["timezone"]:
        given["timezone"] = click.prompt("Its time zone", default=_own_timezone(), type=_TIMEZONE)
    if given["url"] is None:
        question = "Where it will be published (empty if you do not know yet)"
        given["url"] = click.prompt(question, default="", show_default=False, type=_AddressOrNone())


class _AddressOrNone(click.ParamType[str]):
    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(_URL.convert(value, param, ctx)) if value else ""


def _own_timezone() -> str:
    """The time zone of this machine, as far as it tells."""
    _, _, name = os.path.realpath(_LOCALTIME).partition("/zoneinfo/")
    return name.removeprefix("Etc/") if name in available_timezones() else "UTC"
