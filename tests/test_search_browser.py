"""The search page as a reader uses it, on a small site of its own."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.searching import facet, field, phrases, records, status, titles, write_site
from tests.serving import served
from tests.tools import ROOT, axe_script


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a site with one index, under a path."""
    folder = tmp_path_factory.mktemp("search")
    write_site(folder, {"2024-06": records()})
    with served(folder) as url:
        yield url


def test_query_in_the_address_is_answered(page: Page, site: str) -> None:
    """A search from a page's header arrives in the address."""
    page.goto(f"{site}search/?q=communique")
    expect(titles(page)).to_have_text(["States back a communiqué"])
    expect(status(page)).to_have_text("1 entry found")
    expect(field(page)).to_have_value("communique")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("communiqué", "States back a communiqué"),
        ("Iasi", "A train from Iași"),
        ("Lodz", "Help from Łódź"),
        ('"honest word"', "States back a communiqué"),
        ("2024-06-04", "States back a communiqué"),
        ("train wheat", "A train from Iași"),
    ],
)
def test_spelling_does_not_matter(page: Page, site: str, query: str, title: str) -> None:
    """Words are found without their accents, and across title, quotes and body."""
    page.goto(f"{site}search/")
    field(page).fill(query)
    expect(titles(page).first).to_have_text(title)


def test_alias_is_found_and_not_shown(page: Page, site: str) -> None:
    """Another spelling of a name leads to the entries that name the person."""
    page.goto(f"{site}search/?q=Zelensky")
    expect(status(page)).to_have_text("6 entries found")
    expect(page.locator(".search-excerpt", has_text="Zelensky")).to_have_count(0)


def test_excerpt_marks_what_was_found(page: Page, site: str) -> None:
    """The words of the query stand out."""
    page.goto(f"{site}search/?q=wheat")
    expect(page.locator(".search-excerpt mark").first).to_have_text("wheat")


def test_result_leads_to_its_entry(page: Page, site: str) -> None:
    """Results link relative to the site's root, whatever its path."""
    page.goto(f"{site}search/?q=communique")
    titles(page).first.click()
    expect(page).to_have_url(f"{site}2024/06/04/entry-3/")


def test_result_names_day_topic_and_language(page: Page, site: str) -> None:
    """A reader sees what a result is before following it."""
    page.goto(f"{site}search/?q=Iasi")
    result = page.locator(".search-results li")
    expect(result.locator("time")).to_have_text("6 June 2024")
    expect(result.locator("time")).to_have_attribute("datetime", "2024-06-06")
    expect(result.locator(".search-topic")).to_have_text("Grain")
    expect(result.locator("h2")).to_have_attribute("lang", "ro")


def test_hostile_text_is_shown_as_text(page: Page, site: str) -> None:
    """Nothing that an entry holds becomes markup of the page."""
    page.goto(f"{site}search/?q=bold")
    expect(titles(page)).to_have_text(["<script>alert(1)</script> & more"])
    expect(page.locator(".search-excerpt")).to_contain_text(
        "Wheat <b>bold</b> &amp; <mark>no</mark>."
    )
    expect(page.locator(".search-excerpt mark")).to_have_text("b>bold</b")


