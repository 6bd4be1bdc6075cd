"""Where do the built bulletins come from that tests look at? From the real commands, in a copy."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct

from briefings.rendering import compile_templates
from briefings.settings import Settings
from tests.tools import ROOT

NOW = "1735689600"
"""The moment of every build: 1 January 2025, 00:00 UTC."""
BUILD = (sys.executable, str(ROOT / "build.py"))
MKDOCS_BUILD = (sys.executable, "-m", "mkdocs", "build")


class BuiltSite(Struct, frozen=True, kw_only=True):
    """A bulletin's folder and what was built from it."""

    folder: Path
    url: str
    """The bulletin's `site_url`."""

    @property
    def site(self) -> Path:
        """The folder of the built files."""
        return self.folder / "site"

    @property
    def base(self) -> str:
        """The path under which the bulletin is published, as `/bulletin/`."""
        return urlsplit(self.url).path

    def files(self, ending: str = "") -> Iterator[Path]:
        """Every built file whose name ends so, sorted."""
        return (path for path in sorted(self.site.rglob(f"*{ending}")) if path.is_file())

    def url_of(self, file: Path) -> str:
        """The URL at which a built file is published."""
        relative = file.relative_to(self.site).as_posix()
        return urljoin(self.url, relative.removesuffix("index.html"))

    def file_of(self, url: str) -> Path | None:
        """The file that a host would send for a URL below `site_url`; None where there is none."""
        path = unquote(urlsplit(url).path).removeprefix(self.base)
        file = self.site / path
        if path == "" or path.endswith("/"):
            file /= "index.html"
        return file if file.is_file() else None


def copied(source: Path, target: Path) -> Path:
    """A copy of a bulletin (its mkdocs.yml and content) as a folder of its own.

    The templates of the theme are compiled in it already: that takes longer than all else of a small build.
    """
    target.mkdir(parents=True)
    shutil.copy(source / "mkdocs.yml", target)
    shutil.copytree(source / "content", target / "content")
    (target / ".cache").mkdir()
    (target / ".cache/templates").write_bytes(_compiled_templates())
    return target


@cache
def _compiled_templates() -> bytes:
    """The cache of the theme's templates, the same for each bulletin."""
    with TemporaryDirectory() as folder:
        settings = settings_of(Path(folder))
        compile_templates(settings)
        return (settings.cache_dir / "templates").read_bytes()


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    **options: Path,
) -> subprocess.CompletedProcess[str]:
    """Run a build command on the bulletin in `folder`, at the moment NOW."""
    return subprocess.run(
        [*command, "-f", str(folder / "mkdocs.yml")],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "SOURCE_DATE_EPOCH": NOW, **(environment or {})},
        cwd=options.get("cwd"),
    )


def built(source: Path, target: Path, url: str) -> BuiltSite:
    """A copy of the bulletin in `source`, built by the main command."""
    folder = copied(source, target)
    done = run(BUILD, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return BuiltSite(folder=folder, url=url)


def settings_of(folder: Path, **options: Any) -> Settings:
    """The settings of a bulletin with no wishes of its own, for tests of the core."""
    return Settings(
        folder=folder,
        content_dir=folder / "content",
        pages_dir=folder / "content/pages",
        site_dir=folder / "site",
        theme_dirs=(ROOT / "theme",),
        **{"site_name": "A bulletin", "site_url": "https://host.example/bulletin/", **options},
    )
