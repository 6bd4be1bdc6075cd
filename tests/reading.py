"""What does a reader do? Opens pages, goes away, and comes again when something new was published."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.serving import PATIENCE

_KEY = "Object.keys(localStorage).find(key => key.endsWith(` ${name}`))"


def remembered(page: Page, name: str) -> Any:
    """What the browser remembers under a name; None where that is nothing."""
    return json.loads(page.evaluate(f"name => localStorage.getItem({_KEY})", name) or "null")


def remember(page: Page, name: str, text: str) -> None:
    """Put something else in the place of what the browser remembers."""
    page.evaluate(f"([name, text]) => localStorage.setItem({_KEY}, text)", [name, text])


def wait_until(page: Page, script: str, argument: Any = None) -> None:
    """Wait until a script says so. Playwright's own waiting evaluates texts, which the pages forbid."""
    limit = time.monotonic() + PATIENCE
    while not page.evaluate(script, argument):
        assert time.monotonic() < limit, f"not seen in {PATIENCE} s: {script}"
        page.wait_for_timeout(50)


def come(page: Page, url: str) -> None:
    """Open a page, and wait until the visit is remembered."""
    page.goto(url)
    wait_until(page, f"name => {_KEY}", "visits")


def come_before(page: Page, url: str, *later: str) -> None:
    """Come for the first time, before these entries and corrections were published."""

    def handle(route: Route) -> None:
        answer = route.fetch()
        news = answer.json()
        for name in ("entries", "corrections"):
            news[name] = [one for one in news[name] if one not in later]
        route.fulfill(response=answer, body=json.dumps(news))

    page.route("**/new.json", handle)
    come(page, url)
    page.unroute("**/new.json")


def come_again(page: Page, url: str, hours: float) -> None:
    """Go away, and open a page when so many hours have passed since the tests' own time."""
    page.goto("about:blank")
    page.context.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=hours))
    page.goto(url)


def shown_in_this_visit(page: Page, *ids: str) -> None:
    """Wait until the browser remembers that it has shown these."""
    wait_until(
        page,
        f"""([name, ids]) => {{
          const {{ now }} = JSON.parse(localStorage.getItem({_KEY}));
          return ids.every((id) => now.includes(id));
        }}""",
        ["visits", list(ids)],
    )


def ready(page: Page) -> None:
    """Wait until the scripts of the page listen."""
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_visible()


def marked(page: Page, sort: str) -> Locator:
    """The lines of lists that are marked as `new` or as `corrected`."""
    return page.locator(f"main :has(> .fresh > .dot-{sort})")


def counted(page: Page) -> Locator:
    """What the masthead says of what is new."""
    return page.locator(".news summary")


def said(page: Page) -> Locator:
    """What is said to the reader at the foot of the window."""
    return page.locator(".said")