def test_empty_query_shows_a_hint_alone(page: Page, site: str) -> None:
    """Without a query nothing is loaded."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{site}search/")
    expect(status(page)).to_contain_text("Type a word")
    expect(titles(page)).to_have_count(0)
    expect(page.locator(".search-facets")).to_be_hidden()
    assert not [url for url in requests if "pagefind" in url]


def test_nothing_found_is_said(page: Page, site: str) -> None:
    """With ways to go on."""
    page.goto(f"{site}search/?q=qqqq")
    expect(status(page)).to_contain_text("Nothing was found")
    expect(status(page).get_by_role("link")).to_have_count(2)


def test_filters_narrow_down_and_count(page: Page, site: str) -> None:
    """Values of one filter add up, filters among each other narrow down, and the counts say so."""
    page.goto(f"{site}search/?q=harvest")
    expect(status(page)).to_have_text("30 entries found")
    facet(page, "topic", "Grain").check()
    expect(status(page)).to_have_text("15 entries found")
    peace = page.locator("[data-facet=topic] li", has_text="Peace talks")
    expect(peace.locator("small")).to_have_text("15")
    facet(page, "status", "Reported").check()
    expect(status(page)).to_have_text("5 entries found")
    expect(peace.locator("small")).to_have_text("5")
    facet(page, "topic", "Peace talks").check()
    expect(status(page)).to_have_text("10 entries found")
    page.get_by_role("button", name="Remove all filters").click()
    expect(status(page)).to_have_text("30 entries found")


def test_filters_stand_in_the_address(page: Page, site: str) -> None:
    """An address with filters alone answers, newest first; back undoes a step."""
    page.goto(f"{site}search/?topic=Peace+talks&topic=Grain&person=Volodymyr+Zelenskyy")
    expect(status(page)).to_have_text("6 entries found")
    expect(titles(page).first).to_have_text("Report number 25")
    expect(facet(page, "topic", "Grain")).to_be_checked()
    facet(page, "topic", "Grain").uncheck()
    expect(status(page)).to_have_text("3 entries found")
    expect(page).to_have_url(re.compile(r"\?topic=Peace\+talks&person=Volodymyr\+Zelenskyy$"))
    page.go_back()
    expect(status(page)).to_have_text("6 entries found")
    expect(facet(page, "topic", "Grain")).to_be_checked()


def test_unknown_filter_finds_nothing_and_can_be_removed(page: Page, site: str) -> None:
    """An address may be older than the vocabulary."""
    page.goto(f"{site}search/?q=wheat&topic=Gone&constructor=x")
    expect(status(page)).to_contain_text("Nothing was found")
    page.locator(".search-facets").evaluate("panel => panel.open = true")
    page.get_by_role("button", name="Remove all filters").click()
    expect(status(page)).to_have_text("30 entries found")


def test_order_by_date(page: Page, site: str) -> None:
    """Newest first, and the order stands in the address."""
    page.goto(f"{site}search/?q=harvest")
    page.get_by_label("Newest first").check()
    expect(titles(page).first).to_have_text("Report number 29")
    expect(page).to_have_url(f"{site}search/?q=harvest&sort=date")
    page.reload()
    expect(titles(page).nth(1)).to_have_text("Report number 28")


def test_more_results_come_ten_at_a_time(page: Page, site: str) -> None:
    """The first new result takes the focus; coming back shows as many as before."""
    page.goto(f"{site}search/?q=harvest&sort=date")
    expect(titles(page)).to_have_count(10)
    page.get_by_role("button", name="More results").click()
    expect(titles(page)).to_have_count(20)
    expect(titles(page).nth(10)).to_be_focused()
    page.reload()
    expect(titles(page)).to_have_count(20)
    page.get_by_role("button", name="More results").click()
    expect(page.get_by_role("button", name="More results")).to_be_hidden()


def test_typing_replaces_and_sending_adds_to_the_history(page: Page, site: str) -> None:
    """Back leads to the last question, not to its last letter."""
    page.goto(f"{site}search/")
    field(page).press_sequentially("Iasi")
    expect(titles(page)).to_have_text(["A train from Iași"])
    field(page).fill("communique")
    field(page).press("Enter")
    expect(titles(page)).to_have_text(["States back a communiqué"])
    before = page.evaluate("history.length")
    page.go_back()
    expect(titles(page)).to_have_text(["A train from Iași"])
    assert before == page.evaluate("history.length")


def test_keyboard_alone_reaches_an_entry(page: Page, site: str) -> None:
    """`/` focuses the field, arrows move, Escape clears, Enter follows."""
    page.goto(f"{site}search/")
    expect(field(page)).to_be_visible()
    # The page's scripts may still be on their way: a reader presses again.
    for _ in range(20):
        page.keyboard.press("/")
        if field(page).evaluate("field => field === document.activeElement"):
            break
        page.wait_for_timeout(200)
    expect(field(page)).to_be_focused()
    page.keyboard.type("report/")
    expect(field(page)).to_have_value("report/")
    expect(titles(page)).to_have_count(10)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(titles(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")
    expect(titles(page)).to_have_count(0)
    page.keyboard.type("communique")
    expect(titles(page)).to_have_text(["States back a communiqué"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}2024/06/04/entry-3/")


@pytest.mark.parametrize(
    ("part", "how"),
    [
        *(
            (part, "missing")
            for part in ("*.js", "*.pf_meta", "wasm.*", "*.pf_index", "fragment/*")
        ),
        *((part, "silent") for part in ("*.js", "wasm.*", "*.pf_index")),
    ],
)
def test_index_that_fails_is_said_within_five_seconds(
    page: Page, site: str, part: str, how: str
) -> None:
    """Whatever does not arrive, the reader is told, with other ways to the entries."""

    def handle(route: Route) -> None:
        if how == "missing":
            route.fulfill(status=404, body="Not found")

    page.route(f"**/pagefind/**/{part}", handle)
    page.goto(f"{site}search/?q=wheat")
    expect(status(page)).to_contain_text("could not be loaded", timeout=5000)
    links = status(page).get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == ["../topics/", "../archive/"]


def test_bulletin_without_entries_says_so(page: Page, tmp_path: Path) -> None:
    """There is nothing to search."""
    write_site(tmp_path, {})
    with served(tmp_path) as url:
        page.goto(f"{url}search/?q=wheat")
        expect(status(page)).to_have_text("This bulletin has no entries yet.")
        expect(page.locator(".search-form")).to_be_hidden()


def test_language_without_stemming_is_searched(page: Page, tmp_path: Path) -> None:
    """Words are then found as they are written."""
    write_site(tmp_path, {"2024-06": records()}, language="uk")
    with served(tmp_path) as url:
        page.goto(f"{url}search/?q=communique")
        expect(titles(page)).to_have_text(["States back a communiqué"])


def test_counts_follow_the_plural_rules(page: Page, tmp_path: Path) -> None:
    """Romanian has three forms."""
    write_site(tmp_path, {"2024-06": records()}, language="ro")
    with served(tmp_path) as url:
        page.goto(f"{url}search/?q=communique")
        expect(status(page)).to_have_text("1 știre găsită")
        page.goto(f"{url}search/?q=Zelensky")
        expect(status(page)).to_have_text("6 știri găsite")
        page.goto(f"{url}search/?q=harvest")
        expect(status(page)).to_have_text("30 de știri găsite")


@pytest.mark.parametrize("part", ["index", "fragment"])
def test_search_that_failed_can_be_tried_again(page: Page, site: str, part: str) -> None:
    """A passing fault does not last until the page is loaded anew."""
    page.route(f"**/pagefind/*/{part}/*", lambda route: route.abort())
    page.goto(f"{site}search/?q=wheat")
    expect(status(page)).to_contain_text("could not be loaded")
    page.unroute(f"**/pagefind/*/{part}/*")
    field(page).press("Enter")
    expect(status(page)).to_have_text("30 entries found")


@pytest.mark.parametrize("how", ["off", "missing"])
def test_without_javascript_other_ways_are_named(
    browser: Browser, page: Page, site: str, how: str
) -> None:
    """The form is hidden, since it could not answer; also where the script does not arrive."""
    if how == "off":
        page = browser.new_page(java_script_enabled=False)
    page.route("**/assets/search.js", lambda route: route.fulfill(status=404))
    page.goto(f"{site}search/")
    expect(page.locator(".search-form")).to_be_hidden()
    expect(page.get_by_text("The search needs JavaScript")).to_be_visible()
    expect(page.get_by_role("link", name="The archive by date")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_page_is_accessible(page: Page, site: str, scheme: Any, width: int) -> None:
    """With results and open filters, on a phone and a desk, in both colour schemes."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}search/?q=harvest&topic=Grain")
    expect(titles(page)).to_have_count(10)
    facet(page, "topic", "Grain").focus()
    page.evaluate(axe_script())
    violations = page.evaluate("axe.run().then(({violations}) => violations.map(({id}) => id))")
    assert violations == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_page_keeps_the_policy_and_asks_no_other_host(page: Page, site: str) -> None:
    """Scripts and styles are files of the site; nothing leaves it."""
    said: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{site}search/?q=wheat")
    expect(titles(page)).to_have_count(10)
    assert said == []
    assert not [url for url in requests if not url.startswith((site, "data:"))]


def test_both_languages_have_all_words() -> None:
    """A phrase that the markup asks for is in every locale, and none stands there unused."""
    markup = (ROOT / "theme/partials/search-form.html").read_text(encoding="utf-8")
    assert phrases("en").keys() == phrases("ro").keys()
    unused = [
        key
        for key in phrases("en")
        if key not in markup and not key.startswith(("search_facet_", "search_count_"))
    ]
    assert unused == []
