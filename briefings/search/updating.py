"""How is the search index brought up to date? Pagefind makes what is stale, while pages are made or after."""

from collections.abc import Iterator, Mapping

from briefings.editions import Edition
from briefings.progress import Stage, Watch
from briefings.publishing import Site
from briefings.search import indexing
from briefings.search.segmenting import Index
from briefings.search.segments import INDEX
from briefings.workers import cores


class Searching:
    """The search index while it is brought up to date."""

    def __init__(
        self,
        edition: Edition,
        site: Site,
        made: dict[str, tuple[str, bool]],
        jobs: int,
        *,
        begin: bool,
    ) -> None:
        """What comes is added to `made`; `begin` at once, or when it is finished."""
        self._site = site
        self._made = made
        self._jobs = jobs
        self._language = edition.settings.language
        self.index = Index(edition)
        self._stale = self.index.stale(site)
        self.gone = self.index.gone(site, self._stale)
        """The files that do not stay as they are."""
        self._folders = self._begun() if begin else None

    def finish(self, watch: Watch) -> int:
        """Wait for the index; says how many segments were indexed."""
        indexed = 0
        folders = self._folders or self._begun()
        for part, files in watch(Stage.INDEXING, folders, len(self._stale)):
            fingerprint = self.index.fingerprint(part.folder)
            for path, content in files.items():
                self._made[INDEX + path] = fingerprint, self._site.stage(INDEX + path, content)
            indexed += bool(part.records)
        self.index.stage_listing(self._site, self._made)
        return indexed

    def _begun(self) -> Iterator[tuple[indexing.Part, indexing.Files]]:
        parts = map(self.index.part, self._stale)
        return indexing.made(parts, language=self._language, jobs=self._jobs)


Folders = Mapping[str, tuple[str, indexing.Files]]
"""Folders of the index, each with its fingerprint and its files by their path below the index."""


def search_folders(edition: Edition, known: Folders) -> Folders:
    """The folders of the search index. What `known` holds of them is taken from there."""
    index = Index(edition)
    found: dict[str, tuple[str, indexing.Files]] = {}
    stale = []
    for folder in index.folders:
        fingerprint = index.look_at(folder)
        if folder in known and known[folder][0] == fingerprint:
            found[folder] = known[folder]
        else:
            stale.append(folder)
    parts = map(index.part, stale)
    for part, files in indexing.made(parts, language=edition.settings.language, jobs=cores()):
        found[part.folder] = index.fingerprint(part.folder), files
    return {folder: found[folder] for folder in index.folders}


def files_of(folders: Folders) -> indexing.Files:
    """All files of the search index, by their path below its folder."""
    files = {path: content for _, some in folders.values() for path, content in some.items()}
    segments = [folder for folder in folders if folder != indexing.PROGRAM]
    return files | ({indexing.LISTING: indexing.listing(segments)} if segments else {})
