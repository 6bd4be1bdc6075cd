"""What is on the page of a list? The newest entries at its own address, or those of one year below it."""

from collections.abc import Sequence
from itertools import islice

from briefings.bulletin import Group
from briefings.outlines import Outline
from briefings.views.parts import NEWEST, DayGroup, Feed, Head, Ref
from briefings.views.shown import Shown, head_of


def keyed(key: str) -> tuple[str, str]:
    """The id and the year, or an empty string, of a key like `ID/2024` or `ID`."""
    id_, _, year = key.partition("/")
    return id_, year


def chosen(group: Group, year: str) -> list[Outline]:
    """The entries of a year, or where none is given the newest ones."""
    return list(group.of(year) if year else islice(group.newest(), NEWEST))


def days_of(shown: Shown, entries: Sequence[Outline]) -> tuple[DayGroup, ...]:
    """Chosen entries by day. Of a long year their titles alone: no phone has to load a thousand summaries."""
    return shown.titles_by_day(entries) if len(entries) > NEWEST else shown.by_day(entries)


def head_of_list(
    shown: Shown,
    home: Ref,
    year: str,
    *,
    title: str = "",
    description: str = "",
    feeds: tuple[Feed, ...] = (),
    above: tuple[Ref, ...] = (),
) -> Head:
    """What the page of the newest says of itself, or that of a `year`, which stands below it.

    `title` is `home`'s name unless told, `above` what both stand below.
    """
    title = title or home.name
    return head_of(
        shown,
        f"{title}, {year}" if year else title,
        f"{home.url}{year}/" if year else home.url,
        description,
        feeds,
        (*above, home) if year else above,
    )
