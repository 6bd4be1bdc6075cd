"""Who said what? The quotes of everybody, of a month, of a speaker, on a topic."""

from typing import Any

from briefings.model import ActorId, Entry, Quote
from briefings.plan import plan
from briefings.views.parts import NEWEST, Page
from briefings.views.quotes import (
    QuotesPage,
    quotes_month_page,
    quotes_page,
    speaker_page,
    speakers_page,
    topic_quotes_page,
)
from briefings.views.shown import Shown
from tests.making import VOCABULARY, entry, groups_of
from tests.showing import content_of, names, shown_of


def said(id_: str, *speakers: str, **given: Any) -> Entry:
    """An entry in which each of these says something."""
    quotes = tuple(Quote(speaker=ActorId(one), text=f"{one} in {id_}") for one in speakers)
    return entry(id_, quotes=quotes, **given)


def quotes_of(page: Page) -> QuotesPage:
    """What a page of quotes shows."""
    return content_of(page, QuotesPage)


def words_on(page: Page) -> list[str]:
    """The words on a page, in its order."""
    days = quotes_of(page).days
    return [quote.text for day in days for one in day.said for quote in one.quotes]


def urls_of(shown: Shown) -> set[str]:
    """Where there is something below `/quotes/`."""
    outputs = plan(groups_of(shown.bulletin), VOCABULARY, shown.settings)
    return {output.url for output in outputs if output.url.startswith("quotes/")}


def test_quotes_stand_by_day_the_newest_first() -> None:
    """Those of one entry together, in its order, each with its speaker."""
    shown = shown_of(
        said("2024/06/14/a", "ada", "vada"), said("2024/06/15/b", "ada"), entry("2024/06/16/c")
    )
    page = quotes_of(quotes_page(shown, ""))
    assert [day.day.iso for day in page.days] == ["2024-06-15", "2024-06-14"]
    assert words_on(quotes_page(shown, "")) == [
        "ada in 2024/06/15/b",
        "ada in 2024/06/14/a",
        "vada in 2024/06/14/a",
    ]
    assert names(quote.speaker for quote in page.days[1].said[0].quotes) == ["ada", "vada"]
    assert page.count == 2


def test_the_rest_stands_by_month() -> None:
    """Fifty entries at the list's own address; a month has all of its own."""
    old = [said(f"2023/12/31/{n:03}", "ada") for n in range(3)]
    new = [said(f"2024/06/14/{n:03}", "ada") for n in range(NEWEST)]
    shown = shown_of(*old, *new)
    assert len(words_on(quotes_page(shown, ""))) == NEWEST
    archive = quotes_of(quotes_page(shown, "")).archive
    assert [(one.year, names(one.months)) for one in archive] == [
        ("2024", ["June"]),
        ("2023", ["December"]),
    ]
    assert archive[1].months[0].url == "quotes/2023/12/"
    december = quotes_of(quotes_month_page(shown, "2023-12"))
    assert (december.count, december.before) == (3, None)
    assert december.after is not None
    assert december.after.name == "June 2024"


def test_the_quotes_of_a_speaker_are_nobody_elses() -> None:
    """Also where an entry quotes several; with the topics of the entries, the most frequent first."""
    shown = shown_of(
        said("2024/06/14/a", "ada", "vada"),
        said("2024/06/15/b", "ada", topics=("storms",)),
        said("2024/06/16/c", "ada", topics=("storms", "port")),
    )
    page = quotes_of(speaker_page(shown, "ada"))
    assert len(words_on(speaker_page(shown, "ada"))) == 3
    assert [(one.id, len(one.cards)) for one in page.spoken_on] == [("storms", 2), ("port", 1)]
    assert page.spoken_on[0].topic.url == "quotes/topics/storms/"
    assert words_on(speaker_page(shown, "vada")) == ["vada in 2024/06/14/a"]


def test_a_topic_counts_what_was_said_on_it() -> None:
    """What somebody says on another topic changes nothing here; the page of all quotes counts that too."""
    shown = shown_of(
        said("2024/06/14/a", "ada", topics=("storms",)), said("2024/06/15/b", "ada", "ada")
    )
    on_storms = quotes_of(topic_quotes_page(shown, "storms"))
    assert [one.count for one in on_storms.speakers] == [1]
    assert [one.count for one in quotes_of(quotes_page(shown, "")).speakers] == [2]


def test_a_topic_has_the_quotes_of_its_subtopics() -> None:
    """As on the topic's own page; with those who speak on it."""
    shown = shown_of(said("2024/06/14/a", "ada", topics=("gales",)), said("2024/06/15/b", "vada"))
    assert words_on(topic_quotes_page(shown, "weather")) == ["ada in 2024/06/14/a"]
    page = quotes_of(topic_quotes_page(shown, "storms"))
    assert [(one.name.url, one.count) for one in page.speakers] == [("quotes/speakers/ada/", 1)]
    topics = quotes_of(quotes_page(shown, "")).topics
    assert {one.name.name: one.count for one in topics} == {
        "Topic port": 1,
        "Topic weather": 1,
        "Topic storms": 1,
        "Topic gales": 1,
    }


def test_only_those_who_said_something_have_pages_of_quotes() -> None:
    """Nobody else's is planned; a long list has its years too."""
    assert urls_of(shown_of(entry("2024/06/14/a", by=("ada",)))) == {"quotes/", "quotes/speakers/"}
    many = [said(f"2024/06/14/{n:03}", "ada", topics=("gales",)) for n in range(NEWEST)]
    short = urls_of(shown_of(*many))
    assert short == {
        "quotes/",
        "quotes/speakers/",
        "quotes/2024/06/",
        "quotes/speakers/ada/",
        "quotes/topics/weather/",
        "quotes/topics/storms/",
        "quotes/topics/gales/",
    }
    one_more = said("2023/06/14/a", "ada", "vada", topics=("port",))
    assert urls_of(shown_of(*many, one_more)) - short == {
        "quotes/2023/06/",
        "quotes/speakers/ada/2023/",
        "quotes/speakers/ada/2024/",
        "quotes/speakers/vada/",
        "quotes/topics/port/",
    }
    page = quotes_of(speaker_page(shown_of(*many, one_more), "ada"))
    assert (names(page.years), page.count) == (["2024", "2023"], NEWEST + 1)


def test_a_year_of_quotes_stays_as_it_is_when_others_grow() -> None:
    """A new quote changes its own year and the newest."""
    old = [said(f"2023/06/14/{n:03}", "ada") for n in range(NEWEST)]
    new = [said("2024/06/14/a", "ada"), said("2024/06/15/b", "ada")]
    before, after = shown_of(*old, new[0]), shown_of(*old, *new)
    for view, key in ((speaker_page, "ada/2023"), (topic_quotes_page, "port/2023")):
        assert view(before, key) == view(after, key)
        assert quotes_of(view(after, key)).count == NEWEST


def test_the_list_of_speakers() -> None:
    """By letters, people and organizations, those alone who said something."""
    shown = shown_of(said("2024/06/14/a", "vada", "najib"), said("2024/06/15/b", "najib"))
    page: Any = speakers_page(shown, "").content
    assert [(item.name.name, item.count) for item in page.items] == [("najib", 2), ("vada", 1)]
    assert page.items[0].name.url == "quotes/speakers/najib/"


def test_nothing_said_is_an_empty_list() -> None:
    """There is a page all the same."""
    page = quotes_of(quotes_page(shown_of(), ""))
    assert (page.days, page.topics, page.speakers, page.archive) == ((), (), (), ())
