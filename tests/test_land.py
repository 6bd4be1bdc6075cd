"""Which land does a part of the map show?"""

import re

import pytest

from briefings.maps.land import Coast, cut, land_within
from briefings.maps.projection import WORLD, Box, Point, projected

SQUARE = (Point(0, 0), Point(10, 0), Point(10, 10), Point(0, 10))


def test_a_coast_is_cut_along_the_edges() -> None:
    """What is left is closed; a coast outside leaves nothing, one within is as it was."""
    assert set(cut(SQUARE, Box(5, -5, 10, 10))) == {
        Point(5, 0),
        Point(10, 0),
        Point(10, 5),
        Point(5, 5),
    }
    assert cut(SQUARE, Box(20, 20, 5, 5)) == ()
    assert set(cut(SQUARE, Box(-1, -1, 12, 12))) == set(SQUARE)


@pytest.mark.parametrize(
    ("lat", "lon", "is_land"),
    [
        (50.45, 30.52, True),
        (45.2, 34.2, True),
        (43.5, 34.0, False),
        (42.0, 50.5, False),
        (38.9, -77.3, True),
        (37.55, 127.3, True),
        (-34.0, 19.5, True),
        (66.5, -175.5, True),
        (60.0, -178.0, False),
        (0.0, -30.0, False),
    ],
    ids="kyiv crimea black-sea caspian washington seoul cape chukotka bering atlantic".split(),
)
def test_cities_stand_on_land(lat: float, lon: float, *, is_land: bool) -> None:
    """Seas are no land, inland ones neither; nothing is drawn across the edge of the map."""
    for box, across in ((WORLD, 9600), (_around(projected(lat, lon)), 1200)):
        point = projected(lat, lon)
        scale = across / box.width
        at = Point((point.x - box.left) * scale, (point.y - box.top) * scale)
        coasts = drawn(land_within(box, across))
        assert sum(_goes_around(coast, at) for coast in coasts) % 2 == is_land


def test_a_part_of_the_map_is_small() -> None:
    """A region weighs a few kilobytes, and stays within its edges."""
    path = land_within(_around(projected(48, 30)), 1200)
    assert len(path) < 8000
    xs, ys = zip(*(point for coast in drawn(path) for point in coast), strict=True)
    assert (min(xs), max(xs)) == (0, 1200)
    assert min(ys) >= 0
    assert max(ys) <= 800


def drawn(path: str) -> list[Coast]:
    """The coasts that path data draws."""
    coasts = []
    for part in path.removesuffix("z").split("z"):
        first, _, rest = part.removeprefix("M").partition("l")
        x, y = map(int, re.findall(r"-?\d+", first))
        points = [Point(x, y)]
        ways = list(map(int, re.findall(r"-?\d+", rest)))
        for right, down in zip(ways[::2], ways[1::2], strict=True):
            x, y = x + right, y + down
            points.append(Point(x, y))
        coasts.append(tuple(points))
    return coasts


def _around(point: Point) -> Box:
    return Box(point.x - 48, point.y - 32, 96, 64)


def _goes_around(coast: Coast, at: Point) -> bool:
    """Whether a line from a point to the far west crosses a coast an odd number of times."""
    inside = False
    for one, two in zip(coast, (*coast[1:], coast[0]), strict=True):
        if (one.y > at.y) != (two.y > at.y):
            x = one.x + (at.y - one.y) / (two.y - one.y) * (two.x - one.x)
            inside ^= x < at.x
    return inside
