"""What do the feeds hold? The documents that the views make, before anybody reads them."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from briefings.model import Correction, CorrectionKind, Entry
from briefings.views.feeds import FeedView, atom, feed, json_feed
from briefings.views.shown import Shown
from briefings.words import words
from tests.making import BUCHAREST, body, bulletin_of, entry
from tests.sites import settings_of
from tests.tools import ROOT

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ENGLISH = words("en", [ROOT / "theme"])


def feed_of(*entries: Entry, key: str = "", **options: Any) -> FeedView:
    """The feed of these entries, five at most."""
    settings = settings_of(
        Path("/bulletin"), **{"timezone": BUCHAREST, "feed_entries": 5, **options}
    )
    return feed(Shown(bulletin_of(*entries), settings, ENGLISH), key)


def html(whole: Any, base: str) -> str:
    """What stands for a template here: the body alone."""
    return str(whole.body)


def atom_of(view: FeedView) -> ElementTree.Element:
    """A feed as Atom, read again."""
    return ElementTree.fromstring(atom(view, html))


def json_of(view: FeedView) -> dict[str, Any]:
    """A feed as JSON Feed, read again."""
    document: dict[str, Any] = json.loads(json_feed(view, html))
    return document


def many(count: int, **given: Any) -> list[Entry]:
    """So many entries, a minute after each other."""
    return [
        entry(f"2024/06/14/{number}", date=datetime(2024, 6, 14, 6, number, tzinfo=UTC), **given)
        for number in range(count)
    ]


@pytest.mark.parametrize("key", ["", "topics/port", "stories/dispute"])
def test_entries_of_one_moment_stand_in_the_order_of_their_ids(key: str) -> None:
    """In every feed alike, whatever it is about."""
    same = [entry(f"2024/06/14/{slug}", stories=("dispute",)) for slug in "bca"]
    before = entry("2024/06/13/z", stories=("dispute",))
    urls = [item.url for item in feed_of(*same, before, key=key).items]
    assert urls == ["2024/06/14/a/", "2024/06/14/b/", "2024/06/14/c/", "2024/06/13/z/"]


def test_a_feed_has_the_newest_entries() -> None:
    """As many as `feed_entries` says, newest first, in both forms."""
    view = feed_of(*many(7))
    expected = [f"2024/06/14/{number}/" for number in (6, 5, 4, 3, 2)]
    assert [item.url for item in view.items] == expected
    base = "https://host.example/bulletin/"
    assert [item["id"] for item in json_of(view)["items"]] == [base + url for url in expected]
    assert [one.text for one in atom_of(view).iterfind(f"{ATOM}entry/{ATOM}id")] == [
        base + url for url in expected
    ]


def test_a_story_has_its_newest_entries_first_too() -> None:
    """A feed is no timeline: what is new stands on top."""
    view = feed_of(*many(7, stories=("dispute",)), key="stories/dispute")
    assert next(item.url for item in view.items) == "2024/06/14/6/"
    assert view.title == "A bulletin: dispute"
    assert view.home == "stories/dispute/"


def test_a_topic_has_the_entries_below_it() -> None:
    """A feed of weather has the gales."""
    view = feed_of(
        entry("2024/06/14/a", topics=("gales",)), entry("2024/06/14/b"), key="topics/weather"
    )
    assert [item.url for item in view.items] == ["2024/06/14/a/"]


def test_entries_are_whole() -> None:
    """The body with addresses that work anywhere."""
    html_ = '<p><a href="entry:2024/06/14/b">b</a> <img src="/media/gone.png"></p>'
    view = feed_of(entry("2024/06/14/a", prose=body(html_)), entry("2024/06/14/b"))
    whole = view.items[0].whole
    assert whole is not None
    assert whole.body == '<p><a href="https://host.example/bulletin/2024/06/14/b/">b</a> </p>'
    assert json_of(view)["items"][0]["content_html"] == whole.body


def test_a_title_is_text() -> None:
    """Angle brackets and ampersands are the title's own in both forms."""
    title = 'A <b>bold</b> & "quoted" title'
    view = feed_of(entry("2024/06/14/a", title=title))
    assert json_of(view)["items"][0]["title"] == title
    found = atom_of(view).find(f"{ATOM}entry/{ATOM}title")
    assert found is not None
    assert (found.text, found.get("type", "text")) == (title, "text")


def test_an_entry_was_updated_when_it_was_corrected() -> None:
    """A correction moves `updated`, never `published` and never the id."""
    plain = entry("2024/06/14/a", date=datetime(2024, 6, 14, 17, tzinfo=UTC))
    mended = Correction(date=date(2024, 6, 20), kind=CorrectionKind.UPDATE, text="More.")
    before, after = (
        json_of(feed_of(one))["items"][0]
        for one in (plain, entry("2024/06/14/a", date=plain.date, corrections=(mended,)))
    )
    assert before["id"] == after["id"]
    assert before["date_published"] == after["date_published"] == "2024-06-14T17:00:00+00:00"
    assert (before["date_modified"], after["date_modified"]) == (
        "2024-06-14T17:00:00+00:00",
        "2024-06-20T00:00:00+03:00",
    )


def test_a_feed_was_updated_with_its_latest_entry() -> None:
    """Compared as moments, not as text: zones differ."""
    early = entry("2024/06/14/a", date=datetime(2024, 6, 14, 9, tzinfo=BUCHAREST))
    late = entry("2024/06/14/b", date=datetime(2024, 6, 14, 8, tzinfo=UTC))
    assert atom_of(feed_of(early, late)).findtext(f"{ATOM}updated") == "2024-06-14T08:00:00+00:00"


def test_another_language_is_said() -> None:
    """On the entry; the feed has the bulletin's."""
    view = feed_of(entry("2024/06/14/a", language="ro"), entry("2024/06/14/b"))
    root = atom_of(view)
    assert root.get(LANG) == "en"
    assert [one.get(LANG) for one in root.iterfind(f"{ATOM}entry")] == ["ro", None]
    assert [item["language"] for item in json_of(view)["items"]] == ["ro", "en"]


def test_a_feed_without_entries_is_a_feed() -> None:
    """With an id, a title and a date, as RFC 4287 (4.1.1) asks for."""
    root = atom_of(feed_of())
    for tag in ("id", "title", "updated", "author"):
        assert root.find(ATOM + tag) is not None
    assert json_of(feed_of())["items"] == []


@pytest.mark.parametrize("key", ["", "topics/port"])
def test_without_an_address_ids_are_stable_all_the_same(key: str) -> None:
    """They are tags then (RFC 4151), and links lead by the way to the root."""
    view = feed_of(entry("2024/06/14/a"), key=key, site_url=None)
    root = atom_of(view)
    assert root.findtext(f"{ATOM}entry/{ATOM}id") == "tag:localhost,2000:/2024/06/14/a/"
    link = root.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert link.get("href") == {"": "./", "topics/port": "../../"}[key] + "2024/06/14/a/"
