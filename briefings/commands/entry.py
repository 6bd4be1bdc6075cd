"""How does a new entry come to be? Options and answers become a file."""

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NoReturn

import click

from briefings import model
from briefings.building import now
from briefings.checks.known import Known
from briefings.commands.asking import ask_kind, ask_many, ask_one, ask_text, ask_value, is_terminal
from briefings.commands.values import read_value
from briefings.commands.written import open_in_editor, say_written, write
from briefings.editing.drafting import entry_text
from briefings.loading import MAX_BYTES, Loaded, load, vocabulary_of
from briefings.settings import Settings
from briefings.writing.choosing import Choice, choices_of
from briefings.writing.entries import day_of_moment, known_of, path_of_new

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
    moment = _moment(given["when"], settings)
    values = {key: given[key] for key in _KEYS if given[key]}
    loaded = load(settings)
    _refuse_unknown(values, known_of(loaded, settings))
    may_ask = is_terminal() and given["body"] != "-"
    if missing := _missing(values, settings):
        if not may_ask:
            _refuse_missing(missing)
        _ask(values, loaded, settings)
    values["title"] = " ".join(values["title"].split())
    if isinstance(moment, datetime):
        values["date"] = moment
    day = day_of_moment(moment, settings)
    path = path_of_new(values["title"], day, loaded, settings, yaml=given["yaml"])
    text = entry_text(values, _body(given["body"]), yaml=given["yaml"])
    write(path, text, settings)
    if may_ask:
        open_in_editor(settings.folder / path)
    say_written(path, settings, "Next: write its text, and look at it with: briefings serve")


def _moment(when: str | None, settings: Settings) -> model.Moment:
    """The day or time that is asked for, else today in the bulletin's time zone."""
    if when is None:
        return now().astimezone(settings.timezone).date()

    def refuse(message: str) -> NoReturn:
        raise click.BadParameter(message, param_hint="--date")

    moment: model.Moment = read_value(when, model.Moment, refuse, settings.timezone)
    return moment


def _body(given: str | None) -> str:
    if given != "-":
        return given or ""
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
    for response in values.get("responds_to", ()):
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
        status = ask_kind("Status", model.Status, model.Status.REPORTED)
        if status is not model.Status.REPORTED:
            values["status"] = status
    if "sources" not in values:
        values["sources"] = _ask_sources(needed=settings.sources_required)
    if "stories" not in values:
        running = {
            one: story
            for one, story in vocabulary.stories.items()
            if story.status is model.StoryStatus.OPEN
        }
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
