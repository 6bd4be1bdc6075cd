"""What do the page of all places and the maps show?"""

from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from briefings.model import Country, Place, PlaceId
from briefings.views.maps import OnePlaceMap
from briefings.views.places import PlacesPage, places_page
from briefings.views.shown import Shown
from briefings.views.subjects import place_page
from tests.making import VOCABULARY, entry, text
from tests.showing import content_of, names, shown_of


def place(id_: str, country: str = "", at: tuple[str, str] | None = None) -> Place:
    """A place; `at` are its degrees north and east."""
    lat, lon = map(Decimal, at) if at else (None, None)
    return Place(
        id=PlaceId(id_),
        name=text(id_.title()),
        country=Country(country) if country else None,
        lat=lat,
        lon=lon,
    )


KYIV = place("kyiv", "UA", ("50.45", "30.523"))
LVIV = place("lviv", "UA", ("49.84", "24.03"))
BERN = place("bern", "CH", ("46.95", "7.45"))
SEOUL = place("seoul", "KR", ("37.57", "126.98"))
SEA = place("black-sea")


def seen(*places: Place, **counts: int) -> Shown:
    """A bulletin with these places, each with so many entries."""
    entries = [
        entry(f"2024/06/14/{one}-{number}", places=(PlaceId(one),))
        for one, count in counts.items()
        for number in range(count)
    ]
    return shown_of(
        *entries, vocabulary=replace(VOCABULARY, places={one.id: one for one in places})
    )


def page(shown: Shown) -> PlacesPage:
    """The page of all places."""
    return content_of(places_page(shown, ""), PlacesPage)


def test_places_stand_by_country() -> None:
    """Countries and places by their names, without a country last; who is on no map is known."""
    found = page(seen(SEA, KYIV, LVIV, BERN, kyiv=2))
    assert [(one.name, names(item.place for item in one.places)) for one in found.countries] == [
        ("Switzerland", ["Bern"]),
        ("Ukraine", ["Kyiv", "Lviv"]),
        ("", ["Black-Sea"]),
    ]
    assert [item.count for item in found.countries[1].places] == [2, 0]
    assert [item.on_map for one in found.countries for item in one.places] == [
        True,
        True,
        True,
        False,
    ]


def test_every_place_with_coordinates_has_one_mark() -> None:
    """The larger first, so that the smaller are drawn over them; those far away on the world's map."""
    found = page(seen(SEA, LVIV, SEOUL, BERN, KYIV, kyiv=3, bern=1, lviv=9, seoul=1))
    assert found.map is not None
    assert found.world is not None
    assert names(mark.place for mark in found.map.marks) == ["Lviv", "Kyiv", "Bern"]
    assert names(mark.place for mark in found.world.marks) == ["Seoul"]
    radii = [float(mark.radius) for mark in found.map.marks]
    assert radii == sorted(radii, reverse=True)
    assert all(float(mark.reach) >= 12 for mark in found.map.marks)
    assert {name.text for name in found.map.names} == {"Lviv", "Kyiv", "Bern"}


def test_marks_stand_where_their_places_are() -> None:
    """Kyiv is to the right of Lviv and a little above, Bern to the left."""
    found: Any = page(seen(LVIV, BERN, KYIV)).map
    at = {mark.id: (float(mark.x.rstrip("%")), float(mark.y.rstrip("%"))) for mark in found.marks}
    assert at["bern"][0] < at["lviv"][0] < at["kyiv"][0]
    assert at["kyiv"][1] < at["lviv"][1] < at["bern"][1]
    assert all(0 <= share <= 100 for spot in at.values() for share in spot)


def test_without_coordinates_there_is_no_map() -> None:
    """The list is there; an empty bulletin has neither."""
    found = page(seen(SEA))
    assert (found.map, found.world, len(found.countries)) == (None, None, 1)
    assert page(seen()).countries == ()


def test_a_place_shows_where_it_is() -> None:
    """Its part of the world and its degrees, on its own page alone; nothing without coordinates."""
    south = place("cape", at=("-34.35", "-18.47"))
    shown = seen(south, SEA, cape=1)
    content: Any = place_page(shown, "cape").content
    assert isinstance(content.map, OnePlaceMap)
    assert (content.map.latitude, content.map.longitude) == ("34.4° S", "18.5° W")
    year: Any = place_page(shown, "cape/2024").content
    sea: Any = place_page(shown, "black-sea").content
    assert year.map is sea.map is None


def test_an_entry_changes_the_pages_of_its_place_alone() -> None:
    """The page of all places reads how many entries each has; a place's page nothing of others."""
    shown = seen(KYIV, LVIV, kyiv=1, lviv=1)
    shown.bulletin.reads = set()
    place_page(shown, "kyiv")
    assert not [fact for fact in shown.bulletin.reads if "lviv" in fact]
