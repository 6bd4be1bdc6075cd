"""What holds for every bulletin, whatever its entries? The laws of grouping."""

import random
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from briefings.grouping import Bulletin, group, moment_of
from briefings.model import (
    Content,
    Entry,
    Importance,
)
from tests.drawing import Drawn, contents, laws
from tests.making import (
    BUCHAREST,
    NOW,
    VOCABULARY,
    ids,
)


def grouped(content: Content, **given: Any) -> Bulletin:
    """The bulletin of drawn content at NOW."""
    return group(content, now=NOW, timezone=BUCHAREST, **given)


def instant(one: Entry) -> float:
    """An entry's moment in seconds, which no time zone can blur."""
    return moment_of(one, BUCHAREST).timestamp()


@laws
@given(contents())
def test_each_listed_entry_is_in_exactly_one_briefing(drawn: Drawn) -> None:
    """The briefings together are the list of entries, each in its own day, none twice."""
    bulletin = grouped(drawn.content)
    listed = [one.id for briefing in bulletin.briefings.values() for one in briefing.entries]
    assert sorted(listed) == sorted(ids(bulletin.newest))
    for day, briefing in bulletin.briefings.items():
        assert briefing.day == day
        assert {one.day for one in briefing.entries} == {day}
    assert list(bulletin.briefings) == sorted(bulletin.briefings)


@laws
@given(contents())
def test_the_order_of_a_briefing(drawn: Drawn) -> None:
    """Sections as in topics.yml; leads, then main, then brief; then by time; then by id."""
    topics = list(VOCABULARY.topics)
    rank = list(Importance)
    for briefing in grouped(drawn.content).briefings.values():
        sections = [topics.index(section.topic.id) for section in briefing.sections]
        assert sections == sorted(set(sections))
        for section in briefing.sections:
            assert section.entries
            assert {one.topics[0] for one in section.entries} == {section.topic.id}
            keys = [(rank.index(e.importance), instant(e), e.id) for e in section.entries]
            assert keys == sorted(keys)


@laws
@given(contents(), st.integers())
def test_the_order_of_files_changes_nothing(drawn: Drawn, seed: int) -> None:
    """However the entries come, the same content gives the same bulletin, orders included."""
    shuffled = list(drawn.content.entries)
    random.Random(seed).shuffle(shuffled)
    other = grouped(replace(drawn.content, entries=tuple(shuffled)))
    bulletin = grouped(drawn.content)
    for name in ("newest", "briefings", "by_topic", "by_story", "by_actor", "by_place"):
        assert getattr(other, name) == getattr(bulletin, name)
    for name in ("responses", "continued", "translations", "quotes", "series", "events"):
        assert getattr(other, name) == getattr(bulletin, name)
    assert ids(other.newest) == ids(bulletin.newest)


@laws
@given(contents())
def test_lists_are_in_the_order_of_time(drawn: Drawn) -> None:
    """The newest come first, but a story and the answers to an entry are told from the beginning."""
    bulletin = grouped(drawn.content)
    for newest in (bulletin.newest, *bulletin.by_topic.values(), *bulletin.by_actor.values()):
        assert list(newest) == sorted(newest, key=lambda e: (-instant(e), e.id))
    for oldest in (*bulletin.by_story.values(), *bulletin.continued.values()):
        assert list(oldest) == sorted(oldest, key=lambda e: (instant(e), e.id))
    for answers in bulletin.responses.values():
        entries = [answer.entry for answer in answers]
        assert entries == sorted(entries, key=lambda e: (instant(e), e.id))


@laws
@given(contents())
def test_a_topic_lists_what_its_children_list(drawn: Drawn) -> None:
    """A parent has all entries of its children, each once, and their children's too."""
    by_topic = grouped(drawn.content).by_topic
    for topic in VOCABULARY.topics.values():
        own = ids(by_topic.get(topic.id, ()))
        assert len(own) == len(set(own))
        if topic.parent:
            assert set(own) <= set(ids(by_topic.get(topic.parent, ())))


@laws
@given(contents())
def test_what_is_hidden_is_nowhere(drawn: Drawn) -> None:
    """Drafts, entries under embargo and their translations are in nothing that is published."""
    bulletin = grouped(drawn.content)
    everything = {one.id for one in drawn.content.entries}
    assert set(bulletin.entries) == everything - drawn.hidden - drawn.withdrawn
    assert set(bulletin.withdrawn) == drawn.withdrawn
    assert not bulletin.unpublished
    assert not drawn.hidden & set(bulletin.aliases.values())
    lists = (
        bulletin.newest,
        *bulletin.by_topic.values(),
        *bulletin.by_story.values(),
        *bulletin.by_actor.values(),
        *bulletin.by_place.values(),
        *bulletin.by_publisher.values(),
        *bulletin.continued.values(),
    )
    for one in lists:
        assert set(ids(one)) <= set(bulletin.entries)
    for said in bulletin.quotes.values():
        assert {one.entry.id for one in said} <= set(bulletin.entries)


@laws
@given(contents())
def test_references_lead_to_what_is_shown(drawn: Drawn) -> None:
    """No shown entry answers, carries on, concerns or has as outcome what is not shown."""
    bulletin = grouped(drawn.content)
    for one in bulletin.entries.values():
        assert {response.entry for response in one.responds_to} <= set(bulletin.entries)
        assert set(one.updates) <= set(bulletin.entries)
        assert set(one.concerns) <= set(bulletin.events)
        outcomes = {event.outcome for event in one.events if event.outcome}
        assert outcomes <= set(bulletin.entries)


@laws
@given(contents())
def test_lists_show_originals_alone(drawn: Drawn) -> None:
    """A translation stands beside its original and in no list; each translation is named once."""
    bulletin = grouped(drawn.content)
    translations = [one for one in bulletin.entries.values() if one.translation_of]
    listed = set(ids(bulletin.newest))
    assert not listed & set(ids(translations))
    named = [one.id for ones in bulletin.translations.values() for one in ones]
    assert sorted(named) == sorted(ids(translations))
    for original, ones in bulletin.translations.items():
        assert original in listed
        assert {one.translation_of for one in ones} == {original}


@laws
@given(contents())
def test_answers_are_the_references_turned_round(drawn: Drawn) -> None:
    """An entry is answered by exactly those that say so, with the stance that they take."""
    bulletin = grouped(drawn.content)
    asked = {(r.entry, e.id, r.stance) for e in bulletin.newest for r in e.responds_to}
    told = {
        (id_, answer.entry.id, answer.stance)
        for id_, answers in bulletin.responses.items()
        for answer in answers
    }
    assert told == asked


@laws
@given(contents())
def test_a_preview_shows_drafts_and_marks_them(drawn: Drawn) -> None:
    """The preview has everything but what was withdrawn, and knows what is not published yet."""
    bulletin = grouped(drawn.content, preview=True)
    assert set(bulletin.entries) >= drawn.hidden
    assert bulletin.unpublished == drawn.hidden


@laws
@given(contents())
def test_a_withdrawn_entry_keeps_its_addresses(drawn: Drawn) -> None:
    """Its own address and its aliases answer for ever."""
    bulletin = grouped(drawn.content)
    for id_, one in bulletin.withdrawn.items():
        assert {bulletin.aliases[alias] for alias in one.aliases} <= {id_}
        assert one.corrections
