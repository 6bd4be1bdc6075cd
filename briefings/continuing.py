"""What does a change touch? The last edition and what became of the content since, to the next one.

Whoever is not certain here raises `DoubtError`, and everything is looked at: it is slower, and says
better what is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefings.belonging import Frame, Placed, Sort, frame_of
from briefings.checks.rechecking import DoubtError
from briefings.facts import (
    TODAY,
    beside_fact,
    briefing_fact,
    counts_fact,
    history_fact,
    members_fact,
    over_fact,
    periods_fact,
)
from briefings.grouping import Change, Groups, Touched, part_name
from briefings.ledger import Head, Ledger
from briefings.loading import Loaded
from briefings.model import EntryId, Person, Vocabulary
from briefings.outlines import Outline
from briefings.outputs import Output
from briefings.settings import Settings
from briefings.shelves import placed_of


class Changes(Struct, kw_only=True):
    """What is otherwise in the content than at the last build."""

    entries_of: dict[str, tuple[EntryId, ...]]
    """The entries of each file that changed; none of one that is gone."""
    outlines: dict[EntryId, Outline]
    """What the changed files give."""
    folders: dict[str, dict[str, bytes]]
    """The files of each folder that changed, with their digests."""
    vocabulary: Vocabulary
    media: dict[str, str]
    introductions: dict[date, str]
    facts: set[str]
    """The facts that changed besides those of entries and groups."""
    registries: tuple[str, ...]


class Touch(Struct, kw_only=True):
    """What a change touches."""

    placed: dict[EntryId, Placed | None]
    groups: Groups
    facts: set[str]
    new: list[Output]
    """The outputs that there were not."""
    dropped: set[Output]
    """The outputs that are not there any more."""

    @property
    def gone(self) -> set[str]:
        """The paths at which there is nothing any more."""
        return {output.path for output in self.dropped} - {output.path for output in self.new}


def changes_since(head: Head, known: Ledger, loaded: Loaded) -> Changes:
    """What is otherwise in the content than at the last build. Raises `DoubtError`."""
    if loaded.unkept or loaded.stray:
        raise DoubtError("a file cannot be read")
    changes = Changes(
        entries_of={},
        outlines={},
        folders={},
        vocabulary=head.vocabulary,
        media=dict(head.media),
        introductions=dict(head.introductions),
        facts=set(),
        registries=(),
    )
    for folder in sorted({*head.folders, *loaded.folders}):
        if loaded.digests.get(folder) == head.folders.get(folder):
            continue
        digests = loaded.folders.get(folder, {})
        changes.folders[folder] = digests
        before = known.folder(folder)
        for path in sorted({*before, *digests}):
            if before.get(path) != digests.get(path):
                _note_file(path, path in digests, changes, known, loaded)
    _forbid_two_files(changes, known)
    return changes


def note_histories(changes: Changes, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Note of which entries git's history says something else than it did."""
    entries = before.keys() | after.keys()
    changes.facts.update(history_fact(one) for one in entries if before.get(one) != after.get(one))


def _note_file(path: str, is_there: bool, changes: Changes, known: Ledger, loaded: Loaded) -> None:
    """Note what a file gives that is new, changed or gone."""
    days = [day for day, file in changes.introductions.items() if file == path]
    for day in days:
        del changes.introductions[day]
    if not is_there:
        if not days and not known.entries_of(path):
            raise DoubtError(f"{path} is gone")
        changes.entries_of[path] = ()
    else:
        gist = loaded.gist(path)
        if not gist.sound:
            raise DoubtError(f"there is something to say of {path}")
        if gist.media:
            changes.media[gist.media[0]] = gist.media[1]
            changes.facts.add(f"media/{gist.media[0]}")
        if gist.registry:
            _note_registry(gist.registry, loaded.result(path).records, changes)
        if gist.introduces:
            days.append(date.fromisoformat(gist.introduces))
            if days[-1] in changes.introductions:
                raise DoubtError(f"two files introduce {gist.introduces}")
            changes.introductions[days[-1]] = path
        changes.entries_of[path] = tuple(one.id for one in gist.outlines)
        changes.outlines.update((one.id, one) for one in gist.outlines)
    changes.facts.update(f"introduction/{day.isoformat()}" for day in days)


