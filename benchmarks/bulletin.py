"""How does the corpus stand in this project's format? As editors write it, list files included."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.corpus import LAST_DAY, Corpus, Entry, Named
from benchmarks.layout import as_yaml, front_matter, put

TIMEZONE = "Europe/Bucharest"
PUBLISHED = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 23, 59, tzinfo=ZoneInfo(TIMEZONE))
"""The moment of every build: the end of the newest day."""
_CONFIGURATION = f"""site_name: A bulletin
site_url: https://bulletin.example/
docs_dir: content/pages
theme:
  name: briefings
  custom_dir: templates
plugins:
  - briefings:
      timezone: {TIMEZONE}
"""
_ABOUT = "# About this bulletin\n\nWe follow what is said, and who answers.\n"


def write(folder: Path, corpus: Corpus, templates: Path) -> None:
    """Lay out a whole bulletin, with a copy of the template of an entry's page."""
    put(folder / "mkdocs.yml", _CONFIGURATION)
    put(folder / "templates/entry.html", (templates / "entry.html").read_text("utf-8"))
    put(folder / "content/pages/about.md", _ABOUT)
    for name in ("topics", "stories", "people", "organizations", "places", "publishers"):
        write_names(folder, name, getattr(corpus.vocabulary, name))
    for _, entries in groupby(corpus.entries, key=lambda entry: entry.day):
        _write_day(folder, list(entries))


def write_names(folder: Path, kind: str, things: Iterable[Named]) -> None:
    """Write a list of the vocabulary."""
    named = {thing.id: _facts(thing) for thing in things}
    put(folder / f"content/{kind}.yml", as_yaml(named))


def write_entry(folder: Path, entry: Entry) -> None:
    """Write an entry into its own file."""
    file = folder / f"content/entries/{entry.day:%Y/%m/%d}-{entry.slug}.md"
    put(file, front_matter(_keys(entry), entry.body))


def change_template(folder: Path, mark: str) -> None:
    """Have every entry's page show some words more."""
    template = folder / "templates/entry.html"
    before, end, after = template.read_text("utf-8").rpartition("{% endblock %}")
    template.write_text(f"{before}<p>{mark}</p>\n{end}{after}", "utf-8")


def _write_day(folder: Path, entries: list[Entry]) -> None:
    for entry in entries:
        if not entry.listed:
            write_entry(folder, entry)
    listed = [
        {"slug": entry.slug, **_keys(entry), "body": entry.body + "\n"}
        for entry in entries
        if entry.listed
    ]
    if listed:
        put(folder / f"content/entries/{entries[0].day:%Y/%m/%d}.yml", as_yaml(listed))


def _facts(thing: Named) -> Mapping[str, object]:
    facts = {
        "name": thing.name,
        "parent": thing.parent,
        "aliases": [thing.alias] if thing.alias else [],
        "roles": [{"role": thing.role}] if thing.role else [],
        "country": thing.country,
        "hosts": [thing.host] if thing.host else [],
    }
    return {key: value for key, value in facts.items() if value}


def _keys(entry: Entry) -> dict[str, object]:
    keys = {
        "title": entry.title,
        "date": f"{entry.day}T{entry.time}" if entry.time else "",
        "topics": list(entry.topics),
        "kind": entry.kind if entry.kind != "event" else "",
        "importance": entry.importance if entry.importance != "main" else "",
        "summary": entry.summary,
        "stories": list(entry.stories),
        "by": list(entry.by),
        "people": list(entry.people),
        "organizations": list(entry.organizations),
        "places": list(entry.places),
        "responds_to": [{"entry": one.entry, "stance": one.stance} for one in entry.answers],
        "sources": [
            {"url": one.url, "title": one.title, "published": entry.day} if one.title else one.url
            for one in entry.sources
        ],
        "quotes": [
            {"speaker": one.speaker, "text": one.text, "context": one.context, "source": 1}
            for one in entry.quotes
        ],
    }
    return {key: value for key, value in keys.items() if value}
