"""Do the bytes reach the site unharmed, whatever happens on the way?"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from briefings import publishing
from briefings.publishing import Report, Site

OLD = {"a/index.html": b"old a", "b/index.html": b"old b", "gone/index.html": b"gone", "c": b"same"}
NEW = {"new/index.html": b"new", "a/index.html": b"new a", "b/index.html": b"new b", "c": b"same"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A published site with the files of OLD."""
    publish(tmp_path / "site", OLD)
    return tmp_path / "site"


def site_at(folder: Path) -> Site:
    """The site in a folder as the next build finds it."""
    return Site(folder, folder.parent / ".cache" / "manifest.json")


def publish(folder: Path, files: dict[str, bytes]) -> Report:
    """What a build does that makes these files: it keeps those whose fingerprint stands."""
    site = site_at(folder)
    prints = {path: content.hex() for path, content in files.items()}
    kept = {path: print_ for path, print_ in prints.items() if site.has(path, print_)}
    made = {
        path: (prints[path], site.stage(path, files[path])) for path in files if path not in kept
    }
    return site.publish(kept, made)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


class Disk:
    """Notes each change of the disk, and fails at one of them."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.done: list[tuple[str, str]] = []
        self.fails_at = fails_at

    def __call__(self, what: str, path: Path) -> None:
        """Note a change, or refuse it."""
        if len(self.done) == self.fails_at:
            raise OSError(f"the disk is full at {what} {path}")
        self.done.append((what, path.parent.name if path.name == "index.html" else path.name))


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """The disk on which the test's files stand; each change goes by here."""
    disk = Disk()
    replace, unlink, write = Path.replace, Path.unlink, publishing._write

    def noted_replace(self: Path, target: Path) -> Path:
        disk("replace", target)
        return replace(self, target)

    def noted_unlink(self: Path, missing_ok: bool = False) -> None:
        disk("unlink", self)
        unlink(self, missing_ok)

    def noted_write(file: Path, content: bytes) -> None:
        disk("write", file)
        write(file, content)

    monkeypatch.setattr(Path, "replace", noted_replace)
    monkeypatch.setattr(Path, "unlink", noted_unlink)
    monkeypatch.setattr(publishing, "_write", noted_write)
    return disk


def test_new_files_come_first_and_deletions_last(folder: Path, disk: Disk) -> None:
    """So that a page that a published one leads to is always there; the manifest ends it."""
    publish(folder, {"a/index.html": b"new a", "new/index.html": b"new", "c": b"same"})
    order = [step for step in disk.done if step[0] != "write"]
    assert order == [
        ("replace", "new"),
        ("replace", "a"),
        *sorted([("unlink", "b"), ("unlink", "gone")]),
        ("replace", "manifest.json"),
    ]
    assert files_of(folder) == {
        "a/index.html": b"new a",
        "new/index.html": b"new",
        "c": b"same",
    }


def test_changed_files_follow_the_plan(folder: Path, disk: Disk) -> None:
    """Entries before the lists that lead to them, as the plan has them."""
    publish(folder, {"b/index.html": b"1", "a/index.html": b"2", "c": b"3"})
    assert [path for what, path in disk.done if what == "replace"] == [
        "b",
        "a",
        "c",
        "manifest.json",
    ]


@pytest.mark.parametrize("step", range(7))
def test_a_fault_at_any_step_leaves_whole_files(folder: Path, disk: Disk, step: int) -> None:
    """What readers can fetch is a whole file, old or new, and the next run completes the work."""
    disk.fails_at = step
    with pytest.raises(OSError, match="disk is full"):
        publish(folder, NEW)
    visible = {
        path: content
        for path, content in files_of(folder).items()
        if not path.startswith(".unfinished/")
    }
    for path, content in visible.items():
        assert content in {OLD.get(path), NEW.get(path)}
    assert set(OLD) & set(NEW) <= set(visible)
    disk.fails_at = None
    publish(folder, NEW)
    assert files_of(folder) == NEW
    assert publish(folder, NEW).kept == tuple(NEW)


