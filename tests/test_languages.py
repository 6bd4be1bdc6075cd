"""Is each passage marked with its own language and the way it is written?"""

import re
from pathlib import Path

import pytest

from tests.conftest import SMALL_BULLETIN
from tests.sites import BUILD, BuiltSite, copied, run

TRANSLATION = "2024/03/28/conditii-dana"
"""The Romanian entry of the small bulletin, which takes over all that it does not say itself."""


def tag_of(page: str, text: str) -> str:
    """The tag right before a text, which has to stand in the page's content."""
    found = re.search(rf"<([^<>]*)>(?:<p>)?\s*{re.escape(text)}", page.partition("<main")[2])
    assert found, text
    return found[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small bulletin."""
    return copied(SMALL_BULLETIN, tmp_path / "bulletin")


def built_page(folder: Path, path: str) -> str:
    """A page of the bulletin in a folder, newly built."""
    done = run(BUILD, folder)
    assert done.returncode == 0, done.stderr
    return (folder / "site" / path / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    "taken",
    [
        "We want the crane &amp; two quiet nights",
        "on what the company asks for",
        "Ships in the port",
        "The company alone said so.",
        "The letter is on the second page.",
        "The quay on Thursday.",
    ],
)
def test_what_a_translation_takes_over_keeps_its_language(
    taken: str, small_bulletin: BuiltSite
) -> None:
    """English words on a Romanian page are not read out as Romanian."""
    page = (small_bulletin.site / TRANSLATION / "index.html").read_text("utf-8")
    assert "lang" not in tag_of(page, taken)
    assert 'lang="ro"' in tag_of(page, "Chaika Lines își anunță")
    assert 'lang="ro"' in tag_of(page, "Scrisoarea către căpitănie")


def test_a_role_that_a_quote_gives_is_in_the_entrys_language(folder: Path) -> None:
    """As the quote's words are; a role of the vocabulary has the vocabulary's."""
    (folder / "content/entries/2024/04/03-nu.md").write_text(
        "---\ntitle: Nu\nlanguage: ro\ntopics: [talks]\nsources: [https://a.example/]\n"
        "quotes: [{speaker: ada-quayle, text: Nu vrem, role: căpitanul portului}]\n---\n",
        "utf-8",
    )
    page = built_page(folder, "2024/04/03/nu")
    assert 'lang="ro"' in tag_of(page, "Nu vrem</p>")
    assert 'lang="ro"' in tag_of(page, "căpitanul portului")


def test_a_days_title_in_a_month_has_its_language(folder: Path) -> None:
    """A foreign introduction is marked wherever its title stands."""
    day = folder / "content/briefings/2024-03-28.md"
    text = day.read_text("utf-8").replace("language: en", "language: ro")
    day.write_text(text.replace("An offer, and the crane", "O ofertă"), "utf-8")
    assert 'lang="ro"' in tag_of(built_page(folder, "2024/03"), "O ofertă")


def test_a_month_names_the_translations(small_bulletin: BuiltSite) -> None:
    """A list shows the original once, with the translation beside it."""
    page = (small_bulletin.site / "2024/03/index.html").read_text("utf-8")
    assert f'<a href="../../{TRANSLATION}/" hreflang="ro">Romanian</a>' in page
    assert "își anunță" not in page


def test_a_passage_says_which_way_it_is_written(folder: Path) -> None:
    """An Arabic entry in an English bulletin, and an English one in an Arabic bulletin."""
    (folder / "content/entries/2024/04/03-arabic.md").write_text(
        "---\ntitle: سفينة\nlanguage: ar\ntopics: [talks]\nsources: [https://a.example/]\n---\nنص.\n",
        "utf-8",
    )
    page = built_page(folder, "2024/04/03/arabic")
    assert 'lang="ar" dir="rtl"' in tag_of(page, "سفينة</h1>")
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("language: en", "language: ar"), "utf-8")
    page = built_page(folder, TRANSLATION)
    assert '<html lang="ar" dir="rtl">' in page
    assert 'lang="ro" dir="ltr"' in tag_of(page, "Chaika Lines își anunță")


def test_a_language_without_phrases_is_told(folder: Path) -> None:
    """The site is built with English phrases, and who builds it hears what to do."""
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("language: en", "language: de"), "utf-8")
    done = run(BUILD, folder)
    assert done.returncode == 0
    assert "locales/de.yml" in done.stderr


def test_every_page_describes_itself(small_bulletin: BuiltSite) -> None:
    """In its own words where it has some, else in the bulletin's."""
    without = [
        small_bulletin.url_of(file)
        for file in small_bulletin.files(".html")
        if '<meta name="description" content="' not in (page := file.read_text("utf-8"))
        and 'http-equiv="refresh"' not in page
    ]
    assert without == []
