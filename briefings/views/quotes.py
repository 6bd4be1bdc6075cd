"""Who said what? Quotes by day, of everybody, of one speaker, on one topic."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain, groupby, islice

from msgspec import Struct
from msgspec.structs import replace

from briefings.belonging import Sort
from briefings.bulletin import Group
from briefings.model import ActorId, EntryId, TopicId
from briefings.outlines import Outline
from briefings.views.details import ShownQuote, shown_quote
from briefings.views.indexes import IndexItem, IndexPage
from briefings.views.lists import chosen, head_of_list, keyed
from briefings.views.parts import NEWEST, Day, Line, Numbered, Page, Period, Ref, encoded
from briefings.views.shown import Shown, head_of, name_key

_KEPT = 4000


class Said(Struct, frozen=True):
    """An entry with its quotes, in its order."""

    quotes: tuple[ShownQuote, ...]
    card: Line


class SaidDay(Struct, frozen=True):
    """What was said by the entries of one day."""

    day: Day
    said: tuple[Said, ...]


class SpokenOn(Struct, frozen=True):
    """A topic on which somebody spoke, with the entries on the page that quote it."""

    topic: Ref
    id: str
    cards: tuple[Line, ...]


class MonthsOfYear(Struct, frozen=True):
    """The months of a year in which something was said."""

    year: str
    months: tuple[Period, ...]


class QuotesPage(Struct, frozen=True, kw_only=True):
    """Quotes, the newest first."""

    of: Ref | None = None
    """Whom or what the page is about; None where it has everybody's."""
    period: str = ""
    """The month or the year, where the page has one alone."""
    count: int
    """The number of entries that are quoted from."""
    is_speakers: bool = False
    """Whether all are of one speaker."""
    days: tuple[SaidDay, ...]
    spoken_on: tuple[SpokenOn, ...] = ()
    topics: tuple[Numbered, ...] = ()
    speakers: tuple[Numbered, ...] = ()
    """Those on the page, each with all entries that quote them."""
    archive: tuple[MonthsOfYear, ...] = ()
    years: tuple[Period, ...] = ()
    before: Period | None = None
    after: Period | None = None


def quotes_page(shown: Shown, _: str) -> Page:
    """What was said last, by whom and on what."""
    group = shown.bulletin.group(Sort.QUOTED)
    listed = list(islice(group.newest(), NEWEST))
    content = QuotesPage(
        count=len(group),
        days=_days(shown, listed),
        topics=_topics(shown),
        speakers=_speakers(
            shown,
            {one: len(shown.bulletin.group(Sort.SPEAKER, one)) for one in _quoted_in(listed)},
        ),
        archive=_archive(shown, group),
    )
    return Page("quotes.html", head_of(shown, shown.words.say("quotes"), "quotes/"), content)


def quotes_month_page(shown: Shown, key: str) -> Page:
    """What was said in a month, as `2024-06`."""
    group = shown.bulletin.group(Sort.QUOTED)
    listed = group.of(key)
    months = group.periods
    at = months.index(key)
    own = _month(shown, key)
    content = QuotesPage(
        period=own.name,
        count=len(listed),
        days=_days(shown, listed),
        before=_month(shown, months[at - 1]) if at > 0 else None,
        after=_month(shown, months[at + 1]) if at + 1 < len(months) else None,
    )
    title = f"{shown.words.say('quotes')}: {own.name}"
    head = head_of(shown, title, own.url, crumbs=(shown.listed("quotes"),))
    return Page("quotes.html", head, content)


def speaker_page(shown: Shown, key: str) -> Page:
    """What somebody said last and on what; with `ID/2024` in one year."""
    speaker, year = keyed(key)
    listed = chosen(shown.bulletin.group(Sort.SPEAKER, speaker), year)
    home = speaker_quotes(shown, speaker)
    content = replace(
        _of(shown, shown.actor(speaker), home, Sort.SPEAKER, speaker, year),
        is_speakers=True,
        days=_days(shown, listed, speaker),
        spoken_on=spoken_on(shown, listed),
    )
    speakers = Ref(shown.words.say("speakers"), "quotes/speakers/")
    return _page(shown, content, home, (shown.listed("quotes"), speakers))


def topic_quotes_page(shown: Shown, key: str) -> Page:
    """What was said last on a topic and by whom; with `ID/2024` in one year."""
    topic, year = keyed(key)
    listed = chosen(shown.bulletin.group(Sort.QUOTED_ON, topic), year)
    name = shown.topic(TopicId(topic))
    home = topic_quotes(shown, topic)
    content = replace(
        _of(shown, name, home, Sort.QUOTED_ON, topic, year),
        days=_days(shown, listed),
        speakers=() if year else _speakers(shown, _quoted_in(listed)),
    )
    return _page(shown, content, home, (shown.listed("quotes"),))


