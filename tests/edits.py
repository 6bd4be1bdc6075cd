"""What do editors do to a bulletin? Edits of every key and every kind of file, to be drawn at random."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st
from msgspec import Struct

from briefings.model import Entry

QUAY = "2024/03/28/berth-terms"
PORT = "2024/03/29/port-answers"
SOURCE = "{title: Another paper, publisher: sea-wire, published: 2024-03-27}"

VALUES: dict[str, list[str]] = {
    "title": ["Another title", '"Terms: <i>another</i> title"'],
    "date": [],
    "happened": ["2023-12-01", "{from: 2023-11-01, until: 2023-12-01}"],
    "topics": ["[talks]", "[weather, port]"],
    "kind": ["offer", "report"],
    "importance": ["lead", "brief"],
    "status": ["confirmed", "disputed"],
    "history": ["[{date: 2024-04-05, status: confirmed, text: It was so.}]"],
    "summary": ["Another summary."],
    "stories": ["[winter-storms]", "[berth-dispute, winter-storms]"],
    "by": ["[dockers]", "[ada-quayle, vada]"],
    "responds_to": [f"[{QUAY}]", f"[{{entry: {PORT}, stance: accepts}}]"],
    "updates": [f"[{QUAY}]", f"[{PORT}]"],
    "concerns": ["[quay-meeting]", "[second-meeting]"],
    "people": ["[najib-haddad]"],
    "organizations": ["[the-gull]"],
    "places": ["[haifa]", "[north-quay, south-cape]"],
    "sources": [f"[https://gull.example/another, {SOURCE}, https://wire.example/third]"],
    "quotes": ["[{speaker: dockers, text: Tea first, context: on tea}]"],
    "figures": ["[{label: Ships in the port, value: 81, unit: ships, series: ships}]"],
    "events": ["[{id: tea-time, title: Tea, when: soon, certainty: expected}]"],
    "image": ["{src: media/crane.png, alt: A crane}"],
    "corrections": ["[{date: 2024-04-09, kind: update, text: More was learned.}]"],
    "authors": ["[an-editor]"],
    "language": ["uk", "ro"],
    "translation_of": [f"{PORT}"],
    "aliases": ["[/old/address/]", "[/old/page.html]"],
    "draft": ["true"],
    "publish": ["2024-12-31T12:00+02:00", "2025-03-01T12:00+02:00"],
    "allow": ["[{code: raw-html, reason: It does no harm.}]"],
    "notes": ["Nobody reads this."],
    "body": ["One *other* sentence, and [a link](entry:2024/03/29/port-answers)."],
}
"""Values for each key, in YAML. Whether one fits an entry is for the loader to say."""


class Edit(Struct, frozen=True):
    """One thing that an editor does; the name tells which."""

    name: str
    apply: Callable[[Path], None]
    of_the_theme: bool = False
    """Whether it changes a template or the words, which every page that uses them hangs on."""


def keys_of_an_entry() -> set[str]:
    """Every key of an entry but `slug`, which renaming changes."""
    return set(Entry.__struct_fields__) - Entry.derived | {"body"}


def edits() -> st.SearchStrategy[Edit]:
    """Every kind of edit."""
    changes = st.builds(
        _change, st.integers(0, 99), st.sampled_from(sorted(VALUES)), st.integers(0, 2)
    )
    others = st.sampled_from(OTHERS)
    return st.one_of(changes, others, st.builds(_delete, st.integers(0, 99)))


def entry_files(content: Path) -> list[Path]:
    """The files that hold one entry each."""
    return sorted(file for file in content.glob("entries/*/*/*-*") if file.is_file())


def _change(which: int, key: str, value: int) -> Edit:
    """Set a key of an entry, or take it away."""

    def apply(folder: Path) -> None:
        files = entry_files(folder / "content")
        file = files[which % len(files)]
        values = VALUES[key]
        text = file.read_text("utf-8")
        if key == "date":
            new = "{}-{}-{}T09:15".format(*file.parts[-3:-1], file.name[:2])
        elif key == "body" and file.suffix == ".md":
            file.write_text(f"{text}\n{values[0]}\n", "utf-8")
            return
        else:
            new = values[value] if value < len(values) else ""
        file.write_text(with_key(text, key, new), "utf-8")

    return Edit(f"{key} {value} of entry {which}", apply)


def with_key(text: str, key: str, value: str) -> str:
    """An entry's text with a key set to a value in YAML; with an empty one, without the key."""
    opening = "---\n" if text.startswith("---\n") else ""
    head, separator, body = (
        text.removeprefix(opening).partition("\n---\n") if opening else (text, "", "")
    )
    kept = re.sub(rf"(?m)^{key}:.*\n?(?:(?:[ -].*)?\n)*(?:[ -].*\Z)?", "", head + "\n").rstrip("\n")
    line = f"{key}: {value}\n" if value else ""
    return f"{opening}{line}{kept}{separator or chr(10)}{body}"


def _delete(which: int) -> Edit:
    def apply(folder: Path) -> None:
        files = entry_files(folder / "content")
        files[which % len(files)].unlink()

    return Edit(f"delete entry {which}", apply)


