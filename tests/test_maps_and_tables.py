"""Do the map of places and the table of offers work for a hand, a keyboard and a reader that speaks?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.sites import BuiltSite

PHONES = (320, 390)


@pytest.fixture(scope="module")
def address(bulletin_site: BuiltSite, serve: Callable[[BuiltSite], str]) -> str:
    """Where this repository's own bulletin is served: its places crowd in Ukraine."""
    return serve(bulletin_site)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without scripts: none of this needs them."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.mark.parametrize("width", [*PHONES, 1280])
def test_every_mark_can_be_hit(width: int, page: Page, address: str) -> None:
    """The middle of each mark is its own, however crowded, and leads to its place."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}places/")
    marks = page.locator(".map-mark")
    covered = []
    for at in range(marks.count()):
        mark = marks.nth(at)
        mark.scroll_into_view_if_needed()
        box = mark.locator(".map-dot").bounding_box()
        assert box is not None
        spot = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        hit = "([x, y]) => document.elementFromPoint(x, y).closest('a')?.id"
        covered += (
            [mark.get_attribute("id")]
            if page.evaluate(hit, spot) != mark.get_attribute("id")
            else []
        )
    assert covered == []
    assert marks.count() > 20


def test_the_keyboard_reaches_every_mark(page: Page, address: str) -> None:
    """Tab goes from mark to mark, the places with the most entries first; Enter opens one's page."""
    page.goto(f"{address}places/")
    page.locator(".map-mark").first.focus()
    titles = []
    for _ in range(page.locator(".map-mark").count()):
        titles.append(page.locator(":focus title").text_content())
        page.keyboard.press("Tab")
    assert len(set(titles)) == len(titles)
    assert titles[0] == "Bürgenstock, 11 entries"
    page.locator("#place-kyiv").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/kyiv/")
    page.get_by_role("link", name="All places on a map").click()
    page.wait_for_url("**/places/#place-kyiv")
    assert page.locator("#place-kyiv:target").count() == 1


def test_a_mark_says_its_place(page: Page, address: str) -> None:
    """A reader that speaks hears the name and the number; the names that are drawn it does not."""
    page.goto(f"{address}places/")
    group = page.get_by_role("group", name="Map of the places")
    assert group.get_by_role("link", name="Kyiv, 1 entry", exact=True).count() == 1
    assert group.get_by_role("link").count() + 4 == page.locator(".map-mark").count()


@pytest.mark.parametrize("width", [*PHONES, 1280])
def test_offers_are_a_table_at_every_width(width: int, page: Page, address: str) -> None:
    """To a reader that speaks; each cell stands in the row of its offer and the column of an actor."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}offers/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    table = page.get_by_role("table", name="Who answered these offers, and how").nth(1)
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Putin names"))
    cells = row.get_by_role("cell")
    assert cells.nth(1).inner_text() == "10 reject"
    link = cells.nth(2).get_by_role("link")
    assert link.inner_text().split() == ["Lloyd", "Austin:", "Rejects"]
    facts: list[Any] = table.locator("th").evaluate_all("all => all.map(th => th.scope)")
    assert set(facts) == {"col", "row"}
    if width > 768:
        heads = table.get_by_role("columnheader").all_inner_texts()
        assert heads[:4] == ["Offer", "In short", "Answers", "Lloyd Austin"]


def test_answers_stand_beside_their_actors(page: Page, address: str) -> None:
    """On a wide screen at the height of the name, on a phone one below the other under the offer."""
    page.goto(f"{address}offers/")
    table = page.locator(".offers").nth(1)
    head, cell = table.locator("thead th").nth(5), table.locator("tbody tr > *").nth(5)
    assert _top(head) == _top(cell)
    page.set_viewport_size({"width": 390, "height": 900})
    tops = [_top(one) for one in table.locator("tbody tr > *").all()]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)


def _top(element: Any) -> float:
    box = element.bounding_box()
    assert box is not None
    top: float = box["y"]
    return top
