"""`briefings schema`: make text editors know the keys and the ids of this bulletin."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefings.commands.project import (
    CONTENT_ERROR,
    config_file_option,
    fail,
    project_of,
    say_problems,
)

if TYPE_CHECKING:  # Read when it is needed: the help of the command is not to wait for it.
    from briefings.model import Vocabulary
    from briefings.settings import Settings

_FOLDER = "schemas"
"""Where schemas are unless somebody says otherwise, beside mkdocs.yml."""


@click.command()
@config_file_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that the schemas are written to. Default: schemas, beside mkdocs.yml.",
)
@click.option(
    "--vscode",
    is_flag=True,
    help="Say in .vscode/settings.json which schema is for which file; what is there stays.",
)
def schema(config_file: Path | None, out: Path | None, *, vscode: bool) -> None:
    """Write JSON Schemas of entries and vocabulary, for completion in text editors.

    They list the bulletin's own ids: run it again when you have changed the vocabulary by hand.

    For example: briefings schema --vscode
    """
    settings = project_of(config_file).settings
    folder = out.absolute() if out else settings.folder / _FOLDER
    texts = _schemas(_vocabulary_of(settings), settings)
    changes = {folder / name: text for name, text in texts.items()}
    if vscode:
        changes |= _editor_settings(settings, folder)
    _save(changes)
    click.echo(f"{len(texts)} schemas are in {_shown(folder)}.")
    if vscode:
        click.echo("VS Code finds them by .vscode/settings.json (with the extension YAML).")


def renew(settings: "Settings") -> None:
    """Have the schemas beside mkdocs.yml, where there are any, list the ids that there are now."""
    from briefings.loading import load, vocabulary_of  # noqa: PLC0415 (see above)

    loaded = load(settings)
    faulty = {problem.path for problem in loaded.problems()}
    if any(loaded.is_registry(path) for path in loaded.paths() if path in faulty):
        return
    texts = _schemas(vocabulary_of(loaded), settings)
    changes = {settings.folder / _FOLDER / name: text for name, text in texts.items()}
    if all(file.is_file() for file in changes):
        _save(changes)


def _schemas(vocabulary: "Vocabulary", settings: "Settings") -> dict[str, str]:
    from briefings.schemas.documents import schemas_of  # noqa: PLC0415 (see above)

    return schemas_of(
        vocabulary, language=settings.language, sources_required=settings.sources_required
    )


def _vocabulary_of(settings: "Settings") -> "Vocabulary":
    from briefings.loading import load, vocabulary_of  # noqa: PLC0415 (see above)

    loaded = load(settings)
    registries = [path for path in loaded.paths() if loaded.is_registry(path)]
    if problems := [one for one in loaded.problems(registries) if one.path in registries]:
        say_problems(problems)
        click.echo("No schemas were written: the ids could not all be read.", err=True)
        sys.exit(CONTENT_ERROR)
    return vocabulary_of(loaded)


def _editor_settings(settings: "Settings", folder: Path) -> dict[Path, str]:
    from briefings.loading import prefix_of  # noqa: PLC0415 (see above)
    from briefings.schemas.wiring import (  # noqa: PLC0415 (see above)
        SETTINGS,
        UnreadableSettingsError,
        wanted,
        with_schemas,
    )

    file = settings.folder / SETTINGS
    schemas, content = settings.name_of(folder), prefix_of(settings)
    try:
        before = file.read_text("utf-8") if file.is_file() else ""
        return {file: with_schemas(before, schemas, content)}
    except (OSError, UnicodeDecodeError, UnreadableSettingsError) as error:
        lines = json.dumps({"yaml.schemas": wanted(schemas, content)}, indent=2)
        return fail(
            f"{SETTINGS} was left as it is: {error}. Add this to it by hand:\n{lines}\n"
            "Then run the command without --vscode."
        )


def _save(changes: dict[Path, str]) -> None:
    from briefings.editing.errors import OutsideError  # noqa: PLC0415 (see above)
    from briefings.editing.saving import save  # noqa: PLC0415 (see above)

    # A schema may be wanted outside of the bulletin, by whoever names another folder.
    common = Path(os.path.commonpath(changes))
    try:
        save(changes, within=common)
    except (OSError, OutsideError) as error:
        fail(f"The schemas could not be written: {error}")


def _shown(folder: Path) -> str:
    """A folder as it is reached from here."""
    return os.path.relpath(folder).replace(os.sep, "/")
