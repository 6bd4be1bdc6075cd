"""What does the bulletin have already, against which a draft is held?"""

from datetime import date, datetime

from msgspec import Struct

from briefings.importing.sources import same_address
from briefings.loading import Loaded, load, vocabulary_of
from briefings.model import Entry, EntryId, Publisher, Vocabulary
from briefings.outlines import Outline, host_of
from briefings.settings import Settings

_LIKE = 80
"""How much of their words two titles share that probably tell the same, up to 100."""
_MOST_LIKE = 3


class Holdings(Struct, frozen=True, kw_only=True):
    """A bulletin's settings, its vocabulary and its entries."""

    settings: Settings
    vocabulary: Vocabulary
    loaded: Loaded
    outlines: tuple[Outline, ...]
    today: date
    """In the bulletin's time zone."""

    def entry(self, outline: Outline) -> Entry:
        """The whole entry."""
        entries = self.loaded.result(outline.path).entries
        return next(one for one in entries if one.id == outline.id)

    def citing(self, url: str) -> list[EntryId]:
        """The entries that cite the page at a URL."""
        host, page = host_of(url), same_address(url)
        hosts = {host, f"m.{host}", f"amp.{host}", host.removeprefix("m.").removeprefix("amp.")}
        near = (one for one in self.outlines if any(source[1] in hosts for source in one.sources))
        return [
            outline.id
            for outline in near
            if any(one.url and same_address(one.url) == page for one in self.entry(outline).sources)
        ]

    def publisher_at(self, host: str) -> Publisher | None:
        """Who publishes at a host; whoever has a host has those below it too, as its mobile pages."""
        known: dict[str, Publisher] = {
            one: who for who in self.vocabulary.publishers.values() for one in who.hosts
        }
        while host and host not in known:
            host = host.partition(".")[2]
        return known.get(host)

    def titled_like(self, title: str) -> list[Outline]:
        """The entries with a very similar title, the most similar one first."""
        from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 (only where there is a draft)

        found = process.extract(
            title,
            [one.title for one in self.outlines],
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            score_cutoff=_LIKE,
            limit=_MOST_LIKE,
        )
        return [self.outlines[at] for _, _, at in found]

    def has(self, entry: str) -> bool:
        """Whether an id is taken, also by a file that cannot be read."""
        folder, _, slug = entry.rpartition("/")
        file = self.settings.content_dir / "entries" / folder
        taken = any(file.with_name(f"{file.name}-{slug}.{end}").exists() for end in ("md", "yml"))
        return taken or any(one.id == entry for one in self.outlines)

    def events(self) -> set[str]:
        """The ids of all events."""
        return {event.id for one in self.outlines for event in one.events}


def holdings_of(settings: Settings, now: datetime) -> Holdings:
    """What a bulletin has at a moment. What is wrong with its files is passed over."""
    loaded = load(settings)
    outlines = [one for path in loaded.paths() for one in loaded.gist(path).outlines]
    return Holdings(
        settings=settings,
        vocabulary=vocabulary_of(loaded),
        loaded=loaded,
        outlines=tuple(outlines),
        today=now.astimezone(settings.timezone).date(),
    )
