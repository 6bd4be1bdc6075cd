"""What did a load give? All of it at once, as tests want to look at it."""

from typing import Any

from briefings.loading import Loaded, vocabulary_of
from tests.making import Content


def content_of_files(loaded: Loaded) -> Content:
    """The sound records of all files together, the entries sorted by id."""
    results = list(loaded.results())
    introductions = [result.introduction for result in results if result.introduction]
    entries = [entry for result in results for entry in result.entries]
    media: dict[str, Any] = dict(result.media for result in results if result.media)
    return Content(
        entries=tuple(sorted(entries, key=lambda entry: (entry.id, entry.path, entry.index or 0))),
        introductions={one.day: one for one in introductions},
        vocabulary=vocabulary_of(loaded),
        media=media,
    )


def gave(loaded: Loaded) -> tuple[Any, ...]:
    """All that a load gave, to be compared with what another one did."""
    gists = [loaded.gist(path) for path in loaded.paths()]
    return list(loaded.results()), gists, loaded.problems(), loaded.folders, loaded.version
