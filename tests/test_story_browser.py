"""Can readers follow a story in a browser that runs no scripts?"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sites import BuiltSite


@pytest.fixture
def story(
    small_bulletin: BuiltSite, serve: Callable[[BuiltSite], str], browser: Browser
) -> Iterator[Page]:
    """The berth dispute without scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{serve(small_bulletin)}stories/berth-dispute/")
        yield page


def test_one_kind_of_entry_can_be_shown_alone(story: Page) -> None:
    """A link leads to the offers and hides all else, days without any too; another leads back."""
    entries = story.locator(".timeline article")
    days = story.locator(".timeline .day-heading")
    expect(entries.filter(visible=True)).to_have_count(4)
    kinds = story.get_by_role("navigation", name="Show one kind of entry")
    kinds.get_by_role("link", name="Offer 1").click()
    expect(entries.filter(visible=True)).to_have_count(1)
    expect(entries.filter(visible=True)).to_contain_text("names its terms")
    expect(days.filter(visible=True)).to_have_count(1)
    kinds.get_by_role("link", name="All").click()
    expect(entries.filter(visible=True)).to_have_count(4)


def test_the_address_of_a_kind_can_be_passed_on(story: Page) -> None:
    """Whoever opens it sees that kind."""
    story.goto(f"{story.url}#kind-agreement")
    story.reload()
    shown = story.locator(".timeline article").filter(visible=True)
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("A communiqué")
