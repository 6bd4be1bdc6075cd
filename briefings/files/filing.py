"""What does one file give? A pure function of its place and its bytes."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from briefings import model
from briefings.files.decoding import decoded, front_matter_of
from briefings.files.faults import FAULT, Report
from briefings.files.imagefiles import image_fault, look_of
from briefings.files.layout import Form, Place
from briefings.files.reading import RecordReader
from briefings.files.results import Broken, FileResult
from briefings.files.slugs import slug_from
from briefings.files.values import scalar_reader
from briefings.files.yamltext import Mapping as Keys
from briefings.files.yamltext import Node, Scalar, Sequence, parse
from briefings.problems import ALLOWABLE, Code, Problem
from briefings.prose import texts
from briefings.prose.converting import Converter


class Filing(Struct, frozen=True):
    """What a file's meaning depends on besides itself."""

    timezone: ZoneInfo
    converter: Converter


REGISTRY_RECORDS: Mapping[str, Any] = {
    "topics": model.Topic,
    "stories": model.Story,
    "people": model.Person,
    "organizations": model.Organization,
    "places": model.Place,
    "publishers": model.Publisher,
}

NAMED_BY: Mapping[Any, str] = {
    model.TopicId: "topics",
    model.StoryId: "stories",
    model.ActorId: "actors",
    model.PersonId: "people",
    model.OrganizationId: "organizations",
    model.PlaceId: "places",
    model.PublisherId: "publishers",
}
"""The registry in which ids of a type stand; `actors` for people and organizations together."""

_SLUG_ELSEWHERE = {"slug": "The name of the file gives the slug."}
_BODY_ELSEWHERE = {"body": "The body is the text below the front matter."}
_MARKDOWN_ENTRY = RecordReader(
    model.Entry, noun="entry", elsewhere=_SLUG_ELSEWHERE | _BODY_ELSEWHERE
)
_YAML_ENTRY = RecordReader(
    model.Entry, noun="entry", extra={"body": model.Markdown}, elsewhere=_SLUG_ELSEWHERE
)
_LISTED_ENTRY = RecordReader(
    model.Entry, noun="entry", extra={"slug": model.Slug, "body": model.Markdown}
)
_INTRODUCTION = RecordReader(model.Introduction, noun="introduction", elsewhere=_BODY_ELSEWHERE)
_NO_ENTRY = "nothing stands behind this hyphen. Write an entry, or remove it."
_ID = scalar_reader("id", model.NewEventId)
_RECORDS = {
    registry: RecordReader(record, noun=record.__name__.lower())
    for registry, record in REGISTRY_RECORDS.items()
}


def digest_of(data: bytes) -> bytes:
    """What tells one file's bytes from another's."""
    return blake2b(data, digest_size=16).digest()


def read_file(place: Place, *, inner: str, path: str, data: bytes, filing: Filing) -> FileResult:
    """What the file at `inner` (below content/), called `path` in problems, gives."""
    if place.form is Form.MEDIA:
        return _image(unicodedata.normalize("NFC", inner), path, data)
    text = decoded(data, path)
    if isinstance(text, Problem):
        return unread(place, path, text)
    if not text.strip():
        return _empty(place, path)
    return _READERS[place.form](_Reading(place, path, filing), text)


def unread(place: Place, path: str, *problems: Problem) -> FileResult:
    """The result of a file that cannot be read, with the ids that its name gives away."""
    return FileResult(
        path=path,
        problems=(*_of_its_name(place, path), *problems),
        day=place.day,
        registry=place.name if place.form is Form.REGISTRY else "",
        ids=frozenset([_id(place.day, place.name)] if place.day and place.name else []),
        unread=place.form is not Form.MEDIA,
    )


def _of_its_name(place: Place, path: str) -> tuple[Problem, ...]:
    if place.fault is None:
        return ()
    code, message = place.fault
    return (Problem(path, 1, 1, message, code),)


def _id(day: date, slug: str) -> str:
    return f"{day.isoformat().replace('-', '/')}/{unicodedata.normalize('NFC', slug)}"


def _empty(place: Place, path: str) -> FileResult:
    if place.form is Form.REGISTRY:
        return FileResult(path=path, registry=place.name)
    message = "this file is empty. Write its text, or delete it."
    return unread(place, path, Problem(path, 1, 1, message, Code.EMPTY_FILE))


