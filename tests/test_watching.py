"""Is every save noticed, once and at once?"""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from watchdog.observers import Observer

from briefings.serving.watching import Changes, Watcher
from tests.serving import PATIENCE, until

# What watchdog says of a folder that comes while it is being looked at; the program passes over it.
pytestmark = pytest.mark.filterwarnings("ignore:Callback with id:RuntimeWarning")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file in it."""
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024/a.md").write_text("A")
    return tmp_path


@pytest.fixture
def seen(folder: Path) -> Iterator[list[str]]:
    """The names of the files whose changes are told."""
    told: list[str] = []
    watcher = Watcher(lambda path: told.append(Path(path).name))
    watcher.watch([folder])
    yield told
    watcher.watch([])


def test_what_editors_do_is_noticed(folder: Path, seen: list[str]) -> None:
    """Files written, replaced, renamed and deleted, in new folders too."""
    (folder / "2024/a.md").write_text("B")
    until(lambda: "a.md" in seen, "a file written in place")
    (folder / "2025/06").mkdir(parents=True)
    (folder / "2025/06/b.md").write_text("B")
    until(lambda: "b.md" in seen, "a file in a new folder")
    (folder / "2025/06/b.md").rename(folder / "2025/06/c.md")
    until(lambda: "c.md" in seen, "a renamed file")
    seen.clear()
    (folder / "2024/a.md").unlink()
    until(lambda: "a.md" in seen, "a deleted file")


def test_reading_and_editors_own_files_are_no_changes(folder: Path, seen: list[str]) -> None:
    """A build reads every file, and editors keep backups and locks beside what they edit."""
    (folder / "2024/a.md").read_text()
    (folder / "2024/.a.md.swp").write_text("swap")
    (folder / "2024/a.md~").write_text("backup")
    (folder / "2024/b.md").write_text("B")
    until(lambda: "b.md" in seen, "a change after them")
    assert set(seen) == {"b.md"}


def test_folders_without_notification_are_watched_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system's limit of watches is reached, files are looked at instead."""

    def refused(*_: Any, **__: Any) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(Observer, "schedule", refused)
    told: list[str] = []
    watcher = Watcher(told.append)
    watcher.watch([folder])
    (folder / "2024/a.md").write_text("Changed.")
    until(lambda: told == [str(folder / "2024/a.md")], "a change without notification")
    (folder / "2024/a.md").unlink()
    until(lambda: len(told) == 2, "a deleted file without notification")
    watcher.watch([])


def test_a_save_is_told_when_it_is_over() -> None:
    """The events of one save come together; what comes later is told by itself."""
    changes = Changes()
    told: list[frozenset[str]] = []

    def listen() -> None:
        while "end" not in (found := changes.wait()):
            told.append(found)

    thread = threading.Thread(target=listen)
    thread.start()
    for path in ("a", "b", "a"):
        changes.add(path)
    until(lambda: told == [frozenset("ab")], "one save")
    changes.wake()
    until(lambda: told[1:] == [frozenset()], "being woken")
    changes.add("c")
    until(lambda: told[2:] == [frozenset("c")], "another save")
    changes.add("end")
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_save_is_told_at_once() -> None:
    """Less than a tenth of a second after its last event."""
    changes = Changes()
    changes.add("a")
    started = time.monotonic()
    changes.wait()
    assert time.monotonic() - started < 0.1
