"""Is what became of a site since it was left seen, whatever is trusted of it?"""

import marshal
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from briefings import standing
from briefings.caching import Table
from briefings.looking import Altered, _heard, _shared, looked_at, looking, trusted
from briefings.standing import Parts, look, record

FRESH = (1, 1, 1)
"""A stamp that no folder has."""
FILES = ("index.html", "a/index.html", "a/b/index.html", "a/b/c.txt", ".well-known/security.txt")


@pytest.fixture(params=[False, True], ids=["listed", "trusted"])
def site(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Table]:
    """A site as it was left, with the record of that, in which folders may be trusted by their times."""
    folder, table = tmp_path / "site", Table(tmp_path / "record", "")
    monkeypatch.setattr(
        standing, "_FOLDERS_A_PART", 1
    )  # There are several parts, as of a large site.
    for path in FILES:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    record(table, {path: look(f"{folder}/{path}") for path in FILES}, {})
    if request.param:
        with monkeypatch.context() as patch:
            later = time.time_ns() + 10**10
            patch.setattr("briefings.looking.time.time_ns", lambda: later)
            stamps = trusted(folder, Parts(table))
        assert stamps.keys() == {"", "a", "a/b"}
        record(table, {}, stamps)
    return folder, table


def _replace(site: Path) -> None:
    (site / "new").write_text("another text")
    (site / "new").replace(site / "a/index.html")


def _write_over(site: Path) -> None:
    (site / "a/b/c.txt").write_text("another text")


def _touch(site: Path) -> None:
    os.utime(site / "a/b/c.txt", ns=(1, 1))


def _make_a_file_a_folder(site: Path) -> None:
    (site / "a/b/c.txt").unlink()
    (site / "a/b/c.txt").mkdir()
    (site / "a/b/c.txt/d").write_text("x")


def _make_a_folder_a_file(site: Path) -> None:
    for file in (site / "a/b").iterdir():
        file.unlink()
    (site / "a/b").rmdir()
    (site / "a/b").write_text("x")


def _add_a_folder(site: Path) -> None:
    (site / "x/y").mkdir(parents=True)
    (site / "x/y/z").write_text("x")


def _lead_elsewhere(site: Path) -> None:
    (site / "a").rename(site.parent / "elsewhere")
    (site / "a").symlink_to(site.parent / "elsewhere")


