"""What do the pages of a month, of a year and of all years show?"""

from datetime import date
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from briefings.belonging import Sort
from briefings.model import Introduction
from briefings.views.heat import Heat, heat_of
from briefings.views.parts import Day, Line, Page, Period, Ref
from briefings.views.shares import Shares, shares_of
from briefings.views.shown import Shown, head_of


class DayHeading(Struct, frozen=True):
    """A day in a month's list."""

    day: Day
    weekday: str
    title: str
    lang: str
    """The title's language where it is not the bulletin's."""
    cards: tuple[Line, ...]


class MonthPage(Struct, frozen=True, kw_only=True):
    """A month, day by day, the newest first."""

    name: str
    days: tuple[DayHeading, ...]
    count: int
    before: Period | None
    after: Period | None


class YearPage(Struct, frozen=True, kw_only=True):
    """A year as a calendar, with what it was about."""

    name: str
    count: int
    heat: Heat
    shares: Shares
    before: Period | None
    after: Period | None


class ArchiveYear(Struct, frozen=True):
    """A year in the archive."""

    year: Period
    months: tuple[Period, ...]


class ArchivePage(Struct, frozen=True):
    """Every year with its months, the newest first."""

    years: tuple[ArchiveYear, ...]


def month_page(shown: Shown, key: str) -> Page:
    """The month `key`, as `2024-06`."""
    bulletin = shown.bulletin
    days = bulletin.days_of(key)
    months = bulletin.months()
    at = months.index(key)
    month = _month(shown, key)
    content = MonthPage(
        name=month.name,
        days=tuple(_day_heading(shown, day, bulletin.introduction(day)) for day in reversed(days)),
        count=len(bulletin.group(Sort.DAY, key)),
        before=_month(shown, months[at - 1]) if at > 0 else None,
        after=_month(shown, months[at + 1]) if at + 1 < len(months) else None,
    )
    crumbs = above(shown, year_ref(key[:4]))
    return Page("month.html", head_of(shown, month.name, month.url, crumbs=crumbs), content)


def year_page(shown: Shown, key: str) -> Page:
    """The year `key`. It reads of other years no more than which are beside it."""
    bulletin = shown.bulletin
    counts = {
        date.fromisoformat(day): count
        for month in range(1, 13)
        for day, count in bulletin.group(Sort.DAY, f"{key}-{month:02}").counts.items()
    }
    years = bulletin.group(Sort.ALL).periods
    at = years.index(key)
    content = YearPage(
        name=key,
        count=sum(counts.values()),
        heat=heat_of(shown, counts),
        shares=shares_of(shown, counts),
        before=_year(years[at - 1]) if at > 0 else None,
        after=_year(years[at + 1]) if at + 1 < len(years) else None,
    )
    head = head_of(shown, key, f"{key}/", crumbs=above(shown))
    return Page("year.html", head, content)


def archive_page(shown: Shown, _: str) -> Page:
    """All years."""
    counts = shown.bulletin.group(Sort.MONTH).counts
    years = []
    for year, keys in groupby(counts, key=lambda month: month[:4]):
        months = tuple(
            replace(_month(shown, month, counts[month]), name=_alone(shown, month))
            for month in keys
        )
        years.append(ArchiveYear(_year(year, sum(month.count for month in months)), months))
    content = ArchivePage(tuple(reversed(years)))
    return Page("archive.html", head_of(shown, shown.words.say("archive"), "archive/"), content)


def above(shown: Shown, *periods: Ref) -> tuple[Ref, ...]:
    """The way through the archive to a period."""
    return (shown.listed("archive"), *periods)


def year_ref(year: str) -> Ref:
    """A link to a year."""
    return Ref(year, f"{year}/")


def month_ref(shown: Shown, month: str) -> Ref:
    """A link to a month, as `2024-06`."""
    first = date.fromisoformat(f"{month}-01")
    return Ref(shown.words.month(first), f"{first:%Y/%m}/")


def _day_heading(shown: Shown, day: date, own: Introduction | None) -> DayHeading:
    title = (own.title or "") if own else ""
    return DayHeading(
        shown.day(day),
        shown.words.weekday(day),
        title,
        shown.lang(own.language) if own and title else "",
        shown.titles(shown.bulletin.briefing(day).entries),
    )


def _alone(shown: Shown, month: str) -> str:
    return shown.words.month_alone(date.fromisoformat(f"{month}-01"))


def _year(year: str, count: int = 0) -> Period:
    return Period(year, f"{year}/", count)


def _month(shown: Shown, month: str, count: int = 0) -> Period:
    ref = month_ref(shown, month)
    return Period(ref.name, ref.url, count)
