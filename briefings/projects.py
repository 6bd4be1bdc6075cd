"""What do mkdocs.yml and the plain pages say? What MkDocs made of them last, while they are the same.

To ask MkDocs takes longer than all the rest of a build after an edit.
"""

import hashlib
import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from briefings.caching import CacheDamagedError, Table
from briefings.editions import Project
from briefings.packing import packed, unpacked
from briefings.versions import made_with

_ASKS_AROUND = re.compile(rb"!|^\s*(INHERIT|hooks)\b", re.MULTILINE)
"""What makes a configuration depend on more than its own text: tags, other files, code."""
_KEY = "project"
_COARSEST_CLOCK = 2_000_000_000
"""Nanoseconds between two times that some file system takes for one."""


class _Remembered(NamedTuple):
    """A project, and what it was made of."""

    project: Project
    looks: str
    """A digest of how the configuration, the plain pages and the theme's folders looked."""


def read_project(config_file: Path) -> Project:
    """What a mkdocs.yml and the folder of plain pages say. Raises MkDocs's own errors."""
    begun = time.time_ns()
    text = config_file.read_bytes()
    if _ASKS_AROUND.search(text):
        return _asked_of_mkdocs(config_file)
    table = Table(config_file.parent / ".cache" / "project", f"{made_with()} {config_file}")
    remembered = _remembered(table)
    if remembered is not None and _looks(text, remembered.project, begun) == remembered.looks:
        return remembered.project
    project = _asked_of_mkdocs(config_file)
    looks = _looks(text, project, begun)
    if looks and not project.problems and not project.other_plugins:
        table.put(_KEY, packed(_Remembered(project, looks)))
        with suppress(OSError):
            table.save()
    return project


def _asked_of_mkdocs(config_file: Path) -> Project:
    # Imported here because MkDocs is slow to import, and seldom has to be asked.
    from briefings.plugin.project import read_project as ask  # noqa: PLC0415

    return ask(config_file)


def _remembered(table: Table) -> _Remembered | None:
    try:
        kept = table.get(_KEY)
        return unpacked(kept) if kept else None
    except CacheDamagedError:
        return None


def _looks(text: bytes, project: Project, now: int) -> str:
    """A digest of how everything looks that MkDocs was asked about.

    Empty where a file was changed so shortly before that a second change could look the same.
    """
    settings = project.settings
    digest = hashlib.blake2b(text, digest_size=16)
    for folder in (settings.pages_dir, *settings.theme_dirs):
        for parent, folders, files in os.walk(folder):
            folders.sort()
            for name in sorted(files):
                status = os.stat(f"{parent}/{name}")  # noqa: PTH116
                if max(status.st_mtime_ns, status.st_ctime_ns) > now - _COARSEST_CLOCK:
                    return ""
                look = status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
                digest.update(f"{parent}/{name} {look}\0".encode(errors="surrogateescape"))
    digest.update(str(settings.content_dir.is_dir()).encode())
    return digest.hexdigest()
