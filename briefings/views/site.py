"""What do all pages have in common? The frame: the bulletin's name, its navigation, its assets."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefings.settings import Script, Settings
from briefings.views.plain import PlainPage
from briefings.views.shown import Feed, Ref, encoded

if TYPE_CHECKING:
    from briefings.words import Words

SECTIONS = ("topics", "stories", "people", "organizations", "places", "publishers", "archive")
"""The lists that the navigation leads to, each the key of its phrase and its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The frame of every page."""

    name: str
    description: str
    language: str
    direction: str
    copyright: str
    absolute: str
    """The bulletin's own address, ending with a slash; empty where it is not known."""
    sections: tuple[Ref, ...]
    pages: tuple[Ref, ...]
    """The plain pages that the navigation leads to."""
    feeds: tuple[Feed, ...]
    styles: tuple[str, ...]
    scripts: tuple[Script, ...]


def site_of(settings: Settings, words: "Words", pages: Sequence[PlainPage]) -> Site:
    """The frame of a bulletin's pages."""
    return Site(
        name=settings.site_name,
        description=settings.site_description or "",
        language=settings.language,
        direction=words.direction,
        copyright=settings.copyright or "",
        absolute=settings.site_url or "",
        sections=tuple(Ref(words.say(section), f"{section}/") for section in SECTIONS),
        pages=tuple(Ref(page.title, encoded(page.url)) for page in pages if page.listed),
        feeds=(
            Feed(settings.site_name, "feed.xml", "application/atom+xml"),
            Feed(settings.site_name, "feed.json", "application/feed+json"),
        ),
        styles=("assets/bulletin.css", *settings.extra_css),
        scripts=(Script("assets/site.js", module=True), *settings.extra_javascript),
    )


def asset_versions(files: dict[str, Path]) -> dict[str, str]:
    """A short digest of each asset, which pages put behind its address so that browsers may keep it."""
    return {
        path: hashlib.blake2b(file.read_bytes(), digest_size=5).hexdigest()
        for path, file in files.items()
    }
