"""What do the front page, the briefings and the archive show?"""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from briefings.grouping import Briefing, Bulletin, Scheduled
from briefings.links import resolve
from briefings.model import Event, Introduction, StoryStatus
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
    year: Period
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
    newest = max(bulletin.briefings, default=None)
    head = Head(
        title="",
        description=settings.site_description or "",
        url="",
        canonical=shown.absolute(""),
        feeds=shown.feeds(settings.site_name, ""),
    )
    content = FrontPage(
        briefing=_briefing(shown, bulletin.briefings[newest], "./") if newest else None,
        earlier=_earlier(shown),
        stories=_open_stories(shown),
        coming_up=tuple(shown_event(shown, event) for event in coming_up(bulletin)),
    )
    return Page("front.html", head, content)


def briefing_page(shown: Shown, key: str) -> Page:
    """The briefing of the day `key`, an ISO day."""
    day = date.fromisoformat(key)
    briefing = shown.bulletin.briefings[day]
    content = _briefing(shown, briefing, "../../../")
    url = day_url(day)
    own = briefing.introduction.summary if briefing.introduction else None
    head = Head(
        title=content.title or shown.words.say("briefing_of", day=content.day.text),
        description=clipped(own or " · ".join(e.title for e in briefing.entries), 200),
        url=url,
        canonical=shown.absolute(url),
        feeds=shown.feeds(shown.settings.site_name, ""),
    )
    return Page("briefing.html", head, content)


def month_page(shown: Shown, key: str) -> Page:
    """The month `key`, as `2024-06`."""
    days = [day for day in shown.bulletin.briefings if day.isoformat().startswith(key)]
    months = _months(shown)
    at = list(months).index(key)
    first = days[0].replace(day=1)
    name = shown.words.month(first)
    url = f"{first:%Y/%m}/"
    content = MonthPage(
        name=name,
        year=Period(f"{first:%Y}", f"{first:%Y}/", 0),
        days=tuple(
            _day_heading(shown, day, shown.bulletin.introductions.get(day))
            for day in reversed(days)
        ),
        count=months[key].count,
        before=_neighbour(list(months.values()), at - 1),
        after=_neighbour(list(months.values()), at + 1),
    )
    return Page("month.html", _list_head(shown, name, url), content)


def year_page(shown: Shown, key: str) -> Page:
    """The year `key`."""
    years = _years(shown)
    names = [one.year.name for one in years]
    at = names.index(key)
    content = YearPage(
        name=key,
        count=years[at].year.count,
        months=years[at].months,
        before=_neighbour([one.year for one in years], at - 1),
        after=_neighbour([one.year for one in years], at + 1),
    )
    return Page("year.html", _list_head(shown, key, f"{key}/"), content)


def archive_page(shown: Shown, _: str) -> Page:
    """All years."""
    content = ArchivePage(tuple(reversed(_years(shown))))
    return Page("archive.html", _list_head(shown, shown.words.say("archive"), "archive/"), content)


def coming_up(bulletin: Bulletin) -> list[Scheduled]:
    """The events that are not over, those with a date first, in the order of time."""
    today, timezone = bulletin.today, bulletin.timezone
    events = bulletin.events.values()
    dated = [e for e in events if (last := last_day(e.event, timezone)) and last >= today]
    open_ended = [e for e in events if e.event.when and e.event.outcome is None]
    dated.sort(key=lambda e: (_beginning(e.event, timezone), e.event.id))
    open_ended.sort(key=lambda e: (-e.announced_in.day.toordinal(), e.event.id))
    return (dated + open_ended)[:COMING_UP]


def last_day(event: Event, timezone: ZoneInfo) -> date | None:
    """The last day of an event in the bulletin's zone; None where no day is fixed."""
    moment = event.end or event.start
    return moment.astimezone(timezone).date() if isinstance(moment, datetime) else moment


def _beginning(event: Event, timezone: ZoneInfo) -> datetime:
    """When an event begins: at midnight where it has no time."""
    if isinstance(event.start, datetime):
        return event.start
    return datetime.combine(event.start or date.max, time.min, timezone)


def _briefing(shown: Shown, briefing: Briefing, base: str) -> BriefingPage:
    days = list(shown.bulletin.briefings)
    at = days.index(briefing.day)
    own = briefing.introduction
    html = own.prose.html if own else ""
    first = briefing.day.replace(day=1)
    return BriefingPage(
        day=shown.day(briefing.day),
        weekday=shown.words.weekday(briefing.day),
        title=(own.title or "") if own else "",
        lang=shown.lang(own.language) if own else "",
        introduction=resolve(html, lambda target: shown.entry_target(base, target)),
        authors=tuple(map(shown.actor, own.authors)) if own else (),
        sections=tuple(
            ShownSection(
                shown.topic(section.topic.id), section.topic.id, shown.cards(section.entries)
            )
            for section in briefing.sections
        ),
        before=shown.day(days[at - 1]) if at > 0 else None,
        after=shown.day(days[at + 1]) if at + 1 < len(days) else None,
        month=Period(shown.words.month(first), f"{first:%Y/%m}/", 0),
    )


def _day_heading(shown: Shown, day: date, own: Introduction | None) -> DayHeading:
    title = (own.title or "") if own else ""
    return DayHeading(
        shown.day(day),
        shown.words.weekday(day),
        title,
        shown.lang(own.language) if own and title else "",
        shown.titles(shown.bulletin.briefings[day].entries),
    )


def _earlier(shown: Shown) -> tuple[EarlierDay, ...]:
    """The days before the newest, whole days until the number of entries is reached."""
    groups: list[EarlierDay] = []
    count = 0
    for day in reversed(list(shown.bulletin.briefings)[:-1]):
        if count >= shown.settings.front_page_entries:
            break
        entries = shown.bulletin.briefings[day].entries
        groups.append(EarlierDay(shown.day(day), shown.titles(entries)))
        count += len(entries)
    return tuple(groups)


def _open_stories(shown: Shown) -> tuple[OpenStory, ...]:
    bulletin = shown.bulletin
    running = [
        (entries[-1], story)
        for story, entries in bulletin.by_story.items()
        if bulletin.vocabulary.stories[story].status is StoryStatus.OPEN
    ]
    running.sort(key=lambda one: (-bulletin.moment(one[0]).timestamp(), one[1]))
    return tuple(
        OpenStory(
            shown.story(story),
            *shown.text(bulletin.vocabulary.stories[story].description),
            shown.line(latest.id),
        )
        for latest, story in running
    )


def _months(shown: Shown) -> dict[str, Period]:
    """Every month with entries, by `2024-06`, in order."""
    months = {}
    briefings = shown.bulletin.briefings
    for key, days in groupby(briefings, key=lambda day: day.isoformat()[:7]):
        ones = list(days)
        count = sum(len(section.entries) for day in ones for section in briefings[day].sections)
        months[key] = Period(shown.words.month(ones[0].replace(day=1)), f"{ones[0]:%Y/%m}/", count)
    return months


def _years(shown: Shown) -> list[ArchiveYear]:
    years = []
    for year, keys in groupby(_months(shown).items(), key=lambda one: one[0][:4]):
        months = tuple(period for _, period in keys)
        total = sum(month.count for month in months)
        years.append(ArchiveYear(Period(year, f"{year}/", total), months))
    return years


def _neighbour(periods: list[Period], at: int) -> Period | None:
    if not 0 <= at < len(periods):
        return None
    return Period(periods[at].name, periods[at].url, 0)


def _list_head(shown: Shown, title: str, url: str) -> Head:
    return Head(title=title, url=url, canonical=shown.absolute(url))
