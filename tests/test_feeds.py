"""Can feed readers and search engines read what the bulletin publishes for them?"""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from tests.pages import facts_of_html
from tests.sites import BuiltSite

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)\Z")


def feed_folders(site: BuiltSite) -> list[Path]:
    """Where feeds have to be: the root, the corrections, each topic and story with a page."""
    folders = [site.site, site.site / "corrections"]
    for kind in ("topics", "stories"):
        folders += [path.parent for path in sorted(site.site.glob(f"{kind}/*/index.html"))]
    return folders


def assert_stands_alone(html: str) -> None:
    """HTML that is read far from its page has absolute addresses and no script."""
    for reference in facts_of_html(html).references:
        assert urlsplit(reference.address).scheme in {"http", "https", "mailto"}, reference
    assert "<script" not in html


def test_atom_feeds_are_read_without_complaint(any_site: BuiltSite) -> None:
    """RFC 4287: stable ids, each once; absolute links that exist; zoned dates; whole entries."""
    for folder in feed_folders(any_site):
        data = (folder / "feed.xml").read_bytes()
        feed: Any = feedparser.parse(data)
        assert feed.bozo == 0, (folder, feed.get("bozo_exception"))
        assert feed.version == "atom10"
        assert feed.feed.title
        assert feed.feed.id
        assert _ZONED.match(feed.feed.updated)
        own = [link.href for link in feed.feed.links if link.rel == "self"]
        assert own == [any_site.url_of(folder / "feed.xml")]
        ids = [entry.id for entry in feed.entries]
        assert len(set(ids)) == len(ids)
        for entry in feed.entries:
            assert_atom_entry(any_site, entry)


def assert_atom_entry(site: BuiltSite, entry: Any) -> None:
    """One entry of an Atom feed, as feedparser gives it."""
    assert entry.title
    assert site.file_of(entry.link) is not None, entry.link
    assert entry.link.startswith(site.url)
    assert _ZONED.match(entry.published)
    assert _ZONED.match(entry.updated)
    assert entry.updated_parsed >= entry.published_parsed
    if "#correction-" in entry.link:
        assert entry.summary
    else:
        assert [content.type for content in entry.content] == ["text/html"]
        assert_stands_alone(entry.content[0].value)


def test_atom_titles_are_plain_text(small_bulletin: BuiltSite) -> None:
    """A title with angle brackets reaches the reader as it was written."""
    data = (small_bulletin.site / "feed.xml").read_bytes()
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [
        found.text for found in ElementTree.fromstring(data).findall(f"{atom}entry/{atom}title")
    ]
    assert "Chaika Lines names its terms for <b>Berth 4</b> & the crane" in titles


def test_json_feeds_follow_version_1_1(any_site: BuiltSite) -> None:
    """Required members are there, obsolete ones are not, URLs are absolute, dates have zones."""
    for folder in feed_folders(any_site):
        feed = json.loads((folder / "feed.json").read_text(encoding="utf-8"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert isinstance(feed["title"], str)
        assert feed["feed_url"] == any_site.url_of(folder / "feed.json")
        assert any_site.file_of(feed["home_page_url"]) is not None
        assert "author" not in feed
        ids = [item["id"] for item in feed["items"]]
        assert len(set(ids)) == len(ids)
        for item in feed["items"]:
            assert_json_item(any_site, item)


def assert_json_item(site: BuiltSite, item: dict[str, Any]) -> None:
    """One item of a JSON Feed."""
    assert isinstance(item["id"], str)
    assert "author" not in item
    assert item["url"].startswith(site.url)
    assert site.file_of(item["url"]) is not None
    assert "content_html" in item or "content_text" in item
    assert_stands_alone(item.get("content_html", ""))
    for name in ("date_published", "date_modified"):
        if name in item:
            assert _ZONED.match(item[name]), item[name]
    assert all(isinstance(tag, str) for tag in item.get("tags", []))


def test_both_feeds_tell_the_same_entries(any_site: BuiltSite) -> None:
    """Atom and JSON Feed of one folder hold the same ids in the same order."""
    for folder in feed_folders(any_site):
        atom: Any = feedparser.parse((folder / "feed.xml").read_bytes())
        items = json.loads((folder / "feed.json").read_text(encoding="utf-8"))["items"]
        assert [entry.id for entry in atom.entries] == [item["id"] for item in items]


def test_feeds_hold_the_newest_entries_only(small_bulletin: BuiltSite) -> None:
    """`feed_entries` bounds a feed; the newest entry comes first."""
    items = json.loads((small_bulletin.site / "feed.json").read_text(encoding="utf-8"))["items"]
    assert len(items) <= 8
    assert items[0]["url"].endswith("/2024/04/02/tea/")
    assert not any("false-alarm" in item["url"] for item in items)


def sitemap_urls(site: BuiltSite) -> dict[str, str]:
    """Every URL of the sitemap with its `lastmod`, read through the index."""
    index = ElementTree.parse(site.site / "sitemap.xml").getroot()
    assert index.tag == f"{SITEMAP}sitemapindex"
    found: dict[str, str] = {}
    for location in index.iterfind(f"{SITEMAP}sitemap/{SITEMAP}loc"):
        file = site.file_of(location.text or "")
        assert file is not None, location.text
        root = ElementTree.parse(file).getroot()
        assert root.tag == f"{SITEMAP}urlset"
        for url in root.iterfind(f"{SITEMAP}url"):
            address = url.findtext(f"{SITEMAP}loc") or ""
            assert address not in found
            found[address] = url.findtext(f"{SITEMAP}lastmod") or ""
    return found


def test_the_sitemap_lists_pages_that_exist(any_site: BuiltSite) -> None:
    """Each URL is the canonical one of a page; a `lastmod` is a day or a moment with a zone."""
    urls = sitemap_urls(any_site)
    assert urls
    for url, changed in urls.items():
        assert url.startswith(any_site.url)
        assert any_site.file_of(url) is not None, url
        if changed:
            assert datetime.fromisoformat(changed).tzinfo or re.fullmatch(r"[\d-]{10}", changed)


def test_the_sitemap_gives_entries_their_own_dates(small_bulletin: BuiltSite) -> None:
    """An entry was last changed at the latest of its date, `publish`, corrections and history."""
    urls = sitemap_urls(small_bulletin)
    base = urljoin(small_bulletin.url, "2024/03/")
    assert urls[f"{base}28/berth-terms/"].startswith("2024-03-30")
    assert urls[f"{base}29/port-answers/"].startswith("2024-03-29")


@pytest.mark.parametrize("name", ["false-alarm", "old-terms", "404"])
def test_the_sitemap_leaves_out(small_bulletin: BuiltSite, name: str) -> None:
    """Withdrawn entries, redirects and the error page are not for search engines."""
    assert not [url for url in sitemap_urls(small_bulletin) if name in url]


def test_robots_name_the_sitemap(any_site: BuiltSite) -> None:
    """robots.txt allows everything and says where the sitemap is."""
    lines = (any_site.site / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert f"Sitemap: {any_site.url}sitemap.xml" in lines
    assert not [line for line in lines if re.match(r"Disallow: */", line)]
