"""What was wrong, what was added, what was taken back? The corrections, as pages and as feeds."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import chain, groupby, islice

from msgspec import Struct

from briefings.belonging import Sort
from briefings.model import CorrectionKind, EntryId
from briefings.views.details import correction_anchors
from briefings.views.feeds import FeedView, Item
from briefings.views.parts import NEWEST, Day, Line, Page, Period
from briefings.views.shown import Shown, head_of

FEED = "corrections/feed"
"""The address of the feeds without their ending."""

_HOME = "corrections/"


class Corrected(Struct, frozen=True, kw_only=True):
    """A correction, an update or a withdrawal, with the entry to which it was made."""

    kind: str
    day: Day
    text: str
    lang: str
    """The text's language where it is not the bulletin's."""
    entry: Line
    url: str
    """Where it stands on the entry's page."""


class CorrectionDay(Struct, frozen=True):
    """What was corrected on one day."""

    day: Day
    corrections: tuple[Corrected, ...]


class CorrectionsPage(Struct, frozen=True, kw_only=True):
    """Corrections by day, the newest first."""

    period: str
    """A year, or empty where the newest stand."""
    kinds: tuple[str, ...]
    """Those that occur, where there are several."""
    days: tuple[CorrectionDay, ...]
    years: tuple[Period, ...]


def corrections_page(shown: Shown, year: str) -> Page:
    """The newest corrections, or those of a year."""
    listed = tuple(_of_year(shown, year)) if year else newest_corrections(shown, NEWEST)
    found = {one.kind for one in listed}
    kinds = tuple(kind.value for kind in CorrectionKind if kind.value in found)
    content = CorrectionsPage(
        period=year,
        kinds=kinds if len(kinds) > 1 else (),
        days=tuple(
            CorrectionDay(day, tuple(ones))
            for day, ones in groupby(listed, key=lambda one: one.day)
        ),
        years=shown.years(shown.bulletin.group(Sort.CORRECTED), _HOME, year),
    )
    name = shown.words.say("corrections")
    head = head_of(
        shown,
        f"{name}, {year}" if year else name,
        f"{_HOME}{year}/" if year else _HOME,
        shown.words.say("corrections_explained"),
        shown.feeds(_feed_title(shown), _HOME),
        (shown.listed("corrections"),) if year else (),
    )
    return Page("corrections.html", head, content)


def newest_corrections(shown: Shown, most: int) -> tuple[Corrected, ...]:
    """The newest corrections, updates and withdrawals; those of one day by their entries' ids.

    Those of withdrawn entries are among them, those of translations are not.
    """
    years = reversed(shown.bulletin.group(Sort.CORRECTED).periods)
    every = chain.from_iterable(_of_year(shown, year) for year in years)
    return tuple(islice(every, most))


def feed(shown: Shown, _: str) -> FeedView:
    """The feed of the newest corrections, each an item that leads to its entry."""
    settings = shown.settings
    return FeedView(
        title=_feed_title(shown),
        description=shown.words.say("corrections_explained"),
        language=settings.language,
        author=settings.site_author or settings.site_name,
        url=FEED,
        home=_HOME,
        base=settings.site_url or "../",
        items=tuple(_item(shown, one) for one in newest_corrections(shown, settings.feed_entries)),
    )


def _of_year(shown: Shown, year: str) -> Iterator[Corrected]:
    """The corrections of a year, newest first; what is not asked for is not read."""
    changes = shown.bulletin.group(Sort.CORRECTED).changes_of(year)
    made = sorted((entry, day) for entry, days in changes for day in set(days.split()))
    for entry, day in sorted(made, key=lambda one: one[1], reverse=True):
        yield from _of_day(shown, entry, date.fromisoformat(day))


def _of_day(shown: Shown, entry: EntryId, day: date) -> Iterator[Corrected]:
    """What was corrected in an entry on a day, the last first."""
    corrections = shown.bulletin.corrections(entry)
    line = shown.line(entry)
    named = tuple(zip(corrections, correction_anchors(corrections), strict=True))
    for one, anchor in reversed(named):
        if one.date == day:
            yield Corrected(
                kind=one.kind.value,
                day=shown.date(day),
                text=one.text,
                lang=line.lang,
                entry=line,
                url=f"{line.url}#{anchor}",
            )


def _feed_title(shown: Shown) -> str:
    return f"{shown.settings.site_name}: {shown.words.say('corrections')}"


def _item(shown: Shown, one: Corrected) -> Item:
    say = shown.words.say
    midnight = datetime.combine(
        date.fromisoformat(one.day.iso), time.min, shown.settings.timezone
    ).isoformat(timespec="seconds")
    return Item(
        url=one.url,
        title=say("correction_of", kind=say(f"correction_{one.kind}"), title=one.entry.title),
        lang=one.lang,
        summary=one.text,
        topics=(),
        authors=(),
        published=midnight,
        updated=midnight,
        whole=None,
    )
