"""Where is a bulletin built as it stood at an earlier moment? Beside the site, unless one says so."""

from datetime import datetime
from pathlib import Path

import click
from msgspec.structs import replace

from briefings.commands.moments import Typed
from briefings.editions import Project
from briefings.git.past import remembered
from briefings.settings import Settings

_SIGNS = ("permalinks.txt", "manifest.webmanifest")
"""The files by which a bulletin's site is known."""


def project_then(
    project: Project, as_of: Typed, site_dir: Path | None, now: datetime
) -> tuple[Project, str]:
    """The bulletin at an earlier moment, and a sentence on where its texts come from.

    Raises click's errors where the moment has not come yet, or the folder holds something else.
    """
    settings = project.settings
    moment = as_of.moment(settings.timezone)
    if moment > now:
        said = as_of.said(settings.timezone)
        raise click.UsageError(f"{said} has not come yet. --as-of looks back.")
    if site_dir is None:
        folder = settings.site_dir.parent / "as-of"
        _keep_out_of_git(folder)
        site_dir = folder / as_of.name(settings.timezone)
    site_dir = site_dir.resolve()
    _refuse_other_folders(site_dir, settings)
    past = replace(settings, as_of=moment, site_dir=site_dir, record="as-of")
    return replace(project, settings=past), _note(settings, moment)


def _keep_out_of_git(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    ignoring = folder / ".gitignore"
    if not ignoring.exists():
        ignoring.write_text("*\n", encoding="utf-8")


def _refuse_other_folders(site_dir: Path, settings: Settings) -> None:
    """A build removes what it did not make: nothing else may be where it goes."""
    own = (settings.content_dir, settings.pages_dir, settings.cache_dir)
    within = any(site_dir.is_relative_to(folder.resolve()) for folder in own)
    if within or settings.folder.resolve().is_relative_to(site_dir):
        raise click.UsageError(f"{site_dir} holds the bulletin itself. Name a folder of its own.")
    is_site = all((site_dir / sign).is_file() for sign in _SIGNS)
    if site_dir.is_dir() and any(site_dir.iterdir()) and not is_site:
        raise click.UsageError(f"{site_dir} is not empty. Name a folder that is, or a new one.")


def _note(settings: Settings, moment: datetime) -> str:
    past = remembered(settings.content_dir, moment)
    if past.commit:
        number = len(past.texts)
        return (
            f"{number} {'file' if number == 1 else 'files'} read otherwise then. Where it fits what there "
            f"is today, the text is that of commit {past.commit[:12]}, the last one before that moment."
        )
    if past.is_shallow:
        return (
            "The git history here is cut off before that moment (git fetch --unshallow brings the "
            "rest): texts are today's, and pages say so where they were changed since."
        )
    return (
        "No git history reaches back to that moment: texts are today's, and pages say so where they "
        "were changed since."
    )
