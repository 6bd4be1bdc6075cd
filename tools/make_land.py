"""What is the land of the maps made from? From Natural Earth's, once: `python -m tools.make_land FILE`.

FILE is `land-50m.json` of the npm package `world-atlas`: Natural Earth's land at 1:50 million, which
is in the public domain, as TopoJSON. What is written, `briefings/maps/land.txt`, has a line for each coast:
its points on the map (see `briefings.maps.projection`) in tenths of a unit, each but the first as the way
from the one before.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from math import dist
from pathlib import Path
from typing import Any

from briefings.maps.land import cut
from briefings.maps.projection import WORLD, Box, Point, projected

TARGET = Path(__file__).parent.parent / "briefings/maps/land.txt"
SMALLEST = 0.5
"""The area of the smallest island that is kept, in square units of the map."""
COARSE = 1.8
"""How far a coast may run from where it is, in tenths of a unit: a pixel or so on a map of Europe."""

Coast = list[tuple[int, int]]
"""Points in tenths of a unit, the last one not the first again."""


def coasts_of(atlas: dict[str, Any]) -> Iterator[Coast]:
    """The coasts of all land but Antarctica and the smallest islands, those of inland seas too."""
    arcs = [_points(arc, atlas["transform"]) for arc in atlas["arcs"]]
    for land in atlas["objects"]["land"]["geometries"]:
        for polygon in land["arcs"]:
            for part in chain.from_iterable(_parts(_joined(ring, arcs)) for ring in polygon):
                coast = _coast(part)
                if area(coast) >= SMALLEST * 100 and min(y for _, y in coast) < WORLD.bottom * 10:
                    yield simplified(coast)


def area(coast: Coast) -> float:
    """What a coast goes around, in hundredths of a square unit."""
    turned = [*coast[1:], *coast[:1]]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(coast, turned, strict=True))) / 2


def simplified(coast: Coast) -> Coast:
    """A coast with the points that it needs (Ramer, 1972; Douglas and Peucker, 1973)."""
    far = max(range(len(coast)), key=lambda at: _square(coast[0], coast[at]))
    kept = {0, far}
    closed = [*coast, coast[0]]
    spans = [(0, far), (far, len(coast))]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        at = max(between, key=lambda at: _off(closed[at], closed[first], closed[last]), default=0)
        if at and _off(closed[at], closed[first], closed[last]) > COARSE:
            kept.add(at)
            spans += [(first, at), (at, last)]
    return [coast[at] for at in sorted(kept)]


def written(coast: Coast) -> str:
    """A coast as a line of the file."""
    before = [(0, 0), *coast]
    steps = ((x - u, y - v) for (x, y), (u, v) in zip(coast, before, strict=False))
    return " ".join(map(str, chain.from_iterable(steps)))


def _points(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> list[Point]:
    """An arc in degrees east and north."""
    (across, up), (west, south) = transform["scale"], transform["translate"]
    xs, ys = map(accumulate, zip(*arc, strict=True))
    return [Point(x * across + west, y * up + south) for x, y in zip(xs, ys, strict=True)]


def _joined(ring: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """The arcs of a ring one after the other; `~n` is the arc n backwards."""
    parts = (arcs[one] if one >= 0 else arcs[~one][::-1] for one in ring)
    return list(chain.from_iterable(part[1:] for part in parts))


def _parts(ring: Sequence[Point]) -> Iterator[Sequence[Point]]:
    """The parts of a ring east and west of the edge of the map, which runs through the Pacific."""
    turns = 0
    onward: list[Point] = []
    for before, (lon, lat) in zip([ring[0], *ring], ring, strict=False):
        turns += (before.x - lon > 180) - (lon - before.x > 180)
        onward.append(Point(lon + 360 * turns, lat))
    for turn in (-360, 0, 360):
        moved = tuple(Point(lon + turn, lat) for lon, lat in onward)
        if part := cut(moved, Box(-180, -90, 360, 180)):
            yield part


def _coast(degrees: Sequence[Point]) -> Coast:
    points = (projected(lat, lon) for lon, lat in degrees)
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    return [
        one for one, before in zip(tenths, [tenths[-1], *tenths], strict=False) if one != before
    ]


def _square(one: tuple[int, int], other: tuple[int, int]) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _off(point: tuple[int, int], first: tuple[int, int], last: tuple[int, int]) -> float:
    """How far a point is from the line between two others."""
    (x, y), (a, b), (c, d) = point, first, last
    if first == last:
        return dist(point, first)
    return abs((c - a) * (b - y) - (a - x) * (d - b)) / dist(first, last)


if __name__ == "__main__":
    coasts = coasts_of(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    TARGET.write_text("".join(f"{written(coast)}\n" for coast in coasts), "utf-8")
