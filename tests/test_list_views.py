"""What do the front page, the briefings and the archive show?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from briefings.views.lists import (
    ArchivePage,
    BriefingPage,
    FrontPage,
    MonthPage,
    archive_page,
    briefing_page,
    front_page,
    month_page,
    year_page,
)
from briefings.views.scheduled import awaited, coming_up
from briefings.views.shown import Shown
from tests.making import BUCHAREST, NOW, bulletin_of, entry, event
from tests.showing import content_of, names, shown_of


def test_a_briefing_shows_its_sections(small: Shown) -> None:
    """By topic as in topics.yml, with the editor's words before them and the days beside it."""
    briefing = content_of(briefing_page(small, "2024-03-30"), BriefingPage)
    assert names(section.topic for section in briefing.sections) == [
        "The port",
        "Talks",
        "Weather & <i>tides</i>",
    ]
    assert briefing.weekday == "Saturday, 30 March 2024"
    assert briefing.before is not None
    assert briefing.after is not None
    assert (briefing.before.iso, briefing.after.iso) == ("2024-03-29", "2024-03-31")
    first = content_of(briefing_page(small, "2024-03-28"), BriefingPage)
    assert first.title == "An offer, and the crane"
    assert 'href="../../../2024/03/28/berth-terms/"' in first.introduction
    assert 'href="../../../archive/"' in first.introduction
    assert names(first.authors) == ["Edna Itor"]


def test_the_first_and_the_last_day_have_one_neighbour(small: Shown) -> None:
    """Nothing stands before the first briefing or after the last."""
    days = sorted(day.isoformat() for day in small.bulletin.newest_days())
    assert content_of(briefing_page(small, days[0]), BriefingPage).before is None
    assert content_of(briefing_page(small, days[-1]), BriefingPage).after is None


def test_the_front_page(small: Shown) -> None:
    """The newest briefing, whole days before it, open stories, and what is coming up."""
    front = content_of(front_page(small, ""), FrontPage)
    assert front.briefing is not None
    assert front.briefing.day.iso == "2024-04-02"
    # Three entries are asked for; the day that holds the third is shown whole.
    assert [group.day.iso for group in front.earlier] == ["2024-04-01", "2024-03-31", "2024-03-30"]
    assert names(one.story for one in front.stories) == ["The berth dispute"]
    assert front.stories[0].latest.title == "A communiqué on the North Quay"
    assert [one.id for one in front.coming_up] == [
        "quay-meeting",
        "crane-test",
        "quay-fair",
        "regatta",
        "second-meeting",
    ]


def test_the_front_page_of_an_empty_bulletin() -> None:
    """There is one, and it shows nothing."""
    assert content_of(front_page(shown_of(), ""), FrontPage) == FrontPage(
        briefing=None, earlier=(), stories=(), coming_up=()
    )


def test_what_is_over_is_not_coming_up() -> None:
    """The last day of an event is included; days are the bulletin's."""
    honolulu = ZoneInfo("Pacific/Honolulu")
    over = event("over", start=date(2024, 6, 28), end=date(2024, 6, 30))
    today = event("today", start=date(2024, 6, 20), end=date(2024, 7, 1))
    # 23:30 on 30 June in Honolulu, which is 1 July in Bucharest.
    night = event("night", start=datetime(2024, 6, 30, 23, 30, tzinfo=honolulu))
    early = event("early", start=datetime(2024, 7, 1, 18, tzinfo=BUCHAREST))
    vague = event("vague", when="in autumn")
    one = entry("2024/06/14/a", events=(vague, over, early, night, today))
    bulletin = bulletin_of(one, now=NOW)
    assert [found.id for found in coming_up(bulletin)] == ["today", "night", "early"]
    assert [found.id for found in awaited(bulletin)] == ["vague"]


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
    year = year_page(small, "2024").content
    assert (year.count, names(year.months)) == (8, ["March 2024", "April 2024"])  # type: ignore[attr-defined]
    archive = content_of(archive_page(small, ""), ArchivePage)
    assert [(one.year.name, one.year.count) for one in archive.years] == [("2024", 8), ("2023", 1)]
