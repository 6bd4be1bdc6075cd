"""What do the lists of all people, organizations and publishers show?"""

from msgspec import Struct

from briefings.belonging import Sort
from briefings.outlines import day_of
from briefings.views.parts import Head, Page, Ref
from briefings.views.shown import Shown, name_key

INDEXES = {
    "person": "people",
    "organization": "organizations",
    "place": "places",
    "publisher": "publishers",
}
"""Each sort of name with the address of its index."""


class IndexItem(Struct, frozen=True):
    """A name in an index."""

    name: Ref
    note: str
    lang: str
    count: int


class IndexPage(Struct, frozen=True):
    """All names of one sort, by letters."""

    sort: str
    items: tuple[IndexItem, ...]


def index_page(shown: Shown, sort: str) -> Page:
    """All people, organizations or publishers."""
    items = {
        "person": _people,
        "organization": _organizations,
        "publisher": _publishers,
    }[sort](shown)
    content = IndexPage(sort, tuple(sorted(items, key=lambda item: name_key(item.name.name))))
    plural = INDEXES[sort]
    url = f"{plural}/"
    head = Head(title=shown.words.say(plural), url=url, canonical=shown.absolute(url))
    return Page("index.html", head, content)


def _people(shown: Shown) -> list[IndexItem]:
    items = []
    for person in shown.bulletin.vocabulary.people.values():
        entries = shown.bulletin.group(Sort.ACTOR, person.id)
        latest = next(entries.ids(), None)
        day = day_of(latest) if latest else shown.bulletin.today
        role = person.role_on(day)
        note, lang = shown.text(role.role) if role else ("", "")
        items.append(IndexItem(shown.actor(person.id), note, lang, len(entries)))
    return items


def _organizations(shown: Shown) -> list[IndexItem]:
    return [
        IndexItem(
            shown.actor(one.id),
            *shown.text(one.full_name),
            len(shown.bulletin.group(Sort.ACTOR, one.id)),
        )
        for one in shown.bulletin.vocabulary.organizations.values()
    ]


def _publishers(shown: Shown) -> list[IndexItem]:
    return [
        IndexItem(
            shown.publisher(one.id),
            shown.words.country_name(one.country),
            "",
            len(shown.bulletin.group(Sort.PUBLISHER, one.id)),
        )
        for one in shown.bulletin.vocabulary.publishers.values()
    ]
