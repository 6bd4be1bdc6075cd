"""Does a reader with a wrong address find the way back?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sites import BuiltSite


@pytest.fixture
def site(small_bulletin: BuiltSite, serve: Callable[[BuiltSite], str]) -> str:
    """The URL of the small bulletin."""
    return serve(small_bulletin)


TERMS = "Chaika Lines names its terms for <b>Berth 4</b> & the crane"
OPEN = "Гавань відкрита — the harbour is open"


@pytest.mark.parametrize(
    ("missing", "title"),
    [
        ("2024/03/28/berth-term/", TERMS),
        ("2024/03/28/berth-terms-1", TERMS),
        ("2024/3/28/names-its-terms/more/", TERMS),
        ("2024/03/31/гавань-вiдкрита/", OPEN),
        ("2024/03/27/berth-terms/", TERMS),
        ("2024/03/28/%ZZ-berth-terms/", TERMS),
    ],
)
def test_the_nearest_entry_is_offered(page: Page, site: str, missing: str, title: str) -> None:
    """Of the day, or of the month where the day has nothing like it; the link leads there."""
    page.goto(site + missing)
    offered = page.locator("[data-near] a")
    expect(offered.first).to_have_text(title)
    offered.first.click()
    expect(page.locator("h1")).to_have_text(title)


def test_a_day_without_anything_alike_offers_its_entries(page: Page, site: str) -> None:
    """Rather than nothing."""
    page.goto(f"{site}2024/04/02/xyzzy/")
    expect(page.locator("[data-near] a")).to_have_text(["Tea is served at Berth 4"])


@pytest.mark.parametrize(
    "missing", ["nothing/", "topics/no-such/", "1999/01/01/nothing/", "2024/13/"]
)
def test_elsewhere_there_is_nothing_to_offer(page: Page, site: str, missing: str) -> None:
    """The ways on stand there as they do without a script."""
    with page.expect_event("requestfinished"):
        page.goto(site + missing)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-near]")).to_be_hidden()
    expect(page.locator("main").get_by_role("link", name="Archive")).to_be_visible()


def test_without_scripts_the_ways_on_work_at_any_depth(site: str, browser: Browser) -> None:
    """The front page, the newest briefing, the archive and the search."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}a/b/c/d/e/")
        links = page.locator("main a")
        addresses = [link.get_attribute("href") or "" for link in links.all()]
        assert len(addresses) == 4
        for address in addresses:
            answer = page.request.get(page.evaluate("one => new URL(one, location).href", address))
            assert answer.status == 200, address
