"""What do tests of the views look at? Bulletins as the views see them, and what a page shows."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from briefings.loading import load
from briefings.model import (
    Entry,
)
from briefings.settings import Settings
from briefings.views.parts import Page
from briefings.views.shown import Shown
from briefings.words import words
from tests.loads import content_of_files
from tests.making import BUCHAREST, bulletin_of, group
from tests.sites import settings_of
from tests.tools import ROOT

T = TypeVar("T")
ENGLISH = words("en", [ROOT / "theme"])
TERMS = "2024/03/28/berth-terms"
"""The entry of the small bulletin that has every key."""


def shown_of(*entries: Entry, settings: Settings | None = None, **given: Any) -> Shown:
    """What views see of a bulletin of these entries."""
    settings = settings or settings_of(Path("/bulletin"), timezone=BUCHAREST)
    return Shown(bulletin_of(*entries, timezone=settings.timezone, **given), settings, ENGLISH)


def small_bulletin_shown(folder: Path) -> Shown:
    """The small bulletin in `folder` on 30 March 2024, with the meeting on the quay to come."""
    settings = settings_of(
        folder,
        timezone=BUCHAREST,
        repo_url="https://code.example/harbour/bulletin/",
        edit_uri="edit/main/content/pages/",
        front_page_entries=3,
    )
    content = content_of_files(load(settings, cached=False))
    now = datetime(2024, 3, 30, 12, tzinfo=UTC)
    return Shown(group(content, now=now, timezone=BUCHAREST), settings, ENGLISH)


def content_of(page: Page, record: type[T]) -> T:
    """What a page shows, of the kind that it has to be."""
    assert isinstance(page.content, record)
    return page.content


def titles(cards: Iterable[Any]) -> list[str]:
    """The titles of cards or lines."""
    return [card.title for card in cards]


def names(refs: Iterable[Any]) -> list[str]:
    """The names that lead to pages."""
    return [ref.name for ref in refs]
