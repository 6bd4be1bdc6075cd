"""How does a new entry come to be? Options and answers become a file."""

import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

import click

from briefings import model
from briefings.checks.known import Known
from briefings.clock import now
from briefings.commands.asking import ask_kind, ask_many, ask_one, ask_text, ask_value, is_terminal
from briefings.commands.project import fail
from briefings.commands.values import NEW_STATUSES, read_value
from briefings.commands.written import open_in_editor, say_written, write
from briefings.editing.drafting import entry_text
from briefings.files.decoding import strange_character
from briefings.loading import MAX_BYTES, Loaded, load, vocabulary_of
from briefings.settings import Settings
from briefings.writing.choosing import Choice, choices_of
from briefings.writing.entries import day_of_moment, known_of, path_of_new

if TYPE_CHECKING:
    from briefings.importing.drafting import Draft

_OPTIONS = {
    "topics": "--topic",
    "stories": "--story",
    "responds_to": "--answers",
    "sources": "--source",
}
"""The options that are named otherwise than the keys."""
_KEYS = (
    "title",
    "topics",
    "kind",
    "importance",
    "status",
    "summary",
    "stories",
    "by",
    "responds_to",
    "sources",
)


def write_entry(settings: Settings, given: Mapping[str, Any]) -> None:
    """Write the entry that the options say, asking for what is missing where somebody can be asked."""
    moment = _moment(given["when"], settings) if given["when"] else None
    day = day_of_moment(moment, settings) if moment else None
    options = {key: _each_once(given[key]) for key in _KEYS if given[key]}
    body = _body(given["body"])
    loaded = load(settings)
    _refuse_unknown(options, known_of(loaded, settings))
    draft = None
    if url := given["from_url"]:
        draft = _drafted(url, day, settings, allow_local=given["allow_local"])
    values = {**(draft.values if draft else {}), **options}
    may_ask = is_terminal() and given["body"] != "-"
    _complete(values, loaded, settings, may_ask=may_ask)
    if isinstance(moment, datetime):
        values["date"] = moment
    title = draft.source.title if draft and "title" not in options else values["title"]
    day = day or (draft.day if draft else now().astimezone(settings.timezone).date())
    path = path_of_new(title, day, loaded, settings, yaml=given["yaml"])
    body = body or (draft.body if draft else "")
    write(path, entry_text(values, body, yaml=given["yaml"]), settings)
    if may_ask:
        open_in_editor(settings.folder / path)
    say_written(path, settings, "Next: write its text, and look at it with: briefings serve")


def _each_once(given: Any) -> Any:
    """What an option gave; of a list each value once, in its order."""
    if not isinstance(given, tuple):
        return given
    return [one for place, one in enumerate(given) if one not in given[:place]]


def _complete(values: dict[str, Any], loaded: Loaded, settings: Settings, *, may_ask: bool) -> None:
    """See that nothing is missing that an entry needs."""
    if missing := _missing(values, settings):
        if not may_ask:
            _refuse_missing(missing)
        _ask(values, loaded, settings)
    values["title"] = " ".join(values["title"].split())


def _drafted(url: str, day: date | None, settings: Settings, *, allow_local: bool) -> "Draft":
    """What the article at a URL says, its own text kept where nobody publishes it."""
    # Imported here because fetching and reading an article takes far more than writing an entry.
    from briefings.importing.drafting import draft_from_url  # noqa: PLC0415
    from briefings.importing.failing import SourceError  # noqa: PLC0415
    from briefings.importing.holdings import holdings_of  # noqa: PLC0415
    from briefings.importing.sources import save_source  # noqa: PLC0415

    holdings = holdings_of(settings, now())
    try:
        draft = draft_from_url(url, holdings, day=day, allow_local=allow_local)
        save_source(draft.source.name, draft.source.title, draft.article, holdings.today, settings)
    except SourceError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename} cannot be written: {error.strerror or error}.")
    for warning in draft.warnings:
        click.echo(f"warning: {warning}", err=True)
    return draft


def _moment(when: str, settings: Settings) -> model.Moment:
    """The day or time that is asked for."""

    def refuse(message: str) -> NoReturn:
        raise click.BadParameter(message, param_hint="--date")

    moment: model.Moment = read_value(when, model.Moment, refuse, settings.timezone)
    return moment


