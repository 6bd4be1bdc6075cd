"""What do the pages of offers show? Who offered what, and who answered how."""

from typing import Any

from briefings.model import ActorId, Entry, EntryId, Kind, Quote, Response, Stance, StoryId
from briefings.views.offers import ABREAST, OffersPage, Table, offers_page
from briefings.views.parts import NEWEST
from briefings.views.shown import Shown
from tests.making import entry
from tests.showing import TERMS, content_of, names, shown_of, titles


def offer(id_: str, **given: Any) -> Entry:
    """An offer."""
    return entry(id_, kind=Kind.OFFER, **given)


def answer(id_: str, to: str, stance: Stance, *by: str, **given: Any) -> Entry:
    """An answer to an offer."""
    response = Response(entry=EntryId(to), stance=stance)
    return entry(id_, responds_to=(response,), by=tuple(map(ActorId, by)), **given)


def page(*entries: Entry, year: str = "") -> OffersPage:
    """The page of offers of these entries."""
    return content_of(offers_page(shown_of(*entries), year), OffersPage)


def said(table: Table) -> dict[str, list[list[str]]]:
    """What each who answered says to each offer of a table."""
    return {
        " and ".join(names(actors)): [
            [f"{reply.stance} {reply.line.day.iso[8:]}" for reply in offer.replies[at]]
            for offer in table.offers
        ]
        for at, actors in enumerate(table.answerers)
    }


def test_an_offer_stands_against_all_who_answered(small: Shown) -> None:
    """Each answer with its stance and day, in the order in which they first came."""
    (story,) = content_of(offers_page(small, "2024"), OffersPage).stories
    assert story.story is not None
    assert story.story.name == "The berth dispute"
    (table,) = story.tables
    assert [one.id for one in table.offers] == [TERMS]
    assert said(table) == {
        "Ada Quayle": [["rejects 29"]],
        "Coastal League": [["accepts 30"]],
        "The dockers": [["conditional 30"]],
    }
    assert [(one.stance, one.count) for one in table.offers[0].tallies] == [
        ("accepts", 1),
        ("rejects", 1),
        ("conditional", 1),
    ]


def test_answers_of_one_actor_stand_together() -> None:
    """Oldest first, by offer; who did not answer one has an empty cell there."""
    first, second = "2024/06/14/a", "2024/06/15/b"
    (story,) = page(
        offer(first),
        offer(second),
        answer("2024/06/18/later", first, Stance.ACCEPTS, "ada"),
        answer("2024/06/16/sooner", first, Stance.REJECTS, "ada"),
        answer("2024/06/17/other", second, Stance.COMMENTS, "league"),
    ).stories
    (table,) = story.tables
    assert titles(one.line for one in table.offers) == [f"Title of {second}", f"Title of {first}"]
    assert said(table) == {
        "ada": [[], ["rejects 16", "accepts 18"]],
        "league": [["comments 17"], []],
    }


def test_who_answered_together_stands_together() -> None:
    """A minister and a state as one, until one of them answers alone."""
    id_ = "2024/06/14/a"
    both = answer("2024/06/15/x", id_, Stance.REJECTS, "ada", "league")
    (story,) = page(offer(id_), both).stories
    assert said(story.tables[0]) == {"ada and league": [["rejects 15"]]}
    alone = answer("2024/06/16/y", id_, Stance.ACCEPTS, "league")
    (story,) = page(offer(id_), both, alone).stories
    assert said(story.tables[0]) == {
        "ada": [["rejects 15"]],
        "league": [["rejects 15", "accepts 16"]],
    }


def test_speakers_answer_where_nobody_is_said_to_act() -> None:
    """And where nobody speaks either, the answer is shown all the same."""
    id_ = "2024/06/14/a"
    quoted = answer(
        "2024/06/15/x", id_, Stance.REJECTS, quotes=(Quote(speaker=ActorId("najib"), text="No"),)
    )
    nobody = answer("2024/06/16/y", id_, Stance.COMMENTS)
    (story,) = page(offer(id_), quoted, nobody).stories
    assert said(story.tables[0]) == {"najib": [["rejects 15"]], "": [["comments 16"]]}


def test_an_offer_without_an_answer_is_there() -> None:
    """It has no stances to count; a bulletin without offers has an empty page."""
    (story,) = page(offer("2024/06/14/a")).stories
    assert story.story is None
    assert story.tables[0].offers[0].tallies == ()
    assert page(entry("2024/06/14/no-offer")).stories == ()


def test_tables_hold_what_fits_on_a_screen() -> None:
    """By story, the one with the newest offer first; a table has only those who answered in it."""
    storm = [offer(f"2024/06/{day}/storm", stories=(StoryId("storm"),)) for day in range(10, 16)]
    dispute = offer("2024/06/20/dispute", stories=(StoryId("dispute"), StoryId("storm")))
    reply = answer("2024/06/21/x", "2024/06/10/storm", Stance.ACCEPTS, "ada")
    stories = page(*storm, dispute, reply).stories
    assert [one.story.name for one in stories if one.story] == ["dispute", "storm"]
    assert [len(table.offers) for table in stories[1].tables] == [ABREAST, 2]
    assert [len(table.answerers) for table in stories[1].tables] == [0, 1]


def test_old_offers_stand_by_year() -> None:
    """The newest fifty at the list's own address, all of a year at the year's; answers of any year."""
    many = [offer(f"2024/06/14/{number:03}") for number in range(NEWEST)]
    old = offer("2023/05/01/old")
    reply = answer("2024/06/15/x", "2023/05/01/old", Stance.ACCEPTS, "ada")
    newest, year = page(*many, old), page(*many, old, reply, year="2023")
    assert sum(len(table.offers) for one in newest.stories for table in one.tables) == NEWEST
    assert [(one.name, one.count) for one in newest.years] == [("2024", NEWEST), ("2023", 1)]
    assert said(year.stories[0].tables[0]) == {"ada": [["accepts 15"]]}
