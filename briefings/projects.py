"""What do mkdocs.yml and the plain pages say? What MkDocs made of them last, while they are the same.

To ask MkDocs takes longer than all the rest of a build after an edit.
"""

import hashlib
import marshal
import os
import re
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from briefings.caching import CacheDamagedError, Table
from briefings.versions import made_with

if TYPE_CHECKING:
    from briefings.editions import Project

_ASKS_AROUND = re.compile(rb"!|^\s*(INHERIT|hooks)\b", re.MULTILINE)
"""What makes a configuration depend on more than its own text: tags, other files, code."""
_KEY = "project"
_GLANCE = "glance"
_COARSEST_CLOCK = 2_000_000_000
"""Nanoseconds between two times that some file system takes for one."""


class Glance(NamedTuple):
    """What has to be known of a project to see whether anything has changed since: plain values."""

    looks: str
    """A digest of how the configuration and all of `folders` looked."""
    site_dir: str
    record: str
    """The file of the ledger."""
    content_dir: str
    prefix: str
    """What content_dir is called."""
    reading: str
    """The version of what was read (see `loading.version_of`)."""
    folders: tuple[str, ...]
    """Those of the plain pages, of the theme and of packages."""
    git_folder: str
    """Where git is asked for its history; empty where it is not."""


class Remembered:
    """What MkDocs made of a mkdocs.yml and of the plain pages, which look as they did then."""

    def __init__(self, table: Table, glance: Glance) -> None:
        self._table = table
        self.glance = glance

    def project(self) -> "Project | None":
        """The project; None where the cache is damaged."""
        # Imported here because a run with nothing to do has no need of records.
        from briefings.packing import unpacked  # noqa: PLC0415

        with suppress(CacheDamagedError):
            kept = self._table.get(_KEY)
            return unpacked(kept) if kept else None
        return None


def read_project(config_file: Path) -> "Project":
    """What a mkdocs.yml and the folder of plain pages say. Raises MkDocs's own errors."""
    begun = time.time_ns()
    found = remembered(config_file)
    project = found.project() if found else None
    return project or _asked(config_file, begun)


def remembered(config_file: Path) -> Remembered | None:
    """What is remembered of a project, if everything looks as it did. Raises `OSError`."""
    begun = time.time_ns()
    text = config_file.read_bytes()
    table = _table(config_file)
    with suppress(CacheDamagedError):
        kept = None if _ASKS_AROUND.search(text) else table.get(_GLANCE)
        if kept:
            glance = Glance(*marshal.loads(kept))
            if _looks(text, glance.folders, glance.content_dir, begun) == glance.looks:
                return Remembered(table, glance)
    return None


def _asked(config_file: Path, begun: int) -> "Project":
    """What MkDocs says, which is remembered where it is certain when that changes."""
    text = config_file.read_bytes()  # Before MkDocs reads it: a change in between is seen later.
    project = _asked_of_mkdocs(config_file)
    settings = project.settings
    folders = tuple(map(str, (settings.pages_dir, *settings.theme_dirs, *project.packages)))
    looks = _looks(text, folders, str(settings.content_dir), begun)
    problems = project.problems or project.lacking
    if looks and not (problems or project.other_plugins or _ASKS_AROUND.search(text)):
        project = replace(project, looks=looks)
        _remember(project, folders, _table(config_file))
    return project


def _remember(project: "Project", folders: tuple[str, ...], table: Table) -> None:
    from briefings.loading import version_of  # noqa: PLC0415 (as above)
    from briefings.packing import packed  # noqa: PLC0415 (as above)

    settings = project.settings
    glance = Glance(
        looks=project.looks,
        site_dir=str(settings.site_dir),
        record=str(settings.cache_dir / settings.record),
        content_dir=str(settings.content_dir),
        prefix=settings.name_of(settings.content_dir),
        reading=version_of(settings),
        folders=folders,
        git_folder=str(settings.folder) if settings.git_times else "",
    )
    table.put(_KEY, packed(project))
    table.put(_GLANCE, marshal.dumps(tuple(glance)))
    with suppress(OSError):
        table.save()


def _table(config_file: Path) -> Table:
    version = f"{made_with()} {sys.version} {config_file}"
    return Table(config_file.parent / ".cache" / "project", version)


def _asked_of_mkdocs(config_file: Path) -> "Project":
    # Imported here because MkDocs is slow to import, and seldom has to be asked.
    from briefings.plugin.project import read_project as ask  # noqa: PLC0415

    return ask(config_file)


def _looks(text: bytes, folders: Sequence[str], content_dir: str, now: int) -> str:
    """A digest of how everything looks that MkDocs was asked about.

    Empty where a file was changed so shortly before that a second change could look the same.
    """
    digest = hashlib.blake2b(text, digest_size=16)
    for folder in folders:
        for parent, within, files in os.walk(folder):
            within.sort()
            for name in sorted(files):
                status = os.stat(f"{parent}/{name}")  # noqa: PTH116
                if max(status.st_mtime_ns, status.st_ctime_ns) > now - _COARSEST_CLOCK:
                    return ""
                look = status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
                digest.update(f"{parent}/{name} {look}\0".encode(errors="surrogateescape"))
    digest.update(str(Path(content_dir).is_dir()).encode())
    return digest.hexdigest()
