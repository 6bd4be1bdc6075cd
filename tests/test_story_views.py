"""What do the stories' pages show?"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from briefings.facts import TODAY
from briefings.model import Certainty, Kind, StoryStatus
from briefings.views.activity import HEIGHT
from briefings.views.parts import NEWEST
from briefings.views.shown import Shown
from briefings.views.stories import QUIET, StoriesPage, StoryPage, stories_page, story_page
from tests.making import VOCABULARY, entry, event
from tests.showing import content_of, names, shown_of, titles

CLOSED = replace(
    VOCABULARY,
    stories={
        id_: replace(story, status=StoryStatus.CLOSED) for id_, story in VOCABULARY.stories.items()
    },
)


def told(shown: Shown, key: str = "dispute") -> StoryPage:
    """The page of a story."""
    return content_of(story_page(shown, key), StoryPage)


def at(day: str) -> datetime:
    """Noon of a day."""
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)


def of_story(id_: str, **given: Any) -> Any:
    """An entry of the dispute."""
    return entry(id_, stories=("dispute",), **given)


def test_a_story_is_told_from_the_beginning(small: Shown) -> None:
    """Oldest first, by day, with its events, on the small bulletin's 30 March."""
    page = told(small, "berth-dispute")
    assert [group.day.iso for group in page.days] == [
        "2024-03-28",
        "2024-03-29",
        "2024-03-30",
        "2024-04-01",
    ]
    assert [one.id for one in page.expected] == ["second-meeting"]
    assert [one.id for one in page.events] == ["quay-meeting", "crane-test"]


def test_a_long_story_shows_its_newest_part_and_leads_to_its_years() -> None:
    """Fifty entries, with the picture and the number of the whole."""
    old = [of_story(f"2023/12/31/{number:03}") for number in range(3)]
    new = [of_story(f"2024/06/14/{number:03}") for number in range(NEWEST)]
    page = told(shown_of(*old, *new))
    assert sum(len(group.cards) for group in page.days) == NEWEST
    assert {group.day.iso for group in page.days} == {"2024-06-14"}
    assert (page.is_part, page.count, names(page.years)) == (True, NEWEST + 3, ["2024", "2023"])
    assert page.activity is not None
    assert page.activity.since.iso == "2023-12-31"
    year = told(shown_of(*old, *new), "dispute/2023")
    assert (year.is_part, year.count, year.state) == (False, 3, None)


@pytest.mark.parametrize(
    ("since", "vocabulary", "word"),
    [
        (QUIET, VOCABULARY, "open"),
        (QUIET + timedelta(days=1), VOCABULARY, "quiet"),
        (QUIET + timedelta(days=1), CLOSED, "closed"),
    ],
)
def test_the_state_of_a_story(since: timedelta, vocabulary: Any, word: str) -> None:
    """Open, quiet since the day of its latest entry once that is a while ago, or closed."""
    now = at("2024-06-14") + since
    shown = shown_of(of_story("2024/06/14/a"), now=now, vocabulary=vocabulary)
    state = told(shown).state
    assert state is not None
    assert state.latest is not None
    assert (state.word, state.latest.iso) == (word, "2024-06-14")
    assert told(shown_of(vocabulary=vocabulary, now=now)).state is not None


def test_a_closed_story_does_not_ask_for_the_day() -> None:
    """Nor does a year of any: they are looked at when they change, not each morning."""
    entries = [of_story("2024/06/14/a"), of_story("2024/06/15/b")]
    for vocabulary, key, asks in (
        (VOCABULARY, "dispute", True),
        (VOCABULARY, "dispute/2024", False),
        (CLOSED, "dispute", False),
    ):
        shown = shown_of(*entries, vocabulary=vocabulary)
        shown.bulletin.reads = set()
        told(shown, key)
        assert (TODAY in shown.bulletin.reads) is asks


def test_what_is_still_expected() -> None:
    """What has no outcome and is not over, in the order of time; cancelled things are not expected."""
    outcome = of_story("2024/06/20/outcome")
    events = (
        event("vague", when="in autumn", certainty=Certainty.EXPECTED),
        event("later", start=date(2024, 8, 1)),
        event("today", start=date(2024, 6, 30), end=date(2024, 7, 1)),
        event("over", start=date(2024, 6, 30)),
        event("told", start=date(2024, 8, 2), outcome=outcome.id),
        event("off", start=date(2024, 8, 3), certainty=Certainty.CANCELLED),
    )
    page = told(shown_of(of_story("2024/06/14/a", events=events), outcome))
    assert [one.id for one in page.expected] == ["today", "later", "vague"]
    assert [one.id for one in page.events] == ["over", "told", "off"]


