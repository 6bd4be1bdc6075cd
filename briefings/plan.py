"""Which outputs are there? Every page, feed and file of a bulletin, by name, before any is made."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from briefings.belonging import Sort
from briefings.grouping import Groups, Periods
from briefings.model import Vocabulary
from briefings.outputs import Output
from briefings.settings import Settings
from briefings.views import (
    accent,
    actors,
    archive,
    briefings,
    calendar,
    corrections,
    desk,
    entry,
    feeds,
    feedstyle,
    front,
    icalendar,
    indexes,
    machine,
    manifest,
    news,
    offers,
    places,
    plain,
    policy,
    quotes,
    stories,
    subjects,
    subscribing,
)
from briefings.views.parts import NEWEST
from briefings.views.shown import Shown

View = Callable[[Shown, str], Any]
"""Makes what an output shows, of its key."""

Write = Callable[..., bytes]
"""Makes an output's bytes of its view, and of a feed also given what writes an entry."""

Keys = Callable[[str, Periods], Iterable[str]]
"""The keys of the outputs that there are about one thing, given its periods."""


class Kind(Struct, frozen=True):
    """A kind of output: which there are, where each stands and what it shows."""

    name: str
    about: "About"
    url: Callable[[str], str]
    view: View
    write: Write | None = None
    """Makes the bytes of a view that is no HTML page."""
    listed: bool = True
    """Whether its pages stand in the sitemap of pages."""
    needs: str = ""
    """The setting without which there are none."""


class About(Struct, frozen=True):
    """What the outputs of a kind are about: names of a registry, groups, or one thing alone."""

    keys: Keys
    registry: str = ""
    """The registry whose every name has such outputs, whether it has entries or not."""
    sort: Sort | None = None
    """The groups whose periods decide which there are: each of a sort, or of each name."""


def _one(key: str = "") -> About:
    return About(lambda name, periods: (key,))


def _itself(name: str, periods: Periods) -> Iterable[str]:
    return (name,) if periods else ()


def _each_period(name: str, periods: Periods) -> Iterable[str]:
    return periods


def _each_year(name: str, periods: Periods) -> Iterable[str]:
    return sorted({period[:4] for period in periods})


def _calendar_years(name: str, periods: Periods) -> Iterable[str]:
    """The calendar of the whole bulletin alone has pages by year."""
    return () if name else _each_year(name, periods)


def _by_year(name: str, periods: Periods) -> Iterable[str]:
    """The page of the newest, and one for each year."""
    return (name, *(f"{name}/{period}" for period in periods))


def _timeline(name: str, periods: Periods) -> Iterable[str]:
    """A story has pages by year once it is too long for one."""
    return _by_year(name, periods if sum(periods.values()) > NEWEST else {})


def _quotes(name: str, periods: Periods) -> Iterable[str]:
    """Who is not quoted has no page of quotes; there are pages by year once it is too long for one."""
    return _timeline(name, periods) if periods else ()


def _quotes_of(name: str, index: str, registry: str, sort: Sort, view: View) -> Kind:
    about = About(_quotes, registry, sort)
    return Kind(name, about, lambda key: f"quotes/{index}/{key}/", view, listed=False)


def _subject(name: str, index: str, registry: str, sort: Sort, view: View) -> Kind:
    about = About(_by_year, registry, sort)
    return Kind(name, about, lambda key: f"{index}/{key}/", view)


def _index(sort: str) -> Kind:
    plural = indexes.INDEXES[sort]
    return Kind(f"{plural}", _one(sort), lambda key: f"{plural}/", indexes.index_page)


def _each_of(registry: str) -> About:
    return About(lambda key, periods: (f"{registry}/{key}",), registry)


_TOPICS_AND_STORIES = tuple((one, _each_of(one)) for one in ("topics", "stories"))


def _feeds(name: str, sort: str, write: Write) -> Iterable[Kind]:
    """The feed of the bulletin and those of its topics and stories."""

    def url(key: str) -> str:
        return f"{key}/{name}" if key else name

    yield Kind(sort, _one(), url, feeds.feed, write)
    for registry, about in _TOPICS_AND_STORIES:
        yield Kind(f"{sort}-{registry}", about, url, feeds.feed, write)


def _calendars() -> Iterable[Kind]:
    """The calendar of the bulletin and those of its topics and stories."""

    def url(key: str) -> str:
        return f"{key}/calendar.ics" if key else "calendar.ics"

    yield Kind("calendar-file", _one(), url, icalendar.calendar_file, icalendar.to_ics)
    for registry, about in _TOPICS_AND_STORIES:
        kind = f"calendar-file-{registry}"
        yield Kind(kind, about, url, icalendar.calendar_file, icalendar.to_ics)


