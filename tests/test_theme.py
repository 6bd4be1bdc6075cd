"""Is what docs/theme.md says of the look true, and can it be overridden part by part?"""

import re
from pathlib import Path

import pytest

from briefings.plugin.options import BriefingsConfig
from briefings.views.site import Site
from tests.sites import BUILD, MKDOCS_BUILD, copied, run
from tests.tools import ROOT

GUIDE = (ROOT / "docs/theme.md").read_text("utf-8")
EXAMPLES = dict(re.findall(r'^```\w+ title="([^"]+)"\n(.*?)^```$', GUIDE, re.M | re.S))
STYLES = (ROOT / "theme/assets/bulletin.css").read_text("utf-8")
PARTIALS = sorted((ROOT / "theme/partials").glob("*.html"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small bulletin with all that the guide's example adds to it."""
    folder = copied(ROOT / "tests/bulletin", tmp_path / "bulletin")
    for name, text in EXAMPLES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text("utf-8") if file.exists() else ""
        file.write_text(before.replace("theme:\n  name: briefings\n", text) or text, "utf-8")
    return folder


@pytest.mark.parametrize("command", [BUILD, MKDOCS_BUILD], ids=["briefings", "mkdocs"])
def test_the_example_is_built(command: tuple[str, ...], folder: Path) -> None:
    """The style sheet is loaded last, the partial and the page's template are the bulletin's own."""
    done = run(command, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    site = folder / "site"
    entry = (site / "2024/03/28/berth-terms/index.html").read_text("utf-8")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"?]+)', entry)
    assert sheets[-1].endswith("assets/own.css")
    assert (site / "assets/own.css").read_text("utf-8") == EXAMPLES["own/assets/own.css"]
    sources = entry.partition('<ol class="sources">')[2].partition("</ol>")[0]
    assert "<li" in sources
    assert "facts" not in sources
    assert "entry-header" in entry, "the rest of the page is the theme's"
    poster = (site / "poster/index.html").read_text("utf-8")
    assert '<div class="wide">' in poster
    assert "As wide as the window." in poster
    assert '<div class="column">' not in poster
    assert not (site / "poster.html").exists()


def test_a_template_that_asks_too_much_is_told(folder: Path) -> None:
    """By its name, and the last good site stays."""
    (folder / "own/partials/source-list.html").write_text("{{ sources.nothing.more }}\n")
    done = run(BUILD, folder)
    assert done.returncode != 0
    assert "The template entry.html failed on /20" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("file", PARTIALS, ids=lambda file: file.stem)
def test_each_partial_says_what_it_needs(file: Path) -> None:
    """In a comment at its head."""
    assert re.match(r"\{# needs: .+? #\}\n", file.read_text("utf-8"), re.S)


def test_each_block_is_explained() -> None:
    """The guide names every block of the frame, and no other."""
    base = (ROOT / "theme/base.html").read_text("utf-8")
    table = GUIDE.partition("| block of")[2].partition("\n\n")[0]
    rows = (row.split("|")[1] for row in table.splitlines()[2:])
    explained = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert explained == set(re.findall(r"\{% block (\w+) %\}", base))


def test_each_token_is_explained() -> None:
    """The guide names every custom property of the layer, and no other."""
    layer = STYLES.partition("@layer tokens {")[2].partition("@media")[0]
    table = GUIDE.partition("| token ")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(--[\w-]+)`", table)) == set(
        re.findall(r"^\s+(--[\w-]+):", layer, re.M)
    )


def test_each_layer_is_named_in_order() -> None:
    """The later one is the stronger one."""
    (order,) = re.findall(r"^@layer ([\w, ]+);", STYLES, re.M)
    assert ", ".join(f"`{name}`" for name in order.split(", ")) in GUIDE


@pytest.mark.parametrize("option", ["accent", "logo", "footer", "content_security_policy"])
def test_each_option_of_the_look_is_one(option: str) -> None:
    """The guide's options are those of the plugin."""
    assert hasattr(BriefingsConfig, option)
    assert re.search(rf"^\| `{option}\b", GUIDE, re.M)


def test_every_template_knows_what_the_guide_says() -> None:
    """And the frame has what its own parts ask of it."""
    asked = {
        name
        for file in (ROOT / "theme").rglob("*.html")
        for name in re.findall(r"\bsite\.(\w+)", file.read_text("utf-8"))
    }
    assert asked <= set(Site.__struct_fields__)
