"""What do the plain pages, the search page and the page for missing addresses show?"""

from msgspec import Struct

from briefings.belonging import Sort
from briefings.model import Link
from briefings.prose.links import resolve
from briefings.views.parts import Head, Page, Ref, encoded
from briefings.views.shown import Shown


class PlainPage(Struct, frozen=True, kw_only=True):
    """A page that MkDocs makes from `content/pages/`."""

    path: str
    """The file, relative to the folder of plain pages."""
    url: str
    """Relative to the bulletin's root, not encoded."""
    title: str = ""
    description: str = ""
    html: str = ""
    """Trusted HTML as MkDocs made it; links within the bulletin read `entry:ID` or `/path/`."""
    links: tuple[Link, ...] = ()
    template: str = "main.html"
    language: str = ""
    listed: bool = True
    """Whether the navigation leads to it, as `nav` in mkdocs.yml may say."""


class PlainContent(Struct, frozen=True):
    """A plain page as its template shows it."""

    title: str
    html: str
    edit_url: str


class SearchPage(Struct, frozen=True):
    """Where readers search, with what leads on where scripts do not run."""

    topics: tuple[Ref, ...]
    empty: bool


class MissingPage(Struct, frozen=True):
    """What stands where nothing stands."""

    newest: Ref | None


def plain_page(shown: Shown, page: PlainPage, base: str) -> Page:
    """A plain page; `base` is the way from it to the root."""
    url = encoded(page.url)
    head = Head(
        title=page.title,
        description=page.description,
        url=url,
        canonical=shown.absolute(url),
        lang=shown.lang(page.language),
    )
    folder = shown.settings.name_of(shown.settings.pages_dir)
    content = PlainContent(
        title=page.title,
        html=resolve(page.html, lambda target: shown.entry_target(base, target)),
        edit_url=shown.edit_url(f"{folder}/{page.path}"),
    )
    return Page(page.template, head, content)


def search_page(shown: Shown, _: str) -> Page:
    """The search."""
    head = Head(title=shown.words.say("search"), url="search/", canonical=shown.absolute("search/"))
    bulletin = shown.bulletin
    topics = [one for one in bulletin.vocabulary.topics if bulletin.group(Sort.TOPIC, one).periods]
    content = SearchPage(
        tuple(map(shown.topic, topics)), empty=not bulletin.group(Sort.PAGE).periods
    )
    return Page("search.html", head, content)


def missing_page(shown: Shown, _: str) -> Page:
    """The page for addresses that lead nowhere."""
    head = Head(title=shown.words.say("missing_title"), url="404.html", noindex=True)
    newest = next(shown.bulletin.newest_days(), None)
    day = shown.day(newest) if newest else None
    return Page("404.html", head, MissingPage(Ref(day.text, day.url) if day else None))
