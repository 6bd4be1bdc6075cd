"""What are new entries called, and what is meant by a few words?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.files.slugs import comparable, slug_fault
from briefings.writing.choosing import Choice, choices_of, nearest
from briefings.writing.naming import free_slug, slug_of_title
from briefings.writing.records import PlaceError, with_record
from tests.making import VOCABULARY


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Putin’s terms: a “ceasefire”, now?", "putins-terms-a-ceasefire-now"),
        (
            "România și Țările de Jos donează 1 rachetă",
            "romania-si-tarile-de-jos-doneaza-1-racheta",
        ),
        ("Йосип приїхав на п'ять днів", "йосип-приїхав-на-пять-днів"),
        ("Łódź, Straße, Ærø, İzmir", "lodz-strasse-aero-izmir"),
        ("€ & ?!", "entry"),
        ("word " * 40, "-".join(["word"] * 12)),
    ],
)
def test_a_slug_says_the_title_in_letters_that_can_be_typed(title: str, slug: str) -> None:
    """Latin letters lose their accents, other scripts stay, a long title ends with a whole word."""
    assert slug_of_title(title) == slug


@given(st.text(), st.integers(0, 12))
def test_every_title_has_a_free_slug(title: str, times: int) -> None:
    """Whatever is in the title, and however often it comes, the slug is one, and a new one."""
    taken: set[str] = set()
    for _ in range(times + 1):
        slug = free_slug(slug_of_title(title), taken)
        assert slug_fault(slug) is None
        assert comparable(slug) not in {comparable(one) for one in taken}
        taken.add(slug)


CHOICES = [
    Choice("war", "The war"),
    Choice("peace-talks", "Peace talks", ("Negocieri de pace",)),
    Choice("energy", "Energy and the grid"),
    Choice("iasi", "Iași"),
]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("peace-talks", "peace-talks"),
        ("pe ta", "peace-talks"),
        ("negocieri", "peace-talks"),
        ("peece tolks", "peace-talks"),
        ("GRID", "energy"),
        ("iasi", "iasi"),
        ("", "war"),
    ],
)
def test_a_few_letters_find_what_is_meant(words: str, first: str) -> None:
    """By the beginnings of words, in any language, without accents, and with slips."""
    assert nearest(words, CHOICES, 3)[0].id == first


def test_what_is_nothing_like_it_is_not_offered() -> None:
    """Words that nothing is called offer nothing."""
    assert nearest("zebra crossing", CHOICES, 9) == []
    assert [choice.id for choice in choices_of(VOCABULARY.topics, "en")][:2] == ["talks", "port"]


TOPICS = """\
# The order of the sections.
war: {name: The war}  # the first one

# At home
home: {name: At home}
economy:
  name: Economy
  # trade is part of it
"""


def test_a_record_goes_to_the_end_or_behind_another_one() -> None:
    """All else stays as it was, comments and blank lines too."""
    last = with_record(TOPICS, "topics", "sport", {"name": "Sport"})
    assert last.startswith(TOPICS)
    assert "sport:" in last.removeprefix(TOPICS)
    second = with_record(TOPICS, "topics", "sport", {"name": "Sport"}, after="war")
    head, _, rest = second.partition("sport:")
    assert head == TOPICS[: TOPICS.index("\n# At home")]
    assert rest.endswith(TOPICS[TOPICS.index("\n# At home") :])
    unended = TOPICS.rstrip("\n")
    third = with_record(unended, "topics", "sport", {"name": "Sport"}, after="economy")
    assert third.startswith(f"{TOPICS}sport:")


def test_a_place_that_is_none_is_refused() -> None:
    """Behind what is not there, or where ids share a line, nothing can be put."""
    with pytest.raises(PlaceError, match='no "peace"'):
        with_record(TOPICS, "topics", "sport", {"name": "Sport"}, after="peace")
    with pytest.raises(PlaceError, match="briefings fmt"):
        with_record("{a: {name: A}, b: {name: B}}\n", "topics", "c", {"name": "C"}, after="a")
