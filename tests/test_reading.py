"""Can the pages be read by everybody, on any screen, in any colours, either way, and on paper?"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from briefings.plan import PAGE_KINDS
from tests.looking import DESK, NARROW, PHONE, looking, too_wide
from tests.sites import BUILD, BuiltSite, copied, run
from tests.test_accessibility import violations
from tests.tools import ROOT

ENTRY = "2024/03/28/berth-terms/"
"""The entry of the small bulletin that has every key."""

ASIDE = """const aside = (element) => {
  for (; element; element = element.parentElement) {
    if (getComputedStyle(element).clipPath !== "none" && element.offsetWidth <= 1) return true;
  }
  return false;
};"""
"""What is said to those who listen, and takes up no room."""

CUT = (
    f"() => {{ {ASIDE}"
    + """ return [...document.querySelectorAll("body *")].filter((element) => {
  const style = getComputedStyle(element);
  const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const hides = ["hidden", "clip"];
  return text && !aside(element) && (
    (hides.includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
    (hides.includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1));
}).map((element) => "cut off: " + element.outerHTML.slice(0, 100)); }"""
)
"""What has text that does not fit into it and cannot be scrolled to."""

OVERLAPPING = (
    f"() => {{ {ASIDE}"
    + """
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(".skip, template, script") || aside(parent)) continue;
    if (parent.matches("details:not([open])")) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    if (!parent.getClientRects().length) continue; // In a map, what is not drawn counts as visible.
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { top, bottom, left, right } of range.getClientRects()) {
      if (right - left > 2) boxes.push({ top, bottom, left, right, node, text: node.data.trim() });
    }
  }
  boxes.sort((a, b) => a.top - b.top);
  const found = [];
  boxes.forEach((one, place) => {
    for (const other of boxes.slice(place + 1)) {
      if (other.top >= one.bottom) break;
      if (other.node === one.node) continue;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - other.top;
      const least = Math.min(one.bottom - one.top, other.bottom - other.top);
      if (wide > 3 && high > least * 0.5) found.push(`overlapping: ${one.text} and ${other.text}`);
    }
  });
  return found;
}"""
)
"""Which lines of text stand on each other."""

Open = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def open_kind(
    addresses: dict[str, str], small_bulletin: BuiltSite, serve: Callable[[BuiltSite], str]
) -> Open:
    """Opens the longest page of a kind."""
    url = serve(small_bulletin)

    def open_it(page: Page, kind: str) -> None:
        page.goto(url + addresses[kind])

    return open_it


def faults(page: Page) -> list[str]:
    """What of a page's text cannot be read as it is laid out."""
    found = [too_wide(page), *page.evaluate(CUT), *page.evaluate(OVERLAPPING)]
    return [fault for fault in found if fault]


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_a_page_can_be_made_twice_as_large(kind: str, open_kind: Open, browser: Browser) -> None:
    """At 200 % zoom, on a narrow phone, and where the letters alone grow. WCAG 2.2, 1.4.4, 1.4.10."""
    with looking(browser, {"width": 640, "height": 450}, device_scale_factor=2) as page:
        open_kind(page, kind)
        assert faults(page) == []
        page.set_viewport_size(NARROW)
        assert faults(page) == []
        page.set_viewport_size(DESK)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert faults(page) == []


@pytest.mark.parametrize("kind", PAGE_KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_can_be_asked_for(
    scheme: str, kind: str, open_kind: Open, browser: Browser
) -> None:
    """All letters stand out by 7 to 1 then. WCAG 2.2, 1.4.6."""
    with looking(browser, PHONE, color_scheme=scheme, contrast="more") as page:
        open_kind(page, kind)
        assert violations(page, "color-contrast-enhanced") == []


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_nothing_moves_where_it_must_not(kind: str, open_kind: Open, browser: Browser) -> None:
    """Who asks for less motion gets none: no transition, no animation, no gliding to an anchor."""
    with looking(browser, PHONE, reduced_motion="reduce") as page:
        open_kind(page, kind)
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((element) => {
              const style = getComputedStyle(element);
              const lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0);
              return lasts(style.transitionDuration) || lasts(style.animationDuration) ||
                style.scrollBehavior === "smooth";
            }).map((element) => element.outerHTML.slice(0, 80))"""
        )
        assert moving == []


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_forced_colours_hide_nothing(kind: str, open_kind: Open, browser: Browser) -> None:
    """With the reader's own few colours, links look like links, and what is drawn can be seen."""
    with looking(browser, PHONE, forced_colors="active") as page:
        open_kind(page, kind)
        assert page.evaluate(UNSEEN) == []


