"""What comes of changes to groups that stand? What would come of grouping everything anew."""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from briefings.belonging import Sort, frame_of
from briefings.bulletin import Bulletin
from briefings.continuing import _facts_of, _facts_of_entry
from briefings.grouping import Change, Groups
from briefings.model import EntryId, EventId, SeriesId, StoryId
from briefings.outputs import Output
from briefings.plan import kinds_of, outputs_about, plan
from tests.drawing import YEARS, State, histories, laws_of_histories
from tests.making import VOCABULARY, Content, entry, group, groups_of, listed, placed_in
from tests.sites import settings_of
from tests.test_grouping_laws import NAMED

FRAME = frame_of(VOCABULARY)
SETTINGS = settings_of(Path("/bulletin"))


def changes_between(before: Bulletin | None, after: Bulletin) -> list[Change]:
    """What became of each entry that is in one of two bulletins."""
    old, new = placed_in(before) if before else {}, placed_in(after)
    return [Change(old.get(one), new.get(one)) for one in sorted(old.keys() | new.keys())]


def in_order(kept: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What is kept of groups, but for what is empty, with everything in its order."""
    return {
        name: list(value.items()) if isinstance(value, dict) else list(value)
        for name, value in kept.items()
        if value
    }


@laws_of_histories
@given(histories(), st.randoms(use_true_random=False))
def test_changes_in_batches_come_to_the_same(history: list[State], chance: random.Random) -> None:
    """Whatever came, changed and went, in whatever batches, the groups are those of what is there."""
    kept: dict[str, Any] = {}
    before = None
    for state in history:
        after = group(state.content, now=state.now)
        changes = changes_between(before, after)
        chance.shuffle(changes)
        cut = chance.randint(0, len(changes))
        for batch in (changes[:cut], changes[cut:]):
            groups = Groups(kept.get)
            groups.apply(batch, FRAME)
            kept |= groups.changed
        assert in_order(kept) == in_order(groups_of(after).changed)
        for sort in Sort:
            told = list(Groups(kept.get).of_sort(sort))
            assert told == list(groups_of(after).of_sort(sort)), sort
        before = after


@laws_of_histories
@given(histories())
def test_whatever_reads_differently_is_told(history: list[State]) -> None:
    """Of all that views can ask, what has another answer now read a fact that is told as changed."""
    groups, before = Groups(), None
    for state in history:
        after = group(state.content, now=state.now)
        touched = groups.apply(changes := changes_between(before, after), FRAME)
        facts = set(_facts_of(touched))
        for was, is_now in changes:
            one = (was or is_now).outline.id  # type: ignore[union-attr]
            facts.update(_facts_of_entry(one, was, is_now))
        if before is not None:
            old, new = answers_of(before), answers_of(after)
            for name in old.keys() & new.keys():
                answer, read = old[name]
                assert answer == new[name][0] or read & facts, name
        before = after


@laws_of_histories
@given(histories())
def test_the_plan_follows_the_groups(history: list[State]) -> None:
    """The outputs that come and go with the periods are those by which the whole plans differ."""
    groups, before = Groups(), None
    for state in history:
        after = group(state.content, now=state.now)
        touched = groups.apply(changes_between(before, after), FRAME)
        new: set[Output] = set()
        old: set[Output] = set()
        for kind in kinds_of(SETTINGS):
            for (sort, name), (was, is_now) in touched.periods.items():
                named = not kind.about.registry or name in getattr(VOCABULARY, kind.about.registry)
                if sort is kind.about.sort and named:
                    old.update(outputs_about(kind, name, was))
                    new.update(outputs_about(kind, name, is_now))
        planned = plan(groups_of(after), VOCABULARY, SETTINGS)
        assert len(planned) == len(set(planned))
        if before is not None:
            known = set(plan(groups_of(before), VOCABULARY, SETTINGS))
            assert new - old == set(planned) - known
            assert old - new == known - set(planned)
        before = after


def answers_of(bulletin: Bulletin) -> dict[str, tuple[object, set[str]]]:
    """The answer to everything that views can ask, by the question, with the facts that it read."""
    answers = {}
    readable = {*listed(bulletin, Sort.PAGE), *listed(bulletin, Sort.WITHDRAWN)}
    for name, ask in questions(sorted(readable)):
        bulletin.reads = set()
        answers[name] = ask(bulletin), bulletin.reads
    return answers


Question = tuple[str, Callable[[Bulletin], Any]]


def questions(readable: list[str]) -> Iterator[Question]:
    """Everything that views can ask, of a group, a day, an entry; `readable` are those with pages."""
    for sort, names in {**NAMED, **{sort: [""] for sort in WHOLE}}.items():
        for name in names:
            yield from _about_group(sort, name)
    yield "months", Bulletin.months
    yield "days", lambda b: list(b.newest_days())
    yield "aliases", lambda b: set(b.aliases())
    yield "course", lambda b: b.course(SeriesId("ships"))
    for day in YEARS:
        yield from _about_day(date.fromisoformat(day.replace("/", "-")))
        for number in range(7):
            yield from _about_entry(EntryId(f"{day}/slug-{number}-"))
    for one in readable:
        yield from _about_page(EntryId(one))


WHOLE = (
    Sort.ALL,
    Sort.MONTH,
    Sort.QUOTED,
    Sort.PAGE,
    Sort.WITHDRAWN,
    Sort.CORRECTED,
    Sort.ALIAS,
    Sort.ANNOUNCED,
    Sort.SCHEDULED,
    Sort.ENDING,
)
"""The sorts with one group of all."""


def _about_group(sort: Sort, name: str) -> Iterator[Question]:
    yield f"{sort} {name}", lambda b: [one.title for one in b.group(sort, name).newest()]
    yield f"{sort} {name} ids", lambda b: listed(b, sort, name)
    yield f"{sort} {name} number", lambda b: len(b.group(sort, name))
    yield f"{sort} {name} counts", lambda b: b.group(sort, name).counts
    yield f"{sort} {name} periods", lambda b: b.group(sort, name).periods
    for day in YEARS:
        by_month = sort in (Sort.MONTH, Sort.PAGE, Sort.QUOTED)
        yield from _about_period(sort, name, day[:7].replace("/", "-") if by_month else day[:4])


def _about_period(sort: Sort, name: str, period: str) -> Iterator[Question]:
    yield f"{sort} {name} {period}", lambda b: b.group(sort, name).changes_of(period)


def _about_day(day: date) -> Iterator[Question]:
    yield f"{day}?", lambda b: b.has_briefing(day)
    yield f"{day}", lambda b: b.briefing(day) if b.has_briefing(day) else None
    yield f"before {day}", lambda b: b.day_beside(day, -1)
    yield f"after {day}", lambda b: b.day_beside(day, 1)


def _about_entry(one: EntryId) -> Iterator[Question]:
    yield f"{one} shown", lambda b: b.shows(one)
    yield f"{one} marked", lambda b: b.is_marked(one)
    yield f"{one} answers", lambda b: b.answers(one)
    yield f"{one} continued", lambda b: listed(b, Sort.CONTINUED, one)
    yield f"{one} translations", lambda b: b.translations(one)
    yield f"{one} alias", lambda b: b.leads_to(f"/{one}old/")
    yield f"{one} event", lambda b: b.event(EventId(f"event-of-{one}"))
    yield f"beside {one}", lambda b: [b.beside(StoryId(s), one) for s in NAMED[Sort.STORY]]


def _about_page(one: EntryId) -> Iterator[Question]:
    yield f"all of {one}", lambda b: b.entry(one)
    yield f"outline of {one}", lambda b: b.outline(one)


def test_a_year_that_empties_lets_its_neighbours_meet() -> None:
    """An entry taken out of a story is told to those of other years that stood beside it."""
    days = ("2022/05/09/a", "2023/12/31/b", "2024/06/14/c")
    three = [entry(one, stories=("dispute",)) for one in days]
    before = group(Content(entries=tuple(three)))
    after = group(Content(entries=(three[0], three[2])))
    groups = Groups(groups_of(before).changed.get)
    touched = groups.apply(changes_between(before, after), FRAME)
    assert touched.beside >= {("dispute", three[0].id), ("dispute", three[2].id)}
    assert groups.beside(Sort.STORY, "dispute", three[0].id) == (None, three[2].id)
    assert groups.beside(Sort.STORY, "dispute", three[2].id) == (three[0].id, None)
