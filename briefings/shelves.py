"""Where are entries fetched from? From the cache, when they are asked for."""

from collections.abc import Callable, Mapping
from datetime import date

from briefings.belonging import Placed, standing_of
from briefings.loading import Loaded
from briefings.model import Entry, EntryId, Introduction
from briefings.outlines import Outline, completed

_AT_HAND = 1 << 14


class LoadedShelf:
    """The entries of loaded content; `placed` tells where each stands."""

    def __init__(
        self,
        loaded: Loaded,
        placed: Callable[[EntryId], Placed | None],
        introductions: Mapping[date, str],
    ) -> None:
        """`introductions` has the file of each day's introduction."""
        self._loaded = loaded
        self._introductions = introductions
        self._find = placed
        self._at_hand: dict[EntryId, Placed | None] = {}

    def placed(self, entry: EntryId) -> Placed | None:
        """An entry's outline and standing, whether readers see it or not."""
        if entry not in self._at_hand:
            if len(self._at_hand) >= _AT_HAND:
                self._at_hand.clear()
            self._at_hand[entry] = self._find(entry)
        return self._at_hand[entry]

    def entry(self, outline: Outline) -> Entry:
        """All that the file of an entry gives."""
        entries = self._loaded.result(outline.path).entries
        if outline.place is None:
            return entries[0]
        return next(entry for entry in entries if entry.id == outline.id)

    def introduction(self, day: date) -> Introduction | None:
        """The introduction of a day."""
        path = self._introductions.get(day)
        return self._loaded.result(path).introduction if path else None


def placed_of(outline: Outline, original: Outline | None, now: float, *, preview: bool) -> Placed:
    """Where an entry stands at `now`, in seconds; a translation with what its original gives it."""
    standing = standing_of(outline, original, now, preview=preview)
    return Placed(completed(outline, original) if original else outline, standing)
