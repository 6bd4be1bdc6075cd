"""How does an editor know which schema is for which file? Settings that VS Code and its kin read."""

import json
import re
from collections.abc import Mapping
from typing import Any

from briefings.files.layout import REGISTRIES

SETTINGS = ".vscode/settings.json"

_KEY = "yaml.schemas"
_ENTRIES = "entries/[0-9][0-9][0-9][0-9]/[0-9][0-9]/[0-9][0-9]"


class UnreadableSettingsError(ValueError):
    """The settings that are there cannot be added to without a loss."""


def associations(content: str) -> dict[str, str]:
    """The files of each schema as a pattern, relative to the bulletin's folder.

    `content` is the content folder, written the same way.
    """
    return {
        "entry.json": f"{content}/{_ENTRIES}-*.yml",
        "entries.json": f"{content}/{_ENTRIES}.yml",
        **{f"{one}.json": f"{content}/{one}.yml" for one in REGISTRIES},
    }


def with_schemas(settings: str, schemas: str, content: str) -> str:
    """The text of settings, which may be empty, with the association of files to schemas.

    `schemas` is the folder of these and `content` that of the entries, both relative to the bulletin's
    folder. All else stays. Raises UnreadableSettingsError where comments would be lost.
    """
    known = _read(settings)
    associated = known.get(_KEY, {})
    if not isinstance(associated, dict):
        raise UnreadableSettingsError(f'"{_KEY}" is not what VS Code expects there')
    others = {name: files for name, files in associated.items() if not _is_ours(name, schemas)}
    known[_KEY] = {**others, **wanted(schemas, content)}
    return json.dumps(known, ensure_ascii=False, indent=_indent(settings)) + "\n"


def wanted(schemas: str, content: str) -> Mapping[str, str]:
    """What has to stand under `yaml.schemas`."""
    return {f"./{schemas}/{name}": files for name, files in associations(content).items()}


def _is_ours(name: str, schemas: str) -> bool:
    folder, _, file = name.rpartition("/")
    return folder.removeprefix("./") == schemas and file in associations("")


def _read(settings: str) -> dict[str, Any]:
    if not settings.strip():
        return {}
    try:
        known = json.loads(settings)
    except (ValueError, RecursionError) as error:
        raise UnreadableSettingsError("it is no plain JSON (has it comments?)") from error
    if not isinstance(known, dict):
        raise UnreadableSettingsError("it is not what VS Code expects there")
    return known


def _indent(settings: str) -> str | int:
    """How deep the first line below the opening brace stands."""
    found = re.match(r"\s*\{[^\S\n]*\n([ \t]+)", settings)
    return found[1] if found else 2
