"""What is the bulletin on a reader's home screen? Its name, its colours and its icons."""

import json
import re

from msgspec import Struct

from briefings.views.parts import clipped
from briefings.views.shown import Shown

GROUND = "#fdfcf9"
"""The ground of the theme's light pages."""

_SHORT = 30
_SECOND_HALF = re.compile(r"\s*[:;,|·–—]\s.*", re.DOTALL)


class Manifest(Struct, frozen=True, kw_only=True):
    """What a browser asks for before it puts a site on the home screen."""

    name: str
    short_name: str
    description: str
    language: str
    direction: str


def manifest(shown: Shown, _: str) -> Manifest:
    """The manifest of the bulletin."""
    settings = shown.settings
    return Manifest(
        name=settings.site_name,
        short_name=clipped(_SECOND_HALF.sub("", settings.site_name), _SHORT),
        description=settings.site_description or "",
        language=settings.language,
        direction=shown.words.direction,
    )


def to_json(view: Manifest) -> bytes:
    """The manifest as a file at the bulletin's root. W3C, Web Application Manifest."""
    document = {
        "name": view.name,
        "short_name": view.short_name,
        "description": view.description,
        "lang": view.language,
        "dir": view.direction,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [
            _icon("favicon.svg", "any", "image/svg+xml"),
            _icon("icon-192.png", "192x192", "image/png"),
            _icon("icon-512.png", "512x512", "image/png"),
            {**_icon("icon-maskable.png", "512x512", "image/png"), "purpose": "maskable"},
        ],
    }
    shown = {key: value for key, value in document.items() if value != ""}
    return json.dumps(shown, ensure_ascii=False, indent=1).encode() + b"\n"


def _icon(name: str, sizes: str, type_: str) -> dict[str, str]:
    return {"src": f"assets/{name}", "sizes": sizes, "type": type_}
