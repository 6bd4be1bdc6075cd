"""What does mkdocs.yml say? The settings of one bulletin, free of MkDocs classes."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, field


class Script(Struct, frozen=True):
    """A script that every page loads."""

    path: str
    module: bool


class Settings(Struct, frozen=True, kw_only=True):
    """Everything that a build has to know besides the content and the clock."""

    folder: Path
    """Where mkdocs.yml stands. Files are named relative to it in problems."""
    content_dir: Path
    pages_dir: Path
    """MkDocs's docs_dir: the plain pages."""
    site_dir: Path
    record: str = "site"
    """The ledger in `cache_dir` of what was published in `site_dir`."""
    as_of: datetime | None = None
    """The earlier moment, with a zone, at which the bulletin is shown; None for how it stands."""
    theme_dirs: tuple[Path, ...]
    """Where templates and assets are looked for, the first one winning."""

    site_name: str
    site_url: str | None = None
    """Ends with a slash. Without it nothing absolute can be written: no sitemap, no canonical links."""
    site_description: str | None = None
    site_author: str | None = None
    copyright: str | None = None
    repo_url: str | None = None
    edit_uri: str | None = None
    """Joined to `repo_url`, it stands for the folder of plain pages."""
    edit_uri_template: str | None = None
    extra_css: tuple[str, ...] = ()
    extra_javascript: tuple[Script, ...] = ()
    markdown_extensions: tuple[str, ...] = ()
    extension_configs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    language: str = "en"
    front_page_entries: int = 30
    feed_entries: int = 50
    accent: str = ""
    """The bulletin's own colour, `#rrggbb`; empty for the theme's."""
    logo: str = ""
    """A picture beside the bulletin's name, as a path in the site."""
    footer: str = ""
    """Trusted HTML at the foot of every page."""
    sources_required: bool = True
    git_times: bool = False
    """Whether entries show when they were published and changed by git's history, and by whom."""
    content_security_policy: Mapping[str, tuple[str, ...]] | None = field(default_factory=dict)
    """What pages may load besides what they need, by directive; None where they have no policy."""
    desk: Mapping[str, Any] | None = None
    """Where the published desk keeps the files: the `backend` of Decap CMS; None for no such desk."""
    rules: Mapping[str, int | bool] = field(default_factory=dict)
    """The rules of `briefings check` that are to be otherwise than `problems.RULES` has them."""
    headers_file: bool = True
    """Whether `_headers` is made; a bulletin may bring one of its own."""

    @property
    def cache_dir(self) -> Path:
        """Where everything lies that can be worked out again."""
        return self.folder / ".cache"

    def name_of(self, path: Path) -> str:
        """A file or a folder as problems name it: relative to the bulletin's folder, with slashes."""
        return os.path.relpath(path, self.folder).replace(os.sep, "/")
