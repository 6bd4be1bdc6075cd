"""In what order does a reader meet the entries, and which are not shown?"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from briefings.belonging import Sort
from briefings.model import (
    ActorId,
    Correction,
    CorrectionKind,
    Entry,
    EntryId,
    EventId,
    Figure,
    Person,
    Quote,
    Response,
    Role,
    SeriesId,
    Stance,
    Status,
    StatusChange,
)
from briefings.outlines import actors_of, host_of, last_changed, moment_of
from tests.making import (
    BUCHAREST,
    VOCABULARY,
    bulletin_of,
    entries_of,
    entry,
    event,
    ids,
    listed,
    source,
    text,
)


def test_an_embargo_ends_exactly_at_its_moment() -> None:
    """A microsecond before `publish` nothing is there; at it the entry is."""
    moment = datetime(2024, 6, 14, 20, tzinfo=BUCHAREST)
    one = entry("2024/06/14/terms", publish=moment)
    before = moment.astimezone(UTC) - timedelta(microseconds=1)
    assert not entries_of(bulletin_of(one, now=before))
    assert entries_of(bulletin_of(one, now=moment.astimezone(UTC)))


@pytest.mark.parametrize("hidden", [{"draft": True}, {"publish": datetime(2099, 1, 1, tzinfo=UTC)}])
def test_a_translation_is_shown_only_as_its_original_is(hidden: dict[str, Any]) -> None:
    """A draft's translation is hidden with it; a translation may be hidden alone."""
    original = entry("2024/06/14/terms", **hidden)
    translation = entry("2024/06/14/terms-ro", translation_of=original.id, language="ro")
    assert not entries_of(bulletin_of(original, translation))
    shown = entry("2024/06/14/terms")
    waiting = replace(translation, **hidden)
    assert list(entries_of(bulletin_of(shown, waiting))) == [shown.id]


def test_a_translation_is_found_whatever_its_own_day() -> None:
    """As its month may be another one, and other entries of the original's have none."""
    original, other = entry("2024/06/30/terms"), entry("2024/06/30/answer")
    translation = entry("2024/07/02/terms-ro", translation_of=original.id, language="ro")
    bulletin = bulletin_of(original, other, translation, entry("2024/07/02/reply"))
    found = {
        one: [it.id for it in bulletin.translations(EntryId(one))] for one in entries_of(bulletin)
    }
    assert found.pop(original.id) == [translation.id]
    assert not any(found.values())


def test_a_withdrawn_entry_takes_its_translation_with_it() -> None:
    """The translation keeps its address as a notice, with the reason that the original gives."""
    reason = Correction(date=date(2024, 6, 15), kind=CorrectionKind.WITHDRAWAL, text="Wrong.")
    original = entry("2024/06/14/a", status=Status.WITHDRAWN, corrections=(reason,))
    translation = entry("2024/06/14/a-ro", translation_of=original.id, language="ro")
    bulletin = bulletin_of(original, translation)
    assert not entries_of(bulletin)
    assert entries_of(bulletin, Sort.WITHDRAWN)[translation.id].corrections == (reason,)


TOGETHER: dict[str, Any] = {
    "sources": (source("https://wire.example/a"),),
    "quotes": (Quote(speaker=ActorId("ada"), text="Words"),),
    "figures": (Figure(label="Ships", value=Decimal(3)),),
    "history": (StatusChange(date=date(2024, 6, 14), status=Status.CONFIRMED, text="It was."),),
}


@pytest.mark.parametrize("own", TOGETHER)
def test_parts_are_taken_over_together_or_not_at_all(own: str) -> None:
    """A translation with sources, quotes, figures or history of its own takes over none of them."""
    original = entry("2024/06/14/a", **TOGETHER)
    bare = entry("2024/06/14/a-ro", translation_of=original.id, language="ro")
    given = {**bare_given(bare), own: TOGETHER[own]}
    alone = entry("2024/06/14/a-uk", **{**given, "language": "uk"})
    entries = entries_of(bulletin_of(original, bare, alone))
    for part, value in TOGETHER.items():
        assert getattr(entries[bare.id], part) == value
        assert getattr(entries[alone.id], part) == (value if part == own else ())


def bare_given(one: Entry) -> dict[str, Any]:
    """What a translation's file gives."""
    return {key: getattr(one, key) for key in one.given}


