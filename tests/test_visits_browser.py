"""Does a reader see what is new since the last visit, and nothing else?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from tests.reading import (
    come,
    come_again,
    come_before,
    counted,
    marked,
    ready,
    remember,
    remembered,
    said,
    shown_in_this_visit,
    wait_until,
)
from tests.sites import BuiltSite
from tests.test_accessibility import violations

TEA = "2024/04/02/tea"
ACCEPTED = "2024/03/30/league-accepts"
DAY = "2024/03/30/"
CORRECTION = "2024/03/30 2024/03/28/berth-terms"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'"
)
SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) window.shifted += value;
  }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def url(small_bulletin: BuiltSite, serve: Callable[[BuiltSite], str]) -> str:
    """Where the small bulletin is served."""
    return serve(small_bulletin)


def test_nothing_is_new_at_the_first_visit(page: Page, url: str) -> None:
    """All is, so nothing is said of it; what there was is known from then on."""
    come(page, url)
    page.reload()
    ready(page)
    expect(page.locator(".fresh, .news")).to_have_count(0)
    assert TEA in remembered(page, "visits")["seen"]


@pytest.mark.parametrize(
    "path", ["", "2024/04/02/", "2024/04/", "topics/port/", "topics/port/2024/"]
)
def test_what_came_since_is_marked_on_every_list(
    page: Page, context: BrowserContext, url: str, path: str
) -> None:
    """In words that are read out, too, and it is counted on every page."""
    come_before(page, url, TEA)
    come_again(page, f"{url}{path}", 1)
    expect(counted(page)).to_have_text("1 new")
    expect(marked(page, "new").first).to_contain_text("New: Tea is served at Berth 4")


def test_a_pause_and_nothing_less_ends_a_visit(page: Page, url: str) -> None:
    """What was opened keeps its mark as long as the reader goes on, and has none the next time."""
    come_before(page, url, TEA, ACCEPTED)
    come_again(page, f"{url}{TEA}/", 1)
    shown_in_this_visit(page, TEA)
    come_again(page, f"{url}2024/04/02/", 1.4)
    expect(marked(page, "new")).to_have_count(1)
    expect(counted(page)).to_have_text("2 new")
    come_again(page, f"{url}2024/04/02/", 2)
    expect(counted(page)).to_have_text("1 new")
    expect(marked(page, "new")).to_have_count(0)
    page.goto(url + DAY)
    expect(marked(page, "new")).to_have_text("New: The league accepts the terms")


def test_what_was_on_the_screen_was_shown(page: Page, context: BrowserContext, url: str) -> None:
    """What stood below it was not."""
    page.set_viewport_size({"width": 1280, "height": 500})
    come_before(page, url, TEA, "2023/12/31/storm")
    come_again(page, url, 1)
    shown_in_this_visit(page, TEA)
    assert "2023/12/31/storm" not in remembered(page, "visits")["now"]


def test_a_new_correction_is_marked_at_its_entry(
    page: Page, context: BrowserContext, url: str
) -> None:
    """And counted, until the entry was opened; one of a new entry is not told apart from it."""
    come_before(page, url)
    known = [one for one in remembered(page, "visits")["list"]["corrections"] if "berth" in one]
    assert known
    page.evaluate("localStorage.clear()")
    come_before(page, url, *known)
    come_again(page, f"{url}2024/03/28/", 1)
    expect(counted(page)).to_have_text("1 corrected")
    expect(marked(page, "corrected").first).to_contain_text("Corrected: Chaika Lines names")
    counted(page).click()
    page.get_by_role("link", name="1 corrected").click()
    expect(page).to_have_url(f"{url}corrections/")
    expect(marked(page, "corrected")).to_have_count(len(known))
    page.goto(f"{url}2024/03/28/berth-terms/")
    shown_in_this_visit(page, *known)
    come_again(page, url, 2)
    ready(page)
    expect(page.locator(".fresh, .news")).to_have_count(0)


def test_all_is_marked_as_read_in_every_tab(page: Page, context: BrowserContext, url: str) -> None:
    """At once, for good, and the focus does not get lost."""
    come_before(page, url, TEA, ACCEPTED)
    come_again(page, f"{url}2024/04/", 1)
    other = context.new_page()
    other.goto(url)
    expect(counted(other)).to_have_text("2 new")
    counted(page).click()
    page.get_by_role("button", name="Mark all as read").click()
    expect(said(page)).to_have_text("All is marked as read.")
    for one in (page, other):
        expect(one.locator(".fresh, .news")).to_have_count(0)
    expect(page.locator("main")).to_be_focused()
    page.reload()
    ready(page)
    expect(page.locator(".fresh, .news")).to_have_count(0)


def test_a_tab_that_is_looked_at_again_asks_what_is_new(page: Page, url: str) -> None:
    """It may have been open for days."""
    come_before(page, url, TEA)
    later = datetime.now(UTC) + timedelta(days=1)
    page.context.clock.set_fixed_time(later)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(counted(page)).to_have_text("1 new")


def test_the_list_is_asked_for_once_in_ten_minutes(page: Page, url: str) -> None:
    """However many pages are opened."""
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one) if "new.json" in one.url else None)
    come(page, url)
    for path in ("archive/", "topics/", TEA):
        page.goto(url + path)
        ready(page)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "text", ["{", "null", "[]", "5", '{"v":2}', '{"v":1}', '{"v":1,"seen":{},"now":3,"list":[]}']
)
def test_what_makes_no_sense_is_forgotten(page: Page, url: str, text: str) -> None:
    """Another version's record or half a one is as good as none."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    come(page, url)
    remember(page, "visits", text)
    page.goto(f"{url}archive/")
    wait_until(page, "id => Object.values(localStorage).some((text) => text.includes(id))", TEA)
    assert TEA in remembered(page, "visits")["seen"]
    expect(page.locator(".fresh, .news")).to_have_count(0)
    assert errors == []


