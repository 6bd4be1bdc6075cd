"""What do the front page, the briefings and the archive show?"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, islice

from briefings.bulletin import Briefing, Bulletin, Scheduled
from briefings.grouping import Sort
from briefings.links import resolve
from briefings.model import Introduction, StoryId, StoryStatus
from briefings.outlines import EventOutline, Outline
from briefings.views.details import ShownEvent, shown_event
from briefings.views.shown import (
    Card,
    Day,
    Head,
    Line,
    Page,
    Period,
    Ref,
    Shown,
    clipped,
    day_url,
    head_of,
)

COMING_UP = 8
"""How many events the front page announces."""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A topic's entries in a briefing."""

    topic: Ref
    id: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingPage:
    """A day with its entries by topic."""

    day: Day
    weekday: str
    title: str
    lang: str
    """The introduction's language where it is not the bulletin's."""
    introduction: str
    """Safe HTML."""
    authors: tuple[Ref, ...]
    sections: tuple[ShownSection, ...]
    before: Day | None
    after: Day | None
    year: Period
    month: Period


@dataclass(frozen=True, slots=True)
class OpenStory:
    """A story that goes on, with its latest entry."""

    story: Ref
    description: str
    lang: str
    latest: Line


@dataclass(frozen=True, slots=True)
class EarlierDay:
    """A day before the newest, with the titles of its entries."""

    day: Day
    cards: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What a reader sees first."""

    briefing: BriefingPage | None
    earlier: tuple[EarlierDay, ...]
    stories: tuple[OpenStory, ...]
    coming_up: tuple[ShownEvent, ...]


@dataclass(frozen=True, slots=True)
class DayHeading:
    """A day in a month's list."""

    day: Day
    weekday: str
    title: str
    lang: str
    """The title's language where it is not the bulletin's."""
    cards: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPage:
    """A month, day by day, the newest first."""

    name: str
    days: tuple[DayHeading, ...]
    count: int
    before: Period | None
    after: Period | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPage:
    """A year, month by month."""

    name: str
    count: int
    months: tuple[Period, ...]
    before: Period | None
    after: Period | None


@dataclass(frozen=True, slots=True)
class ArchiveYear:
    """A year in the archive."""

    year: Period
    months: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """Every year with its months, the newest first."""

    years: tuple[ArchiveYear, ...]


def front_page(shown: Shown, _: str) -> Page:
    """The newest briefing, the days before it, open stories and what is coming up."""
    bulletin, settings = shown.bulletin, shown.settings
    newest = next(bulletin.newest_days(), None)
    head = Head(
        title="",
        description=settings.site_description or "",
        url="",
        day=shown.weekday(newest) if newest else None,
        canonical=shown.absolute(""),
        feeds=shown.feeds(settings.site_name, ""),
    )
    content = FrontPage(
        briefing=_briefing(shown, bulletin.briefing(newest), "./") if newest else None,
        earlier=_earlier(shown),
        stories=_open_stories(shown),
        coming_up=tuple(shown_event(shown, event) for event in coming_up(bulletin)),
    )
    return Page("front.html", head, content)


def briefing_page(shown: Shown, key: str) -> Page:
    """The briefing of the day `key`, an ISO day."""
    day = date.fromisoformat(key)
    briefing = shown.bulletin.briefing(day)
    content = _briefing(shown, briefing, "../../../")
    url = day_url(day)
    own = briefing.introduction.summary if briefing.introduction else None
    head = Head(
        title=content.title or shown.words.say("briefing_of", day=content.day.text),
        description=clipped(own or " · ".join(e.title for e in briefing.entries), 200),
        url=url,
        crumbs=_crumbs(shown, content.year, content.month),
        day=replace(shown.weekday(day), url=""),
        canonical=shown.absolute(url),
        feeds=shown.feeds(shown.settings.site_name, ""),
    )
    return Page("briefing.html", head, content)


def month_page(shown: Shown, key: str) -> Page:
    """The month `key`, as `2024-06`."""
    bulletin = shown.bulletin
    days = bulletin.days_of(key)
    months = bulletin.months()
    at = months.index(key)
    first = _first(key)
    name = shown.words.month(first)
    url = f"{first:%Y/%m}/"
    content = MonthPage(
        name=name,
        days=tuple(_day_heading(shown, day, bulletin.introduction(day)) for day in reversed(days)),
        count=len(bulletin.group(Sort.DAY, key)),
        before=_month(shown, months[at - 1]) if at > 0 else None,
        after=_month(shown, months[at + 1]) if at + 1 < len(months) else None,
    )
    crumbs = _crumbs(shown, _year(f"{first:%Y}"))
    return Page("month.html", head_of(shown, name, url, crumbs=crumbs), content)


def year_page(shown: Shown, key: str) -> Page:
    """The year `key`."""
    months = [month for month in shown.bulletin.months() if month.startswith(f"{key}-")]
    counts = [_month(shown, month, len(shown.bulletin.group(Sort.DAY, month))) for month in months]
    years = shown.bulletin.group(Sort.ALL).periods
    at = years.index(key)
    content = YearPage(
        name=key,
        count=sum(month.count for month in counts),
        months=tuple(counts),
        before=_year(years[at - 1]) if at > 0 else None,
        after=_year(years[at + 1]) if at + 1 < len(years) else None,
    )
    head = head_of(shown, key, f"{key}/", crumbs=_crumbs(shown))
    return Page("year.html", head, content)


