"""What do the pages show? The views as data, before any template."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from briefings.grouping import group
from briefings.loading import load
from briefings.model import (
    ActorId,
    Entry,
    Figure,
    Introduction,
    Language,
    Person,
    Prose,
    Quote,
    Response,
    Role,
    SeriesId,
    Stance,
    StoryStatus,
    Text,
)
from briefings.settings import Settings
from briefings.views.entry import EntryPage, Notice, entry_page, withdrawn_page
from briefings.views.indexes import index_page
from briefings.views.lists import (
    ArchivePage,
    BriefingPage,
    FrontPage,
    MonthPage,
    archive_page,
    briefing_page,
    coming_up,
    front_page,
    month_page,
    year_page,
)
from briefings.views.machine import permalinks, redirect_page, robots
from briefings.views.shown import NEWEST, Page, Shown, clipped, name_key
from briefings.views.stories import stories_page, story_page
from briefings.views.subjects import (
    organization_page,
    person_page,
    place_page,
    publisher_page,
    topic_page,
    topics_page,
)
from briefings.words import words
from tests.conftest import SMALL_BULLETIN
from tests.making import BUCHAREST, NOW, VOCABULARY, bulletin_of, entry, event, source, text
from tests.sites import copied, settings_of
from tests.tools import ROOT

ENGLISH = words("en", [ROOT / "theme"])
TERMS = "2024/03/28/berth-terms"


def shown_of(*entries: Entry, settings: Settings | None = None, **given: Any) -> Shown:
    """What views see of a bulletin of these entries."""
    settings = settings or settings_of(Path("/bulletin"), timezone=BUCHAREST)
    return Shown(bulletin_of(*entries, timezone=settings.timezone, **given), settings, ENGLISH)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The small bulletin on 30 March 2024, when the meeting on the quay was still to come."""
    folder = copied(SMALL_BULLETIN, tmp_path_factory.mktemp("views") / "bulletin")
    settings = settings_of(
        folder,
        timezone=BUCHAREST,
        repo_url="https://code.example/harbour/bulletin/",
        edit_uri="edit/main/content/pages/",
        front_page_entries=3,
    )
    content = load(settings, cached=False).content
    now = datetime(2024, 3, 30, 12, tzinfo=UTC)
    return Shown(group(content, now=now, timezone=BUCHAREST), settings, ENGLISH)


@pytest.fixture(scope="module")
def terms(small: Shown) -> EntryPage:
    """The page of the entry that has every key."""
    return content_of(entry_page(small, TERMS), EntryPage)


def content_of(page: Page, record: type[Any]) -> Any:
    """What a page shows, of the kind that it has to be."""
    assert isinstance(page.content, record)
    return page.content


def titles(cards: Iterable[Any]) -> list[str]:
    """The titles of cards or lines."""
    return [card.title for card in cards]


def names(refs: Iterable[Any]) -> list[str]:
    """The names that lead to pages."""
    return [ref.name for ref in refs]


# An entry's page.


def test_an_entry_page_shows_its_card(terms: EntryPage) -> None:
    """Title as written, kind, status, importance, day and time in the bulletin's zone."""
    card = terms.card
    assert card.title == "Chaika Lines names its terms for <b>Berth 4</b> & the crane"
    assert (card.kind, card.status, card.importance) == ("offer", "confirmed", "lead")
    assert (card.day.text, card.day.url) == ("28 March 2024", "2024/03/28/")
    assert card.time is not None
    assert (card.time.text, card.time.iso) == ("17:40", "2024-03-28T17:40+02:00")
    assert card.summary.startswith("The company will leave Berth 4")
    assert names(card.translations) == ["Romanian"]
    assert card.section.url == "topics/talks/"


