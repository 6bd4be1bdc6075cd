"""What holds for every bulletin, whatever its entries? The laws of grouping."""

import random
from collections.abc import Collection, Iterator, Mapping

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefings.belonging import Sort
from briefings.bulletin import Bulletin
from briefings.model import EntryId, Importance, SeriesId, StoryId
from briefings.outlines import moment_of
from tests.drawing import Drawn, contents, laws
from tests.making import BUCHAREST, VOCABULARY, entries_of, group, groups_of, ids, listed

NAMED: Mapping[Sort, Collection[str]] = {
    Sort.TOPIC: VOCABULARY.topics,
    Sort.QUOTED_ON: VOCABULARY.topics,
    Sort.STORY: VOCABULARY.stories,
    Sort.PLANNED: VOCABULARY.stories,
    Sort.ACTOR: [*VOCABULARY.people, *VOCABULARY.organizations],
    Sort.ACTED: [*VOCABULARY.people, *VOCABULARY.organizations],
    Sort.ANSWERING: [*VOCABULARY.people, *VOCABULARY.organizations],
    Sort.SPEAKER: [*VOCABULARY.people, *VOCABULARY.organizations],
    Sort.PLACE: VOCABULARY.places,
    Sort.PUBLISHER: VOCABULARY.publishers,
}
"""The sorts whose groups are about a name, with all names."""


def moments(drawn: Drawn) -> dict[str, float]:
    """The moment of each drawn entry in seconds, by its id."""
    return {one.id: moment_of(one, BUCHAREST).timestamp() for one in drawn.content.entries}


def groups_about_names(bulletin: Bulletin) -> Iterator[list[str]]:
    """The ids of every group that is about a name."""
    for sort, names in NAMED.items():
        for name in names:
            yield listed(bulletin, sort, name)


@laws
@given(contents())
def test_each_listed_entry_is_in_exactly_one_briefing(drawn: Drawn) -> None:
    """The briefings together are the list of entries, each in its own day, none twice."""
    bulletin = group(drawn.content)
    days = list(bulletin.newest_days())
    assert days == sorted(set(days), reverse=True)
    shown = [one.id for day in days for one in bulletin.briefing(day).entries]
    assert sorted(shown) == sorted(listed(bulletin, Sort.ALL))
    for day in days:
        assert bulletin.has_briefing(day)
        assert {one.day for one in bulletin.briefing(day).entries} == {day}


@laws
@given(contents())
def test_the_order_of_a_briefing(drawn: Drawn) -> None:
    """Sections as in topics.yml; leads, then main, then brief; then by time; then by id."""
    topics = list(VOCABULARY.topics)
    rank = [importance.value for importance in Importance]
    bulletin, instants = group(drawn.content), moments(drawn)
    for day in bulletin.newest_days():
        briefing = bulletin.briefing(day)
        sections = [topics.index(section.topic.id) for section in briefing.sections]
        assert sections == sorted(set(sections))
        for section in briefing.sections:
            assert section.entries
            assert {one.topics[0] for one in section.entries} == {section.topic.id}
            keys = [(rank.index(e.importance), instants[e.id], e.id) for e in section.entries]
            assert keys == sorted(keys)


@laws
@given(contents())
def test_the_days_beside_a_day_are_the_nearest(drawn: Drawn) -> None:
    """From each briefing lead ways to the one before and the one after, over the years too."""
    bulletin = group(drawn.content)
    days = sorted(bulletin.newest_days())
    for before, day, after in zip([None, *days], days, [*days[1:], None], strict=False):
        assert bulletin.day_beside(day, -1) == before
        assert bulletin.day_beside(day, 1) == after


@laws
@given(contents(), st.integers())
def test_the_order_of_files_changes_nothing(drawn: Drawn, seed: int) -> None:
    """However the entries come, the same content gives the same bulletin, orders included."""
    shuffled = list(drawn.content.entries)
    random.Random(seed).shuffle(shuffled)
    other = group(replace(drawn.content, entries=tuple(shuffled)))
    bulletin = group(drawn.content)
    assert groups_of(other).changed == groups_of(bulletin).changed
    for sort in (Sort.ALL, Sort.PAGE, Sort.WITHDRAWN):
        assert listed(other, sort) == listed(bulletin, sort)
    assert list(groups_about_names(other)) == list(groups_about_names(bulletin))
    for day in bulletin.newest_days():
        assert other.briefing(day) == bulletin.briefing(day)
    for one in listed(bulletin, Sort.ALL):
        assert other.answers(EntryId(one)) == bulletin.answers(EntryId(one))
        assert other.translations(EntryId(one)) == bulletin.translations(EntryId(one))
    assert other.course(SeriesId("ships")) == bulletin.course(SeriesId("ships"))


@laws
@given(contents())
def test_lists_are_in_the_order_of_time(drawn: Drawn) -> None:
    """The newest come first, but a story and the answers to an entry are told from the beginning."""
    bulletin, instants = group(drawn.content), moments(drawn)
    for sort, names in {**NAMED, Sort.ALL: [""]}.items():
        for name in names:
            newest = ids(bulletin.group(sort, name).newest())
            assert newest == sorted(newest, key=lambda one: (-instants[one], one))
            oldest = ids(bulletin.group(sort, name).oldest())
            assert oldest == sorted(newest, key=lambda one: (instants[one], one))
    for one in drawn.content.entries:
        answers = [answer.entry.id for answer in bulletin.answers(one.id)]
        assert answers == sorted(answers, key=lambda one: (instants[one], one))
        carried_on = ids(bulletin.group(Sort.CONTINUED, one.id).oldest())
        assert carried_on == sorted(carried_on, key=lambda one: (instants[one], one))


