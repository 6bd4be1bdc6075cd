"""Can a change make anything wrong? Only what it concerns is checked, and any doubt ends it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from briefings.belonging import Placed, Sort
from briefings.checking import check_file
from briefings.checks.known import Known
from briefings.checks.locating import Findings
from briefings.checks.registries import check_vocabulary
from briefings.files.layout import REGISTRIES
from briefings.files.slugs import comparable
from briefings.grouping import Groups
from briefings.ledger import Ledger
from briefings.loading import Loaded, prefix_of
from briefings.model import EntryId, Vocabulary
from briefings.outlines import Outline
from briefings.settings import Settings

V = TypeVar("V")


class DoubtError(Exception):
    """A change may be wrong, or touch more than can be told. The text says why, as part of a sentence."""


class Recheck:
    """What is known of the bulletin after a change."""

    def __init__(
        self,
        known: Ledger,
        placed: Mapping[EntryId, Placed | None],
        groups: Groups,
        vocabulary: Vocabulary,
        media: Collection[str],
        settings: Settings,
    ) -> None:
        """`placed` has the entries that stand otherwise than in the ledger."""
        self._ledger = known
        self._after = placed
        self._groups = groups
        self._settings = settings
        self._vocabulary = vocabulary
        self._known = Known(
            ids=_ids(vocabulary),
            entries=_Asked(self._outline),
            events=_Asked(self._first_definer),
            series=_Asked(self._first_unit),
            media=media,
            prefix=prefix_of(settings),
        )

    def entries(self, loaded: Loaded, now: float) -> frozenset[str]:
        """Check the entries that changed and those that refer to one that did; the files come back.

        `now` is in seconds. Raises `DoubtError`.
        """
        findings = Findings(self._settings.folder)
        files = {one.outline.path for one in self._after.values() if one}
        for entry, after in self._after.items():
            before = self._ledger.placed(entry)
            if _as_others_see(before) != _as_others_see(after):
                files |= self._files_leading_to(entry)
            if before is None or after is None or before.outline.events != after.outline.events:
                files |= self._files_about_events(before, after)
            if after is not None:
                self._addresses(before, after.outline)
                self._series(after.outline)
        for path in sorted(files):
            check_file(loaded.result(path), self._settings, self._known, now, findings)
        if findings.problems:
            raise DoubtError(f"there is something to say of {findings.problems[0].path}")
        return frozenset(files)

    def introductions(self, paths: Iterable[str], loaded: Loaded, now: float) -> None:
        """Check introductions. Raises `DoubtError`."""
        findings = Findings(self._settings.folder)
        for path in paths:
            check_file(loaded.result(path), self._settings, self._known, now, findings)
        if findings.problems:
            raise DoubtError(f"there is something to say of {findings.problems[0].path}")

    def vocabulary(self) -> None:
        """Check the names. Raises `DoubtError`."""
        findings = Findings(self._settings.folder)
        check_vocabulary(self._vocabulary, self._known, findings)
        if findings.problems:
            raise DoubtError("there is something to say of the vocabulary")

    def free(self, urls: Iterable[str], taken: Collection[str]) -> None:
        """See that nothing else has the addresses of new outputs. Raises `DoubtError`.

        `taken` are the addresses of plain pages and files, as `comparable` writes them.
        """
        for url in urls:
            address = comparable(f"/{url}")
            if address in taken or self._groups.periods(Sort.CLAIMING, address):
                raise DoubtError(f"something else may have the address /{url}")

    def unlinked(self, urls: Iterable[str], linked: Collection[str]) -> None:
        """See that nothing links to outputs that are gone. Raises `DoubtError`.

        `linked` are the targets of introductions and plain pages.
        """
        for url in urls:
            target = f"/{url}"
            if target in linked or self._groups.periods(Sort.REFERRING, target):
                raise DoubtError(f"something links to {target}, which is gone")

    def _placed(self, entry: str) -> Placed | None:
        if entry in self._after:
            return self._after[EntryId(entry)]
        return self._ledger.placed(EntryId(entry))

    def _outline(self, entry: str) -> Outline | None:
        placed = self._placed(entry)
        return placed.outline if placed else None

    def _outlines(self, sort: Sort, key: str) -> Iterator[Outline]:
        for entry in self._groups.all(sort, key):
            if placed := self._placed(entry):
                yield placed.outline

    def _files_leading_to(self, target: str) -> set[str]:
        return {outline.path for outline in self._outlines(Sort.REFERRING, target)}

    def _files_about_events(self, before: Placed | None, after: Placed | None) -> set[str]:
        files: set[str] = set()
        for placed in (before, after):
            for event in placed.outline.events if placed else ():
                if sum(self._groups.periods(Sort.DEFINING, event.id).values()) > 1:
                    raise DoubtError(f"the event {event.id} is defined twice")
                files |= self._files_leading_to(f"event:{event.id}")
        return files

    def _addresses(self, before: Placed | None, outline: Outline) -> None:
        """See that an entry's addresses are its own."""
        if outline.aliases and (before is None or before.outline.aliases != outline.aliases):
            raise DoubtError(f"{outline.id} has other aliases")
        if before is not None:
            return
        day = outline.id[:10].replace("/", "-")
        for _, other, _ in self._groups.members(Sort.FILED, day[:7], day):
            if other != outline.id and comparable(other) == comparable(outline.id):
                raise DoubtError(f"{other} and {outline.id} may be one address")

    def _series(self, outline: Outline) -> None:
        for series, unit in outline.series:
            for other in self._outlines(Sort.COUNTING, series):
                if any(name == series and other_unit != unit for name, other_unit in other.series):
                    raise DoubtError(f"the series {series} is counted in two units")

    def _first_definer(self, event: str) -> Outline | None:
        outlines = self._outlines(Sort.DEFINING, event)
        return min(outlines, key=lambda one: (one.path, one.place or 0), default=None)

    def _first_unit(self, series: str) -> tuple[str | None, str] | None:
        for outline in self._outlines(Sort.COUNTING, series):
            return next(unit for name, unit in outline.series if name == series), outline.path
        return None


class _Asked(Mapping[str, V], Generic[V]):
    """A mapping that finds what it is asked for, and cannot be told through."""

    def __init__(self, find: Callable[[str], V | None]) -> None:
        self._find = find

    def __getitem__(self, key: str) -> V:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _as_others_see(placed: Placed | None) -> object:
    """What checks of other entries look at."""
    if placed is None:
        return None
    one = placed.outline
    seen = (one.draft, one.publish, one.status, one.translation_of, one.language, one.given)
    return (placed.standing, *seen, len(one.sources))


def _ids(vocabulary: Vocabulary) -> dict[str, Collection[str]]:
    ids: dict[str, Collection[str]] = {
        registry: getattr(vocabulary, registry).keys() for registry in REGISTRIES
    }
    return {**ids, "actors": frozenset([*ids["people"], *ids["organizations"]])}
