"""What does the briefing of a day show?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from briefings.belonging import Sort
from briefings.model import (
    Correction,
    CorrectionKind,
    Introduction,
    Status,
    StatusChange,
    Story,
    StoryId,
    StoryStatus,
)
from briefings.views.briefings import BriefingPage, briefing_page
from briefings.views.shown import Shown
from tests.making import VOCABULARY, body, entry, event, text
from tests.showing import content_of, names, shown_of

DISPUTE, STORM = StoryId("dispute"), StoryId("storm")


def briefing_of(shown: Shown, day: str = "2024-06-14") -> BriefingPage:
    """The briefing of a day."""
    return content_of(briefing_page(shown, day), BriefingPage)


def correction(
    day: date, said: str, kind: CorrectionKind = CorrectionKind.CORRECTION
) -> Correction:
    """A correction of a day."""
    return Correction(date=day, kind=kind, text=said)


def test_a_briefing_shows_its_sections(small: Shown) -> None:
    """By topic as in topics.yml, with the editor's words before them and the days beside it."""
    briefing = briefing_of(small, "2024-03-30")
    assert names(section.topic for section in briefing.sections) == [
        "The port",
        "Talks",
        "Weather & <i>tides</i>",
    ]
    assert briefing.header.weekday == "Saturday, 30 March 2024"
    assert briefing.before is not None
    assert briefing.after is not None
    assert (briefing.before.iso, briefing.after.iso) == ("2024-03-29", "2024-03-31")
    first = briefing_of(small, "2024-03-28").header
    assert first.title == "An offer, and the crane"
    assert 'href="../../../2024/03/28/berth-terms/"' in first.introduction
    assert 'href="../../../archive/"' in first.introduction
    assert names(first.authors) == ["Edna Itor"]


def test_the_first_and_the_last_day_have_one_neighbour(small: Shown) -> None:
    """Nothing stands before the first briefing or after the last."""
    days = sorted(day.isoformat() for day in small.bulletin.newest_days())
    assert briefing_of(small, days[0]).before is None
    assert briefing_of(small, days[-1]).after is None


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (100, 1), (101, 2), (321, 3)])
def test_the_time_that_it_takes_to_read(words: int, minutes: int) -> None:
    """Of titles, summaries and introduction at 220 words a minute, rounded up."""
    own = Introduction(
        day=date(2024, 6, 14),
        path="content/briefings/2024-06-14.md",
        title="Three words long",
        prose=body("word " * 14),
    )
    # With the title of three words these are 20 words besides the 100 of the other.
    summed = [
        entry("2024/06/14/a", title="One two three", summary="word " * words),
        entry("2024/06/14/b", title="Title", summary="word " * 99),
    ]
    shown = shown_of(*summed, introductions={own.day: own})
    header = briefing_of(shown).header
    assert (header.count, header.minutes) == (2, minutes)


def test_stories_that_moved() -> None:
    """Each with its entries of the day and what came before these, the ones with the most first."""
    closed = Story(id=STORM, name=text("storm"), status=StoryStatus.CLOSED)
    vocabulary = replace(VOCABULARY, stories={**VOCABULARY.stories, STORM: closed})
    shown = shown_of(
        entry("2024/06/10/old", stories=(DISPUTE,)),
        entry("2024/06/12/offer", stories=(DISPUTE,)),
        entry("2024/06/14/a", stories=(STORM,)),
        entry("2024/06/14/b", stories=(DISPUTE,)),
        entry("2024/06/14/c", stories=(DISPUTE,)),
        entry("2024/06/15/later", stories=(DISPUTE, STORM)),
        vocabulary=vocabulary,
    )
    found = [
        (one.story.name, one.count, one.state, one.before.title if one.before else None)
        for one in briefing_of(shown).stories
    ]
    assert found == [
        ("dispute", 2, "open", "Title of 2024/06/12/offer"),
        ("storm", 1, "closed", None),
    ]


