"""Do several segments answer a reader as one archive?"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, Route, expect

from briefings.search.records import SearchRecord
from tests.searching import facet, field, records, status, titles, write_site
from tests.serving import served

SEGMENTS = {"2024-06-25--2024-06-30": 24, "2024-06-09--2024-06-16": 7, "2024-05": 0}
"""The segments' names, and the number of the first entry of each."""
BETTER = "Show better matches from older entries"


def segments() -> dict[str, list[SearchRecord]]:
    """Thirty entries in segments of 6, 17 and 7, of which an old one is the best match for `wheat`."""
    every = records()
    every[2] = replace(every[2], title="Wheat and wheat", summary="Wheat.", body="Wheat, wheat.")
    ends = [len(every), *SEGMENTS.values()]
    return {
        name: every[first:end] for (name, first), end in zip(SEGMENTS.items(), ends, strict=False)
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a site with three segments."""
    folder = tmp_path_factory.mktemp("search")
    write_site(folder, segments())
    with served(folder) as url:
        yield url


def numbers(page: Page) -> list[int]:
    """The days of the results that are shown, in June 2024, less one."""
    days = page.locator(".search-results time")
    return [int(time.get_attribute("datetime", timeout=0)[-2:]) - 1 for time in days.all()]  # type: ignore[index]


class Gate:
    """Keeps back what a page asks for, until it is opened."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._waiting: list[Route] | None = []
        page.route(pattern, self._handle)

    def _handle(self, route: Route) -> None:
        if self._waiting is None:
            route.continue_()
        else:
            self._waiting.append(route)

    def open(self) -> None:
        """Let through what was kept back, and all that follows it."""
        waiting, self._waiting = self._waiting or [], None
        for route in waiting:
            route.continue_()


def test_order_by_date_is_right_over_all_segments(page: Page, site: str) -> None:
    """Also where a page of results begins in one segment and ends in the next."""
    page.goto(f"{site}search/?q=harvest&sort=date")
    expect(status(page)).to_have_text("29 entries found")
    expect(titles(page)).to_have_count(10)
    page.get_by_role("button", name="More results").click()
    expect(titles(page)).to_have_count(20)
    page.get_by_role("button", name="More results").click()
    expect(titles(page)).to_have_count(29)
    assert numbers(page) == [number for number in range(29, -1, -1) if number != 2]
    expect(page.get_by_role("button", name="More results")).to_be_hidden()


def test_best_match_of_any_segment_comes_first(page: Page, site: str) -> None:
    """Scores order the results, whatever segment they are from."""
    page.goto(f"{site}search/?q=wheat")
    expect(status(page)).to_have_text("30 entries found")
    expect(titles(page).first).to_have_text("Wheat and wheat")


def test_counts_are_those_of_all_segments(page: Page, site: str) -> None:
    """Of the results and of each value of a filter, with filters and without."""
    page.goto(f"{site}search/?q=wheat")
    expect(facet(page, "topic", "Grain")).to_be_visible()
    count = page.locator("[data-facet=topic] li", has_text="Grain").locator("small")
    expect(count).to_have_text("15")
    facet(page, "status", "Reported").check()
    expect(status(page)).to_have_text("10 entries found")
    expect(count).to_have_text("5")
    expect(page.locator(".search-counting")).to_be_hidden()


def test_counts_follow_as_segments_arrive(page: Page, site: str) -> None:
    """The page says that they are not complete yet, and a box that is there stays where it is."""
    gate = Gate(page, "**/pagefind/2024-05/**")
    page.goto(f"{site}search/?q=wheat&sort=date")
    expect(facet(page, "topic", "Grain")).to_be_visible()
    expect(page.locator(".search-counting")).to_be_visible()
    rows = page.locator("[data-facet=topic] li:visible span")
    before = rows.all_inner_texts()
    gate.open()
    expect(page.locator(".search-counting")).to_be_hidden()
    count = page.locator("[data-facet=topic] li", has_text="Grain").locator("small")
    expect(count).to_have_text("15")
    assert rows.all_inner_texts() == before


def test_filters_are_not_counted_until_they_are_opened(page: Page, site: str) -> None:
    """Most readers open none, and their counts are the largest part of the index."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{site}search/?q=wheat")
    expect(status(page)).to_have_text("30 entries found")
    assert not [url for url in requests if "/filter/" in url]


def test_filters_alone_fetch_no_words(page: Page, site: str) -> None:
    """A list by filters comes newest first, and a word is found after it all the same."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{site}search/?status=Reported")
    expect(status(page)).to_have_text("10 entries found")
    assert numbers(page) == list(range(27, -1, -3))
    assert not [url for url in requests if "/index/" in url]
    field(page).fill("communique")
    expect(titles(page)).to_have_text(["States back a communiqué"])


