"""How do tests search? A small site of the search page alone, and what a reader finds on it."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader
from msgspec.structs import replace
from playwright.sync_api import Locator, Page

from briefings.search.records import SearchRecord, index, program
from tests.tools import ROOT

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'"
)
FRAME = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<title>Search</title>
<link rel="stylesheet" href="../assets/main.css">
<link rel="stylesheet" href="../assets/search.css">
<script type="module" src="../assets/site.js"></script>
<link rel="modulepreload" data-module="archive" href="../assets/search-archive.js">
<link rel="modulepreload" data-module="filters" href="../assets/search-filters.js">
<script type="module" src="../assets/search.js"></script>
</head>
<body>
<header><form action="../search/" role="search" aria-label="Bulletin">
<input type="search" name="q" aria-label="Search">
</form></header>
<main><h1>Search</h1>{form}</main>
</body>
</html>"""
COLOURS = """:root { color-scheme: light dark; --text: #1b1b1b; --muted: #595959; --rule: #d5d5d5;
  --accent: #8c2f1b; --surface: #fff; }
@media (prefers-color-scheme: dark) { :root { --text: #eee; --muted: #b0b0b0; --rule: #444;
  --accent: #f0a08c; --surface: #161616; } }
body { max-width: 44rem; margin: 0 auto; padding: 1rem; background: var(--surface);
  color: var(--text); font: 1rem/1.5 Georgia, serif; }
a { color: var(--accent); } * { box-sizing: border-box; }"""
FIRST = datetime(2024, 6, 1, 12, tzinfo=UTC)


def records() -> list[SearchRecord]:
    """Thirty entries of thirty days, some of them with what a test looks for."""
    special: dict[int, dict[str, Any]] = {
        3: {"title": "States back a communiqué", "quotes": ("an honest word",)},
        5: {"title": "A train from Iași", "language": "ro"},
        7: {"title": "Help from Łódź"},
        9: {
            "title": "<script>alert(1)</script> & more",
            "body": "Wheat <b>bold</b> &amp; <mark>no</mark>.",
        },
    }
    plain = [_plain(number) for number in range(30)]
    return [replace(each, **special.get(number, {})) for number, each in enumerate(plain)]


def _plain(number: int) -> SearchRecord:
    day = date(2024, 6, number + 1)
    zelenskyy = number % 5 == 0
    return SearchRecord(
        url=f"{day:%Y/%m/%d}/entry-{number}/",
        title=f"Report number {number}",
        language="en",
        day=day,
        moment=FIRST + timedelta(days=number),
        summary="The harvest is under way.",
        body="Ships carry the wheat abroad. " * (number % 3 + 1),
        names=("Volodymyr Zelenskyy", "Zelensky") if zelenskyy else (),
        filters={
            "topic": ("Grain", "Trade") if number % 2 else ("Peace talks",),
            "status": ("Confirmed" if number % 3 else "Reported",),
            "person": ("Volodymyr Zelenskyy",) if zelenskyy else (),
        },
    )


def phrases(language: str) -> dict[str, str]:
    """The search's words in one language."""
    path = ROOT / f"theme/locales/{'ro' if language == 'ro' else 'en'}.yml"
    words = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {key: text for key, text in words.items() if key.startswith("search_")}


def search_page(index: str, language: str = "en") -> str:
    """The theme's markup in a frame that has nothing else."""
    theme = Environment(loader=FileSystemLoader(ROOT / "theme"), autoescape=True)
    partial = theme.get_template("partials/search-form.html")
    form = partial.render(base="../", index=index, say=phrases(language).__getitem__)
    return FRAME.format(policy=POLICY, language=language, form=form)


def write_site(folder: Path, segments: dict[str, list[SearchRecord]], language: str = "en") -> None:
    """A site of the search page and an index for each segment, the newest first."""
    files = {
        f"pagefind/{name}/{path}": data
        for name, some in segments.items()
        for path, data in index(some, language=language).items()
    }
    shared = program(language=language)
    files |= {f"pagefind/program/{path}": data for path, data in shared.items()}
    files["pagefind/segments.json"] = json.dumps(list(segments)).encode()
    files["search/index.html"] = search_page("pagefind/" if segments else "", language).encode()
    files["assets/main.css"] = COLOURS.encode()
    for file in (ROOT / "theme/assets").glob("**/*.*s"):
        files[file.relative_to(ROOT / "theme").as_posix()] = file.read_bytes()
    files["new.json"] = b'{"since":"","entries":[],"corrections":[]}'
    for each in (each for some in segments.values() for each in some):
        files[f"{each.url}index.html"] = b"<!DOCTYPE html><title>Entry</title>"
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def titles(page: Page) -> Locator:
    """The links of the results."""
    return page.locator(".search-results h2 a")


def status(page: Page) -> Locator:
    """What the page tells about the search."""
    return page.get_by_role("status")


def field(page: Page) -> Locator:
    """The search page's own field."""
    return page.get_by_label("Search words")


def facet(page: Page, group: str, value: str) -> Locator:
    """A checkbox among the filters, made visible."""
    panel = page.locator(".search-facets")
    if not panel.get_attribute("open"):
        panel.evaluate("panel => panel.open = true")
    page.locator(f"[data-facet={group}]").evaluate("details => details.open = true")
    return page.locator(f'[data-facet={group}] input[value="{value}"]')
