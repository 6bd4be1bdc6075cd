"""Does it all agree? What only more than one file, or more than one key, can show to be wrong."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote

from briefings.claiming import check_urls
from briefings.known import Known, known_from
from briefings.loading import Loaded, prefix_of
from briefings.locating import Findings, Keys
from briefings.model import (
    CorrectionKind,
    Entry,
    Event,
    Introduction,
    Moment,
    Prose,
    Source,
    Status,
)
from briefings.problems import WARNINGS, Code, Problem, did_you_mean
from briefings.registries import check_vocabulary
from briefings.settings import Settings

MAX_TITLE = 120
"""Characters. A longer title is cut off wherever it is shown in a list."""

_PARTS = ("sources", "quotes", "figures", "history")
"""What a translation takes over together or not at all."""
_NOTHING: frozenset[str] = frozenset()


def check(
    loaded: Loaded,
    settings: Settings,
    *,
    plain_pages: Mapping[str, str] | None = None,
    reserved: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> list[Problem]:
    """What is wrong with the content as a whole, besides the problems that `loaded` holds already.

    `plain_pages` are the URLs of plain pages with their files, `reserved` those of the bulletin's own
    pages with what they are. With `now`, references to entries under embargo are warned of too.
    """
    findings = Findings(settings.folder)
    known = known_from(loaded.files, prefix_of(settings))
    checks = _EntryChecks(findings, known, settings, now)
    for result in loaded.files:
        for entry in result.entries:
            checks.check(entry, _NOTHING)
        for broken in result.broken:
            checks.check(broken.entry, broken.faulty)
        if result.introduction:
            checks.check_introduction(result.introduction)
    check_vocabulary(loaded.content.vocabulary, known, findings)
    check_urls(loaded.files, known.prefix, plain_pages or {}, reserved or {}, findings)
    return sorted(set(findings.problems))


@dataclass(slots=True)
class _Series:
    unit: str | None
    path: str


class _EntryChecks:
    """Checks entry after entry, knowing those before."""

    def __init__(
        self, findings: Findings, known: Known, settings: Settings, now: datetime | None
    ) -> None:
        self._findings = findings
        self._known = known
        self._settings = settings
        self._now = now
        self._series: dict[str, _Series] = {}
        self._faulty = _NOTHING
        self._entry: Entry

    def check(self, entry: Entry, faulty: frozenset[str]) -> None:
        """Find what is wrong with an entry; what hangs on its `faulty` keys is not said again."""
        self._entry, self._faulty = entry, faulty
        self._references(entry)
        self._entries(entry)
        self._sources(entry)
        self._days(entry)
        if entry.translation_of is not None:
            self._translation(entry, entry.translation_of)
        else:
            self._required(entry)
        if entry.events or entry.concerns:
            self._events(entry)
        if entry.figures:
            self._units(entry)
        if entry.status is Status.WITHDRAWN:
            self._withdrawal(entry)
        if entry.allow:
            self._allowances(entry)
        if entry.image and entry.image.src not in self._known.media:
            self._fault(("image", "src"), self._no_image(entry.image.src), Code.MISSING_IMAGE)
        if len(entry.title) > MAX_TITLE:
            message = f"the title has {len(entry.title)} characters. Shorten it to {MAX_TITLE}."
            self._fault(("title",), message, Code.TITLE_TOO_LONG)
        self._prose(entry.prose, entry.path)

    def check_introduction(self, introduction: Introduction) -> None:
        """Find what is wrong with a briefing's introduction."""
        for place, one in self._known.missing("people", introduction.authors):
            message, code = self._known.about_id("people", one)
            self._findings.at(introduction.path, ("authors", place), message, code)
        self._faulty = _NOTHING
        self._prose(introduction.prose, introduction.path, introduction=True)

    def _fault(self, keys: Keys, message: str, code: Code) -> None:
        entry = self._entry
        if keys and keys[0] in self._faulty:
            return
        if code in WARNINGS and any(allowed.code == code for allowed in entry.allow):
            return
        whole: Keys = keys if entry.index is None else (entry.index, *keys)
        self._findings.at(entry.path, whole, message, code)

    # What the entry refers to.

    def _references(self, entry: Entry) -> None:
        known = self._known
        for key, registry, ids in (
            ("topics", "topics", entry.topics),
            ("stories", "stories", entry.stories),
            ("by", "actors", entry.by),
            ("people", "people", entry.people),
            ("organizations", "organizations", entry.organizations),
            ("places", "places", entry.places),
            ("authors", "people", entry.authors),
        ):
            for place, one in known.missing(registry, ids):
                self._unknown((key, place), registry, one)

    def _unknown(self, keys: Keys, registry: str, written: str) -> None:
        message, code = self._known.about_id(registry, written)
        self._fault(keys, message, code)

    def _named(self, keys: Keys, registry: str, written: str | None) -> None:
        if written is not None:
            for _ in self._known.missing(registry, (written,)):
                self._unknown(keys, registry, written)

    def _entries(self, entry: Entry) -> None:
        answered: set[str] = set()
        for place, response in enumerate(entry.responds_to):
            keys: Keys = ("responds_to", place, "entry")
            self._other_entry(keys, response.entry, "answers")
            if response.entry in answered:
                message = f'"{response.entry}" is answered twice. Remove one of them.'
                self._fault(keys, message, Code.REPEATED_VALUE)
            answered.add(response.entry)
        for place, updated in enumerate(entry.updates):
            self._other_entry(("updates", place), updated, "carries on")

    def _other_entry(self, keys: Keys, other: str, verb: str) -> None:
        if other == self._entry.id:
            message = f"this entry {verb} itself. Name the other entry, or remove this."
            self._fault(keys, message, Code.SELF_REFERENCE)
        else:
            self._some_entry(keys, other)

    def _some_entry(self, keys: Keys, other: str) -> None:
        if self._known.lacks_entry(other):
            self._fault(keys, self._known.about_entry(other), Code.UNKNOWN_ENTRY)
        elif (why := self._hidden(other)) and not self._hidden(self._entry.id):
            message = f'"{other}" {why}: readers will not see this reference.'
            self._fault(keys, message, Code.HIDDEN_REFERENCE)

    def _hidden(self, entry_id: str) -> str:
        """Why readers do not see an entry, if they do not."""
        entry = self._known.entries.get(entry_id)
        if entry is None:
            return ""
        if entry.draft:
            return "is a draft"
        if entry.status is Status.WITHDRAWN:
            return "is withdrawn"
        if self._now and entry.publish and entry.publish > self._now:
            return "is under embargo"
        return ""

    # Its sources and what rests on them.

    def _sources(self, entry: Entry) -> None:
        for place, source in enumerate(entry.sources):
            self._source(place, source)
        if not (
            entry.quotes or entry.figures or entry.events or entry.history or entry.corrections
        ):
            return
        count = self._source_count(entry)
        for keys, number in _numbers(entry):
            if number is not None and count is not None and number > count:
                self._fault(keys, _no_source(number, count), Code.SOURCE_NUMBER)
        for place, quote in enumerate(entry.quotes):
            self._named(("quotes", place, "speaker"), "actors", quote.speaker)

    def _source(self, place: int, source: Source) -> None:
        if source.url is None and source.title is None:
            message = "this source has neither url nor title. Add one: url: https://…"
            self._fault(("sources", place), message, Code.MISSING_KEY)
        if source.publisher is not None:
            self._named(("sources", place, "publisher"), "publishers", source.publisher)
        if source.via is not None:
            self._named(("sources", place, "via"), "publishers", source.via)

    def _source_count(self, entry: Entry) -> int | None:
        """How many sources its numbers can mean, None where that cannot be known."""
        if "sources" in self._faulty or "translation_of" in self._faulty:
            return None
        if entry.translation_of is None or entry.given.intersection(_PARTS):
            return len(entry.sources)
        original = self._known.entries.get(entry.translation_of)
        return len(original.sources) if original else None

    # Its days.

    def _days(self, entry: Entry) -> None:
        if entry.date is not None and (day := self._day(entry.date)) != entry.day:
            zone = f" in {self._settings.timezone}" if isinstance(entry.date, datetime) else ""
            message = (
                f"the date is {day}{zone}, but the file stands under {entry.day}. "
                "Mend the date, or move the file."
            )
            self._fault(("date",), message, Code.DAY_MISMATCH)
        happened = entry.happened
        if happened is None:
            return
        if happened.until < happened.from_:
            message = f"until {happened.until} is before from {happened.from_}. Mend one of them."
            self._fault(("happened", "until"), message, Code.END_BEFORE_START)
        elif happened.until > entry.day:
            message = (
                f"this happened on {happened.until}, after the entry's day {entry.day}. "
                "Mend the day, or write what is to come under events."
            )
            self._fault(("happened", "until"), message, Code.HAPPENED_LATER)

    def _day(self, moment: Moment) -> date:
        if isinstance(moment, datetime):
            return moment.astimezone(self._settings.timezone).date()
        return moment

    # What it has to have.

    def _required(self, entry: Entry) -> None:
        if "translation_of" in self._faulty:
            return
        if not entry.topics and "topics" not in self._faulty:
            message = f"this entry has no topics. Add topics: [id], an id of {self._known.prefix}/topics.yml"
            self._fault(("topics",), message, Code.MISSING_KEY)
        if not entry.sources and self._settings.sources_required:
            message = "this entry has no sources. Add sources: [https://…]"
            self._fault(("sources",), message, Code.MISSING_KEY)

    def _withdrawal(self, entry: Entry) -> None:
        kinds = {correction.kind for correction in entry.corrections}
        if CorrectionKind.WITHDRAWAL not in kinds and "corrections" not in self._faulty:
            message = (
                "a withdrawn entry says why. Add to corrections: "
                "{date: 2024-06-15, kind: withdrawal, text: The reason.}"
            )
            key = "status" if "status" in entry.given else "history"
            self._fault((key,), message, Code.WITHDRAWAL_REASON)

    def _allowances(self, entry: Entry) -> None:
        for place, allowance in enumerate(entry.allow):
            if allowance.code in WARNINGS:
                continue
            if allowance.code in set(Code):
                message = f'"{allowance.code}" cannot be switched off. Mend what it tells of.'
            else:
                advice = did_you_mean(allowance.code, WARNINGS)
                message = f'there is no rule "{allowance.code}".{advice}'
                message += f" These can be switched off: {', '.join(sorted(WARNINGS))}."
            self._fault(("allow", place, "code"), message, Code.UNKNOWN_CODE)

    # What it translates.

    def _translation(self, entry: Entry, original_id: str) -> None:
        self._other_entry(("translation_of",), original_id, "translates")
        original = self._known.entries.get(original_id)
        if original is None or original_id == entry.id:
            return
        if original.translation_of is not None:
            message = (
                f'"{original_id}" is a translation itself. Name its original, '
                f"{original.translation_of}"
            )
            self._fault(("translation_of",), message, Code.TRANSLATION_OF_TRANSLATION)
        default = self._settings.language
        language = entry.language or default
        if language == (original.language or default) and "language" not in self._faulty:
            message = (
                f'the translation is in "{language}", as its original. Write its own language.'
            )
            key = "language" if entry.language else "translation_of"
            self._fault((key,), message, Code.TRANSLATION_LANGUAGE)
        self._parts(entry, original)

    def _parts(self, entry: Entry, original: Entry) -> None:
        given = [part for part in _PARTS if part in entry.given]
        lacking = [part for part in _PARTS if part in original.given and part not in entry.given]
        if given and lacking:
            message = (
                f"the translation has its own {' and '.join(given)}, but not its own "
                f"{' and '.join(lacking)}. Give all of them, or none to take over the original's."
            )
            self._fault((given[0],), message, Code.TRANSLATION_PARTS)

    # Its events and figures.

    def _events(self, entry: Entry) -> None:
        for place, event_id in enumerate(entry.concerns):
            if self._known.lacks_event(event_id):
                message = self._known.about_event(event_id)
                self._fault(("concerns", place), message, Code.UNKNOWN_EVENT)
        own: set[str] = set()
        for place, event in enumerate(entry.events):
            first = self._known.events[event.id]
            if first is not entry or event.id in own:
                message = f'the event "{event.id}" is defined in {first.path} already. '
                message += "Refer to it under concerns, or give this one another id."
                self._fault(("events", place, "id"), message, Code.EVENT_TAKEN)
            own.add(event.id)
            self._event(("events", place), event)

    def _event(self, keys: Keys, event: Event) -> None:
        self._named((*keys, "place"), "places", event.place)
        if event.outcome is not None:
            self._some_entry((*keys, "outcome"), event.outcome)
        if event.start is None and event.when is None:
            message = (
                "this event has no start. Add start: 2024-06-15, or when: and words for the time."
            )
            self._fault(keys, message, Code.START_OR_WHEN)
        elif event.start is not None and event.when is not None:
            message = "an event has a start or words for when, not both. Remove one of them."
            self._fault((*keys, "when"), message, Code.START_OR_WHEN)
        elif event.end is not None and event.start is None:
            message = "an event with an end needs its start. Add start: and a day."
            self._fault((*keys, "end"), message, Code.START_OR_WHEN)
        if (
            event.start is not None
            and event.end is not None
            and self._ends_first(event.start, event.end)
        ):
            message = "the event's end is before its start. Mend one of them."
            self._fault((*keys, "end"), message, Code.END_BEFORE_START)

    def _ends_first(self, start: Moment, end: Moment) -> bool:
        if isinstance(start, datetime) and isinstance(end, datetime):
            return end < start
        return self._day(end) < self._day(start)

    def _units(self, entry: Entry) -> None:
        if entry.translation_of is not None:
            return
        for place, figure in enumerate(entry.figures):
            if figure.series is None:
                continue
            first = self._series.setdefault(figure.series, _Series(figure.unit, entry.path))
            if figure.unit != first.unit:
                message = (
                    f'the series "{figure.series}" is counted in {_quoted(first.unit)} in {first.path}, '
                    f"here in {_quoted(figure.unit)}. Give them one unit, or another series."
                )
                self._fault(("figures", place, "unit"), message, Code.SERIES_UNIT)

    # Its text.

    def _prose(self, prose: Prose, path: str, *, introduction: bool = False) -> None:
        for link in prose.links:
            for message, code in self._link(link.target, introduction):
                self._findings.on_line(path, link.line, message, code)
        for image in prose.images:
            source = unicodedata.normalize("NFC", unquote(image.target.lstrip("/")))
            if source not in self._known.media:
                message = self._no_image(source)
                self._findings.on_line(path, image.line, message, Code.MISSING_IMAGE)

    def _link(self, target: str, introduction: bool) -> Iterator[tuple[str, Code]]:
        written = unicodedata.normalize("NFC", unquote(target))
        if written.startswith("entry:"):
            entry_id = written.removeprefix("entry:")
        elif written[1:5].isdigit() and written.count("/") == 5:
            entry_id = written.strip("/")
        else:
            return
        if self._known.lacks_entry(entry_id):
            about = self._known.about_entry(entry_id).removeprefix("unknown entry ")
            yield f"the link leads to no entry: {about}", Code.BROKEN_LINK
        elif (why := self._hidden(entry_id)) and not self._silent(introduction):
            yield (
                f'"{entry_id}" {why}: readers will see the words without the link.',
                Code.HIDDEN_REFERENCE,
            )

    def _silent(self, introduction: bool) -> bool:
        """Whether nobody has to be warned of what an entry's readers will not see."""
        if introduction:
            return False
        allowed = any(one.code == Code.HIDDEN_REFERENCE for one in self._entry.allow)
        return allowed or bool(self._hidden(self._entry.id))

    def _no_image(self, source: str) -> str:
        advice = did_you_mean(source, self._known.media)
        return (
            f'there is no file "{source}".{advice or f" Put it into {self._known.prefix}/media/."}'
        )


def _numbers(entry: Entry) -> Iterator[tuple[Keys, int | None]]:
    """The numbers of sources in an entry, with where they stand."""
    for key, records in (
        ("history", entry.history),
        ("quotes", entry.quotes),
        ("figures", entry.figures),
        ("events", entry.events),
        ("corrections", entry.corrections),
    ):
        for place, record in enumerate(records):
            yield (key, place, "source"), record.source
    for place, quote in enumerate(entry.quotes):
        if quote.original:
            yield ("quotes", place, "original", "source"), quote.original.source


def _no_source(number: int, count: int) -> str:
    if count == 0:
        return f"there is no source {number}: sources is empty. Add it, or remove this number."
    has = "one source" if count == 1 else f"{count} sources"
    return f"there is no source {number}: the entry has {has}. Mend the number, or add the source."


def _quoted(unit: str | None) -> str:
    return f'"{unit}"' if unit else "no unit"
