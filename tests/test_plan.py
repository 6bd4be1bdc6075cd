"""Which outputs are there, and do they show nothing that is hidden?"""

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given

from briefings.belonging import Sort
from briefings.bulletin import Bulletin
from briefings.model import Correction, CorrectionKind, Entry, Status
from briefings.outputs import Output
from briefings.plan import KINDS, PAGE_KINDS, listed_urls, plan
from briefings.search.records import SearchRecord
from briefings.views.machine import sitemap_of_pages, sitemap_of_year
from briefings.views.parts import NEWEST
from briefings.views.plain import PlainPage
from briefings.views.records import record_of
from briefings.views.shown import Shown
from briefings.words import words
from tests.drawing import Drawn, contents, laws
from tests.making import (
    BUCHAREST,
    VOCABULARY,
    bulletin_of,
    entry,
    event,
    group,
    groups_of,
    listed,
)
from tests.sites import settings_of
from tests.tools import ROOT

SETTINGS = settings_of(Path("/bulletin"), timezone=BUCHAREST)
ENGLISH = words("en", [ROOT / "theme"])
OF_CORRECTIONS = {
    "corrections",
    "corrections-year",
    "atom-corrections",
    "json-feed-corrections",
    "new",
    "front",
    "briefing",
}
"""The kinds of outputs that tell of withdrawals."""


def planned(bulletin: Bulletin, **given: Any) -> list[Output]:
    """Every output of a bulletin."""
    return plan(groups_of(bulletin), VOCABULARY, **{"settings": SETTINGS, **given})


def shown_of(drawn: Drawn) -> Shown:
    """A drawn bulletin as its views see it."""
    return Shown(group(drawn.content), SETTINGS, ENGLISH)


def records_of(shown: Shown) -> list[SearchRecord]:
    """What the search knows."""
    return [record_of(shown, entry) for entry in shown.bulletin.group(Sort.PAGE).ids()]


def views(shown: Shown) -> dict[Output, str]:
    """Everything that each output shows, written out."""
    outputs = planned(shown.bulletin)
    pages = repr(sitemap_of_pages(shown, listed_urls(VOCABULARY, [])))
    return {
        output: repr(KINDS[output.kind].view(shown, output.key)) if output.kind in KINDS else pages
        for output in outputs
    }


@laws
@given(contents())
def test_no_output_names_what_is_hidden(drawn: Drawn) -> None:
    """No page, feed, sitemap, list of permalinks or search record holds a hidden entry's id."""
    shown = shown_of(drawn)
    records = repr(records_of(shown))
    for id_ in drawn.hidden | drawn.withdrawn:
        assert id_ not in records
    for output, view in views(shown).items():
        assert "NOTES of" not in view
        for id_ in drawn.hidden:
            assert id_ not in view, output
            assert id_ not in output.path


@laws
@given(contents())
def test_a_withdrawn_entry_stands_at_its_own_addresses_alone(drawn: Drawn) -> None:
    """It keeps its notice, redirects and permalink; only what tells of corrections names it besides."""
    for output, view in views(shown_of(drawn)).items():
        for id_ in drawn.withdrawn:
            if output.kind == "permalinks":
                assert f"'/{id_}/'" in view
            elif output.kind not in {"withdrawn", "redirect", *OF_CORRECTIONS}:
                assert id_ not in view, output


@laws
@given(contents())
def test_no_two_outputs_are_one_file(drawn: Drawn) -> None:
    """Every output has a path of its own, and each entry, alias and day has its page."""
    shown = shown_of(drawn)
    outputs = planned(shown.bulletin)
    paths = [output.path for output in outputs]
    assert len(paths) == len(set(paths))
    bulletin = shown.bulletin
    for id_ in (*listed(bulletin, Sort.PAGE), *listed(bulletin, Sort.WITHDRAWN)):
        assert f"{id_}/index.html" in paths
    for alias in bulletin.aliases():
        assert f"{alias[1:]}index.html" in paths
    for day in bulletin.newest_days():
        assert f"{day:%Y/%m/%d}/index.html" in paths


@laws
@given(contents())
def test_search_knows_each_entry_once(drawn: Drawn) -> None:
    """A record for each entry with a page, translations included."""
    shown = shown_of(drawn)
    assert sorted(record.url for record in records_of(shown)) == sorted(
        f"{id_}/" for id_ in listed(shown.bulletin, Sort.PAGE)
    )


def paths_of(*entries: Entry) -> set[str]:
    """The paths of the outputs of these entries."""
    return {output.path for output in planned(bulletin_of(*entries))}


def test_an_empty_bulletin_has_its_fixed_pages() -> None:
    """The front page, the archive, the lists, the search, 404 and the files for machines."""
    assert paths_of() >= {
        "index.html",
        "archive/index.html",
        "topics/index.html",
        "stories/index.html",
        "people/index.html",
        "organizations/index.html",
        "places/index.html",
        "publishers/index.html",
        "search/index.html",
        "calendar/index.html",
        "feeds/index.html",
        "404.html",
        "calendar.ics",
        "feeds.opml",
        "manifest.webmanifest",
        "feed.xml",
        "feed.json",
        "robots.txt",
        "permalinks.txt",
        "sitemap.xml",
        "sitemap-pages.xml",
    }


