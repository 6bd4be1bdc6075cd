"""Where on a map of the world does a point of the globe stand?

By the Natural Earth projection of Tom Patterson, in the polynomials that Bojan Šavrič and others gave it
in 2011 (doi:10.1080/15230406.2011.9736243). It shows the shapes of land well, and takes no more
than multiplication, so that every machine gets the same numbers.
"""

from math import pi
from typing import NamedTuple

WIDTH = 960
"""How wide the world is, in units of the map."""

_SCALE = WIDTH / (2 * pi * 0.8707)
_NORTH = 1.4224
"""The height of the pole above the equator, with the radius of the globe as the unit."""


class Point(NamedTuple):
    """A point of the map: units from its left edge, and from the north pole downwards."""

    x: float
    y: float


class Box(NamedTuple):
    """A part of the map, in its units."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def holds(self, point: Point) -> bool:
        """Whether a point lies within."""
        across = self.left <= point.x <= self.right
        return across and self.top <= point.y <= self.bottom


def projected(lat: float, lon: float) -> Point:
    """The point of the map for degrees north and east."""
    phi, lam = lat * pi / 180, lon * pi / 180
    p2 = phi * phi
    p4 = p2 * p2
    x = lam * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
    y = phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))
    return Point(WIDTH / 2 + _SCALE * x, _SCALE * (_NORTH - y))


def _world() -> Box:
    top, bottom = projected(84, 0).y, projected(-57, 0).y
    return Box(0, top, WIDTH, bottom - top)


WORLD = _world()
"""All land but Antarctica."""