def speakers_page(shown: Shown, _: str) -> Page:
    """Everybody who is quoted, by letters."""
    vocabulary = shown.bulletin.vocabulary
    actors: Iterable[str] = chain(vocabulary.people, vocabulary.organizations)
    counts = ((actor, len(shown.bulletin.group(Sort.SPEAKER, actor))) for actor in actors)
    items = [
        IndexItem(speaker_quotes(shown, actor), "", "", count) for actor, count in counts if count
    ]
    content = IndexPage("speaker", tuple(sorted(items, key=lambda item: name_key(item.name.name))))
    title = shown.words.say("speakers")
    head = head_of(shown, title, "quotes/speakers/", crumbs=(shown.listed("quotes"),))
    return Page("index.html", head, content)


def speaker_quotes(shown: Shown, speaker: str) -> Ref:
    """A link to what somebody said, under the speaker's name."""
    return replace(shown.actor(speaker), url=f"quotes/speakers/{encoded(speaker)}/")


def topic_quotes(shown: Shown, topic: str) -> Ref:
    """A link to what was said on a topic, under the topic's name."""
    return replace(shown.topic(TopicId(topic)), url=f"quotes/topics/{encoded(topic)}/")


def said_in(shown: Shown, entry: EntryId, speaker: str = "") -> Said:
    """The quotes of an entry; only those of one speaker, where one is given."""
    return shown.remembered(_said_in, _KEPT)((entry, speaker))


def spoken_on(shown: Shown, entries: Iterable[Outline]) -> tuple[SpokenOn, ...]:
    """The sections that entries belong to, those with the most entries first."""
    by_topic: dict[TopicId, list[Outline]] = {}
    for entry in entries:
        by_topic.setdefault(entry.topics[0], []).append(entry)
    topics = sorted(by_topic, key=lambda topic: (-len(by_topic[topic]), topic))
    return tuple(
        SpokenOn(topic_quotes(shown, topic), topic, shown.lines(by_topic[topic]))
        for topic in topics
    )


def _said_in(shown: Shown, key: tuple[EntryId, str]) -> Said:
    id_, speaker = key
    entry = shown.bulletin.entry(id_)
    quotes = (quote for quote in entry.quotes if speaker in ("", quote.speaker))
    return Said(tuple(shown_quote(shown, entry, quote) for quote in quotes), shown.line(id_))


def _days(shown: Shown, entries: Iterable[Outline], speaker: str = "") -> tuple[SaidDay, ...]:
    return tuple(
        SaidDay(shown.day(day), tuple(said_in(shown, entry.id, speaker) for entry in ones))
        for day, ones in groupby(entries, key=lambda entry: entry.day)
    )


def _of(shown: Shown, name: Ref, home: Ref, sort: Sort, key: str, year: str) -> QuotesPage:
    """The frame of a page about a speaker or a topic, which is divided once it is too long."""
    group = shown.bulletin.group(sort, key)
    count = len(group.of(year)) if year else len(group)
    is_long = bool(year) or count > NEWEST
    return QuotesPage(
        of=name,
        period=year,
        count=count,
        days=(),
        years=shown.years(group, home.url, year) if is_long else (),
    )


def _page(shown: Shown, content: QuotesPage, home: Ref, above: tuple[Ref, ...]) -> Page:
    title = f"{shown.words.say('quotes')}: {home.name}"
    head = head_of_list(shown, home, content.period, title=title, above=above)
    return Page("quotes.html", head, content)


def _topics(shown: Shown) -> tuple[Numbered, ...]:
    """The topics on which something was said, as topics.yml orders them."""
    topics = shown.bulletin.vocabulary.topics
    counts = ((topic, len(shown.bulletin.group(Sort.QUOTED_ON, topic))) for topic in topics)
    return tuple(Numbered(topic_quotes(shown, topic), count) for topic, count in counts if count)


def _quoted_in(entries: Iterable[Outline]) -> Counter[ActorId]:
    """Those who are quoted in these entries, each with how many of them do so."""
    return Counter(ActorId(speaker) for entry in entries for speaker in set(entry.speakers))


def _speakers(shown: Shown, counts: Mapping[ActorId, int]) -> tuple[Numbered, ...]:
    """Speakers by letters, each with the number that it has."""
    found = [Numbered(speaker_quotes(shown, one), counts[one]) for one in sorted(counts)]
    return tuple(sorted(found, key=lambda one: name_key(one.name.name)))


def _archive(shown: Shown, group: Group) -> tuple[MonthsOfYear, ...]:
    counts = group.counts
    return tuple(
        MonthsOfYear(
            year,
            tuple(
                Period(shown.words.month_alone(_first(month)), _month_url(month), counts[month])
                for month in months
            ),
        )
        for year, months in groupby(reversed(counts), key=lambda month: month[:4])
    )


def _month(shown: Shown, month: str) -> Period:
    return Period(shown.words.month(_first(month)), _month_url(month), 0)


def _month_url(month: str) -> str:
    return f"quotes/{month.replace('-', '/')}/"


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
