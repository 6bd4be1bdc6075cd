"""What do machines read? The sitemap, robots.txt, the list of permalinks, redirects."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain
from urllib.parse import urlsplit

from msgspec import Struct

from briefings.belonging import Sort
from briefings.bulletin import Bulletin
from briefings.views.parts import Head, Page, day_url, encoded, entry_url, entry_urls
from briefings.views.shown import Shown

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


class Address(Struct, frozen=True):
    """A line of a sitemap."""

    url: str
    """Absolute."""
    changed: str
    """An ISO day, or empty."""


class SitemapIndex(Struct, frozen=True):
    """The sitemaps of a bulletin."""

    sitemaps: tuple[Address, ...]


class Sitemap(Struct, frozen=True):
    """The pages of one sitemap."""

    pages: tuple[Address, ...]


class Lines(Struct, frozen=True):
    """A plain text file."""

    lines: tuple[str, ...]


class Redirect(Struct, frozen=True, kw_only=True):
    """Where an earlier address leads. It has no frame, so as not to change with it."""

    title: str
    url: str
    lang: str
    site_name: str
    site_language: str


def sitemap_index(shown: Shown, _: str) -> SitemapIndex:
    """A sitemap for each year's entries and one for all other pages. sitemaps.org, "index"."""
    newest: dict[str, str] = {}
    pages = shown.bulletin.group(Sort.PAGE)
    for month in pages.periods:
        changed = max(changed for _, changed in pages.changes_of(month))
        newest[month[:4]] = max(newest.get(month[:4], ""), changed)
    years = (
        Address(shown.absolute(f"sitemap-{year}.xml"), newest[year]) for year in sorted(newest)
    )
    return SitemapIndex((*years, Address(shown.absolute("sitemap-pages.xml"), "")))


def sitemap_of_year(shown: Shown, year: str) -> Sitemap:
    """A year's briefings, and its entries, each with the day on which it last changed."""
    pages = shown.bulletin.group(Sort.PAGE)
    months = (month for month in pages.periods if month.startswith(f"{year}-"))
    changes = dict(chain.from_iterable(map(pages.changes_of, months)))
    entries = sorted(changes)
    periods = (Address(shown.absolute(url), "") for url in _periods(shown.bulletin, year))
    permalinks = map(shown.absolute_permalink, entry_urls(entries))
    own = (Address(url, changes[entry]) for url, entry in zip(permalinks, entries, strict=True))
    return Sitemap((*periods, *own))


def _periods(bulletin: Bulletin, year: str) -> Iterator[str]:
    """The addresses of a year, its months and its days."""
    months = [month for month in bulletin.months() if month.startswith(f"{year}-")]
    if months:
        yield f"{year}/"
    for month in months:
        yield f"{month.replace('-', '/')}/"
        yield from map(day_url, bulletin.days_of(month))


def sitemap_of_pages(shown: Shown, urls: Iterable[str]) -> Sitemap:
    """All pages that belong to no year."""
    return Sitemap(tuple(Address(shown.absolute(url), "") for url in sorted(urls)))


def robots(shown: Shown, _: str) -> Lines:
    """Everybody may read everything but the desk. RFC 9309."""
    root = urlsplit(shown.absolute("")).path or "/"
    lines = ["User-agent: *", f"Disallow: {root}admin/" if shown.settings.desk else "Disallow:"]
    if shown.settings.site_url:
        lines.append(f"Sitemap: {shown.absolute('sitemap.xml')}")
    return Lines(tuple(lines))


def permalinks(shown: Shown, _: str) -> Lines:
    """Every address that was published for an entry, withdrawn ones and aliases included."""
    bulletin = shown.bulletin
    entries = chain(bulletin.group(Sort.PAGE).ids(), bulletin.group(Sort.WITHDRAWN).ids())
    own = (f"/{url}" for url in entry_urls(entries))
    return Lines(tuple(sorted({*own, *map(encoded, bulletin.aliases())})))


def redirect_page(shown: Shown, alias: str) -> Page:
    """An earlier address of an entry, which leads to the present one."""
    bulletin = shown.bulletin
    entry_id = bulletin.leads_to(alias)
    assert entry_id is not None, f"no entry had the address {alias}"
    entry = bulletin.outline(entry_id)
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
    """A sitemap or an index of sitemaps. sitemaps.org, protocol 0.9.

    Written without a library, which takes long: each new entry has a year's thousands of lines written anew.
    """
    if isinstance(view, SitemapIndex):
        root, part, addresses = "sitemapindex", "sitemap", view.sitemaps
    else:
        root, part, addresses = "urlset", "url", view.pages
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<{root} xmlns="{_SITEMAP}">']
    for address in addresses:
        changed = f"\n    <lastmod>{address.changed}</lastmod>" if address.changed else ""
        url = escape(address.url, quote=False)
        lines.append(f"  <{part}>\n    <loc>{url}</loc>{changed}\n  </{part}>")
    return "".join(f"{line}\n" for line in (*lines, f"</{root}>")).encode()


def to_text(view: Lines) -> bytes:
    """A plain text file, a line each."""
    return "".join(f"{line}\n" for line in view.lines).encode()
