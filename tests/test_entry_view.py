"""What does the page of an entry show?"""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefings.model import (
    ActorId,
    Figure,
    Person,
    Quote,
    Role,
    SeriesId,
)
from briefings.views.actors import ActorPage, person_page
from briefings.views.entry import EntryPage, Notice, entry_page, withdrawn_page
from briefings.views.shown import Shown
from tests.making import VOCABULARY, entry, source, text
from tests.showing import TERMS, content_of, names, shown_of, titles
from tests.sites import settings_of


@pytest.fixture
def terms(small: Shown) -> EntryPage:
    """The page of the entry that has every key."""
    return content_of(entry_page(small, TERMS), EntryPage)


def test_an_entry_page_shows_its_card(terms: EntryPage) -> None:
    """Title as written, kind, status, day and time in the bulletin's zone."""
    card = terms.card
    assert card.title == "Chaika Lines names its terms for <b>Berth 4</b> & the crane"
    assert (card.kind, card.status) == ("offer", "confirmed")
    assert (card.day.text, card.day.url) == ("28 March 2024", "2024/03/28/")
    assert card.time is not None
    assert (card.time.text, card.time.iso) == ("17:40", "2024-03-28T17:40+02:00")
    assert card.summary.startswith("The company will leave Berth 4")
    assert names(card.translations) == ["Romanian"]


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
    assert terms.figures is not None
    ships, rent = terms.figures.rows
    assert (ships.qualifier, ships.value, ships.unit) == ("at least", "78", "ships")
    assert ships.course is not None
    assert [point.value for point in ships.course.points] == ["78", "77", "80"]
    assert [point.entry is None for point in ships.course.points] == [True, False, False]
    assert rent.value == "-1,250.50"
    assert rent.course is None
    assert (terms.figures.dated, terms.figures.sourced) == (True, True)
    assert [row.as_of.iso for row in (ships, rent) if row.as_of] == ["2024-03-27", "2024-03-28"]


def test_a_translation_shows_the_figures_as_its_own() -> None:
    """What it took over from its original does not lead away to it."""
    figure = Figure(label="Ships", value=Decimal(3), series=SeriesId("ships"))
    one, two = entry("2024/06/14/a", figures=(figure,)), entry("2024/06/15/b", figures=(figure,))
    translation = entry("2024/06/14/a-ro", translation_of=one.id, language="ro")
    page = content_of(entry_page(shown_of(one, two, translation), translation.id), EntryPage)
    assert page.figures is not None
    course = page.figures.rows[0].course
    assert course is not None
    assert [point.entry is None for point in course.points] == [True, False]


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
    assert [one.id for one in translation.events] == [
        "quay-meeting",
        "second-meeting",
        "crane-test",
    ]


def test_an_entry_page_lists_who_answered_how(terms: EntryPage) -> None:
    """Answers stand by stance, those that accept first."""
    assert [answers.stance for answers in terms.answered_by] == [
        "accepts",
        "rejects",
        "conditional",
    ]
    assert [titles(one.card for one in answers.answers) for answers in terms.answered_by] == [
        ["The league accepts the terms"],
        ["The port turns the terms down"],
        ["The dockers would accept, on one condition"],
    ]


def test_an_entry_page_counts_its_answers(terms: EntryPage) -> None:
    """Of each stance, with those who took it."""
    assert [answers.count for answers in terms.answered_by] == [1, 1, 1]
    assert [names(answers.answers[0].by) for answers in terms.answered_by] == [
        ["Coastal League"],
        ["Ada Quayle"],
        ["The dockers"],
    ]


def test_an_answer_tells_what_it_answers(small: Shown) -> None:
    """Who had spoken, and in short what was said."""
    answer = content_of(entry_page(small, "2024/03/30/dockers-answer"), EntryPage)
    offer = answer.answers_to[0]
    assert offer.card.title.startswith("Chaika Lines names its terms")
    assert names(offer.by) == ["Олена Морська", "Chaika Lines"]
    assert offer.gist.startswith("The company will leave Berth 4")


def test_a_course_is_drawn_and_told(terms: EntryPage) -> None:
    """Days from left to right, the highest value on top, and the same in words."""
    assert terms.figures is not None
    course = terms.figures.rows[0].course
    assert course is not None
    assert course.line == "5,30 97,43 235,5"
    assert course.described == (
        "From 78 on 27 March 2024 to 80 on 1 April 2024; the lowest is 77, the highest 80."
    )


def test_a_level_course_is_a_level_line() -> None:
    """Values that do not change are drawn in the middle."""
    figure = Figure(label="Ships", value=Decimal(3), series=SeriesId("ships"))
    one, two = entry("2024/06/14/a", figures=(figure,)), entry("2024/06/15/b", figures=(figure,))
    page = content_of(entry_page(shown_of(one, two), one.id), EntryPage)
    assert page.figures is not None
    course = page.figures.rows[0].course
    assert course is not None
    assert course.line == "5,24 235,24"


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


@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({}, ""),
        ({"repo_url": "https://code.example/it"}, ""),
        (
            {"repo_url": "https://code.example/it", "edit_uri": "edit/main/content/pages/"},
            "https://code.example/it/edit/main/content/entries/2024/06/14.yml",
        ),
        (
            {"repo_url": "https://code.example/it/", "edit_uri": "/edit/content/pages/"},
            "https://code.example/edit/content/entries/2024/06/14.yml",
        ),
        (
            {"edit_uri": "https://code.example/edit/content/pages/"},
            "https://code.example/edit/content/entries/2024/06/14.yml",
        ),
        (
            {"repo_url": "https://code.example/it", "edit_uri": "?of=content/pages/"},
            "https://code.example/it?of=content/pages/../entries/2024/06/14.yml",
        ),
        (
            {
                "repo_url": "https://code.example/it",
                "edit_uri_template": "edit/content/pages/{path_noext}?of={path!q}",
            },
            "https://code.example/it/edit/content/entries/2024/06/14?of=../entries/2024/06/14.yml",
        ),
    ],
)
def test_where_a_file_is_edited(options: dict[str, str], url: str) -> None:
    """As MkDocs joins `repo_url` and `edit_uri`, with or without a slash at the end."""
    settings = settings_of(Path("/bulletin"), **options)
    assert shown_of(settings=settings).edit_url("content/entries/2024/06/14.yml") == url


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
    said = content_of(person_page(shown, "ada"), ActorPage).said
    assert [quote.role for one in said for quote in one.quotes] == ["Master", "Deputy"]


def test_a_withdrawn_entry_leaves_a_notice(small: Shown) -> None:
    """Its title, its day and the reason; nothing of what it said; search engines pass it over."""
    page = withdrawn_page(small, "2024/03/30/false-alarm")
    notice = content_of(page, Notice)
    assert notice.title == "A false alarm that was withdrawn"
    assert [(step.kind, step.text) for step in notice.corrections] == [
        ("withdrawal", "There was no wave.")
    ]
    assert notice.withdrawn is not None
    assert (notice.withdrawn.iso, notice.day.url) == ("2024-03-31", "2024/03/30/")
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
