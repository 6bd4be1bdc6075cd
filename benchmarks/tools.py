"""How are the two tools called? Their commands, and what makes a build of theirs a cold one."""

import compileall
import importlib
import shutil
import sys
from importlib.metadata import distribution
from pathlib import Path

from benchmarks.bulletin import PUBLISHED
from benchmarks.costs import Cost
from benchmarks.editing import Folders
from benchmarks.measuring import measured
from benchmarks.previewing import Preview

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {"SOURCE_DATE_EPOCH": str(int(PUBLISHED.timestamp()))}
"""What makes the corpus' last day the build's."""


class Briefings:
    """This project's commands, on one bulletin."""

    def __init__(self, folders: Folders) -> None:
        self.site = folders.briefings / "site"
        self._caches = folders.briefings / ".cache"
        self._options = ["-f", str(folders.briefings / "mkdocs.yml")]
        # As an installed program is; where Python may write no bytecode, each command would do it again.
        for package in ("briefings", "benchmarks"):
            compileall.compile_dir(ROOT / package, quiet=1)

    def clean(self) -> None:
        """Leave nothing of an earlier build."""
        _remove(self.site, self._caches)

    def build(self) -> Cost:
        """Build, search included."""
        return measured([_installed("briefings"), "build", *self._options], ENVIRONMENT)

    def build_without_search(self) -> Cost:
        """Build all but the search."""
        module = [sys.executable, "-m", "benchmarks.without_search"]
        return measured([*module, "build", *self._options], ENVIRONMENT)

    def check(self) -> Cost:
        """Look for mistakes."""
        return measured([_installed("briefings"), "check", *self._options], ENVIRONMENT)

    def preview(self) -> Preview:
        """The preview."""
        serve = [_installed("briefings"), "serve", *self._options]
        return Preview(
            command=lambda port: [*serve, "--dev-addr", f"127.0.0.1:{port}"],
            environment=ENVIRONMENT,
        )


class Hugo:
    """Hugo's commands, on one bulletin, and Pagefind's on what Hugo made of it."""

    def __init__(self, folders: Folders) -> None:
        self.site = folders.hugo / "public"
        self._caches = folders.hugo / "cache"
        self._index = folders.hugo / "pagefind"
        # The package's own command starts Python first.
        binary = distribution("hugo").locate_file("hugo/binaries/hugo")
        folder, caches = str(folders.hugo), str(self._caches)
        self._hugo = [str(binary), "--source", folder, "--cacheDir", caches]
        self._serve = [str(binary), "server", "--source", folder, "--cacheDir", caches]

    def clean(self) -> None:
        """Leave nothing of an earlier build."""
        _remove(self.site, self._caches, self._index)

    def build(self) -> Cost:
        """Build, without a search."""
        return measured(self._hugo)

    def index(self) -> Cost:
        """Have Pagefind index what stands in the site."""
        pagefind = str(importlib.import_module("pagefind_bin").get_executable())
        folders = ["--site", str(self.site), "--output-path", str(self._index)]
        return measured([pagefind, *folders])

    def preview(self) -> Preview:
        """Its own server, as it is without options."""
        return Preview(
            command=lambda port: [*self._serve, "--bind", "127.0.0.1", "--port", str(port)],
            environment={},
        )


def _installed(command: str) -> str:
    return str(Path(sys.executable).with_name(command))


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
