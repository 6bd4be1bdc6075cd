"""Which part of the map shows some places, and where on it do their marks and names stand?"""

from math import dist, pi

from hypothesis import given
from hypothesis import strategies as st

from briefings.maps.framing import (
    CLOSEST,
    LARGEST,
    RATIO,
    Weighed,
    fitted,
    frames,
    nearest,
    radius,
    sides,
    spread,
)
from briefings.maps.projection import Point, projected

KYIV, BERN, RIGA = projected(50.45, 30.5), projected(46.9, 7.4), projected(56.9, 24.1)
WASHINGTON, SEOUL = projected(38.9, -77.0), projected(37.6, 127.0)

points = st.builds(Point, st.floats(0, 620), st.floats(0, 413))


def test_a_region_is_shown_as_closely_as_it_fits() -> None:
    """All places are in view, in the map's proportions; one alone is not shown so close as to be nowhere."""
    box = frames([Weighed(one, 1) for one in (KYIV, BERN, RIGA)])
    assert not box.others
    assert all(box.main.holds(point) for point in (KYIV, BERN, RIGA))
    assert abs(box.main.width / box.main.height - RATIO) < 0.001
    alone = fitted([KYIV])
    assert alone.width == CLOSEST
    assert alone.left + alone.width / 2 == KYIV.x


def test_the_region_of_the_news_stands_for_itself() -> None:
    """Places far away from most of it are left to a map of the world."""
    places = [Weighed(one, 5) for one in (KYIV, BERN, RIGA)] + [Weighed(WASHINGTON, 3)]
    found = frames(places)
    assert found.others
    assert found.main.holds(RIGA)
    assert not found.main.holds(WASHINGTON)


def test_news_from_everywhere_is_shown_on_one_map() -> None:
    """Where no region has half of the entries, all places are on one map."""
    found = frames([Weighed(one, 4) for one in (KYIV, WASHINGTON, SEOUL)])
    assert not found.others
    assert all(found.main.holds(point) for point in (KYIV, WASHINGTON, SEOUL))


def test_the_area_of_a_mark_is_its_number_of_entries() -> None:
    """Twice the entries have twice the area; no mark is too large, or too small to be seen."""
    area = [pi * radius(count, 80) ** 2 for count in (20, 40, 80)]
    assert abs(area[1] / area[0] - 2) < 0.001
    assert abs(area[2] / area[1] - 2) < 0.001
    assert radius(80, 80) == LARGEST
    assert radius(1, 100_000) == radius(0, 0) == 4


@given(st.lists(points, min_size=1, max_size=30))
def test_no_mark_is_moved_far(spots: list[Point]) -> None:
    """However crowded, each stays near its place; those that are free stay where they are."""
    moved = spread(spots)
    assert all(dist(one, other) <= 16.001 for one, other in zip(spots, moved, strict=True))
    if all(free >= 24 for free in nearest(spots)):
        assert moved == spots


def test_marks_at_one_place_can_be_told_apart() -> None:
    """Two with the same coordinates, and a row that is too close, come to stand side by side."""
    for crowd in ([Point(50, 50)] * 2, [Point(50 + 6 * at, 50) for at in range(3)]):
        assert min(nearest(spread(crowd))) > 12


def test_names_stand_where_there_is_room() -> None:
    """Beside the mark, within the map, and over no other mark or name; else they are left out."""
    spots = [Point(100, 100), Point(110, 101), Point(590, 100), Point(100, 103)]
    found = sides(spots, [5, 5, 5, 5], ["Kyiv", "Irpin", "Vladivostok", "Bucha"], (620, 413))
    assert found[0] is not None
    assert found[0].anchor != "start"
    assert found[1] is not None
    assert found[1].anchor == "start"
    assert found[2] is not None
    assert found[2].anchor == "end"
    assert sides(
        spots[:1], [5], ["A name that is longer than the whole map is wide"], (200, 150)
    ) == [None]