def test_no_more_is_remembered_than_has_room(page: Page, context: BrowserContext, url: str) -> None:
    """The oldest days go first, and what is older than all that is remembered is not new."""
    come(page, url)
    old = [f"20{year}/01/{day:02}/old-{day}" for year in range(10, 24) for day in range(1, 29)]
    old += [f"{one}-too" for one in old]
    script = """([old, name]) => {
      const key = Object.keys(localStorage).find((key) => key.endsWith(name));
      const state = JSON.parse(localStorage.getItem(key));
      state.seen.push(...old);
      localStorage.setItem(key, JSON.stringify(state));
    }"""
    page.evaluate(script, [old, "visits"])
    come_again(page, url, 1)
    visits = "Object.entries(localStorage).find(([key]) => key.endsWith('visits'))[1]"
    wait_until(page, f"JSON.parse({visits}).seen.length <= 500")
    known = remembered(page, "visits")
    assert len(known["seen"]) <= 500
    assert TEA in known["seen"]
    assert old[0] not in known["seen"]
    assert known["floor"] > old[0][:10]
    ready(page)
    expect(page.locator(".fresh, .news")).to_have_count(0)


REFUSALS = {
    "refused": "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }",
    "absent": "Object.defineProperty(window, 'localStorage', { value: null })",
}


@pytest.mark.parametrize("how", REFUSALS)
def test_nothing_is_remembered_where_the_browser_refuses(page: Page, url: str, how: str) -> None:
    """Nothing is offered that could not be kept, nothing is asked for, and all else works."""
    errors: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda one: asked.append(one.url))
    page.add_init_script(REFUSALS[how])
    page.goto(f"{url}topics/port/")
    ready(page)
    page.keyboard.press("j")
    expect(page.locator("main a:focus")).to_have_count(1)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator(".fresh, .news, .follow")).to_have_count(0)
    assert errors == []
    assert not [one for one in asked if "new.json" in one]


def test_without_scripts_no_button_is_dead(browser: Browser, url: str) -> None:
    """The pages are whole, and show nothing that only a script could do."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for path in ("", DAY, "2024/03/28/berth-terms/", "stories/berth-dispute/", "topics/port/"):
            page.goto(url + path)
            shown = [one for one in page.get_by_role("button").all() if one.is_visible()]
            assert [one.text_content() for one in shown] == ["Search"]
            expect(page.locator("main h1, main h2").first).to_be_attached()


def under_the_policy(route: Route) -> None:
    """Serve a page as a careful host does."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})


def test_a_strict_policy_forbids_nothing(page: Page, url: str) -> None:
    """No style, script or request is of a sort that a policy would have to allow."""
    complaints: list[str] = []
    page.on("console", lambda one: complaints.append(one.text))
    page.on("pageerror", lambda one: complaints.append(str(one)))
    come_before(page, url, TEA)
    page.route("**/*", under_the_policy)
    come_again(page, f"{url}topics/port/", 1)
    expect(counted(page)).to_have_text("1 new")
    page.get_by_role("button", name="Follow").click()
    expect(said(page)).to_contain_text("You follow")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_marks_move_nothing(page: Page, url: str, width: int) -> None:
    """The words stay where the reader began to read them."""
    page.set_viewport_size({"width": width, "height": 900})
    come_before(page, url, TEA, ACCEPTED)
    page.add_init_script(SHIFTS)
    for path in ("", DAY, "2024/03/", "topics/port/", "2024/03/29/port-answers/"):
        come_again(page, url + path, 1)
        expect(counted(page)).to_have_text("2 new")
        ready(page)
        assert page.evaluate("window.shifted") == 0, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_what_scripts_add(
    page: Page, context: BrowserContext, url: str, scheme: Any
) -> None:
    """Axe finds no violation in marks, the open count, the list of what is followed, the help."""
    page.emulate_media(color_scheme=scheme)
    come_before(page, url, TEA, ACCEPTED)
    come_again(page, f"{url}stories/berth-dispute/", 1)
    page.get_by_role("button", name="Follow").click()
    expect(said(page)).to_contain_text("You follow")
    page.goto(url)
    expect(page.get_by_role("heading", name="You follow")).to_be_visible()
    counted(page).click()
    assert violations(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
