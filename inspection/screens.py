"""How do the pages look? `make screens`: each kind on a phone and a desk, in light and in dark."""

import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Literal

import click
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from inspection.browsers import SWITCHES, chromium
from inspection.building import BULLETIN, EVERY_KIND, ROOT, Inspected, inspected
from inspection.hosting import hosted

_FOLDER = ROOT / "screens"
_WIDTHS = (390, 1280)
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_TALLEST = 8000
"""Pixels of a page of which a picture is taken: a year's page can be a hundred screens long."""
_QUERY = "search/?q=talks"
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Screens</title>
<style>
body {{ margin: 1rem; font: 1rem/1.4 sans-serif; }}
section {{ display: flex; gap: 1rem; overflow-x: auto; align-items: start; }}
img {{ width: 390px; border: 1px solid #999; }}
img[alt*="1280"] {{ width: 800px; }}
</style>
<h1>Screens</h1>
{sections}
</html>
"""


@click.command()
@click.argument("kinds", nargs=-1)
def main(kinds: tuple[str, ...]) -> None:
    """Take pictures of the pages of these kinds, or of all, into screens/."""
    shutil.rmtree(_FOLDER, ignore_errors=True)
    _FOLDER.mkdir()
    own, small = inspected(BULLETIN), inspected(EVERY_KIND)
    lacking = {kind: url for kind, url in small.pages.items() if kind not in own.pages}
    found = {kind: url for kind, url in own.pages.items() if kind != "redirect"}
    found["search-found"] = _QUERY
    taken: dict[str, list[str]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(SWITCHES))
        for one, pages in ((own, found), (small, lacking)):
            wanted = {kind: url for kind, url in pages.items() if not kinds or kind in kinds}
            for kind, name in _pictures(browser, one, wanted):
                taken.setdefault(kind, []).append(name)
        browser.close()
    (_FOLDER / "index.html").write_text(_PAGE.format(sections=_sections(taken)), "utf-8")
    click.echo(f"Look at {_FOLDER / 'index.html'}")


def _pictures(browser: Browser, one: Inspected, pages: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each picture that is taken: of which kind, and its name."""
    with hosted(one.site, one.base) as url:
        for kind, path in pages.items():
            for width in _WIDTHS:
                for scheme in _SCHEMES:
                    name = f"{kind}-{width}-{scheme}.png"
                    context = browser.new_context(
                        viewport={"width": width, "height": 844}, color_scheme=scheme
                    )
                    with context:
                        _take(context.new_page(), url + path, _FOLDER / name, width)
                    yield kind, name


def _take(page: Page, url: str, file: Path, width: int) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    height = min(page.evaluate("document.documentElement.scrollHeight"), _TALLEST)
    area: FloatRect = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=file, full_page=True, clip=area)


def _sections(taken: dict[str, list[str]]) -> str:
    return "\n".join(
        f"<h2>{escape(kind)}</h2>\n<section>"
        + "".join(f'<img src="{name}" alt="{name}" loading="lazy">' for name in names)
        + "</section>"
        for kind, names in taken.items()
    )


if __name__ == "__main__":
    main()
