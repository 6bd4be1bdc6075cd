"""What does a reader download to search? `python -m benchmarks.searching N`, over a local server.

It needs what the tests of the pages need: Playwright and a Chromium.
"""

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import bulletin
from benchmarks.corpus import corpus
from benchmarks.editing import Folders
from benchmarks.measuring import Watch
from benchmarks.results import seconds, size
from benchmarks.searched import records_of, words_of
from benchmarks.tools import ROOT, Briefings
from briefings.search import indexing
from briefings.search.indexing import Part
from briefings.search.records import SearchRecord
from briefings.search.segments import divided
from briefings.workers import cores
from tests.serving import served
from tests.tools import chromium

_FRAME = 200
"""Entries of the bulletin whose search page is opened. Its index is that of the larger one."""
_PATIENCE = 600_000
"""Milliseconds to wait for what is measured."""
_MOMENTS = ("first", "number", "counts")
"""When the first results stand, when their number is final, and when those of a filter are."""
_OBSERVER = """
performance.setResourceTimingBufferSize(100000);
const moments = (window.moments = {});
const note = (name) => {
  const files = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type));
  moments[name] ??= {
    bytes: files.reduce((sum, file) => sum + file.transferSize, 0),
    requests: files.length,
    seconds: performance.now() / 1000,
  };
};
const look = () => {
  const find = (selector) => document.querySelector(selector);
  if (find(".search-results li")) note("first");
  if (/entr(y|ies) found/.test(find(".search-status")?.textContent)) note("number");
  const topics = find("[data-facet=topic]");
  if (topics?.open && find(".search-counting").hidden && topics.querySelector("li")) note("counts");
};
new MutationObserver(look).observe(document, {
  subtree: true,
  childList: true,
  attributes: true,
});
"""


@click.command()
@click.argument("entries", type=click.IntRange(min=_FRAME))
def main(entries: int) -> None:
    """Index a made-up bulletin, search it in a browser, and say what was downloaded by when."""
    records = records_of(corpus(entries))
    common, rare = words_of(records)
    with tempfile.TemporaryDirectory(prefix="briefings-search-") as folder:
        site = _frame(Path(folder))
        _write_index(records, site / "pagefind")
        with served(site) as url, sync_playwright() as playwright:
            arguments = ["--headless", "--no-sandbox", "--disable-gpu"]
            browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
            for what, word in (("common word", common), ("rare word", rare)):
                for order in ("date", "relevance"):
                    asked = urlencode({"q": word, "sort": order})
                    _say(f"{what}, by {order}", _searched(browser, f"{url}search/?{asked}"))
            topic = records[-1].filters["topic"][0]
            asked = urlencode({"topic": topic})
            _say("a topic alone", _searched(browser, f"{url}search/?{asked}"))
            browser.close()


def _frame(folder: Path) -> Path:
    """A small bulletin's site, for its search page."""
    folders = Folders(briefings=folder, hugo=folder)
    bulletin.write(folder, corpus(_FRAME), ROOT / "theme")
    briefings = Briefings(folders)
    briefings.build()
    shutil.rmtree(briefings.site / "pagefind")
    return briefings.site


def _write_index(records: Sequence[SearchRecord], folder: Path) -> None:
    """Index all records, and say what it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    held = psutil.Process().memory_info().rss
    started, busy = time.perf_counter(), time.process_time()
    by_id = {record.url.removesuffix("/"): record for record in records}
    parts = [
        Part(f"{segment.name}/", tuple(by_id[one] for one in segment.ids))
        for segment in divided(by_id)
    ]
    written = 0
    with Watch(os.getpid()) as watch:
        for _, files in indexing.made(
            [*parts, Part(indexing.PROGRAM, ())], language="en", jobs=cores()
        ):
            for path, content in files.items():
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                written += len(content)
    (folder / indexing.LISTING).write_bytes(indexing.listing(part.folder for part in parts))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = sum(
        getattr(after, kind) - getattr(before, kind) for kind in ("ru_utime", "ru_stime")
    )
    sizes = [len(segment.ids) for segment in divided(record.url[:-1] for record in records)]
    count = sum(1 for file in folder.rglob("*") if file.is_file())
    click.echo(
        f"{len(records):,} entries: {len(sizes)} segments of {min(sizes):,} to {max(sizes):,}; "
        f"{count:,} files, {size(written)}\n"
        f"indexed in {seconds(time.perf_counter() - started)}; processor: Pagefind "
        f"{seconds(processor)}, Python {seconds(time.process_time() - busy)}; "
        f"peak memory {size(watch.peak)}, of which the entries {size(held)}"
    )


def _searched(browser: Browser, address: str) -> dict[str, dict[str, float]]:
    """What had been downloaded at each moment, by a browser that knew nothing of the site."""
    page: Page = browser.new_page()
    page.add_init_script(_OBSERVER)
    page.goto(address)
    page.wait_for_function("() => moments.number", timeout=_PATIENCE)
    page.locator(".search-facets").evaluate("panel => (panel.open = true)")
    page.locator("[data-facet=topic]").evaluate("group => (group.open = true)")
    page.wait_for_function("() => moments.counts", timeout=_PATIENCE)
    moments: dict[str, Any] = page.evaluate("moments")
    page.context.close()
    return moments


def _say(what: str, moments: dict[str, dict[str, float]]) -> None:
    parts = (
        f"{name} {found['bytes'] / 1000:,.0f} kB in {found['requests']:.0f} requests, "
        f"{seconds(found['seconds'])}"
        for name in _MOMENTS
        if (found := moments[name])
    )
    click.echo(f"{what}: {'; '.join(parts)}")


if __name__ == "__main__":
    main()
