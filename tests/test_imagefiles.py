"""Is the size of an image read from its bytes, and does a page keep room for it?"""

import re
from pathlib import Path

import pytest

from briefings.files.imagefiles import look_of, size_in, size_of
from tests.showing import TERMS
from tests.sites import BUILD, copied, run
from tests.tools import ROOT

JPEG = "ffd8 ffe0 0004 0000 ffc4 0003 00 ffc0 000b 08 00b4 0140 01 011100 ffd9"
GIF = "474946383961 4001 b400 000000"
LOSSY = "52494646 00000000 57454250 56503820 00000000 000000 9d012a 4001 b400"
LOSSLESS = "52494646 00000000 57454250 5650384c 00000000 2f 3fc12c00"
EXTENDED = "52494646 00000000 57454250 56503858 0a000000 00000000 3f0100 b30000"
AVIF = "00000018 66747970 61766966 00000000 0014 69737065 00000000 00000140 000000b4"


@pytest.mark.parametrize("written", [JPEG, GIF, LOSSY, LOSSLESS, EXTENDED, AVIF])
def test_each_format_tells_its_size(written: str) -> None:
    """Width before height, whatever the order in the file."""
    assert size_of(bytes.fromhex(written)) == (320, 180)


def test_a_png_tells_its_size() -> None:
    """As those of the small bulletin do."""
    media = ROOT / "tests/bulletin/content/media"
    assert size_of((media / "quay.png").read_bytes()) == (320, 180)
    assert size_of((media / "crane.png").read_bytes()) == (120, 160)


@pytest.mark.parametrize("written", ["", "ffd8ff", "ffd8ffe00000", "89504e47", GIF[:12], AVIF[:20]])
def test_bytes_that_end_early_tell_none(written: str) -> None:
    """A damaged image has no size, and does no harm."""
    data = bytes.fromhex(written)
    assert size_of(data) is None
    assert size_in(look_of(data, "digest")) is None


def test_a_look_changes_with_the_bytes_and_tells_the_size() -> None:
    """The digest stands for all that the size does not say."""
    data = bytes.fromhex(GIF)
    assert look_of(data, "one") != look_of(data, "other")
    assert size_in(look_of(data, "one")) == (320, 180)


def test_a_page_keeps_room_for_its_images(tmp_path: Path) -> None:
    """For an entry's own and for those in its text, and anew when an image is drawn in another size."""
    folder = copied(ROOT / "tests/bulletin", tmp_path / "bulletin")
    page = folder / "site" / TERMS / "index.html"
    assert run(BUILD, folder).returncode == 0
    html = page.read_text("utf-8")
    assert 'width="320" height="180" loading="lazy"' in html
    assert re.search(r'<img[^>]*crane.png" width="120" height="160">', html)
    media = folder / "content/media"
    (media / "quay.png").write_bytes((media / "crane.png").read_bytes())
    done = run(BUILD, folder)
    assert done.returncode == 0, done.stderr
    assert 'width="120" height="160" loading="lazy"' in page.read_text("utf-8")