def _replace(path: str, old: str, new: str) -> Edit:
    def apply(folder: Path) -> None:
        file = folder / path
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")

    return Edit(f"{path}: {old!r} becomes {new!r}", apply)


def _append(path: str, text: str) -> Edit:
    def apply(folder: Path) -> None:
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return Edit(f"append {text!r} to {path}", apply)


def _write(path: str, text: str) -> Edit:
    def apply(folder: Path) -> None:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    return Edit(f"write {path}", apply)


def _remove(path: str) -> Edit:
    return Edit(f"remove {path}", lambda folder: (folder / path).unlink(missing_ok=True))


def _rename_entry(folder: Path) -> None:
    (folder / "content/entries/2023/12/31-storm.md").rename(
        folder / "content/entries/2023/12/30-gale.md"
    )


def _swap_picture(folder: Path) -> None:
    shutil.copy(folder / "content/media/crane.png", folder / "content/media/quay.png")


def _own(path: str, text: str) -> Edit:
    """A file of the bulletin's own theme, which is switched on with it."""

    def apply(folder: Path) -> None:
        config = folder / "mkdocs.yml"
        if "custom_dir" not in config.read_text("utf-8"):
            switch = _replace(
                "mkdocs.yml", "name: briefings\n", "name: briefings\n  custom_dir: own\n"
            )
            switch.apply(folder)
        _write(path, text).apply(folder)

    return Edit(f"write {path}", apply, of_the_theme=True)


def _add_picture(folder: Path) -> None:
    shutil.copy(folder / "content/media/crane.png", folder / "content/media/ladder.png")


FIRST = "---\ntitle: A first\ntopics: [weather]\nsources: [https://wire.example/first]\n---\nIt rains.\n"
_LISTED = (
    "- {slug: late, title: A late one, topics: [talks], sources: [https://wire.example/late]}\n"
)

OTHERS = [
    _write("content/entries/2024/04/03-rain.md", FIRST),
    _write("content/entries/2022/01/01-rain.md", FIRST),
    _write("content/entries/1998/01/01-rain.md", FIRST),
    _write(
        "content/entries/2024/03/28-more.yml",
        "title: More\ntopics: [port]\nsources: [https://a.example/]\n",
    ),
    _append("content/entries/2024/03/30.yml", _LISTED),
    _replace("content/entries/2024/03/30.yml", "slug: fog", "slug: mist"),
    _replace("content/entries/2024/03/30.yml", "status: withdrawn", "status: reported"),
    _remove("content/entries/2024/04/02.yml"),
    Edit("rename an entry's file", _rename_entry),
    _replace("content/people.yml", "name: Ada Quayle", "name: Ada Quayle-Smith"),
    _replace("content/people.yml", "Deputy harbour master", "Vice harbour master"),
    _append("content/people.yml", "new-hand: {name: New Hand}\n"),
    _replace(
        "content/people.yml",
        "name: Edna Itor",
        "name: Edna Itor, roles: [{role: Editor, organization: the-gull}]",
    ),
    _replace("content/organizations.yml", "name: The dockers", "name: The stevedores"),
    _replace("content/places.yml", "South Cape", "Cape South"),
    _replace("content/places.yml", "lat: 44.1667", "lat: 45.1667"),
    _replace("content/publishers.yml", "name: Sea Wire", "name: Ocean Wire"),
    _replace("content/publishers.yml", "hosts: [radio.example]", "hosts: [news.radio.example]"),
    _replace("content/stories.yml", "status: open", "status: closed"),
    _replace("content/stories.yml", "The berth dispute", "The dispute"),
    _append("content/stories.yml", "new-story: {name: A new story}\n"),
    _replace("content/topics.yml", "weather:", "sea: {name: The sea}\nweather:"),
    _replace("content/topics.yml", "name: ", "name: A "),
    _write("content/briefings/2024-03-30.md", "---\ntitle: Fog\n---\nIt [cleared](/topics/).\n"),
    _remove("content/briefings/2024-03-28.md"),
    _append("content/briefings/2024-03-28.md", "\nAnother sentence.\n"),
    _append("content/pages/about.md", "\nAnother line.\n"),
    _replace("content/pages/about.md", "# ", "# All "),
    _write("content/pages/contact.md", "# Contact\n\nWrite to us.\n"),
    _write("content/pages/notes.txt", "A file beside the pages.\n"),
    _remove("content/pages/guide/reading.md"),
    Edit("another picture under the same name", _swap_picture),
    Edit("a picture more", _add_picture),
    _replace("mkdocs.yml", "front_page_entries: 6", "front_page_entries: 2"),
    _replace("mkdocs.yml", "feed_entries: 8", "feed_entries: 3"),
    _replace("mkdocs.yml", "copyright: Copyright", "copyright: All rights"),
    _replace("mkdocs.yml", "  - abbr", "  - abbr\n  - admonition"),
    _own("own/partials/footer.html", "<footer><p>{{ site.name }}, our own footer</p></footer>\n"),
    _write(
        "own/withdrawn.html",
        '{% extends "base.html" %}{% block content %}<h1>Gone</h1>{% endblock %}\n',
    ),
    _own("own/assets/extra.txt", "An asset of our own.\n"),
    _own("own/locales/en.yml", "quotes: Their words\n"),
]