def test_a_translation_takes_over_what_it_leaves_out() -> None:
    """Topics, time, status, stories, actors and events are the original's; title and body its own."""
    original = entry(
        "2024/06/14/a",
        date=datetime(2024, 6, 14, 17, tzinfo=UTC),
        status=Status.CONFIRMED,
        stories=("dispute",),
        by=("ada",),
        places=("quay",),
        concerns=("meeting",),
        events=(event("summit"),),
    )
    about = entry("2024/06/13/b", events=(event("meeting"),))
    translation = entry("2024/06/14/a-ro", translation_of=original.id, language="ro", title="Titlu")
    shown = entries_of(bulletin_of(original, about, translation))[translation.id]
    assert shown.title == "Titlu"
    for key in ("topics", "date", "status", "stories", "by", "places"):
        assert getattr(shown, key) == getattr(original, key)
    assert set(shown.concerns) == {"meeting", "summit"}


def test_a_translation_of_another_day_keeps_its_own_time() -> None:
    """The original's time belongs to the original's day."""
    original = entry("2024/06/14/a", date=datetime(2024, 6, 14, 17, tzinfo=UTC))
    later = entry("2024/06/20/a-ro", translation_of=original.id, language="ro")
    shown = entries_of(bulletin_of(original, later))[later.id]
    assert moment_of(shown, BUCHAREST) == datetime(2024, 6, 20, tzinfo=BUCHAREST)


def test_an_event_that_a_translation_defines_concerns_nobody_else() -> None:
    """Lists know the originals' events: a reference to a translation's own is not shown."""
    original = entry("2024/06/14/a")
    translation = entry(
        "2024/06/14/a-ro", translation_of=original.id, language="ro", events=(event("extra"),)
    )
    about = entry("2024/06/15/b", concerns=("extra",))
    shown = entries_of(bulletin_of(original, translation, about))
    assert not shown[about.id].concerns


def test_the_latest_of_all_moments_is_when_an_entry_was_last_changed() -> None:
    """Its time, the end of its embargo, its corrections and its history are compared."""
    start = datetime(2024, 6, 14, 17, tzinfo=UTC)
    one = entry("2024/06/14/a", date=start)
    assert last_changed(one, BUCHAREST) == start
    freed = replace(one, publish=start + timedelta(hours=1))
    assert last_changed(freed, BUCHAREST) == start + timedelta(hours=1)
    step = StatusChange(date=date(2024, 6, 16), status=Status.CONFIRMED, text="It was.")
    known = replace(freed, history=(step,))
    assert last_changed(known, BUCHAREST) == datetime(2024, 6, 16, tzinfo=BUCHAREST)
    mended = Correction(date=date(2024, 6, 20), kind=CorrectionKind.UPDATE, text="More.")
    assert last_changed(replace(known, corrections=(mended,)), BUCHAREST).day == 20


@pytest.mark.parametrize(
    ("day", "role"),
    [
        ("2024-03-29", "Deputy"),
        ("2024-03-30", "Master"),
        ("2024-04-30", "Master"),
        ("2024-05-01", None),
        ("2018-12-31", None),
    ],
)
def test_a_role_holds_from_its_first_day_until_the_first_day_without_it(
    day: str, role: str | None
) -> None:
    """`from` is included, `until` is not."""
    person = Person(
        id=ActorId("ada"),
        name=text("Ada"),
        roles=(
            Role(role=text("Deputy"), from_=date(2019, 1, 1), until=date(2024, 3, 30)),
            Role(role=text("Master"), from_=date(2024, 3, 30), until=date(2024, 5, 1)),
        ),
    )
    found = person.role_on(date.fromisoformat(day))
    assert (found.role.in_language("en")[0] if found else None) == role


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://gull.example/a", "gull"),
        ("https://WWW.Gull.example:8443/a", "gull"),
        ("https://news.gull.example/a", None),
        ("https://news.wire.example/a", "wire"),
        ("https://evilgull.example/a", None),
        ("https://example/gull.example", None),
    ],
)
def test_a_publisher_is_known_by_its_exact_host(url: str, publisher: str | None) -> None:
    """`www.`, case and port do not matter; a subdomain is another host."""
    assert bulletin_of().publisher_of(source(url)) == publisher


def test_a_source_names_its_publisher_and_its_carrier() -> None:
    """What the source itself says wins over its host; the entry stands on both their pages."""
    one = entry("2024/06/14/a", sources=(source("https://gull.example/a", publisher="wire"),))
    two = entry("2024/06/14/b", sources=(source("https://gull.example/b", via="wire"),))
    bulletin = bulletin_of(one, two)
    assert listed(bulletin, Sort.PUBLISHER, "wire") == [one.id, two.id]
    assert listed(bulletin, Sort.PUBLISHER, "gull") == [two.id]


def ships(day: str, count: int, **given: Any) -> Entry:
    """An entry that gives the number of ships."""
    figure = Figure(label="Ships", value=Decimal(count), series=SeriesId("ships"), **given)
    return entry(f"{day}/ships-{count}", figures=(figure,))


