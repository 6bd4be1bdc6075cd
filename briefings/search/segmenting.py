"""Which parts of the search index are stale? Those whose entries changed, or the names that they have."""

from collections.abc import Iterable
from hashlib import blake2b

from briefings.belonging import Sort
from briefings.editions import Edition
from briefings.ledger import SEGMENT, Ledger, Recorded, mark_of
from briefings.model import EntryId
from briefings.publishing import Site
from briefings.search import indexing, records
from briefings.search.indexing import LISTING, PROGRAM, Part
from briefings.search.segments import INDEX, divided
from briefings.versions import code_digest
from briefings.views.records import record_of
from briefings.views.shown import Shown

_MEMBERS = "segments"


class Index:
    """The search index of an edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._shown = Shown(edition.bulletin, edition.settings, edition.words)
        self._ids = {
            f"{segment.name}/": segment.ids
            for segment in divided(edition.bulletin.group(Sort.PAGE).ids())
        }
        self.folders: tuple[str, ...] = (*self._ids, *([PROGRAM] if self._ids else []))
        """The folders below the index: the segments, the newest first, and what they share."""
        self._looked_at: dict[str, Recorded] = {}
        self._reads: dict[str, bytes] = {}
        self._parts: dict[str, Part] = {}

    def listing(self) -> bytes:
        """The file that names the segments."""
        return indexing.listing(self._ids)

    def part(self, folder: str) -> Part:
        """A folder with the records of its entries."""
        if folder in self._parts:
            return self._parts.pop(folder)
        bulletin = self._edition.bulletin
        bulletin.reads = set()
        ids = self._ids.get(folder, ())
        part = Part(folder, tuple(record_of(self._shown, EntryId(one)) for one in ids))
        known = records.fingerprint(part.records, language=self._edition.settings.language)
        self._reads[folder] = b"".join(map(mark_of, sorted(bulletin.reads)))
        self._note(folder, f"{known} {code_digest()}")
        return part

    def look_at(self, folder: str) -> str:
        """What the bytes of a folder depend on, its records not being kept."""
        self.part(folder)
        return self.fingerprint(folder)

    def fingerprint(self, folder: str) -> str:
        """What the bytes of a folder that was looked at depend on."""
        return self._looked_at[folder].fingerprint

    def stale(self, site: Site) -> list[str]:
        """The folders that have to be made anew."""
        altered = {_folder_of(path) for path in site.altered() if path.startswith(INDEX)}
        return [
            folder
            for folder in self.folders
            if folder in altered
            or not site.holds(INDEX + folder)
            or not (self._is_certain(folder) or self._is_the_same(folder))
        ]

    def gone(self, site: Site, stale: Iterable[str]) -> set[str]:
        """The files that do not stay as they are: of folders that are stale, or that there are no more."""
        if not self.folders:
            return site.below(INDEX)
        old = (self._edition.known.value(_MEMBERS) or {}).keys() - self._ids.keys()
        return {path for folder in (*old, *stale) for path in site.below(INDEX + folder)}

    def stage_listing(self, site: Site, made: dict[str, tuple[str, bool]]) -> None:
        """Stage the file that names the segments, unless it stands."""
        listing, path = self.listing(), INDEX + LISTING
        self._note(LISTING, blake2b(listing, digest_size=16).hexdigest())
        fingerprint = self.fingerprint(LISTING)
        if self._ids and not site.has(path, fingerprint):
            made[path] = fingerprint, site.stage(path, listing)

    def record(self, ledger: Ledger) -> None:
        """Remember what the segments hold."""
        members = {folder: _digest(ids) for folder, ids in self._ids.items()}
        known = ledger.value(_MEMBERS) or {}
        for folder in known.keys() - members.keys():
            ledger.set_output(INDEX + folder, None)
        if known != members:
            ledger.set_value(_MEMBERS, members)
        for recorded in self._looked_at.values():
            ledger.set_output(recorded.path, recorded)

    def reads(self) -> dict[bytes, bytes]:
        """What was read for the segments that were looked at (see `Ledger.set_readers`)."""
        return {mark_of(INDEX + folder): reads for folder, reads in self._reads.items()}

    def _note(self, folder: str, fingerprint: str) -> None:
        self._looked_at[folder] = Recorded(SEGMENT, folder, INDEX + folder, fingerprint)

    def _is_certain(self, folder: str) -> bool:
        """Whether nothing that a folder shows has changed."""
        edition = self._edition
        if edition.continued is None or folder in edition.stale_segments:
            return False
        members = edition.known.value(_MEMBERS) or {}
        return folder not in self._ids or members.get(folder) == _digest(self._ids[folder])

    def _is_the_same(self, folder: str) -> bool:
        """Whether a folder comes out as it stands."""
        part = self.part(folder)
        recorded = self._edition.known.output(mark_of(INDEX + folder))
        if recorded is not None and recorded.fingerprint == self.fingerprint(folder):
            return True
        if self._edition.continued is not None:
            self._parts[folder] = part  # A few, so that they need not be made twice.
        return False


def _folder_of(path: str) -> str:
    return f"{path[len(INDEX) :].partition('/')[0]}/"


def _digest(ids: Iterable[str]) -> bytes:
    return blake2b("\n".join(ids).encode(), digest_size=16).digest()
