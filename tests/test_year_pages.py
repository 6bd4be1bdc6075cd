"""Does a year of a list stay as it is when other years grow?"""

from collections.abc import Callable

import pytest

from briefings.model import ActorId, PlaceId, StoryId
from briefings.views.actors import person_page
from briefings.views.archive import year_page
from briefings.views.parts import Page
from briefings.views.shown import Shown
from briefings.views.stories import story_page
from briefings.views.subjects import place_page, topic_page
from tests.making import entry
from tests.showing import shown_of

OLD = [
    entry(
        f"2023/05/{day:02}/news-{number}",
        stories=(StoryId("dispute"),),
        by=(ActorId("ada"),),
        places=(PlaceId("quay"),),
    )
    for day in range(1, 31)
    for number in (1, 2)
]
NEW, BESIDE, FAR = (
    [
        entry(
            f"{year}/05/01/{slug}",
            stories=(StoryId("dispute"),),
            by=(ActorId("ada"),),
            places=(PlaceId("quay"),),
        )
        for slug in ("one", "two")
    ]
    for year in (2024, 2022, 2021)
)
of_each_kind = pytest.mark.parametrize(
    ("view", "key"),
    [
        (topic_page, "port/2023"),
        (story_page, "dispute/2023"),
        (person_page, "ada/2023"),
        (place_page, "quay/2023"),
        (year_page, "2023"),
    ],
)


@of_each_kind
def test_a_new_entry_changes_no_other_year(view: Callable[[Shown, str], Page], key: str) -> None:
    """However many years a list has, an entry touches its own year and the newest."""
    before = view(shown_of(*OLD, NEW[0]), key)
    assert before == view(shown_of(*OLD, *NEW), key)
    assert before.content.count == len(OLD)  # type: ignore[attr-defined]


@of_each_kind
def test_a_new_year_changes_those_beside_it_alone(
    view: Callable[[Shown, str], Page], key: str
) -> None:
    """The first entry of a year does not write each other year anew, however many there are."""
    before = view(shown_of(*BESIDE, *OLD, *NEW), key)
    assert before == view(shown_of(*FAR, *BESIDE, *OLD, *NEW), key)
    assert before != view(shown_of(*OLD, *NEW), key)
