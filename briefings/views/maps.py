"""What does a map of places show? Land, a mark for each place, and names where there is room."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import dist

from msgspec import Struct

from briefings.maps.framing import (
    RATIO,
    WORLD_RATIO,
    Weighed,
    fitted,
    frames,
    nearest,
    radius,
    sides,
    spread,
)
from briefings.maps.land import land_within
from briefings.maps.projection import WORLD, Box, Point, projected
from briefings.model import Place
from briefings.views.parts import Ref
from briefings.views.shown import Shown

_WIDE, _INSET, _NARROW = 576, 380, 280
"""For which widths in pixels maps are laid out: the narrowest that counts as wide, an inset beside a
list, and either on a small phone."""
_STEPS, _WORLD_STEPS = 1200, 640
"""How finely land is drawn, in steps across a map."""
_REACH = 12.0
"""The radius within which a mark is touched, in pixels, where no other one is near."""
_RING = 2.5
"""How far around a mark it is touched at least, and shown to have the focus, in pixels."""
_TETHERED = 3.0
"""From how many pixels on a line leads from a moved mark to where its place is."""

_Size = tuple[float, float]
"""Of a map, in pixels."""


class Land(Struct, frozen=True):
    """The land of a part of the map, as an SVG draws it."""

    steps: str
    """The `viewBox`."""
    path: str
    world: bool
    """Whether it is the whole world, whose map is wider for its height."""


class Mark(Struct, frozen=True):
    """A place on a map. Positions are shares of the map, sizes pixels."""

    id: str
    place: Ref
    entries: int
    x: str
    y: str
    radius: str
    reach: str
    """The radius within which it is touched."""
    from_x: str
    """Where the place is, if the mark was moved so as not to hide another one; else empty."""
    from_y: str


class Name(Struct, frozen=True):
    """A place's name on a map."""

    text: str
    lang: str
    x: str
    y: str
    right: str
    """The way from the mark in pixels."""
    down: str
    anchor: str
    """As SVG's `text-anchor` has it."""


class PlacesMap(Struct, frozen=True):
    """Places on a map, those with the most entries first: the smaller marks are drawn over the larger."""

    land: Land
    marks: tuple[Mark, ...]
    names: tuple[Name, ...]
    """Those for which there is room on a wide screen."""
    few_names: tuple[Name, ...]
    """Those for which there is room on a phone."""


class OnePlaceMap(Struct, frozen=True):
    """A place in the middle of its part of the world."""

    id: str
    land: Land
    latitude: str
    longitude: str


class Counted(Struct, frozen=True):
    """A place that has coordinates, with the number of its entries."""

    id: str
    place: Ref
    point: Point
    entries: int


def point_of(place: Place) -> Point | None:
    """Where a place stands on the map of the world; None without coordinates."""
    if place.lat is None or place.lon is None:
        return None
    return projected(float(place.lat), float(place.lon))


def maps_of(places: Sequence[Counted]) -> tuple[PlacesMap, PlacesMap | None]:
    """The map of the region that the news is about, and one of the world for the places outside of it."""
    ordered = sorted(places, key=lambda one: (-one.entries, one.place.name, one.id))
    main, others = frames([Weighed(one.point, one.entries) for one in ordered])
    most = max(one.entries for one in ordered)
    near = [one for one in ordered if main.holds(one.point)]
    here = _map(near, main, most, _WIDE)
    if not others:
        return here, None
    far = [one for one in ordered if not main.holds(one.point)]
    return here, _map(far, WORLD, most, _INSET)


def map_of(shown: Shown, place: Place) -> OnePlaceMap | None:
    """The part of the world around a place; None without coordinates."""
    point = point_of(place)
    if point is None or place.lat is None or place.lon is None:
        return None
    return OnePlaceMap(
        place.id,
        _land(fitted([point])),
        _degrees(shown, place.lat, "north", "south"),
        _degrees(shown, place.lon, "east", "west"),
    )


def _degrees(shown: Shown, degrees: Decimal, positive: str, negative: str) -> str:
    """Degrees with one decimal, which is eleven kilometres: closer than a map of this size shows."""
    number = shown.words.number(abs(degrees).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return shown.words.say(positive if degrees >= 0 else negative, degrees=number)


def _land(box: Box) -> Land:
    world = box is WORLD
    steps, ratio = (_WORLD_STEPS, WORLD_RATIO) if world else (_STEPS, RATIO)
    return Land(f"0 0 {steps} {round(steps / ratio)}", land_within(box, steps), world)


def _map(places: Sequence[Counted], box: Box, most: int, width: int) -> PlacesMap:
    size = width, width * box.height / box.width
    phone = _NARROW, _NARROW * box.height / box.width
    true = [_in_pixels(one.point, box, size) for one in places]
    spots = spread(true)
    small = [_in_pixels(spot, Box(0, 0, *size), phone) for spot in spots]
    radii = [radius(one.entries, most) for one in places]
    marks = (
        Mark(
            one.id,
            one.place,
            one.entries,
            *_shares(spot, size),
            f"{r:.1f}",
            f"{max(r + _RING, min(_REACH, free * 0.9)):.1f}",
            *(_shares(own, size) if dist(spot, own) >= _TETHERED else ("", "")),
        )
        for one, spot, own, r, free in zip(places, spots, true, radii, nearest(small), strict=True)
    )
    return PlacesMap(
        _land(box),
        tuple(marks),
        _names(places, spots, radii, size),
        _names(places, small, radii, phone),
    )


def _names(
    places: Sequence[Counted], spots: Sequence[Point], radii: Sequence[float], size: _Size
) -> tuple[Name, ...]:
    """The names for which there is room on a map of this size."""
    found = sides(spots, radii, [one.place.name for one in places], size)
    return tuple(
        Name(
            one.place.name,
            one.place.lang,
            *_shares(spot, size),
            f"{side.right:.1f}",
            f"{side.down:.1f}",
            side.anchor,
        )
        for one, spot, side in zip(places, spots, found, strict=True)
        if side
    )


def _in_pixels(point: Point, box: Box, size: _Size) -> Point:
    """Where a point of a box stands on a map of it."""
    x, y = (point.x - box.left) / box.width, (point.y - box.top) / box.height
    return Point(x * size[0], y * size[1])


def _shares(point: Point, size: _Size) -> tuple[str, str]:
    """A position as shares of a map of this size."""
    return f"{point.x / size[0] * 100:.2f}%", f"{point.y / size[1] * 100:.2f}%"
