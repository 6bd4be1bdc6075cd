"""What does an editor see while writing? The latest bulletin, with what is wrong at its head."""

import logging
import shutil
import tempfile
import threading
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from briefings.building import INDEX, Edition, rendered, search_files
from briefings.problems import Problem
from briefings.search import SearchUnavailable

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
        banner = _banner(problems)
        latest = {path: _headed(path, content, banner) for path, content in files.items()}
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
        self._edition: Edition | None = None
        self._writing = threading.Lock()

    def update(self, edition: Edition) -> None:
        """Make the index of an edition; a later one overtakes it."""
        if edition is not self._edition:
            self._edition = edition
            threading.Thread(target=self._make, args=(edition,), daemon=True).start()

    def _make(self, edition: Edition) -> None:
        try:
            files = search_files(edition)
            with self._writing:
                if edition is self._edition:
                    self._write(files)
        except (OSError, SearchUnavailable) as error:
            log.warning("The preview's search is not up to date: %s", error)

    def _write(self, files: dict[str, bytes]) -> None:
        for path in self._files.keys() - files.keys():
            (self._folder / INDEX / path).unlink(missing_ok=True)
        for path, content in files.items():
            target = self._folder / INDEX / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        self._files = files


def _banner(problems: Iterable[Problem]) -> bytes:
    lines = "\n".join(escape(str(problem)) for problem in sorted(problems))
    return f'<pre class="problems" role="alert">{lines}</pre>\n'.encode() if lines else b""


def _headed(path: str, content: bytes, banner: bytes) -> bytes:
    return content.replace(b"<main", banner + b"<main", 1) if path.endswith(".html") else content
