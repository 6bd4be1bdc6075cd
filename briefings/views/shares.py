"""What was a year about? The share that its topics had in each month's entries."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from briefings.belonging import Sort
from briefings.model import TopicId
from briefings.views.heat import months_between
from briefings.views.parts import Ref
from briefings.views.shown import Shown

MOST = 8
"""How many topics are shown, those with the most entries."""
WIDTH, HEIGHT = 720, 120
"""The size of a topic's drawing in its own units."""
_GAP = 6


class Bar(Struct, frozen=True):
    """A topic's share of one month as a bar."""

    x: int
    y: int
    width: int
    height: int
    label: str
    """The month and the share."""


class Share(Struct, frozen=True):
    """A topic's share of a year, and of each of its months."""

    topic: Ref
    count: int
    text: str
    """Its share of the year."""
    bars: tuple[Bar, ...]
    """None where the year has entries in one month alone."""
    highest: str
    """The month in which its share was the highest, with that share."""
    months: tuple[str, ...]
    """Its share of each month; empty for a month without entries."""


class Shares(Struct, frozen=True):
    """The topics with the most entries of a year, from its first month with entries to its last."""

    topics: tuple[Share, ...]
    columns: tuple[str, ...]
    """The months as the table heads them."""
    width: int = WIDTH
    height: int = HEIGHT


def shares_of(shown: Shown, counts: Mapping[date, int]) -> Shares:
    """The shares of topics in one year, given its days that have entries, in order.

    A topic under which everything stands tells nothing, and is left out.
    """
    year = f"{min(counts).year}"
    firsts = tuple(months_between(min(counts), max(counts)))
    totals = dict.fromkeys((f"{first:%Y-%m}" for first in firsts), 0)
    for day, count in counts.items():
        totals[f"{day:%Y-%m}"] += count
    of_topics = {
        topic: months
        for topic in shown.bulletin.vocabulary.topics
        if (months := shown.bulletin.group(Sort.TOPIC, topic).months_of(year))
    }
    telling = [topic for topic, months in of_topics.items() if months != _held(totals)]
    telling.sort(key=lambda topic: -sum(of_topics[topic].values()))
    chosen = telling[:MOST]
    top = max((_share(of_topics[one], totals, m) for one in chosen for m in totals), default=0)
    return Shares(
        tuple(_topic(shown, topic, of_topics[topic], totals, top) for topic in chosen),
        tuple(map(shown.words.month_short, firsts)),
    )


def _held(totals: Mapping[str, int]) -> dict[str, int]:
    return {month: count for month, count in totals.items() if count}


def _share(months: Mapping[str, int], totals: Mapping[str, int], month: str) -> float:
    return months.get(month, 0) / totals[month] if totals[month] else 0


def _topic(
    shown: Shown,
    topic: TopicId,
    months: Mapping[str, int],
    totals: Mapping[str, int],
    top: float,
) -> Share:
    words = shown.words
    count = sum(months.values())
    shares = {month: _share(months, totals, month) for month in totals}
    texts = {month: words.percent(share) for month, share in shares.items()}
    labels = {
        month: f"{words.month_alone(date.fromisoformat(f'{month}-01'))}: {texts[month]}"
        for month in totals
    }
    return Share(
        shown.topic(topic),
        count,
        words.percent(count / sum(totals.values())),
        _bars(shown, shares, labels, top) if len(totals) > 1 else (),
        labels[max(shares, key=lambda month: shares[month])],
        tuple(texts[month] if totals[month] else "" for month in totals),
    )


def _bars(
    shown: Shown, shares: Mapping[str, float], labels: Mapping[str, str], top: float
) -> tuple[Bar, ...]:
    """A bar for each month; the greatest of all shares, `top`, has the whole height."""
    order = list(shares) if shown.words.direction == "ltr" else list(shares)[::-1]
    broad = WIDTH / len(order)
    heights = {month: round(HEIGHT * share / top) for month, share in shares.items()}
    return tuple(
        Bar(
            x=round(order.index(month) * broad),
            y=HEIGHT - heights[month],
            width=round(broad) - _GAP,
            height=heights[month],
            label=labels[month],
        )
        for month in shares
    )
