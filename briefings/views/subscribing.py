"""To what can a reader subscribe? Every feed and every calendar, on a page and as OPML 2.0."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct
from msgspec.structs import replace

from briefings.views.feeds import written
from briefings.views.parts import Page, Ref
from briefings.views.shown import Shown, head_of


class Subscription(Struct, frozen=True, kw_only=True):
    """What a page offers to programs that look for what is new; empty where it has no such file."""

    page: Ref
    atom: str
    json: str = ""
    calendar: str = ""


class Shelf(Struct, frozen=True):
    """Feeds of one sort."""

    name: str
    subscriptions: tuple[Subscription, ...]


class FeedsPage(Struct, frozen=True):
    """Every feed of the bulletin."""

    shelves: tuple[Shelf, ...]


class Opml(Struct, frozen=True, kw_only=True):
    """The list of feeds that feed readers take over."""

    title: str
    owner: str
    language: str
    base: str
    """What stands before every address: the bulletin's own, or the way to the root without one."""
    shelves: tuple[Shelf, ...]


def shelves(shown: Shown) -> Iterator[Shelf]:
    """Every feed and calendar of the bulletin: of all of it, by topic, by story."""
    vocabulary, say = shown.bulletin.vocabulary, shown.words.say
    corrections = replace(_of(shown.listed("corrections")), calendar="")
    yield Shelf(say("feeds_whole"), (_of(Ref(shown.settings.site_name, "")), corrections))
    yield Shelf(say("topics"), tuple(_of(shown.topic(one)) for one in vocabulary.topics))
    yield Shelf(say("stories"), tuple(_of(shown.story(one)) for one in vocabulary.stories))


def feeds_page(shown: Shown, _: str) -> Page:
    """The page on which readers find what they can subscribe to."""
    say = shown.words.say
    head = head_of(shown, say("feeds"), "feeds/", say("feeds_about"))
    return Page("feeds.html", head, FeedsPage(_filled(shown)))


def opml(shown: Shown, _: str) -> Opml:
    """Every Atom feed, for feed readers that take over a list."""
    settings = shown.settings
    return Opml(
        title=settings.site_name,
        owner=settings.site_author or settings.site_name,
        language=settings.language,
        base=settings.site_url or "./",
        shelves=_filled(shown),
    )


def to_opml(view: Opml) -> bytes:
    """The list of feeds. OPML 2.0, "Subscription Lists"."""
    root = Element("opml", {"version": "2.0"})
    head = SubElement(root, "head")
    SubElement(head, "title").text = view.title
    SubElement(head, "ownerName").text = view.owner
    body = SubElement(root, "body")
    for shelf in view.shelves:
        group = SubElement(body, "outline", {"text": shelf.name})
        for one in shelf.subscriptions:
            SubElement(group, "outline", _outline(view, one))
    return written(root)


def _outline(view: Opml, one: Subscription) -> dict[str, str]:
    return {
        "type": "rss",  # What OPML calls every feed, Atom too.
        "text": one.page.name,
        "title": one.page.name,
        "language": one.page.lang or view.language,
        "xmlUrl": view.base + one.atom,
        "htmlUrl": view.base + one.page.url,
    }


def _filled(shown: Shown) -> tuple[Shelf, ...]:
    return tuple(shelf for shelf in shelves(shown) if shelf.subscriptions)


def _of(page: Ref) -> Subscription:
    """What stands beside a page that has feeds and a calendar."""
    return Subscription(
        page=page,
        atom=f"{page.url}feed.xml",
        json=f"{page.url}feed.json",
        calendar=f"{page.url}calendar.ics",
    )
