"""What has to change when an entry stands on another day, under another slug or in another file?"""

import posixpath
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct, field

from briefings.editing.carrying import as_markdown, put_in, taken_out
from briefings.editing.contents import TextFile, text_file, text_files
from briefings.editing.documents import Document
from briefings.editing.errors import EditError, MisnamedError
from briefings.editing.finding import Standing, id_of, inner_of, sound_id
from briefings.editing.referring import NewId, Relink, pages_relinked, rewritten, same
from briefings.files.dates import TIME
from briefings.files.layout import Form
from briefings.files.values import TRUTHS
from briefings.prose.targets import bare, file_at, file_target
from briefings.settings import Settings


class Move(Struct, frozen=True):
    """What a move comes to."""

    id: str
    changes: dict[Path, str | None]
    """The files that change, with their new texts; None for one that goes."""
    notes: list[str] = field(default_factory=list)
    """What the editor should look at."""


class _Way(Struct, frozen=True):
    """From where to where."""

    entry: Standing
    target: TextFile
    id: str

    @property
    def slug(self) -> str:
        return self.id.rpartition("/")[2]

    @property
    def new_id(self) -> NewId:
        return NewId({"entries"}, self.entry.id, self.id)

    @property
    def within_list(self) -> bool:
        """Whether the entry stays in its list file."""
        return self.target.inner == self.entry.file.inner

    @property
    def keeps_form(self) -> bool:
        """Whether the file goes as it is."""
        forms = self.entry.file.place.form, self.target.place.form
        return forms[0] is forms[1] and forms[0] is not Form.ENTRY_LIST


def moved(settings: Settings, entry: Standing, new: str) -> Move:
    """An entry under another id, or in another file. Raises EditError or ContentError.

    `new` is an id, which keeps the sort of file, or the path of a file: one of its own or a list.
    """
    way = _way(settings, entry, new)
    if way.id == entry.id and way.within_list:
        raise EditError(f"{entry.id} stands there already.")
    files = {file.inner: file for file in text_files(settings)}
    before = {inner: file.text() for inner, file in files.items()}
    if way.target.place.form is not Form.ENTRY_LIST and way.target.inner in files:
        raise EditError(f"{way.target.path} is there already. Choose another slug.")
    notes: list[str] = []
    after: dict[str, str | None] = dict(_moved_texts(way, before, notes))
    for inner, file in files.items():
        text = after.get(inner, before[inner])
        if text is not None:
            after[inner] = rewritten(
                text, file.kind, way.new_id, _relink(way, file.path), path=file.path
            )
    changes = {
        settings.content_dir / inner: text
        for inner, text in after.items()
        if text != before.get(inner)
    }
    changes.update(pages_relinked(settings, lambda path: _relink(way, path)))
    return Move(way.id, changes, notes)


def _way(settings: Settings, entry: Standing, new: str) -> _Way:
    """Where the entry goes."""
    new_id = id_of(new)
    if new_id is not None:
        sound_id(new_id)
        year, month, day, slug = new_id.split("/")
        own = entry.index is None
        ending = entry.file.inner.rpartition(".")[2]
        inner = f"entries/{year}/{month}/{day}" + (f"-{slug}.{ending}" if own else ".yml")
    else:
        inner = inner_of(settings, Path(new))
        if not inner.startswith("entries/"):
            raise MisnamedError(f'"{new}" is no place for an entry. Write an id: 2024/06/14/slug')
    target = text_file(settings, inner)
    if target is None or target.place.day is None or target.place.fault:
        raise MisnamedError(f'"{new}" is no place for an entry. Write an id: 2024/06/14/slug')
    slug = target.place.name or (new_id or entry.id).rpartition("/")[2]
    return _Way(entry, target, f"{target.place.day:%Y/%m/%d}/{slug}")