def _image(inner: str, path: str, data: bytes) -> FileResult:
    fault = image_fault(inner.rpartition("/")[2], data)
    if fault is None:
        return FileResult(path=path, media=(inner, look_of(data, digest_of(data).hex())))
    return FileResult(path=path, problems=(Problem(path, 1, 1, fault, Code.BAD_IMAGE),))


class _Reading:
    """One file while it is read."""

    def __init__(self, place: Place, path: str, filing: Filing) -> None:
        self.place = place
        self.path = path
        self.day = place.day or date.min
        self.filing = filing
        self.report = Report(path, filing.timezone)
        self.report.problems.extend(_of_its_name(place, path))
        self.entries: list[model.Entry] = []
        self.broken: list[Broken] = []

    def tree(self, text: str, line: int = 1) -> Node | None:
        """The tree of a YAML text that begins on `line`; no tree where it cannot be read."""
        node, problems = parse(text, path=self.path, line=line)
        self.report.problems.extend(problems)
        return Keys([], line, 1) if node is None and not problems else node

    def prose(self, markdown: str, line: int) -> model.Prose:
        """What a Markdown text says that begins on `line`."""
        said, problems = texts.read(
            markdown, path=self.path, line=line, converter=self.filing.converter
        )
        self.report.problems.extend(problems)
        return said

    def unread(self) -> FileResult:
        """The result where there is no tree."""
        known = _of_its_name(self.place, self.path)
        others = [problem for problem in self.report.problems if problem not in known]
        return unread(self.place, self.path, *others)

    def entry(
        self, node: Keys, reader: RecordReader[Any], body: tuple[str, int] | None, index: int | None
    ) -> None:
        """File an entry whose keys stand in `node`, its body there too unless it is given."""
        before = len(self.report.problems)
        reading = reader.read(node, self.report)
        values, faulty = reading.values, reading.faulty
        slug = self._slug(node, values, index) if index is not None else self.place.name
        said = self.prose(*body) if body else self._yaml_body(node, values)
        self._settle_status(node, values)
        self._drop_allowed(before, values.get("allow", ()))
        values.setdefault("title", "")
        entry = model.Entry(
            id=model.EntryId(_id(self.day, slug or f"{index}")),
            path=self.path,
            index=index,
            day=self.day,
            prose=said,
            given=reading.given - {"slug", "body"},
            **values,
        )
        if self.place.fault or not slug:
            faulty |= {"slug"}
        if faulty or any(is_error(problem) for problem in self.report.problems[before:]):
            self.broken.append(Broken(entry, faulty))
        else:
            self.entries.append(entry)

    def _slug(self, node: Keys, values: dict[str, Any], index: int) -> str:
        slug: str = values.pop("slug", "")
        if not slug and not isinstance(node.get("slug"), Scalar):
            nearest = slug_from(values.get("title", "")) or "a-few-words"
            message = f"this entry has no slug, which its address needs. Add slug: {nearest}"
            self.report.fault(node, message, Code.MISSING_KEY)
        return slug

    def _yaml_body(self, node: Keys, values: dict[str, Any]) -> model.Prose:
        body = values.pop("body", None)
        written = node.get("body")
        if body is None or not isinstance(written, Scalar):
            return model.Prose()
        return self.prose(body, written.line + (written.style in ("|", ">")))

    def _settle_status(self, node: Keys, values: dict[str, Any]) -> None:
        """The last status of a history is the entry's."""
        history = values.get("history")
        if not history:
            return
        last = history[-1].status
        written = node.get("status")
        if written is not None and values.get("status", last) is not last:
            message = (
                f'the status "{values["status"]}" differs from "{last}", the last one of history. '
                "Leave status out, or add a history item."
            )
            self.report.fault(written, message, Code.STATUS_MISMATCH)
        values["status"] = last

    def _drop_allowed(self, before: int, allowances: tuple[model.Allowance, ...]) -> None:
        """Forget the warnings about this entry that it switches off."""
        allowed = {allowance.code for allowance in allowances} & ALLOWABLE
        if allowed:
            own = self.report.problems[before:]
            self.report.problems[before:] = [one for one in own if one.code not in allowed]

    def result(self, **found: Any) -> FileResult:
        """What the file gave."""
        return FileResult(
            path=self.path,
            problems=tuple(sorted(self.report.problems)),
            day=self.day if self.place.day else None,
            **found,
        )

    def result_with_entries(self) -> FileResult:
        """What a file of entries gave."""
        ids = [entry.id for entry in self.entries]
        ids += [broken.entry.id for broken in self.broken]
        return self.result(
            entries=tuple(self.entries), broken=tuple(self.broken), ids=frozenset(ids)
        )


