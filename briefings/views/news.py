"""What is new, and in which words is that told? What scripts ask for where a reader has been before."""

import json
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, to_builtins

from briefings.belonging import Sort
from briefings.bulletin import Bulletin
from briefings.views.parts import NEWEST, encoded
from briefings.views.shown import Shown

PHRASES = "assets/phrases.json"

_PREFIX = "reader_"
"""How the keys of the phrases begin that scripts say."""


class News(Struct, frozen=True):
    """What came to the bulletin last, the newest first."""

    since: str
    """Every entry and every correction of this day and later ones is here, as `2024/06/14`; empty where
    all that there are stand here."""
    entries: tuple[str, ...]
    """Their addresses, `2024/06/14/terms`."""
    corrections: tuple[str, ...]
    """The day of each and the address of what was corrected, `2024/06/15 2024/06/14/terms`."""


class Phrases(Struct, frozen=True):
    """What scripts say."""

    phrases: tuple[tuple[str, str | tuple[tuple[str, str], ...]], ...]
    """Each with its key; one that counts, with its forms."""


def news(shown: Shown, _: str) -> News:
    """The newest entries, and the newest corrections, updates and withdrawals."""
    bulletin = shown.bulletin
    entries, first = _newest(map(encoded, bulletin.group(Sort.MONTH).ids()))
    corrections, first_corrected = _newest(_corrected(bulletin))
    return News(max(first, first_corrected), entries, corrections)


def phrases(shown: Shown, _: str) -> Phrases:
    """What scripts say, in the bulletin's language."""
    return Phrases(
        tuple(
            (
                key.removeprefix(_PREFIX),
                phrase if isinstance(phrase, str) else tuple(sorted(phrase.items())),
            )
            for key, phrase in sorted(shown.words.phrases.items())
            if key.startswith(_PREFIX)
        )
    )


def news_to_json(view: News) -> bytes:
    """The news as scripts read them."""
    return _json(to_builtins(view))


def phrases_to_json(view: Phrases) -> bytes:
    """The phrases as scripts read them."""
    return _json({key: said if isinstance(said, str) else dict(said) for key, said in view.phrases})


def _newest(ids: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """The first of these ids, whole days of them, and the day up to which they go if there are more.

    Each begins with its day. What is not asked for is not read.
    """
    listed: list[str] = []
    for one in ids:
        if len(listed) >= NEWEST and one[:10] != listed[-1][:10]:
            return tuple(listed), listed[-1][:10]
        listed.append(one)
    return tuple(listed), ""


def _corrected(bulletin: Bulletin) -> Iterator[str]:
    """Each day of a correction with the entry, the newest first."""
    group = bulletin.group(Sort.CORRECTED)
    for year in reversed(group.periods):
        made = {(day, entry) for entry, days in group.changes_of(year) for day in days.split()}
        for day, entry in sorted(made, reverse=True):
            yield f"{day.replace('-', '/')} {encoded(entry)}"


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
