"""What do pages share, and what do machines read?"""

from datetime import date
from pathlib import Path

import pytest

from briefings.model import (
    Introduction,
    Prose,
    Response,
    Stance,
)
from briefings.views.entry import EntryPage, entry_page
from briefings.views.machine import permalinks, redirect_page, robots
from briefings.views.parts import clipped
from briefings.views.shown import Shown
from tests.making import entry
from tests.showing import TERMS, content_of, shown_of
from tests.sites import settings_of


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
    bulletin = shown_of(introductions={day: introduction}).bulletin
    assert not bulletin.has_briefing(day)
    assert not list(bulletin.newest_days())


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