def test_an_entry_page_shows_who_and_where(terms: EntryPage) -> None:
    """Those who acted are not named again among those mentioned."""
    assert names(terms.topics) == ["Talks", "The port"]
    assert names(terms.by) == ["Олена Морська", "Chaika Lines"]
    assert names(terms.people) == ["Ada Quayle", "نجيب حداد"]
    assert names(terms.organizations) == ["Port Authority", "The dockers"]
    assert names(terms.places) == ["North Quay", "حيفا"]
    assert names(terms.authors) == ["Edna Itor"]
    assert [day.iso for day in terms.happened] == ["2024-03-26", "2024-03-27"]


def test_an_entry_page_shows_how_its_status_came_about(terms: EntryPage) -> None:
    """Each step with its day, and every correction with its kind."""
    assert [(step.kind, step.day.iso, step.source) for step in terms.history] == [
        ("claimed", "2024-03-28", None),
        ("confirmed", "2024-03-29", 2),
    ]
    assert [step.kind for step in terms.corrections] == ["correction", "update"]


def test_an_entry_page_sets_its_quotes(terms: EntryPage) -> None:
    """Speaker, role, context, the words before translation and who translated them."""
    first, second, third = terms.quotes
    assert first.speaker.url == "people/olena-morska/"
    assert (first.role, first.context) == (
        "Captain and spokeswoman",
        "on what the company asks for",
    )
    assert (first.original, first.original_lang) == ("Ми хочемо кран і дві тихі ночі", "uk")
    assert (first.original_language, first.original_source) == ("Ukrainian", 1)
    assert (first.translation, first.source) == ("ours", 2)
    assert first.verified is not None
    assert second.translation == "interpreter"
    assert (third.speaker.url, third.role) == ("organizations/chaika-lines/", "")


def test_an_entry_page_lists_its_sources(terms: EntryPage) -> None:
    """Publisher, carrier, day, language, kind, note and archived copy, each by its number."""
    bare, letter, evening = terms.sources
    assert [one.number for one in terms.sources] == [1, 2, 3]
    assert (bare.publisher.name, bare.kind, bare.title) == ("Chirper", "social", "")
    assert letter.via is not None
    assert (letter.publisher.name, letter.via.name) == ("The Gull Daily", "Sea Wire")
    assert (letter.lang, letter.language, letter.kind) == ("ro", "Romanian", "primary")
    assert letter.published is not None
    assert letter.archived.startswith("https://web.archive.org/")
    assert letter.note
    assert (evening.url, evening.publisher.name) == ("", "State Radio")
    assert evening.language == "Ukrainian"


def test_an_unknown_publisher_is_named_by_its_host() -> None:
    """Without a page of its own to lead to."""
    page = entry_page(
        shown_of(entry("2024/06/14/a", sources=(source("https://www.new.example/a"),))),
        "2024/06/14/a",
    )
    (shown,) = content_of(page, EntryPage).sources
    assert (shown.publisher.name, shown.publisher.url, shown.kind) == ("new.example", "", "")


def test_an_entry_page_shows_its_figures(terms: EntryPage) -> None:
    """With the digits that were written, and the course of the series that they belong to."""
    ships, rent = terms.figures
    assert (ships.qualifier, ships.value, ships.unit) == ("at least", "78", "ships")
    assert [point.value for point in ships.course] == ["78", "77", "80"]
    assert [point.entry is None for point in ships.course] == [True, False, False]
    assert rent.value == "-1,250.50"
    assert rent.course == ()


def test_a_translation_shows_the_figures_as_its_own() -> None:
    """What it took over from its original does not lead away to it."""
    figure = Figure(label="Ships", value=Decimal(3), series=SeriesId("ships"))
    one, two = entry("2024/06/14/a", figures=(figure,)), entry("2024/06/15/b", figures=(figure,))
    translation = entry("2024/06/14/a-ro", translation_of=one.id, language="ro")
    page = content_of(entry_page(shown_of(one, two, translation), translation.id), EntryPage)
    assert [point.entry is None for point in page.figures[0].course] == [True, False]


