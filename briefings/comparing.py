"""Which entries and pages does a change alter? Those that differ between two builds."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from briefings.building import rebuilt
from briefings.editions import Project
from briefings.loading import Loaded, load
from briefings.model import Entry, EntryId
from briefings.outlines import Outline
from briefings.workers import cores

T = TypeVar("T")

_PLACES = frozenset({"id", "path", "index", "given"})
"""What an entry has besides what its editors wrote."""


class Named(NamedTuple):
    """An entry that is altered."""

    id: EntryId
    title: str
    keys: tuple[str, ...] = ()
    """Which of its keys differ."""


class Altered(Struct, Generic[T], frozen=True, kw_only=True):
    """What is otherwise of one sort, sorted."""

    added: tuple[T, ...] = ()
    changed: tuple[T, ...] = ()
    removed: tuple[T, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class Comparison(Struct, frozen=True, kw_only=True):
    """What a change alters."""

    entries: Altered[Named]
    pages: Altered[str]
    """Their addresses within the bulletin, beginning with a slash."""
    files: Altered[str]
    """The other files: feeds, calendars, data."""


class Built(NamedTuple):
    """A bulletin as it was built."""

    loaded: Loaded
    outlines: Mapping[EntryId, Outline]
    outputs: frozenset[str]
    """The paths of the files in the site."""
    written: frozenset[str]
    """Those that had other bytes before, or were not there."""


def build(project: Project, moment: datetime, *, jobs: int | None) -> Built:
    """Build a bulletin without its search, where it may have been built before.

    Raises what `building.rebuilt` raises.
    """
    settings = project.settings
    _, report = rebuilt(project, moment, search=False, jobs=jobs)
    loaded = load(settings, jobs=jobs or cores())
    outlines = {one.id: one for path in loaded.paths() for one in loaded.gist(path).outlines}
    found = settings.site_dir.rglob("*")
    outputs = (file.relative_to(settings.site_dir).as_posix() for file in found if file.is_file())
    return Built(loaded, outlines, frozenset(outputs), frozenset(report.written))


def compare(before: Built, after: Built) -> Comparison:
    """What came out otherwise in the second of two builds into one folder."""
    pages, files = (_outputs(before, after, pages=pages) for pages in (True, False))
    return Comparison(entries=_entries(before, after), pages=pages, files=files)


def _outputs(before: Built, after: Built, *, pages: bool) -> Altered[str]:
    return Altered(
        added=_of(after.outputs - before.outputs, pages=pages),
        changed=_of(after.written & before.outputs, pages=pages),
        removed=_of(before.outputs - after.outputs, pages=pages),
    )


def _of(paths: Iterable[str], *, pages: bool) -> tuple[str, ...]:
    """The addresses of those paths that are pages, or that are not."""
    ones = (path for path in paths if path.endswith(".html") == pages)
    return tuple(sorted(f"/{one.removesuffix('index.html')}" for one in ones))


def _entries(before: Built, after: Built) -> Altered[Named]:
    old, new = before.outlines, after.outlines
    return Altered(
        added=tuple(Named(one, new[one].title) for one in sorted(new.keys() - old.keys())),
        changed=tuple(_changed(before, after)),
        removed=tuple(Named(one, old[one].title) for one in sorted(old.keys() - new.keys())),
    )


def _changed(before: Built, after: Built) -> Iterator[Named]:
    old, new = before.outlines, after.outlines
    for one in sorted(old.keys() & new.keys()):
        if old[one].digest != new[one].digest:
            keys = _keys(_entry(before.loaded, old[one]), _entry(after.loaded, new[one]))
            if keys:
                yield Named(one, new[one].title, keys)


def _entry(loaded: Loaded, outline: Outline) -> Entry:
    entries = loaded.result(outline.path).entries
    return next(entry for entry in entries if entry.id == outline.id)


def _keys(old: Entry, new: Entry) -> tuple[str, ...]:
    """The keys under which two versions of an entry differ, as an editor writes them."""
    names = [name for name in Entry.__struct_fields__ if name not in _PLACES]
    differing = [name for name in names if getattr(old, name) != getattr(new, name)]
    return tuple("body" if name == "prose" else name.rstrip("_") for name in differing)
