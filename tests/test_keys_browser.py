"""Do keys, copies and relative times help, and keep out of the way?"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.reading import ready, said, wait_until
from tests.sites import BuiltSite

DAY = "2024/03/30/"
TERMS = "2024/03/28/berth-terms/"


@pytest.fixture
def url(small_bulletin: BuiltSite, serve: Callable[[BuiltSite], str]) -> str:
    """Where the small bulletin is served."""
    return serve(small_bulletin)


def opened(page: Page, url: str) -> Page:
    """A page whose scripts listen."""
    page.goto(url)
    ready(page)
    return page


def dialog(page: Page) -> Locator:
    """The help."""
    return page.get_by_role("dialog", name="Keyboard shortcuts")


def test_j_and_k_go_from_entry_to_entry(page: Page, url: str) -> None:
    """In the order of the page, with a focus that can be seen; Tab goes on from there."""
    opened(page, url + DAY)
    cards = page.locator("main .card-title a")
    page.keyboard.press("j")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(cards.nth(1)).to_be_focused()
    assert cards.nth(1).evaluate("link => link.matches(':focus-visible')")
    page.keyboard.press("k")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("k")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("Tab")
    expect(cards.nth(0)).not_to_be_focused()
    page.keyboard.press("j")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("article.entry")).to_be_visible()


def test_j_begins_with_what_is_on_the_screen(page: Page, url: str) -> None:
    """Who has scrolled is not taken back to the top."""
    page.set_viewport_size({"width": 390, "height": 400})
    opened(page, url)
    last = page.locator("main .titles a:not([hreflang])").last
    last.evaluate("link => link.scrollIntoView({ block: 'start', behavior: 'instant' })")
    page.keyboard.press("j")
    expect(page.locator("main a:focus")).to_have_count(1)
    assert page.evaluate("scrollY") > 400


def test_keys_are_letters_while_somebody_writes(page: Page, url: str) -> None:
    """And with another key held they are the browser's."""
    opened(page, url + DAY)
    field = page.get_by_role("searchbox")
    field.focus()
    page.keyboard.type("jk?/")
    expect(field).to_have_value("jk?/")
    expect(dialog(page)).to_have_count(0)
    field.blur()
    page.keyboard.press("Control+j")
    page.keyboard.press("Alt+?")
    page.keyboard.press("?")
    expect(dialog(page)).to_be_visible()
    assert page.evaluate("document.querySelector('main a:focus')") is None


def test_help_opens_closes_and_gives_the_focus_back(page: Page, url: str) -> None:
    """By its key and by its button; while it is open, keys do nothing behind it."""
    opened(page, url + DAY)
    card = page.locator("main .card-title a").first
    card.focus()
    page.keyboard.press("?")
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(card).to_be_focused()
    shortcuts = page.get_by_role("button", name="Keyboard shortcuts")
    shortcuts.click()
    dialog(page).get_by_role("button", name="Close").click()
    expect(dialog(page)).to_be_hidden()
    expect(shortcuts).to_be_focused()


def test_keys_can_be_switched_off_and_on(page: Page, url: str) -> None:
    """For good, and with no key: the foot of each page has a button. WCAG 2.2, 2.1.4."""
    opened(page, url + DAY)
    page.keyboard.press("?")
    switch = dialog(page).get_by_role("switch", name="Use these keys")
    expect(switch).to_be_checked()
    switch.uncheck()
    opened(page, url)
    for key in "j/?":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.localName") == "body"
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(switch).not_to_be_checked()
    switch.check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def copied(page: Page) -> str:
    """What was copied."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_an_entrys_anchor_is_copied(page: Page, context: BrowserContext, url: str) -> None:
    """As an absolute address; with a key held, it is the link that it is."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, url + DAY)
    anchor = page.locator("a.anchor").nth(1)
    anchor.click()
    expect(said(page)).to_have_text("Copied.")
    assert copied(page) == page.url + (anchor.get_attribute("href") or "")
    expect(page).to_have_url(url + DAY)
    with context.expect_page():
        anchor.click(modifiers=["Control"])


def test_citations_are_copied(page: Page, context: BrowserContext, url: str) -> None:
    """The text that stands there, without the button's."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, url + TERMS)
    page.locator(".citation + .copy").click()
    expect(said(page)).to_have_text("Copied.")
    assert copied(page) == (page.locator(".citation").text_content() or "").strip()
    page.get_by_text("BibTeX").click()
    page.locator("pre + .copy").click()
    wait_until(page, "navigator.clipboard.readText().then(text => text.startsWith('@'))")


def test_a_refused_copy_is_said(page: Page, url: str) -> None:
    """Some browsers ask, and some readers say no."""
    page.add_init_script("navigator.clipboard.writeText = async () => { throw new Error('no') }")
    opened(page, url + TERMS)
    page.locator(".citation + .copy").click()
    expect(said(page)).to_have_text("The browser did not allow copying.")


def test_where_nothing_can_be_copied_nothing_offers_it(page: Page, url: str) -> None:
    """Without a clipboard an anchor is a plain link."""
    page.add_init_script("delete Navigator.prototype.clipboard")
    opened(page, url + TERMS)
    expect(page.locator(".copy")).to_have_count(0)
    opened(page, url + DAY)
    anchor = page.locator("a.anchor").nth(1)
    anchor.click()
    expect(page).to_have_url(url + DAY + (anchor.get_attribute("href") or ""))


@pytest.mark.parametrize(
    ("now", "path", "text"),
    [
        (datetime(2024, 3, 28, 17, 50, tzinfo=UTC), TERMS, "28 March 2024, 17:40 · 2 hours ago"),
        (datetime(2024, 3, 28, 16, 20, tzinfo=UTC), TERMS, "28 March 2024, 17:40 · 40 minutes ago"),
        (datetime(2024, 3, 31, 12, 0, tzinfo=UTC), TERMS, "28 March 2024, 17:40 · 3 days ago"),
        (datetime(2024, 4, 8, 12, 0, tzinfo=UTC), TERMS, "28 March 2024, 17:40"),
        (datetime(2024, 4, 3, 12, 0, tzinfo=UTC), "2024/04/02/tea/", "2 April 2024 · yesterday"),
    ],
)
def test_times_of_this_week_are_told_from_now(
    context: BrowserContext, page: Page, url: str, now: datetime, path: str, text: str
) -> None:
    """Beside the exact time, which stays."""
    context.clock.set_fixed_time(now)
    opened(page, url + path)
    expect(page.locator(".kicker").first).to_have_text(text)


def test_times_are_told_in_the_readers_zone(browser: Browser, url: str) -> None:
    """Yesterday is the reader's yesterday."""
    with browser.new_context(timezone_id="Pacific/Honolulu") as context:
        page = context.new_page()
        context.clock.set_fixed_time(datetime(2024, 4, 3, 5, tzinfo=UTC))
        opened(page, f"{url}2024/04/02/tea/")
        expect(page.locator(".kicker").first).to_have_text("2 April 2024 · today")
