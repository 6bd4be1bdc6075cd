"""What do the pages of offers show? Who offered what, and who answered how."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from briefings.belonging import Sort
from briefings.bulletin import Answer
from briefings.model import Stance, StoryId
from briefings.outlines import Outline
from briefings.views.parts import NEWEST, Line, Page, Period, Ref
from briefings.views.shown import Shown, head_of

ABREAST = 4
"""How many offers stand side by side in a table: so many fit on a screen without being pushed about."""
_NOBODY = ""
"""Stands for whoever answered where an entry names nobody."""


class Tally(Struct, frozen=True):
    """How many answers take a stance."""

    stance: str
    count: int


class Reply(Struct, frozen=True):
    """How somebody answered an offer once."""

    stance: str
    line: Line


Replies = tuple[Reply, ...]
"""How somebody answered an offer, oldest first; none where they did not."""


class Offer(Struct, frozen=True, kw_only=True):
    """An offer with its answers."""

    id: str
    line: Line
    by: tuple[Ref, ...]
    summary: str
    tallies: tuple[Tally, ...]
    """The stances taken, in the order of the legend; none where nobody has answered."""
    replies: tuple[Replies, ...]
    """By those who answer in the table, in its order."""


class Table(Struct, frozen=True):
    """Some offers against all who answered one of them."""

    answerers: tuple[tuple[Ref, ...], ...]
    """In the order of their first answers. Several stand together where they answered together,
    none where an entry names nobody."""
    offers: tuple[Offer, ...]


class OffersOfStory(Struct, frozen=True):
    """The offers of a story, the newest first, in tables that fit on a screen."""

    story: Ref | None
    """None for offers that belong to no story."""
    tables: tuple[Table, ...]


class OffersPage(Struct, frozen=True, kw_only=True):
    """Offers by their stories, the story with the newest offer first."""

    period: str
    """The year that the page is about; empty on the page of the newest."""
    stories: tuple[OffersOfStory, ...]
    stances: tuple[str, ...]
    """What the legend explains."""
    years: tuple[Period, ...]


def offers_page(shown: Shown, year: str) -> Page:
    """The newest offers, or those of a year."""
    group = shown.bulletin.group(Sort.OFFERED)
    chosen = group.of(year) if year else tuple(islice(group.newest(), NEWEST))
    content = OffersPage(
        period=year,
        stories=tuple(_by_story(shown, chosen)),
        stances=tuple(stance.value for stance in Stance),
        years=shown.years(group, "offers/", year),
    )
    home = shown.listed("offers")
    head = head_of(
        shown,
        f"{home.name}, {year}" if year else home.name,
        f"{home.url}{year}/" if year else home.url,
        shown.words.say("offers_about"),
        crumbs=(home,) if year else (),
    )
    return Page("offers.html", head, content)


def _by_story(shown: Shown, offers: Iterable[Outline]) -> Iterator[OffersOfStory]:
    by_story: dict[str, list[Outline]] = {}
    for offer in offers:
        by_story.setdefault(offer.stories[0] if offer.stories else "", []).append(offer)
    for story, ones in by_story.items():
        rows = (ones[at : at + ABREAST] for at in range(0, len(ones), ABREAST))
        tables = tuple(_table(shown, row) for row in rows)
        yield OffersOfStory(shown.story(StoryId(story)) if story else None, tables)


def _table(shown: Shown, offers: Sequence[Outline]) -> Table:
    answers = [shown.bulletin.answers(offer.id) for offer in offers]
    together = _together(_replies(shown, answers))
    return Table(
        tuple(tuple(map(shown.actor, actors)) for actors in together.values()),
        tuple(
            _offer(shown, offer, ones, tuple(replies[at] for replies in together))
            for at, (offer, ones) in enumerate(zip(offers, answers, strict=True))
        ),
    )


def _replies(shown: Shown, answers: Sequence[Sequence[Answer]]) -> dict[str, tuple[Replies, ...]]:
    """How everybody answered each of some offers, whoever answered first coming first."""
    replies: dict[str, list[list[Reply]]] = {}
    every = ((answer.entry, at, answer) for at, ones in enumerate(answers) for answer in ones)
    for entry, at, answer in sorted(every, key=lambda one: (one[0].instant, one[0].id, one[1])):
        reply = Reply(answer.stance.value, shown.line(entry.id))
        for actor in answerers_of(entry):
            replies.setdefault(actor, [[] for _ in answers])[at].append(reply)
    return {actor: tuple(map(tuple, own)) for actor, own in replies.items()}


def _together(
    replies: Mapping[str, tuple[Replies, ...]],
) -> dict[tuple[Replies, ...], list[str]]:
    """Those who gave all their answers together, as a minister and a state do."""
    found: dict[tuple[Replies, ...], list[str]] = {}
    for actor, own in replies.items():
        found.setdefault(own, []).extend([actor] if actor else [])
    return found


def answerers_of(entry: Outline) -> tuple[str, ...]:
    """Who answers in an entry: those who acted, else those who speak, else nobody by name."""
    return entry.by or tuple(dict.fromkeys(entry.speakers)) or (_NOBODY,)


def _offer(
    shown: Shown, offer: Outline, answers: Sequence[Answer], replies: tuple[Replies, ...]
) -> Offer:
    stances = [answer.stance for answer in answers]
    return Offer(
        id=offer.id,
        line=shown.line(offer.id),
        by=tuple(map(shown.actor, offer.by)),
        summary=offer.summary,
        tallies=tuple(
            Tally(stance.value, stances.count(stance)) for stance in Stance if stance in stances
        ),
        replies=replies,
    )
