"""What has to change when a topic, a person or another record has another id?"""

import re
from pathlib import Path
from urllib.parse import unquote

from briefings.editing.contents import TextFile, text_files
from briefings.editing.errors import EditError, MisnamedError
from briefings.editing.referring import NewId, Relink, pages_relinked, rewritten, same
from briefings.editing.shapes import Sort
from briefings.editing.trees import Branch, Leaf, tree_of
from briefings.editing.writing import scalar
from briefings.files.slugs import slug_fault, slug_from
from briefings.problems import nearest_of
from briefings.settings import Settings

_ACTORS = ("people", "organizations")


def renamed(settings: Settings, registry: str, old: str, new: str) -> dict[Path, str | None]:
    """The files that change when a record of a registry has another id, with their new texts.

    Raises EditError where there is no such record or the new id cannot be, and ContentError.
    """
    if fault := slug_fault(new):
        nearest = slug_from(new)
        advice = f" Write {nearest}." if nearest else ""
        raise MisnamedError(f'the id "{new}" {fault}.{advice}')
    files = list(text_files(settings))
    _refuse_taken(files, registry, new)
    names = {registry, "actors"} if registry in _ACTORS else {registry}
    new_id, relink = NewId(names, old, new), _relink(registry, old, new)
    changes: dict[Path, str | None] = {}
    found = False
    for file in files:
        before = file.text()
        after = rewritten(before, file.kind, new_id, relink, path=file.path)
        if file.kind == registry:
            found = old in _ids(file, before)
            after = _with_other_key(after, old, new)
        if after != before:
            changes[file.file] = after
    if not found:
        raise _missing(files, registry, old)
    changes.update(pages_relinked(settings, lambda _path: relink))
    return changes


def _relink(registry: str, old: str, new: str) -> Relink:
    pattern = re.compile(rf"/{registry}/([^/?#]+)(.*)", re.DOTALL)

    def relink(written: str) -> str | None:
        match = pattern.fullmatch(written)
        if match is None or not same(unquote(match[1]), old):
            return None
        return f"/{registry}/{new}{match[2]}"

    return relink


def _with_other_key(text: str, old: str, new: str) -> str:
    tree = tree_of(text)
    for unit in tree.units if isinstance(tree, Branch) else ():
        if unit.key and unit.key.text == old:
            key = scalar(Leaf(new, '"'), Sort.TEXT, within=True)
            return f"{text[: unit.key.start]}{key}{text[unit.key.end :]}"
    return text


def _ids(file: TextFile, text: str) -> list[str]:
    tree = tree_of(text, path=file.path)
    units = tree.units if isinstance(tree, Branch) else []
    return [unit.key.text for unit in units if unit.key]


def _refuse_taken(files: list[TextFile], registry: str, new: str) -> None:
    rivals = _ACTORS if registry in _ACTORS else (registry,)
    for file in files:
        if file.kind in rivals and new in _ids(file, file.text()):
            raise EditError(f'"{new}" is already an id in {file.path}. Choose another one.')


def _missing(files: list[TextFile], registry: str, old: str) -> MisnamedError:
    known = [one for file in files if file.kind == registry for one in _ids(file, file.text())]
    nearest = nearest_of(old, known)
    advice = f' Did you mean "{nearest}"?' if nearest else ""
    return MisnamedError(f'there is no "{old}" in {registry}.yml.{advice}')
