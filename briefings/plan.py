"""Which outputs are there? Every page, feed and file of a bulletin, by name, before any is made."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefings.grouping import Bulletin
from briefings.settings import Settings
from briefings.views import entry, feeds, indexes, lists, machine, plain, stories, subjects
from briefings.views.shown import NEWEST, Shown

View = Callable[[Shown, str], Any]
"""Makes what an output shows, of its key."""

Write = Callable[..., bytes]
"""Makes an output's bytes of its view, and of a feed also given what writes an entry."""

Keys = Callable[[Bulletin], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the published site."""

    kind: str
    key: str
    """Which one of its kind: an entry's id, an ISO day, a topic's id, `ID/2024`."""
    url: str
    """Its address relative to the bulletin's root, not percent-encoded."""

    def __str__(self) -> str:
        return f"/{self.url} ({self.kind})"

    @property
    def path(self) -> str:
        """The file, relative to the site's folder."""
        return self.url + "index.html" if self.url.endswith("/") or not self.url else self.url


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of output: which there are, where each stands and what it shows."""

    name: str
    keys: Keys
    url: Callable[[str], str]
    view: View
    write: Write | None = None
    """Makes the bytes of a view that is no HTML page."""
    listed: bool = True
    """Whether its pages stand in the sitemap of pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All outputs of a bulletin, those that others lead to first."""

    outputs: tuple[Output, ...]
    pages: Mapping[str, plain.PlainPage]
    """The plain pages by their address."""
    files: Mapping[str, Path]
    """What is copied as it is, by its path in the site: assets, media, files beside plain pages."""


def _one(key: str = "") -> Keys:
    return lambda bulletin: (key,)


def _subject(name: str, index: str, registry: str, grouped: str, view: View) -> Kind:
    def keys(bulletin: Bulletin) -> list[str]:
        return indexes.keys(getattr(bulletin.vocabulary, registry), getattr(bulletin, grouped))

    return Kind(name, keys, lambda key: f"{index}/{key}/", view)


def _index(sort: str) -> Kind:
    plural = indexes.INDEXES[sort]
    return Kind(f"{plural}", _one(sort), lambda key: f"{plural}/", indexes.index_page)


def _feed_keys(bulletin: Bulletin) -> list[str]:
    topics = [f"topics/{topic}" for topic in bulletin.vocabulary.topics]
    return ["", *topics, *(f"stories/{story}" for story in bulletin.vocabulary.stories)]


def _feed_url(name: str) -> Callable[[str], str]:
    return lambda key: f"{key}/{name}" if key else name


def _story_keys(bulletin: Bulletin) -> list[str]:
    return indexes.keys(bulletin.vocabulary.stories, bulletin.by_story, longer_than=NEWEST)


def _years(bulletin: Bulletin) -> list[str]:
    return sorted({str(day.year) for day in bulletin.briefings})


def _months(bulletin: Bulletin) -> list[str]:
    return sorted({day.isoformat()[:7] for day in bulletin.briefings})


PAGES: tuple[Kind, ...] = (
    Kind("entry", lambda b: b.entries, lambda key: f"{key}/", entry.entry_page),
    Kind(
        "withdrawn", lambda b: b.withdrawn, lambda key: f"{key}/", entry.withdrawn_page, None, False
    ),
    Kind("redirect", lambda b: b.aliases, lambda key: key[1:], machine.redirect_page, None, False),
    Kind(
        "briefing",
        lambda b: (day.isoformat() for day in b.briefings),
        lambda key: key.replace("-", "/") + "/",
        lists.briefing_page,
    ),
    Kind("month", _months, lambda key: key.replace("-", "/") + "/", lists.month_page),
    Kind("year", _years, lambda key: f"{key}/", lists.year_page),
    Kind("archive", _one(), lambda key: "archive/", lists.archive_page),
    _subject("topic", "topics", "topics", "by_topic", subjects.topic_page),
    Kind("topics", _one(), lambda key: "topics/", subjects.topics_page),
    Kind("story", _story_keys, lambda key: f"stories/{key}/", stories.story_page),
    Kind("stories", _one(), lambda key: "stories/", stories.stories_page),
    _subject("person", "people", "people", "by_actor", subjects.person_page),
    _index("person"),
    _subject(
        "organization", "organizations", "organizations", "by_actor", subjects.organization_page
    ),
    _index("organization"),
    _subject("place", "places", "places", "by_place", subjects.place_page),
    _index("place"),
    _subject("publisher", "publishers", "publishers", "by_publisher", subjects.publisher_page),
    _index("publisher"),
    Kind("search", _one(), lambda key: "search/", plain.search_page),
    Kind("404", _one(), lambda key: "404.html", plain.missing_page, None, False),
    Kind("front", _one(), lambda key: "", lists.front_page),
)
"""The HTML pages that the bulletin itself makes, in the order of publishing."""

DOCUMENTS: tuple[Kind, ...] = (
    Kind("atom", _feed_keys, _feed_url("feed.xml"), feeds.feed, feeds.atom),
    Kind("json-feed", _feed_keys, _feed_url("feed.json"), feeds.feed, feeds.json_feed),
    Kind("permalinks", _one(), lambda key: "permalinks.txt", machine.permalinks, machine.to_text),
    Kind("robots", _one(), lambda key: "robots.txt", machine.robots, machine.to_text),
)
SITEMAPS: tuple[Kind, ...] = (
    Kind(
        "sitemap-year",
        lambda b: sorted({str(e.day.year) for e in b.entries.values()}),
        lambda key: f"sitemap-{key}.xml",
        machine.sitemap_of_year,
        machine.to_xml,
    ),
    Kind("sitemap", _one(), lambda key: "sitemap.xml", machine.sitemap_index, machine.to_xml),
)
"""What needs the bulletin's own address."""

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*PAGES, *DOCUMENTS, *SITEMAPS)}
PAGE_KINDS: tuple[str, ...] = (*(kind.name for kind in PAGES), "page")
"""Every kind of HTML page, plain pages among them."""


def plan(
    bulletin: Bulletin,
    settings: Settings,
    pages: Sequence[plain.PlainPage] = (),
    files: Mapping[str, Path] | None = None,
) -> Plan:
    """Every output of a bulletin. That no two claim one URL is what `claiming` checks."""
    kinds = (*PAGES, *DOCUMENTS, *(SITEMAPS if settings.site_url else ()))
    outputs = [Output("page", page.url, page.url) for page in pages]
    outputs += [
        Output(kind.name, key, kind.url(key)) for kind in kinds for key in kind.keys(bulletin)
    ]
    if settings.site_url:
        outputs.append(Output("sitemap-pages", "", "sitemap-pages.xml"))
    outputs += [Output("file", path, path) for path in files or {}]
    return Plan(outputs=tuple(outputs), pages={page.url: page for page in pages}, files=files or {})


def listed_urls(outputs: Iterable[Output]) -> list[str]:
    """The addresses of the pages that are no entry's, for the sitemap."""
    kinds = {kind.name for kind in PAGES if kind.listed and kind.name != "entry"} | {"page"}
    return [output.url for output in outputs if output.kind in kinds]
