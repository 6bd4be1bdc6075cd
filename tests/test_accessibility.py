"""Can everybody use the pages? axe looks at one of each kind, in light and in dark."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize

from briefings.editions import Project, prepare
from briefings.plan import PAGE_KINDS
from briefings.views.plain import PlainPage
from tests.sites import NOW, BuiltSite, settings_of
from tests.tools import axe_script

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def addresses(small_bulletin: BuiltSite) -> dict[str, str]:
    """Each kind of page with the address of its longest page in the small bulletin."""
    settings = settings_of(small_bulletin.folder)
    now = datetime.fromtimestamp(int(NOW), UTC)
    about = PlainPage(path="about.md", url="about/", title="", description="", html="")
    longest: dict[str, tuple[int, str]] = {}
    for output in prepare(Project(settings=settings, pages=(about,)), now=now).outputs:
        if output.kind in PAGE_KINDS:
            size = (small_bulletin.site / output.path).stat().st_size
            longest[output.kind] = max(longest.get(output.kind, (0, "")), (size, output.url))
    return {kind: url for kind, (_, url) in longest.items()}


def without_redirect(route: Route) -> None:
    """Serve a page as it is, but let it stay on the screen where it would lead on."""
    response = route.fetch()
    route.fulfill(response=response, body=response.text().replace('http-equiv="refresh"', ""))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_no_page_shuts_anybody_out(
    kind: str,
    scheme: Literal["light", "dark"],
    addresses: dict[str, str],
    small_bulletin: BuiltSite,
    serve: Callable[[BuiltSite], str],
    browser: Browser,
) -> None:
    """Axe finds no violation on a phone, by its rules for WCAG 2.2 AA and good practice."""
    assert kind in addresses, f"the small bulletin has no page of the kind {kind}"
    with browser.new_context(color_scheme=scheme, viewport=PHONE) as context:
        page = context.new_page()
        page.route("**/*.html", without_redirect)
        page.route("**/", without_redirect)
        page.goto(serve(small_bulletin) + addresses[kind])
        assert violations(page) == []


def violations(page: Page) -> list[str]:
    """The rules that a page breaks by axe, each with the first element that breaks it."""
    page.evaluate(axe_script())
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{rule['id']}, {len(rule['nodes'])} times: {rule['nodes'][0]['html']}" for rule in found
    ]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_is_wider_than_the_window(
    size: ViewportSize,
    addresses: dict[str, str],
    small_bulletin: BuiltSite,
    serve: Callable[[BuiltSite], str],
    browser: Browser,
) -> None:
    """Long words and wide tables stay inside; nobody has to scroll sideways."""
    with browser.new_context(viewport=size) as context:
        page = context.new_page()
        page.route("**/", without_redirect)
        too_wide = []
        for url in addresses.values():
            page.goto(serve(small_bulletin) + url)
            width = page.evaluate("document.documentElement.scrollWidth")
            too_wide += [url] if width > size["width"] else []
        assert too_wide == []


def test_the_keyboard_reaches_the_content(
    small_bulletin: BuiltSite, serve: Callable[[BuiltSite], str], browser: Browser
) -> None:
    """The first Tab of a page reaches a link that skips the header, and can be seen."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(serve(small_bulletin))
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        target = focused.get_attribute("href") or ""
        assert target.startswith("#")
        assert page.locator(target).count() == 1
        assert focused.is_visible()
