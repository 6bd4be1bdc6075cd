"""Which parts do pages share? An entry in a list, a name, a day, and what a page says of itself.

Everything here is plain, frozen data, ready to be written out: a template decides nothing. URLs are
relative to the bulletin's root and percent-encoded; a page puts the way to its root before them.
"""

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from msgspec import Struct

from briefings.model import EntryId

NEWEST = 50
"""How many entries of a list stand at its own address; the rest stand by period."""

_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._~-]*")


class Ref(Struct, frozen=True):
    """A name that leads to a page."""

    name: str
    url: str
    lang: str = ""
    """The name's language where it is not the bulletin's."""


class Day(Struct, frozen=True):
    """A day as pages show it."""

    iso: str
    text: str
    url: str = ""
    """The day's briefing, where there is one."""


class Time(Struct, frozen=True):
    """A time of day, in the bulletin's zone."""

    iso: str
    text: str


class Line(Struct, frozen=True, kw_only=True):
    """An entry as other pages name it: no more than its title and its day."""

    url: str
    title: str
    lang: str
    day: Day
    mark: str
    importance: str = ""
    """Where the list shows it, as the translations."""
    translations: tuple[Ref, ...] = ()


class Card(Struct, frozen=True, kw_only=True):
    """An entry as lists show it."""

    id: str
    url: str
    title: str
    lang: str
    summary: str
    kind: str
    status: str
    importance: str
    day: Day
    time: Time | None
    translations: tuple[Ref, ...]
    mark: str
    """`draft` or `embargo` in a preview, else empty."""

    @property
    def anchor(self) -> str:
        """What the entry is called within the page of its briefing."""
        return f"entry-{self.id[11:]}"


class DayGroup(Struct, frozen=True):
    """The entries of one day within a list: as cards, or where it is long by their titles."""

    day: Day
    cards: tuple[Card, ...] = ()
    titles: tuple[Line, ...] = ()


class Period(Struct, frozen=True):
    """A year or a month with the number of its entries."""

    name: str
    url: str
    count: int


class Numbered(Struct, frozen=True):
    """A name with the number of its entries."""

    name: Ref
    count: int


class Feed(Struct, frozen=True):
    """A feed that belongs to a page."""

    title: str
    url: str
    type: str


class Head(Struct, frozen=True, kw_only=True):
    """What a page says of itself to browsers and other machines."""

    title: str
    """As the tab shows it, without the bulletin's name."""
    description: str = ""
    url: str
    """Relative to the bulletin's root."""
    crumbs: tuple[Ref, ...] = ()
    """The pages above this one, the widest first."""
    day: Day | None = None
    """The day that the masthead shows, by its weekday."""
    canonical: str = ""
    """Absolute, or empty where the bulletin has no address yet."""
    lang: str = ""
    """The language of the page's content where it is not the bulletin's."""
    type: str = "website"
    image: str = ""
    """Absolute."""
    published: str = ""
    modified: str = ""
    feeds: tuple[Feed, ...] = ()
    noindex: bool = False


class Page(Struct, frozen=True):
    """An HTML page: which template shows what."""

    template: str
    head: Head
    content: object
    """A frozen record of the module that made the page; the template knows it as `view`."""


def encoded(path: str) -> str:
    """A path fit for a URL: letters outside ASCII are percent-encoded."""
    return path if _PLAIN_PATH.fullmatch(path) else quote(path, safe="/-._~")


def entry_url(entry: EntryId) -> str:
    """An entry's permalink, relative to the bulletin's root."""
    return encoded(entry) + "/"


def entry_urls(entries: Iterable[EntryId]) -> list[str]:
    """The permalinks of many entries, in their order: that all are plain is seen at once."""
    ids = list(entries)
    if _PLAIN_PATH.fullmatch("".join(ids)):
        return [f"{entry}/" for entry in ids]
    return list(map(entry_url, ids))


def day_url(day: date) -> str:
    """A briefing's address, relative to the bulletin's root."""
    return day.isoformat().replace("-", "/") + "/"


def clipped(text: str, length: int) -> str:
    """The text, cut between words where it is longer than `length` characters."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
