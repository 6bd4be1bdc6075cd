"""Where on a map of the world does a point of the globe stand?"""

from math import degrees, pi

import pytest

from briefings.maps.projection import WIDTH, WORLD, projected

_RADIUS = WIDTH / (2 * pi * 0.8707)


def test_the_middle_and_the_edges() -> None:
    """The map is as wide as the equator, and the same on both sides of it and of Greenwich."""
    assert projected(0, 0).x == WIDTH / 2
    assert projected(0, 180).x == pytest.approx(WIDTH)
    assert projected(0, -180).x == pytest.approx(0)
    north, south = projected(51.5, -0.1), projected(-51.5, 0.1)
    middle = projected(0, 0)
    assert middle.y - north.y == pytest.approx(south.y - middle.y)
    assert middle.x - north.x == pytest.approx(south.x - middle.x)


@pytest.mark.parametrize(
    ("lat", "across", "down"),
    [(0, 0.8707, 0), (30, 0.83349, 0.52915), (60, 0.71302, 1.04457), (90, 0.47923, 1.42239)],
)
def test_the_polynomials(lat: int, across: float, down: float) -> None:
    """How wide the parallels are and how far apart, with the globe's radius as the unit.

    The numbers are d3-geo's `geoNaturalEarth1Raw` of one radian and that latitude.
    """
    point = projected(lat, degrees(1))
    assert (point.x - WIDTH / 2) / _RADIUS == pytest.approx(across, abs=0.00001)
    assert (projected(0, 0).y - point.y) / _RADIUS == pytest.approx(down, abs=0.00001)


def test_cities_lie_as_they_do_on_the_globe() -> None:
    """Kyiv is north-east of Bucharest, Washington far in the west, Seoul in the east; all on the map."""
    kyiv, bucharest = projected(50.45, 30.523), projected(44.427, 26.102)
    washington, seoul = projected(38.895, -77.036), projected(37.567, 126.978)
    assert kyiv.x > bucharest.x
    assert kyiv.y < bucharest.y
    assert washington.x < WIDTH / 3
    assert seoul.x > WIDTH * 3 / 4
    assert all(WORLD.holds(point) for point in (kyiv, bucharest, washington, seoul))
