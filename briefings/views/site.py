"""What do all pages have in common? The frame: the bulletin's name, its navigation, its assets."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefings.settings import Script, Settings
from briefings.views import accent
from briefings.views.parts import Feed, Ref, encoded
from briefings.views.plain import PlainPage
from briefings.views.policy import Policies, policies_of

if TYPE_CHECKING:
    from briefings.words import Words

SECTIONS = ("stories", "topics", "quotes", "offers", "calendar", "archive")
"""The lists that the masthead leads to, each the key of its phrase and its address."""
MORE = ("people", "organizations", "places", "publishers", "corrections", "feeds")
"""Those that the foot of a page leads to."""


class Site(Struct, frozen=True, kw_only=True):
    """The frame of every page."""

    name: str
    description: str
    language: str
    direction: str
    copyright: str
    footer: str
    """Trusted HTML at the foot of every page."""
    logo: str
    """The address of a picture beside the bulletin's name, or empty."""
    absolute: str
    """The bulletin's own address, ending with a slash; empty where it is not known."""
    sections: tuple[Ref, ...]
    more: tuple[Ref, ...]
    pages: tuple[Ref, ...]
    """The plain pages that the foot of a page leads to."""
    feeds: tuple[Feed, ...]
    styles: tuple[str, ...]
    scripts: tuple[Script, ...]
    policies: Policies
    as_of: str
    """That the bulletin is shown as it stood at an earlier moment, or empty."""


def site_of(settings: Settings, words: "Words", pages: Sequence[PlainPage]) -> Site:
    """The frame of a bulletin's pages."""
    return Site(
        name=settings.site_name,
        description=settings.site_description or "",
        language=settings.language,
        direction=words.direction,
        copyright=settings.copyright or "",
        footer=settings.footer,
        logo=encoded(settings.logo),
        absolute=settings.site_url or "",
        sections=_lists(words, SECTIONS),
        more=_lists(words, MORE),
        pages=tuple(Ref(page.title, encoded(page.url)) for page in pages if page.listed),
        feeds=(
            Feed(settings.site_name, "feed.xml", "application/atom+xml"),
            Feed(settings.site_name, "feed.json", "application/feed+json"),
        ),
        styles=("assets/bulletin.css", *_accent(settings), *settings.extra_css),
        scripts=(Script("assets/site.js", module=True), *settings.extra_javascript),
        policies=policies_of(settings),
        as_of=_as_of(settings, words),
    )


def _lists(words: "Words", names: Sequence[str]) -> tuple[Ref, ...]:
    return tuple(Ref(words.say(name), f"{name}/") for name in names)


def _as_of(settings: Settings, words: "Words") -> str:
    if settings.as_of is None:
        return ""
    local = settings.as_of.astimezone(settings.timezone)
    time = words.time(local, settings.timezone)
    return words.say("as_of", day=words.day(local.date()), time=time)


def _accent(settings: Settings) -> tuple[str, ...]:
    """The style sheet of the bulletin's own colour, under an address that changes with it."""
    return (f"{accent.STYLE}?{settings.accent.removeprefix('#')}",) if settings.accent else ()


def asset_versions(files: Mapping[str, Path], words: str) -> dict[str, str]:
    """A short digest of each asset, which pages put behind its address so that browsers may keep it.

    A script asks for the modules in the folder of its name, and for its words, under its own version,
    which therefore covers them; `words` is their digest.
    """
    return {path: _version(path, files, words) for path in files}


def _version(path: str, files: Mapping[str, Path], words: str) -> str:
    digest = hashlib.blake2b(files[path].read_bytes(), digest_size=5)
    folder = f"{path.removesuffix('.js')}/"
    modules = sorted(one for one in files if one.startswith(folder))
    for module in modules:
        digest.update(f"\0{module}\0".encode())
        digest.update(files[module].read_bytes())
    if modules:
        digest.update(words.encode())
    return digest.hexdigest()