@laws
@given(contents())
def test_neighbours_in_a_story_are_those_of_its_order(drawn: Drawn) -> None:
    """Before and after an entry of a story stand those before and after it in the order of time."""
    bulletin = group(drawn.content)
    for story in VOCABULARY.stories:
        order = ids(bulletin.group(Sort.STORY, story).oldest())
        beside = zip([None, *order], order, [*order[1:], None], strict=False)
        for before, one, after in beside:
            assert bulletin.beside(StoryId(story), EntryId(one)) == (before, after)


@laws
@given(contents())
def test_numbers_are_those_of_the_lists(drawn: Drawn) -> None:
    """What a page says of how many there are, of a name and of each of its years, is true."""
    bulletin = group(drawn.content)
    for sort, names in NAMED.items():
        for name in names:
            of_name = bulletin.group(sort, name)
            assert len(of_name) == len(list(of_name.ids()))
            for period, count in of_name.counts.items():
                assert count == len(of_name.of(period))
                assert {one.year for one in of_name.of(period)} == {period}
            assert of_name.periods == tuple(sorted(of_name.periods))


@laws
@given(contents())
def test_a_topic_lists_what_its_children_list(drawn: Drawn) -> None:
    """A parent has all entries of its children, each once, and their children's too."""
    bulletin = group(drawn.content)
    for topic in VOCABULARY.topics.values():
        own = listed(bulletin, Sort.TOPIC, topic.id)
        assert len(own) == len(set(own))
        if topic.parent:
            assert set(own) <= set(listed(bulletin, Sort.TOPIC, topic.parent))


@laws
@given(contents())
def test_what_is_hidden_is_nowhere(drawn: Drawn) -> None:
    """Drafts, entries under embargo and their translations are in nothing that is published."""
    bulletin = group(drawn.content)
    everything = {one.id for one in drawn.content.entries}
    shown = set(listed(bulletin, Sort.PAGE))
    assert shown == everything - drawn.hidden - drawn.withdrawn
    assert set(listed(bulletin, Sort.WITHDRAWN)) == drawn.withdrawn
    assert {one for one in everything if bulletin.shows(one)} == shown
    assert not {one for one in everything if bulletin.is_marked(EntryId(one))}
    assert not drawn.hidden & {bulletin.leads_to(alias) for alias in bulletin.aliases()}
    for of_name in groups_about_names(bulletin):
        assert set(of_name) <= shown
    for one in everything:
        assert set(listed(bulletin, Sort.CONTINUED, one)) <= shown
        assert {answer.entry.id for answer in bulletin.answers(EntryId(one))} <= shown
    points = bulletin.course(SeriesId("ships"))
    assert {point.entry.id for point in points} <= shown


@laws
@given(contents())
def test_references_lead_to_what_is_shown(drawn: Drawn) -> None:
    """No shown entry answers, carries on, concerns or has as outcome what is not shown."""
    bulletin = group(drawn.content)
    entries = entries_of(bulletin)
    for one in entries.values():
        assert {response.entry for response in one.responds_to} <= set(entries)
        assert set(one.updates) <= set(entries)
        assert all(bulletin.event(event) for event in one.concerns)
        outcomes = {event.outcome for event in one.events if event.outcome}
        assert outcomes <= set(entries)


@laws
@given(contents())
def test_lists_show_originals_alone(drawn: Drawn) -> None:
    """A translation stands beside its original and in no list; each translation is named once."""
    bulletin = group(drawn.content)
    translations = [one for one in entries_of(bulletin).values() if one.translation_of]
    originals = listed(bulletin, Sort.ALL)
    assert not set(originals) & set(ids(translations))
    for of_name in groups_about_names(bulletin):
        assert not set(of_name) & set(ids(translations))
    named = {one: bulletin.translations(EntryId(one)) for one in originals}
    assert sorted(one.id for ones in named.values() for one in ones) == sorted(ids(translations))
    for original, ones in named.items():
        assert {one.translation_of for one in ones} <= {original}


@laws
@given(contents())
def test_answers_are_the_references_turned_round(drawn: Drawn) -> None:
    """An entry is answered by exactly those that say so, with the stance that they take."""
    bulletin = group(drawn.content)
    entries = entries_of(bulletin, Sort.ALL).values()
    asked = {(r.entry, e.id, r.stance) for e in entries for r in e.responds_to}
    told = {
        (one.id, answer.entry.id, answer.stance)
        for one in entries
        for answer in bulletin.answers(one.id)
    }
    assert told == asked


@laws
@given(contents())
def test_a_preview_shows_drafts_and_marks_them(drawn: Drawn) -> None:
    """The preview has everything but what was withdrawn, and knows what is not published yet."""
    bulletin = group(drawn.content, preview=True)
    shown = listed(bulletin, Sort.PAGE)
    assert set(shown) >= drawn.hidden
    assert {one for one in shown if bulletin.is_marked(EntryId(one))} == drawn.hidden


@laws
@given(contents())
def test_a_withdrawn_entry_keeps_its_addresses(drawn: Drawn) -> None:
    """Its own address and its aliases answer for ever."""
    bulletin = group(drawn.content)
    for id_, one in entries_of(bulletin, Sort.WITHDRAWN).items():
        assert {bulletin.leads_to(alias) for alias in one.aliases} <= {id_}
        assert set(one.aliases) <= set(bulletin.aliases())
        assert one.corrections
