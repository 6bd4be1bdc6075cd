"""What do the feeds hold? The newest entries, whole, as Atom (RFC 4287) and as JSON Feed 1.1."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from xml.etree import ElementTree

from msgspec import Struct
from msgspec.structs import replace

from briefings.belonging import Sort
from briefings.model import EntryId, StoryId, TopicId
from briefings.outlines import last_changed
from briefings.views.answering import Answered, answers_to
from briefings.views.details import (
    ShownEvent,
    ShownImage,
    ShownQuote,
    ShownSource,
    Step,
    shown_body,
    shown_corrections,
    shown_events,
    shown_image,
    shown_quote,
    shown_sources,
)
from briefings.views.feedstyle import STYLES
from briefings.views.figures import ShownFigures, shown_figures, without_sources
from briefings.views.parts import entry_url
from briefings.views.shown import Shown

Write = Callable[["Whole", str], str]
"""Makes an entry's HTML, given the way to the root."""

_ITEMS_KEPT = 1000
_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Whole(Struct, frozen=True, kw_only=True):
    """An entry as a feed holds it, whole."""

    status: str
    lang: str
    """The entry's language where it is not the bulletin's."""
    corrections: tuple[Step, ...]
    answers_to: tuple[Answered, ...]
    image: ShownImage | None
    body: str
    quotes: tuple[ShownQuote, ...]
    figures: ShownFigures | None
    events: tuple[ShownEvent, ...]
    sources: tuple[ShownSource, ...]


class Item(Struct, frozen=True):
    """An entry of a feed."""

    url: str
    title: str
    lang: str
    summary: str
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    published: str
    """ISO 8601 with the zone, as `updated`."""
    updated: str
    whole: Whole | None
    """None where the summary says it all."""


class FeedView(Struct, frozen=True, kw_only=True):
    """A feed with its newest entries."""

    title: str
    description: str
    language: str
    author: str
    url: str
    """The feed's own address without its ending, relative to the bulletin's root."""
    home: str
    """The page that the feed belongs to."""
    base: str
    """What stands before every address: the bulletin's own, or the way to the root without one."""
    items: tuple[Item, ...]


def feed(shown: Shown, key: str) -> FeedView:
    """The feed of the bulletin (an empty key), of `topics/ID` or of `stories/ID`."""
    bulletin, settings = shown.bulletin, shown.settings
    sort, _, name = key.partition("/")
    entries = bulletin.group(Sort.ALL)
    title, description = settings.site_name, settings.site_description or ""
    if sort == "topics":
        topic = bulletin.vocabulary.topics[TopicId(name)]
        entries = bulletin.group(Sort.TOPIC, topic.id)
        title = f"{settings.site_name}: {shown.topic(topic.id).name}"
        description = shown.text(topic.description)[0]
    elif sort == "stories":
        story = bulletin.vocabulary.stories[StoryId(name)]
        entries = bulletin.group(Sort.STORY, story.id)
        title = f"{settings.site_name}: {shown.story(story.id).name}"
        description = shown.text(story.description)[0]
    home = f"{key}/" if key else ""
    item = shown.remembered(_item, _ITEMS_KEPT)
    newest = islice(entries.newest(), settings.feed_entries)
    base = settings.site_url or ("../" * home.count("/") or "./")
    return FeedView(
        title=title,
        description=description,
        language=settings.language,
        author=settings.site_author or settings.site_name,
        url=f"{home}feed",
        home=home,
        base=base,
        items=tuple(item((outline.id, base)) for outline in newest),
    )


def atom(view: FeedView, write: Write) -> bytes:
    """The feed as an Atom document. RFC 4287, section 4.1."""
    root = ElementTree.Element("feed", {"xmlns": _ATOM, _XML_LANG: view.language})
    _add(root, "id", _identifier(view, view.home))
    _add(root, "title", view.title)
    if view.description:
        _add(root, "subtitle", view.description)
    _add(root, "updated", max((item.updated for item in view.items), key=_instant, default=_NEVER))
    _add(_add(root, "author"), "name", view.author)
    own = {"rel": "self", "type": "application/atom+xml", "href": f"{view.base}{view.url}.xml"}
    _add(root, "link", **own)
    _add(root, "link", rel="alternate", type="text/html", href=view.base + view.home)
    for item in view.items:
        _atom_entry(root, view, item, write)
    way = "../" * view.url.count("/")
    return written(root, [way + style for style in STYLES])


