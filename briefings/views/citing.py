"""How is an entry cited, handed on, and described to machines?"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from briefings.model import Entry
from briefings.outlines import last_changed
from briefings.views.shown import Head, Ref, Shown

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """An entry as other texts name it."""

    before: str
    """What stands before the title."""
    title: str
    after: str
    """What stands behind it, before the address."""
    url: str
    """Absolute, or empty where the bulletin has no address."""
    bibtex: str
    share: tuple[Ref, ...]
    """Ways to hand it on; none where the bulletin has no address."""
    described: str
    """JSON-LD, safe within a script element."""


def citing(shown: Shown, entry: Entry, head: Head) -> Citing:
    """How to cite an entry whose page has that head."""
    authors = tuple(shown.actor(author) for author in entry.authors)
    before, _, after = _work(shown, entry, authors).partition(_TITLE)
    return Citing(
        before=before,
        title=entry.title,
        after=after,
        url=head.canonical,
        bibtex=_bibtex(shown, entry, authors, head.canonical),
        share=_share(shown, entry.title, head.canonical) if head.canonical else (),
        described=_described(shown, entry, authors, head),
    )


def _work(shown: Shown, entry: Entry, authors: tuple[Ref, ...]) -> str:
    words, settings = shown.words, shown.settings
    text = words.say(
        "cite_by" if authors else "cite",
        title=_TITLE,
        bulletin=settings.site_name,
        day=words.day(entry.day),
        authors=", ".join(author.name for author in authors),
    )
    changed = last_changed(entry, settings.timezone).date()
    return (
        text
        if changed == entry.day
        else f"{text}, {words.say('cite_changed', day=words.day(changed))}"
    )


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


def _share(shown: Shown, title: str, url: str) -> tuple[Ref, ...]:
    """Plain links to where others can be told. Nothing is loaded from there."""
    link, text = quote(url, safe=""), quote(title, safe="")
    both = f"{text}%20{link}"
    return (
        Ref(shown.words.say("share_mail"), f"mailto:?subject={text}&body={link}"),
        Ref("WhatsApp", f"https://wa.me/?text={both}"),
        Ref("Telegram", f"https://t.me/share/url?url={link}&text={text}"),
        Ref("Bluesky", f"https://bsky.app/intent/compose?text={both}"),
        Ref("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={link}"),
    )


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
