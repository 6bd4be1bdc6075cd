"""What bulletins do the laws hold for? Those that hypothesis draws here."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from briefings.model import (
    Correction,
    CorrectionKind,
    Entry,
    Figure,
    Importance,
    Introduction,
    Link,
    Prose,
    Quote,
    Response,
    Stance,
    Status,
)
from tests.making import BUCHAREST, NOW, VOCABULARY, Content, entry, event, source

DAYS = ("2023/12/31", "2024/03/31", "2024/06/14", "2024/10/27")
"""Two of them are those on which the clocks of Bucharest change."""
laws = settings(max_examples=25, deadline=None)
"""A law is about what comes out, not about the time that a busy machine takes."""
laws_of_histories = settings(laws, phases=(Phase.explicit, Phase.generate))
"""To make a history smaller would take minutes."""

EVENT_TIMES: tuple[dict[str, Any], ...] = (
    {"when": "soon"},
    {"start": date(2024, 7, 20)},
    {"start": date(2023, 12, 30), "end": date(2024, 1, 2)},
    {"start": datetime(2024, 6, 30, 23, 30, tzinfo=UTC)},
)
"""One of them begins in another month in Bucharest than where it was written."""

HOSTS = ("gull.example", "www.gull.example", "wire.example", "elsewhere.example")


class Drawn(Struct, frozen=True):
    """Content, and what the test knows of it without asking the code."""

    content: Content
    hidden: frozenset[str]
    """The ids of drafts and entries under embargo, and of what translates them."""
    withdrawn: frozenset[str]


def subsets(names: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """Some of the names, each once, in any order."""
    return st.lists(st.sampled_from(sorted(names)), unique=True, max_size=3).map(tuple)


def moments(day: str) -> st.SearchStrategy[datetime | None]:
    """A time of a day in Bucharest, given in its own zone or another, or none."""
    midnight = datetime.combine(date.fromisoformat(day.replace("/", "-")), datetime.min.time())

    def moment(minutes: int, *, elsewhere: bool) -> datetime:
        local = (midnight + timedelta(minutes=minutes)).replace(tzinfo=BUCHAREST)
        return local.astimezone(UTC) if elsewhere else local

    # Few different minutes, among them the hour that the clocks have twice, so that many are equal.
    times = st.builds(
        moment, st.sampled_from([0, 90, 210, 240, 1439]), elsewhere=st.booleans()
    ).filter(lambda m: m.astimezone(BUCHAREST).date() == midnight.date())
    return st.none() | times


@st.composite
def contents(draw: st.DrawFn, days: Sequence[str] = DAYS) -> Drawn:
    """Content free of errors, with everything that can be hidden hidden now and then."""
    count = draw(st.integers(0, 7))
    ids = [f"{draw(st.sampled_from(days))}/slug-{number}-" for number in range(count)]
    state = {
        id_: draw(st.sampled_from(["shown", "shown", "draft", "embargo", "withdrawn"]))
        for id_ in ids
    }
    entries = [draw(_entries(id_, ids, state[id_])) for id_ in ids]
    translated = [one.id for one in entries if draw(st.booleans())]
    entries += [_translation(original, ids) for original in translated]
    hidden = {id_ for id_ in ids if state[id_] in {"draft", "embargo"}}
    withdrawn = {id_ for id_ in ids if state[id_] == "withdrawn"}
    introduction = Introduction(
        day=date(2024, 6, 14), path="content/briefings/2024-06-14.md", prose=_links(ids)
    )
    content = Content(
        entries=tuple(sorted(entries, key=lambda one: one.id)),
        introductions={introduction.day: introduction},
    )
    return Drawn(
        content,
        frozenset(hidden | {f"{one}ro" for one in translated if one in hidden}),
        frozenset(withdrawn | {f"{one}ro" for one in translated if one in withdrawn}),
    )


class State:
    """What stands in a bulletin at a moment. A failing law shows the ids alone."""

    def __init__(self, content: Content, now: datetime) -> None:
        self.content = content
        self.now = now

    def __repr__(self) -> str:
        return f"{[one.id for one in self.content.entries]} at {self.now}"


@st.composite
def histories(draw: st.DrawFn) -> list[State]:
    """A bulletin at several moments, one after the other: much stays, some changes, comes or goes."""
    states = []
    known: dict[str, tuple[Entry, ...]] = {}
    for now in draw(st.lists(st.sampled_from([NOW, LATER]), min_size=2, max_size=4)):
        drawn: dict[str, tuple[Entry, ...]] = {}
        for one in draw(contents(YEARS)).content.entries:
            original = one.translation_of or one.id
            drawn[original] = (*drawn.get(original, ()), one)
        ways = {id_: [family, _reworded(family), ()] for id_, family in known.items()}
        for id_, family in drawn.items():
            ways.setdefault(id_, [()]).append(family)
        known = {id_: draw(st.sampled_from(families)) for id_, families in ways.items()}
        entries = (one for family in known.values() for one in family)
        content = Content(entries=tuple(sorted(entries, key=lambda one: one.id)))
        states.append(State(content, now))
    return states


def _reworded(family: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Entries that say something else, and are in every list as they were."""
    return tuple(
        replace(one, prose=replace(one.prose, html=f"{one.prose.html}<p>More.</p>"))
        for one in family
    )


