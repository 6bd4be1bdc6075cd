"""What does the shell offer when an editor presses the tabulator key? Ids of the bulletin.

Each type here takes any text: whether there is such an id is for the command to say, in its words.
"""

import logging
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from briefings.files.layout import REGISTRIES

_FILE = re.compile(r"(?:.*/)?entries/(\d{4})/(\d{2})/(\d{2})-([^/]+)\.(?:md|yml)")
_MOST = 200
"""How many entries are offered: more than anybody reads."""


class Id(click.ParamType[str]):
    """An id of one of the registries, which is completed by its letters, a name or an alias."""

    def __init__(self, *registries: str, name: str = "ID") -> None:
        """`registries` are `topics`, `people` and so on."""
        self.name = name
        self._registries = registries

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The id in the form in which ids are compared."""
        return unicodedata.normalize("NFC", str(value).strip())

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The ids that begin so; where none does, those that have it in their id, names or aliases."""
        try:
            return self._offered(_settings_of(ctx), incomplete)
        except Exception:
            return []

    def _offered(self, settings: Any, incomplete: str) -> list[CompletionItem]:
        from briefings.loading import glance  # noqa: PLC0415 (a command that completes nothing needs it not)

        records: dict[str, Any] = {}
        for registry in self._registries:
            if result := glance(settings, f"{registry}.yml"):
                records.update(result.records)
        wanted = unicodedata.normalize("NFC", incomplete).casefold()
        found = [one for one in records if one.startswith(wanted)]
        if not found:
            found = [one for one, record in records.items() if _has(one, record, wanted)]
        return [CompletionItem(one, help=_name(records[one], settings.language)) for one in found]


class EntryId(click.ParamType[str]):
    """The id of an entry; with `choices`, one of them may follow behind a colon."""

    name = "ENTRY"

    def __init__(self, *choices: str) -> None:
        self._choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The id in the form in which ids are compared; an entry's path or its own file mean it too."""
        given = unicodedata.normalize("NFC", str(value).strip())
        file = _FILE.fullmatch(given)
        return "/".join(file.groups()) if file else given.strip("/")

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The newest ids that begin so."""
        from briefings.listing import entry_ids  # noqa: PLC0415 (as above)

        entry, colon, _ = incomplete.partition(":")
        if colon:
            offered = [f"{entry}:{one}" for one in self._choices]
            return [CompletionItem(one) for one in offered if one.startswith(incomplete)]
        try:
            ids = entry_ids(_settings_of(ctx).content_dir, incomplete, _MOST)
        except Exception:
            return []
        return [CompletionItem(one) for one in ids]


class EntryOrFile(EntryId):
    """An entry as it was typed: by its id, which is completed, or by its file."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words as they are: whoever looks for the entry knows both ways to name it."""
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The newest ids that begin so; where none does, files."""
        ids = super().shell_complete(ctx, param, incomplete)
        return ids or [CompletionItem(incomplete, type="file")]


class IdOfKind(click.ParamType[str]):
    """An id of the registry that an earlier argument names."""

    name = "ID"

    def __init__(self, kind: str, registries: Mapping[str, str]) -> None:
        """`kind` is the name of that argument, `registries` says what its words mean."""
        self._kind = kind
        self._registries = registries

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The ids of that registry, as `Id` offers them."""
        registry = self._registries.get(ctx.params.get(self._kind) or "")
        return Id(registry).shell_complete(ctx, param, incomplete) if registry else []


class Revision(click.ParamType[str]):
    """A revision of git; branches and tags are completed."""

    name = "REV"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The branches and tags that begin so, the newest first."""
        from briefings.git.asking import git  # noqa: PLC0415 (as above)

        of = ("--format=%(refname:short)", "--sort=-committerdate", "refs/heads", "refs/remotes")
        try:
            names = git(_settings_of(ctx).folder, "for-each-ref", *of, "refs/tags").decode()
        except Exception:
            return []
        return [CompletionItem(one) for one in names.split() if one.startswith(incomplete)]


TOPIC = Id("topics", name="TOPIC")
STORY = Id("stories", name="STORY")
PERSON = Id("people", name="PERSON")
ORGANIZATION = Id("organizations", name="ORGANIZATION")
ACTOR = Id("people", "organizations", name="ACTOR")
PLACE = Id("places", name="PLACE")
PUBLISHER = Id("publishers", name="PUBLISHER")
ANY = Id(*REGISTRIES)
"""An id of any registry."""
ENTRY = EntryId()
ENTRY_OR_FILE = EntryOrFile()
REVISION = Revision()


def _settings_of(ctx: click.Context) -> Any:
    """The settings of the bulletin that the command line means so far."""
    from briefings.commands.project import config_file_of  # noqa: PLC0415 (as above)
    from briefings.projects import read_project  # noqa: PLC0415 (as above)

    logging.disable()
    return read_project(config_file_of(named_above(ctx))).settings


def named_above(ctx: click.Context) -> Path | None:
    """The mkdocs.yml that the command line names, before or behind the name of a subcommand."""
    within: click.Context | None = ctx
    while within is not None:
        if file := within.params.get("config_file"):
            return Path(file)
        within = within.parent
    return None


def _has(one: str, record: Any, wanted: str) -> bool:
    names = [one, *(text for _, text in record.name.by_language), *record.aliases]
    return any(wanted in name.casefold() for name in names)


def _name(record: Any, language: str) -> str:
    name: str = record.name.in_language(language)[0]
    return name
