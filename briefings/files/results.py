"""What can one file give?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from briefings.model import Entry, Introduction
from briefings.problems import Problem


@dataclass(frozen=True, slots=True)
class Broken:
    """An entry as far as it could be read, so that the rest of it can be checked in the same run."""

    entry: Entry
    faulty: frozenset[str]
    """The keys that are missing or could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
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