def _body(given: str | None) -> str:
    """The text that is given, or comes from standard input."""
    text = _piped() if given == "-" else given or ""
    if strange := strange_character(text):
        raise click.BadParameter(f"there is an invisible {strange} in it.", param_hint="--body")
    return text


def _piped() -> str:
    """What another program says on standard input."""
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise click.UsageError("the text is larger than 1 MiB. Divide it into several entries.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.UsageError("the text on standard input is not UTF-8.") from error


def _missing(values: Mapping[str, Any], settings: Settings) -> list[str]:
    needed = ("title", "topics", *(["sources"] if settings.sources_required else []))
    return [key for key in needed if not values.get(key)]


def _refuse_missing(missing: list[str]) -> NoReturn:
    options = " and ".join(_OPTIONS.get(key, f"--{key}") for key in missing)
    raise click.UsageError(f"nobody can be asked here, so {options} must be given.")


def _refuse_unknown(values: Mapping[str, Any], known: Known) -> None:
    """Raise a usage error for an id that leads nowhere, before anything is asked or written."""
    for key, registry in (("topics", "topics"), ("stories", "stories"), ("by", "actors")):
        for _, one in known.missing(registry, values.get(key, ())):
            raise click.BadParameter(
                known.about_id(registry, one)[0], param_hint=_OPTIONS.get(key, f"--{key}")
            )
    answered: set[str] = set()
    for response in values.get("responds_to", ()):
        if response["entry"] in answered:
            message = f'"{response["entry"]}" is answered twice. Give it one stance.'
            raise click.BadParameter(message, param_hint="--answers")
        answered.add(response["entry"])
        if known.lacks_entry(response["entry"]):
            message = known.about_entry(response["entry"])
            raise click.BadParameter(message, param_hint="--answers")


def _ask(values: dict[str, Any], loaded: Loaded, settings: Settings) -> None:
    """Ask for what the options leave open."""
    vocabulary = vocabulary_of(loaded)
    if "title" not in values:
        values["title"] = ask_text("Title")
    if "topics" not in values:
        topics = choices_of(vocabulary.topics, settings.language)
        values["topics"] = ask_many("Topics", topics, needed=True)
    if "status" not in values:
        status = ask_kind("Status", NEW_STATUSES, model.Status.REPORTED)
        if status is not model.Status.REPORTED:
            values["status"] = status
    if "sources" not in values:
        values["sources"] = _ask_sources(needed=settings.sources_required)
    running = {
        one: story
        for one, story in vocabulary.stories.items()
        if story.status is model.StoryStatus.OPEN
    }
    if running and "stories" not in values:
        stories = ask_many("Stories", choices_of(running, settings.language), needed=False)
        values.update({"stories": stories} if stories else {})
    if "responds_to" not in values and (answer := _ask_answer(loaded)):
        values["responds_to"] = [answer]


def _ask_sources(*, needed: bool) -> list[str]:
    click.echo("Sources: the address of each; an empty line goes on.")
    sources: list[str] = []
    while True:
        question = "  one more" if sources else "  the first"
        url = ask_value(question, lambda said, refuse: read_value(said, model.Url, refuse))
        if url is not None:
            sources.append(url)
        elif sources or not needed:
            return sources
        else:
            click.echo("  One is needed. (Ctrl-C ends without writing anything.)")


def _ask_answer(loaded: Loaded) -> dict[str, str] | None:
    """Which entry is answered, looked for by words of its title, the newest first."""
    outlines = [outline for path in loaded.paths() for outline in loaded.gist(path).outlines]
    outlines.sort(key=lambda outline: outline.id, reverse=True)
    choices = [Choice(outline.id, outline.title) for outline in outlines]
    if not choices:
        return None
    click.echo("Does it answer another entry? Words of that one's title; an empty line if not.")
    chosen = ask_one("  it answers", choices)
    if chosen is None:
        return None
    stance = ask_kind("  and", model.Stance, model.Stance.COMMENTS)
    return {"entry": chosen.id, "stance": stance.value}