CHANGES: dict[str, tuple[Callable[[Path], object], dict[str, bool]]] = {
    "nothing": (lambda site: None, {}),
    "a file written over": (_write_over, {"a/b/c.txt": True}),
    "a file replaced": (_replace, {"a/index.html": True}),
    "a file of another time": (_touch, {"a/b/c.txt": True}),
    "a file gone": (lambda site: (site / "a/b/c.txt").unlink(), {"a/b/c.txt": False}),
    "a strange file": (lambda site: (site / "a/b/x").write_text(""), {"a/b/x": True}),
    "a strange file at the top": (lambda site: (site / "x").write_text(""), {"x": True}),
    "a strange link": (lambda site: (site / "a/x").symlink_to("b"), {"a/x": True}),
    "a strange hidden file": (lambda site: (site / "a/.x").write_text(""), {}),
    "a hidden file gone": (
        lambda site: (site / ".well-known/security.txt").unlink(),
        {".well-known/security.txt": False},
    ),
    "a strange folder": (
        _add_a_folder,
        {"x/y/z": True},
    ),
    "a file that became a folder": (
        _make_a_file_a_folder,
        {"a/b/c.txt": False, "a/b/c.txt/d": True},
    ),
    "a folder that became a file": (
        _make_a_folder_a_file,
        {"a/b": True, "a/b/index.html": False, "a/b/c.txt": False},
    ),
    "a folder that became a link": (
        _lead_elsewhere,
        {"a": True, "a/index.html": False, "a/b/index.html": False, "a/b/c.txt": False},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changed_is_seen(site: tuple[Path, Table], change: str) -> None:
    """In a folder that is trusted as well as in one that is listed."""
    folder, table = site
    act, expected = CHANGES[change]
    act(folder)
    found = looked_at(folder, Parts(table))
    assert {path: bool(one) for path, one in found.altered.items()} == expected
    assert found.known == len(FILES)


def test_what_changed_so_shortly_before_is_listed_again(tmp_path: Path) -> None:
    """A folder's time tells nothing while a second change could leave the same."""
    (tmp_path / "a").mkdir()
    table = Table(tmp_path / "record", "")
    record(table, {}, {"": FRESH, "a": FRESH})
    assert trusted(tmp_path, Parts(table)) == {}


def test_nothing_is_trusted_that_holds_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A strange file stays to be seen."""
    (tmp_path / "x").write_text("")
    later = time.time_ns() + 10**10
    monkeypatch.setattr("briefings.looking.time.time_ns", lambda: later)
    table = Table(tmp_path / "record", "")
    record(table, {}, {"": FRESH})
    assert trusted(tmp_path, Parts(table)) == {}


def test_a_time_of_another_age_is_no_obstacle(site: tuple[Path, Table]) -> None:
    """A file whose time no record can hold is one that was touched, at each look anew."""
    folder, table = site
    os.utime(folder / "a/b/c.txt", ns=(1 << 63, 1 << 63))
    now = look(f"{folder}/a/b/c.txt")
    for _ in range(2):
        assert looked_at(folder, Parts(table)).altered == {"a/b/c.txt": now}
        record(table, {"a/b/c.txt": now}, {})


def test_inodes_of_64_bits_are_trusted(tmp_path: Path) -> None:
    """As some systems give them; a larger one is not."""
    table = Table(tmp_path / "record", "")
    record(table, {}, {"": (1, 2, (1 << 64) - 1), "a": (1, 2, 1 << 64)})
    folders = {name: one for part in Parts(table) for name, one in part.stamped().items()}
    assert folders == {"": (1, 2, (1 << 64) - 1), "a": (1, 2, 0)}


def test_a_record_does_not_lead_out_of_the_site(
    site: tuple[Path, Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody wrote into it of files elsewhere is none of the site's, and nothing there is."""
    folder, table = site
    beside = folder.parent / "beside"
    beside.mkdir()
    (beside / "dear.txt").write_text("dear")
    left = look(f"{beside}/dear.txt")
    strange = ("../beside/dear.txt", f"{beside}/dear.txt", "a/../../beside/dear.txt")
    record(table, dict.fromkeys(strange, left), {"../beside": FRESH, str(beside): FRESH})
    assert looked_at(folder, Parts(table)).altered == dict.fromkeys(strange)
    monkeypatch.chdir(folder)
    parts = Parts(table)
    shares = [_shared(folder, parts, number, 2) for number in range(2)]
    assert shares[0].altered | shares[1].altered == dict.fromkeys(strange)


def test_a_file_that_is_recorded_makes_its_folder_listed(site: tuple[Path, Table]) -> None:
    """What is known of a folder that a build wrote into is not held against its old time."""
    folder, table = site
    (folder / "a/new").mkdir()
    (folder / "a/new/index.html").write_text("new")
    record(table, {"a/new/index.html": look(f"{folder}/a/new/index.html")}, {})
    assert looked_at(folder, Parts(table)).altered == {}
    record(table, {"a/new/index.html": None}, {})
    assert looked_at(folder, Parts(table)).altered.keys() == {"a/new/index.html"}


def test_a_folder_that_is_gone_is_forgotten(site: tuple[Path, Table]) -> None:
    """Once its files are."""
    folder, table = site
    for file in (folder / "a/b").iterdir():
        file.unlink()
    (folder / "a/b").rmdir()
    record(table, {"a/b/index.html": None, "a/b/c.txt": None}, {})
    found = looked_at(folder, Parts(table))
    assert found.altered == {}
    record(table, {}, found.stamps)
    assert not Parts(table).has_folder("a/b")


def test_another_process_sees_the_same(site: tuple[Path, Table]) -> None:
    """And where there can be none, or it dies, it is looked at here."""
    folder, table = site
    _write_over(folder)
    expected: Altered = {"a/b/c.txt": look(f"{folder}/a/b/c.txt")}
    with looking(folder, lambda: Parts(table)) as found:
        assert found().altered == expected
        assert found() is found()
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    with looking(folder, lambda: Parts(table)) as found:
        assert found().altered == expected
    over.set()
    thread.join()


@pytest.mark.parametrize("change", CHANGES)
def test_two_processes_see_the_same(
    site: tuple[Path, Table], change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each looks at its share of a large site, and needs to know of the folders of the other's."""
    folder, table = site
    monkeypatch.chdir(folder.parent)  # Each goes into the site.
    act, _ = CHANGES[change]
    act(folder)
    shares = [BytesIO(), BytesIO()]
    for number, share in enumerate(shares):
        with suppress(NotADirectoryError):
            marshal.dump(tuple(_shared(folder, Parts(table), number, len(shares))), share)
        share.seek(0)
    believed = change not in ("a folder that became a file", "a folder that became a link")
    assert _heard(shares) == (looked_at(folder, Parts(table)) if believed else None)


def test_a_look_that_dies_is_done_again(
    site: tuple[Path, Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends the other process, the build hears what is so."""
    folder, table = site
    monkeypatch.setattr("briefings.looking._shared", lambda *_: os._exit(1))
    with looking(folder, lambda: Parts(table)) as found:
        assert found().altered == {}
