"""What do the pages and the feeds of corrections show?"""

import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from briefings.belonging import Sort
from briefings.model import Correction, CorrectionKind, Entry, Status
from briefings.views.corrections import (
    CorrectionsPage,
    corrections_page,
    feed,
    newest_corrections,
)
from briefings.views.feeds import atom, json_feed
from briefings.views.shown import Shown
from tests.making import bulletin_of, entry, listed
from tests.showing import content_of, shown_of
from tests.sites import settings_of

ATOM = "{http://www.w3.org/2005/Atom}"
SOMEWHERE = Path("/bulletin")


def unwanted(*_: Any) -> str:
    """What writes an entry; a correction is no entry."""
    raise AssertionError


def step(day: str, kind: str = "correction", text: str = "It was so.") -> Correction:
    """A correction of that day."""
    return Correction(date=date.fromisoformat(day), kind=CorrectionKind(kind), text=text)


def corrected(id_: str, *days: str, **given: Any) -> Entry:
    """An entry that was corrected on these days."""
    return entry(id_, corrections=tuple(map(step, days)), **given)


def made(shown: Shown, most: int = 50) -> list[tuple[str, str]]:
    """The day and the address of each correction, in the order in which they stand."""
    return [(one.day.iso, one.url) for one in newest_corrections(shown, most)]


def test_the_newest_come_first() -> None:
    """By their own days, not by those of the entries; of one day by the entries' ids."""
    shown = shown_of(
        corrected("2024/06/14/b", "2024-06-20", "2024-06-15"),
        corrected("2024/06/14/a", "2024-06-20"),
        corrected("2022/01/01/c", "2024-06-21"),
        entry("2024/06/30/d"),
    )
    newest = [
        ("2024-06-21", "2022/01/01/c/#correction-2024-06-21"),
        ("2024-06-20", "2024/06/14/a/#correction-2024-06-20"),
        ("2024-06-20", "2024/06/14/b/#correction-2024-06-20"),
        ("2024-06-15", "2024/06/14/b/#correction-2024-06-15"),
    ]
    assert made(shown) == newest
    assert made(shown, 2) == newest[:2]


def test_a_correction_keeps_its_address() -> None:
    """Whatever is corrected later; several of one day are numbered, the last first."""
    shown = shown_of(corrected("2024/06/14/a", "2024-06-20", "2024-06-20", "2024-07-01"))
    assert [url for _, url in made(shown)] == [
        "2024/06/14/a/#correction-2024-07-01",
        "2024/06/14/a/#correction-2024-06-20-2",
        "2024/06/14/a/#correction-2024-06-20",
    ]


def test_a_year_has_what_was_corrected_in_it() -> None:
    """Also of an older entry; an entry that was corrected in two years stands in both."""
    shown = shown_of(corrected("2022/01/01/a", "2022-01-02", "2024-06-20"))
    for year, day in (("2022", "2022-01-02"), ("2024", "2024-06-20")):
        page = content_of(corrections_page(shown, year), CorrectionsPage)
        assert [one.day.iso for one in page.days] == [day]
        assert page.period == year
        assert [one.name for one in page.years] == ["2024", "2022"]


def test_what_is_withdrawn_is_told_and_what_is_hidden_is_not() -> None:
    """A withdrawal is the weightiest correction of all; a draft has no readers to be told."""
    bulletin = bulletin_of(
        corrected("2024/06/14/a", "2024-06-20", status=Status.WITHDRAWN),
        corrected("2024/06/14/b", "2024-06-20", draft=True),
        corrected("2024/06/14/c", "2024-06-20"),
        corrected("2024/06/14/c-ro", "2024-06-20", translation_of="2024/06/14/c", language="ro"),
    )
    assert listed(bulletin, Sort.CORRECTED) == ["2024/06/14/a", "2024/06/14/c"]


def test_the_page_of_the_newest(small: Shown) -> None:
    """By day, with the kinds that occur; a text of another language says so."""
    page = corrections_page(small, "")
    content = content_of(page, CorrectionsPage)
    assert content.kinds == ("correction", "update", "withdrawal")
    assert [day.day.iso for day in content.days] == ["2024-03-31", "2024-03-30", "2024-03-29"]
    assert content.days[0].corrections[0].text == "There was no wave."
    assert [one.url for one in page.head.feeds] == ["corrections/feed.xml", "corrections/feed.json"]
    foreign = shown_of(corrected("2024/06/14/a", "2024-06-20", language="ro"))
    assert [one.lang for one in newest_corrections(foreign, 5)] == ["ro"]


def test_nothing_was_corrected() -> None:
    """There is a page all the same, and an empty feed."""
    content = content_of(corrections_page(shown_of(), ""), CorrectionsPage)
    assert content == CorrectionsPage(period="", kinds=(), days=(), years=())
    assert feed(shown_of(), "").items == ()


@pytest.mark.parametrize(
    ("options", "id_", "link"),
    [
        (
            {},
            "https://host.example/bulletin/2024/06/14/a/#correction-2024-06-20",
            "https://host.example/bulletin/2024/06/14/a/#correction-2024-06-20",
        ),
        (
            {"site_url": None},
            "tag:localhost,2000:/2024/06/14/a/#correction-2024-06-20",
            "../2024/06/14/a/#correction-2024-06-20",
        ),
    ],
)
def test_a_feed_has_each_as_an_item(options: dict[str, Any], id_: str, link: str) -> None:
    """Its id is for ever; it leads to the entry, at the day of the correction."""
    one = entry("2024/06/14/a", title="<Berth>", corrections=(step("2024-06-20", "update"),))
    view = feed(shown_of(one, settings=settings_of(SOMEWHERE, **options)), "")
    (item,) = json.loads(json_feed(view, unwanted))["items"]
    assert (item["id"], item["url"], item["content_text"]) == (id_, link, "It was so.")
    assert item["title"] == "Update: <Berth>"
    found = ElementTree.fromstring(atom(view, unwanted)).find(f"{ATOM}entry")
    assert found is not None
    assert found.findtext(f"{ATOM}id") == id_
    assert found.findtext(f"{ATOM}summary") == "It was so."
    assert (found.findtext(f"{ATOM}updated") or "").startswith("2024-06-20T00:00:00")