def _note_registry(registry: str, records: Mapping[Any, Any], changes: Changes) -> None:
    before = getattr(changes.vocabulary, registry)
    if gone := before.keys() - records.keys():
        raise DoubtError(f"{', '.join(sorted(gone))} is gone from the {registry}")
    changes.registries += (registry,)
    changed = [one for one in records if records[one] != before.get(one)]
    changes.facts.update(f"{registry}/{one}" for one in changed)
    if changed or list(before) != list(records):
        changes.facts.add(f"{registry}/*")
    if registry == "people":
        people = [one for id_ in changed for one in (before.get(id_), records[id_]) if one]
        changes.facts.update(members_fact(one) for one in _organizations_of(people))
    changes.vocabulary = replace(changes.vocabulary, **{registry: dict(records)})


def _organizations_of(people: Iterable[Person]) -> Iterator[str]:
    """The organizations in which they have or had a role."""
    for person in people:
        yield from (role.organization for role in person.roles if role.organization)


def _forbid_two_files(changes: Changes, known: Ledger) -> None:
    """No entry may come from two files."""
    given = [entry for ids in changes.entries_of.values() for entry in ids]
    if len(given) != len(set(given)):
        raise DoubtError("two files give one entry")
    for entry in given:
        placed = known.placed(entry)
        if placed and placed.outline.path not in changes.entries_of:
            raise DoubtError(f"two files give {entry}")


def touch(
    changes: Changes,
    head: Head,
    known: Ledger,
    loaded: Loaded,
    settings: Settings,
    *,
    now: float,
    today: date,
    preview: bool,
) -> Touch:
    """What a change touches, at `now` in seconds. Raises `DoubtError`."""
    frame = frame_of(changes.vocabulary)
    groups = Groups(known.grouped)
    _forbid_regrouping(frame_of(head.vocabulary), frame, groups)
    placing = _Placing(changes, known, loaded, groups, now, preview=preview)
    placed = placing.placed(_concerned(changes, head, known, groups, now))
    befores = {entry: known.placed(entry) for entry in placed}
    touched = groups.apply(
        (
            Change(befores[entry], after)
            for entry, after in placed.items()
            if befores[entry] or after
        ),
        frame,
    )
    facts = {*changes.facts, *_facts_of(touched)}
    for entry, after in placed.items():
        facts.update(_facts_of_entry(entry, befores[entry], after))
    if today != head.today:
        facts.update((TODAY, *map(over_fact, _months(*sorted((head.today, today))))))
    new, dropped = _plan_changes(changes, head, touched, groups, settings)
    return Touch(placed=placed, groups=groups, facts=facts, new=new, dropped=dropped)


def _forbid_regrouping(before: Frame, after: Frame, groups: Groups) -> None:
    """No entry that did not change may come into other groups, for a name that did."""
    if not (
        before.hosts.items() <= after.hosts.items()
        and before.families.items() <= after.families.items()
    ):
        raise DoubtError("hosts of publishers or parents of topics changed")
    for host in after.hosts.keys() - before.hosts.keys():
        if groups.periods(Sort.UNKNOWN_HOST, host):
            raise DoubtError(f"{host} has a publisher now")


def _concerned(
    changes: Changes, head: Head, known: Ledger, groups: Groups, now: float
) -> set[EntryId]:
    """The entries that may stand otherwise: those of changed files, and those that the clock moves."""
    before = chain.from_iterable(map(known.entries_of, changes.entries_of))
    concerned = {*before, *changes.outlines}
    if now < head.made or now >= head.valid_until:
        since, until = sorted((head.made, now))
        concerned.update(entry for end, entry in groups.embargoes() if since < end <= until)
    translations = (groups.all(Sort.TRANSLATING, entry) for entry in set(concerned))
    return concerned.union(*translations)