def archive_page(shown: Shown, _: str) -> Page:
    """All years."""
    content = ArchivePage(tuple(reversed(_years(shown))))
    return Page("archive.html", head_of(shown, shown.words.say("archive"), "archive/"), content)


def coming_up(bulletin: Bulletin) -> list[Scheduled]:
    """The events that are not over, those with a date first, in the order of time."""
    today = bulletin.today.isoformat()
    dated: list[EventOutline] = []
    open_ended: list[tuple[int, EventOutline]] = []
    for outline in bulletin.group(Sort.ANNOUNCED).newest():
        dated += [event for event in outline.events if event.last_day >= today]
        open_ended += [
            (-outline.day.toordinal(), event)
            for event in outline.events
            if event.open and not (event.outcome and bulletin.shows(event.outcome))
        ]
    dated.sort(key=lambda event: (event.begins, event.id))
    open_ended.sort(key=lambda one: (one[0], one[1].id))
    chosen = [*dated, *(event for _, event in open_ended)][:COMING_UP]
    return [scheduled for one in chosen if (scheduled := bulletin.event(one.id))]


def _briefing(shown: Shown, briefing: Briefing, base: str) -> BriefingPage:
    bulletin = shown.bulletin
    before, after = (bulletin.day_beside(briefing.day, step) for step in (-1, 1))
    own = briefing.introduction
    html = own.prose.html if own else ""
    first = briefing.day.replace(day=1)
    return BriefingPage(
        day=shown.day(briefing.day),
        weekday=shown.words.weekday(briefing.day),
        title=(own.title or "") if own else "",
        lang=shown.lang(own.language) if own else "",
        introduction=resolve(
            html, lambda target: shown.entry_target(base, target), measure=shown.measure
        ),
        authors=tuple(map(shown.actor, own.authors)) if own else (),
        sections=tuple(
            ShownSection(
                shown.topic(section.topic.id), section.topic.id, shown.cards(section.entries)
            )
            for section in briefing.sections
        ),
        before=shown.day(before) if before else None,
        after=shown.day(after) if after else None,
        year=_year(f"{first:%Y}"),
        month=_month(shown, f"{first:%Y-%m}"),
    )


def _day_heading(shown: Shown, day: date, own: Introduction | None) -> DayHeading:
    title = (own.title or "") if own else ""
    return DayHeading(
        shown.day(day),
        shown.words.weekday(day),
        title,
        shown.lang(own.language) if own and title else "",
        shown.titles(shown.bulletin.briefing(day).entries),
    )


def _earlier(shown: Shown) -> tuple[EarlierDay, ...]:
    """The days before the newest, whole days until the number of entries is reached."""
    groups: list[EarlierDay] = []
    count = 0
    for day in islice(shown.bulletin.newest_days(), 1, None):
        if count >= shown.settings.front_page_entries:
            break
        entries = shown.bulletin.briefing(day).entries
        groups.append(EarlierDay(shown.day(day), shown.titles(entries)))
        count += len(entries)
    return tuple(groups)


def _open_stories(shown: Shown) -> tuple[OpenStory, ...]:
    bulletin = shown.bulletin
    stories = bulletin.vocabulary.stories
    running = [
        (latest, story)
        for story in stories
        if stories[story].status is StoryStatus.OPEN and (latest := latest_of(bulletin, story))
    ]
    running.sort(key=lambda one: (-one[0].instant, one[1]))
    return tuple(
        OpenStory(
            shown.story(story),
            *shown.text(stories[story].description),
            shown.line(latest.id),
        )
        for latest, story in running
    )


def latest_of(bulletin: Bulletin, story: StoryId) -> Outline | None:
    """A story's latest entry; of several at one moment, the one with the last id."""
    group = bulletin.group(Sort.STORY, story)
    newest = group.newest()
    latest = next(newest, None)
    while latest and (other := next(newest, None)) and other.instant == latest.instant:
        latest = other
    return latest


def _years(shown: Shown) -> list[ArchiveYear]:
    counts = shown.bulletin.group(Sort.MONTH).counts
    years = []
    for year, keys in groupby(counts, key=lambda month: month[:4]):
        months = tuple(_month(shown, month, counts[month]) for month in keys)
        total = sum(month.count for month in months)
        years.append(ArchiveYear(_year(year, total), months))
    return years


def _year(year: str, count: int = 0) -> Period:
    return Period(year, f"{year}/", count)


def _month(shown: Shown, month: str, count: int = 0) -> Period:
    return Period(shown.words.month(_first(month)), f"{month.replace('-', '/')}/", count)


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _crumbs(shown: Shown, *periods: Period) -> tuple[Ref, ...]:
    """The way through the archive to a period."""
    return (shown.listed("archive"), *(Ref(period.name, period.url) for period in periods))
