"""What do the pages of people and organizations show? What they were, said, did and answered."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from briefings.belonging import Sort
from briefings.bulletin import Group
from briefings.model import ActorId, Organization, Person, Role
from briefings.views.indexes import INDEXES
from briefings.views.lists import chosen, days_of, head_of_list, keyed
from briefings.views.parts import NEWEST, Day, DayGroup, Line, Numbered, Page, Period, Ref
from briefings.views.quotes import Said, said_in, speaker_quotes, spoken_on
from briefings.views.shown import Shown
from briefings.views.subjects import Fact

FEW = 8
"""How many entries with quotes, how many deeds and answers stand on the page of the newest entries."""


class ShownRole(Struct, frozen=True):
    """What somebody was, and when."""

    role: str
    lang: str
    holder: Ref | None
    """On an organization's page the person, on a person's the organization."""
    since: Day | None
    until: Day | None


class Deeds(Struct, frozen=True):
    """What somebody did, the newest first."""

    cards: tuple[Line, ...]
    years: tuple[Period, ...]
    """Where the rest stands, if there is more."""


class Reply(Struct, frozen=True):
    """What somebody answered, with which stance, and where."""

    stance: str
    answered: Line
    card: Line


class Replies(Struct, frozen=True):
    """What somebody answered, the newest first."""

    replies: tuple[Reply, ...]
    years: tuple[Period, ...]


class ActorPage(Struct, frozen=True, kw_only=True):
    """A person or an organization with the entries that name it."""

    sort: str
    """`person` or `organization`."""
    name: str
    lang: str
    description: str
    description_lang: str
    period: str
    """The year that the page is about; empty on the page of the newest."""
    home: Ref
    count: int
    facts: tuple[Fact, ...] = ()
    roles: tuple[ShownRole, ...] = ()
    said: tuple[Said, ...]
    spoken_on: tuple[Numbered, ...]
    """The sections of the newest entries that quote the actor, where all its quotes stand."""
    quotes: Numbered | None
    """Where all quotes stand."""
    did: Deeds
    answered: Replies
    days: tuple[DayGroup, ...]
    years: tuple[Period, ...]


def person_page(shown: Shown, key: str) -> Page:
    """What somebody was, said, did and answered; with `ID/2024` in one year."""
    person_id, year = keyed(key)
    person = shown.bulletin.vocabulary.people[ActorId(person_id)]
    content = _actor(shown, "person", person, year)
    if not year:
        content = replace(content, roles=_roles_of(shown, person))
    return _page(shown, content)


def organization_page(shown: Shown, key: str) -> Page:
    """An organization's people, and what it said, did and answered; with `ID/2024` in one year."""
    organization_id, year = keyed(key)
    organization = shown.bulletin.vocabulary.organizations[ActorId(organization_id)]
    content = _actor(shown, "organization", organization, year)
    if not year:
        full_name, lang = shown.text(organization.full_name)
        url = organization.url or ""
        facts = (Fact("full_name", full_name, lang=lang), Fact("website", url, url))
        content = replace(
            content,
            roles=_roles_in(shown, organization),
            facts=tuple(fact for fact in facts if fact.text),
        )
    return _page(shown, content)


def _actor(shown: Shown, sort: str, actor: Person | Organization, year: str) -> ActorPage:
    home = shown.actor(actor.id)
    entries = shown.bulletin.group(Sort.ACTOR, actor.id)
    listed = chosen(entries, year)
    description, description_lang = shown.text(actor.description)
    return ActorPage(
        sort=sort,
        name=home.name,
        lang=home.lang,
        description=description,
        description_lang=description_lang,
        period=year,
        home=home,
        count=len(listed) if year else len(entries),
        said=() if year else _said(shown, actor.id),
        spoken_on=() if year else _spoken_on(shown, actor.id),
        quotes=_quotes(shown, actor.id, year),
        did=_did(shown, actor.id, home, year),
        answered=_answered(shown, actor.id, home, year),
        days=days_of(shown, listed),
        years=shown.years(entries, home.url, year),
    )


