"""Which entries stand together, and in what order? Outlines in, groups of ids out.

A group is all entries that share something: a topic, a speaker, a day. Each is divided into periods,
mostly years, so that a change to one entry touches small parts. Everything here is pure: it reads no
clock and no disk, every order ends on the id, and what comes of a change to groups that stand
is what would come of grouping everything anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from briefings.belonging import Frame, Placed, Sort, Standing, Where, places_of
from briefings.model import EntryId
from briefings.outlines import Outline


class Change(NamedTuple):
    """What became of an entry: None where there was or is none."""

    before: Placed | None
    after: Placed | None


Member = tuple[float, EntryId, str]
"""An entry's moment in seconds, its id, and of a page the ISO day of its latest change, of what was
corrected the ISO days of that in the period, of what waits the end of its embargo in seconds."""

Members = tuple[Member, ...]
"""Newest first, those of one moment by their ids."""

Periods = dict[str, int]
"""How many entries a group has in each period, in order."""


class Touched(Struct):
    """The groups that came out otherwise."""

    parts: set[Where] = field(default_factory=set)
    beside: set[tuple[str, EntryId]] = field(default_factory=set)
    """The entries, each with its story, that may have other neighbours there."""
    periods: dict[tuple[Sort, str], tuple[Periods, Periods]] = field(default_factory=dict)
    """Those that have other periods or numbers, with what was and what is."""


class Groups:
    """All groups: those that `known` tells, with what was changed since."""

    def __init__(self, known: Callable[[str], object | None] = lambda _: None) -> None:
        """`known` gives the members or the periods that stand under a name, or None."""
        self._known = known
        self._neighbours: dict[str, tuple[Members, _Neighbours]] = {}
        self.changed: dict[str, object] = {}
        """What is to be kept under each name that has another value now; an empty one is gone."""

    def members(self, sort: Sort, key: str, period: str) -> Members:
        """The entries of a group in one period."""
        return self._value(part_name(sort, key, period)) or ()  # type: ignore[return-value]

    def periods(self, sort: Sort, key: str) -> Periods:
        """The periods of a group."""
        return self._value(group_name(sort, key)) or {}  # type: ignore[return-value]

    def all(self, sort: Sort, key: str) -> Iterator[EntryId]:
        """All entries of a group, period by period, the latest first."""
        for period in reversed(self.periods(sort, key)):
            for _, entry, _ in self.members(sort, key, period):
                yield entry

    def embargoes(self) -> Iterator[tuple[float, EntryId]]:
        """When each embargo ends or ended, in seconds."""
        for period in self.periods(Sort.WAITING, ""):
            for _, entry, until in self.members(Sort.WAITING, "", period):
                yield float(until), entry

    def of_sort(self, sort: Sort) -> Iterator[tuple[str, Periods]]:
        """Every group of a sort that can be told without one's asking for it by its key."""
        if sort is Sort.OWN:
            yield from ((entry, _ALONE) for entry in self.all(Sort.PAGE, ""))
        elif sort is Sort.OWN_WITHDRAWN:
            yield from ((entry, _ALONE) for entry in self.all(Sort.WITHDRAWN, ""))
        elif sort is Sort.DAY:
            for month in self.periods(Sort.MONTH, ""):
                yield month, self.periods(sort, month)
        elif sort is Sort.ALIAS:
            for alias in sorted(self._value(_ALIASES) or ()):  # type: ignore[call-overload]
                yield alias, self.periods(sort, alias)
        else:
            yield "", self.periods(sort, "")

    def beside(self, sort: Sort, key: str, entry: EntryId) -> tuple[EntryId | None, EntryId | None]:
        """The entries before and after one in the order of time, where there are such."""
        period = entry[:4]
        own = self._places(sort, key, period)
        if entry not in own:
            return None, None
        before, after = own[entry]
        periods = self.periods(sort, key)
        if before is None and (earlier := [one for one in periods if one < period]):
            before = max(self.members(sort, key, earlier[-1]))[1]
        if after is None and (later := [one for one in periods if one > period]):
            after = min(self.members(sort, key, later[0]))[1]
        return before, after

    def apply(self, changes: Iterable[Change], frame: Frame) -> Touched:
        """Take changes over; each entry is in one of them at most."""
        out: dict[Where, set[EntryId]] = {}
        into: dict[Where, list[Member]] = {}
        touched = Touched()
        for before, after in changes:
            _note_own(before, after, touched)
            old = set(places_of(before, frame)) if before else set()
            new = set(places_of(after, frame)) if after else set()
            if before and after and _alike(before.outline, after.outline):
                old, new = old - new, new - old
            if before:
                for where in old:
                    out.setdefault(where, set()).add(before.outline.id)
            if after:
                for where in new:
                    into.setdefault(where, []).append(_member(after.outline, where))
        for where in sorted(out.keys() | into.keys()):
            self._replace(where, out.get(where, set()), into.get(where, ()), touched)
        return touched

    def _places(self, sort: Sort, key: str, period: str) -> "_Neighbours":
        """The neighbours of each entry in a part of a group, looked up once."""
        members = self.members(sort, key, period)
        name = part_name(sort, key, period)
        known = self._neighbours.get(name)
        if known is None or known[0] != members:
            known = self._neighbours[name] = members, _neighbours(members)
        return known[1]

    def _value(self, name: str) -> object | None:
        return self.changed[name] if name in self.changed else self._known(name)

    def _replace(
        self, where: Where, out: set[EntryId], into: Sequence[Member], touched: Touched
    ) -> None:
        before = self.members(*where)
        kept = [member for member in before if member[1] not in out]
        after = tuple(sorted([*kept, *into], key=_newest_first))
        if after == before:
            return
        sort, key, period = where
        touched.parts.add(where)
        if sort is Sort.STORY:
            touched.beside.update((key, one) for one in self._moved(where, before, after))
        self.changed[part_name(*where)] = after
        if len(after) == len(before):
            return
        old = self.periods(sort, key)
        counts = {**old, period: len(after)}
        new = {one: counts[one] for one in sorted(counts) if counts[one]}
        first, _ = touched.periods.get((sort, key), (old, old))
        touched.periods[sort, key] = first, new
        self.changed[group_name(sort, key)] = new
        if sort is Sort.ALIAS and key:
            aliases = set(self._value(_ALIASES) or ())  # type: ignore[call-overload]
            self.changed[_ALIASES] = tuple(sorted(aliases | {key} if new else aliases - {key}))

    def _moved(self, where: Where, before: Members, after: Members) -> Iterator[EntryId]:
        """The entries that have other neighbours now."""
        old, new = _neighbours(before), _neighbours(after)
        yield from (one for one in old.keys() | new.keys() if old.get(one) != new.get(one))
        sort, key, period = where
        for near in self.periods(sort, key):
            if near != period and (members := self.members(sort, key, near)):
                yield from (members[0][1], members[-1][1])


