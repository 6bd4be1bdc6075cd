"""Does it all agree? What only more than one file, or more than one key, can show to be wrong."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain

from briefings.checks.agreeing import check_agreement
from briefings.checks.claiming import check_urls
from briefings.checks.known import Known, filed, known_from
from briefings.checks.locating import Findings
from briefings.checks.referring import check_links, check_references
from briefings.checks.registries import check_vocabulary
from briefings.checks.reviewing import Review
from briefings.files.results import FileResult
from briefings.loading import Loaded, prefix_of, vocabulary_of
from briefings.model import Introduction
from briefings.problems import ALLOWABLE, Code, Problem, did_you_mean
from briefings.settings import Settings
from briefings.workers import spread

_NOTHING: frozenset[str] = frozenset()


def check(
    loaded: Loaded,
    settings: Settings,
    *,
    plain_pages: Mapping[str, str] | None = None,
    reserved: Mapping[str, str] | None = None,
    now: datetime | None = None,
    jobs: int = 1,
) -> list[Problem]:
    """What is wrong with the content as a whole, besides the problems that `loaded` holds already.

    `plain_pages` are the URLs of plain pages with their files, `reserved` those of the bulletin's own
    pages with what they are. With `now`, references to entries under embargo are warned of too.
    `jobs` is how many processes may check.
    """
    findings = Findings(settings.folder)
    known = known_from(loaded, prefix_of(settings), settings.timezone)
    moment = now.timestamp() if now else None
    paths = [path for path in loaded.paths() if not path.startswith(f"{known.prefix}/media/")]
    pieces = spread(_checker, (loaded, settings, known, moment), paths, jobs=jobs)
    found = list(chain.from_iterable(pieces))
    check_vocabulary(vocabulary_of(loaded), known, findings)
    check_urls(
        list(filed(loaded, settings.timezone)),
        {f"/{path[len(known.prefix) + 1 :]}": path for path in _media(loaded, known.prefix)},
        plain_pages or {},
        reserved or {},
        findings,
    )
    return sorted({*found, *findings.problems})


def check_file(
    result: FileResult, settings: Settings, known: Known, now: float | None, findings: Findings
) -> None:
    """Note what is wrong with what one file gave, as everything else is known; `now` in seconds."""
    for entry in result.entries:
        _check_entry(Review(findings, known, settings, now, entry, _NOTHING))
    for broken in result.broken:
        _check_entry(Review(findings, known, settings, now, broken.entry, broken.faulty))
    if result.introduction:
        _check_introduction(result.introduction, known, findings, now)


def _checker(
    loaded: Loaded, settings: Settings, known: Known, now: float | None
) -> Callable[[Sequence[str]], list[Problem]]:
    """What checks some files, in any process."""

    def check_files(paths: Sequence[str]) -> list[Problem]:
        findings = Findings(settings.folder)
        for path in paths:
            check_file(loaded.result(path), settings, known, now, findings)
        return findings.problems

    return check_files


def _media(loaded: Loaded, prefix: str) -> list[str]:
    return [path for path in loaded.paths() if path.startswith(f"{prefix}/media/")]


def _check_entry(review: Review) -> None:
    entry = review.entry
    check_references(review)
    check_agreement(review)
    check_links(entry.prose, entry.path, review.known, review.findings, _why_hidden_from(review))
    if entry.allow:
        _check_allowances(review)


def _why_hidden_from(review: Review) -> Callable[[str], str]:
    """Why readers of the entry do not see another one, where somebody has to be warned of it."""
    silent = review.allows(Code.HIDDEN_REFERENCE) or bool(review.hidden(review.entry.id))
    return (lambda _: "") if silent else review.hidden


def _check_introduction(
    introduction: Introduction, known: Known, findings: Findings, now: float | None
) -> None:
    for place, one in known.missing("people", introduction.authors):
        message, code = known.about_id("people", one)
        findings.at(introduction.path, ("authors", place), message, code)
    check_links(
        introduction.prose,
        introduction.path,
        known,
        findings,
        lambda entry_id: known.why_hidden(entry_id, now),
    )


def _check_allowances(review: Review) -> None:
    for place, allowance in enumerate(review.entry.allow):
        if allowance.code in ALLOWABLE:
            continue
        if allowance.code in set(Code):
            message = f'"{allowance.code}" cannot be switched off. Mend what it tells of.'
        else:
            advice = did_you_mean(allowance.code, ALLOWABLE)
            message = f'there is no rule "{allowance.code}".{advice}'
            message += f" These can be switched off: {', '.join(sorted(ALLOWABLE))}."
        review.fault(("allow", place, "code"), message, Code.UNKNOWN_CODE)