UNSEEN = """() => {
  const colour = (name) => {
    const drawn = document.createElement("i");
    drawn.style.color = name;
    return getComputedStyle(document.body.appendChild(drawn)).color;
  };
  const [link, ground] = ["LinkText", "Canvas"].map(colour);
  const seen = (style) =>
    style.content !== '""' || parseFloat(style.borderTopWidth) > 0 || style.display === "none" ||
    style.backgroundColor !== ground;
  return [...document.querySelectorAll("main *")].filter((element) =>
    (element.matches("a[href]") && !element.closest("svg") &&
      getComputedStyle(element).color !== link) ||
    !["::before", "::after"].every((part) => seen(getComputedStyle(element, part))) ||
    (element.matches("svg :is(path, rect, circle, line)") &&
      [getComputedStyle(element).fill, getComputedStyle(element).stroke]
        .every((paint) => ["none", ground].includes(paint)))
  ).map((element) => element.outerHTML.slice(0, 100));
}"""
"""Links that do not look like links, and marks and drawings in the colour of the ground."""


def test_paper_gets_what_is_worth_reading(
    small_bulletin: BuiltSite, serve: Callable[[BuiltSite], str], browser: Browser
) -> None:
    """No navigation, dark letters on white, and the address of each source in full."""
    with looking(browser, DESK, color_scheme="dark") as page:
        page.goto(serve(small_bulletin) + ENTRY)
        page.emulate_media(media="print")
        for hidden in (".masthead-bar", ".crumbs", ".colophon", ".skip"):
            assert not page.locator(hidden).is_visible(), hidden
        assert page.locator(".masthead-name").is_visible()
        colour = page.evaluate("getComputedStyle(document.querySelector('main')).color")
        assert sum(map(int, colour.removeprefix("rgb(").rstrip(")").split(","))) < 200
        source = page.locator("a.source-title").first
        shown = source.evaluate("link => getComputedStyle(link, '::after').content")
        assert source.get_attribute("href") in shown
        course = page.locator("details", has_text="27 March 2024").locator(":not(summary)").last
        assert course.evaluate("part => part.checkVisibility({ contentVisibilityAuto: true })")
        assert page.pdf().startswith(b"%PDF")


@pytest.fixture(scope="session")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The small bulletin as one in Arabic."""
    folder = copied(ROOT / "tests/bulletin", tmp_path_factory.mktemp("arabic") / "bulletin")
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("language: en", "language: ar"), "utf-8")
    done = run(BUILD, folder)
    assert done.returncode == 0, done.stderr
    return BuiltSite(folder=folder, url="https://harbour.example/bulletin/")


@pytest.mark.parametrize("size", [NARROW, DESK], ids=["narrow", "desk"])
def test_pages_can_be_read_from_the_right(
    size: dict[str, int],
    arabic: BuiltSite,
    addresses: dict[str, str],
    serve: Callable[[BuiltSite], str],
    browser: Browser,
) -> None:
    """Each kind of page begins at the right, fits, and its arrows point the way that time goes."""
    found = {}
    with looking(browser, size) as page:  # type: ignore[arg-type]
        for kind, address in addresses.items():
            page.goto(serve(arabic) + address)
            found[kind] = [*faults(page), *page.evaluate(WRONG_WAY)]
    assert {kind: wrong for kind, wrong in found.items() if wrong} == {}


WRONG_WAY = """() => {
  const wrong = document.dir === "rtl" || !document.querySelector(".masthead") ? [] : ["not rtl"];
  const name = document.querySelector(".masthead-name a")?.getBoundingClientRect();
  const edge = document.querySelector("main").getBoundingClientRect().right;
  if (name && edge - name.right > 40) wrong.push("the name stands at the left");
  const arrows = { prev: ["←", "::before"], next: ["→", "::after"] };
  for (const [way, [arrow, part]] of Object.entries(arrows)) {
    for (const link of document.querySelectorAll(`main [rel=${way}]`)) {
      if (getComputedStyle(link, part).content.includes(arrow)) wrong.push(link.outerHTML);
    }
  }
  return wrong;
}"""


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_a_page_is_whole_without_scripts(kind: str, open_kind: Open, browser: Browser) -> None:
    """All that a script adds is more: a heading, text and ways on are there."""
    with looking(browser, PHONE, java_script_enabled=False) as page:
        open_kind(page, kind)
        assert page.locator("h1").count() == 1
        assert page.locator("a[href]:visible").count() > 0


def test_every_status_is_explained(small_bulletin: BuiltSite) -> None:
    """In words, on the entry's page, for those who see no colours."""
    for file in entry_pages(small_bulletin):
        assert '<strong class="status' in file.read_text("utf-8"), file


def entry_pages(site: BuiltSite) -> Iterator[Path]:
    """The pages of entries; earlier addresses lead on and say nothing themselves."""
    for file in site.site.glob("[0-9]*/[0-9]*/[0-9]*/*/index.html"):
        if 'http-equiv="refresh"' not in file.read_text("utf-8"):
            yield file
