"""Does this repository's own bulletin tell its readers what it has to tell?"""

import gzip
import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from briefings.search.indexfiles import SIGNATURE
from tests.pages import facts_of
from tests.sites import BuiltSite


def page(site: BuiltSite, url: str) -> str:
    """A page's HTML."""
    file = site.file_of(urljoin(site.url, url))
    assert file is not None, url
    return file.read_text(encoding="utf-8")


def content(site: BuiltSite, url: str) -> str:
    """What stands on a page between its header and its footer."""
    found = re.search(r"<main\b.*?</main>", page(site, url), re.S)
    assert found
    return found.group(0)


def read(html: str) -> str:
    """HTML as a reader reads it, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def links(site: BuiltSite, url: str) -> set[str]:
    """Where a page leads, relative to the bulletin's root."""
    file = site.file_of(urljoin(site.url, url))
    assert file is not None, url
    own = urljoin(site.url, url)
    addresses = (urljoin(own, reference.address) for reference in facts_of(file).references)
    return {address.removeprefix(site.url) for address in addresses}


def test_the_briefing_of_14_june_has_its_sections_in_order(bulletin_site: BuiltSite) -> None:
    """As topics.yml has them; peace talks lead, with the terms and the answer from Kyiv on top."""
    html = content(bulletin_site, "2024/06/14/")
    headings = re.findall(r'<h2\b[^>]*class="section-title".*?</h2>', html, re.S)
    sections = [read(found) for found in headings]
    assert sections == [
        "Peace talks",
        "NATO",
        "Military aid and security pacts",
        "Money and sanctions",
        "European Union",
        "Justice",
    ]
    entries = [unescape(read(found)) for found in re.findall(r"<h3\b.*?</h3>", html, re.S)]
    assert entries[:2] == [
        "Putin names his terms for a ceasefire",
        "Zelenskyy: the terms are an ultimatum",
    ]


def test_the_briefing_of_14_june_tells_what_came_of_it(bulletin_site: BuiltSite) -> None:
    """Which stories moved, and what was corrected and withdrawn later."""
    html = content(bulletin_site, "2024/06/14/")
    beside = read(html[html.index('class="rail"') :])
    assert "The June 2024 terms 7 entries" in beside
    assert "Withdrawal , 15 June 2024 Romania opens a case" in beside


def test_the_terms_list_who_rejected_them(bulletin_site: BuiltSite) -> None:
    """Kyiv, Washington, NATO, Berlin, Rome, Brussels and Bucharest, each with its day."""
    html = content(bulletin_site, "2024/06/14/putin-terms/")
    answers = read(html[html.index('id="answers"') :])
    assert answers.index("Rejects") < answers.index("Austin")
    for name in (
        "Austin",
        "Ukraine's foreign ministry",
        "Podolyak",
        "Scholz",
        "NATO's chief",
        "Zelenskyy",
        "Meloni",
        "White House",
        "Romania",
        "Von der Leyen",
    ):
        assert name in answers, name
    assert {
        "2024/06/14/stoltenberg-good-faith/",
        "2024/06/15/sullivan-absurd-vision/",
        "2024/06/16/odobescu-summit/",
    } <= links(bulletin_site, "2024/06/14/putin-terms/")


def test_an_answer_leads_back_to_the_terms(bulletin_site: BuiltSite) -> None:
    """Who reads one of the answers finds what it answers."""
    assert "2024/06/14/putin-terms/" in links(bulletin_site, "2024/06/14/scholz-dictated-peace/")


def test_the_announcement_of_the_summit_links_its_outcome(bulletin_site: BuiltSite) -> None:
    """Two days later a communiqué came of it, and the announcement says so now."""
    own = "2024/06/14/summit-participants/"
    assert "2024/06/16/communique/" in links(bulletin_site, own)
    assert "Most states at the Bürgenstock back a communiqué" in read(content(bulletin_site, own))


def test_the_withdrawn_entry_says_so(bulletin_site: BuiltSite) -> None:
    """With the reason, and without what it had said."""
    html = page(bulletin_site, "2024/06/14/romania-opens-case/")
    text = read(html)
    assert "Withdrawn" in text
    assert "The case dates from 11 July 2022" in text
    assert 'name="robots" content="noindex"' in html