def test_an_entry_page_shows_its_events(terms: EntryPage) -> None:
    """What is scheduled, in words or with its days, and what came of it."""
    meeting, second, test = terms.events
    assert meeting.start is not None
    assert meeting.end is not None
    assert meeting.outcome is not None
    assert meeting.place is not None
    assert (meeting.start.iso, meeting.end.iso) == ("2024-03-31", "2024-04-01")
    assert meeting.outcome.title == "A communiqué on the North Quay"
    assert meeting.place.name == "North Quay"
    assert (second.when, second.certainty) == ("before the end of 2024", "expected")
    assert test.start_time is not None
    assert (test.start_time.text, test.certainty) == ("09:30", "cancelled")


def test_an_entry_that_concerns_an_event_shows_it(small: Shown) -> None:
    """Also where another entry defines it; and a translation those of its original."""
    communique = content_of(entry_page(small, "2024/04/01/communiqué"), EntryPage)
    assert [one.id for one in communique.events] == ["quay-meeting"]
    translation = content_of(entry_page(small, "2024/03/28/conditii-dana"), EntryPage)
    assert [one.id for one in translation.events] == ["quay-meeting", "second-meeting", "crane-test"]


def test_an_entry_page_lists_who_answered_how(terms: EntryPage) -> None:
    """Answers stand by stance, those that accept first."""
    assert [answers.stance for answers in terms.answered_by] == [
        "accepts",
        "rejects",
        "conditional",
    ]
    assert [titles(answers.cards) for answers in terms.answered_by] == [
        ["The league accepts the terms"],
        ["The port turns the terms down"],
        ["The dockers would accept, on one condition"],
    ]


def test_an_entry_page_shows_what_it_answers_and_carries_on(small: Shown) -> None:
    """In both directions."""
    answer = content_of(entry_page(small, "2024/03/30/dockers-answer"), EntryPage)
    assert [one.stance for one in answer.answers_to] == ["conditional", "comments"]
    assert titles(answer.continued_by) == ["Tea is served at Berth 4"]
    tea = content_of(entry_page(small, "2024/04/02/tea"), EntryPage)
    assert titles(tea.updates) == ["The dockers would accept, on one condition"]


def test_a_reference_to_a_withdrawn_entry_is_not_shown(small: Shown) -> None:
    """Neither as an answer nor as a link: the link's text stays."""
    communique = content_of(entry_page(small, "2024/04/01/communiqué"), EntryPage)
    assert communique.answers_to == ()
    fog = content_of(entry_page(small, "2024/03/31/гавань-відкрита"), EntryPage)
    assert "false-alarm" not in fog.body
    assert "A link to a withdrawn alarm becomes its text." in fog.body
    assert 'href="../../../../2024/03/29/port-answers/"' in fog.body


def test_an_entry_page_stands_in_its_stories(terms: EntryPage, small: Shown) -> None:
    """With the entries before and after it; the first has none before it."""
    dispute, storms = terms.stories
    assert dispute.before is None
    assert dispute.after is not None
    assert dispute.after.title == "The port turns the terms down"
    assert storms.before is not None
    assert storms.before.title == "A storm closes the port"
    translation = content_of(entry_page(small, "2024/03/28/conditii-dana"), EntryPage)
    assert translation.stories == terms.stories


def test_a_translation_may_name_a_story_of_its_own() -> None:
    """It has no neighbours there, since stories list originals."""
    one = entry("2024/06/14/a")
    translation = entry(
        "2024/06/14/a-ro", translation_of=one.id, language="ro", stories=("dispute",)
    )
    page = content_of(entry_page(shown_of(one, translation), translation.id), EntryPage)
    (story,) = page.stories
    assert (story.story.name, story.before, story.after) == ("dispute", None, None)