YEARS = ("2022/05/09", "2023/12/31", "2024/06/14")
"""Days of which each is alone in its year."""
LATER = NOW + timedelta(hours=1)
"""When every drawn embargo is over."""


@st.composite
def _entries(draw: st.DrawFn, id_: str, ids: list[str], state: str) -> Entry:
    others = [other for other in ids if other != id_]
    figure = Figure(label="Ships", value=Decimal(draw(st.integers(0, 9))), series=SERIES)
    withdrawal = Correction(date=date(2024, 12, 1), kind=CorrectionKind.WITHDRAWAL, text="Wrong.")
    given: dict[str, Any] = {
        "date": draw(moments(id_[:10])),
        "topics": draw(subsets(VOCABULARY.topics).filter(bool)),
        "importance": draw(st.sampled_from(Importance)),
        "stories": draw(subsets(VOCABULARY.stories)),
        "by": draw(subsets([*VOCABULARY.people, *VOCABULARY.organizations])),
        "people": draw(subsets(VOCABULARY.people)),
        "places": draw(subsets(VOCABULARY.places)),
        "sources": tuple(source(f"https://{host}/a") for host in draw(subsets(HOSTS))),
        "quotes": tuple(Quote(speaker=one, text="Words") for one in draw(subsets(["ada", "vada"]))),
        "figures": (figure,) if draw(st.booleans()) else (),
        "responds_to": tuple(
            Response(entry=other, stance=draw(st.sampled_from(Stance)))
            for other in draw(subsets(others) if others else st.just(()))
        ),
        "updates": draw(subsets(others) if others else st.just(())),
        "concerns": tuple(f"event-of-{o}" for o in draw(subsets(ids))),
        "events": (
            event(
                f"event-of-{id_}",
                outcome=draw(st.none() | st.sampled_from(ids)),
                **draw(st.sampled_from(EVENT_TIMES)),
            ),
        ),
        "aliases": (f"/{id_}old/",),
        "notes": f"NOTES of {id_}",
        "prose": _links(ids),
    }
    match state:
        case "shown":
            given["publish"] = draw(st.sampled_from([None, NOW - timedelta(days=9), NOW]))
            given["corrections"] = draw(st.sampled_from([(), (MENDED,)]))
        case "draft":
            given["draft"] = True
        case "embargo":
            given["publish"] = NOW + timedelta(seconds=1)
        case "withdrawn":
            given |= {"status": Status.WITHDRAWN, "corrections": (withdrawal,)}
    return entry(id_, **given)


SERIES: Any = "ships"
MENDED = Correction(date=date(2024, 6, 25), kind=CorrectionKind.UPDATE, text="More was learned.")


def _translation(original: str, ids: list[str]) -> Entry:
    return entry(f"{original}ro", language="ro", translation_of=original, prose=_links(ids))


def _links(ids: list[str]) -> Prose:
    """A body that links every entry, by its id and by its path."""
    html = "".join(
        f'<p><a href="entry:{id_}">here</a> <a href="/{id_}/">there</a></p>' for id_ in ids
    )
    return Prose(html=html, links=tuple(Link(target=f"entry:{id_}", line=1) for id_ in ids))
