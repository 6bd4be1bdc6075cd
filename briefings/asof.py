"""How did the bulletin stand then? Today's content, turned back to an earlier moment.

Turned back by its dates: what came later is hidden as a draft is, so that nothing refers to it; the
status is that of the last step before; later corrections are left out. A text itself cannot be turned
back, but where git remembers the one of that moment, that is taken; else the entry says when its
text was changed since.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from briefings.checking import check_file
from briefings.checks.known import Known, known_from
from briefings.checks.locating import Findings
from briefings.checks.registries import check_vocabulary
from briefings.files.filing import Filing, read_file
from briefings.files.layout import Form, Place, place_of
from briefings.files.results import FileResult
from briefings.git.past import remembered
from briefings.loading import Loaded, prefix_of, rewritten, vocabulary_of
from briefings.model import CorrectionKind, Entry, Status
from briefings.outlines import moment_of
from briefings.problems import Problem, Severity
from briefings.prose.converting import Converter
from briefings.settings import Settings

_PAST_FORMS = (
    Form.ENTRY_MARKDOWN,
    Form.ENTRY_YAML,
    Form.ENTRY_LIST,
    Form.INTRODUCTION,
    Form.REGISTRY,
)


class Then(Struct, frozen=True):
    """A moment of a bulletin."""

    moment: datetime
    timezone: ZoneInfo

    def has_come(self, day: date) -> bool:
        """Whether a day had begun."""
        return datetime.combine(day, time.min, self.timezone) <= self.moment


def turned_back(loaded: Loaded, settings: Settings) -> Loaded:
    """The content as it stood at the moment for which the settings are.

    Today's content has to be in order. What is refused of that day's texts is today's.
    """
    assert settings.as_of is not None
    then = Then(settings.as_of, settings.timezone)
    earlier = _earlier(loaded, settings)
    return rewritten(
        loaded,
        settings.cache_dir / "as-of-content",
        settings.timezone,
        lambda result: result_then(result, earlier.get(result.path), then),
    )


def result_then(today: FileResult, earlier: FileResult | None, then: Then) -> FileResult:
    """What a file gave at a moment, given what its text of today and the one of then give."""
    changes: dict[str, object] = {}
    past = {entry.id: entry for entry in earlier.entries} if earlier else {}
    entries = tuple(_entry_then(entry, past.get(entry.id), then) for entry in today.entries)
    if entries != today.entries:
        changes["entries"] = entries
    if earlier and earlier.introduction:
        changes["introduction"] = earlier.introduction
    if earlier and earlier.registry:
        changes["records"] = {
            one: earlier.records.get(one, record) for one, record in today.records.items()
        }
    return replace(today, **changes) if changes else today


def entry_then(entry: Entry, then: Then) -> Entry:
    """An entry turned back by its dates, its text as it is."""
    history = tuple(step for step in entry.history if then.has_come(step.date))
    corrections = tuple(one for one in entry.corrections if then.has_come(one.date))
    is_later = moment_of(entry, then.timezone) > then.moment
    turned = replace(
        entry, history=history, corrections=corrections, status=_status_then(entry, then)
    )
    return replace(turned, draft=True) if is_later else turned


def _entry_then(today: Entry, past: Entry | None, then: Then) -> Entry:
    if past is not None:
        return entry_then(replace(past, index=today.index), then)
    later = {one.date for one in today.corrections if not then.has_come(one.date)}
    turned = entry_then(today, then)
    return replace(turned, reworded=tuple(sorted(later))) if later else turned


def _status_then(entry: Entry, then: Then) -> Status:
    """The status of the last step before; that of an entry of which none was made yet."""
    if entry.history:
        steps = [step.status for step in entry.history if then.has_come(step.date)]
        return steps[-1] if steps else Status.REPORTED
    withdrawn = (
        then.has_come(one.date)
        for one in entry.corrections
        if one.kind is CorrectionKind.WITHDRAWAL
    )
    if entry.status is Status.WITHDRAWN and not any(withdrawn):
        return Status.REPORTED
    return entry.status


class _File(NamedTuple):
    """A file whose text of then git remembers."""

    place: Place
    path: str
    inner: str
    data: bytes


def _earlier(loaded: Loaded, settings: Settings) -> dict[str, FileResult]:
    """What the files gave whose text of then git remembers, and fits what there is today."""
    assert settings.as_of is not None
    texts = remembered(settings.content_dir, settings.as_of).texts
    files = list(_files(texts, loaded, settings))
    if not files:
        return {}
    converter = Converter(settings.markdown_extensions, settings.extension_configs)
    read = partial(read_file, filing=Filing(timezone=settings.timezone, converter=converter))
    known = known_from(loaded, prefix_of(settings), settings.timezone)
    results = [read(one.place, inner=one.inner, path=one.path, data=one.data) for one in files]
    sound = {one.path: one for one in results if _is_sound(one, known, settings)}
    return _agreeing(sound, loaded, known, settings)


def _files(texts: Mapping[str, bytes], loaded: Loaded, settings: Settings) -> Iterator[_File]:
    known = set(loaded.paths())
    for inner, data in texts.items():
        place, path = place_of(inner), f"{prefix_of(settings)}/{inner}"
        if isinstance(place, Place) and place.form in _PAST_FORMS and path in known:
            yield _File(place, path, inner, data)


def _is_sound(result: FileResult, known: Known, settings: Settings) -> bool:
    findings = Findings(settings.folder)
    check_file(result, settings, known, None, findings)
    return not (result.unread or _errors([*result.problems, *findings.problems]))


def _agreeing(
    results: dict[str, FileResult], loaded: Loaded, known: Known, settings: Settings
) -> dict[str, FileResult]:
    """These results, without the registries where they do not agree with each other."""
    vocabulary = vocabulary_of(loaded)
    changed = {}
    for one in results.values():
        if one.registry:
            today = getattr(vocabulary, one.registry)
            changed[one.registry] = {id_: one.records.get(id_, today[id_]) for id_ in today}
    findings = Findings(settings.folder)
    check_vocabulary(replace(vocabulary, **changed), known, findings)
    if not _errors(findings.problems):
        return results
    return {path: one for path, one in results.items() if not one.registry}


def _errors(problems: list[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
