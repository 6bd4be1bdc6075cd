"""How much has a reader to wait for? The bytes of a page, the round trips to its first words, its rest."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from playwright.sync_api import Browser

from briefings.loading import load
from briefings.plan import PAGE_KINDS
from inspection.hosting import hosted, packed
from tests.loads import content_of_files
from tests.looking import PHONE, looking
from tests.pages import facts_of
from tests.sites import BUILD, BuiltSite, copied, run, settings_of
from tests.tools import ROOT

KB = 1000
ENTRY = 15 * KB
BRIEFING = 25 * KB
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200 * KB,
    "uploadThroughput": 80 * KB,
}
"""A phone's line: milliseconds and bytes a second."""
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    const nodes = shift.sources.map((source) => source.node?.outerHTML?.slice(0, 80));
    window.shifts.push(`${shift.value.toFixed(4)} ${nodes.join(" and ")}`);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@cache
def weight(file: Path) -> int:
    """The bytes that a host sends of a file."""
    return len(packed(file.read_bytes()))


def styles_of(site: BuiltSite, page: Path) -> list[Path]:
    """The style sheets that a page loads."""
    here = site.url_of(page)
    addresses = [
        urljoin(here, one.address)
        for one in facts_of(page).references
        if one.tag == "link" and "stylesheet" in one.rel.split()
    ]
    files = [site.file_of(address) for address in addresses]
    return [file for file in files if file]


def weight_with_styles(site: BuiltSite, page: Path) -> int:
    """The bytes that a host sends of a page and its style sheets."""
    return weight(page) + sum(map(weight, styles_of(site, page)))


def test_entries_are_light(bulletin_site: BuiltSite) -> None:
    """No entry of this repository's bulletin weighs more than 15 KB with its styles."""
    weights = {
        file.relative_to(bulletin_site.site): weight_with_styles(bulletin_site, file)
        for file in bulletin_site.site.glob("[0-9]*/[0-9]*/[0-9]*/*/index.html")
    }
    assert len(weights) > 50
    assert {page: weight for page, weight in weights.items() if weight > ENTRY} == {}


def own_texts() -> Iterator[tuple[str, str, str]]:
    """The title, the summary and the kind of each entry of this repository's bulletin."""
    for entry in content_of_files(load(settings_of(ROOT), cached=False)).entries:
        yield entry.title, entry.summary or entry.prose.lead, str(entry.kind)


@pytest.fixture(scope="session")
def full_day(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The small bulletin with a day of thirty entries, made of what this repository's say."""
    folder = copied(ROOT / "tests/bulletin", tmp_path_factory.mktemp("full") / "bulletin")
    topics = list(yaml.safe_load((folder / "content/topics.yml").read_text("utf-8")))
    entries = []
    for number, (title, summary, kind) in enumerate(islice(own_texts(), 30)):
        entries.append(
            {
                "slug": f"entry-{number}",
                "title": title,
                "topics": [topics[number % len(topics)]],
                "importance": ("lead", "main", "main", "brief")[number % 4],
                "kind": kind,
                "summary": summary,
                "sources": ["https://wire.example/a"],
            }
        )
    day = folder / "content/entries/2024/05/05.yml"
    day.parent.mkdir()
    day.write_text(yaml.safe_dump(entries, allow_unicode=True), "utf-8")
    done = run(BUILD, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return BuiltSite(folder=folder, url="https://harbour.example/bulletin/")


def test_a_full_briefing_is_light(full_day: BuiltSite) -> None:
    """A day of thirty entries weighs at most 25 KB with its styles."""
    page = full_day.site / "2024/05/05/index.html"
    assert page.read_text("utf-8").count('class="card ') == 30
    assert weight_with_styles(full_day, page) <= BRIEFING


def test_one_round_trip_brings_what_a_page_is_drawn_with(any_site: BuiltSite) -> None:
    """Style sheets stand in the page, three at most, and load nothing more; no script is waited for."""
    for file in any_site.files(".html"):
        page = file.read_text("utf-8")
        assert len(styles_of(any_site, file)) <= 3, file
        scripts = re.findall(r"<script\b[^>]*\bsrc=[^>]*>", page)
        assert all("defer" in one or 'type="module"' in one for one in scripts), file
    for sheet in any_site.files(".css"):
        assert not re.search(r"@import|@font-face", sheet.read_text("utf-8")), sheet


@pytest.fixture(scope="session")
def sent(small_bulletin: BuiltSite) -> Iterator[str]:
    """The small bulletin as a host sends it."""
    with hosted(small_bulletin.site, small_bulletin.base) as url:
        yield url


@pytest.mark.parametrize("kind", [*PAGE_KINDS, "results"])
def test_nothing_moves_while_a_page_loads(
    kind: str, addresses: dict[str, str], sent: str, browser: Browser
) -> None:
    """On a slow line, what a reader looks at stays where it is."""
    url = "search/?q=harbour" if kind == "results" else addresses[kind]
    with looking(browser, PHONE) as page:
        line = page.context.new_cdp_session(page)
        line.send("Network.emulateNetworkConditions", SLOW_LINE)
        page.add_init_script(SHIFTS)
        page.goto(sent + url)
        page.wait_for_load_state("networkidle")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
        assert page.evaluate("window.shifts") == []