def _moved_texts(way: _Way, before: dict[str, str], notes: list[str]) -> dict[str, str | None]:
    """The files between which the entry goes, with their new texts."""
    source, text = way.entry.file, before[way.entry.file.inner]
    if way.within_list:
        document = Document(text, source.kind, path=source.path)
        document.set((*way.entry.keys, "slug"), way.slug)
        _settle(document, way.entry.keys, way, notes)
        return {source.inner: document.text}
    yaml, left = (text, None) if way.keeps_form else taken_out(way.entry, text)
    kind = source.kind if way.keeps_form else "entry-yaml"
    yaml = rewritten(yaml, kind, way.new_id, _rebase(way), path=source.path)
    document = Document(yaml, kind, path=source.path)
    _settle(document, (), way, notes)
    listed = way.target.place.form is Form.ENTRY_LIST
    if not listed and document.get(("slug",)) is not None:
        document.remove(("slug",))
    return {source.inner: left, way.target.inner: _placed(document.text, way, before)}


def _placed(text: str, way: _Way, before: dict[str, str]) -> str:
    """The text of the file to which the entry goes."""
    if way.keeps_form or way.target.place.form is Form.ENTRY_YAML:
        return text
    if way.target.place.form is Form.ENTRY_MARKDOWN:
        return as_markdown(text)
    listed = put_in(text, before.get(way.target.inner, ""))
    document = Document(listed, "entry-list", path=way.target.path)
    document.set((len(document.get(())) - 1, "slug"), way.slug)
    return document.text


def _settle(document: Document, keys: tuple[int, ...], way: _Way, notes: list[str]) -> None:
    """Bring an entry's own keys in line with its new place: its aliases and its date."""
    old, new = f"/{way.entry.id}/", f"/{way.id}/"
    aliases = document.get((*keys, "aliases"))
    aliases = aliases if isinstance(aliases, list) else []
    for place in reversed(range(len(aliases))):
        if same(str(aliases[place]), new):
            document.remove((*keys, "aliases", place))
    is_draft = TRUTHS.get(str(document.get((*keys, "draft"))).lower())
    if old != new and old not in aliases and not is_draft:
        document.append((*keys, "aliases"), old)
    written = document.get((*keys, "date"))
    match = TIME.fullmatch(written) if isinstance(written, str) else None
    days = _day(way.id) - _day(way.entry.id)
    if match and days:
        shifted = (date.fromisoformat(match["day"]) + days).isoformat() + written[10:]
        document.set((*keys, "date"), shifted)
        notes.append(
            f"Its date is now {shifted}, it was {written}. Mend it if the time is another."
        )


def _day(entry_id: str) -> date:
    return date.fromisoformat(entry_id[:10].replace("/", "-"))


def _relink(way: _Way, path: str) -> Relink:
    """What becomes of the links to the entry in the file at `path`."""

    def relink(written: str) -> str | None:
        name = bare(written)
        tail = written.removeprefix(name)
        if name.startswith("entry:"):
            leads = same(unquote(name.removeprefix("entry:")), way.entry.id)
            return f"entry:{way.id}{tail}" if leads else None
        if name.startswith("/"):
            return f"/{way.id}/{tail}" if same(unquote(name).strip("/"), way.entry.id) else None
        target = _entry_file(name, path)
        if target is None or not same(target, way.entry.id):
            return None
        if way.target.place.form is Form.ENTRY_LIST:
            return f"entry:{way.id}{tail}"
        return posixpath.relpath(way.target.path, posixpath.dirname(path)) + tail

    return relink


def _rebase(way: _Way) -> Relink:
    """What becomes of the entry's own links to files, which it sees from another folder."""
    before, after = way.entry.file.path, way.target.path
    relink = _relink(way, before)

    def rebased(written: str) -> str | None:
        if (address := relink(written)) is not None:
            return address if address.startswith(("entry:", "/")) else f"entry:{way.id}"
        name = bare(written)
        if posixpath.dirname(before) == posixpath.dirname(after) or not _is_file(name):
            return None
        file = posixpath.relpath(file_at(name, before), posixpath.dirname(after))
        return file + written.removeprefix(name)

    return rebased


def _is_file(name: str) -> bool:
    """Whether an address is relative to the file in which it stands."""
    return bool(name) and ":" not in name and not name.startswith(("/", "#", "media/"))


def _entry_file(name: str, path: str) -> str | None:
    """The id of the entry whose file an address names."""
    if not _is_file(name) or not name.endswith((".md", ".yml")):
        return None
    target = file_target(name, path)
    return target.removeprefix("entry:") if isinstance(target, str) and ":" in target else None
