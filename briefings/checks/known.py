"""Which ids lead somewhere, and what is said about one that does not?"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from briefings.files.layout import REGISTRIES
from briefings.files.results import FileResult
from briefings.loading import Loaded
from briefings.model import Status
from briefings.outlines import Outline, outline_of
from briefings.problems import Code, did_you_mean, likeness, nearest_of

_ENTRY_LIKE = r"(?:(?P<day>\d{4}/\d\d/\d\d)[/-])?(?P<slug>[^/]+?)(?:\.md|\.yml)?/?\Z"


class Known(Struct, kw_only=True):
    """Every id that the files define, broken ones included, and where more may be that cannot be read."""

    ids: dict[str, Collection[str]]
    """By registry; `actors` are people and organizations together."""
    entries: Mapping[str, Outline]
    events: Mapping[str, Outline]
    """The entry that defines each event, the first one."""
    series: Mapping[str, tuple[str | None, str]]
    """The unit of each series of figures where it is first given, and the file that gives it."""
    media: Collection[str]
    prefix: str
    broken: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    """Registries that may hold more ids."""
    unread_days: set[date] = field(default_factory=set)
    unread_entries: bool = False

    def lacks_entry(self, entry_id: str) -> bool:
        """Whether there is certainly no entry of this id."""
        if entry_id in self.entries or entry_id in self.broken:
            return False
        return not any(entry_id.startswith(f"{_as_path(day)}/") for day in self.unread_days)

    def lacks_event(self, event_id: str) -> bool:
        """Whether there is certainly no event of this id."""
        return event_id not in self.events and not self.unread_entries

    def missing(self, registry: str, ids: Collection[str]) -> Iterator[tuple[int, str]]:
        """Those of `ids` that are certainly not in a registry, with their places."""
        known = self.ids[registry]
        for place, one in enumerate(ids):
            if one not in known and registry not in self.unread:
                yield place, one

    def why_hidden(self, entry_id: str, now: float | None) -> str:
        """Why readers do not see an entry, if they do not. Without `now`, in seconds, no embargo counts."""
        entry = self.entries.get(entry_id)
        if entry is None:
            return ""
        if entry.draft:
            return "is a draft"
        if entry.status == Status.WITHDRAWN.value:
            return "is withdrawn"
        embargoed = now and entry.publish and entry.publish > now
        return "is under embargo" if embargoed else ""

    def about_id(self, registry: str, written: str) -> tuple[str, Code]:
        """What to say about an id that is in no registry."""
        noun, code = _NOUNS[registry]
        files = ("people", "organizations") if registry == "actors" else (registry,)
        listed = " and ".join(f"{self.prefix}/{file}.yml" for file in files)
        advice = did_you_mean(written, self.ids[registry]) or self._elsewhere(registry, written)
        are = f" {registry.capitalize()} are listed in {listed}."
        return f'unknown {noun} "{written}".{advice}{are}', code

    def about_entry(self, written: str) -> str:
        """What to say about an entry that does not exist."""
        named = re.search(_ENTRY_LIKE, written)
        nearest = self._nearest_entry(named["day"] or "", named["slug"]) if named else None
        if nearest:
            return f'unknown entry "{written}". Did you mean "{nearest}"?'
        return f'unknown entry "{written}". An entry is named by its path: 2024/06/14/slug'

    def about_event(self, written: str) -> str:
        """What to say about an event that no entry defines."""
        advice = did_you_mean(written, self.events)
        return f'unknown event "{written}".{advice or " An entry defines it under events."}'

    def _nearest_entry(self, day: str, slug: str) -> str | None:
        """The entry whose slug is most like that one, and of several, whose day is."""
        near = nearest_of(slug, {entry_id[11:] for entry_id in self.entries})
        alike = [entry_id for entry_id in self.entries if entry_id[11:] == near]
        return max(
            alike, key=lambda entry_id: (likeness(entry_id[:10], day), entry_id), default=None
        )

    def _elsewhere(self, registry: str, written: str) -> str:
        for other in REGISTRIES:
            if other != registry and written in self.ids[other]:
                return f" It is one of the {other}."
        return ""


_NOUNS = {
    "topics": ("topic", Code.UNKNOWN_TOPIC),
    "stories": ("story", Code.UNKNOWN_STORY),
    "people": ("person", Code.UNKNOWN_PERSON),
    "organizations": ("organization", Code.UNKNOWN_ORGANIZATION),
    "actors": ("actor", Code.UNKNOWN_ACTOR),
    "places": ("place", Code.UNKNOWN_PLACE),
    "publishers": ("publisher", Code.UNKNOWN_PUBLISHER),
}


class Filed(NamedTuple):
    """An entry with what could be read of it."""

    outline: Outline
    faulty: frozenset[str] = frozenset()
    """The keys that are missing or could not be read."""


def filed(loaded: Loaded, timezone: ZoneInfo) -> Iterator[Filed]:
    """Every entry of the content, broken ones too, in the order of the files."""
    for path in loaded.paths():
        gist = loaded.gist(path)
        yield from map(Filed, gist.outlines)
        if not gist.sound:
            for broken in loaded.result(path).broken:
                yield Filed(outline_of(broken.entry, "", timezone), broken.faulty)


def known_from(loaded: Loaded, prefix: str, timezone: ZoneInfo) -> Known:
    """What the files of the content folder, which is called `prefix`, define."""
    ids: dict[str, Collection[str]] = {registry: frozenset() for registry in REGISTRIES}
    media: set[str] = set()
    entries: dict[str, Outline] = {}
    events: dict[str, Outline] = {}
    series: dict[str, tuple[str | None, str]] = {}
    for outline, _ in filed(loaded, timezone):
        entries.setdefault(outline.id, outline)
        for event in outline.events:
            events.setdefault(event.id, outline)
        for name, unit in outline.series if outline.translation_of is None else ():
            series.setdefault(name, (unit, outline.path))
    known = Known(
        ids=ids, entries=entries, events=events, series=series, media=media, prefix=prefix
    )
    for path in loaded.paths():
        gist = loaded.gist(path)
        if path.startswith(f"{prefix}/media/"):
            media.add(unicodedata.normalize("NFC", path[len(prefix) + 1 :]))
        elif gist.registry or not gist.sound:
            _add_result(known, ids, loaded.result(path))
    ids["actors"] = frozenset([*ids["people"], *ids["organizations"]])
    if {"people", "organizations"} & known.unread:
        known.unread.add("actors")
    return known


def _add_result(known: Known, ids: dict[str, Collection[str]], result: FileResult) -> None:
    if result.registry:
        ids[result.registry] = result.ids
        if result.unread:
            known.unread.add(result.registry)
        return
    known.broken.update(result.ids)
    if result.unread and result.path.startswith(f"{known.prefix}/entries/"):
        known.unread_entries = True
        if result.day and not result.ids:
            known.unread_days.add(result.day)
    for broken in result.broken:
        known.unread_entries |= bool(broken.faulty & {"events"})
        if "slug" in broken.faulty and result.day:
            known.unread_days.add(result.day)


def _as_path(day: date) -> str:
    return day.isoformat().replace("-", "/")
