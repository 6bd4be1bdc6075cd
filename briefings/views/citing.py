"""How is an entry cited, handed on, and described to machines?"""

import json
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from briefings.model import Entry
from briefings.outlines import last_changed
from briefings.views.parts import Head, Ref
from briefings.views.shown import Shown

_TITLE = "\0"
"""Stands for the title in a phrase."""

_TEX = str.maketrans(
    {
        **{char: f"\\{char}" for char in "{}$&#%_"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


class Citing(Struct, frozen=True, kw_only=True):
    """An entry as other texts name it."""

    before: str
    """What stands before the title."""
    title: str
    after: str
    """What stands behind it, before the address."""
    url: str
    """Absolute, or empty where the bulletin has no address."""
    bibtex: str
    link: str
    """The address as a part of another one, for links that hand it on."""
    words: str
    """The title likewise."""
    described: str
    """JSON-LD, safe within a script element."""


def citing(shown: Shown, entry: Entry, head: Head) -> Citing:
    """How to cite an entry whose page has that head."""
    authors = tuple(shown.actor(author) for author in entry.authors)
    work = _work(shown, entry, authors) + _changed(shown, entry, head)
    before, _, after = work.partition(_TITLE)
    return Citing(
        before=before,
        title=entry.title,
        after=after,
        url=head.canonical,
        bibtex=_bibtex(shown, entry, authors, head.canonical),
        link=quote(head.canonical, safe=""),
        words=quote(entry.title, safe=""),
        described=_described(shown, entry, authors, head),
    )


def _work(shown: Shown, entry: Entry, authors: tuple[Ref, ...]) -> str:
    return shown.words.say(
        "cite_by" if authors else "cite",
        title=_TITLE,
        bulletin=shown.settings.site_name,
        day=shown.words.day(entry.day),
        authors=", ".join(author.name for author in authors),
    )


def _changed(shown: Shown, entry: Entry, head: Head) -> str:
    """On which later day of the bulletin's zone the entry was last changed, if on any."""
    if head.modified == head.published:
        return ""
    zone = shown.settings.timezone
    day = last_changed(entry, zone).astimezone(zone).date()
    if day == entry.day:
        return ""
    return f", {shown.words.say('cite_changed', day=shown.words.day(day))}"


def _bibtex(shown: Shown, entry: Entry, authors: tuple[Ref, ...], url: str) -> str:
    """A BibTeX record. `misc` is what BibTeX and BibLaTeX both know."""
    name = shown.settings.site_name.translate(_TEX)
    people = " and ".join(f"{{{author.name.translate(_TEX)}}}" for author in authors)
    fields = {
        "author": people or f"{{{name}}}",
        "title": f"{{{entry.title.translate(_TEX)}}}",
        "howpublished": name,
        "year": str(entry.day.year),
        "month": str(entry.day.month),
        "day": str(entry.day.day),
        "url": url,
    }
    lines = (f"  {key} = {{{value}}},\n" for key, value in fields.items() if value)
    return f"@misc{{entry-{entry.id.replace('/', '-')},\n{''.join(lines)}}}"


def _described(shown: Shown, entry: Entry, authors: tuple[Ref, ...], head: Head) -> str:
    """The entry as schema.org's NewsArticle. JSON-LD 1.1, section 7 (embedding in HTML)."""
    settings = shown.settings
    publisher = _described_as("Organization", settings.site_name, settings.site_url or "")
    people = [_described_as("Person", one.name, shown.absolute(one.url)) for one in authors]
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": entry.title,
        "datePublished": head.published,
        "dateModified": head.modified,
        "inLanguage": entry.language or settings.language,
        "mainEntityOfPage": head.canonical,
        "image": head.image,
        "author": people or publisher,
        "publisher": publisher,
        "citation": [one.url or one.title for one in entry.sources],
    }
    known = {key: value for key, value in article.items() if value}
    # A title may hold the words that end a script; JSON can spell them otherwise.
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _described_as(kind: str, name: str, url: str) -> dict[str, Any]:
    return {"@type": kind, "name": name, **({"url": url} if url else {})}
