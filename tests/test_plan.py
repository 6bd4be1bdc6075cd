"""Which outputs are there, and do they show nothing that is hidden?"""

from pathlib import Path

from hypothesis import given

from briefings.grouping import group
from briefings.model import Entry
from briefings.plan import KINDS, PAGE_KINDS, Output, Plan, listed_urls, plan
from briefings.views.machine import sitemap_of_pages
from briefings.views.plain import PlainPage
from briefings.views.records import records_of
from briefings.views.shown import NEWEST, Shown
from briefings.words import words
from tests.drawing import Drawn, contents, laws
from tests.making import BUCHAREST, NOW, bulletin_of, entry
from tests.sites import settings_of
from tests.tools import ROOT

SETTINGS = settings_of(Path("/bulletin"), timezone=BUCHAREST)
ENGLISH = words("en", [ROOT / "theme"])


def planned(shown: Shown) -> Plan:
    """The plan of what is shown."""
    return plan(shown.bulletin, SETTINGS)


def shown_of(drawn: Drawn) -> Shown:
    """A drawn bulletin as its views see it."""
    bulletin = group(drawn.content, now=NOW, timezone=BUCHAREST)
    return Shown(bulletin, SETTINGS, ENGLISH)


def views(shown: Shown) -> dict[Output, str]:
    """Everything that each output shows, written out."""
    outputs = planned(shown).outputs
    pages = repr(sitemap_of_pages(shown, listed_urls(outputs)))
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
    """It keeps its notice, its redirects and its line in permalinks.txt; nothing else names it."""
    for output, view in views(shown_of(drawn)).items():
        for id_ in drawn.withdrawn:
            if output.kind == "permalinks":
                assert f"'/{id_}/'" in view
            elif output.kind not in {"withdrawn", "redirect"}:
                assert id_ not in view, output


@laws
@given(contents())
def test_no_two_outputs_are_one_file(drawn: Drawn) -> None:
    """Every output has a path of its own, and each entry, alias and day has its page."""
    shown = shown_of(drawn)
    outputs = planned(shown).outputs
    paths = [output.path for output in outputs]
    assert len(paths) == len(set(paths))
    bulletin = shown.bulletin
    for id_ in (*bulletin.entries, *bulletin.withdrawn):
        assert f"{id_}/index.html" in paths
    for alias in bulletin.aliases:
        assert f"{alias[1:]}index.html" in paths
    for day in bulletin.briefings:
        assert f"{day:%Y/%m/%d}/index.html" in paths


@laws
@given(contents())
def test_search_knows_each_entry_once(drawn: Drawn) -> None:
    """A record for each entry with a page, translations included."""
    shown = shown_of(drawn)
    assert sorted(record.url for record in records_of(shown)) == sorted(
        f"{id_}/" for id_ in shown.bulletin.entries
    )


def paths_of(*entries: Entry) -> set[str]:
    """The paths of the outputs of these entries."""
    return {output.path for output in plan(bulletin_of(*entries), SETTINGS).outputs}


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
        "404.html",
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
    """Also those that no entry is filed under yet."""
    paths = paths_of()
    for folder in ("", "topics/port/", "topics/gales/", "stories/dispute/"):
        assert {f"{folder}feed.xml", f"{folder}feed.json"} <= paths


def test_without_an_address_there_is_no_sitemap() -> None:
    """A sitemap holds absolute addresses, which nobody knows then."""
    outputs = plan(bulletin_of(), settings_of(Path("/bulletin"), site_url=None)).outputs
    assert not [output.path for output in outputs if "sitemap" in output.path]


def test_the_sitemap_lists_pages_for_readers() -> None:
    """Plain pages and lists; neither redirects, nor notices, nor the page for missing addresses."""
    page = PlainPage(path="about.md", url="about/", title="About", description="", html="")
    one = entry("2024/06/14/a", aliases=("/2024/06/14/old/",))
    urls = listed_urls(plan(bulletin_of(one), SETTINGS, [page]).outputs)
    assert {"", "about/", "archive/", "2024/06/14/", "topics/port/2024/"} <= set(urls)
    assert not {"404.html", "2024/06/14/old/", "2024/06/14/a/", "feed.xml"} & set(urls)


def test_those_that_others_lead_to_come_first() -> None:
    """Entries before the lists, lists before the front page, the front page before the feeds."""
    outputs = [output.kind for output in plan(bulletin_of(entry("2024/06/14/a")), SETTINGS).outputs]
    order = [outputs.index(kind) for kind in ("entry", "briefing", "topic", "front", "atom")]
    assert order == sorted(order)


def test_every_kind_of_page_is_known_by_name() -> None:
    """The tests of the built pages take their kinds from here."""
    assert len(set(PAGE_KINDS)) == len(PAGE_KINDS)
    assert {"entry", "withdrawn", "redirect", "briefing", "story", "page", "404"} <= set(PAGE_KINDS)
