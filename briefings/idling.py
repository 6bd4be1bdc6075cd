"""Is there anything to do? Told by looks and by the clock, before much of the program is imported.

What this module imports is all that a build needs that finds nothing to do.
"""

import marshal
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefings.caching import Table
from briefings.looking import Looked
from briefings.noticing import Noticed
from briefings.projects import Glance
from briefings.standing import Parts
from briefings.versions import made_with

if TYPE_CHECKING:
    from briefings.problems import Problem

_KEY = "rest"


class Rest(NamedTuple):
    """What a build left: while all of it is the same, the next one has nothing to do. Plain values."""

    looks: str
    """A digest of how the configuration, the plain pages and the theme's folders looked; empty if unknown."""
    folders: Mapping[str, bytes]
    """A digest of each folder of the content."""
    made: float
    """The build's moment, in seconds."""
    valid_until: float
    """When the clock changes something next, in seconds."""
    entries: int
    warnings: bytes
    """What there is to say of the content, packed; empty for nothing."""
    history: str
    """Where git's history stood; empty where nobody asked."""


class Idle(NamedTuple):
    """What there is to say of a build that has nothing to do."""

    entries: int
    kept: int
    """Files of the site."""
    warnings: tuple["Problem", ...]


class Begun(NamedTuple):
    """What was looked at before it was clear that there is something to do."""

    noticed: Noticed | None
    """The content; None where nobody has looked at it yet."""
    found: Callable[[], Looked]
    """What became of the site."""
    record: Table | None = None
    """The ledger's table as the last build left it; None where nobody has opened it yet."""


class Glimpse:
    """A look at the content and at what the last build left, of which another build can make use."""

    def __init__(self, glance: Glance) -> None:
        record = Path(glance.record)
        self._glance = glance
        self.record = Table(record, f"{made_with()} {glance.site_dir}")
        """The ledger's table."""
        self.noticed = Noticed(Table(record.with_name("content"), glance.reading))
        """A look at the content, once `idle` was asked."""

    @property
    def site_dir(self) -> Path:
        """The site's folder."""
        return Path(self._glance.site_dir)

    def standing(self) -> Parts:
        """How the site was left, in parts."""
        return Parts(self.record)

    def idle(self, now: datetime, found: Callable[[], Looked]) -> Idle | None:
        """What to say if there is nothing to do; None if there may be something.

        `found` says what became of the site. Raises `CacheDamagedError`.
        """
        self.noticed.look(Path(self._glance.content_dir), self._glance.prefix)
        kept = self.record.get(_KEY)
        rest = Rest(*marshal.loads(kept)) if kept else None
        if rest is None or not (
            self._is_as(rest) and rest.made <= now.timestamp() < rest.valid_until
        ):
            return None
        site = found()
        if site.altered or site.is_worth_recording:
            return None
        return Idle(rest.entries, site.known, _unpacked(rest.warnings))

    def _is_as(self, rest: Rest) -> bool:
        """Whether the configuration, the theme and the content are as they were."""
        noticed = self.noticed
        if rest.looks != self._glance.looks or not noticed.is_all_as_it_was():
            return False
        if rest.history != self._history():
            return False
        return rest.folders == noticed.digests()

    def _history(self) -> str:
        """Where git's history stands, if it is shown."""
        if not self._glance.git_folder:
            return ""
        # Imported here because few bulletins ask git.
        from briefings.git.histories import tip_of  # noqa: PLC0415

        return tip_of(Path(self._glance.git_folder)).key


def put_rest(table: Table, rest: Rest) -> None:
    """Keep in a ledger's table what a build left."""
    table.put(_KEY, marshal.dumps(tuple(rest)))  # type: ignore[arg-type]  # it takes any plain value


def _unpacked(warnings: bytes) -> tuple["Problem", ...]:
    if not warnings:
        return ()
    # Imported here because there seldom are any.
    from briefings.packing import unpacked  # noqa: PLC0415

    found: tuple[Problem, ...] = unpacked(warnings)
    return found