def _desk() -> Iterable[Kind]:
    """The files of the published desk that know the bulletin."""

    def kind(name: str, file: str, view: View) -> Kind:
        url = f"{desk.HOME}{file}"
        return Kind(name, _one(), lambda key: url, view, desk.to_bytes, needs="desk")

    yield kind("desk", "", desk.page)
    yield kind("desk-configuration", "config.yml", desk.configuration)
    yield kind("desk-knowledge", "desk.json", desk.known)


PAGES: tuple[Kind, ...] = (
    Kind("entry", About(_itself, sort=Sort.OWN), lambda key: f"{key}/", entry.entry_page),
    Kind(
        "withdrawn",
        About(_itself, sort=Sort.OWN_WITHDRAWN),
        lambda key: f"{key}/",
        entry.withdrawn_page,
        listed=False,
    ),
    Kind(
        "redirect",
        About(lambda alias, periods: (alias,) if alias and periods else (), sort=Sort.ALIAS),
        lambda key: key[1:],
        machine.redirect_page,
        listed=False,
    ),
    Kind(
        "briefing",
        About(_each_period, sort=Sort.DAY),
        lambda key: key.replace("-", "/") + "/",
        briefings.briefing_page,
    ),
    Kind(
        "month",
        About(_each_period, sort=Sort.MONTH),
        lambda key: key.replace("-", "/") + "/",
        archive.month_page,
    ),
    Kind("year", About(_each_period, sort=Sort.ALL), lambda key: f"{key}/", archive.year_page),
    Kind("archive", _one(), lambda key: "archive/", archive.archive_page),
    _subject("topic", "topics", "topics", Sort.TOPIC, subjects.topic_page),
    Kind("topics", _one(), lambda key: "topics/", subjects.topics_page),
    Kind(
        "story",
        About(_timeline, "stories", Sort.STORY),
        lambda key: f"stories/{key}/",
        stories.story_page,
    ),
    Kind("stories", _one(), lambda key: "stories/", stories.stories_page),
    _quotes_of("person-quotes", "speakers", "people", Sort.SPEAKER, quotes.speaker_page),
    _quotes_of(
        "organization-quotes", "speakers", "organizations", Sort.SPEAKER, quotes.speaker_page
    ),
    _quotes_of("topic-quotes", "topics", "topics", Sort.QUOTED_ON, quotes.topic_quotes_page),
    Kind(
        "quotes-month",
        About(_each_period, sort=Sort.QUOTED),
        lambda key: f"quotes/{key.replace('-', '/')}/",
        quotes.quotes_month_page,
    ),
    Kind("speakers", _one(), lambda key: "quotes/speakers/", quotes.speakers_page),
    Kind("quotes", _one(), lambda key: "quotes/", quotes.quotes_page),
    _subject("person", "people", "people", Sort.ACTOR, actors.person_page),
    _index("person"),
    _subject(
        "organization", "organizations", "organizations", Sort.ACTOR, actors.organization_page
    ),
    _index("organization"),
    _subject("place", "places", "places", Sort.PLACE, subjects.place_page),
    Kind("places", _one(), lambda key: "places/", places.places_page),
    _subject("publisher", "publishers", "publishers", Sort.PUBLISHER, subjects.publisher_page),
    _index("publisher"),
    Kind("offers", _one(), lambda key: "offers/", offers.offers_page),
    Kind(
        "offers-year",
        About(_each_period, sort=Sort.OFFERED),
        lambda key: f"offers/{key}/",
        offers.offers_page,
    ),
    Kind("corrections", _one(), lambda key: "corrections/", corrections.corrections_page),
    Kind(
        "corrections-year",
        About(_each_period, sort=Sort.CORRECTED),
        lambda key: f"corrections/{key}/",
        corrections.corrections_page,
    ),
    Kind(
        "calendar-year",
        About(_calendar_years, sort=Sort.SCHEDULED),
        lambda key: f"calendar/{key}/",
        calendar.calendar_year,
    ),
    Kind("calendar", _one(), lambda key: "calendar/", calendar.calendar_page),
    Kind("feeds", _one(), lambda key: "feeds/", subscribing.feeds_page),
    Kind("search", _one(), lambda key: "search/", plain.search_page),
    Kind("404", _one(), lambda key: "404.html", plain.missing_page, None, False),
    Kind("front", _one(), lambda key: "", front.front_page),
)
"""The HTML pages that the bulletin itself makes, in the order of publishing."""