def test_what_changed_since() -> None:
    """Corrections, updates and steps of the status after the day, the newest first."""
    own_day = StatusChange(date=date(2024, 6, 14), status=Status.CLAIMED, text="One side says so.")
    later = StatusChange(date=date(2024, 6, 16), status=Status.CONFIRMED, text="It was published.")
    shown = shown_of(
        entry(
            "2024/06/14/a",
            corrections=(
                correction(date(2024, 6, 14), "The same day."),
                correction(date(2024, 6, 15), "It was Friday."),
                correction(date(2024, 6, 17), "More is known.", CorrectionKind.UPDATE),
            ),
        ),
        entry("2024/06/14/b", history=(own_day, later), status=Status.CONFIRMED),
        entry("2024/06/15/c", corrections=(correction(date(2024, 6, 18), "Of another day."),)),
    )
    found = [
        (change.label, change.day.iso, change.text, change.entry.url)
        for change in briefing_of(shown).changes
    ]
    assert found == [
        ("correction_update", "2024-06-17", "More is known.", "2024/06/14/a/"),
        ("status_confirmed", "2024-06-16", "It was published.", "2024/06/14/b/"),
        ("correction_correction", "2024-06-15", "It was Friday.", "2024/06/14/a/"),
    ]


def test_a_withdrawn_entry_is_among_the_changes() -> None:
    """It stands in no section, and once among what changed, with the reason; a draft stands nowhere."""
    gone = entry(
        "2024/06/14/gone",
        status=Status.WITHDRAWN,
        history=(StatusChange(date=date(2024, 6, 15), status=Status.WITHDRAWN, text="It is old."),),
        corrections=(correction(date(2024, 6, 15), "Old news.", CorrectionKind.WITHDRAWAL),),
    )
    draft = entry(
        "2024/06/14/draft",
        draft=True,
        corrections=(correction(date(2024, 6, 15), "Nobody has read it."),),
    )
    briefing = briefing_of(shown_of(entry("2024/06/14/a"), gone, draft))
    assert [card.id for section in briefing.sections for card in section.cards] == ["2024/06/14/a"]
    assert [(change.label, change.text) for change in briefing.changes] == [
        ("correction_withdrawal", "Old news.")
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-06-14", ["first"]),
        ("2024-06-15", ["first", "summit"]),
        ("2024-06-30", ["summit", "night"]),
        ("2024-07-01", ["summit"]),
        ("2024-07-02", ["season"]),
        ("2025-07-01", []),
        ("2025-07-02", ["season"]),
    ],
)
def test_the_events_of_a_day(day: str, expected: list[str]) -> None:
    """Whatever is on that day, whenever it was announced; of a season, its first day and its last."""
    season = event("season", start=date(2024, 7, 2), end=date(2025, 7, 2))
    # 23:30 on 30 June in Bucharest.
    night = event("night", start=datetime(2024, 7, 1, 0, 30, tzinfo=ZoneInfo("Asia/Tbilisi")))
    first = event("first", start=date(2024, 6, 14), end=date(2024, 6, 15))
    summit = event("summit", start=date(2024, 6, 15), end=date(2024, 7, 1))
    shown = shown_of(
        entry("2024/05/01/a", events=(summit, event("vague", when="in summer"))),
        entry("2024/06/20/b", events=(first, night, season)),
        entry(f"{day.replace('-', '/')}/news"),
    )
    assert [one.id for one in briefing_of(shown, day).events] == expected


def test_a_day_without_changes_opens_no_entry() -> None:
    """What lists need of an entry is in its outline, so that a long archive is quickly looked through."""
    shown = shown_of(entry("2024/06/14/a"), entry("2024/06/14/b", stories=(DISPUTE,)))
    shown.bulletin.reads = set()
    briefing_of(shown)
    assert [fact for fact in shown.bulletin.reads if fact.startswith("entry/")] == []
    assert f"{Sort.ALL}/#periods" not in shown.bulletin.reads


def test_each_entry_has_an_address_on_the_page(small: Shown) -> None:
    """No two have the same, and it is none that other parts of a page have."""
    cards = [
        card for section in briefing_of(small, "2024-03-30").sections for card in section.cards
    ]
    anchors = [card.anchor for card in cards]
    assert anchors == ["entry-league-accepts", "entry-dockers-answer", "entry-fog"]
