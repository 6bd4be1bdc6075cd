"""What becomes of an open page of the preview when somebody saves?"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import SMALL_BULLETIN
from tests.looking import PHONE
from tests.previews import ENTRY, PAGE, RAIN, Running, replaced, serving
from tests.serving import PATIENCE
from tests.sites import copied
from tests.test_accessibility import violations

LONG = "A long day at the port.\n\n" * 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small bulletin, with an entry that has to be scrolled."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    replaced(folder / ENTRY, "Everybody keeps", f"{LONG}Everybody keeps")
    return folder


@pytest.fixture
def preview(folder: Path) -> Iterator[Running]:
    """The preview of it."""
    expect.set_options(timeout=PATIENCE * 1000)
    with serving(folder) as running:
        yield running


def test_the_page_follows_and_keeps_its_place(preview: Running, folder: Path, page: Page) -> None:
    """A save is seen where the page was being read."""
    page.goto(preview.url + PAGE)
    page.get_by_text("read out twice").scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 1000
    replaced(folder / ENTRY, "read out twice", "read out three times")
    expect(page.get_by_text("read out three times")).to_be_in_viewport()
    assert page.evaluate("scrollY") == pytest.approx(place, abs=2)
    replaced(folder / ENTRY, "read out three times", "read aloud")
    expect(page.get_by_text("read aloud")).to_be_in_viewport()


def test_a_page_that_did_not_change_is_left_alone(
    preview: Running, folder: Path, page: Page
) -> None:
    """What somebody is typing there stays; the problems come and go all the same."""
    page.goto(f"{preview.url}about/")
    page.get_by_label("Search words").fill("harbour")
    replaced(folder / ENTRY, "topics: [talks]", "topics: [tlaks]")
    alert = page.get_by_role("alert")
    expect(alert.get_by_role("heading")).to_have_text("1 mistake")
    expect(alert.get_by_role("listitem")).to_contain_text(f"{ENTRY}:3:10: unknown topic")
    replaced(folder / ENTRY, "[tlaks]", "[talks]")
    expect(alert).to_have_count(0)
    expect(page.get_by_label("Search words")).to_have_value("harbour")


def test_a_renamed_entry_leads_to_its_day(preview: Running, folder: Path, page: Page) -> None:
    """A page that is gone gives way to the one above it, where the entry has its new name."""
    rain = folder / "content/entries/2024/04/03-rain.md"
    rain.write_text(RAIN, "utf-8")
    page.goto(f"{preview.url}2024/04/03/rain/")
    expect(page.get_by_text("Wet.")).to_be_visible()
    rain.rename(rain.with_name("03-shower.md"))
    expect(page).to_have_url(f"{preview.url}2024/04/03/")
    page.get_by_role("link", name="Rain", exact=True).click()
    expect(page).to_have_url(f"{preview.url}2024/04/03/shower/")


def test_a_missing_page_appears(preview: Running, folder: Path, page: Page) -> None:
    """Who waits at the address of an entry that is yet to be saved sees it come."""
    page.goto(f"{preview.url}2024/04/03/rain/")
    (folder / "content/entries/2024/04/03-rain.md").write_text(RAIN, "utf-8")
    expect(page.get_by_text("Wet.")).to_be_visible()


def test_a_changed_picture_is_seen(preview: Running, folder: Path, page: Page) -> None:
    """A picture that keeps its name changes in the open page."""
    media = folder / "content/media"
    page.goto(f"{preview.url}2024/03/28/berth-terms/")
    picture = page.locator(".picture img")
    name = (picture.get_attribute("src") or "").rpartition("/")[2]
    before = picture.evaluate("img => [img.naturalWidth, img.naturalHeight]")
    shutil.copy(media / ("quay.png" if name == "crane.png" else "crane.png"), media / name)
    changed = "before => { const img = document.querySelector('.picture img'); return img?.complete"
    changed += (
        " && img.naturalWidth && `${[img.naturalWidth, img.naturalHeight]}` !== `${before}`; }"
    )
    page.wait_for_function(changed, arg=before, timeout=PATIENCE * 1000)


def test_a_start_with_mistakes_becomes_the_bulletin(folder: Path, page: Page) -> None:
    """The page of problems turns into the one that was asked for."""
    replaced(folder / ENTRY, "topics: [talks]", "topics: [tlaks]")
    with serving(folder) as preview:
        page.goto(preview.url + PAGE)
        expect(page.get_by_role("alert")).to_contain_text("unknown topic")
        replaced(folder / ENTRY, "[tlaks]", "[talks]")
        expect(page.get_by_text("read out twice")).to_have_count(1)


def test_the_page_finds_a_server_that_was_started_again(
    preview: Running, folder: Path, page: Page
) -> None:
    """What was saved in between is seen without a click."""
    page.goto(preview.url + PAGE)
    preview.process.terminate()
    preview.process.wait(PATIENCE)
    replaced(folder / ENTRY, "read out twice", "read out later")
    address = preview.url.removeprefix("http://").partition("/")[0]
    with serving(folder, "-a", address):
        expect(page.get_by_text("read out later")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_problems_shut_nobody_out(
    preview: Running, folder: Path, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    """Axe finds no violation in a page with mistakes and warnings, and nothing is wider than a phone."""
    replaced(folder / ENTRY, "topics: [talks]", f"topics: [{'t' * 70}]\nimportance: <b>")
    with browser.new_context(color_scheme=scheme, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(preview.url)
        expect(page.get_by_role("alert")).to_be_visible()
        page.locator("details").first.evaluate("details => details.open = true")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_a_reader_opened_stays_open(preview: Running, folder: Path, page: Page) -> None:
    """A save changes the words that it changed, and nothing else of the page."""
    page.goto(preview.url + PAGE)
    page.get_by_text("All values").click()
    page.evaluate("window.untouched = document.querySelector('.masthead')")
    replaced(folder / ENTRY, "read out twice", "read out three times")
    expect(page.get_by_text("read out three times")).to_have_count(1)
    assert page.locator("details[open]").count() == 1
    assert page.evaluate("window.untouched === document.querySelector('.masthead')")
    replaced(folder / ENTRY, "\nfigures:", "\nsummary: In short.\nfigures:")
    replaced(folder / ENTRY, "A communiqué", "Another communiqué")
    expect(page.locator("h1")).to_have_text("Another communiqué on the North Quay")
    expect(page).to_have_title("Another communiqué on the North Quay · The <Harbour> & Its News")
    fresh = page.evaluate(
        "fetch('').then((answer) => answer.text()).then((text) =>"
        " new DOMParser().parseFromString(text, 'text/html').body.textContent)"
    )
    own = """() => {
      const body = document.body.cloneNode(true);
      body.querySelectorAll("[data-added]").forEach((one) => one.remove());
      return body.textContent;
    }"""
    assert page.evaluate(own) == fresh
    expect(page.locator(".citation + .copy")).to_have_text("Copy")


def test_a_changed_style_is_seen(preview: Running, folder: Path, page: Page) -> None:
    """A theme of one's own is tried out with the page open."""
    own = folder / "own/assets/bulletin.css"
    own.parent.mkdir(parents=True)
    own.write_text("h1 { color: rgb(1, 2, 3) }")
    page.goto(preview.url + PAGE)
    replaced(folder / "mkdocs.yml", "theme:\n", "theme:\n  custom_dir: own\n")
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    own.write_text("h1 { color: rgb(4, 5, 6) }")
    expect(page.locator("h1")).to_have_css("color", "rgb(4, 5, 6)")
