"""What do the steps change? The same edit in both bulletins, and where it has to be seen afterwards."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from benchmarks import bulletin, hugosite
from benchmarks.corpus import LAST_DAY, Answer, Corpus, Entry, Named, Quote, Source

_RENAMED = 9
"""The place, by frequency, of the person who is renamed."""


class Folders(Struct, frozen=True, kw_only=True):
    """Where the two bulletins lie."""

    briefings: Path
    hugo: Path


class Edit(Struct, frozen=True, kw_only=True):
    """Proof that a change has reached the site."""

    url: str
    """A page that shows it, relative to the root of the site."""
    text: str
    """What the page says since then."""


class Editor:
    """Changes both bulletins alike."""

    def __init__(self, corpus: Corpus, folders: Folders) -> None:
        self._corpus = corpus
        self._folders = folders
        self._own = [entry for entry in corpus.entries if not entry.listed]

    def body(self, mark: str) -> Edit:
        """Amend the text of an entry of last week."""
        return self._amend(self._since(7), mark)

    def old_body(self, mark: str) -> Edit:
        """Amend the text of an entry in the middle of the archive."""
        return self._amend(self._own[len(self._own) // 2], mark)

    def oldest(self, mark: str) -> Edit:
        """Amend the text of the oldest entry."""
        return self._amend(self._own[0], mark)

    def added(self, mark: str) -> Edit:
        """Write a new entry of the newest day.

        What it names has the same pages in an archive of any size: the people, whom half of those named
        this year are named more often than, have this year already, and the speaker has not been quoted so
        often as to need pages by year.
        """
        entry = self._new(mark)
        self._write(entry)
        return Edit(url=f"{entry.id}/", text=entry.title)

    def renamed(self, mark: str) -> Edit:
        """Give a person that many entries name another name."""
        people = list(self._corpus.vocabulary.people)
        person = replace(people[_RENAMED], name=f"{people[_RENAMED].name} {mark}")
        people[_RENAMED] = person
        self._write_people(people)
        naming = (one for one in reversed(self._own) if person.id in (*one.by, *one.people))
        return Edit(url=f"{next(naming).id}/", text=person.name)

    def template(self, mark: str) -> Edit:
        """Change the template of an entry's page."""
        bulletin.change_template(self._folders.briefings, mark)
        hugosite.change_template(self._folders.hugo, mark)
        return Edit(url=f"{self._own[0].id}/", text=mark)

    def _since(self, days: int) -> Entry:
        first = LAST_DAY - timedelta(days=days)
        return next(entry for entry in self._own if entry.day >= first)

    def _amend(self, entry: Entry, mark: str) -> Edit:
        self._write(replace(entry, body=f"{entry.body} Amended: {mark}."))
        return Edit(url=f"{entry.id}/", text=mark)

    def _new(self, mark: str) -> Entry:
        known = self._corpus.vocabulary
        newest = (entry for entry in self._corpus.entries if entry.day.year == LAST_DAY.year)
        named = {name for entry in newest for name in (*entry.by, *entry.people)}
        people = [person.id for person in known.people if person.id in named]
        person, other = people[len(people) // 2 :][:2]
        answered = next(one for one in reversed(self._own) if one.kind != "offer")
        url = f"https://{known.publishers[0].host}/{mark}"
        return replace(
            self._own[-1],
            day=LAST_DAY,
            slug=mark,
            time="23:30",
            title=f"Something new: {mark}",
            kind="statement",
            importance="main",
            summary="",
            topics=(known.topics[0].id,),
            stories=(known.stories[-1].id,),
            by=(person,),
            people=(other,),
            organizations=(known.organizations[0].id,),
            places=(known.places[0].id,),
            sources=(Source(url=url, title="Where it was read"),),
            quotes=(Quote(speaker=person, text="This is new", context="on what is new"),),
            answers=(Answer(entry=answered.id, stance="comments"),),
        )

    def _write(self, entry: Entry) -> None:
        bulletin.write_entry(self._folders.briefings, entry)
        hugosite.write_entry(self._folders.hugo, entry)

    def _write_people(self, people: Sequence[Named]) -> None:
        bulletin.write_names(self._folders.briefings, "people", people)
        hugosite.write_names(self._folders.hugo, "people", people)
