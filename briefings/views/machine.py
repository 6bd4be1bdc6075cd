"""What do machines read? The sitemap, robots.txt, the list of permalinks, redirects."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from briefings.grouping import last_changed
from briefings.model import UrlPath
from briefings.views.feeds import written
from briefings.views.shown import Head, Page, Shown, encoded, entry_url

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Address:
    """A line of a sitemap."""

    url: str
    """Absolute."""
    changed: str
    """An ISO day, or empty."""


@dataclass(frozen=True, slots=True)
class SitemapIndex:
    """The sitemaps of a bulletin."""

    sitemaps: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages of one sitemap."""

    pages: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A plain text file."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Where an earlier address leads. It has no frame, so as not to change with it."""

    title: str
    url: str
    lang: str
    site_name: str
    site_language: str


def sitemap_index(shown: Shown, _: str) -> SitemapIndex:
    """A sitemap for each year's entries and one for all other pages. sitemaps.org, "index"."""
    newest: dict[int, str] = {}
    for entry in shown.bulletin.entries.values():
        changed = last_changed(entry, shown.settings.timezone).date().isoformat()
        newest[entry.day.year] = max(newest.get(entry.day.year, ""), changed)
    years = (
        Address(shown.absolute(f"sitemap-{year}.xml"), newest[year]) for year in sorted(newest)
    )
    return SitemapIndex((*years, Address(shown.absolute("sitemap-pages.xml"), "")))


def sitemap_of_year(shown: Shown, year: str) -> Sitemap:
    """A year's entries, each with the day on which it last changed."""
    entries = sorted(e for e in shown.bulletin.entries if e.startswith(f"{year}/"))
    return Sitemap(
        tuple(
            Address(
                shown.absolute(entry_url(entry)),
                last_changed(shown.bulletin.entries[entry], shown.settings.timezone)
                .date()
                .isoformat(),
            )
            for entry in entries
        )
    )


def sitemap_of_pages(shown: Shown, urls: Iterable[str]) -> Sitemap:
    """All pages that are not an entry's."""
    return Sitemap(tuple(Address(shown.absolute(url), "") for url in sorted(urls)))


def robots(shown: Shown, _: str) -> Lines:
    """Everybody may read everything. RFC 9309."""
    lines = ["User-agent: *", "Disallow:"]
    if shown.settings.site_url:
        lines.append(f"Sitemap: {shown.absolute('sitemap.xml')}")
    return Lines(tuple(lines))


def permalinks(shown: Shown, _: str) -> Lines:
    """Every address that was published for an entry, withdrawn ones and aliases included."""
    bulletin = shown.bulletin
    own = (f"/{entry_url(entry)}" for entry in (*bulletin.entries, *bulletin.withdrawn))
    return Lines(tuple(sorted({*own, *(encoded(alias) for alias in bulletin.aliases)})))


def redirect_page(shown: Shown, alias: str) -> Page:
    """An earlier address of an entry, which leads to the present one."""
    bulletin = shown.bulletin
    entry_id = bulletin.aliases[UrlPath(alias)]
    entry = bulletin.entries.get(entry_id) or bulletin.withdrawn[entry_id]
    head = Head(
        title=entry.title,
        url=encoded(alias[1:]),
        canonical=shown.absolute(entry_url(entry_id)),
        lang=shown.lang(entry.language),
        noindex=True,
    )
    settings = shown.settings
    content = Redirect(
        title=entry.title,
        url=entry_url(entry_id),
        lang=head.lang,
        site_name=settings.site_name,
        site_language=settings.language,
    )
    return Page("redirect.html", head, content)


def to_xml(view: SitemapIndex | Sitemap) -> bytes:
    """A sitemap or an index of sitemaps. sitemaps.org, protocol 0.9."""
    index = isinstance(view, SitemapIndex)
    root = Element("sitemapindex" if index else "urlset", {"xmlns": _SITEMAP})
    for address in view.sitemaps if isinstance(view, SitemapIndex) else view.pages:
        element = SubElement(root, "sitemap" if index else "url")
        SubElement(element, "loc").text = address.url
        if address.changed:
            SubElement(element, "lastmod").text = address.changed
    return written(root)


def to_text(view: Lines) -> bytes:
    """A plain text file, a line each."""
    return "".join(f"{line}\n" for line in view.lines).encode()
