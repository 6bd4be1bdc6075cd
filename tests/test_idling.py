"""Is it certain that there is nothing to do, wherever a build says so without a closer look?"""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefings.building import build
from briefings.idling import Glimpse, Idle
from briefings.looking import looking
from briefings.preparing import prepare
from briefings.projects import read_project, remembered
from tests.conftest import SMALL_BULLETIN
from tests.continued import Do, append, change, remove, write
from tests.sites import copied

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)
STORM = "content/entries/2023/12/31-storm.md"
PAGE = "site/2023/12/31/storm/index.html"


def publish(folder: Path, now: datetime = NOW) -> None:
    """Bring the site up to date, its search apart."""
    edition = prepare(read_project(folder / "mkdocs.yml"), now=now, jobs=1)
    build(edition, search=False, jobs=1)


def idle(folder: Path, now: datetime = NOW) -> Idle | None:
    """What a build says that looks first whether there is anything to do."""
    known = remembered(folder / "mkdocs.yml")
    if known is None:
        return None
    glimpse = Glimpse(known.glance)
    with looking(glimpse.site_dir, glimpse.standing) as found:
        return glimpse.idle(now, found)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small bulletin with a theme of its own, built, at a time when all files are old enough."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    change("mkdocs.yml", "name: briefings", "name: briefings\n  custom_dir: own")(folder)
    write("own/more.html", "more")(folder)
    write("content/pages/terms.txt", "terms")(folder)
    clock = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: clock() + 10**10)
    publish(folder)
    return folder


def test_nothing_has_changed(folder: Path) -> None:
    """It says how many entries are shown, how many files stand, and what is to be warned of."""
    found = idle(folder)
    assert found is not None
    files = [file for file in (folder / "site").rglob("*") if file.is_file()]
    edition = prepare(read_project(folder / "mkdocs.yml"), now=NOW, jobs=1)
    assert (found.entries, found.kept) == (edition.entries, len(files))
    assert found.warnings == edition.warnings != ()


def _forget(name: str) -> Do:
    """Remove a cache."""

    def apply(folder: Path) -> None:
        for file in folder.glob(f".cache/{name}*"):
            file.unlink()

    return apply


CHANGES: dict[str, Do] = {
    "an entry": append(STORM, "\nIt blew on.\n"),
    "an entry by one letter": change(STORM, "a", "b"),
    "an entry that is new": write("content/entries/2023/12/30-calm.md", "---\ntitle: Calm\n---\n"),
    "an entry that is gone": remove(STORM),
    "a name": append("content/topics.yml", "\n# A note.\n"),
    "a plain page": append("content/pages/about.md", "\nMore.\n"),
    "a plain page that is new": write("content/pages/new.md", "# New\n"),
    "a file beside plain pages": append("content/pages/terms.txt", "more"),
    "the configuration": append("mkdocs.yml", "\ncopyright: nobody\n"),
    "a template": append("own/more.html", "more"),
    "a template that is new": write("own/entry.html", "entry"),
    "a page": append(PAGE, "x"),
    "a page that is gone": remove(PAGE),
    "a strange file in the site": write("site/2023/strange.html", "strange"),
    "no record": _forget("site"),
    "no cache of the content": _forget("content"),
    "no cache of the configuration": remove(".cache/project"),
    "no site": lambda folder: (folder / "site").rename(folder / "elsewhere"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_seen(folder: Path, what: str) -> None:
    """Whatever a build depends on."""
    CHANGES[what](folder)
    assert idle(folder) is None


def test_the_clock_is_seen(folder: Path) -> None:
    """The day after, and before the build's own moment, something may have to be shown otherwise."""
    assert idle(folder, NOW + timedelta(hours=1)) is not None
    assert idle(folder, NOW + timedelta(days=1)) is None
    assert idle(folder, NOW - timedelta(minutes=1)) is None


def test_what_was_built_is_at_rest_again(folder: Path) -> None:
    """A build that continued the last one leaves nothing to do."""
    append(STORM, "\nIt blew on.\n")(folder)
    publish(folder)
    assert idle(folder) is not None
    publish(folder, NOW + timedelta(days=1))
    assert idle(folder, NOW + timedelta(days=1)) is not None


def test_what_was_touched_is_at_rest_once_it_was_looked_at(folder: Path) -> None:
    """A file of another time and the same bytes is read, and then trusted again."""
    for path in (STORM, "own/more.html", "content/pages/about.md"):
        text = (folder / path).read_bytes()
        (folder / path).unlink()
        (folder / path).write_bytes(text)
        assert idle(folder) is None
        publish(folder)
        assert idle(folder) is not None


def test_fresh_files_are_not_trusted(tmp_path: Path) -> None:
    """A second change could leave the same times."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    publish(folder)
    assert idle(folder) is None