def test_original_and_translation_name_each_other(small: Shown, terms: EntryPage) -> None:
    """Each under the name of the other's language, also where one has the bulletin's own."""
    page = entry_page(small, "2024/03/28/conditii-dana")
    original = content_of(page, EntryPage).translation_of
    assert original is not None
    assert (original.name, original.url) == ("English", f"{TERMS}/")
    assert page.head.lang == "ro"
    assert terms.card.translations[0].url == "2024/03/28/conditii-dana/"
    foreign = entry("2024/06/14/a", language="ro")
    own = entry("2024/06/14/b", translation_of=foreign.id)
    card = shown_of(foreign, own).card(foreign.id)
    assert [(one.name, one.lang) for one in card.translations] == [("English", "en")]


def test_an_entry_page_says_where_it_can_be_edited(terms: EntryPage) -> None:
    """The path leads out of the folder of plain pages, for which `edit_uri` stands."""
    assert terms.edit_url == (
        "https://code.example/harbour/bulletin/edit/main/content/entries/2024/03/28-berth-terms.md"
    )


def test_the_head_of_an_entry_page(small: Shown) -> None:
    """Canonical address, description, picture and times, all absolute and with their zones."""
    head = entry_page(small, TERMS).head
    assert head.canonical == f"https://host.example/bulletin/{TERMS}/"
    assert head.description.startswith("The company will leave")
    assert head.image == "https://host.example/bulletin/media/quay.png"
    assert head.published == "2024-03-28T17:40:00+02:00"
    assert head.modified == "2024-03-30T00:00:00+02:00"
    assert not head.noindex
    letters = entry_page(small, "2024/03/31/гавань-відкрита").head.url
    assert letters == (
        "2024/03/31/%D0%B3%D0%B0%D0%B2%D0%B0%D0%BD%D1%8C-%D0%B2%D1%96%D0%B4%D0%BA%D1%80%D0%B8%D1%82%D0%B0/"
    )


def test_a_role_is_the_one_of_the_entrys_day() -> None:
    """A promotion later does not change what somebody was when speaking."""
    roles = (
        Role(role=text("Deputy"), until=date(2024, 6, 15)),
        Role(role=text("Master"), from_=date(2024, 6, 15)),
    )
    ada = Person(id=ActorId("ada"), name=text("Ada"), roles=roles)
    vocabulary = replace(VOCABULARY, people={ada.id: ada})
    quotes = (Quote(speaker=ada.id, text="Words"),)
    before, after = entry("2024/06/14/a", quotes=quotes), entry("2024/06/15/b", quotes=quotes)
    shown = shown_of(before, after, vocabulary=vocabulary)
    said = person_page(shown, "ada").content.said  # type: ignore[attr-defined]
    assert [one.quote.role for one in said] == ["Master", "Deputy"]


def test_a_withdrawn_entry_leaves_a_notice(small: Shown) -> None:
    """Its title, its day and the reason; nothing of what it said; search engines pass it over."""
    page = withdrawn_page(small, "2024/03/30/false-alarm")
    notice = content_of(page, Notice)
    assert notice.title == "A false alarm that was withdrawn"
    assert [(step.kind, step.text) for step in notice.corrections] == [
        ("withdrawal", "There was no wave.")
    ]
    assert page.head.noindex
    assert "WITHDRAWN-BODY" not in repr(page)


def test_a_preview_marks_what_is_not_published() -> None:
    """A draft as a draft, an embargo as an embargo, the others not at all."""
    later = datetime(2099, 1, 1, tzinfo=UTC)
    entries = (
        entry("2024/06/14/a", draft=True),
        entry("2024/06/14/b", publish=later),
        entry("2024/06/14/c"),
    )
    shown = shown_of(*entries, preview=True)
    assert [shown.card(one.id).mark for one in entries] == ["draft", "embargo", ""]


# Days, months, years.