def test_the_withdrawn_entry_is_in_no_list(bulletin_site: BuiltSite) -> None:
    """Only what tells of corrections leads to it, and its day; permalinks.txt keeps its address."""
    own = bulletin_site.file_of(urljoin(bulletin_site.url, "2024/06/14/romania-opens-case/"))
    naming = [
        file.relative_to(bulletin_site.site).as_posix()
        for file in bulletin_site.files()
        if file != own and b"romania-opens-case" in file.read_bytes()
    ]
    of_corrections = [f"corrections/{one}" for one in ("feed.json", "feed.xml", "index.html")]
    assert set(naming) - {"index.html"} == {
        "2024/06/14/index.html",
        "corrections/2024/index.html",
        *of_corrections,
        "new.json",
        "permalinks.txt",
    }


def test_the_old_address_of_the_terms_leads_to_them(bulletin_site: BuiltSite) -> None:
    """At once, and without a script."""
    old = page(bulletin_site, "2024/06/14/ceasefire-terms/")
    assert re.search(r'http-equiv="refresh" content="0; url=[^"]*2024/06/14/putin-terms/"', old)
    assert "2024/06/14/putin-terms/" in links(bulletin_site, "2024/06/14/ceasefire-terms/")
    assert "/2024/06/14/ceasefire-terms/\n" in page(bulletin_site, "permalinks.txt")


def test_the_romanian_translation_and_its_original_link_each_other(
    bulletin_site: BuiltSite,
) -> None:
    """Under the names of their languages; the lists show the original with the translation by it."""
    original, translation = "2024/06/20/patriot-donation/", "2024/06/20/donare-patriot/"
    assert translation in links(bulletin_site, original)
    assert original in links(bulletin_site, translation)
    assert "Romanian" in read(content(bulletin_site, original))
    assert "English" in read(content(bulletin_site, translation))
    titles = [
        read(one) for one in re.findall(r"<h3\b.*?</h3>", content(bulletin_site, "2024/06/20/"))
    ]
    assert not [title for title in titles if title.startswith("România donează")]


def test_the_number_of_signatories_is_a_course(bulletin_site: BuiltSite) -> None:
    """Eighty states on 16 June, then 78, 77 and 78 again, each with the entry that says so."""
    html = content(bulletin_site, "2024/06/16/communique/")
    courses = [read(found) for found in re.findall(r'class="course">(.*?)</figure>', html, re.S)]
    (states,) = (course for course in courses if "States behind" in course)
    assert re.findall(r"(\d+) June 2024 (\d+)", states) == [
        ("16", "80"),
        ("17", "78"),
        ("18", "77"),
        ("19", "78"),
    ]
    assert {"2024/06/17/iraq-jordan/", "2024/06/19/new-signatories/"} <= links(
        bulletin_site, "2024/06/16/communique/"
    )


def test_the_feed_has_the_newest_fifty(bulletin_site: BuiltSite) -> None:
    """Whole entries, at most fifty, the newest first."""
    feed: dict[str, Any] = json.loads(page(bulletin_site, "feed.json"))
    urls = [item["url"].removeprefix(bulletin_site.url) for item in feed["items"]]
    listed = page(bulletin_site, "permalinks.txt").split()
    assert len(urls) == min(50, len(listed) - 3)
    assert [url[:10] for url in urls] == sorted((url[:10] for url in urls), reverse=True)
    assert urls[0].startswith("2024/06/20/")
    terms = next(item for item in feed["items"] if item["url"].endswith("putin-terms/"))
    assert "withdraws its troops from the Donetsk" in terms["content_html"]


def test_the_search_knows_the_communique(bulletin_site: BuiltSite) -> None:
    """Its record holds the word as the entry writes it and its title."""
    records = [fragment(file) for file in bulletin_site.files(".pf_fragment")]
    (found,) = (one for one in records if "2024/06/16/communique/" in one["url"])
    assert "communiqué" in found["content"]
    assert "Peace talks" in found["filters"]["topic"]


def fragment(file: Path) -> dict[str, Any]:
    """What Pagefind keeps of an entry."""
    kept: dict[str, Any] = json.loads(gzip.decompress(file.read_bytes())[len(SIGNATURE) :])
    return kept


def test_the_front_page_shows_the_newest_day(bulletin_site: BuiltSite) -> None:
    """20 June 2024, with the days before it and the stories that go on."""
    text = read(content(bulletin_site, ""))
    assert "20 June 2024" in text
    assert "The June 2024 terms" in text
    assert "2024/06/19/" in links(bulletin_site, "")
