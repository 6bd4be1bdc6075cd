"""How does a view get what it shows of an entry, a name, a day? Each part once, in the bulletin's words."""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote, urljoin

from msgspec.structs import replace

from briefings.bulletin import Bulletin, Group
from briefings.files.imagefiles import size_in
from briefings.model import (
    ActorId,
    Entry,
    EntryId,
    Person,
    PlaceId,
    PublisherId,
    StoryId,
    Text,
    TopicId,
)
from briefings.outlines import Outline, moment_of
from briefings.settings import Settings
from briefings.views.parts import (
    Card,
    Day,
    DayGroup,
    Feed,
    Head,
    Line,
    Period,
    Ref,
    Time,
    clipped,
    day_url,
    encoded,
    entry_url,
)

if TYPE_CHECKING:
    from briefings.words import Words

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_KEPT = 16_000
"""How many parts of a kind are kept for the pages that come."""

_SIMPLE_PATH = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)+")
"""A path that is joined to an address by being put behind it."""
_ENTRY_PATH = re.compile(r"\d{4}/\d\d/\d\d/[^/]+/?")


class Shown:
    """Makes the parts of a bulletin's pages, each once."""

    def __init__(self, bulletin: Bulletin, settings: Settings, words: "Words") -> None:
        self.bulletin = bulletin
        self.settings = settings
        self.words = words
        self._memories: dict[Any, Any] = {}
        self._root = urljoin(settings.site_url, "x")[:-1] if settings.site_url else ""
        self.card = self.once(self.card)  # type: ignore[method-assign, assignment]
        self.line = self.once(self.line)  # type: ignore[method-assign, assignment]
        self.title = self.once(self.title)  # type: ignore[method-assign, assignment]
        self.day = self.once(self.day)  # type: ignore[method-assign, assignment]
        self.actor = self.once(self.actor)  # type: ignore[method-assign, assignment]
        self.topic = self.once(self.topic)  # type: ignore[method-assign, assignment]
        self.story = self.once(self.story)  # type: ignore[method-assign, assignment]
        self.place = self.once(self.place)  # type: ignore[method-assign, assignment]
        self.publisher = self.once(self.publisher)  # type: ignore[method-assign, assignment]
        self.date = cache(self.date)  # type: ignore[method-assign]

    def once(self, make: Callable[[K], V], most: int = _KEPT) -> Callable[[K], V]:
        """Make each part once; whoever asks for it again has read what it was made of.

        When there are more than `most`, all are forgotten.
        """
        made: dict[K, tuple[V, set[str]]] = {}
        bulletin = self.bulletin

        def known(key: K) -> V:
            found = made.get(key)
            if found is None:
                if len(made) >= most:
                    made.clear()
                reads, bulletin.reads = bulletin.reads, set()
                try:
                    found = made[key] = make(key), bulletin.reads
                finally:
                    bulletin.reads = reads
            value, read = found
            bulletin.reads.update(read)
            return value

        return known

    def remembered(self, make: Callable[["Shown", K], V], most: int) -> Callable[[K], V]:
        """`once` for what another module makes: each time with the same memory."""
        if make not in self._memories:
            self._memories[make] = self.once(partial(make, self), most)
        known: Callable[[K], V] = self._memories[make]
        return known

    def text(self, text: Text | None) -> tuple[str, str]:
        """A vocabulary's text in the bulletin's language, and its own language where that differs."""
        if text is None:
            return "", ""
        return text.in_language(self.settings.language)

    def ref(self, text: Text, url: str) -> Ref:
        """A link to a page under a vocabulary's name."""
        name, lang = self.text(text)
        return Ref(name, url, lang)

    def lang(self, language: str | None) -> str:
        """A language tag where it has to be said, because it is not the bulletin's own."""
        return language if language and language != self.settings.language else ""

    def absolute(self, url: str) -> str:
        """The absolute address of a page, or an empty string where the bulletin has none."""
        if not self.settings.site_url:
            return ""
        if _SIMPLE_PATH.fullmatch(url):
            return self._root + url
        return urljoin(self.settings.site_url, url)

    def absolute_permalink(self, url: str) -> str:
        """The same of a permalink, which need not be looked at: it leads nowhere but below the root."""
        return self._root + url if self._root else ""

    def day(self, day: date) -> Day:
        """A day, with a link where it has a briefing."""
        url = day_url(day) if self.bulletin.has_briefing(day) else ""
        return Day(day.isoformat(), self.words.day(day), url)

    def weekday(self, day: date) -> Day:
        """A day under its weekday, with a link where it has a briefing."""
        return replace(self.day(day), text=self.words.weekday(day))

    def listed(self, section: str) -> Ref:
        """A link to one of the lists that the navigation leads to."""
        return Ref(self.words.say(section), f"{section}/")

    def date(self, day: date) -> Day:
        """A day without a link."""
        return Day(day.isoformat(), self.words.day(day))

    def time(self, entry: Outline) -> Time | None:
        """An entry's time, where it has one."""
        return self.clock(datetime.fromisoformat(entry.time)) if entry.time else None

    def clock(self, moment: datetime) -> Time:
        """A moment's time of day."""
        local = moment.astimezone(self.settings.timezone)
        return Time(
            local.isoformat(timespec="minutes"), self.words.time(moment, self.settings.timezone)
        )

    def topic(self, topic: TopicId) -> Ref:
        """A link to a topic."""
        return self.ref(self.bulletin.vocabulary.topics[topic].name, f"topics/{encoded(topic)}/")

    def story(self, story: StoryId) -> Ref:
        """A link to a story."""
        return self.ref(self.bulletin.vocabulary.stories[story].name, f"stories/{encoded(story)}/")

    def actor(self, actor: str) -> Ref:
        """A link to a person or an organization."""
        vocabulary = self.bulletin.vocabulary
        person = vocabulary.people.get(ActorId(actor))
        if person is not None:
            return self.ref(person.name, f"people/{encoded(actor)}/")
        name = vocabulary.organizations[ActorId(actor)].name
        return self.ref(name, f"organizations/{encoded(actor)}/")

    def place(self, place: PlaceId) -> Ref:
        """A link to a place."""
        return self.ref(self.bulletin.vocabulary.places[place].name, f"places/{encoded(place)}/")

    def publisher(self, publisher: PublisherId) -> Ref:
        """A link to a publisher."""
        name = self.bulletin.vocabulary.publishers[publisher].name
        return self.ref(name, f"publishers/{encoded(publisher)}/")

    def mark(self, entry: Outline) -> str:
        """What a preview has to say of an entry that is not published yet."""
        if not self.bulletin.is_marked(entry.id):
            return ""
        return "draft" if entry.draft else "embargo"

    def card(self, entry_id: EntryId) -> Card:
        """An entry as lists show it."""
        entry = self.bulletin.outline(entry_id)
        return Card(
            id=entry.id,
            url=entry_url(entry.id),
            title=entry.title,
            lang=self.lang(entry.language),
            summary=entry.summary,
            kind=entry.kind,
            status=entry.status,
            importance=entry.importance,
            day=self.day(entry.day),
            time=self.time(entry),
            translations=self.translations(entry_id),
            mark=self.mark(entry),
        )

    def translations(self, entry_id: EntryId) -> tuple[Ref, ...]:
        """Links to an entry's translations, each under the name of its language."""
        return tuple(
            Ref(
                self.words.language_name(one.language or self.settings.language),
                entry_url(one.id),
                one.language or self.settings.language,
            )
            for one in self.bulletin.translations(entry_id)
        )

    def line(self, entry_id: EntryId) -> Line:
        """An entry as other pages name it."""
        return self._line(self.bulletin.outline(entry_id))

    def lines(self, entries: Iterable[Outline]) -> tuple[Line, ...]:
        """Entries as other pages name them, in the order given."""
        return tuple(self.line(entry.id) for entry in entries)

    def title(self, entry_id: EntryId) -> Line:
        """An entry as a list of titles shows it, which tells leads from briefs."""
        entry = self.bulletin.outline(entry_id)
        return self._line(entry, entry.importance, self.translations(entry_id))

    def titles(self, entries: Iterable[Outline]) -> tuple[Line, ...]:
        """Entries as a list of titles shows them, in the order given."""
        return tuple(self.title(entry.id) for entry in entries)

    def cards(self, entries: Iterable[Outline]) -> tuple[Card, ...]:
        """Entries as lists show them, in the order given."""
        return tuple(self.card(entry.id) for entry in entries)

    def by_day(self, entries: Iterable[Outline]) -> tuple[DayGroup, ...]:
        """Entries that are in the order of time, either way, cut into days."""
        return tuple(
            DayGroup(self.day(day), cards=self.cards(ones))
            for day, ones in groupby(entries, key=lambda entry: entry.day)
        )

    def titles_by_day(self, entries: Iterable[Outline]) -> tuple[DayGroup, ...]:
        """The same, by their titles alone."""
        return tuple(
            DayGroup(self.day(day), titles=self.titles(ones))
            for day, ones in groupby(entries, key=lambda entry: entry.day)
        )

    def years(self, group: Group, url: str, here: str = "") -> tuple[Period, ...]:
        """The years of a list with the addresses below `url` at which each stands whole, the newest first.

        On the page of one of them, `here`, that is this one and those beside it, and none is counted: it
        stays as it is while others grow, and while years come far from it.
        """
        if here:
            periods = group.periods
            at = periods.index(here)
            counts = dict.fromkeys(periods[max(0, at - 1) : at + 2], 0)
        else:
            counts = group.counts
        return tuple(Period(year, f"{url}{year}/", counts[year]) for year in reversed(counts))

    def feeds(self, title: str, url: str) -> tuple[Feed, ...]:
        """The Atom feed and the JSON feed at an address."""
        return (
            Feed(title, f"{url}feed.xml", "application/atom+xml"),
            Feed(title, f"{url}feed.json", "application/feed+json"),
        )

    def calendar(self, title: str, url: str) -> Feed:
        """The calendar file at an address."""
        return Feed(title, f"{url}calendar.ics", "text/calendar")

    def edit_url(self, path: str) -> str:
        """Where a file of the content can be edited; empty where the bulletin does not say."""
        settings = self.settings
        if not (settings.edit_uri_template or settings.edit_uri):
            return ""
        file = settings.folder / path
        relative = encoded(posixpath.relpath(file.as_posix(), settings.pages_dir.as_posix()))
        if settings.edit_uri_template:
            written = _edit_uri(settings.edit_uri_template, relative)
            return _within(settings.repo_url, written)
        folder = _within(settings.repo_url, settings.edit_uri or "")
        return folder + relative if "?" in folder or "#" in folder else urljoin(folder, relative)

    def moment(self, entry: Entry) -> str:
        """An entry's moment as an ISO 8601 time with its zone."""
        return moment_of(entry, self.settings.timezone).isoformat(timespec="seconds")

    def entry_target(self, base: str, target: str) -> str | None:
        """The URL of a link in a text, `base` being the way to the root; None where nothing is shown."""
        kind, _, rest = target.partition(":")
        if kind == "entry":
            return base + entry_url(EntryId(rest)) if self.bulletin.shows(rest) else None
        path = unquote(target[1:])
        if path.startswith("media/") and path not in self.bulletin.media:
            return None
        if _ENTRY_PATH.fullmatch(path):
            if not self._leads_to_entry(path):
                return None
            path = f"{path.rstrip('/')}/"
        return base + encoded(path)

    def measure(self, address: str) -> tuple[int, int] | None:
        """The width and the height of an image at an address like `/media/podium.jpg`, in pixels."""
        return size_in(self.bulletin.media.get(unquote(address).removeprefix("/"), ""))

    def _line(
        self, entry: Outline, importance: str = "", translations: tuple[Ref, ...] = ()
    ) -> Line:
        return Line(
            url=entry_url(entry.id),
            title=entry.title,
            lang=self.lang(entry.language),
            day=self.date(entry.day),
            mark=self.mark(entry),
            importance=importance,
            translations=translations,
        )

    def _leads_to_entry(self, path: str) -> bool:
        """Whether a shown entry stands at a path, or did before it moved."""
        return self.bulletin.shows(self.bulletin.leads_to(f"/{path}") or path.rstrip("/"))