def test_a_briefing_shows_its_sections(small: Shown) -> None:
    """By topic as in topics.yml, with the editor's words before them and the days beside it."""
    briefing = content_of(briefing_page(small, "2024-03-30"), BriefingPage)
    assert names(section.topic for section in briefing.sections) == [
        "The port",
        "Talks",
        "Weather & <i>tides</i>",
    ]
    assert briefing.weekday == "Saturday, 30 March 2024"
    assert (briefing.before.iso, briefing.after.iso) == ("2024-03-29", "2024-03-31")
    first = content_of(briefing_page(small, "2024-03-28"), BriefingPage)
    assert first.title == "An offer, and the crane"
    assert 'href="../../../2024/03/28/berth-terms/"' in first.introduction
    assert 'href="../../../archive/"' in first.introduction
    assert names(first.authors) == ["Edna Itor"]


def test_the_first_and_the_last_day_have_one_neighbour(small: Shown) -> None:
    """Nothing stands before the first briefing or after the last."""
    days = [day.isoformat() for day in small.bulletin.briefings]
    assert content_of(briefing_page(small, days[0]), BriefingPage).before is None
    assert content_of(briefing_page(small, days[-1]), BriefingPage).after is None


def test_the_front_page(small: Shown) -> None:
    """The newest briefing, whole days before it, open stories, and what is coming up."""
    front = content_of(front_page(small, ""), FrontPage)
    assert front.briefing.day.iso == "2024-04-02"
    # Three entries are asked for; the day that holds the third is shown whole.
    assert [group.day.iso for group in front.earlier] == ["2024-04-01", "2024-03-31", "2024-03-30"]
    assert names(one.story for one in front.stories) == ["The berth dispute"]
    assert front.stories[0].latest.title == "A communiqué on the North Quay"
    assert [one.id for one in front.coming_up] == ["quay-meeting", "crane-test", "second-meeting"]


def test_the_front_page_of_an_empty_bulletin() -> None:
    """There is one, and it shows nothing."""
    assert content_of(front_page(shown_of(), ""), FrontPage) == FrontPage(
        briefing=None, earlier=(), stories=(), coming_up=()
    )


def test_what_is_over_is_not_coming_up() -> None:
    """The last day of an event is included; days are the bulletin's."""
    honolulu = ZoneInfo("Pacific/Honolulu")
    over = event("over", start=date(2024, 6, 28), end=date(2024, 6, 30))
    today = event("today", start=date(2024, 6, 20), end=date(2024, 7, 1))
    # 23:30 on 30 June in Honolulu, which is 1 July in Bucharest.
    night = event("night", start=datetime(2024, 6, 30, 23, 30, tzinfo=honolulu))
    early = event("early", start=datetime(2024, 7, 1, 18, tzinfo=BUCHAREST))
    vague = event("vague", when="in autumn")
    one = entry("2024/06/14/a", events=(vague, over, early, night, today))
    found = [scheduled.event.id for scheduled in coming_up(bulletin_of(one, now=NOW))]
    assert found == ["today", "night", "early", "vague"]


def test_months_and_years_are_counted(small: Shown) -> None:
    """A month has its days, newest first; a year its months; the archive its years, newest first."""
    march = content_of(month_page(small, "2024-03"), MonthPage)
    assert (march.name, march.count) == ("March 2024", 6)
    assert [day.day.iso for day in march.days] == [
        "2024-03-31",
        "2024-03-30",
        "2024-03-29",
        "2024-03-28",
    ]
    assert march.before.url == "2023/12/"
    assert march.after.url == "2024/04/"
    year = year_page(small, "2024").content
    assert (year.count, names(year.months)) == (8, ["March 2024", "April 2024"])  # type: ignore[attr-defined]
    archive = content_of(archive_page(small, ""), ArchivePage)
    assert [(one.year.name, one.year.count) for one in archive.years] == [("2024", 8), ("2023", 1)]


# Topics, stories, names.


def many(count: int, **given: Any) -> list[Entry]:
    """So many entries of 2024, after three of 2023."""
    old = [entry(f"2023/12/31/{number:03}", **given) for number in range(3)]
    return old + [entry(f"2024/06/14/{number:03}", **given) for number in range(count)]


