"""`briefings new topic` and the others: add to the vocabulary."""

import typing
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

import click

from briefings import model
from briefings.checks.known import Known
from briefings.commands.asking import ask_text, ask_value, is_terminal
from briefings.commands.completing import ORGANIZATION, TOPIC, Id, named_above
from briefings.commands.project import config_file_option, fail, project_of
from briefings.commands.schema import renew
from briefings.commands.values import Written, read_value
from briefings.commands.written import say_written, write
from briefings.files.decoding import decoded
from briefings.files.filing import REGISTRY_RECORDS
from briefings.files.reading import fields_of, without_none
from briefings.files.scanning import unreadable
from briefings.loading import load, prefix_of
from briefings.problems import ContentError, Problem
from briefings.settings import Settings
from briefings.writing.entries import faults_of_registry, known_of
from briefings.writing.naming import slug_of_title
from briefings.writing.records import PlaceError, with_record

_REGISTRIES = {
    "topic": "topics",
    "person": "people",
    "organization": "organizations",
    "place": "places",
    "publisher": "publishers",
    "story": "stories",
}
_EXAMPLES = {
    "topic": 'grain --name "Grain and shipping" --after economy',
    "person": 'ann-lee --name "Ann Lee" --alias Lee --role "Harbour master" --from 2024-01-01',
    "organization": 'nato --name NATO --full-name "North Atlantic Treaty Organization"',
    "place": "kyiv --name Kyiv --country UA --lat 50.45 --lon 30.523",
    "publisher": "reuters --name Reuters --host reuters.com --language en --kind wire",
    "story": 'grain-talks --name "The grain talks"',
}
_HELP = {
    "name": "What it is called.",
    "full_name": "Its name in full.",
    "description": "A sentence for its page.",
    "parent": "The topic that it is part of.",
    "aliases": "What else it is called, for the search. Can be given again.",
    "hosts": "A host of its pages, as reuters.com. Can be given again.",
    "lat": "Degrees north.",
    "lon": "Degrees east.",
    "country": "Two capital letters.",
    "language": "As en or ro.",
    "wikidata": "Its id there, as Q7184.",
}
_METAVARS = {model.Url: "URL", model.Host: "HOST", model.Country: "XX", Decimal: "DEGREES"}
_ROLE = {
    "role": click.Option(["--role"], help="What the person is."),
    "organization": click.Option(["--organization"], type=ORGANIZATION, help="Where."),
    "from": click.Option(["--from"], type=Written(model.Day, name="DAY"), help="Since when."),
    "until": click.Option(
        ["--until"], type=Written(model.Day, name="DAY"), help="The first day without the role."
    ),
}
"""One role can be given; the key takes a list."""


def command_for(noun: str) -> click.Command:
    """The command that adds such a thing."""
    registry = _REGISTRIES[noun]
    article = "an" if noun[0] in "aeio" else "a"
    command = click.Command(
        noun,
        params=[
            click.Argument(["id"], type=Written(model.NewEventId, name="ID"), required=False),
            *_options(registry),
            click.Option(["--after"], type=Id(registry), help="Put it behind this one, not last."),
        ],
        callback=partial(_add, registry),
        help=f"Add {article} {noun} to {registry}.yml.\n\n"
        "Without ID it is made of the name.\n\n"
        f"For example: briefings new {noun} {_EXAMPLES[noun]}",
        short_help=f"Add {article} {noun}.",
    )
    config_file_option(command)
    return command


def _options(registry: str) -> list[click.Parameter]:
    """An option for each key of the registry's records, in their order."""
    options: list[click.Parameter] = []
    for name, hint, _ in fields_of(REGISTRY_RECORDS[registry]):
        key = name.rstrip("_")
        if key == "roles":
            options += _ROLE.values()
            continue
        kind = without_none(hint)
        many = key in ("aliases", "hosts")
        singular = {"aliases": "alias", "hosts": "host"}.get(key, key.replace("_", "-"))
        options.append(
            click.Option(
                [f"--{singular}", key], type=_type(key, kind), multiple=many, help=_HELP.get(key)
            )
        )
    return options


def _type(key: str, kind: Any) -> click.ParamType[Any]:
    """What an option takes."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return click.Choice([member.value for member in kind])
    if kind is model.TopicId:
        return TOPIC
    if typing.get_origin(kind) is tuple:
        kind = typing.get_args(kind)[0]
    return Written(str if kind is model.Text else kind, name=_METAVARS.get(kind, "TEXT"))


def _add(registry: str, config_file: Path | None, after: str | None, **given: Any) -> None:
    ctx = click.get_current_context()
    settings = project_of(config_file or named_above(ctx)).settings
    one = given.pop("id")
    values = _values(given)
    if "name" not in values:
        if not is_terminal():
            raise click.UsageError("nobody can be asked here, so --name must be given.")
        values = {"name": ask_text("Name"), **values}
    one = one or _id_for(values["name"])
    loaded = load(settings)
    _refuse_known(registry, one, known_of(loaded, settings), given)
    path = f"{prefix_of(settings)}/{registry}.yml"
    try:
        text = with_record(_text_of(settings, path), registry, one, values, after=after, path=path)
    except PlaceError as error:
        raise click.BadParameter(str(error), param_hint="--after") from error
    except ContentError as error:
        fail(f"{error}\nNothing was added: mend that first.")
    if faults := faults_of_registry(registry, text, loaded, settings):
        raise click.UsageError(faults[0].message)
    write(path, text, settings)
    renew(settings)
    say_written(path, settings, f"Next: write {one} where entries name their {registry}.")


def _id_for(name: str) -> str:
    """The id for something of that name, asked for where somebody can answer."""
    nearest = slug_of_title(name)
    if not is_terminal():
        return nearest
    asked = ask_value(
        "Id", lambda said, refuse: read_value(said, model.NewEventId, refuse), nearest
    )
    return asked or nearest


def _refuse_known(registry: str, one: str, known: Known, given: Mapping[str, Any]) -> None:
    """Raise a usage error for an id that is taken, and for names that lead nowhere."""
    shared = ("people", "organizations") if registry in ("people", "organizations") else (registry,)
    for other in shared:
        if one in known.ids[other]:
            raise click.BadParameter(f'"{one}" is one of the {other} already.', param_hint="ID")
    for key, other in (("parent", "topics"), ("organization", "organizations")):
        for _, missing in known.missing(other, [given[key]] if given.get(key) else []):
            raise click.BadParameter(known.about_id(other, missing)[0], param_hint=f"--{key}")


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of the record, with what the options of a role say under `roles`."""
    values = {key: value for key, value in given.items() if value not in (None, ())}
    role = {key: values.pop(key) for key in _ROLE if key in values}
    if role and "role" not in role:
        raise click.UsageError("--organization, --from and --until go with a --role.")
    return {**values, "roles": [role]} if role else values


def _text_of(settings: Settings, path: str) -> str:
    """What a registry says so far; nothing where it is not there. Raises ContentError."""
    try:
        text = decoded((settings.folder / path).read_bytes(), path)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ContentError([unreadable(path, error)]) from error
    if isinstance(text, Problem):
        raise ContentError([text])
    return text
