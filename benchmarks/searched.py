"""What does the search know of the corpus? Its records, without the bulletin around them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from benchmarks.corpus import Corpus, Entry, Named
from briefings.search.records import SearchRecord


def records_of(corpus: Corpus) -> list[SearchRecord]:
    """A record for each entry, with as much in it as a bulletin's build puts there."""
    known = corpus.vocabulary
    things = {
        thing.id: thing
        for kind in (
            known.topics,
            known.stories,
            known.people,
            known.organizations,
            known.places,
        )
        for thing in kind
    }
    publishers = {thing.host: thing for thing in known.publishers}
    return [_record(entry, things, publishers) for entry in corpus.entries]


def words_of(records: Iterable[SearchRecord]) -> tuple[str, str]:
    """A word of about a third of the entries, and a long one of about five."""
    found = Counter(
        word for record in records for word in set(record.body.split()) if word.isalpha()
    )
    every = max(found.values())
    common = min(found, key=lambda word: (abs(found[word] - every / 3), word))
    rare = min(found, key=lambda word: (abs(found[word] - 5), -len(word), word))
    return common, rare


def _record(entry: Entry, things: dict[str, Named], publishers: dict[str, Named]) -> SearchRecord:
    sources = _unique(publishers[source.url.split("/")[2]] for source in entry.sources)
    people = _unique(things[id_] for id_ in (*entry.by, *entry.people))
    topics, stories, organizations, places = (
        [things[id_] for id_ in ids]
        for ids in (entry.topics, entry.stories, entry.organizations, entry.places)
    )
    named = (*topics, *stories, *people, *organizations, *places, *sources)
    hour, minute = map(int, (entry.time or "00:00").split(":"))
    return SearchRecord(
        url=f"{entry.id}/",
        title=entry.title,
        language="en",
        day=entry.day,
        moment=datetime(entry.day.year, entry.day.month, entry.day.day, hour, minute, tzinfo=UTC),
        summary=entry.summary,
        body=entry.body.replace("*", ""),
        quotes=tuple(quote.text for quote in entry.quotes),
        sources=tuple(source.title for source in entry.sources if source.title),
        names=tuple(name for thing in named for name in (thing.name, thing.alias) if name),
        filters={
            "topic": _names(topics),
            "status": ("Reported",),
            "kind": (entry.kind,),
            "language": ("English",),
            "year": (str(entry.day.year),),
            "publisher": _names(sources),
            "person": _names(people),
            "organization": _names(organizations),
            "place": _names(places),
        },
    )


def _unique(things: Iterable[Named]) -> list[Named]:
    return list(dict.fromkeys(things))


def _names(things: Sequence[Named]) -> tuple[str, ...]:
    return tuple(thing.name for thing in things)
