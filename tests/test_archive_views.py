"""What do the pages of a month, of a year and of all years show?"""

import re
from datetime import date
from pathlib import Path

import pytest

from briefings.model import Entry, Language, TopicId
from briefings.views.archive import (
    ArchivePage,
    MonthPage,
    YearPage,
    archive_page,
    month_page,
    year_page,
)
from briefings.views.heat import STEPS, step_of
from briefings.views.shown import Shown
from briefings.words import words
from tests.making import BUCHAREST, entry
from tests.showing import content_of, names, shown_of
from tests.sites import settings_of
from tests.tools import ROOT


def entries_on(day: str, number: int, *topics: str) -> list[Entry]:
    """So many entries of a day."""
    filed = tuple(map(TopicId, topics or ("port",)))
    return [entry(f"{day}/{'-'.join(filed)}-{one}", topics=filed) for one in range(number)]


def year_of(shown: Shown, year: str = "2024") -> YearPage:
    """The page of a year."""
    return content_of(year_page(shown, year), YearPage)


def test_months_and_years_are_counted(small: Shown) -> None:
    """A month has its days, newest first; a year its months; the archive its years, newest first."""
    march = content_of(month_page(small, "2024-03"), MonthPage)
    assert (march.name, march.count) == ("March 2024", 6)
    assert [day.day.iso for day in march.days] == [
        "2024-03-31",
        "2024-03-30",
        "2024-03-29",
        "2024-03-28",
    ]
    assert march.before is not None
    assert march.after is not None
    assert march.before.url == "2023/12/"
    assert march.after.url == "2024/04/"
    year = year_of(small)
    assert (year.count, [(one.name, one.count) for one in year.heat.months]) == (
        8,
        [("March", 6), ("April", 2)],
    )
    archive = content_of(archive_page(small, ""), ArchivePage)
    assert [(one.year.name, one.year.count) for one in archive.years] == [("2024", 8), ("2023", 1)]
    assert names(archive.years[0].months) == ["March", "April"]


def test_a_year_is_a_calendar() -> None:
    """Each day with entries leads to its briefing, and says how many there are."""
    shown = shown_of(*entries_on("2024/02/29", 8), *entries_on("2024/04/01", 2))
    heat = year_of(shown).heat
    assert [(one.name, one.url, one.count) for one in heat.months] == [
        ("February", "2024/02/", 8),
        ("March", "", 0),
        ("April", "2024/04/", 2),
    ]
    assert [len(one.cells) for one in heat.months] == [29, 31, 30]
    leap = heat.months[0].cells[-1]
    assert (leap.mark.text, leap.step, leap.url) == ("29", STEPS, "2024/02/29/")
    assert leap.label == "29 February 2024: 8 entries"
    assert [cell.url for cell in heat.months[1].cells if cell.url or cell.step or cell.label] == []
    assert heat.months[2].cells[0].step == 1
    assert (heat.days, heat.most, heat.busiest.url) == (2, 8, "2024/02/29/")


def test_the_numbers_behind_the_calendar() -> None:
    """A row for each day of the month, a column for each month, nothing where there is no such day."""
    heat = year_of(shown_of(*entries_on("2024/02/29", 8), *entries_on("2024/03/30", 2))).heat
    assert heat.columns == ("Feb", "Mar")
    assert [row.day for row in heat.rows] == list(range(1, 32))
    assert [row.counts for row in heat.rows[28:]] == [("8", "0"), ("", "2"), ("", "0")]
    short = year_of(shown_of(*entries_on("2023/02/14", 1)), "2023").heat
    assert short.rows[-1].day == 28


def test_no_two_days_stand_in_one_place() -> None:
    """Each day has a place of its own within the drawing, in the column of its weekday."""
    heat = year_of(shown_of(*entries_on("2024/01/01", 1), *entries_on("2024/12/31", 1))).heat
    assert len(heat.months) == 12
    for number, month in enumerate(heat.months, 1):
        places = {(cell.x, cell.y) for cell in month.cells}
        assert len(places) == len(month.cells)
        for day, cell in enumerate(month.cells, 1):
            assert cell.x == date(2024, number, day).weekday() * 28
            assert cell.y + 28 <= month.height


@pytest.mark.parametrize(("language", "column"), [("en", 5), ("en-US", 6), ("ar", 6)])
def test_weeks_begin_as_the_language_has_it(language: str, column: int) -> None:
    """On Sunday in America; on Saturday in Arabic, where the first column is the one on the right."""
    settings = settings_of(Path("/bulletin"), timezone=BUCHAREST, language=Language(language))
    shown = shown_of(*entries_on("2024/06/01", 1), settings=settings)
    spoken = Shown(shown.bulletin, settings, words(language, [ROOT / "theme"]))
    june = year_of(spoken).heat.months[0]
    # 1 June 2024 is a Saturday.
    assert june.cells[0].x == column * 28
    assert sorted(mark.x for mark in june.weekdays) == [14 + 28 * place for place in range(7)]


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 7, 12, 100])
def test_shades(most: int) -> None:
    """The most entries have the deepest shade, none has none, and each number one that the key names."""
    shown = shown_of(*entries_on("2024/06/14", most))
    shades = {shade.step: shade.text for shade in year_of(shown).heat.shades}
    assert max(shades) == STEPS
    assert step_of(0, most) == 0
    for count in range(1, most + 1):
        least, _, greatest = shades[step_of(count, most)].partition("–")
        assert int(least) <= count <= int(greatest or least)


def test_the_shares_of_topics() -> None:
    """By month, the topic with the most entries first; subtopics count, and what holds all does not."""
    shown = shown_of(
        *entries_on("2024/01/10", 1, "talks"),
        *entries_on("2024/01/20", 3, "port", "gales"),
        *entries_on("2024/03/10", 4, "talks"),
    )
    shares = year_of(shown).shares
    assert shares.columns == ("Jan", "Feb", "Mar")
    assert [(one.topic.name, one.count, one.text, one.months) for one in shares.topics] == [
        ("Topic talks", 5, "62%", ("25%", "", "100%")),
        ("Topic weather", 3, "38%", ("75%", "", "0%")),
        ("Topic storms", 3, "38%", ("75%", "", "0%")),
        ("Topic gales", 3, "38%", ("75%", "", "0%")),
    ]
    talks = shares.topics[0]
    assert talks.highest == "March: 100%"
    assert [bar.height for bar in talks.bars] == [30, 0, 120]


def test_a_year_of_one_month_has_no_course() -> None:
    """Its topics are told with their shares, without a drawing of one bar."""
    shares = year_of(
        shown_of(*entries_on("2024/06/14", 1), *entries_on("2024/06/15", 1, "weather"))
    )
    assert [one.bars for one in shares.shares.topics] == [(), ()]


def test_a_year_of_one_topic_tells_of_none() -> None:
    """That everything stands under it is no news."""
    assert year_of(shown_of(*entries_on("2024/06/14", 3))).shares.topics == ()


def test_an_old_year_is_not_looked_at_again(small: Shown) -> None:
    """Its page reads of other years no more than which there are."""
    small.bulletin.reads = set()
    year_page(small, "2023")
    others = {fact for fact in small.bulletin.reads if re.search("2024", fact)}
    assert others == set()
    counts = {fact for fact in small.bulletin.reads if fact.endswith("#counts")}
    assert counts == {f"day/2023-{month:02}#counts" for month in range(1, 13)}
    assert {fact for fact in small.bulletin.reads if fact.endswith("#periods")} == {"all/#periods"}
