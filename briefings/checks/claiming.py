"""Which output has which URL? No two may claim the same one."""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from briefings.checks.known import Filed
from briefings.checks.locating import Findings, Keys
from briefings.files.layout import REGISTRIES
from briefings.files.slugs import comparable
from briefings.outlines import Outline
from briefings.problems import Code

_PERIOD = re.compile(r"/[0-9]{4}/(?:[0-9]{2}/){0,2}")
_QUOTES = re.compile(r"/quotes/(?:[0-9]{4}/[0-9]{2}|(?:speakers|topics)/[^/]+(?:/[0-9]{4})?)/")
_YEAR_OF = re.compile(rf"/(?:{'|'.join(REGISTRIES)})/[^/]+/[0-9]{{4}}/")


class _Claim(Struct, frozen=True):
    url: str
    path: str
    """The file that claims it, or what claims it where that is no file."""
    keys: Keys = ()
    what: str = "slug"


def check_urls(
    entries: Sequence[Filed],
    media: Mapping[str, str],
    plain_pages: Mapping[str, str],
    reserved: Mapping[str, str],
    findings: Findings,
) -> None:
    """Find the outputs whose URLs are the same, or would be on a disk that does not tell case apart.

    Each of the URLs of `media`, `plain_pages` and `reserved` comes with what claims it.
    """
    owners = {comparable(url): _Claim(url, what) for url, what in reserved.items()}
    for claim in _claims(entries, media, plain_pages):
        if claim.what in ("alias", "page") and (period := _period(claim.url)):
            owners.setdefault(claim.url, _Claim(claim.url, period))
        owner = owners.setdefault(comparable(claim.url), claim)
        if owner is not claim:
            findings.at(claim.path, claim.keys, _taken(claim, owner), Code.URL_TAKEN)


def _period(url: str) -> str:
    """What stands at the URL of a period once there are entries of it; empty for other URLs."""
    if _PERIOD.fullmatch(url):
        return "the briefings of that time"
    if _QUOTES.fullmatch(url):
        return "the quotes there"
    return "the entries of that year" if _YEAR_OF.fullmatch(url) else ""


def _claims(
    entries: Sequence[Filed], media: Mapping[str, str], plain_pages: Mapping[str, str]
) -> Iterator[_Claim]:
    """Entries and images first, then aliases, which have to give way to them, then plain pages."""
    named = [
        one.outline for one in entries if "slug" not in one.faulty or one.outline.place is None
    ]
    for entry in named:
        yield _Claim(f"/{entry.id}/", entry.path, _keys(entry, "slug"))
    for url, path in media.items():
        yield _Claim(url, path, what="name")
    for entry in named:
        for place, alias in enumerate(entry.aliases):
            yield _Claim(alias, entry.path, _keys(entry, "aliases", place), "alias")
    for url, path in sorted(plain_pages.items()):
        yield _Claim(url, path, what="page")


def _keys(entry: Outline, *keys: str | int) -> Keys:
    if entry.place is not None:
        return (entry.place, *keys)
    return () if keys == ("slug",) else keys


_ADVICE = {
    "slug": "Give one of them another slug.",
    "name": "Rename one of the files.",
    "alias": "Remove the alias.",
    "page": "Rename the page.",
}


def _taken(claim: _Claim, owner: _Claim) -> str:
    if claim.url == owner.url:
        return f"{claim.url} is already the URL of {owner.path}. {_ADVICE[claim.what]}"
    return (
        f"{claim.url} differs only in capital letters or accents from {owner.url}, the URL of "
        f"{owner.path}. {_ADVICE[claim.what]}"
    )
