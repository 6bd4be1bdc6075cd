"""How does the corpus stand in Hugo's format? Beside a theme that shows the same and no more."""

import re
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from benchmarks.corpus import Corpus, Entry, Named
from benchmarks.layout import as_yaml, front_matter, put

_THEME = Path(__file__).with_name("hugo")


def write(folder: Path, corpus: Corpus) -> None:
    """Lay out a whole bulletin."""
    shutil.copytree(_THEME, folder)
    put(folder / "static/bulletin.css", "body { max-width: 40em; margin: auto; }\n")
    about = "# About this bulletin\n\nWe follow what is said, and who answers."
    put(folder / "content/about.md", front_matter({"title": "About", "layout": "plain"}, about))
    for kind in ("stories", "people", "organizations", "places"):
        write_names(folder, kind, getattr(corpus.vocabulary, kind))
    for topic in corpus.vocabulary.topics:
        page = folder / f"content/topics/{topic.id}/_index.md"
        put(page, front_matter({"title": topic.name}, ""))
    for day in {entry.day for entry in corpus.entries}:
        _write_sections(folder, day)
    for entry in corpus.entries:
        write_entry(folder, entry)


def write_names(folder: Path, kind: str, things: Iterable[Named]) -> None:
    """Write the names of one kind of thing by their ids."""
    names = {thing.id: {"name": thing.name} for thing in things}
    put(folder / f"data/{kind}.yaml", as_yaml(names))


def write_entry(folder: Path, entry: Entry) -> None:
    """Write an entry into its own file."""
    body = re.sub(r"\(entry:([^)]+)\)", r"(/\1/)", entry.body)
    put(folder / f"content/{entry.id}.md", front_matter(_keys(entry), body))


def change_template(folder: Path, mark: str) -> None:
    """Have every entry's page show some words more."""
    template = folder / "layouts/page.html"
    before, end, after = template.read_text("utf-8").rpartition("</article>")
    template.write_text(f"{before}<p>{mark}</p>\n{end}{after}", "utf-8")


def _write_sections(folder: Path, day: date) -> None:
    """The pages of a day, its month and its year, with their titles."""
    titles = {
        f"{day:%Y}": {"title": f"{day:%Y}"},
        f"{day:%Y/%m}": {"title": f"{day:%B %Y}", "layout": "month"},
        f"{day:%Y/%m/%d}": {"title": f"{day.day} {day:%B %Y}", "layout": "day"},
    }
    for path, keys in titles.items():
        page = folder / f"content/{path}/_index.md"
        if not page.exists():
            put(page, front_matter(keys, ""))


def _keys(entry: Entry) -> dict[str, object]:
    first_paragraph = entry.body.partition("\n\n")[0]
    keys = {
        "title": entry.title,
        "date": f"{entry.day}T{entry.time or '00:00'}:00",
        "description": entry.summary or _plain(first_paragraph),
        "topics": list(entry.topics),
        "kind": entry.kind,
        "stories": list(entry.stories),
        "by": list(entry.by),
        "people": list(entry.people),
        "organizations": list(entry.organizations),
        "places": list(entry.places),
        "answers": [{"entry": f"/{one.entry}", "stance": one.stance} for one in entry.answers],
        "sources": [
            {"url": one.url, "title": one.title} if one.title else {"url": one.url}
            for one in entry.sources
        ],
        "quotes": [
            {"speaker": one.speaker, "text": one.text, "context": one.context}
            for one in entry.quotes
        ],
    }
    # `kind` is Hugo's own word, and reaches a template among the other parameters all the same.
    return {key: value for key, value in keys.items() if value}


def _plain(markdown: str) -> str:
    return re.sub(r"\[\^\d+\]|[*]|\[([^]]+)\]\([^)]*\)", r"\1", markdown)