def _edit_uri(template: str, path: str) -> str:
    """MkDocs's `edit_uri_template` with its path filled in."""
    for name, value in (("path_noext", posixpath.splitext(path)[0]), ("path", path)):
        template = template.replace(f"{{{name}!q}}", value).replace(f"{{{name}}}", value)
    return template


def _within(repository: str | None, uri: str) -> str:
    """A URI of a repository, joined as MkDocs does it: the repository's address is a folder's."""
    if not repository:
        return uri
    return urljoin(
        repository if uri.startswith(("?", "#", "/")) else f"{repository.rstrip('/')}/", uri
    )


def name_key(name: str) -> tuple[str, str]:
    """The order of names in an index: by letters, whatever their accents and case."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in folded if not unicodedata.combining(char)), name


def role_of(person: Person, day: date, shown: Shown) -> tuple[str, str]:
    """A person's role on a day and its language, or two empty strings."""
    role = person.role_on(day)
    return shown.text(role.role) if role else ("", "")


def head_of(
    shown: Shown,
    title: str,
    url: str,
    description: str = "",
    feeds: tuple[Feed, ...] = (),
    crumbs: tuple[Ref, ...] = (),
) -> Head:
    """What a list's page says of itself."""
    return Head(
        title=title,
        crumbs=crumbs,
        description=clipped(description, 200),
        url=url,
        canonical=shown.absolute(url),
        feeds=feeds,
    )
