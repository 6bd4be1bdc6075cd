"""What is to be said of all entries today? What rules noticed, kept month by month.

What a rule notices depends on the entry, the names, the settings and, for near-duplicates, on the entries of
the same day. So it is kept as long as these are the same. Whether the time for it has come, and whether an
offer was answered, is asked each time.
"""

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import blake2b
from itertools import chain
from typing import Any, NamedTuple

from briefings.caching import CacheDamagedError, Table
from briefings.loading import Loaded, load, prefix_of, version_of, vocabulary_of
from briefings.model import Entry, Status
from briefings.problems import Code, Problem
from briefings.rules.noticing import Desk, Notice, Rule, numbers_of
from briefings.settings import Settings
from briefings.workers import spread

_NAMING = ("people", "organizations", "places")
"""The registries on which rules depend."""


class _Kept(NamedTuple):
    """A notice with its place. Plain values alone."""

    path: str
    line: int
    column: int
    message: str
    code: str
    due: str
    """The ISO day from which it holds."""
    offer: str
    """The entry of which an answer settles it."""


class _Answer(NamedTuple):
    """That an entry was answered."""

    entry: str
    publish: float
    """The end of the answer's embargo, in seconds."""


_Day = tuple[str, tuple[str, ...]]
"""The files of a day."""


def noticed(
    loaded: Loaded, settings: Settings, now: datetime, *, jobs: int = 1, cached: bool = True
) -> list[Problem]:
    """What the rules have to say at `now` of the entries that could be read, sorted.

    `jobs` is how many processes may look; without `cached`, nothing is believed of earlier runs.
    """
    numbers = numbers_of(settings)
    version = f"{version_of(settings)} {sorted(numbers.items())}"
    table = Table(settings.cache_dir / "rules", version, read=cached)
    try:
        kept, answers = _of_all(loaded, settings, numbers, table, jobs)
    except CacheDamagedError:
        if not cached:
            raise
        # Whichever of the caches it is, neither is believed again.
        again = load(settings, cached=False, jobs=jobs)
        return noticed(again, settings, now, jobs=jobs, cached=False)
    today = now.astimezone(settings.timezone).date().isoformat()
    moment = now.timestamp()
    answered = {answer.entry for answer in answers if answer.publish <= moment}
    return sorted(
        Problem(one.path, one.line, one.column, one.message, Code(one.code))
        for one in kept
        if one.due <= today and one.offer not in answered
    )


def _of_all(
    loaded: Loaded, settings: Settings, numbers: dict[Code, int], table: Table, jobs: int
) -> tuple[list[_Kept], list[_Answer]]:
    """What was noticed of all entries, and which were answered; the table is brought up to date."""
    names = _digest_of_names(loaded, settings)
    digests = {
        folder: digest + names
        for folder, digest in loaded.digests.items()
        if folder.startswith(f"{prefix_of(settings)}/entries/")
    }
    known = {folder: _known(table, folder, digest) for folder, digest in digests.items()}
    stale = [folder for folder, value in known.items() if value is None]
    if stale:
        days = [day for folder in stale for day in _days(loaded.folders[folder])]
        context = (loaded, settings, numbers)
        made = chain.from_iterable(spread(_looker, context, days, jobs=jobs))
        found: dict[str, list[tuple[Any, ...]]] = {folder: [] for folder in stale}
        for (day, _), notices in zip(days, made, strict=True):
            found[day.rpartition("/")[0]] += map(tuple, notices)
        for folder in stale:
            answers = [tuple(one) for one in _answers(loaded, loaded.folders[folder])]
            known[folder] = found[folder], answers
            table.put(folder, marshal.dumps((digests[folder], known[folder])))
    for folder in set(table) - known.keys():
        table.drop(folder)
    with suppress(OSError):
        table.save()
    values = [value for value in known.values() if value]
    kept = [_Kept(*one) for notices, _ in values for one in notices]
    return kept, [_Answer(*one) for _, answers in values for one in answers]


