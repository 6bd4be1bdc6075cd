"""What is to be made? The bulletin at one moment, and which of its outputs have to be looked at."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from briefings.bulletin import Bulletin
from briefings.caching import Table
from briefings.continuing import Touch
from briefings.grouping import Groups
from briefings.ledger import Ledger, Recorded
from briefings.loading import Loaded
from briefings.outputs import Output
from briefings.problems import Problem
from briefings.settings import Settings
from briefings.versions import made_with
from briefings.views.plain import PlainPage

if TYPE_CHECKING:
    from briefings.words import Words


class Project(Struct, frozen=True, kw_only=True):
    """A bulletin as its mkdocs.yml and its plain pages say, before its entries are read."""

    settings: Settings
    pages: tuple[PlainPage, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Why some of the plain pages could not be read."""
    packages: tuple[Path, ...] = ()
    """Folders of other files that are published as they are."""
    lacking: tuple[Problem, ...] = ()
    """Why nothing can be built, though the content may be in order."""
    static: Mapping[str, Path] = field(default_factory=dict)
    """The files beside the plain pages, by their path in the site."""
    other_plugins: tuple[str, ...] = ()
    """What only MkDocs's own build runs."""
    looks: str = ""
    """A digest of how mkdocs.yml, the plain pages and the theme looked; empty where that is not certain."""


class Edition(Struct, frozen=True, kw_only=True, dict=True):
    """A bulletin at one moment, ready to be rendered."""

    settings: Settings
    loaded: Loaded
    bulletin: Bulletin
    groups: Groups
    pages: Mapping[str, PlainPage]
    """The plain pages by their address."""
    files: Mapping[str, Path]
    """What is published as it is, by its path in the site: assets, media, files beside plain pages."""
    outputs: tuple[Output, ...]
    """What has to be looked at, those first that others lead to: everything, or where the edition
    continues another one, what may be stale or new."""
    stale_segments: frozenset[str]
    """The names of the search's segments that have to be looked at, where it continues another one."""
    continued: Touch | None
    """What changed since the edition that this one continues; None where it continues none."""
    why: str
    """Why it continues none."""
    known: Ledger
    """What is known of the last one."""
    ledger: Ledger
    """Where what is known of this one stands: that of the last one, or a new one."""

    def all_outputs(self) -> list[Output]:
        """Every output but the search's."""
        from briefings.plan import plan  # noqa: PLC0415 (a run with nothing to do has no need of it)

        head = self.ledger.head
        assert head is not None
        return plan(self.groups, head.vocabulary, self.settings, self.pages, self.files)

    @cached_property
    def words(self) -> "Words":
        """The interface's words."""
        # Imported here because a run in which nothing has to be said has no need of CLDR's data.
        from briefings.words import words  # noqa: PLC0415

        return words(self.settings.language, self.settings.theme_dirs)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is to be said of the content, though it is no error."""
        assert self.ledger.head is not None
        return self.ledger.head.warnings

    @property
    def entries(self) -> int:
        """How many entries are shown."""
        assert self.ledger.head is not None
        return self.ledger.head.entries


def remember_outputs(edition: Edition) -> None:
    """Write into the edition's ledger which outputs there are, though none was made."""
    ledger, continued = edition.ledger, edition.continued
    for output in continued.new if continued else edition.outputs:
        ledger.set_output(output.path, Recorded(output.kind, output.key, output.path, ""))
    for path in continued.gone if continued else ():
        ledger.set_output(path, None)


def ledger_of(settings: Settings, *, cached: bool = True, table: Table | None = None) -> Ledger:
    """What is known of the last build; nothing, and a place for what comes, where it is not `cached`.

    `table` is that record, if somebody opened it already.
    """
    file = settings.cache_dir / settings.record
    return Ledger(file, f"{made_with()} {settings.site_dir}", read=cached, table=table)
