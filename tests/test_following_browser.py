"""Do the topics and stories that a reader follows come first?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.reading import ready, remember, said
from tests.sites import BuiltSite

PAGES = {
    "stories/berth-dispute/": "The berth dispute",
    "topics/weather/": "Weather & <i>tides</i>",
}


@pytest.fixture
def url(small_bulletin: BuiltSite, serve: Callable[[BuiltSite], str]) -> str:
    """Where the small bulletin is served."""
    return serve(small_bulletin)


def button(page: Page) -> Locator:
    """What follows the topic or story of a page."""
    return page.get_by_role("button", name="Follow", exact=True)


def follow(page: Page, url: str) -> None:
    """Follow the topic or story of a page."""
    page.goto(url)
    button(page).click()
    expect(button(page)).to_have_attribute("aria-pressed", "true")


def listed(page: Page) -> Locator:
    """What the front page says that the reader follows."""
    return page.get_by_role("region", name="You follow").get_by_role("link")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_followed_and_left_again(page: Page, url: str, path: str) -> None:
    """The button says which it is, now and the next time, and what was done is said."""
    page.goto(url + path)
    expect(button(page)).to_have_attribute("aria-pressed", "false")
    button(page).click()
    expect(said(page)).to_have_text(
        f"You follow “{PAGES[path]}”. It stands first on the front page."
    )
    page.goto(f"{url}archive/")
    page.goto(url + path)
    expect(button(page)).to_have_attribute("aria-pressed", "true")
    button(page).click()
    expect(button(page)).to_have_attribute("aria-pressed", "false")
    expect(said(page)).to_contain_text("You no longer follow")


def test_a_page_of_a_year_follows_the_whole(page: Page, url: str) -> None:
    """Nobody follows a year that is over."""
    follow(page, f"{url}topics/weather/2024/")
    page.goto(f"{url}topics/weather/")
    expect(button(page)).to_have_attribute("aria-pressed", "true")


def test_lists_have_no_button(page: Page, url: str) -> None:
    """There is nothing to follow on the pages that list topics and stories."""
    for path in ("topics/", "stories/", "archive/"):
        page.goto(url + path)
        ready(page)
        expect(page.locator(".follow")).to_have_count(0)


def test_what_is_followed_stands_first_on_the_front_page(
    page: Page, bulletin_site: BuiltSite, serve: Callable[[BuiltSite], str]
) -> None:
    """And is marked, wherever it stands there."""
    url = serve(bulletin_site)
    page.goto(url)
    last = page.locator("main .section .section-title a").last
    path = (last.get_attribute("href") or "").removeprefix("./")
    name = last.text_content() or ""
    assert page.locator("main .section .section-title a").first.text_content() != name
    follow(page, url + path)
    page.goto(url)
    expect(listed(page)).to_have_text([name])
    expect(page.locator("main .section .section-title").first).to_have_text(f"{name} followed")


def test_the_list_lets_go(page: Page, context: BrowserContext, url: str) -> None:
    """In every tab, with the focus in its place."""
    for path in PAGES:
        follow(page, url + path)
    other = context.new_page()
    other.goto(f"{url}topics/weather/")
    expect(button(other)).to_have_attribute("aria-pressed", "true")
    page.goto(url)
    expect(listed(page)).to_have_text(list(PAGES.values()))
    page.get_by_role("button", name="Stop following Weather").click()
    expect(listed(page)).to_have_text(["The berth dispute"])
    expect(button(other)).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Stop following The berth").click()
    expect(listed(page)).to_have_count(0)
    expect(page.locator(".followed, .following")).to_have_count(0)
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("text", ["{", '{"v":1}', '{"v":1,"pages":{"topics/port":5}}', "[]"])
def test_what_makes_no_sense_is_forgotten(page: Page, url: str, text: str) -> None:
    """The reader can follow anew."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    follow(page, f"{url}topics/weather/")
    remember(page, "follows", text)
    page.goto(url)
    ready(page)
    page.goto(f"{url}topics/weather/")
    expect(button(page)).to_have_attribute("aria-pressed", "false")
    follow(page, f"{url}topics/weather/")
    assert errors == []
