"""What if a source is nonsense, or means harm? It is refused in a sentence, or gives a draft in order."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings.files.filing import Filing, read_file
from briefings.files.layout import Place, place_of
from briefings.importing.drafting import Draft, drafts_from
from briefings.importing.failing import SourceError
from briefings.importing.feeds import items_of
from briefings.importing.holdings import Holdings, holdings_of
from briefings.importing.reading import read_bytes
from briefings.prose.converting import Converter
from tests.making import BUCHAREST
from tests.sites import settings_of

ARTICLES = Path(__file__).parent / "articles"
PAGES = sorted((ARTICLES / "pages").glob("*.html"))
PIECES = (
    "“ ” „ « » \" ' ‘ ’ ,, '' <p> </p> <div> <script> <a href=x> </a> — - … . , : ; ? ! ( ) [ ] "
    "{ } # & % * | > @ ` --- Mira Halvorsen Берг said a declarat заявив according to 25 June 2024 1,5 "
    "billion 78 states €3 20% null true ~ 0x1F 1e999 2024-02-31 \u202e \u00ad \x00 \ud800 \ufffe 𝕏 İ ß \r \t"
).split(" ")
texts = st.lists(st.sampled_from([*PIECES, " ", "\n\n"]), max_size=60).map("".join)


@pytest.fixture(scope="module")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    """That of tests/articles/bulletin/."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "content").symlink_to(ARTICLES / "bulletin/content")
    now = datetime(2024, 6, 14, 12, tzinfo=UTC)
    return holdings_of(settings_of(folder, timezone=BUCHAREST), now)


def in_order(draft: Draft) -> bool:
    """Whether the draft's file can be read as the entry that it is, where an editor would look for it."""
    place = place_of(draft.path)
    assert isinstance(place, Place)
    filing = Filing(timezone=BUCHAREST, converter=Converter((), {}))
    data = draft.text.encode()
    result = read_file(place, inner=draft.path, path=draft.path, data=data, filing=filing)
    errors = [one for one in result.problems if one.severity == "error"]
    return not errors and len(result.entries) == 1 and result.entries[0].draft


def drafted(data: bytes, bulletin: Holdings, url: str | None = None) -> list[Draft]:
    """The drafts of a source; none where it is refused."""
    try:
        return drafts_from(read_bytes(data, url=url), bulletin, split=True)
    except SourceError:
        return []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=texts)
def test_any_text_gives_a_draft_in_order_or_is_refused(text: str, bulletin: Holdings) -> None:
    """No traceback, and nothing that the check would not take."""
    data = text.encode(errors="surrogatepass")
    assert all(map(in_order, drafted(data, bulletin)))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    page=st.sampled_from(PAGES),
    at=st.integers(0, 8000),
    cut=st.integers(0, 300),
    put=texts.map(lambda text: text.encode(errors="surrogatepass")),
)
def test_a_damaged_page_gives_a_draft_in_order_or_is_refused(
    page: Path, at: int, cut: int, put: bytes, bulletin: Holdings
) -> None:
    """Whatever is cut out of it or put into it."""
    data = page.read_bytes()
    at = min(at, len(data))
    assert all(map(in_order, drafted(data[:at] + put + data[at + cut :], bulletin)))


@pytest.mark.parametrize(
    "title",
    ["../../../etc/passwd", "..", "/", "a\nb: c", "---", "CON", "日本", "a" * 400, "\u202e", "-"],
)
def test_a_title_leads_to_no_other_folder(title: str, bulletin: Holdings) -> None:
    """Nor to a name that no file can have."""
    for draft in drafted(f"{title}\n\nIt was so.\n\nIt is.".encode(), bulletin):
        assert draft.path.startswith("entries/2024/06/14-")
        assert draft.path.count("/") == 3
        assert in_order(draft)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 5000,
        b"%PDF-1.7",
        b"<",
        b"<html>",
        b"<html><body>" + b"<div>" * 50_000,
        b"<p>" + b"<b>" * 40_000 + b"text",
        b'<html><script type="application/ld+json">' + b"[" * 100_000 + b"</script><p>a",
        b"a" * 6_000_000,
    ],
    ids=range(9),
)
def test_what_is_no_article_is_refused(data: bytes, bulletin: Holdings) -> None:
    """In time, and without a traceback."""
    assert all(map(in_order, drafted(data, bulletin)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no feed",
        b"<rss><channel></channel></rss>",
        b"<rss>" * 5000,
        b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "'
        + b"&x;" * 1000
        + b'">]><a><item>&z;</item></a>',
    ],
    ids=range(5),
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    """In a sentence."""
    with pytest.raises(SourceError):
        items_of(data)