def _known(table: Table, folder: str, digest: bytes) -> Any:
    """The notices and the answers of a folder, if they were found with the same files and names."""
    value = table.get(folder)
    before, found = marshal.loads(value) if value else (b"", None)
    return found if before == digest else None


def _digest_of_names(loaded: Loaded, settings: Settings) -> bytes:
    prefix = prefix_of(settings)
    files = loaded.folders.get(prefix, {})
    digests = (files.get(f"{prefix}/{registry}.yml", b"") for registry in _NAMING)
    return blake2b(b"\0".join(digests), digest_size=16).digest()


def _days(paths: Iterable[str]) -> list[_Day]:
    """Files of entries by their day, as `content/entries/2024/06/14`."""
    days: dict[str, list[str]] = {}
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        days.setdefault(f"{folder}/{name[:2]}", []).append(path)
    return [(day, tuple(files)) for day, files in days.items()]


def _answers(loaded: Loaded, paths: Iterable[str]) -> Iterator[_Answer]:
    """What the entries of these files answer, as far as readers see them once embargoes are over."""
    for path in paths:
        gist = loaded.gist(path)
        for one in gist.outlines:
            hidden = one.draft or one.translation_of or one.status == Status.WITHDRAWN.value
            for entry, _ in () if hidden else one.responds_to:
                yield _Answer(entry, one.publish or 0.0)
        for broken in () if gist.sound else loaded.result(path).broken:
            # Once it is mended it will count: until then nobody is told to look for an answer.
            for response in broken.entry.responds_to:
                yield _Answer(response.entry, 0.0)


def _looker(
    loaded: Loaded, settings: Settings, numbers: dict[Code, int]
) -> Callable[[Sequence[_Day]], list[list[_Kept]]]:
    """What looks at the entries of some days, in any process."""
    # Imported here because a run in which no entry changed has no need of it.
    from briefings.rules.pointing import Pointer  # noqa: PLC0415

    desk = Desk(vocabulary_of(loaded), settings.timezone, numbers)

    def look(days: Sequence[_Day]) -> list[list[_Kept]]:
        pointer = Pointer(settings.folder, desk.names)
        return [
            [
                _kept(entry, notice, pointer.position(entry, notice))
                for entry, notice in _notices(loaded, paths, desk)
            ]
            for _, paths in days
        ]

    return look


def _notices(loaded: Loaded, paths: Iterable[str], desk: Desk) -> Iterator[tuple[Entry, Notice]]:
    """What the rules that are on notice of the entries of one day, but what these allow."""
    from briefings.rules.duplicates import near_duplicates  # noqa: PLC0415 (as above)

    entries = [entry for path in paths for entry in loaded.result(path).entries]
    rules = [rule for code, rule in _rules() if code in desk.numbers]
    for entry in entries:
        allowed = {allowance.code for allowance in entry.allow}
        if entry.status is not Status.WITHDRAWN:
            notices = chain.from_iterable(rule(entry, desk) for rule in rules)
            yield from ((entry, one) for one in notices if one.code not in allowed)
    if Code.NEAR_DUPLICATE in desk.numbers:
        yield from near_duplicates(entries)


def _rules() -> tuple[tuple[Code, Rule], ...]:
    """The rules about single entries."""
    from briefings.rules import waiting, wording  # noqa: PLC0415 (as above)

    return (
        (Code.EVENT_WITHOUT_OUTCOME, waiting.event_without_outcome),
        (Code.SPEAKER_ROLE, wording.speaker_role),
        (Code.STILL_CLAIMED, waiting.still_claimed),
        (Code.TITLE_TOO_LONG, wording.title_too_long),
        (Code.UNANSWERED_OFFER, waiting.unanswered_offer),
        (Code.UNARCHIVED_SOURCE, wording.unarchived_source),
        (Code.UNLISTED_PERSON, wording.unlisted_person),
    )


def _kept(entry: Entry, notice: Notice, position: tuple[int, int]) -> _Kept:
    return _Kept(
        path=entry.path,
        line=position[0],
        column=position[1],
        message=notice.message,
        code=notice.code.value,
        due=notice.due.isoformat(),
        offer=entry.id if notice.unless_answered else "",
    )