_Neighbours = Mapping[EntryId, tuple[EntryId | None, EntryId | None]]


def _neighbours(members: Members) -> _Neighbours:
    """The entries before and after each one in the order of time."""
    ids = [entry for _, entry, _ in sorted(members)]
    beside = zip([None, *ids], [*ids[1:], None], strict=False)
    return dict(zip(ids, beside, strict=False))


_ALIASES = "aliases"
_ALONE: Periods = {"": 1}


def _note_own(before: Placed | None, after: Placed | None, touched: Touched) -> None:
    """Note whether an entry got a page or a notice of its own, or lost it."""
    entry = (after or before).outline.id  # type: ignore[union-attr]
    for sort, has in ((Sort.OWN, _is_shown), (Sort.OWN_WITHDRAWN, _is_withdrawn)):
        was, is_now = ({} if not has(one) else _ALONE for one in (before, after))
        if was != is_now:
            touched.periods[sort, entry] = was, is_now


def _is_shown(placed: Placed | None) -> bool:
    return placed is not None and placed.shown


def _is_withdrawn(placed: Placed | None) -> bool:
    return placed is not None and placed.standing is Standing.WITHDRAWN


def part_name(sort: Sort, key: str, period: str) -> str:
    """What one period of a group is called where it is kept."""
    return f"{sort}/{key}/{period}"


def group_name(sort: Sort, key: str) -> str:
    """What the periods of a group are called where they are kept."""
    return f"{sort}/{key}#"


def _newest_first(member: Member) -> tuple[float, EntryId]:
    return -member[0], member[1]


def _member(outline: Outline, where: Where) -> Member:
    sort, _, period = where
    note = ""
    if sort is Sort.PAGE:
        note = outline.changed[1]
    elif sort is Sort.CORRECTED:
        note = " ".join(day for day in outline.corrected if day.startswith(period))
    elif sort is Sort.WAITING:
        note = str(outline.publish)
    return outline.instant, outline.id, note


def _alike(one: Outline, other: Outline) -> bool:
    """Whether an entry is the same member of whatever groups it is in."""
    return _noted(one) == _noted(other)


def _noted(outline: Outline) -> tuple[object, ...]:
    return outline.instant, outline.changed, outline.publish, outline.corrected
