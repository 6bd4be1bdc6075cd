"""How do tests look at pages? On screens of some sizes, at each kind of page in turn."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, Route, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 900}


def without_redirect(route: Route) -> None:
    """Serve a page as it is, but let it stay on the screen where it would lead on."""
    response = route.fetch()
    route.fulfill(response=response, body=response.text().replace('http-equiv="refresh"', ""))


@contextmanager
def looking(browser: Browser, size: ViewportSize, **options: Any) -> Iterator[Page]:
    """A page of a browser with a window of that size, in which redirects stay on the screen."""
    with browser.new_context(viewport=size, **options) as context:
        page = context.new_page()
        page.route("**/*.html", without_redirect)
        page.route("**/", without_redirect)
        yield page


def too_wide(page: Page) -> str:
    """How much wider a page is than its window; nothing where it is not."""
    more: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return f"{more} px too wide" if more > 0 else ""