def test_a_topic_shows_its_newest_and_leads_to_its_years() -> None:
    """Fifty at its own address, all of a year at the year's."""
    shown = shown_of(*many(NEWEST + 10))
    page: Any = topic_page(shown, "port").content
    assert sum(len(group.cards) for group in page.days) == NEWEST
    assert page.count == NEWEST + 13
    assert [(year.name, year.url, year.count) for year in page.years] == [
        ("2024", "topics/port/2024/", NEWEST + 10),
        ("2023", "topics/port/2023/", 3),
    ]
    year: Any = topic_page(shown, "port/2023").content
    assert [len(group.cards) for group in year.days] == [3]
    assert topic_page(shown, "port/2023").head.title == "Topic port, 2023"


def test_topics_are_a_tree(small: Shown) -> None:
    """In the order of topics.yml, children below their parents, with what they count."""
    page: Any = topics_page(small, "").content
    assert names(node.topic for node in page.topics) == ["The port", "A topic without entries"]
    assert names(node.topic for node in page.topics[0].children) == [
        "Talks",
        "Weather & <i>tides</i>",
    ]
    assert page.topics[0].count == len(small.bulletin.newest)


def test_a_story_is_told_from_the_beginning(small: Shown) -> None:
    """Oldest first, with its events; a long one shows its newest part."""
    page: Any = story_page(small, "berth-dispute").content
    assert [group.day.iso for group in page.days] == [
        "2024-03-28",
        "2024-03-29",
        "2024-03-30",
        "2024-04-01",
    ]
    assert [one.id for one in page.events] == ["quay-meeting", "second-meeting", "crane-test"]
    long: Any = story_page(shown_of(*many(NEWEST, stories=("dispute",))), "dispute").content
    assert sum(len(group.cards) for group in long.days) == NEWEST
    assert {group.day.iso for group in long.days} == {"2024-06-14"}
    assert names(long.years) == ["2024", "2023"]


def test_stories_stand_by_their_latest_entry() -> None:
    """Those that go on first; one without entries last."""
    one = entry("2024/06/14/a", stories=("storm",))
    page: Any = stories_page(shown_of(one), "").content
    assert names(item.story for item in page.open) == ["storm", "dispute"]
    stories = {
        id_: replace(story, status=StoryStatus.CLOSED) for id_, story in VOCABULARY.stories.items()
    }
    closed: Any = stories_page(
        shown_of(one, vocabulary=replace(VOCABULARY, stories=stories)), ""
    ).content
    assert (closed.open, len(closed.closed)) == ((), 2)


def test_people_and_organizations(small: Shown) -> None:
    """What somebody was and said; who belongs to an organization."""
    ada: Any = person_page(small, "ada-quayle").content
    assert [role.role for role in ada.roles] == ["Deputy harbour master", "Harbour master"]
    assert [one.quote.text for one in ada.said] == ["Not tonight"]
    port: Any = organization_page(small, "port-authority").content
    assert names(port.people) == ["Ada Quayle"]
    nobody: Any = person_page(small, "an-editor").content
    assert nobody.count == 0


def test_places_and_publishers(small: Shown) -> None:
    """A place lists what happened there; a publisher what rests on it or was carried by it."""
    quay: Any = place_page(small, "north-quay").content
    assert "Romania" in repr(quay.facts)
    assert quay.count == 3
    wire: Any = publisher_page(small, "sea-wire").content
    assert wire.count == 4


def test_an_index_is_sorted_by_letters(small: Shown) -> None:
    """Whatever their accents and case; each name once with the number of its entries."""
    page: Any = index_page(small, "organization").content
    assert names(item.name for item in page.items) == sorted(
        names(item.name for item in page.items), key=str.casefold
    )
    assert [name for name in sorted(["Źle", "ada", "Łódź", "Ada", "zebra"], key=name_key)] == [
        "Ada",
        "ada",
        "zebra",
        "Źle",
        "Łódź",
    ]