def is_error(problem: Problem) -> bool:
    """Whether a problem stops the build."""
    return problem.severity == "error"


def _markdown_entry(reading: _Reading, text: str) -> FileResult:
    parts = front_matter_of(text, reading.path)
    if isinstance(parts, Problem):
        return unread(reading.place, reading.path, parts)
    node = reading.tree(parts.keys, line=2)
    if node is None:
        return reading.unread()
    if isinstance(node, Keys):
        reading.entry(node, _MARKDOWN_ENTRY, (parts.body, parts.body_line), None)
        return reading.result_with_entries()
    _MARKDOWN_ENTRY(node, reading.report)
    return reading.unread()


def _yaml_entry(reading: _Reading, text: str) -> FileResult:
    node = reading.tree(text)
    if isinstance(node, Keys):
        reading.entry(node, _YAML_ENTRY, None, None)
        return reading.result_with_entries()
    if isinstance(node, Sequence):
        day = f"{reading.day:%d}"
        message = (
            f"this file has the name of a single entry, but holds a list. Name it {day}.yml, "
            "or take the hyphens away."
        )
        reading.report.fault(node, message, Code.WRONG_SHAPE)
    elif node is not None:
        _YAML_ENTRY(node, reading.report)
    return reading.unread()


def _entry_list(reading: _Reading, text: str) -> FileResult:
    node = reading.tree(text)
    if node is None:
        return reading.unread()
    if not isinstance(node, Sequence):
        message = 'this file holds a list of entries. Begin each of them with "- ".'
        reading.report.fault(node, message, Code.WRONG_SHAPE)
        return reading.unread()
    index = 0
    for item in node.items:
        if isinstance(item, Keys):
            reading.entry(item, _LISTED_ENTRY, None, index)
        elif isinstance(item, Scalar) and item.missing:
            reading.report.fault(item, _NO_ENTRY, Code.WRONG_SHAPE)
            continue  # Nobody counts it as one of the entries.
        else:
            _LISTED_ENTRY(item, reading.report)
        index += 1
    return reading.result_with_entries()


def _introduction(reading: _Reading, text: str) -> FileResult:
    keys, body, line = "", text, 1
    if text.startswith("---"):
        parts = front_matter_of(text, reading.path)
        if isinstance(parts, Problem):
            return unread(reading.place, reading.path, parts)
        keys, body, line = parts.keys, parts.body, parts.body_line
    node = reading.tree(keys, line=2)
    said = reading.prose(body, line)
    record = None
    if node is not None:
        filed = _INTRODUCTION.read(node, reading.report) if isinstance(node, Keys) else None
        if filed is None:
            _INTRODUCTION(node, reading.report)
        else:
            record = model.Introduction(
                day=reading.day, path=reading.path, prose=said, **filed.values
            )
    return reading.result(introduction=record)


def _registry(reading: _Reading, text: str) -> FileResult:
    name = reading.place.name
    node = reading.tree(text)
    if node is None:
        return reading.unread()
    if not isinstance(node, Keys):
        message = f"{name}.yml has an id on each line, with keys for it: nato: {{name: NATO}}"
        reading.report.fault(node, message, Code.WRONG_SHAPE)
        return reading.unread()
    records = {}
    for key, value in node.pairs:
        record = _record(name, key, value, reading.report)
        if record is not None:
            records[key.text] = record
    ids = frozenset(key.text for key, _ in node.pairs)
    return reading.result(registry=name, records=records, ids=ids)


def _record(registry: str, key: Scalar, value: Node, report: Report) -> Any:
    sound_id = _ID(key, report) is not FAULT
    reader = _RECORDS[registry]
    if isinstance(value, Scalar) and value.missing:
        value = Keys([], key.line, key.column)
    if not isinstance(value, Keys):
        reader(value, report)
        return None
    reading = reader.read(value, report)
    if reading.faulty or not sound_id:
        return None
    return REGISTRY_RECORDS[registry](id=key.text, **reading.values)


_READERS = {
    Form.ENTRY_MARKDOWN: _markdown_entry,
    Form.ENTRY_YAML: _yaml_entry,
    Form.ENTRY_LIST: _entry_list,
    Form.INTRODUCTION: _introduction,
    Form.REGISTRY: _registry,
}