def test_figures_of_one_series_are_a_course() -> None:
    """A point a day, oldest first; of two for one day the later entry's counts."""
    bulletin = bulletin_of(
        ships("2024/06/16", 80),
        ships("2024/06/17", 78),
        ships("2024/06/19", 81, as_of=date(2024, 6, 17)),
        ships("2024/06/15", 79, as_of=date(2024, 6, 20)),
    )
    course = [(point.day.day, int(point.figure.value)) for point in bulletin.course(SHIPS)]
    assert course == [(16, 80), (17, 81), (20, 79)]


SHIPS = SeriesId("ships")


def test_a_withdrawn_figure_is_no_point_of_a_course() -> None:
    """The course is made of what stands."""
    wrong = replace(ships("2024/06/17", 7), status=Status.WITHDRAWN)
    assert len(bulletin_of(ships("2024/06/16", 80), wrong).course(SHIPS)) == 1


def test_somebody_named_twice_is_counted_once() -> None:
    """An actor in `by`, in a list and as a speaker stands on the actor's page once."""
    one = entry(
        "2024/06/14/a",
        by=("ada", "league"),
        people=("ada",),
        organizations=("league",),
        quotes=(Quote(speaker=ActorId("ada"), text="Words"),),
    )
    assert actors_of(one) == ("ada", "league")
    assert listed(bulletin_of(one), Sort.ACTOR, "ada") == [one.id]


def test_an_entry_without_a_time_stands_at_midnight() -> None:
    """Before all entries of its day that have a time, in the bulletin's own zone."""
    timed = entry("2024/06/14/a", date=datetime(2024, 6, 13, 21, 1, tzinfo=UTC))
    untimed = entry("2024/06/14/b")
    briefing = bulletin_of(timed, untimed).briefing(date(2024, 6, 14))
    assert ids(briefing.entries) == [untimed.id, timed.id]


def test_two_names_of_one_instant_are_one_instant() -> None:
    """In the hour that the clocks have twice, equal moments are ordered by id, however written."""
    own = datetime(2024, 10, 27, 3, 30, tzinfo=BUCHAREST)
    same = own.astimezone(UTC)
    one, two = entry("2024/10/27/a", date=same), entry("2024/10/27/b", date=own)
    for entries in ((one, two), (two, one)):
        bulletin = bulletin_of(*entries)
        assert ids(bulletin.briefing(date(2024, 10, 27)).entries) == [one.id, two.id]


def test_the_day_of_now_is_the_bulletins() -> None:
    """Late in the evening of UTC it is tomorrow already in Bucharest, and not yet in Honolulu."""
    late = datetime(2024, 6, 14, 22, tzinfo=UTC)
    assert bulletin_of(now=late).today == date(2024, 6, 15)
    assert bulletin_of(now=late, timezone=ZoneInfo("Pacific/Honolulu")).today == date(2024, 6, 14)


def test_answers_keep_their_stance() -> None:
    """Who rejects and who comments is told apart."""
    terms = entry("2024/06/14/terms")
    answer = entry("2024/06/15/no", responds_to=(Response(entry=terms.id, stance=Stance.REJECTS),))
    comment = entry("2024/06/15/hm", responds_to=(Response(entry=terms.id),))
    answers = bulletin_of(terms, answer, comment).answers(terms.id)
    assert [(one.entry.id, one.stance) for one in answers] == [
        (comment.id, Stance.COMMENTS),
        (answer.id, Stance.REJECTS),
    ]


def test_an_event_knows_who_announced_it_and_who_is_about_it() -> None:
    """The entry that defines an event concerns it without saying so."""
    announced = entry("2024/06/14/a", events=(event("summit"),))
    about = entry("2024/06/15/b", concerns=("summit",))
    bulletin = bulletin_of(announced, about)
    scheduled = bulletin.event(EventId("summit"))
    assert scheduled is not None
    assert scheduled.announced_in.id == announced.id
    assert listed(bulletin, Sort.ANNOUNCED) == [announced.id]
    for one in (announced, about):
        assert bulletin.outline(one.id).concerns == ("summit",)


def test_nothing_gives_an_empty_bulletin() -> None:
    """A folder without entries has no days, and nothing fails."""
    bulletin = bulletin_of()
    assert not list(bulletin.newest_days())
    assert not listed(bulletin, Sort.ALL)


def test_hosts_of_odd_addresses() -> None:
    """A source without a URL has no host."""
    assert host_of("") == ""
    assert host_of("https://www.ПРИКЛАД.example/") == "приклад.example"


def test_grandchildren_belong_to_the_family() -> None:
    """A gale is a storm, and a storm is weather."""
    gale = entry("2024/06/14/a", topics=("gales",))
    bulletin = bulletin_of(gale)
    having = {topic for topic in VOCABULARY.topics if listed(bulletin, Sort.TOPIC, topic)}
    assert having == {"gales", "storms", "weather"}