def json_feed(view: FeedView, write: Write) -> bytes:
    """The feed as a JSON Feed. Version 1.1."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": view.base + view.home,
        "feed_url": f"{view.base}{view.url}.json",
        "description": view.description,
        "language": view.language,
        "authors": [{"name": view.author}],
        "items": [_json_item(view, item, write) for item in view.items],
    }
    shown = {key: value for key, value in document.items() if value != ""}
    return json.dumps(shown, ensure_ascii=False, indent=1).encode() + b"\n"


def written(root: ElementTree.Element, styles: Iterable[str] = ()) -> bytes:
    """An XML document as a file holds it, with the style sheets that a browser shows it by."""
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    sheets = "".join(f'<?xml-stylesheet type="text/css" href="{one}"?>\n' for one in styles)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{sheets}{text}\n'.encode()


_NEVER = "1970-01-01T00:00:00+00:00"
"""RFC 4287 wants a date of every feed, of one without entries too."""


def _instant(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)


def _identifier(view: FeedView, url: str) -> str:
    """A permanent IRI, as RFC 4287 (4.2.6) asks for, with or without the bulletin's address."""
    absolute = view.base.startswith(("http://", "https://"))
    return view.base + url if absolute else f"tag:localhost,2000:/{url}"


def _item(shown: Shown, of: tuple[EntryId, str]) -> Item:
    """An entry by its id, with the way to the root: several feeds hold the same."""
    entry, base = shown.bulletin.entry(of[0]), of[1]
    card = shown.card(entry.id)
    url = entry_url(entry.id)
    corrections = shown_corrections(shown, entry)
    quotes = (shown_quote(shown, entry, quote) for quote in entry.quotes)
    return Item(
        url=url,
        title=entry.title,
        lang=shown.lang(entry.language),
        summary=card.summary,
        topics=tuple(shown.topic(topic).name for topic in entry.topics),
        authors=tuple(shown.actor(author).name for author in entry.authors),
        published=shown.moment(entry),
        updated=last_changed(entry, shown.settings.timezone).isoformat(timespec="seconds"),
        whole=Whole(
            status=card.status,
            lang=card.lang,
            corrections=tuple(replace(step, source=None, anchor="") for step in corrections),
            answers_to=tuple(Answered(one.stance, one.card) for one in answers_to(shown, entry)),
            image=shown_image(shown, entry),
            body=shown_body(shown, entry, base, here=base + url),
            quotes=tuple(replace(quote, source=None, original_source=None) for quote in quotes),
            figures=without_sources(shown_figures(shown, entry)),
            events=shown_events(shown, entry),
            sources=shown_sources(shown, entry),
        ),
    )


def _atom_entry(root: ElementTree.Element, view: FeedView, item: Item, write: Write) -> None:
    entry = _add(root, "entry")
    if item.lang:
        entry.set(_XML_LANG, item.lang)
    _add(entry, "id", _identifier(view, item.url))
    _add(entry, "title", item.title)
    _add(entry, "link", rel="alternate", type="text/html", href=view.base + item.url)
    _add(entry, "published", item.published)
    _add(entry, "updated", item.updated)
    for author in item.authors:
        _add(_add(entry, "author"), "name", author)
    for topic in item.topics:
        _add(entry, "category", term=topic)
    if item.summary:
        _add(entry, "summary", item.summary)
    if item.whole:
        _add(entry, "content", write(item.whole, view.base), type="html")


def _json_item(view: FeedView, item: Item, write: Write) -> dict[str, Any]:
    shown = {
        "id": _identifier(view, item.url),
        "url": view.base + item.url,
        "title": item.title,
        "summary": item.summary if item.whole else "",
        "content_html": write(item.whole, view.base) if item.whole else "",
        "content_text": "" if item.whole else item.summary,
        "date_published": item.published,
        "date_modified": item.updated,
        "language": item.lang or view.language,
        "tags": list(item.topics),
        "authors": [{"name": author} for author in item.authors],
    }
    return {key: value for key, value in shown.items() if value not in ("", [])}


def _add(
    parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = text
    return element
