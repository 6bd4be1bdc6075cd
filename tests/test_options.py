"""What do the options of the look do? The colour, the picture and the foot that mkdocs.yml gives."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.views.accent import accent, contrast, to_css
from tests.showing import shown_of
from tests.sites import BUILD, copied, run, settings_of
from tests.tools import ROOT

LIGHT, DARK = "#f3efe7", "#24231f"
"""The theme's surfaces."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small bulletin."""
    return copied(ROOT / "tests/bulletin", tmp_path / "bulletin")


def with_options(folder: Path, *lines: str) -> None:
    """Give the plugin of a bulletin more options."""
    config = folder / "mkdocs.yml"
    text = config.read_text("utf-8")
    assert "  - briefings:\n" in text
    own = "".join(f"      {line}\n" for line in lines)
    config.write_text(text.replace("  - briefings:\n", f"  - briefings:\n{own}"), "utf-8")


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_can_be_read(colour: int) -> None:
    """Whatever the accent is, its letters stand out by 4.5 to 1 in light and in dark pages."""
    shown = shown_of(settings=settings_of(Path("/bulletin"), accent=f"#{colour:06x}"))
    shades = accent(shown, "")
    assert contrast(shades.light, LIGHT) >= 4.5
    assert contrast(shades.dark, DARK) >= 4.5
    assert contrast(shades.light_for_more, LIGHT) >= 7
    assert contrast(shades.dark_for_more, DARK) >= 7


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    """Nobody's red is made another red where there is no need."""
    shown = shown_of(settings=settings_of(Path("/bulletin"), accent="#8a1538"))
    assert accent(shown, "").light == "#8a1538"
    assert b"--accent:#8a1538" in to_css(accent(shown, ""))


def test_pages_have_the_bulletins_own_look(folder: Path) -> None:
    """The colour's style sheet, the picture and the foot stand on every page."""
    picture = next((folder / "content/media").iterdir()).name
    with_options(
        folder,
        'accent: "#8a1538"',
        f"logo: media/{picture}",
        'footer: "Made by the [harbour office](https://harbour.example/)."',
    )
    done = run(BUILD, folder)
    assert done.returncode == 0, done.stderr
    assert "#8a1538" in (folder / "site/assets/accent.css").read_text("utf-8")
    for page in ("index.html", "topics/index.html"):
        html = (folder / "site" / page).read_text("utf-8")
        assert "assets/accent.css?8a1538" in html
        assert f'media/{picture}" alt=""' in html
        assert '<a href="https://harbour.example/">harbour office</a>' in html


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("accent: red", '"red" is no colour. Write six digits like "#0a5876"'),
        ("logo: media/none.png", 'logo: "media/none.png" in mkdocs.yml is no file of the site.'),
    ],
)
def test_a_wrong_look_is_told(line: str, said: str, folder: Path) -> None:
    """An option that cannot be followed ends the build with what to write instead."""
    with_options(folder, line)
    done = run(BUILD, folder)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