def test_newest_results_wait_for_no_older_segment(page: Page, site: str) -> None:
    """They stand while the others are on their way; the number in the end is that of all."""
    gate = Gate(page, "**/pagefind/2024-05/**")
    page.goto(f"{site}search/?q=wheat&sort=date")
    expect(titles(page)).to_have_count(10)
    expect(status(page)).to_contain_text("so far")
    assert numbers(page) == list(range(29, 19, -1))
    gate.open()
    expect(status(page)).to_have_text("30 entries found")
    assert numbers(page) == list(range(29, 19, -1))


def test_shown_results_stay_until_the_reader_asks_for_better_ones(page: Page, site: str) -> None:
    """A better match that comes late is offered, and moves nothing by itself."""
    gate = Gate(page, "**/pagefind/2024-05/**")
    page.goto(f"{site}search/?q=wheat")
    expect(titles(page)).to_have_count(10)
    before = titles(page).all_inner_texts()
    page.wait_for_timeout(1100)
    gate.open()
    expect(status(page)).to_have_text("30 entries found")
    assert titles(page).all_inner_texts() == before
    page.get_by_role("button", name=BETTER).click()
    expect(titles(page).first).to_have_text("Wheat and wheat")
    expect(titles(page).first).to_be_focused()
    expect(titles(page)).to_have_count(10)
    expect(page.get_by_role("button", name=BETTER)).to_be_hidden()


def test_more_results_after_late_ones_show_each_once(page: Page, site: str) -> None:
    """Whatever was shown first, the end of the list has every entry once."""
    gate = Gate(page, "**/pagefind/2024-05/**")
    page.goto(f"{site}search/?q=wheat")
    expect(titles(page)).to_have_count(10)
    page.wait_for_timeout(1100)
    gate.open()
    expect(status(page)).to_have_text("30 entries found")
    for shown in (20, 30):
        page.get_by_role("button", name="More results").click()
        expect(titles(page)).to_have_count(shown)
    assert sorted(numbers(page)) == list(range(30))


@pytest.mark.parametrize("how", ["missing", "silent"])
@pytest.mark.parametrize("segment", SEGMENTS)
def test_segment_that_fails_leaves_what_the_others_found(
    page: Page, site: str, segment: str, how: str
) -> None:
    """The reader is told that a part is missing, and a new search asks for it again."""
    failing = f"**/pagefind/{segment}/**"
    waiting: list[Route] = []

    def handle(route: Route) -> None:
        waiting.append(route)
        if how == "missing":
            route.fulfill(status=404, body="Not found")

    page.route(failing, handle)
    page.goto(f"{site}search/?q=wheat&sort=date")
    silent_first = how == "silent" and segment == next(iter(SEGMENTS))
    told = "could not be loaded" if silent_first else re.compile("Found: .* A part of the archive")
    expect(status(page)).to_contain_text(told, timeout=6000)
    expect(status(page).get_by_role("link")).to_have_count(2)
    if not silent_first:
        expect(titles(page).first).to_be_visible()
    if how == "missing":
        page.unroute(failing)
        field(page).press("Enter")
        expect(status(page)).to_have_text("30 entries found")
        assert numbers(page) == list(range(29, 19, -1))


def test_program_is_fetched_once(page: Page, site: str) -> None:
    """Segments hold none of their own, and share it."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{site}search/?q=wheat")
    expect(status(page)).to_have_text("30 entries found")
    assert len([url for url in requests if "wasm" in url]) == 1
    assert len([url for url in requests if url.endswith("pagefind.js")]) == 1


def test_back_leads_to_as_many_results_as_before(page: Page, site: str) -> None:
    """Over the border of a segment."""
    page.goto(f"{site}search/?q=wheat&sort=date")
    page.get_by_role("button", name="More results").click()
    expect(titles(page)).to_have_count(20)
    titles(page).nth(15).click()
    page.go_back()
    expect(titles(page)).to_have_count(20)
    expect(status(page)).to_have_text("30 entries found")
    assert numbers(page) == list(range(29, 9, -1))


def test_open_page_follows_what_is_published_meanwhile(page: Page, tmp_path: Path) -> None:
    """A segment that was indexed anew or merged leaves no old entry behind, and no message."""
    write_site(tmp_path, segments())
    with served(tmp_path) as url:
        page.goto(f"{url}search/?q=communique")
        expect(titles(page)).to_have_text(["States back a communiqué"])
        shutil.rmtree(tmp_path / "pagefind")
        merged = [replace(one, title=f"New: {one.title}") for one in records()]
        write_site(tmp_path, {"2024-06": merged[9:], "2024-05": merged[:9]})
        field(page).fill("harvest")
        expect(status(page)).to_have_text("30 entries found")
        expect(titles(page).first).to_contain_text("New: ")
