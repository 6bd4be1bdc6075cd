"""Would the bulletin still be in order? A change is checked as a whole before anything is written."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from briefings.editions import Project
from briefings.preparing import checked
from briefings.problems import Problem
from briefings.prose.converting import Converter
from briefings.prose.texts import read
from briefings.settings import Settings
from briefings.views.plain import PlainPage


def problems_after(
    project: Project, changes: Mapping[Path, str | None], now: datetime
) -> tuple[Problem, ...]:
    """The warnings that the content would have after these changes, in a copy of it.

    Raises ContentError where it would have errors.
    """
    settings = project.settings
    settings.cache_dir.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="staged-", dir=settings.cache_dir) as name:
        folder = Path(name)
        top = Path(os.path.commonpath([settings.folder, settings.content_dir]))
        staged = replace(
            settings,
            folder=folder / settings.folder.relative_to(top),
            content_dir=folder / settings.content_dir.relative_to(top),
        )
        _copy(settings.content_dir, staged.content_dir)
        staged.folder.mkdir(parents=True, exist_ok=True)
        for path, text in changes.items():
            if path.is_relative_to(settings.content_dir):
                _change(staged.content_dir / path.relative_to(settings.content_dir), text)
        pages = tuple(_page(page, settings, changes) for page in project.pages)
        return checked(replace(project, settings=staged, pages=pages), now=now).warnings


def _copy(content: Path, copy: Path) -> None:
    """Link every file, which takes no room; copy where the file system cannot."""

    def link(source: str, target: str) -> None:
        try:
            os.link(os.path.realpath(source), target)
        except OSError:
            shutil.copy2(source, target)

    shutil.copytree(content, copy, copy_function=link, ignore=shutil.ignore_patterns(".*", "*~"))


def _change(file: Path, text: str | None) -> None:
    with suppress(FileNotFoundError):
        file.unlink()  # It is the original by another name.
    if text is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def _page(page: PlainPage, settings: Settings, changes: Mapping[Path, str | None]) -> PlainPage:
    """A plain page with the links that it would have."""
    text = changes.get(settings.pages_dir / page.path)
    if text is None:
        return page
    converter = Converter(settings.markdown_extensions, settings.extension_configs)
    path = settings.name_of(settings.pages_dir / page.path)
    said, _ = read(text, path=path, line=1, converter=converter)
    return replace(page, links=said.links)
