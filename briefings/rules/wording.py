"""Is it named rightly? Titles, roles of speakers, people in the text, sources with a copy."""

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from briefings.model import Entry, Person, Quote, Role
from briefings.outlines import actors_of
from briefings.problems import Code
from briefings.rules.names import named_in, words_of
from briefings.rules.noticing import Desk, Notice

_ARCHIVES = ("archive.org", "archive.is", "archive.ph", "archive.today", "perma.cc")
"""Whose pages are copies themselves."""
_STEM = 4
"""So many letters alike at their beginning make two words one: adviser, advises."""


def title_too_long(entry: Entry, desk: Desk) -> Iterator[Notice]:
    """A title of more characters than a phone shows in a list."""
    most, length = desk.numbers[Code.TITLE_TOO_LONG], len(entry.title)
    if length > most:
        message = f"the title has {length} characters, too many for a phone. Shorten it to {most}."
        yield Notice(Code.TITLE_TOO_LONG, ("title",), message)


def unarchived_source(entry: Entry, _desk: Desk) -> Iterator[Notice]:
    """A source on the web of which no copy is named."""
    for place, source in enumerate(entry.sources):
        if source.url and not source.archived and not _is_archive(source.url):
            message = "no copy of this source is named. Save one and add archived: with its URL."
            yield Notice(Code.UNARCHIVED_SOURCE, ("sources", place, "url"), message)


def unlisted_person(entry: Entry, desk: Desk) -> Iterator[Notice]:
    """Somebody whom the body names and the entry does not list."""
    listed = {str(one) for one in (*actors_of(entry), *entry.authors)}
    for person, name, _ in named_in(entry.prose.text, desk.names):
        if person not in listed:
            listed.add(person)
            message = f'the text names "{name}". Add {person} to people, or to by if they acted.'
            yield Notice(Code.UNLISTED_PERSON, ("body",), message, words=name)


def speaker_role(entry: Entry, desk: Desk) -> Iterator[Notice]:
    """A quote that gives its speaker a role which people.yml gives on other days, or not at all."""
    for place, quote in enumerate(entry.quotes):
        person = desk.vocabulary.people.get(quote.speaker)
        message = _about_role(quote, person, entry.day) if person and quote.role else ""
        if message:
            yield Notice(Code.SPEAKER_ROLE, ("quotes", place, "role"), message)


def _about_role(quote: Quote, person: Person, day: date) -> str:
    """What to say of the role in a quote; nothing where it may be one that they had that day."""
    written = words_of((quote.role or "").casefold())
    held = [role for role in person.roles if _holds(role, day)]
    if any(set(written) == set(words) for role in held for words in _forms(role)):
        return ""
    name = person.name.by_language[0][1]
    had = "; ".join(role.role.by_language[0][1] for role in held)
    for role in person.roles:
        if role not in held and any(set(written) == set(words) for words in _forms(role)):
            was = f", but {had}" if had else ""
            return f'{name} was not "{quote.role}" on {day}{was}. {_MEND}'
    if had and not any(_alike(written, words) for role in held for words in _forms(role)):
        return f'{name} was {had} on {day}, and not "{quote.role}". {_MEND}'
    return ""


_MEND = "Mend the role, leave it out, or mend people.yml."


def _holds(role: Role, day: date) -> bool:
    begun = role.from_ is None or role.from_ <= day
    return begun and (role.until is None or day < role.until)


def _forms(role: Role) -> list[tuple[str, ...]]:
    return [words_of(text.casefold()) for _, text in role.role.by_language]


def _alike(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of the words is in both; of long ones their beginning counts."""
    return not {one[:_STEM] for one in some if len(one) >= _STEM}.isdisjoint(
        one[:_STEM] for one in others
    )


def _is_archive(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return any(host == one or host.endswith(f".{one}") for one in _ARCHIVES)