def test_each_name_has_a_page_a_year() -> None:
    """Topics, actors, places and publishers stand whole by year; those without entries too."""
    paths = paths_of(entry("2023/12/31/a", by=("ada",)), entry("2024/06/14/b"))
    assert {"topics/port/index.html", "topics/port/2023/index.html"} <= paths
    assert {"topics/port/2024/index.html", "people/ada/2023/index.html"} <= paths
    assert "people/ada/2024/index.html" not in paths
    assert "people/najib/index.html" in paths
    assert {"2023/index.html", "2023/12/index.html", "2023/12/31/index.html"} <= paths
    assert {"sitemap-2023.xml", "sitemap-2024.xml"} <= paths


def test_a_long_story_stands_by_year_too() -> None:
    """From the fifty-first entry on, so that no part of it is lost."""
    many = [entry(f"2024/06/14/{number:03}", stories=("dispute",)) for number in range(NEWEST)]
    assert "stories/dispute/2024/index.html" not in paths_of(*many)
    one_more = entry("2023/12/31/a", stories=("dispute",))
    assert {"stories/dispute/2024/index.html", "stories/dispute/2023/index.html"} <= paths_of(
        *many, one_more
    )


def test_every_topic_and_story_has_feeds() -> None:
    """And a calendar; also those that no entry is filed under yet."""
    paths = paths_of()
    for folder in ("", "topics/port/", "topics/gales/", "stories/dispute/"):
        assert {f"{folder}feed.xml", f"{folder}feed.json", f"{folder}calendar.ics"} <= paths


def test_the_calendar_has_a_page_for_each_year_of_events() -> None:
    """By the days of the events, and for those without a day by the day of the entry."""
    dated = entry("2023/12/31/a", events=(event("late", start=date(2025, 1, 2)),))
    vague = entry("2024/06/14/b", events=(event("vague", when="soon"),))
    paths = paths_of(dated, vague, entry("2022/01/01/c"))
    assert {path for path in paths if path.startswith("calendar/2")} == {
        "calendar/2024/index.html",
        "calendar/2025/index.html",
    }


def test_without_an_address_there_is_no_sitemap() -> None:
    """A sitemap holds absolute addresses, which nobody knows then."""
    outputs = planned(bulletin_of(), settings=settings_of(Path("/bulletin"), site_url=None))
    assert not [output.path for output in outputs if "sitemap" in output.path]


def test_the_sitemap_lists_pages_for_readers() -> None:
    """Plain pages and names; neither redirects, nor notices, nor the page for missing addresses."""
    page = PlainPage(path="about.md", url="about/", title="About", description="", html="")
    urls = set(listed_urls(VOCABULARY, [page]))
    assert {"", "about/", "archive/", "search/", "topics/port/", "people/ada/"} <= urls
    assert {"stories/dispute/", "publishers/gull/", "places/"} <= urls
    assert not {url for url in urls if url.startswith("20")}
    assert not {"404.html", "feed.xml", "robots.txt"} & urls


def test_the_sitemap_of_a_year_lists_its_briefings_and_its_entries() -> None:
    """The year, its months with their days, then its entries with the day of their last change."""
    bulletin = bulletin_of(
        entry("2023/12/31/c"),
        entry("2024/06/14/a", aliases=("/2024/06/14/old/",)),
        entry("2024/06/14/a-ro", translation_of="2024/06/14/a", language="ro"),
        entry("2024/01/02/b", status=Status.WITHDRAWN),
        entry("2024/05/31/d", corrections=(MENDED,)),
    )
    pages = sitemap_of_year(Shown(bulletin, SETTINGS, ENGLISH), "2024").pages
    host = SETTINGS.site_url
    assert [(page.url.removeprefix(host or "?"), page.changed) for page in pages] == [
        ("2024/", ""),
        ("2024/05/", ""),
        ("2024/05/31/", ""),
        ("2024/06/", ""),
        ("2024/06/14/", ""),
        ("2024/05/31/d/", "2024-06-20"),
        ("2024/06/14/a/", "2024-06-14"),
        ("2024/06/14/a-ro/", "2024-06-14"),
    ]


MENDED = Correction(date=date(2024, 6, 20), kind=CorrectionKind.UPDATE, text="More.")


def test_those_that_others_lead_to_come_first() -> None:
    """Entries before the lists, lists before the front page, the front page before the feeds."""
    outputs = [output.kind for output in planned(bulletin_of(entry("2024/06/14/a")))]
    order = [outputs.index(kind) for kind in ("entry", "briefing", "topic", "front", "atom")]
    assert order == sorted(order)


def test_every_kind_of_page_is_known_by_name() -> None:
    """The tests of the built pages take their kinds from here."""
    assert len(set(PAGE_KINDS)) == len(PAGE_KINDS)
    assert {"entry", "withdrawn", "redirect", "briefing", "story", "page", "404"} <= set(PAGE_KINDS)