def test_all_steps_of_a_fault_are_tried(folder: Path, disk: Disk) -> None:
    """The faults above reach from the first write to the manifest."""
    publish(folder, NEW)
    assert len(disk.done) == 8
    assert disk.done[-1] == ("replace", "manifest.json")


def test_a_manifest_that_cannot_be_written_is_said(folder: Path, disk: Disk) -> None:
    """The site is as it should be; the next build knows less, and does it all again."""
    disk.fails_at = 7
    report = publish(folder, NEW)
    assert "disk is full" in report.unrecorded
    assert files_of(folder) == NEW
    disk.fails_at = None
    assert publish(folder, NEW).kept == ("c",)


def test_nothing_is_touched_that_stands(folder: Path) -> None:
    """A build without a change writes no file of the site."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    report = publish(folder, OLD)
    assert report == Report(written=(), unchanged=(), kept=tuple(OLD), removed=())
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_same_bytes_are_not_written_again(folder: Path) -> None:
    """What was rendered anew and came out alike stays as it stood."""
    inode = (folder / "c").stat().st_ino
    site = site_at(folder)
    kept = {path: content.hex() for path, content in OLD.items() if path != "c"}
    report = site.publish(kept, {"c": ("another fingerprint", site.stage("c", b"same"))})
    assert (report.written, report.unchanged) == ((), ("c",))
    assert (folder / "c").stat().st_ino == inode
    assert site_at(folder).has("c", "another fingerprint")


def test_the_report_says_what_was_done(folder: Path) -> None:
    """Written, kept and removed, as paths of the site."""
    report = publish(folder, NEW)
    assert report.written == ("new/index.html", "a/index.html", "b/index.html")
    assert report.kept == ("c",)
    assert report.removed == ("gone/index.html",)


def test_leftovers_of_a_killed_build_are_removed(folder: Path) -> None:
    """Half-written files never were visible, and do not stay."""
    (folder / ".unfinished").mkdir()
    (folder / ".unfinished" / "0123").write_bytes(b"ha")
    report = publish(folder, {**OLD, "c": b"other"})
    assert not (folder / ".unfinished").exists()
    report = publish(folder, OLD)
    assert files_of(folder) == OLD
    assert report.removed == ()


def test_a_half_written_first_build_is_completed(tmp_path: Path) -> None:
    """Into an empty folder files are written plainly; the next run mends what a kill tore."""
    folder = tmp_path / "site"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "index.html").write_bytes(b"ol")
    publish(folder, OLD)
    assert files_of(folder) == OLD


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": 1}',
        '{"format": 1, "folder": "x", "outputs": {"a": 3}}',
        '{"format": 99, "folder": "x", "outputs": {}}',
    ],
)
def test_a_damaged_manifest_is_not_believed(folder: Path, damage: str) -> None:
    """Everything is made again, and the site comes out right."""
    manifest = folder.parent / ".cache" / "manifest.json"
    manifest.write_text(damage.replace('"x"', json.dumps(str(folder))), "utf-8")
    report = publish(folder, NEW)
    assert report.kept == ()
    assert files_of(folder) == NEW


def test_a_manifest_of_bytes_is_not_believed(folder: Path) -> None:
    """Not even text."""
    (folder.parent / ".cache" / "manifest.json").write_bytes(b"\xff\xfe\x00")
    assert publish(folder, OLD).kept == ()


def test_outputs_with_odd_records_are_made_again(folder: Path) -> None:
    """A record that is not what this version writes is never taken for a fingerprint."""
    manifest = folder.parent / ".cache" / "manifest.json"
    recorded: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
    recorded["outputs"] = {path: [None, "1", {}] for path in recorded["outputs"]}
    manifest.write_text(json.dumps(recorded), "utf-8")
    assert publish(folder, OLD).kept == ()


def test_the_manifest_of_another_folder_is_not_believed(folder: Path) -> None:
    """A bulletin whose site_dir moved, or that was copied, is published whole."""
    elsewhere = folder.with_name("elsewhere")
    report = publish(elsewhere, OLD)
    assert report.kept == ()
    assert files_of(elsewhere) == OLD


def test_forgetting_makes_everything_again(folder: Path) -> None:
    """As `--full` asks for."""
    site = site_at(folder)
    site.forget()
    assert not any(site.has(path, content.hex()) for path, content in OLD.items())


def test_what_was_changed_by_hand_is_mended(folder: Path) -> None:
    """A file that somebody edited or deleted in site/ comes back, a strange one goes."""
    (folder / "a" / "index.html").write_bytes(b"edited")
    (folder / "b" / "index.html").unlink()
    (folder / "strange.html").write_bytes(b"strange")
    report = publish(folder, OLD)
    assert files_of(folder) == OLD
    assert set(report.written) == {"a/index.html", "b/index.html"}
    assert report.removed == ("strange.html",)


def test_a_change_that_keeps_the_size_is_seen(folder: Path) -> None:
    """By its time."""
    file = folder / "c"
    file.write_bytes(b"SAME")
    os.utime(file, ns=(0, 0))
    publish(folder, OLD)
    assert file.read_bytes() == b"same"


def test_hidden_files_are_left_alone(folder: Path) -> None:
    """The site may be a git repository, and hosts read names with a dot."""
    others = {".git/config": b"[core]", ".nojekyll": b"", "a/.htaccess": b"deny"}
    for path, content in others.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    publish(folder, {"c": b"same"})
    assert files_of(folder) == {**others, "c": b"same"}


def test_hidden_files_of_our_own_are_published(folder: Path) -> None:
    """As `.well-known/security.txt`: kept while it stands, removed when it is gone."""
    files = {**OLD, ".well-known/security.txt": b"Contact:"}
    publish(folder, files)
    assert files_of(folder) == files
    assert publish(folder, files).kept == tuple(files)
    publish(folder, OLD)
    assert files_of(folder) == OLD


def test_a_manifest_cannot_lead_out_of_the_site(folder: Path) -> None:
    """Nothing beside the site is deleted, whatever the manifest says."""
    beside = folder.parent / "beside.txt"
    beside.write_bytes(b"dear")
    manifest = folder.parent / ".cache" / "manifest.json"
    recorded: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
    for path in ("../beside.txt", str(beside), "a/../../beside.txt"):
        recorded["outputs"][path] = ["fingerprint", 4, beside.stat().st_mtime_ns]
    manifest.write_text(json.dumps(recorded), "utf-8")
    publish(folder, NEW)
    assert beside.read_bytes() == b"dear"


def test_empty_folders_are_removed(folder: Path) -> None:
    """With the last file of a folder the folder goes, and its empty parents; never the site."""
    publish(folder, {"deep/er/still/index.html": b"x", **OLD})
    publish(folder, {})
    assert list(folder.iterdir()) == []


def test_a_folder_takes_the_place_of_a_file(folder: Path) -> None:
    """And a file that of a folder."""
    publish(folder, {"c/index.html": b"folder", "a": b"file"})
    assert files_of(folder) == {"c/index.html": b"folder", "a": b"file"}


def test_a_link_in_the_site_does_not_lead_out_of_it(folder: Path) -> None:
    """Where somebody put a link to a folder elsewhere, the site's own folder takes its place."""
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (folder / "new").symlink_to(elsewhere, target_is_directory=True)
    publish(folder, NEW)
    assert list(elsewhere.iterdir()) == []
    assert files_of(folder) == NEW
    assert not (folder / "new").is_symlink()


def test_fingerprints_below_a_folder(folder: Path) -> None:
    """All of them, or none where one of the files is not as it was published."""
    site = site_at(folder)
    assert site.fingerprints("a/") == {"a/index.html": b"old a".hex()}
    (folder / "a" / "index.html").write_bytes(b"edited")
    assert site_at(folder).fingerprints("a/") == {}
