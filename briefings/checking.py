"""Does it all agree? What only more than one file, or more than one key, can show to be wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from briefings.checks.agreeing import check_agreement
from briefings.checks.claiming import check_urls
from briefings.checks.known import Known, known_from
from briefings.checks.locating import Findings
from briefings.checks.referring import check_links, check_references
from briefings.checks.registries import check_vocabulary
from briefings.checks.reviewing import Review
from briefings.files.results import FileResult
from briefings.loading import Loaded, prefix_of
from briefings.model import Entry, Introduction
from briefings.problems import WARNINGS, Code, Problem, did_you_mean
from briefings.settings import Settings

MAX_TITLE = 120
"""Characters. A longer title is cut off wherever it is shown in a list."""

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
    series: dict[str, tuple[str | None, str]] = {}
    for entry, faulty in _entries(loaded.files):
        _check_entry(Review(findings, known, settings, now, entry, series, faulty))
    for introduction in loaded.content.introductions.values():
        _check_introduction(introduction, known, findings, now)
    check_vocabulary(loaded.content.vocabulary, known, findings)
    check_urls(loaded.files, known.prefix, plain_pages or {}, reserved or {}, findings)
    return sorted(set(findings.problems))


def _entries(files: Iterable[FileResult]) -> Iterator[tuple[Entry, frozenset[str]]]:
    """Every entry, with its keys at fault."""
    for result in files:
        for entry in result.entries:
            yield entry, _NOTHING
        for broken in result.broken:
            yield broken.entry, broken.faulty


def _check_entry(review: Review) -> None:
    entry = review.entry
    check_references(review)
    check_agreement(review)
    check_links(entry.prose, entry.path, review.known, review.findings, _why_hidden_from(review))
    if entry.allow:
        _check_allowances(review)
    if len(entry.title) > MAX_TITLE:
        message = f"the title has {len(entry.title)} characters. Shorten it to {MAX_TITLE}."
        review.fault(("title",), message, Code.TITLE_TOO_LONG)


def _why_hidden_from(review: Review) -> Callable[[str], str]:
    """Why readers of the entry do not see another one, where somebody has to be warned of it."""
    silent = review.allows(Code.HIDDEN_REFERENCE) or bool(review.hidden(review.entry.id))
    return (lambda _: "") if silent else review.hidden


def _check_introduction(
    introduction: Introduction, known: Known, findings: Findings, now: datetime | None
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
        if allowance.code in WARNINGS:
            continue
        if allowance.code in set(Code):
            message = f'"{allowance.code}" cannot be switched off. Mend what it tells of.'
        else:
            advice = did_you_mean(allowance.code, WARNINGS)
            message = f'there is no rule "{allowance.code}".{advice}'
            message += f" These can be switched off: {', '.join(sorted(WARNINGS))}."
        review.fault(("allow", place, "code"), message, Code.UNKNOWN_CODE)
