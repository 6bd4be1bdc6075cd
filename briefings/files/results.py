"""What can one file give?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field

from briefings.model import Entry, Introduction
from briefings.problems import Problem


class Broken(Struct, frozen=True):
    """An entry as far as it could be read, so that the rest of it can be checked in the same run."""

    entry: Entry
    faulty: frozenset[str]
    """The keys that are missing or could not be read."""


class FileResult(Struct, frozen=True, kw_only=True):
    """What a file gave."""

    path: str
    """Relative to the bulletin's folder, with slashes."""
    problems: tuple[Problem, ...] = ()
    day: date | None = None
    entries: tuple[Entry, ...] = ()
    broken: tuple[Broken, ...] = ()
    introduction: Introduction | None = None
    registry: str = ""
    records: Mapping[str, Any] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    """The ids that the file defines, those of broken entries and records among them."""
    unread: bool = False
    """Whether it may hold more than is known."""
    media: tuple[str, str] | None = None
    """The path on the site of an image, and its look."""