def _page(shown: Shown, content: ActorPage) -> Page:
    head = head_of_list(
        shown,
        content.home,
        content.period,
        description=content.description,
        above=(shown.listed(INDEXES[content.sort]),),
    )
    return Page("actor.html", head, content)


def _said(shown: Shown, actor: ActorId) -> tuple[Said, ...]:
    newest = shown.bulletin.group(Sort.SPEAKER, actor).newest()
    return tuple(said_in(shown, entry.id, actor) for entry in islice(newest, FEW))


def _quotes(shown: Shown, actor: ActorId, year: str) -> Numbered | None:
    """Where all quotes stand, of the year if there is a page of it."""
    group = shown.bulletin.group(Sort.SPEAKER, actor)
    if not group.periods or (year and year not in group.periods):
        return None
    home = speaker_quotes(shown, actor)
    if not year:
        return Numbered(home, len(group))
    own = replace(home, url=f"{home.url}{year}/") if len(group) > NEWEST else home
    return Numbered(own, len(group.of(year)))


def _spoken_on(shown: Shown, actor: ActorId) -> tuple[Numbered, ...]:
    """The parts of the page with all quotes, as that page has them."""
    home = speaker_quotes(shown, actor)
    listed = chosen(shown.bulletin.group(Sort.SPEAKER, actor), "")
    return tuple(
        Numbered(replace(one.topic, url=f"{home.url}#on-{one.id}"), len(one.cards))
        for one in spoken_on(shown, listed)
    )


def _did(shown: Shown, actor: ActorId, home: Ref, year: str) -> Deeds:
    group = shown.bulletin.group(Sort.ACTED, actor)
    listed = group.of(year) if year else tuple(islice(group.newest(), FEW + 1))
    years = () if year else _years(group, home, "did", more=len(listed) > FEW)
    return Deeds(shown.lines(listed if year else listed[:FEW]), years)


def _answered(shown: Shown, actor: ActorId, home: Ref, year: str) -> Replies:
    group = shown.bulletin.group(Sort.ANSWERING, actor)
    replies = _replies(shown, group, year)
    if year:
        return Replies(tuple(replies), ())
    listed = tuple(islice(replies, FEW + 1))
    return Replies(listed[:FEW], _years(group, home, "answered", more=len(listed) > FEW))


def _replies(shown: Shown, group: Group, year: str) -> Iterator[Reply]:
    for entry in group.of(year) if year else group.newest():
        for answered, stance in entry.responds_to:
            if shown.bulletin.shows(answered):
                yield Reply(stance, shown.line(answered), shown.line(entry.id))


def _years(group: Group, home: Ref, part: str, *, more: bool) -> tuple[Period, ...]:
    """The parts of the years' pages on which the rest stands, if there is more."""
    if not more:
        return ()
    return tuple(Period(year, f"{home.url}{year}/#{part}", 0) for year in reversed(group.periods))


def _roles_of(shown: Shown, person: Person) -> tuple[ShownRole, ...]:
    roles = sorted(person.roles, key=_latest, reverse=True)
    return tuple(
        _role(shown, role, shown.actor(role.organization) if role.organization else None)
        for role in roles
    )


def _roles_in(shown: Shown, organization: Organization) -> tuple[ShownRole, ...]:
    members = shown.bulletin.members(organization.id)
    held = [(role, person.id) for person in members for role in person.roles]
    held.sort(key=lambda one: _latest(one[0]), reverse=True)
    own = str(organization.id)
    return tuple(
        _role(shown, role, shown.actor(person)) for role, person in held if role.organization == own
    )


def _latest(role: Role) -> tuple[date, date]:
    """The order of roles in time: one without an end is the latest."""
    return role.until or date.max, role.from_ or date.min


def _role(shown: Shown, role: Role, holder: Ref | None) -> ShownRole:
    return ShownRole(
        *shown.text(role.role),
        holder,
        shown.date(role.from_) if role.from_ else None,
        shown.date(role.until) if role.until else None,
    )
