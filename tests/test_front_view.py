"""What does the front page show?"""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from briefings.facts import TODAY
from briefings.model import (
    Correction,
    CorrectionKind,
    Importance,
    Introduction,
    Story,
    StoryId,
    StoryStatus,
)
from briefings.views.front import CORRECTIONS, STORIES, FrontPage, front_page
from briefings.views.shown import Shown
from tests.making import VOCABULARY, entry, event, text
from tests.showing import content_of, names, shown_of, titles


def shown_on(day: date, *entries: str) -> FrontPage:
    """The front page of a bulletin of these entries, on a day."""
    now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return content_of(front_page(shown_of(*map(entry, entries), now=now), ""), FrontPage)


def test_the_front_page(small: Shown) -> None:
    """The newest briefing, whole days before it, open stories, and what is coming up."""
    front = content_of(front_page(small, ""), FrontPage)
    assert front.header is not None
    assert front.header.day.iso == "2024-04-02"
    # Three entries are asked for; the day that holds the third is shown whole.
    assert [group.day.iso for group in front.earlier] == ["2024-04-01", "2024-03-31", "2024-03-30"]
    assert names(one.story for one in front.stories) == ["The berth dispute"]
    assert front.stories[0].latest.title == "A communiqué on the North Quay"
    assert front.stories[0].latest.day.iso == "2024-04-01"
    assert [one.id for one in front.coming_up] == [
        "quay-meeting",
        "crane-test",
        "quay-fair",
        "regatta",
        "second-meeting",
    ]


def test_an_empty_bulletin_has_a_front_page() -> None:
    """It shows nothing, and says nothing of any day."""
    front = content_of(front_page(shown_of(), ""), FrontPage)
    assert (front.header, front.before, front.leads, front.sections) == (None, None, (), ())
    assert (front.notice, front.earlier) == ("", ())


def test_leads_stand_first_whatever_their_section() -> None:
    """Each lead stands once, before the sections, which hold the rest in its order."""
    shown = shown_of(
        entry("2024/07/01/calm", topics=("port",)),
        entry("2024/07/01/storm", topics=("weather",), importance=Importance.LEAD),
        entry("2024/07/01/deal", topics=("talks",), importance=Importance.LEAD),
        entry("2024/07/01/tide", topics=("weather",), importance=Importance.BRIEF),
    )
    front = content_of(front_page(shown, ""), FrontPage)
    assert [(one.topic.name, one.card.id[11:]) for one in front.leads] == [
        ("Topic talks", "deal"),
        ("Topic weather", "storm"),
    ]
    assert [(one.id, titles(one.cards)) for one in front.sections] == [
        ("port", ["Title of 2024/07/01/calm"]),
        ("weather", ["Title of 2024/07/01/tide"]),
    ]
    assert front.header is not None
    assert front.header.count == 4


@pytest.mark.parametrize(
    ("today", "notice"),
    [
        (date(2024, 6, 14), ""),
        # A day that an editor has written ahead.
        (date(2024, 6, 13), ""),
        (
            date(2024, 6, 15),
            "Nothing has been published on 15 June 2024 yet. The newest briefing is of 14 June 2024.",
        ),
        (
            date(2024, 6, 21),
            "Nothing has been published on 21 June 2024 yet. The newest briefing is of 14 June 2024.",
        ),
        (
            date(2024, 6, 22),
            "The newest briefing is of 14 June 2024. Nothing has been published since.",
        ),
        (
            date(2026, 11, 22),
            "The newest briefing is of 14 June 2024. Nothing has been published since.",
        ),
    ],
)
def test_a_day_without_entries_is_said(today: date, notice: str) -> None:
    """Readers are told that today's briefing is not there yet, or that the bulletin has paused."""
    assert shown_on(today, "2024/06/14/a").notice == notice


def test_the_front_page_is_looked_at_when_the_day_changes(small: Shown) -> None:
    """It tells whether today has entries, so that it depends on which day it is."""
    small.bulletin.reads = set()
    front_page(small, "")
    assert TODAY in small.bulletin.reads


@pytest.mark.parametrize(
    ("before", "label"), [("2024/06/13", "day_before"), ("2024/06/11", "briefing_before")]
)
def test_the_day_before_is_one_step_away(before: str, label: str) -> None:
    """Its link tells how many entries it has, and whether days lie between."""
    front = shown_on(date(2024, 6, 14), "2024/06/14/a", f"{before}/b", f"{before}/c")
    assert front.before is not None
    assert (front.before.label, front.before.count) == (label, 2)
    assert front.before.day.url == f"{before}/"


def test_the_first_day_has_none_before_it() -> None:
    """Nothing leads to a day that there is not."""
    assert shown_on(date(2024, 6, 14), "2024/06/14/a").before is None


def test_an_earlier_day_has_its_title() -> None:
    """An editor's title of a day stands above its entries."""
    own = Introduction(day=date(2024, 6, 13), path="content/briefings/2024-06-13.md", title="Terms")
    shown = shown_of(entry("2024/06/14/a"), entry("2024/06/13/b"), introductions={own.day: own})
    front = content_of(front_page(shown, ""), FrontPage)
    assert [(day.title, titles(day.cards)) for day in front.earlier] == [
        ("Terms", ["Title of 2024/06/13/b"])
    ]


def test_what_is_long_awaited_is_no_longer_coming_up() -> None:
    """An event without a day is, for a year after it was announced; one with a day until it is over."""
    shown = shown_of(
        entry("2024/07/01/a", events=(event("soon", when="in autumn"),)),
        entry("2023/07/02/b", events=(event("still", when="some day"),)),
        entry("2023/07/01/c", events=(event("no-more", when="in autumn"),)),
        entry("2020/01/01/d", events=(event("dated", start=date(2024, 7, 20)),)),
    )
    front = content_of(front_page(shown, ""), FrontPage)
    assert [one.id for one in front.coming_up] == ["dated", "soon", "still"]


def test_the_newest_corrections() -> None:
    """The latest few of whatever entries, each with its day and entry."""
    entries = [
        entry(
            f"2024/06/{number:02}/a",
            corrections=(
                Correction(
                    date=date(2024, 6, number + 1), kind=CorrectionKind.CORRECTION, text="So it is."
                ),
            ),
        )
        for number in range(1, 9)
    ]
    front = content_of(front_page(shown_of(*entries), ""), FrontPage)
    assert [(one.day.iso, one.entry.url) for one in front.corrections] == [
        (f"2024-06-{number + 1:02}", f"2024/06/{number:02}/a/")
        for number in range(8, 8 - CORRECTIONS, -1)
    ]


def test_the_stories_that_moved_last_are_shown() -> None:
    """However many are open; closed ones are not, nor those in which nothing has happened."""
    stories = [
        *(Story(id=StoryId(f"s{number}"), name=text(f"S{number}")) for number in range(1, 12)),
        Story(id=StoryId("over"), name=text("Over"), status=StoryStatus.CLOSED),
        Story(id=StoryId("unborn"), name=text("Unborn")),
    ]
    vocabulary = replace(VOCABULARY, stories={story.id: story for story in stories})
    entries = [entry(f"2024/06/{n:02}/a", stories=(StoryId(f"s{n}"),)) for n in range(1, 12)]
    over = entry("2024/06/30/z", stories=(StoryId("over"),))
    front = content_of(front_page(shown_of(*entries, over, vocabulary=vocabulary), ""), FrontPage)
    newest = [f"S{number}" for number in range(11, 11 - STORIES, -1)]
    assert names(one.story for one in front.stories) == newest
