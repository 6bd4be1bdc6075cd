"""Which entries are indexed together: laws of the bounds, and what one more entry changes."""

import random
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from briefings.search.segments import MOST, MOST_NEW, NEW_DAYS, Segment, divided

BUSY = 12
"""Entries a day, as a bulletin of seventy thousand entries in sixteen years has."""
LAST = date(2024, 6, 30)


def ids_of(day: date, count: int, mark: str = "entry") -> list[str]:
    """The ids of so many entries of a day."""
    return [f"{day.isoformat().replace('-', '/')}/{mark}-{number}" for number in range(count)]


def archive(days: int, a_day: int = BUSY, last: date = LAST) -> list[str]:
    """The ids of an archive with as many entries every day."""
    return [
        id_ for back in range(days) for id_ in ids_of(last - timedelta(days=back), a_day, "told")
    ]


days = st.one_of(
    st.dates(min_value=date(2024, 1, 1), max_value=date(2024, 7, 31)),
    st.dates(min_value=date(1850, 1, 1), max_value=date(2100, 12, 31)),
    st.sampled_from([date.min, date.max]),
)
archives = st.lists(
    st.builds(ids_of, days, st.integers(1, 700), st.sampled_from(["a", "b"])), max_size=14
).map(lambda groups: sorted({id_ for group in groups for id_ in group}))
"""Some busy days, many of them near each other."""


def day_of(id_: str) -> date:
    """The day that an id begins with."""
    return date(*map(int, id_.split("/")[:3]))


def changed(before: tuple[Segment, ...], after: tuple[Segment, ...]) -> set[Segment]:
    """The segments that are no longer as they were."""
    return set(before) - set(after)


@given(archives)
def test_each_entry_is_in_one_segment_and_segments_follow_in_time(ids: list[str]) -> None:
    """So a removed or changed entry never shows twice, and walking them gives the order by date."""
    segments = divided(ids)
    assert sorted(id_ for segment in segments for id_ in segment.ids) == ids
    assert len({segment.name for segment in segments}) == len(segments)
    for newer, older in pairwise(segments):
        assert day_of(newer.ids[0]) >= day_of(older.ids[-1])


@given(archives, st.randoms())
def test_segments_depend_on_the_ids_alone(ids: list[str], chance: random.Random) -> None:
    """Neither the order in which entries come nor what was there before has a part in them."""
    shuffled = chance.sample(ids, len(ids))
    assert divided(shuffled) == divided(ids)


@given(archives)
def test_no_segment_is_larger_than_it_may_be(ids: list[str]) -> None:
    """Those with new entries are small, unless a single day has more."""
    for segment in divided(ids):
        one_day = day_of(segment.ids[0]) == day_of(segment.ids[-1])
        new = day_of(ids[-1]) - day_of(segment.ids[-1]) < timedelta(days=NEW_DAYS)
        assert 0 < len(segment.ids) <= (MOST_NEW if new and not one_day else MOST)


@given(archives.filter(bool), st.data())
def test_one_more_entry_changes_one_segment(ids: list[str], data: st.DataObject) -> None:
    """Wherever it stands, unless it begins a new day: it may divide that segment, and no other."""
    day = day_of(data.draw(st.sampled_from(ids)))
    assert len(changed(divided(ids), divided([*ids, *ids_of(day, 1, "one-more")]))) <= 1


def test_new_days_seldom_change_an_older_segment() -> None:
    """In a year of a busy bulletin, every entry but the first of some days changes one segment."""
    ids = archive(800)
    merges: list[int] = []
    for _ in range(366):
        day = day_of(ids[0]) + timedelta(days=1)
        before, after = divided(ids), divided([*ids_of(day, 1, "told"), *ids])
        if len(touched := changed(before, after)) > 1:
            merges.append(max(len(segment.ids) for segment in touched))
        ids = [*ids_of(day, BUSY, "told"), *ids]
    assert len(merges) <= 53  # Not more than one a week,
    assert sum(size > MOST_NEW for size in merges) <= 24  # half of them of small segments alone.


def test_an_archive_of_sixteen_years_has_a_moderate_number_of_segments() -> None:
    """A reader's browser opens each; two thousand entries at most are indexed anew for an edit."""
    segments = divided(archive(16 * 365))
    assert 30 <= len(segments) <= 60
    assert len(segments[0].ids) <= MOST_NEW


def test_five_thousand_entries_of_one_day_are_divided() -> None:
    """A bulletin may begin with all that another system held."""
    burst = ids_of(LAST, 5000)
    segments = divided([*burst, *archive(400, last=LAST - timedelta(days=1))])
    assert len(segments) <= 20
    assert all(len(segment.ids) <= MOST for segment in segments)


def test_names_say_the_period() -> None:
    """A publisher who sees the folders knows what is in them."""
    names = [segment.name for segment in divided(archive(130))]
    assert names == [
        "2024-06-29--2024-06-30",
        "2024-06-25--2024-06-28",
        "2024-06-21--2024-06-24",
        "2024-06-17--2024-06-20",
        "2024-06-01--2024-06-16",
        "2024-05",
        "2024-01--2024-04",
    ]


def test_no_entries_are_no_segments() -> None:
    """An empty bulletin has no index."""
    assert divided([]) == ()