DOCUMENTS: tuple[Kind, ...] = (
    *_feeds("feed.xml", "atom", feeds.atom),
    *_feeds("feed.json", "json-feed", feeds.json_feed),
    Kind(
        "atom-corrections",
        _one(),
        lambda key: f"{corrections.FEED}.xml",
        corrections.feed,
        feeds.atom,
    ),
    Kind(
        "json-feed-corrections",
        _one(),
        lambda key: f"{corrections.FEED}.json",
        corrections.feed,
        feeds.json_feed,
    ),
    *_calendars(),
    Kind("opml", _one(), lambda key: "feeds.opml", subscribing.opml, subscribing.to_opml),
    Kind("feed-words", _one(), lambda key: feedstyle.WORDS, feedstyle.feed_words, feedstyle.to_css),
    Kind(
        "manifest",
        _one(),
        lambda key: "manifest.webmanifest",
        manifest.manifest,
        manifest.to_json,
    ),
    Kind(
        "accent",
        _one(),
        lambda key: accent.STYLE,
        accent.accent,
        accent.to_css,
        needs="accent",
    ),
    Kind("new", _one(), lambda key: "new.json", news.news, news.news_to_json),
    Kind("phrases", _one(), lambda key: news.PHRASES, news.phrases, news.phrases_to_json),
    Kind("permalinks", _one(), lambda key: "permalinks.txt", machine.permalinks, machine.to_text),
    Kind("robots", _one(), lambda key: "robots.txt", machine.robots, machine.to_text),
    Kind(
        "headers",
        _one(),
        lambda key: policy.HEADERS,
        policy.headers,
        machine.to_text,
        needs="headers_file",
    ),
    *_desk(),
    Kind(
        "sitemap-year",
        About(_each_year, sort=Sort.PAGE),
        lambda key: f"sitemap-{key}.xml",
        machine.sitemap_of_year,
        machine.to_xml,
        needs="site_url",
    ),
    Kind(
        "sitemap",
        _one(),
        lambda key: "sitemap.xml",
        machine.sitemap_index,
        machine.to_xml,
        needs="site_url",
    ),
)
"""The feeds, and the files that machines read."""

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*PAGES, *DOCUMENTS)}
_ORDER = {kind: place for place, kind in enumerate(["page", *KINDS, "sitemap-pages", "file"])}
PAGE_KINDS: tuple[str, ...] = (*(kind.name for kind in PAGES), "page")
"""Every kind of HTML page, plain pages among them."""


def plan(
    groups: Groups,
    vocabulary: Vocabulary,
    settings: Settings,
    pages: Iterable[str] = (),
    files: Iterable[str] = (),
) -> list[Output]:
    """Every output of a bulletin, those that others lead to first.

    `pages` are the addresses of plain pages, `files` the paths of what is published as it is. That no two
    outputs claim one URL is what `claiming` checks.
    """
    outputs = [Output("page", url, url) for url in pages]
    for kind in kinds_of(settings):
        for name, periods in _things(kind.about, groups, vocabulary):
            outputs += outputs_about(kind, name, periods)
    if settings.site_url:
        outputs.append(Output("sitemap-pages", "", "sitemap-pages.xml"))
    outputs += [Output("file", path, path) for path in files]
    return outputs


def kinds_of(settings: Settings) -> Iterable[Kind]:
    """The kinds of outputs that a bulletin with these settings has, in the order of publishing."""
    return (kind for kind in KINDS.values() if not kind.needs or getattr(settings, kind.needs))


def outputs_about(kind: Kind, name: str, periods: Periods) -> list[Output]:
    """The outputs of a kind about one thing, given its periods."""
    return [Output(kind.name, key, kind.url(key)) for key in kind.about.keys(name, periods)]


def _things(about: About, groups: Groups, vocabulary: Vocabulary) -> Iterable[tuple[str, Periods]]:
    if about.registry:
        for name in getattr(vocabulary, about.registry):
            yield name, groups.periods(about.sort, name) if about.sort else {}
    elif about.sort:
        yield from groups.of_sort(about.sort)
    else:
        yield "", {}


def in_order(outputs: Iterable[Output]) -> list[Output]:
    """Outputs in the order of publishing, each once: those first that others lead to."""
    return sorted(set(outputs), key=lambda output: (_ORDER.get(output.kind, 0), output.key))


def output_of(kind: str, key: str) -> Output:
    """The output of a kind with that key."""
    if kind in KINDS:
        return Output(kind, key, KINDS[kind].url(key))
    return Output(kind, key, key or "sitemap-pages.xml")


def listed_urls(vocabulary: Vocabulary, pages: Iterable[plain.PlainPage]) -> list[str]:
    """The addresses of the pages that belong to no year, for the sitemap.

    What a name has by year is reached from its own page, as the second page of a list is.
    """
    urls = [page.url for page in pages]
    for kind in PAGES:
        about = kind.about
        if kind.listed and about.registry:
            urls += [kind.url(name) for name in getattr(vocabulary, about.registry)]
        elif kind.listed and about.sort is None:
            urls += [output.url for output in outputs_about(kind, "", {})]
    return urls
