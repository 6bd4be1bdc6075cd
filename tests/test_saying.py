"""What does a view say, all in one text?"""

from typing import Any

import pytest
from msgspec.structs import replace

from briefings.saying import said
from briefings.views.front import front_page
from briefings.views.parts import Card, Day, DayGroup, Page, Ref, Time
from briefings.views.shown import Shown

CARD = Card(
    id="2024/06/14/terms",
    url="2024/06/14/terms/",
    title="Terms",
    lang="",
    summary="What they ask.",
    kind="event",
    status="reported",
    importance="main",
    day=Day("2024-06-14", "14 June 2024"),
    time=Time("2024-06-14T09:00+03:00", "09:00"),
    translations=(Ref("Romanian", "2024/06/14/conditii/", "ro"),),
    mark="",
)
DAY = CARD.day


def test_equal_views_say_the_same() -> None:
    """Whichever process made them, and whatever it looked at before."""
    view = DayGroup(DAY, (CARD, CARD))
    assert said(view) == said(DayGroup(DAY, (replace(CARD), replace(CARD))))


@pytest.mark.parametrize("field", Card.__struct_fields__)
def test_each_part_of_a_card_counts(field: str) -> None:
    """A list that shows something else says something else."""
    changed: Any = getattr(CARD, field)
    changed = None if field in {"day", "time"} else changed + changed if changed else "draft"
    assert said(DayGroup(DAY, (CARD,))) != said(DayGroup(DAY, (replace(CARD, **{field: changed}),)))


def test_lists_within_lists_and_their_order_count() -> None:
    """As do how many there are, and what stands around them."""
    other = replace(CARD, title="Others")
    views = [
        (),
        (CARD,),
        (CARD, other),
        (other, CARD),
        ((CARD,), (other,)),
        (DayGroup(DAY, (CARD, other)),),
        (DayGroup(DAY, (CARD,)), DayGroup(DAY, (other,))),
        (DayGroup(replace(DAY, text="14.6."), (CARD, other)),),
    ]
    assert len({said(view) for view in views}) == len(views)


def test_a_page_says_its_head_and_its_template(small: Shown) -> None:
    """Not its lists alone."""
    page: Page = front_page(small, "")
    before = said(page)
    assert said(replace(page, template="other.html")) != before
    assert said(replace(page, head=replace(page.head, title="Other"))) != before
