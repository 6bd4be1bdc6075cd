"""What do the pages of topics, stories, actors, places and publishers show?"""

from typing import Any

from msgspec.structs import replace

from briefings.belonging import Sort
from briefings.model import (
    Entry,
    Language,
    Text,
)
from briefings.views.actors import person_page
from briefings.views.indexes import index_page
from briefings.views.parts import NEWEST
from briefings.views.shown import Shown, name_key
from briefings.views.subjects import (
    place_page,
    publisher_page,
    topic_page,
    topics_page,
)
from tests.making import VOCABULARY, entry
from tests.showing import names, shown_of


def many(count: int, **given: Any) -> list[Entry]:
    """So many entries of 2024, after three of 2023."""
    old = [entry(f"2023/12/31/{number:03}", **given) for number in range(3)]
    return old + [entry(f"2024/06/14/{number:03}", **given) for number in range(count)]


def test_a_topic_shows_its_newest_and_leads_to_its_years() -> None:
    """Fifty at its own address, all of a year at the year's."""
    shown = shown_of(*many(NEWEST + 10))
    page: Any = topic_page(shown, "port").content
    assert sum(len(group.cards) for group in page.days) == NEWEST
    assert page.count == NEWEST + 13
    assert [(year.name, year.url, year.count) for year in page.years] == [
        ("2024", "topics/port/2024/", NEWEST + 10),
        ("2023", "topics/port/2023/", 3),
    ]
    year: Any = topic_page(shown, "port/2023").content
    assert [len(group.cards) for group in year.days] == [3]
    assert topic_page(shown, "port/2023").head.title == "Topic port, 2023"


def test_a_long_year_is_a_list_of_titles() -> None:
    """As those of a month are: leads and briefs are told apart, a summary is on the entry's own page."""
    shown = shown_of(*many(NEWEST + 1, people=("ada",)))
    for page in (topic_page(shown, "port/2024"), person_page(shown, "ada/2024")):
        days: Any = page.content.days  # type: ignore[attr-defined]
        assert [(len(group.titles), group.cards) for group in days] == [(NEWEST + 1, ())]
        assert days[0].titles[0].importance == "main"


def test_topics_are_a_tree(small: Shown) -> None:
    """In the order of topics.yml, children below their parents, with what they count."""
    page: Any = topics_page(small, "").content
    assert names(node.topic for node in page.topics) == ["The port", "A topic without entries"]
    assert names(node.topic for node in page.topics[0].children) == [
        "Talks",
        "Weather & <i>tides</i>",
    ]
    assert page.topics[0].count == len(small.bulletin.group(Sort.ALL))


def test_places_and_publishers(small: Shown) -> None:
    """A place lists what happened there; a publisher what rests on it or was carried by it."""
    quay: Any = place_page(small, "north-quay").content
    assert "Romania" in repr(quay.facts)
    assert quay.count == 3
    wire: Any = publisher_page(small, "sea-wire").content
    assert wire.count == 4


def test_an_index_is_sorted_by_letters(small: Shown) -> None:
    """Whatever their accents and case; each name once with the number of its entries."""
    page: Any = index_page(small, "organization").content
    assert names(item.name for item in page.items) == sorted(
        names(item.name for item in page.items), key=str.casefold
    )
    assert [*sorted(["Źle", "ada", "Łódź", "Ada", "zebra"], key=name_key)] == [
        "Ada",
        "ada",
        "zebra",
        "Źle",
        "Łódź",
    ]


def test_a_name_in_another_language_says_so() -> None:
    """Where the bulletin's language is missing, the first one stands with its tag."""
    name = Text(by_language=((Language("ro"), "Marea"), (Language("uk"), "Море")))
    topics = {**VOCABULARY.topics}
    port = topics[next(iter(topics))]
    topics[port.id] = replace(port, name=name)
    shown = shown_of(vocabulary=replace(VOCABULARY, topics=topics))
    ref = shown.topic(port.id)
    assert (ref.name, ref.lang) == ("Marea", "ro")
