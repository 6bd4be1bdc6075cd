"""Does every address in the built bulletins lead somewhere, also under a path?"""

import gzip
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from tests.pages import PageFacts, Reference, facts_of
from tests.sites import BuiltSite

HIDDEN = ("secret-draft", "secret-embargo")
"""Slugs in the small bulletin that no output may name."""
HIDDEN_WORDS = ("DRAFT-TITLE", "DRAFT-BODY", "EMBARGO-TITLE", "EMBARGO-BODY", "SECRET-NOTE")
_STYLE_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")
_NOT_FROM_A_HOST = {"data", "mailto", "tel"}


@cache
def facts(page: Path) -> PageFacts:
    """A page is linked from many others, and read once."""
    return facts_of(page)


def addresses(site: BuiltSite) -> Iterator[tuple[Path, str, Reference]]:
    """Each page, its URL and one address in it."""
    anywhere = urljoin(site.url, "no/such/page/")
    for page in site.files(".html"):
        for reference in facts(page).references:
            # A host shows 404.html at any address that does not exist.
            strayed = page.name == "404.html" and not reference.address.startswith("#")
            yield page, anywhere if strayed else site.url_of(page), reference


def is_own(site: BuiltSite, url: str) -> bool:
    """Whether a URL is one of the bulletin's own host."""
    return urlsplit(url).netloc == urlsplit(site.url).netloc


def fault(site: BuiltSite, url: str) -> str | None:
    """What is wrong with an absolute URL of the bulletin's own host."""
    whole, fragment = urldefrag(url)
    if not whole.startswith(site.url):
        return "leaves the bulletin's path"
    file = site.file_of(whole)
    if file is None:
        return "leads nowhere"
    if fragment and file.suffix == ".html" and unquote(fragment) not in facts(file).ids:
        return "names an id that the page does not have"
    return None


def test_every_internal_address_leads_to_a_file(any_site: BuiltSite) -> None:
    """Links, images, scripts, styles, redirects and forms of every page resolve, ids included."""
    targets: dict[str, Path] = {}
    for page, url, reference in addresses(any_site):
        targets.setdefault(urljoin(url, reference.address), page)
    faults = [
        f"{target} {wrong}, and {page.relative_to(any_site.site)} is the first to name it"
        for target, page in targets.items()
        if is_own(any_site, target) and (wrong := fault(any_site, target))
    ]
    assert not faults, "\n".join(faults)


def test_no_page_fetches_from_another_host(any_site: BuiltSite) -> None:
    """Only links that a reader clicks, and what pages say of themselves, name another host."""
    loads = {
        urljoin(url, reference.address): f"{page.relative_to(any_site.site)}: {reference}"
        for page, url, reference in addresses(any_site)
        if reference.is_fetched
    }
    fetched = [
        f"{target} in {where}"
        for target, where in loads.items()
        if not is_own(any_site, target) and urlsplit(target).scheme not in _NOT_FROM_A_HOST
    ]
    assert not fetched, "\n".join(fetched)


def test_links_of_readers_are_safe(any_site: BuiltSite) -> None:
    """No address in a page is a script."""
    schemes = {
        urlsplit(urljoin(url, found.address)).scheme for _, url, found in addresses(any_site)
    }
    assert schemes <= {"http", "https", "mailto", "tel", "data"}


def test_styles_fetch_only_files_of_the_site(any_site: BuiltSite) -> None:
    """Each url() in a style sheet is a file beside it."""
    for sheet in any_site.files(".css"):
        for address in _STYLE_URL.findall(sheet.read_text(encoding="utf-8")):
            if not address.startswith(("data:", "#")):
                assert fault(any_site, urljoin(any_site.url_of(sheet), address)) is None, address


def test_each_id_stands_once_in_a_page(any_site: BuiltSite) -> None:
    """An id that stands twice leads to the wrong place."""
    repeated = {
        f"{page.relative_to(any_site.site)}: {name}"
        for page in any_site.files(".html")
        for name in facts(page).ids
        if facts(page).ids.count(name) > 1
    }
    assert not repeated


def test_each_page_says_its_language(any_site: BuiltSite) -> None:
    """Every page, redirects included, has `lang`."""
    assert [page for page in any_site.files(".html") if not facts(page).language] == []


def test_permalinks_lead_to_pages(any_site: BuiltSite) -> None:
    """permalinks.txt lists addresses that exist, each once, sorted."""
    lines = (any_site.site / "permalinks.txt").read_text(encoding="utf-8").splitlines()
    paths = [line.split()[0] for line in lines if line.strip()]
    assert paths
    assert len(set(paths)) == len(paths)
    missing = [
        path for path in paths if not any_site.file_of(urljoin(any_site.url, path.lstrip("/")))
    ]
    assert missing == []


@pytest.mark.parametrize("word", [*HIDDEN, *HIDDEN_WORDS])
def test_no_output_names_what_is_hidden(small_bulletin: BuiltSite, word: str) -> None:
    """Drafts, entries under embargo and editors' notes are in no file, search index included."""
    naming = [
        path
        for path in small_bulletin.files()
        if word.encode() in plain_bytes(path) or word in path.as_posix()
    ]
    assert naming == []


def test_a_withdrawn_entry_is_a_notice(small_bulletin: BuiltSite) -> None:
    """Its URL stays with the reason and without the body; only what tells of corrections names it."""
    page = small_bulletin.site / "2024/03/30/false-alarm/index.html"
    assert "There was no wave." in page.read_text(encoding="utf-8")
    naming = {
        path.relative_to(small_bulletin.site).as_posix()
        for path in small_bulletin.files()
        if b"that was withdrawn" in plain_bytes(path)
    }
    of_corrections = {"corrections/index.html", "corrections/feed.xml", "corrections/feed.json"}
    yearly = {"corrections/2024/index.html"}
    own = {"2024/03/30/false-alarm/index.html", "2024/03/30/index.html"}
    assert naming - {"index.html"} == own | of_corrections | yearly
    assert not any(b"WITHDRAWN-BODY" in plain_bytes(path) for path in small_bulletin.files())


@cache
def plain_bytes(path: Path) -> bytes:
    """A file's bytes; of the search's files, what they hold."""
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def test_hostile_text_is_shown_as_text(small_bulletin: BuiltSite) -> None:
    """What looks like HTML in a name or a title reaches no page as HTML."""
    for page in small_bulletin.files(".html"):
        text = page.read_text(encoding="utf-8")
        for hostile in ('alert("', "alert('", "onerror=", "<b>Berth", "<i>tides", "evil.example"):
            assert hostile not in text, (page, hostile)