def test_an_old_announcement_of_a_long_story_is_still_expected() -> None:
    """However much came since."""
    first = of_story("2023/01/01/a", events=(event("trial", start=date(2025, 1, 1)),))
    many = [of_story(f"2024/06/14/{number:03}") for number in range(NEWEST + 1)]
    assert [one.id for one in told(shown_of(first, *many)).expected] == ["trial"]


def test_kinds_can_be_chosen_where_there_are_several() -> None:
    """Each with its number, and a mark on the first entry of the kind, where its link leads."""
    entries = [
        of_story("2024/06/14/a", kind=Kind.OFFER),
        of_story("2024/06/14/b", kind=Kind.STATEMENT),
        of_story("2024/06/15/c", kind=Kind.STATEMENT),
    ]
    page = told(shown_of(*entries))
    assert [(one.kind, one.count) for one in page.kinds] == [("statement", 2), ("offer", 1)]
    assert [group.first_of for group in page.days] == [("offer", "statement"), ("",)]
    assert told(shown_of(*entries[1:])).kinds == ()


def test_who_and_where() -> None:
    """Those named most come first, those named alike by their ids; a dozen of each at most."""
    entries = [
        of_story("2024/06/14/a", by=("najib", "vada"), places=("quay",)),
        of_story("2024/06/15/b", people=("najib", "ada"), places=("quay", "cape")),
    ]
    page = told(shown_of(*entries))
    assert [(one.name.name, one.count) for one in page.actors] == [
        ("najib", 2),
        ("ada", 1),
        ("vada", 1),
    ]
    assert [(one.name.name, one.count) for one in page.places] == [("quay", 2), ("cape", 1)]


@pytest.mark.parametrize(
    ("last", "step", "bars"),
    [("2024/06/16", "day", 3), ("2024/09/02", "week", 13), ("2026/01/01", "month", 20)],
)
def test_the_picture_of_a_story(last: str, step: str, bars: int) -> None:
    """A bar for each day, week or month, as long as the story is; the busiest is the highest."""
    ids = ("2024/06/14/a", "2024/06/14/b", "2024/06/15/c", f"{last}/d")
    activity = told(shown_of(*map(of_story, ids))).activity
    assert activity is not None
    assert (activity.step, activity.bars.width) == (step, 4 * bars - 1)
    assert (activity.since.iso, activity.until.iso) == ("2024-06-14", last.replace("/", "-"))
    assert activity.busiest is not None
    assert (activity.busiest.iso, activity.most) == ("2024-06-14", 2)
    assert activity.bars.path.startswith(f"M0 {HEIGHT}v-{HEIGHT}h3")
    assert activity.bars.path.count("M") == (3 if step == "day" else 2)


def test_days_with_one_entry_each_are_equally_busy() -> None:
    """None of them is called the busiest."""
    activity = told(shown_of(of_story("2024/06/14/a"), of_story("2024/06/15/b"))).activity
    assert activity is not None
    assert (activity.busiest, activity.most) == (None, 1)


def test_one_day_is_no_picture() -> None:
    """Nor is no entry at all."""
    assert told(shown_of(of_story("2024/06/14/a"))).activity is None
    empty = told(shown_of())
    assert (empty.activity, empty.days, empty.expected) == (None, (), ())


def test_stories_stand_by_their_latest_entry() -> None:
    """Those that go on first; one without entries last; each with its state and its latest entry."""
    one = entry("2024/06/14/a", stories=("storm",))
    page = content_of(stories_page(shown_of(one), ""), StoriesPage)
    assert names(item.story for item in page.open) == ["storm", "dispute"]
    assert [item.state.word for item in page.open] == ["quiet", "open"]
    assert titles([item.latest for item in page.open if item.latest]) == [one.title]
    closed = content_of(stories_page(shown_of(one, vocabulary=CLOSED), ""), StoriesPage)
    assert (closed.open, len(closed.closed)) == ((), 2)


def test_the_small_picture_of_a_story_ends_with_its_latest_entry() -> None:
    """Thirty days; none where there is nothing to compare."""
    ids = ("2024/04/01/a", "2024/06/13/b", "2024/06/14/c", "2024/06/14/d")
    page = content_of(stories_page(shown_of(*map(of_story, ids)), ""), StoriesPage)
    bars = page.open[0].bars
    assert bars is not None
    assert bars.path == f"M112 {HEIGHT}v-16h3V{HEIGHT}zM116 {HEIGHT}v-{HEIGHT}h3V{HEIGHT}z"
    assert page.open[1].bars is None
