"""What does the page of all places show?"""

from itertools import groupby

from msgspec import Struct

from briefings.belonging import Sort
from briefings.model import Place
from briefings.views.maps import Counted, PlacesMap, maps_of, point_of
from briefings.views.parts import Page, Ref
from briefings.views.shown import Shown, head_of, name_key


class PlaceItem(Struct, frozen=True):
    """A place in the list of places."""

    place: Ref
    count: int
    on_map: bool


class Country(Struct, frozen=True):
    """The places of a country."""

    name: str
    """Empty for places that belong to none."""
    places: tuple[PlaceItem, ...]


class PlacesPage(Struct, frozen=True):
    """The places, on a map and by country."""

    map: PlacesMap | None
    world: PlacesMap | None
    """The world, where places lie far away from those on the map."""
    countries: tuple[Country, ...]


def places_page(shown: Shown, _: str) -> Page:
    """All places: the countries by their names, their places by theirs, without a country last."""
    places = shown.bulletin.vocabulary.places.values()
    located = [one for place in places if (one := _counted(shown, place))]
    here, world = maps_of(located) if located else (None, None)
    content = PlacesPage(here, world, _countries(shown))
    return Page("places.html", head_of(shown, shown.words.say("places"), "places/"), content)


def _counted(shown: Shown, place: Place) -> Counted | None:
    point = point_of(place)
    if point is None:
        return None
    return Counted(place.id, shown.place(place.id), point, _count(shown, place))


def _count(shown: Shown, place: Place) -> int:
    return len(shown.bulletin.group(Sort.PLACE, place.id))


def _countries(shown: Shown) -> tuple[Country, ...]:
    named = [
        (
            shown.words.country_name(place.country),
            PlaceItem(shown.place(place.id), _count(shown, place), point_of(place) is not None),
        )
        for place in shown.bulletin.vocabulary.places.values()
    ]
    named.sort(key=lambda one: (not one[0], name_key(one[0]), name_key(one[1].place.name)))
    return tuple(
        Country(name, tuple(item for _, item in ones))
        for name, ones in groupby(named, key=lambda one: one[0])
    )