def test_a_name_in_another_language_says_so() -> None:
    """Where the bulletin's language is missing, the first one stands with its tag."""
    name = Text(by_language=((Language("ro"), "Marea"), (Language("uk"), "Море")))
    topics = {**VOCABULARY.topics}
    port = topics[next(iter(topics))]
    topics[port.id] = replace(port, name=name)
    shown = shown_of(vocabulary=replace(VOCABULARY, topics=topics))
    ref = shown.topic(port.id)
    assert (ref.name, ref.lang) == ("Marea", "ro")


# For machines.


def test_permalinks_hold_every_address_that_was_published(small: Shown) -> None:
    """Entries, withdrawn ones and aliases, sorted; no drafts."""
    lines = permalinks(small, "").lines
    assert list(lines) == sorted(lines)
    assert {f"/{TERMS}/", "/2024/03/30/false-alarm/", "/2024/03/28/old-terms/"} <= set(lines)
    assert not [line for line in lines if "secret" in line]


def test_an_alias_leads_to_its_entry(small: Shown) -> None:
    """The canonical address is the present one."""
    page = redirect_page(small, "/2024/03/28/old-terms/")
    assert page.head.canonical == f"https://host.example/bulletin/{TERMS}/"
    assert page.head.noindex
    assert page.content.url == f"{TERMS}/"  # type: ignore[attr-defined]


def test_robots_without_an_address() -> None:
    """Everything is allowed, and no sitemap is named that is not there."""
    settings = settings_of(Path("/bulletin"), site_url=None)
    assert robots(shown_of(settings=settings), "").lines == ("User-agent: *", "Disallow:")


@pytest.mark.parametrize(
    ("written", "length", "shown"),
    [
        ("short", 10, "short"),
        ("two words", 8, "two…"),
        ("a dash – and more", 9, "a dash…"),
        ("  spaces\n are one ", 20, "spaces are one"),
    ],
)
def test_descriptions_are_cut_between_words(written: str, length: int, shown: str) -> None:
    """Never longer than asked for, never in the middle of a word."""
    assert clipped(written, length) == shown


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("entry:2024/06/14/a", "../2024/06/14/a/"),
        ("entry:2024/06/14/draft", None),
        ("/2024/06/14/a/", "../2024/06/14/a/"),
        ("/2024/06/14/draft/", None),
        ("/2024/06/14/old/", "../2024/06/14/old/"),
        ("/2024/06/14/", "../2024/06/14/"),
        ("/topics/", "../topics/"),
        ("/p%C4%83duri/", "../p%C4%83duri/"),
        ("/media/a b.png", "../media/a%20b.png"),
        ("/media/gone.png", None),
    ],
)
def test_where_a_link_leads(target: str, url: str | None) -> None:
    """To what is shown, percent-encoded once; to nothing that is hidden, however it is written."""
    entries = (
        entry("2024/06/14/a", aliases=("/2024/06/14/old/",)),
        entry("2024/06/14/draft", draft=True),
    )
    shown = shown_of(*entries, media={"media/a b.png": "digest"})
    assert shown.entry_target("../", target) == url


def test_an_introduction_of_a_day_without_entries_has_no_page() -> None:
    """A briefing is what its entries make."""
    day = date(2024, 6, 14)
    introduction = Introduction(day=day, path="content/briefings/2024-06-14.md", prose=Prose())
    assert not shown_of(introductions={day: introduction}).bulletin.briefings


def test_stances_stand_in_one_order() -> None:
    """Whatever came first, those that accept stand before those that reject."""
    one = entry("2024/06/14/a")
    answers = [
        entry(
            f"2024/06/1{5 + number}/{stance}", responds_to=(Response(entry=one.id, stance=stance),)
        )
        for number, stance in enumerate(reversed(Stance))
    ]
    page = content_of(entry_page(shown_of(one, *answers), one.id), EntryPage)
    assert [answer.stance for answer in page.answered_by] == list(Stance)
