"""Does a reader find every feed and every calendar, and does a feed in a browser explain itself?"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

from playwright.sync_api import Browser

from briefings.model import Language, Text
from briefings.views.feedstyle import FeedWords, to_css
from briefings.views.shown import Shown
from briefings.views.subscribing import FeedsPage, feeds_page, opml, to_opml
from briefings.words import words
from tests.making import VOCABULARY, bulletin_of
from tests.pages import facts_of
from tests.showing import content_of, names, shown_of
from tests.sites import BuiltSite, settings_of
from tests.tools import ROOT


def test_the_page_of_feeds_leads_to_all_of_them(any_site: BuiltSite) -> None:
    """Every feed and every calendar that is published, each once."""
    page = any_site.site / "feeds/index.html"
    linked = [
        urljoin(any_site.url_of(page), one.address)
        for one in facts_of(page).references
        if one.tag == "a" and one.address.endswith(("feed.xml", "feed.json", ".ics"))
    ]
    published = {
        any_site.url_of(file)
        for ending in ("feed.xml", "feed.json", ".ics")
        for file in any_site.files(ending)
    }
    assert set(linked) == published
    in_the_foot = {f"{any_site.url}feed.xml", f"{any_site.url}feed.json"}
    assert [one for one in linked if linked.count(one) > 1 and one not in in_the_foot] == []


def test_the_list_of_feeds_is_opml(any_site: BuiltSite) -> None:
    """Version 2.0: every Atom feed by its absolute address, with its page, in groups with names."""
    root = ElementTree.parse(any_site.site / "feeds.opml").getroot()
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title")
    groups = root.findall("body/outline")
    assert all(group.get("text") for group in groups)
    feeds = [feed for group in groups for feed in group.findall("outline")]
    for feed in feeds:
        assert feed.get("type") == "rss"
        assert feed.get("text")
        assert any_site.file_of(feed.get("htmlUrl") or "?") is not None
    addresses = [feed.get("xmlUrl") for feed in feeds]
    assert sorted(addresses, key=str) == sorted(map(any_site.url_of, any_site.files("feed.xml")))


def test_feeds_are_grouped(small: Shown) -> None:
    """All of it, by topic, by story, in the order of their files."""
    shelves = content_of(feeds_page(small, ""), FeedsPage).shelves
    assert names(shelves) == ["The whole bulletin", "Topics", "Stories"]
    assert names(one.page for one in shelves[2].subscriptions) == [
        "The berth dispute",
        "The winter's storms",
    ]


def test_a_bulletin_without_topics_has_two_feeds() -> None:
    """A group without feeds is left out; without an address, the list leads by relative ones."""
    nothing = type(VOCABULARY)()
    settings = settings_of(Path("/bulletin"), site_url=None)
    shown = Shown(bulletin_of(vocabulary=nothing), settings, words("en", [ROOT / "theme"]))
    (shelf,) = content_of(feeds_page(shown, ""), FeedsPage).shelves
    assert [one.atom for one in shelf.subscriptions] == ["feed.xml", "corrections/feed.xml"]
    assert b'xmlUrl="./feed.xml"' in to_opml(opml(shown, ""))


def test_a_name_in_another_language_says_so() -> None:
    """In the list of feeds, too."""
    port = next(iter(VOCABULARY.topics.values()))
    name = Text(by_language=((Language("ro"), "Marea"),))
    topics = {port.id: type(port)(id=port.id, name=name)}
    shown = shown_of(vocabulary=type(VOCABULARY)(topics=topics))
    assert b'title="Marea" language="ro"' in to_opml(opml(shown, ""))


def test_a_feed_explains_itself(
    small_bulletin: BuiltSite, serve: Callable[[BuiltSite], str], browser: Browser
) -> None:
    """Opened in a browser, it says what it is, and shows titles and summaries and no markup."""
    with browser.new_context() as context:
        page = context.new_page()
        for path in ("feed.xml", "topics/talks/feed.xml", "stories/berth-dispute/feed.xml"):
            page.goto(serve(small_bulletin) + path)
            said, shown = page.evaluate(
                """() => [
                  getComputedStyle(document.documentElement, "::before").content,
                  [...document.documentElement.querySelectorAll("*")]
                    .filter((one) => one.getClientRects().length)
                    .map((one) => one.localName),
                ]"""
            )
            assert said.startswith('"This is a feed. Copy its address into a feed reader')
            assert set(shown) == {"title", "subtitle", "entry", "published", "summary"}


def test_the_sentence_of_a_feed_is_any_text() -> None:
    """Quotation marks and line ends of a translation break no style sheet."""
    css = to_css(FeedWords('a "feed"\n\\ <b>')).decode()
    assert css.endswith('feed::before{content:"a \\22 feed\\22 \\a \\5c  \\3c b>"}\n')
