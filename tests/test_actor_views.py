"""What do the pages of people and organizations show?"""

from datetime import date
from typing import Any

from msgspec.structs import replace

from briefings.model import (
    ActorId,
    OrganizationId,
    Person,
    Quote,
    Response,
    Role,
    Stance,
    Status,
)
from briefings.views.actors import FEW, ActorPage, organization_page, person_page
from briefings.views.parts import NEWEST
from briefings.views.shown import Shown
from tests.making import VOCABULARY, entry, text
from tests.showing import content_of, names, shown_of, titles

ADA = ActorId("ada")
LEAGUE = OrganizationId("league")
WORDS = (Quote(speaker=ADA, text="Words"),)


def person(shown: Shown, key: str = "ada") -> ActorPage:
    """The page of somebody."""
    return content_of(person_page(shown, key), ActorPage)


def organization(shown: Shown, key: str = "league") -> ActorPage:
    """The page of an organization."""
    return content_of(organization_page(shown, key), ActorPage)


def role(name: str, since: int | None, until: int | None) -> Role:
    """A role in the league, from and until the first day of a year."""
    return Role(
        role=text(name),
        organization=LEAGUE,
        from_=date(since, 1, 1) if since else None,
        until=date(until, 1, 1) if until else None,
    )


def test_people_and_organizations(small: Shown) -> None:
    """What somebody was and said; who belongs to an organization; nobody has an empty page too."""
    ada = person(small, "ada-quayle")
    assert [one.role for one in ada.roles] == ["Harbour master", "Deputy harbour master"]
    assert [quote.text for one in ada.said for quote in one.quotes] == ["Not tonight"]
    port = organization(small, "port-authority")
    assert names(one.holder for one in port.roles) == ["Ada Quayle", "Ada Quayle"]
    nobody = person(small, "an-editor")
    assert (nobody.count, nobody.quotes, nobody.did.cards) == (0, None, ())


def test_roles_stand_newest_first() -> None:
    """Those without an end before those that ended, on the page of the organization too."""
    roles = (role("Clerk", 2001, 2005), role("Chair", 2015, None), role("Deputy", 2005, 2015))
    ada = Person(id=ADA, name=text("Ada"), roles=roles)
    ben = Person(id=ActorId("ben"), name=text("Ben"), roles=(role("Porter", 2010, 2012),))
    vocabulary = replace(VOCABULARY, people={ben.id: ben, ada.id: ada})
    shown = shown_of(vocabulary=vocabulary)
    assert [one.role for one in person(shown).roles] == ["Chair", "Deputy", "Clerk"]
    league = organization(shown).roles
    assert [one.role for one in league] == ["Chair", "Deputy", "Porter", "Clerk"]
    assert organization(shown, "vada").roles == ()


def test_what_somebody_said_leads_to_all_of_it() -> None:
    """The newest few, how many there are, and the topics with the part of the page that has them."""
    many = [entry(f"2024/06/14/{n:03}", quotes=WORDS) for n in range(FEW + 1)]
    other = entry("2024/06/13/a", quotes=WORDS, topics=("storms", "port"))
    ada = person(shown_of(*many, other))
    assert len(ada.said) == FEW
    assert ada.quotes is not None
    assert (ada.quotes.name.url, ada.quotes.count) == ("quotes/speakers/ada/", FEW + 2)
    assert [(one.name.url, one.count) for one in ada.spoken_on] == [
        ("quotes/speakers/ada/#on-port", FEW + 1),
        ("quotes/speakers/ada/#on-storms", 1),
    ]


def test_a_year_leads_to_the_quotes_of_that_year() -> None:
    """To the page of the year where there are so many that each year has one."""
    old = [entry(f"2023/06/14/{n:03}", quotes=WORDS) for n in range(NEWEST)]
    new = entry("2024/06/14/a", quotes=WORDS)
    few, many = shown_of(*old), shown_of(*old, new)
    for shown, url in ((few, "quotes/speakers/ada/"), (many, "quotes/speakers/ada/2023/")):
        quotes = person(shown, "ada/2023").quotes
        assert quotes is not None
        assert (quotes.name.url, quotes.count) == (url, NEWEST)
    silent = entry("2022/06/14/a", people=("ada",))
    assert person(shown_of(silent, *old), "ada/2022").quotes is None


def test_what_somebody_did_is_not_what_is_said_about_them() -> None:
    """Only entries in which they acted; the rest of them by year."""
    did = [entry(f"2024/06/14/{n:03}", by=("ada",)) for n in range(FEW + 1)]
    about = entry("2024/06/15/a", people=("ada",))
    shown = shown_of(*did, about)
    ada = person(shown)
    assert len(ada.did.cards) == FEW
    assert [(year.name, year.url) for year in ada.did.years] == [("2024", "people/ada/2024/#did")]
    assert about.title not in titles(ada.did.cards)
    assert len(person(shown, "ada/2024").did.cards) == FEW + 1
    assert person(shown_of(*did[:FEW])).did.years == ()


def test_what_somebody_answered() -> None:
    """With the stance, what was answered and where; nothing of what is not shown."""
    terms = entry("2024/06/14/terms")
    wrong = entry("2024/06/14/wrong", status=Status.WITHDRAWN)
    given: Any = {
        "responds_to": (
            Response(entry=terms.id, stance=Stance.REJECTS),
            Response(entry=wrong.id),
        )
    }
    no = entry("2024/06/15/no", by=("league",), **given)
    for key in ("league", "league/2024"):
        replies = organization(shown_of(terms, wrong, no), key).answered.replies
        assert [(one.stance, one.answered.title, one.card.title) for one in replies] == [
            ("rejects", terms.title, no.title)
        ]


def test_an_organization_hangs_on_its_own_people_alone() -> None:
    """Where a thousand people are known, it reads those who had a role in it."""
    ada = Person(id=ADA, name=text("Ada"), roles=(role("Chair", 2015, None),))
    ben = Person(id=ActorId("ben"), name=text("Ben"))
    shown = shown_of(vocabulary=replace(VOCABULARY, people={ada.id: ada, ben.id: ben}))
    shown.bulletin.reads = set()
    organization(shown)
    read = {fact for fact in shown.bulletin.reads if fact.startswith("people/")}
    assert read == {"people/ada", "people/league"}
