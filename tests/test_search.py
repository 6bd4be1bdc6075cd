"""The search's index: what goes in, and that the same content gives the same files."""

import gzip
import json
import random
import sys
from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace

from briefings.failures import SearchUnavailable
from briefings.search import indexfiles, pagefind
from briefings.search.pagefind import Document
from briefings.search.records import SearchRecord, fingerprint, index, program

NOON = datetime(2024, 6, 14, 12, tzinfo=UTC)


def record(slug: str, **given: object) -> SearchRecord:
    """A record with what a test is not about filled in."""
    usual = SearchRecord(
        url=f"2024/06/14/{slug}/",
        title=f"Title of {slug}",
        language="en",
        day=date(2024, 6, 14),
        moment=NOON,
    )
    return replace(usual, **given)


def many() -> list[SearchRecord]:
    """Records enough for every filter to have several values on several records."""
    draw = random.Random(1)
    words = ["wheat", "summit", "peace", "prisoner", "treaty", "export", "grain", "vote"]
    return [
        record(
            f"entry-{number}",
            body=" ".join(draw.choices(words, k=60)),
            moment=NOON + timedelta(hours=draw.randrange(9)),
            filters={
                name: tuple(draw.sample(words, 3)) for name in ("topic", "person", "place", "kind")
            },
        )
        for number in range(60)
    ]


def fragments(files: dict[str, bytes]) -> dict[str, dict[str, object]]:
    """What Pagefind keeps of each record, by URL."""
    start = len(indexfiles.SIGNATURE)
    kept = [
        json.loads(gzip.decompress(data)[start:])
        for path, data in files.items()
        if path.startswith("fragment/")
    ]
    return {fragment["url"]: fragment for fragment in kept}


def test_same_records_give_the_same_bytes_in_any_order() -> None:
    """Neither the order of the records nor the run changes a byte or a name."""
    records = many()
    first = index(records, language="en")
    random.Random(2).shuffle(records)
    assert index(records, language="en") == first


def test_files_are_those_that_the_page_needs() -> None:
    """What is the same in every index is not in it; Pagefind's own interfaces are not published."""
    files = index([record("a", filters={"topic": ("Peace",)})], language="en")
    top = {path for path in files if "/" not in path and not path.endswith(".pf_meta")}
    assert top == {"pagefind-entry.json"}
    assert {path.partition("/")[0] for path in files if "/" in path} == {
        "fragment",
        "index",
        "filter",
    }


def test_each_record_is_found_once_even_without_a_body() -> None:
    """A body may be empty; the title alone is then what there is to find."""
    records = [record("a"), record("b", body="With a body.")]
    kept = fragments(index(records, language="en"))
    assert {url: kept[url]["content"] for url in sorted(kept)} == {
        "2024/06/14/a/": "Title of a.",
        "2024/06/14/b/": "With a body.",
    }


def test_no_records_are_no_index() -> None:
    """An empty bulletin has no index, and its page says so."""
    assert index([], language="en") == {}


@pytest.mark.parametrize("language", ["uk", "xx"])
def test_language_without_stemming_is_still_indexed(language: str) -> None:
    """Words are then found as they are written."""
    assert len(fragments(index([record("a")], language=language))) == 1
    assert program(language=language).keys() == {"pagefind.js", "wasm.unknown.pagefind"}


def test_regional_language_is_stemmed_as_its_language() -> None:
    """A bulletin in pt-BR is stemmed as Portuguese."""
    assert program(language="pt-BR").keys() == {"pagefind.js", "wasm.pt-br.pagefind"}


def test_text_shows_summary_body_and_quotes_but_no_names() -> None:
    """No excerpt shows a list of aliases; a summary that opens the body stands there once."""
    given = record(
        "a",
        summary="A summary.",
        body="A summary. And more.",
        quotes=("good faith",),
        names=("Jens Stoltenberg", "Stoltenberg"),
        sources=("A headline",),
    )
    kept = fragments(index([given], language="en"))[given.url]
    assert kept["content"] == "A summary. And more. “good faith”"


@pytest.mark.parametrize(
    ("hostile", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('" data-pagefind-ignore="', '" data-pagefind-ignore="'),
        ("a\x00b\x07c\x1b[0m", "a b c [0m"),
        ("half \ud83d a pair", "half a pair"),
        ("zero\u200bwidth", "zero width"),
        ("</b></p></body></html>", "</b></p></body></html>"),
        ("one, two: three; data-pagefind-filter", "one, two: three; data-pagefind-filter"),
    ],
)
def test_hostile_text_is_text(hostile: str, kept: str) -> None:
    """Whatever stands in a title, name or filter, it is indexed as the text it is."""
    given = record(
        "a", title=hostile, body="The body.", names=(hostile,), filters={"topic": (hostile,)}
    )
    fragment = fragments(index([given], language="en"))[given.url]
    assert fragment["content"] == "The body."
    assert fragment["filters"] == {"topic": [kept]}
    assert fragment["meta"] == {"title": kept, "names": kept, "date": "2024-06-14"}


def test_record_in_another_language_is_marked() -> None:
    """So that the page can set its `lang`."""
    given = [record("a", language="ro"), record("b")]
    kept = fragments(index(given, language="en"))
    assert [kept[each.url]["meta"].get("language") for each in given] == ["ro", None]  # type: ignore[attr-defined]


def test_fingerprint_follows_content_and_not_order() -> None:
    """A caller that keeps the index by its fingerprint keeps it exactly as long as it is right."""
    records = many()
    before = fingerprint(records, language="en")
    assert fingerprint(records[::-1], language="en") == before
    assert fingerprint(records, language="ro") != before
    changed = [*records[1:], replace(records[0], filters={})]
    assert fingerprint(changed, language="en") != before
    later = [*records[1:], replace(records[0], moment=NOON + timedelta(days=1))]
    assert fingerprint(later, language="en") != before


def test_missing_pagefind_is_told_to_the_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no wheel of Pagefind, the message says what is missing and what to do."""
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    with pytest.raises(SearchUnavailable, match="pip install"):
        index([record("a")], language="en")


def test_program_that_does_not_start_is_told_to_the_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program for another processor is no traceback."""
    broken = ModuleType("pagefind_bin")
    monkeypatch.setattr(broken, "get_executable", lambda: "/does/not/exist", raising=False)
    monkeypatch.setitem(sys.modules, "pagefind_bin", broken)
    with pytest.raises(SearchUnavailable, match="does not start"):
        index([record("a")], language="en")


def test_program_that_stops_is_told_to_the_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Pagefind that ends without an answer leaves nobody waiting."""
    silent = ModuleType("pagefind_bin")
    monkeypatch.setattr(silent, "get_executable", lambda: "true", raising=False)
    monkeypatch.setitem(sys.modules, "pagefind_bin", silent)
    with pytest.raises(SearchUnavailable, match="stopped"):
        index([record("a")], language="en")


def test_index_of_an_unknown_form_is_told_to_the_editor() -> None:
    """Another Pagefind may write its files otherwise: refused, not published broken."""
    files = pagefind.indexed([Document("a/", "<html><body>Text</body></html>")], language="en")
    meta = next(path for path in files if path.endswith(".pf_meta"))
    with pytest.raises(SearchUnavailable, match="another form"):
        indexfiles.canonical({**files, meta: files["wasm.en.pagefind"]})
