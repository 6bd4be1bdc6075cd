"""What bulletins do the laws hold for? Those that hypothesis draws here."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from briefings.model import (
    Content,
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
from tests.making import BUCHAREST, NOW, VOCABULARY, content_of, entry, event, source

DAYS = ("2023/12/31", "2024/03/31", "2024/06/14", "2024/10/27")
"""Two of them are those on which the clocks of Bucharest change."""
laws = settings(max_examples=25, deadline=None)
"""A law is about what comes out, not about the time that a busy machine takes."""

HOSTS = ("gull.example", "www.gull.example", "wire.example", "elsewhere.example")


@dataclass(frozen=True, slots=True)
class Drawn:
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
def contents(draw: st.DrawFn) -> Drawn:
    """Content free of errors, with everything that can be hidden hidden now and then."""
    count = draw(st.integers(0, 7))
    ids = [f"{draw(st.sampled_from(DAYS))}/slug-{number}-" for number in range(count)]
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
    content = content_of(
        sorted(entries, key=lambda one: one.id), introductions={introduction.day: introduction}
    )
    return Drawn(
        content,
        frozenset(hidden | {f"{one}ro" for one in translated if one in hidden}),
        frozenset(withdrawn | {f"{one}ro" for one in translated if one in withdrawn}),
    )


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
        "events": (event(f"event-of-{id_}", outcome=draw(st.none() | st.sampled_from(ids))),),
        "aliases": (f"/{id_}old/",),
        "notes": f"NOTES of {id_}",
        "prose": _links(ids),
    }
    match state:
        case "draft":
            given["draft"] = True
        case "embargo":
            given["publish"] = NOW + timedelta(seconds=1)
        case "withdrawn":
            given |= {"status": Status.WITHDRAWN, "corrections": (withdrawal,)}
    return entry(id_, **given)


SERIES: Any = "ships"


def _translation(original: str, ids: list[str]) -> Entry:
    return entry(f"{original}ro", language="ro", translation_of=original, prose=_links(ids))


def _links(ids: list[str]) -> Prose:
    """A body that links every entry, by its id and by its path."""
    html = "".join(
        f'<p><a href="entry:{id_}">here</a> <a href="/{id_}/">there</a></p>' for id_ in ids
    )
    return Prose(html=html, links=tuple(Link(target=f"entry:{id_}", line=1) for id_ in ids))
