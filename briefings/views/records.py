"""What does the search know of an entry?"""

from collections.abc import Iterable

from briefings.bulletin import Bulletin
from briefings.model import Entry, EntryId, Organization, Person, PublisherId
from briefings.outlines import actors_of, moment_of
from briefings.search.records import SearchRecord
from briefings.views.parts import entry_url
from briefings.views.shown import Shown


def record_of(shown: Shown, entry_id: EntryId) -> SearchRecord:
    """The record of an entry with a page, a translation or not."""
    entry, words = shown.bulletin.entry(entry_id), shown.words
    publishers = _publishers(shown.bulletin, entry)
    actors = [one for id_ in actors_of(entry) if (one := shown.bulletin.vocabulary.actor(id_))]
    language = entry.language or shown.settings.language
    filters = {
        "topic": tuple(shown.topic(topic).name for topic in entry.topics),
        "status": (words.say(f"status_{entry.status}"),),
        "kind": (words.say(f"kind_{entry.kind}"),),
        "language": (words.language_name(language),),
        "year": (str(entry.day.year),),
        "publisher": tuple(shown.publisher(one).name for one in publishers),
        "person": tuple(shown.actor(one.id).name for one in actors if isinstance(one, Person)),
        "organization": tuple(
            shown.actor(one.id).name for one in actors if not isinstance(one, Person)
        ),
        "place": tuple(shown.place(place).name for place in entry.places),
    }
    return SearchRecord(
        url=entry_url(entry.id),
        title=entry.title,
        language=language,
        day=entry.day,
        moment=moment_of(entry, shown.settings.timezone),
        summary=entry.summary or "",
        body=entry.prose.text,
        quotes=tuple(
            text
            for quote in entry.quotes
            for text in (quote.text, quote.original.text if quote.original else "")
            if text
        ),
        sources=tuple(source.title for source in entry.sources if source.title),
        names=tuple(dict.fromkeys(_names(shown.bulletin, entry))),
        filters={name: values for name, values in filters.items() if values},
    )


def _names(bulletin: Bulletin, entry: Entry) -> Iterable[str]:
    """The names, in every language, and the aliases of all that an entry names."""
    vocabulary = bulletin.vocabulary
    named = (
        *(vocabulary.topics[one] for one in entry.topics),
        *(vocabulary.stories[one] for one in entry.stories),
        *(one for id_ in actors_of(entry) if (one := vocabulary.actor(id_))),
        *(vocabulary.places[one] for one in entry.places),
        *(vocabulary.publishers[one] for one in _publishers(bulletin, entry)),
    )
    for thing in named:
        yield from (text for _, text in thing.name.by_language)
        if isinstance(thing, Organization) and thing.full_name:
            yield from (text for _, text in thing.full_name.by_language)
        yield from thing.aliases


def _publishers(bulletin: Bulletin, entry: Entry) -> tuple[PublisherId, ...]:
    found = (
        publisher
        for source in entry.sources
        for publisher in (bulletin.publisher_of(source), source.via)
        if publisher
    )
    return tuple(dict.fromkeys(found))
