"""What is edited where a test looks at what the next build makes of it? The small bulletin, built."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefings.building import build, rebuilt
from briefings.editions import Edition
from briefings.preparing import prepare
from briefings.projects import read_project
from tests.conftest import SMALL_BULLETIN
from tests.sites import copied
from tests.test_incremental import contents, different

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)
RAIN = "content/entries/2024/04/03-rain.md"
WAITING = "content/entries/2024/04/04-waiting.md"
PEOPLE = "content/people.yml"
INTRODUCTION = "content/briefings/2024-03-28.md"
FOG = "content/entries/2024/03/30.yml"
Do = Callable[[Path], object]


def entry(title: str, keys: str = "", body: str = "Nothing more.") -> str:
    """An entry's file."""
    return f"---\ntitle: {title}\ntopics: [weather]\nsources: [https://a.example/]\n{keys}---\n{body}\n"


def built_in(parent: Path) -> Path:
    """The small bulletin with an entry to be changed and one that waits, built."""
    folder = copied(SMALL_BULLETIN, parent / "bulletin")
    until = (NOW + timedelta(hours=1)).isoformat(timespec="minutes")
    (folder / RAIN).write_text(entry("Rain"), "utf-8")
    (folder / WAITING).write_text(entry("Waiting", f"publish: {until}\n"), "utf-8")
    append(PEOPLE, "nobody: {name: Nobody}\n")(folder)
    build(prepared(folder), search=False, jobs=1)
    shutil.copytree(folder, parent / "kept")
    return folder


def restored(folder: Path) -> Path:
    """The bulletin as it was when it was built, in the same place."""
    shutil.rmtree(folder)
    return shutil.copytree(folder.with_name("kept"), folder)


def prepared(folder: Path, now: datetime = NOW, *, cached: bool = True) -> Edition:
    """The edition of a bulletin as the next build would make it."""
    return prepare(read_project(folder / "mkdocs.yml"), now=now, cached=cached, jobs=1)


def write(path: str, text: str) -> Do:
    """Write a file, in a new folder where there is none."""

    def apply(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")

    return apply


def append(path: str, text: str) -> Do:
    """Add to a file."""
    return lambda folder: (folder / path).write_text(
        (folder / path).read_text("utf-8") + text, "utf-8"
    )


def change(path: str, old: str, new: str) -> Do:
    """Replace a text that stands in a file."""

    def apply(folder: Path) -> None:
        text = (folder / path).read_text("utf-8")
        assert old in text
        (folder / path).write_text(text.replace(old, new), "utf-8")

    return apply


def remove(path: str) -> Do:
    """Remove a file."""
    return lambda folder: (folder / path).unlink()


def publish(folder: Path) -> Edition:
    """Build the bulletin as the command does, but for its search."""
    edition, _ = rebuilt(read_project(folder / "mkdocs.yml"), NOW, search=False, jobs=1)
    return edition


def assert_as_if_anew(folder: Path, now: datetime, edition: Edition) -> None:
    """The site and what is said of it are those of a build that knows of none before."""
    continued = contents(folder / "site")
    anew = prepared(folder, now, cached=False)
    build(anew, search=False, jobs=1)
    assert different(continued, contents(folder / "site")) == []
    assert edition.warnings == anew.warnings
    assert edition.entries == anew.entries
    assert set(edition.all_outputs()) == set(anew.all_outputs())
