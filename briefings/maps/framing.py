"""Which part of the map shows some places, and where on it do their marks and names stand?

Marks and names keep their size in pixels on maps of any width, so that both are laid out for a width
of the map in pixels. Everything here is a pure function of numbers and takes no more than arithmetic and
square roots, so that every machine gets the same map.
"""

from collections.abc import Sequence
from math import dist, sqrt
from typing import NamedTuple
from unicodedata import east_asian_width

from briefings.maps.land import box_around
from briefings.maps.projection import WORLD, Box, Point

RATIO = 1.5
"""How wide a map is for its height; that of the whole world has its own ratio."""
WORLD_RATIO = WORLD.width / WORLD.height

CLOSEST = 96.0
"""How wide the closest view is, in units of the map: forty degrees, so that one knows where one is."""
_REGION = 150.0
"""How wide a part of the world is that still has room for the names of towns."""
_MARGIN = 0.1
_CELL = 10.0

LARGEST, _SMALLEST = 16.0, 4.0
"""Radii of marks in pixels."""
_OF_ONE = 5.0
"""The radius of a place with one entry, as long as the largest is not too large."""
_SAME = 1e-6
"""Pixels between two points that are in one place."""
_APART = 24.0
"""How far the middles of two marks are to be apart: the size of a target. WCAG 2.2, 2.5.8."""
_FARTHEST = 16.0
"""How far a mark may be moved from its place, in pixels."""
_ROUNDS = 40

_SLIM, _LETTER, _BROAD, _IDEOGRAPH, _LINE = 4.0, 7.2, 9.5, 12.5, 14.0
"""How wide letters and how high lines of names are, in pixels."""


class Weighed(NamedTuple):
    """A place on the map with the number of its entries."""

    point: Point
    entries: int


class Side(NamedTuple):
    """Where a name stands beside its mark: SVG's `text-anchor`, and the way in pixels."""

    anchor: str
    right: float
    down: float


class Frames(NamedTuple):
    """The part of the map that is shown, and whether some places lie outside of it."""

    main: Box
    others: bool


def frames(places: Sequence[Weighed]) -> Frames:
    """The view of all places, or of the region that has most of the entries where that is closer."""
    whole = fitted([place.point for place in places])
    if whole.width <= _REGION * (1 + 2 * _MARGIN):
        return Frames(whole, others=False)
    centres = sorted({_cell(place.point): place.point for place in reversed(places)}.values())
    region = max(map(_region_around, centres), key=lambda box: _weight(places, box))
    if _weight(places, region) * 2 < _weight(places, whole):
        return Frames(whole, others=False)
    main = fitted([place.point for place in places if region.holds(place.point)])
    return Frames(main, others=not all(main.holds(place.point) for place in places))


def fitted(points: Sequence[Point]) -> Box:
    """The view that shows all these points, with a margin, and is no closer than the closest."""
    around = box_around(points)
    room = 1 + 2 * _MARGIN
    width = max(around.width * room, around.height * room * RATIO, CLOSEST)
    x, y = around.left + around.width / 2, around.top + around.height / 2
    return Box(x - width / 2, y - width / RATIO / 2, width, width / RATIO)


def radius(entries: int, most: int) -> float:
    """A mark's radius in pixels: its area grows with the number of entries, of which one has the `most`."""
    largest = min(LARGEST, _OF_ONE * sqrt(most))
    return max(_SMALLEST, largest * sqrt(entries / most)) if most else _SMALLEST


def spread(points: Sequence[Point]) -> list[Point]:
    """Points in pixels, those that would hide each other moved a little apart."""
    spots = list(points)
    for _ in range(_ROUNDS):
        order = sorted(range(len(spots)), key=lambda at: (spots[at], at))
        moved = False
        for place, one in enumerate(order):
            for other in order[place + 1 :]:
                if spots[other].x - spots[one].x >= _APART:
                    break
                if dist(spots[one], spots[other]) < _APART - 0.5:
                    spots[one], spots[other] = _pushed(spots[one], spots[other])
                    moved = True
        spots = [_near(spot, point) for spot, point in zip(spots, points, strict=True)]
        if not moved:
            break
    return spots


def sides(
    points: Sequence[Point], radii: Sequence[float], names: Sequence[str], size: tuple[float, float]
) -> list[Side | None]:
    """Where each name stands beside its mark; None where it would cover another mark or name.

    Names come first that stand first. `size` is the map's, in pixels.
    """
    taken = [
        Box(point.x - r, point.y - r, 2 * r, 2 * r) for point, r in zip(points, radii, strict=True)
    ]
    found: list[Side | None] = []
    for point, r, name in zip(points, radii, names, strict=True):
        chosen = None
        for side in _around(r):
            box = _text_box(point, side, name)
            if _within(box, size) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                chosen = side
                break
        found.append(chosen)
    return found


def nearest(points: Sequence[Point]) -> list[float]:
    """How far from each point the nearest other one is, at most the size of a target."""
    found = [_APART] * len(points)
    order = sorted(range(len(points)), key=lambda at: (points[at], at))
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            if points[other].x - points[one].x >= _APART:
                break
            apart = dist(points[one], points[other])
            found[one], found[other] = min(found[one], apart), min(found[other], apart)
    return found


def _cell(point: Point) -> tuple[float, float]:
    return point.x // _CELL, point.y // _CELL


def _region_around(point: Point) -> Box:
    height = _REGION / RATIO
    return Box(point.x - _REGION / 2, point.y - height / 2, _REGION, height)


def _weight(places: Sequence[Weighed], box: Box) -> int:
    """What places count for that lie within a box: each as one more than it has entries."""
    return sum(place.entries + 1 for place in places if box.holds(place.point))


def _pushed(one: Point, other: Point) -> tuple[Point, Point]:
    """Two points that are too close, each moved half of what is missing."""
    apart = dist(one, other)
    across, down = other.x - one.x, other.y - one.y
    if apart < _SAME:
        apart, across, down = 1.0, 0.6, 0.8
    share = (_APART - apart) / 2 / apart
    return (
        Point(one.x - across * share, one.y - down * share),
        Point(other.x + across * share, other.y + down * share),
    )


def _near(spot: Point, point: Point) -> Point:
    """A spot, no farther from its point than it may be moved."""
    away = dist(spot, point)
    if away <= _FARTHEST:
        return spot
    share = _FARTHEST / away
    return Point(point.x + (spot.x - point.x) * share, point.y + (spot.y - point.y) * share)


def _around(r: float) -> tuple[Side, ...]:
    return (
        Side("start", r + 4, 4),
        Side("end", -r - 4, 4),
        Side("middle", 0, -r - 5),
        Side("middle", 0, r + 13),
    )


def _text_box(point: Point, side: Side, name: str) -> Box:
    """The room that a name takes, from a guess at how wide its letters are."""
    width = sum(map(_wide, name))
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[side.anchor]
    left = point.x + side.right - width * share
    return Box(left, point.y + side.down - _LINE + 3, width, _LINE)


def _wide(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return _IDEOGRAPH
    if letter in "fijlrt .,'-":
        return _SLIM
    return _BROAD if letter.isupper() or letter in "mw" else _LETTER


def _within(box: Box, size: tuple[float, float]) -> bool:
    width, height = size
    return box.left >= 0 and box.top >= 0 and box.right <= width and box.bottom <= height


def _overlap(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom
