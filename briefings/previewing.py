"""What does an editor see while writing? The latest bulletin, with what is wrong at its head."""

import logging
import shutil
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from briefings.building import rendered
from briefings.editions import Edition
from briefings.failures import SearchUnavailable
from briefings.problembox import box, headed, unrestricted
from briefings.problems import Problem
from briefings.search.segments import INDEX
from briefings.search.updating import Folders, files_of, search_folders

log = logging.getLogger("mkdocs.plugins.briefings")


class Preview:
    """A folder that holds the latest bulletin, of which a save writes only what it changed."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="briefings-"))
        self._made: dict[str, tuple[str, bytes]] = {}
        self._shown: dict[str, bytes] = {}
        self._index = _Index(self.folder)

    def show(
        self, edition: Edition, others: Mapping[str, bytes], problems: Iterable[Problem]
    ) -> None:
        """Bring the folder up to date.

        `others` are the files that somebody else made, by path; they stand before the bulletin's own.
        `problems` are put at the head of every page.
        """
        self._made = dict(rendered(edition, self._made))
        files = {path: content for path, (_, content) in self._made.items()} | dict(others)
        said = box(problems)
        latest = {
            path: headed(unrestricted(content), said) if path.endswith(".html") else content
            for path, content in files.items()
        }
        for path in self._shown.keys() - latest.keys():
            (self.folder / path).unlink(missing_ok=True)
        for path, content in latest.items():
            if self._shown.get(path) != content:
                target = self.folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        self._shown = latest
        self._index.update(edition)

    def file(self, path: str) -> bytes | None:
        """A file of the preview; None where there is none."""
        return self._shown.get(path)

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


class _Index:
    """The search index of a preview, made in the background while the pages are read already."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, bytes] = {}
        self._folders: Folders = {}
        self._edition: Edition | None = None
        self._writing = threading.Lock()

    def update(self, edition: Edition) -> None:
        """Make the index of an edition; a later one overtakes it."""
        if edition is not self._edition:
            self._edition = edition
            threading.Thread(target=self._make, args=(edition,), daemon=True).start()

    def _make(self, edition: Edition) -> None:
        try:
            folders = search_folders(edition, self._folders)
            with self._writing:
                if edition is self._edition:
                    self._folders = folders
                    self._write(files_of(folders))
        except (OSError, SearchUnavailable) as error:
            log.warning("The preview's search is not up to date: %s", error)

    def _write(self, files: dict[str, bytes]) -> None:
        for path in self._files.keys() - files.keys():
            (self._folder / INDEX / path).unlink(missing_ok=True)
        for path, content in files.items():
            if self._files.get(path) == content:
                continue
            target = self._folder / INDEX / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        self._files = files