class _Placing:
    """Where entries stand now."""

    def __init__(
        self,
        changes: Changes,
        known: Ledger,
        loaded: Loaded,
        groups: Groups,
        now: float,
        *,
        preview: bool,
    ) -> None:
        self._changes = changes
        self._known = known
        self._loaded = loaded
        self._now = now
        self._preview = preview

    def placed(self, entries: Iterable[EntryId]) -> dict[EntryId, Placed | None]:
        """Where each of these entries stands; None for one that is gone."""
        return {entry: self._placed(entry) for entry in sorted(entries)}

    def _placed(self, entry: EntryId) -> Placed | None:
        outline = self._outline(entry)
        if outline is None:
            return None
        original = self._outline(outline.translation_of) if outline.translation_of else None
        if outline.translation_of and original is None:
            raise DoubtError(f"{entry} translates an entry that is not there")
        return placed_of(outline, original, self._now, preview=self._preview)

    def _outline(self, entry: EntryId) -> Outline | None:
        """What the file of an entry gives."""
        if entry in self._changes.outlines:
            return self._changes.outlines[entry]
        before = self._known.placed(entry)
        if before is None or before.outline.path in self._changes.entries_of:
            return None
        outlines = self._loaded.gist(before.outline.path).outlines
        return next((one for one in outlines if one.id == entry), None)


def _months(first: date, last: date) -> Iterator[str]:
    """The months from one day to another, as `2024-06`."""
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{month // 12:04}-{month % 12 + 1:02}"


def _facts_of_entry(entry: EntryId, before: Placed | None, after: Placed | None) -> Iterator[str]:
    if before is None or after is None or before.standing is not after.standing:
        yield f"outline/{entry}"
        yield f"entry/{entry}"
        return
    if before.outline.digest != after.outline.digest:
        yield f"entry/{entry}"
    if before.outline._replace(digest="") != after.outline._replace(digest=""):
        yield f"outline/{entry}"


def _facts_of(touched: Touched) -> Iterator[str]:
    yield from (part_name(*where) for where in touched.parts)
    yield from (beside_fact(story, entry) for story, entry in touched.beside)
    for (sort, key), (before, after) in touched.periods.items():
        yield counts_fact(sort, key)
        if list(before) != list(after):
            yield periods_fact(sort, key)
        if sort is Sort.DAY:
            yield from map(briefing_fact, before.keys() ^ after.keys())


def _plan_changes(
    changes: Changes, head: Head, touched: Touched, groups: Groups, settings: Settings
) -> tuple[list[Output], set[Output]]:
    """The outputs that are new, in the order of publishing, and those that are not there any more."""
    media = changes.media.keys() - head.media.keys()
    if not (touched.periods or changes.registries or media):
        return [], set()
    # Imported here because most edits change no more than what is in a page.
    from briefings.plan import kinds_of, output_of, outputs_about  # noqa: PLC0415

    new: list[Output] = []
    old: list[Output] = []
    for kind in kinds_of(settings):
        about = kind.about
        for (sort, name), (before, after) in touched.periods.items():
            if sort is about.sort and _has(about.registry, name, head.vocabulary):
                old += outputs_about(kind, name, before)
                new += outputs_about(kind, name, after)
        if about.registry in changes.registries:
            known = getattr(head.vocabulary, about.registry)
            for name in getattr(changes.vocabulary, about.registry).keys() - known.keys():
                periods = groups.periods(about.sort, name) if about.sort else {}
                new += outputs_about(kind, name, periods)
    new += [output_of("file", path) for path in media]
    was = set(old)
    return [output for output in new if output not in was], was.difference(new)


def _has(registry: str, name: str, vocabulary: Vocabulary) -> bool:
    return not registry or name in getattr(vocabulary, registry)
