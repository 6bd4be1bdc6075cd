"""Which land does a part of the map show? Coasts, cut to it, as the path of an SVG.

The coasts are Natural Earth's (`tools/make_land.py`). No borders of states are drawn: where these run is
what news is often about.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

from briefings.maps.projection import Box, Point

_FILE = Path(__file__).parent / "land.txt"

_SMALLEST = 2.5
"""How many steps an island has to measure to be drawn."""

Coast = tuple[Point, ...]
"""A closed line: the last point is not the first again."""


def land_within(box: Box, across: int) -> str:
    """The land in a part of the map, as path data in whole steps, of which the part is `across` wide.

    Coasts within coasts are inland seas: the path is to be filled by the rule `evenodd`.
    """
    scale = across / box.width
    paths = []
    for outer, coast in _coasts():
        if _apart(outer, box) or max(outer.width, outer.height) * scale < _SMALLEST:
            continue
        for one in [coast] if _inside(outer, box) else [cut(coast, box)]:
            steps = _stepped(one, box, scale)
            if len(steps) > 2:
                paths.append(_path(steps))
    return "".join(paths)


def cut(coast: Coast, box: Box) -> Coast:
    """The part of a coast within a box, closed along its edges (Sutherland and Hodgman, 1974)."""
    edges: tuple[tuple[int, float, bool], ...] = (
        (0, box.left, True),
        (0, box.right, False),
        (1, box.top, True),
        (1, box.bottom, False),
    )
    for axis, edge, above in edges:
        coast = _cut_at(coast, axis, edge, above=above)
    return coast


def _cut_at(coast: Coast, axis: int, edge: float, *, above: bool) -> Coast:
    """The part of a coast on one side of an edge across an axis."""

    def within(point: Point) -> bool:
        return point[axis] >= edge if above else point[axis] <= edge

    kept: list[Point] = []
    for before, point in pairwise((*coast[-1:], *coast)):
        if within(before) != within(point):
            share = (edge - before[axis]) / (point[axis] - before[axis])
            met = [a + share * (b - a) for a, b in zip(before, point, strict=True)]
            met[axis] = edge
            kept.append(Point(*met))
        if within(point):
            kept.append(point)
    return tuple(kept)


@cache
def _coasts() -> tuple[tuple[Box, Coast], ...]:
    """All coasts, each with the box around it."""
    coasts = (_coast(list(map(int, line.split()))) for line in _lines())
    return tuple((box_around(coast), coast) for coast in coasts)


def _lines() -> Iterable[str]:
    return _FILE.read_text("utf-8").splitlines()


def _coast(numbers: Sequence[int]) -> Coast:
    """A coast from its points in tenths, each the way from the one before."""
    points, x, y = [], 0, 0
    for right, down in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + right, y + down
        points.append(Point(x / 10, y / 10))
    return tuple(points)


def box_around(points: Iterable[Point]) -> Box:
    """The smallest box that holds all these points."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _apart(one: Box, other: Box) -> bool:
    beside = one.right < other.left or other.right < one.left
    return beside or one.bottom < other.top or other.bottom < one.top


def _inside(one: Box, other: Box) -> bool:
    across = other.left <= one.left and one.right <= other.right
    return across and other.top <= one.top and one.bottom <= other.bottom


_Step = tuple[int, int]


def _stepped(coast: Coast, box: Box, scale: float) -> list[_Step]:
    """A coast in whole steps from the corner of a box, without points that make no difference."""
    steps: list[_Step] = []
    for point in coast:
        step = round((point.x - box.left) * scale), round((point.y - box.top) * scale)
        if steps and step == steps[-1]:
            continue
        if len(steps) > 1 and _straight(steps[-2], steps[-1], step):
            steps.pop()
        steps.append(step)
    return steps


def _straight(one: _Step, two: _Step, three: _Step) -> bool:
    return (two[0] - one[0]) * (three[1] - one[1]) == (three[0] - one[0]) * (two[1] - one[1])


def _path(steps: Sequence[_Step]) -> str:
    """A closed line as path data: a point, and the way from each to the next. SVG 2, section 9.3."""
    ways = ((u - x, v - y) for (x, y), (u, v) in pairwise(steps))
    numbers = chain.from_iterable(ways)
    return f"M{_joined(steps[0])}l{_joined(numbers)}z"


def _joined(numbers: Iterable[int]) -> str:
    """Numbers as path data joins them: a minus sign needs no space before it."""
    return " ".join(map(str, numbers)).replace(" -", "-")
