"""How is an entry cited, handed on, and described to machines?"""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from briefings.model import Correction, CorrectionKind, Entry
from briefings.views.citing import Citing
from briefings.views.entry import EntryPage, entry_page
from briefings.views.shown import Shown
from tests.making import BUCHAREST, entry, source
from tests.pages import facts_of
from tests.showing import TERMS, content_of, shown_of
from tests.sites import BuiltSite, settings_of

SOMEWHERE = Path("/bulletin")


def cited(one: Entry, shown: Shown | None = None, **options: Any) -> Citing:
    """How an entry is cited."""
    shown = shown or shown_of(one, settings=settings_of(SOMEWHERE, **options))
    found = content_of(entry_page(shown, one.id), EntryPage).citing
    assert found is not None
    return found


def described(found: Citing) -> dict[str, Any]:
    """What machines read of an entry."""
    document: dict[str, Any] = json.loads(found.described)
    return document


def text(found: Citing) -> str:
    """The citation as a reader sees it."""
    return found.before + found.title + found.after


def test_a_citation_names_author_title_bulletin_and_day(small: Shown) -> None:
    """And when the entry was last changed, since it may have said something else before."""
    found = cited(small.bulletin.entry(TERMS), small)  # type: ignore[arg-type]
    title = "Chaika Lines names its terms for <b>Berth 4</b> & the crane"
    assert text(found) == (
        f"Edna Itor: “{title}”, A bulletin, 28 March 2024, last changed on 30 March 2024"
    )
    assert found.url == f"https://host.example/bulletin/{TERMS}/"


def test_an_unchanged_entry_without_authors_is_the_bulletins() -> None:
    """Nobody is made up, no second date is given, and without an address there is none."""
    found = cited(entry("2024/06/14/a"), site_url=None)
    assert text(found) == "“Title of 2024/06/14/a”, A bulletin, 14 June 2024"
    assert (found.url, found.link) == ("", "")
    assert "author = {{A bulletin}}" in found.bibtex
    assert "url" not in found.bibtex


def test_the_day_of_a_change_is_the_bulletins() -> None:
    """An entry of half past midnight is not changed on the day before, where its time was given."""
    night = datetime(2024, 6, 13, 22, 30, tzinfo=UTC)
    one = entry("2024/06/14/a", date=night, publish=night + timedelta(minutes=5))
    assert text(cited(one, timezone=BUCHAREST)).endswith("14 June 2024")
    late = entry("2024/06/14/a", publish=datetime(2024, 6, 14, 22, 30, tzinfo=UTC))
    assert text(cited(late, timezone=BUCHAREST)).endswith("last changed on 15 June 2024")


def test_bibtex_means_what_it_says() -> None:
    """What TeX takes for a command is written as the letter that it is."""
    found = cited(entry("2024/06/14/a", title="50 % of {all} R&D_costs \\ $5 #1"))
    assert found.bibtex.startswith("@misc{entry-2024-06-14-a,\n")
    assert r"title = {{50 \% of \{all\} R\&D\_costs \textbackslash{} \$5 \#1}}" in found.bibtex
    assert "url = {https://host.example/bulletin/2024/06/14/a/}" in found.bibtex


def test_ways_to_hand_an_entry_on(small_bulletin: BuiltSite) -> None:
    """Plain links that carry the address whole, and but for one the title; nothing is loaded."""
    references = facts_of(small_bulletin.site / TERMS / "index.html").references
    address = quote(f"https://harbour.example/bulletin/{TERMS}/", safe="")
    ways = [one for one in references if address in one.address]
    assert len(ways) == 5
    assert {one.tag for one in ways} == {"a"}
    titled = [
        one for one in ways if "%3Cb%3EBerth%204%3C%2Fb%3E%20%26%20the%20crane" in one.address
    ]
    assert len(titled) == 4


def test_machines_read_what_readers_see() -> None:
    """Title, times, language, sources; who publishes it is also its author where nobody else is."""
    fixed = Correction(date=date(2024, 6, 20), kind=CorrectionKind.UPDATE, text="More.")
    sources = (source("https://a.example/1"), source("https://a.example/2"))
    one = entry("2024/06/14/a", sources=sources, corrections=(fixed,), language="ro")
    document = described(cited(one))
    publisher = {
        "@type": "Organization",
        "name": "A bulletin",
        "url": "https://host.example/bulletin/",
    }
    assert document == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Title of 2024/06/14/a",
        "datePublished": document["datePublished"],
        "dateModified": document["dateModified"],
        "inLanguage": "ro",
        "mainEntityOfPage": "https://host.example/bulletin/2024/06/14/a/",
        "author": publisher,
        "publisher": publisher,
        "citation": ["https://a.example/1", "https://a.example/2"],
    }
    assert document["datePublished"].startswith("2024-06-14T00:00:00")
    assert document["dateModified"].startswith("2024-06-20T00:00:00")


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "<!-- <script>"])
def test_a_title_does_not_end_the_script(title: str) -> None:
    """It reaches machines as it was written, and the page as data."""
    found = cited(entry("2024/06/14/a", title=title))
    assert "<" not in found.described
    assert described(found)["headline"] == title


def test_an_entry_page_is_light(small_bulletin: BuiltSite) -> None:
    """It weighs at most 15 KB compressed with its style."""
    page = small_bulletin.site / TERMS / "index.html"
    style = small_bulletin.site / "assets/bulletin.css"
    assert sum(len(gzip.compress(file.read_bytes())) for file in (page, style)) <= 15_000
