"""Do these words occur in that text? Whatever the marks, the dashes and the spaces between them."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefings.importing.comparing import nearest_passage, occurs
from briefings.importing.sources import same_address, save_source, saved_source
from briefings.importing.verifying import Outcome, saved_in, verdicts
from briefings.model import ActorId, Language, Original, Quote, SourceNumber
from tests.making import entry, source
from tests.sites import settings_of

TEXT = (
    "“We came here in good faith,” she said – and “we leave with a list of ques\u00adtions”. "
    "Cre\u0301dit, it isn’t 1.5 billion.\n\n„Așa-zisa formulă”, a spus el. «Порт\u00a0працює»"
)


@pytest.mark.parametrize(
    "quote",
    [
        "We came here in good faith",
        "good faith she said – and we leave",
        "a list of questions",
        "We came … a list of questions.",
        "We [the delegates] leave with a list",
        "We came here... leave",
        "Crédit, it isn't 1.5 billion",
        "Aşa-zisa «formulă»",
        "Порт — працює",
    ],
)
def test_the_words_are_found(quote: str) -> None:
    """Marks, dashes, ellipses, spaces, soft hyphens and the form of accents do not count."""
    assert occurs(quote, TEXT)


def test_many_gaps_take_no_time() -> None:
    """However often their words occur: a source is what somebody else wrote."""
    assert occurs(" … ".join("a" * 20), "a " * 20_000)
    assert not occurs(" … ".join("abcdef"), "a b c d " * 5_000)
    assert not occurs("a … b", "a " + "x " * 81 + "b")
    assert occurs("a … b", "a " + "x " * 80 + "b")


@pytest.mark.parametrize(
    "quote",
    [
        "We came here in bad faith",
        "faith we leave",
        "a list of quest",
        "it is 1.5 billion",
        "5 billion",
        "a list of questions … We came",
        "…",
        "",
        "(xx+)+$",
        "Credit, it",
    ],
)
def test_other_words_are_not(quote: str) -> None:
    """Not in another order, not a part of a word, not with another accent."""
    assert not occurs(quote, TEXT)


def test_the_nearest_passage_is_shown() -> None:
    """In the words of the text."""
    assert "came here in good faith" in nearest_passage("we came in good faith", TEXT)
    assert nearest_passage("zzz qqq xxx", TEXT) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.gull.example/a/", "http://gull.example/a?utm_source=x&fbclid=1#top", True),
        ("https://m.gull.example/a?b=1&c=2", "https://gull.example/a?c=2&b=1", True),
        ("https://gull.example/a/amp/", "https://gull.example/a/index.html", True),
        ("https://gull.example/a", "https://gull.example/b", False),
        ("https://gull.example/?p=1", "https://gull.example/?p=2", False),
        ("https://gull.example:8080/a", "https://gull.example/a", False),
    ],
)
def test_addresses_of_one_page(one: str, other: str, same: bool) -> None:
    """Tracking, `www.`, the scheme and the order of what is asked do not count."""
    assert (same_address(one) == same_address(other)) is same


def test_a_quote_is_looked_for_where_it_is_said_to_stand(tmp_path: Path) -> None:
    """In the source that it names or else in all, in its own words or those before translation."""
    settings = settings_of(tmp_path)
    urls = ("https://gull.example/a", "https://gull.example/b")
    save_source(urls[0], "A", "He said nothing at all.", date(2024, 6, 14), settings)
    save_source(urls[1], "B", "Il n’a rien dit.", date(2024, 6, 14), settings)
    said = Quote(speaker=ActorId("ada"), text="nothing at all")
    french = Original(text="rien dit", language=Language("fr"), source=SourceNumber(2))
    quotes = (
        said,
        replace(said, source=SourceNumber(1)),
        replace(said, source=SourceNumber(2)),
        replace(said, text="said nought", source=SourceNumber(1), original=french),
        replace(said, source=SourceNumber(3)),
        replace(said, verified=date(2024, 6, 15)),
    )
    sources = (*map(source, urls), source("https://gull.example/c"))
    one = entry("2024/06/14/a", sources=sources, quotes=quotes)
    outcomes = [verdict.outcome for verdict in verdicts(one, saved_in(settings))]
    assert outcomes == [
        Outcome.FOUND,
        Outcome.FOUND,
        Outcome.MISSING,
        Outcome.FOUND,
        Outcome.UNSAVED,
    ]


def test_a_source_is_found_again_by_its_archived_copy(tmp_path: Path) -> None:
    """Or by its title, where it has no address; the day stays with it."""
    settings = settings_of(tmp_path)
    save_source("An interview", "T", "Words.", date(2024, 6, 14), settings)
    kept = saved_source(["https://gull.example/none", "An interview"], settings)
    assert kept is not None
    assert (kept.saved, kept.text) == (date(2024, 6, 14), "T\n\nWords.\n")
    assert saved_source(["Another interview"], settings) is None
