"""What is known of the site that was published last? All that tells what a change touches.

The ledger lies with the caches, never in the site. It has each entry's outline and standing, the
groups, which outputs read which facts, each output's fingerprint, and how each file was left.
"""

import marshal
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from briefings.belonging import Placed, Standing
from briefings.caching import UNFINISHED, Table, mark
from briefings.grouping import Groups
from briefings.idling import Rest, put_rest
from briefings.model import EntryId, Vocabulary
from briefings.outlines import from_plain, plain
from briefings.packing import packed, unpacked
from briefings.problems import Problem
from briefings.standing import Left, Parts, Stamps, record

SEGMENT = "segment"
"""The kind under which a segment of the search is recorded, which is many files."""
_NAMES = "names"
"""The key of the vocabulary in the table."""
_MARK = 8
_FEW = 20
"""Up to how many marks are quicker searched for one by one, though others may be a hundred thousand."""


class Head(Struct, frozen=True, kw_only=True):
    """What is known of the whole."""

    frame: str
    """Stands for all but the content and the clock: settings, theme, plain pages, program."""
    looks: str
    """A digest of how configuration, plain pages and theme looked; empty where that is not certain."""
    folders: Mapping[str, bytes]
    """A digest of each folder of the content."""
    made: float
    """The build's moment, in seconds."""
    valid_until: float
    """When the clock changes something next, in seconds."""
    today: date
    warnings: tuple[Problem, ...]
    entries: int
    """How many are shown."""
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    media: Mapping[str, str] = field(default_factory=dict)
    introductions: Mapping[date, str] = field(default_factory=dict)
    """The file of each day's introduction."""
    linked: frozenset[str] = frozenset()
    """Where introductions and plain pages link to within the bulletin."""
    history: str = ""
    """Where git's history stood; empty where nobody asked."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """The digest of each template with all that it asks for."""


class Recorded(NamedTuple):
    """An output as it was published."""

    kind: str
    key: str
    path: str
    fingerprint: str


class Ledger:
    """The record of one site, kept in a table."""

    def __init__(
        self, file: Path, version: str, *, read: bool = True, table: Table | None = None
    ) -> None:
        """`version` stands for the program: the ledger of another one is empty.

        `table` is the file read with that version, if somebody opened it already.
        """
        self.is_read = read
        """Whether it has what an earlier build recorded."""
        self._file = file
        self._is_new = not read
        own = file if read else file.with_name(f"{file.name}.new{UNFINISHED}")
        self._table = table or Table(own, version, read=read)

    @cached_property
    def head(self) -> Head | None:
        """What is known of the whole."""
        kept, names = self._table.get("head"), self._table.get(_NAMES)
        return replace(unpacked(kept), vocabulary=unpacked(names)) if kept and names else None

    def set_head(self, head: Head) -> None:
        """Record what is known of the whole; the names, of which there are thousands, where they changed."""
        if self.head is None or self.head.vocabulary is not head.vocabulary:
            self._table.put(_NAMES, packed(head.vocabulary))
        self.head = head
        self._table.put("head", packed(replace(head, vocabulary=Vocabulary())))
        put_rest(
            self._table,
            Rest(
                looks=head.looks,
                folders=dict(head.folders),
                made=head.made,
                valid_until=head.valid_until,
                entries=head.entries,
                warnings=packed(head.warnings) if head.warnings else b"",
                history=head.history,
            ),
        )

    def folder(self, folder: str) -> dict[str, bytes]:
        """The digest of each file of a folder of the content."""
        kept = self._table.get(f"folder:{folder}")
        return marshal.loads(kept) if kept else {}

    def set_folder(self, folder: str, digests: Mapping[str, bytes]) -> None:
        """Record the files of a folder; one without files is forgotten."""
        self._set(f"folder:{folder}", dict(digests))

    def entries_of(self, path: str) -> tuple[EntryId, ...]:
        """The entries that a file of the content gave."""
        kept = self._table.get(f"file:{path}")
        return marshal.loads(kept) if kept else ()

    def set_entries_of(self, path: str, ids: Iterable[EntryId]) -> None:
        """Record the entries of a file."""
        self._set(f"file:{path}", tuple(ids))

    def placed(self, entry: EntryId) -> Placed | None:
        """An entry as it was placed."""
        kept = self._table.get(f"entry:{entry}")
        if kept is None:
            return None
        standing, values = marshal.loads(kept)
        return Placed(from_plain(values), Standing(standing))

    def set_placed(self, entry: EntryId, placed: Placed | None) -> None:
        """Record where an entry stands, or that it is gone."""
        name = f"entry:{entry}"
        if placed is None:
            self._table.drop(name)
        else:
            values = placed.standing.value, plain(placed.outline)
            self._table.put(name, marshal.dumps(values))  # type: ignore[arg-type]

    def grouped(self, name: str) -> object | None:
        """The members or the periods of a group by name."""
        kept = self._table.get(f"group:{name}")
        return marshal.loads(kept) if kept else None

    def set_groups(self, groups: Groups) -> None:
        """Record what changed in the groups."""
        for name, value in groups.changed.items():
            self._set(f"group:{name}", value)

    def value(self, name: str) -> Any:
        """Something else that was recorded under a name, or None."""
        kept = self._table.get(f"value:{name}")
        return marshal.loads(kept) if kept else None

    def set_value(self, name: str, value: Any) -> None:
        """Record something of plain values; what is empty is forgotten."""
        self._set(f"value:{name}", value)

    def readers(self, facts: Iterable[bytes]) -> set[bytes]:
        """The marks of the outputs that read one of these facts, which are given by their marks."""
        found: set[bytes] = set()
        for fact in facts:
            kept = self._table.get(_readers_key(fact)) or b""
            found |= _marks(kept)
        return found

    def set_readers(self, reads: Mapping[bytes, bytes], forgotten: Iterable[bytes] = ()) -> None:
        """Record what outputs read: the marks of the facts, one after the other, by the output's.

        Of the facts that are `forgotten`, no other output is a reader any more.
        """
        readers: defaultdict[int, list[bytes]] = defaultdict(list)
        gone = frozenset(_numbers(b"".join(forgotten)))
        for output, marks in reads.items():
            name = _reads_key(output)
            before = self._table.get(name) or b""
            facts = _numbers(marks)
            if before:
                facts = list(set(facts) - (set(_numbers(before)) - gone))
            for fact in facts:
                readers[fact].append(output)
            if marks != before:
                self._table.put(name, marks)
        for number in gone - readers.keys():
            self._table.drop(_readers_key(_mark_of_number(number)))
        for number, outputs in readers.items():
            name = _readers_key(_mark_of_number(number))
            known = b"" if number in gone else self._table.get(name) or b""
            if lacking := b"".join(_lacking(known, outputs)):
                self._table.put(name, known + lacking)

    def output(self, path_mark: bytes) -> Recorded | None:
        """An output by the mark of its path."""
        kept = self._table.get(_output_key(path_mark))
        return Recorded(*marshal.loads(kept)) if kept else None

    def set_output(self, path: str, recorded: Recorded | None) -> None:
        """Record an output, or that it is gone."""
        mark = mark_of(path)
        self._set(_output_key(mark), tuple(recorded) if recorded else None)
        if recorded is None:
            self._table.drop(_reads_key(mark))

    def standing(self) -> Parts:
        """How the site was left, in parts."""
        return Parts(self._table)

    def set_left(self, files: Mapping[str, Left | None], stamps: Stamps) -> None:
        """Record how files were left, or that they are gone, and which folders can be trusted."""
        record(self._table, files, stamps)

    def spool(self) -> None:
        """Write what was recorded to a file for this run, so that no process has to hold it.

        `save` is what makes it last. Where the disk refuses, it stays in memory.
        """
        with suppress(OSError):
            self._table.save()

    def discard(self) -> None:
        """Leave no file of a record that is not to last."""
        if self._is_new:
            self._table.discard()

    def save(self) -> None:
        """Write what was recorded. Raises `OSError` where the disk refuses."""
        if self._is_new:
            self._table.move(self._file)
            self._is_new = False
        self._table.save()

    def _set(self, name: str, value: Any) -> None:
        if value:
            self._table.put(name, marshal.dumps(value))
        else:
            self._table.drop(name)


@lru_cache(1 << 16)
def mark_of(name: str) -> bytes:
    """Eight bytes that stand for a path or for a fact."""
    return mark(name.encode(errors="surrogatepass"))


def _marks(joined: bytes) -> set[bytes]:
    """Marks that stand one after the other."""
    return {joined[at : at + _MARK] for at in range(0, len(joined), _MARK)}


def _numbers(joined: bytes) -> list[int]:
    """Marks that stand one after the other, as numbers: many are quicker handled so."""
    return memoryview(joined).cast("Q").tolist()


def _mark_of_number(number: int) -> bytes:
    return number.to_bytes(_MARK, sys.byteorder)


def _lacking(marks: bytes, others: list[bytes]) -> Iterable[bytes]:
    """Those of the others that are not among the marks, which stand one after the other."""
    if not marks:
        return others
    if len(others) > _FEW:
        known = _marks(marks)
        return [one for one in others if one not in known]
    return [one for one in others if not _holds(marks, one)]


def _holds(marks: bytes, one: bytes) -> bool:
    at = marks.find(one)
    while at % _MARK and at != -1:  # It may be the end of one mark and the beginning of the next.
        at = marks.find(one, at + 1)
    return at != -1


def _readers_key(fact: bytes) -> str:
    return f"readers:{fact.hex()}"


def _reads_key(path_mark: bytes) -> str:
    return f"reads:{path_mark.hex()}"


def _output_key(path_mark: bytes) -> str:
    return f"output:{path_mark.hex()}"
