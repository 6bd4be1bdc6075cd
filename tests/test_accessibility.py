"""Can everybody use the pages? axe looks at one of each kind, in light and in dark."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from briefings.plan import PAGE_KINDS
from tests.looking import DESK, NARROW, PHONE, looking, too_wide
from tests.sites import BuiltSite
from tests.tools import axe_script

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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
    with looking(browser, PHONE, color_scheme=scheme) as page:
        page.goto(serve(small_bulletin) + addresses[kind])
        assert violations(page) == []


def violations(page: Page, *rules: str) -> list[str]:
    """The rules that a page breaks by axe, each with the first element that breaks it.

    All of RULES, or these alone.
    """
    page.evaluate(axe_script())
    only = {"type": "rule", "values": list(rules)} if rules else RULES
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{rule['id']}, {len(rule['nodes'])} times: {rule['nodes'][0]['html']}" for rule in found
    ]


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_a_desk_shuts_nobody_out_either(
    kind: str,
    addresses: dict[str, str],
    small_bulletin: BuiltSite,
    serve: Callable[[BuiltSite], str],
    browser: Browser,
) -> None:
    """What stands elsewhere on a wide screen is as accessible there."""
    with looking(browser, DESK) as page:
        page.goto(serve(small_bulletin) + addresses[kind])
        assert violations(page) == []


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["narrow", "phone", "desk"])
def test_no_page_is_wider_than_the_window(
    size: ViewportSize,
    addresses: dict[str, str],
    small_bulletin: BuiltSite,
    serve: Callable[[BuiltSite], str],
    browser: Browser,
) -> None:
    """Long words and wide tables stay inside; nobody has to scroll sideways."""
    with looking(browser, size) as page:
        faults = {}
        for url in addresses.values():
            page.goto(serve(small_bulletin) + url)
            faults[url] = too_wide(page)
        assert {url: fault for url, fault in faults.items() if fault} == {}


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
