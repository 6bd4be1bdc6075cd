"""Which entry is meant, and where does it stand?"""

import re
import unicodedata
from pathlib import Path

from msgspec import Struct

from briefings.editing.contents import TextFile, text_file, text_files
from briefings.editing.documents import Document
from briefings.editing.errors import MisnamedError
from briefings.files.days import day_of
from briefings.files.layout import Form
from briefings.files.slugs import slug_fault
from briefings.problems import nearest_of
from briefings.settings import Settings

_ID = re.compile(r"(?:entry:|/)?(\d{4})/(\d{2})/(\d{2})/([^/]+?)/?")


class Standing(Struct, frozen=True):
    """Where an entry stands."""

    id: str
    file: TextFile
    index: int | None
    """Its place in a list file, counted from 0; None in a file of its own."""

    @property
    def keys(self) -> tuple[int, ...]:
        """The way to its keys in the file's document."""
        return () if self.index is None else (self.index,)


def id_of(written: str) -> str | None:
    """The id that is written as such, as a link or as an address; None for anything else."""
    match = _ID.fullmatch(written)
    return unicodedata.normalize("NFC", "/".join(match.groups())) if match else None


def inner_of(settings: Settings, path: Path) -> str:
    """A path below content/, relative to it. Raises MisnamedError for one elsewhere."""
    real = path.parent.resolve() / path.name
    if not real.is_relative_to(settings.content_dir.resolve()):
        name = settings.name_of(settings.content_dir)
        raise MisnamedError(
            f"{path} is not in {name}/. Name an entry's file or id: 2024/06/14/slug"
        )
    return real.relative_to(settings.content_dir.resolve()).as_posix()


def find_entry(settings: Settings, written: str) -> Standing:
    """The entry of that id or in that file. Raises MisnamedError where there is none, or several."""
    wanted = id_of(written)
    if wanted is None:
        return _in_file(settings, written)
    day = "-".join(wanted.split("/")[:3])
    there: list[Standing] = []
    for file in text_files(settings):
        if file.place.day and file.place.day.isoformat() == day:
            there += standings(file)
    for one in there:
        if one.id == wanted:
            return one
    nearest = nearest_of(wanted, {one.id for one in there})
    advice = f' Did you mean "{nearest}"?' if nearest else ""
    raise MisnamedError(f'there is no entry "{wanted}".{advice}')


def _in_file(settings: Settings, written: str) -> Standing:
    file = text_file(settings, inner_of(settings, Path(written)))
    if file is None or not file.file.is_file():
        raise MisnamedError(
            f'there is no entry "{written}". Name its file or its id: 2024/06/14/slug'
        )
    there = standings(file)
    if len(there) == 1:
        return there[0]
    if not there:
        raise MisnamedError(f"{file.path} holds no entry.")
    names = ", ".join(one.id for one in there)
    raise MisnamedError(f"{file.path} holds several entries. Name one of them: {names}")


def standings(file: TextFile) -> list[Standing]:
    """The entries of a file. Raises ContentError for a list that cannot be read."""
    day, form = file.place.day, file.place.form
    if day is None or form is Form.INTRODUCTION:
        return []
    before = day.isoformat().replace("-", "/")
    if form is not Form.ENTRY_LIST:
        return [Standing(f"{before}/{unicodedata.normalize('NFC', file.place.name)}", file, None)]
    text = file.text()
    items = Document(text, file.kind, path=file.path).get(()) or []
    return [
        Standing(f"{before}/{item['slug']}", file, index)
        for index, item in enumerate(items)
        if isinstance(item, dict) and isinstance(item.get("slug"), str)
    ]


def sound_id(entry_id: str) -> None:
    """Raises MisnamedError for an id that no entry can have."""
    *parts, slug = entry_id.split("/")
    day = day_of("-".join(parts))
    if isinstance(day, str):
        raise MisnamedError(day)
    if fault := slug_fault(slug):
        raise MisnamedError(
            f'the slug "{slug}" {fault}. It takes lower case letters, digits and single hyphens.'
        )
