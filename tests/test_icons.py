"""Is the bulletin known by its icon, its colours and its name in browsers and on home screens?"""

import json
import re
import struct
from pathlib import Path
from urllib.parse import urljoin

import pytest

from briefings.theming import theme_files
from briefings.views.manifest import GROUND, manifest, to_json
from tests.pages import facts_of
from tests.showing import shown_of
from tests.sites import BuiltSite, settings_of
from tests.tools import ROOT

STYLES = (ROOT / "theme/assets/bulletin.css").read_text("utf-8")


def png_size(file: Path) -> str:
    """The size of a PNG image, as `192x192`."""
    width, height = struct.unpack(">II", file.read_bytes()[16:24])
    return f"{width}x{height}"


def test_the_manifest_leads_to_icons_of_their_size(any_site: BuiltSite) -> None:
    """It stands at the root, starts there, and each of its icons is what it says."""
    document = json.loads((any_site.site / "manifest.webmanifest").read_text("utf-8"))
    assert {"name", "short_name", "display", "theme_color", "background_color"} <= document.keys()
    address = f"{any_site.url}manifest.webmanifest"
    assert urljoin(address, document["start_url"]) == any_site.url
    assert urljoin(address, document["scope"]) == any_site.url
    icons = document["icons"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in icons}
    assert "maskable" in {icon.get("purpose") for icon in icons}
    for icon in icons:
        file = any_site.file_of(urljoin(address, icon["src"]))
        assert file is not None
        if icon["type"] == "image/png":
            assert png_size(file) == icon["sizes"]


def test_every_page_names_its_icons(small_bulletin: BuiltSite) -> None:
    """For browsers with and without SVG, for home screens; the manifest and a colour for each scheme."""
    page = small_bulletin.site / "topics/port/index.html"
    fetched = {one.rel: one.address for one in facts_of(page).references if one.tag == "link"}
    assert fetched["manifest"] == "../../manifest.webmanifest"
    touch = small_bulletin.file_of(
        urljoin(small_bulletin.url_of(page), fetched["apple-touch-icon"])
    )
    assert touch is not None
    assert png_size(touch) == "180x180"
    assert (small_bulletin.site / "favicon.ico").read_bytes().startswith(b"\0\0\1\0")


def test_a_feed_has_the_colours_of_the_pages() -> None:
    """Its style sheet stands alone, and says them again."""
    colours = re.compile(r"(--[a-z]+): (#\w+);")
    own = colours.findall((ROOT / "theme/feed.css").read_text("utf-8"))
    assert set(own) <= set(colours.findall(STYLES)[:14])
    assert len(own) == 12


def test_colours_of_the_window_are_those_of_the_page() -> None:
    """What browsers are told is the ground of the style sheet, light and dark."""
    light, dark, *_ = re.findall(r"--ground: (#\w+);", STYLES)
    head = (ROOT / "theme/partials/head.html").read_text("utf-8")
    assert re.findall(r'theme-color" content="(#\w+)"', head) == [light, dark]
    assert light == GROUND


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("War in Ukraine, seen from Romania", "War in Ukraine"),
        ("The Harbour & Its News", "The Harbour & Its News"),
        ("News: what there is", "News"),
        ("A bulletin of everything that ever was", "A bulletin of everything…"),
    ],
)
def test_a_home_screen_has_little_room(name: str, short: str) -> None:
    """The short name is what stands before the first pause."""
    shown = shown_of(settings=settings_of(Path("/bulletin"), site_name=name))
    document = json.loads(to_json(manifest(shown, "")))
    assert (document["name"], document["short_name"]) == (name, short)


def test_an_icon_of_ones_own_wins(tmp_path: Path) -> None:
    """A favicon.ico in the theme's own folder stands at the root instead of the one that came with it."""
    own = tmp_path / "favicon.ico"
    own.write_bytes(b"own")
    assert theme_files([tmp_path, ROOT / "theme"])["favicon.ico"] == own
