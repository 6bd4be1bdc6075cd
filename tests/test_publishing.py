"""Do the bytes reach the site unharmed, whatever happens on the way?"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings import publishing
from briefings.ledger import Ledger, Recorded
from briefings.publishing import Report, Site

OLD = {"a/index.html": b"old a", "b/index.html": b"old b", "gone/index.html": b"gone", "c": b"same"}
NEW = {"new/index.html": b"new", "a/index.html": b"new a", "b/index.html": b"new b", "c": b"same"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A published site with the files of OLD."""
    publish(tmp_path / "site", OLD)
    return tmp_path / "site"


def record_of(folder: Path) -> Path:
    """The file that knows how the site was left."""
    return folder.parent / ".cache" / "site"


def ledger_of(folder: Path) -> Ledger:
    """What is known of the site in a folder."""
    return Ledger(record_of(folder), str(folder))


def site_at(folder: Path) -> Site:
    """The site in a folder as the next build finds it."""
    return Site(folder, ledger_of(folder))


def publish(folder: Path, files: dict[str, bytes]) -> Report:
    """What a build does that makes these files: it keeps those whose fingerprint stands."""
    ledger = ledger_of(folder)
    site = Site(folder, ledger)
    prints = {path: content.hex() for path, content in files.items()}
    kept = {path for path, print_ in prints.items() if site.has(path, print_)}
    made = {
        path: (prints[path], site.stage(path, files[path])) for path in files if path not in kept
    }
    report = site.publish(set(site.known()) - kept, made)
    record(site, report, ledger, prints)
    return report


def record(site: Site, report: Report, ledger: Ledger, prints: dict[str, str]) -> None:
    """Remember what stands in the site now."""
    for path, fingerprint in prints.items():
        ledger.set_output(path, Recorded("file", path, path, fingerprint))
    site.leave(report, ledger)
    ledger.save()


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
    """So that a page that a published one leads to is always there; the record ends it."""
    publish(folder, {"a/index.html": b"new a", "new/index.html": b"new", "c": b"same"})
    order = [step for step in disk.done if step[0] != "write"]
    assert order == [
        ("replace", "new"),
        ("replace", "a"),
        *sorted([("unlink", "b"), ("unlink", "gone")]),
        ("replace", "site.changes"),
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
        "site.changes",
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
    assert publish(folder, NEW).kept == set(NEW)


def test_all_steps_of_a_fault_are_tried(folder: Path, disk: Disk) -> None:
    """The faults above reach from the first write to the record."""
    publish(folder, NEW)
    assert len(disk.done) == 8
    assert disk.done[-1] == ("replace", "site.changes")


def test_a_record_that_cannot_be_written_does_no_harm(folder: Path, disk: Disk) -> None:
    """The site is as it should be; the next build knows less, and does it all again."""
    disk.fails_at = 7
    with pytest.raises(OSError, match="disk is full"):
        publish(folder, NEW)
    assert files_of(folder) == NEW
    disk.fails_at = None
    assert publish(folder, NEW).kept == {"c"}


def test_nothing_is_touched_that_stands(folder: Path) -> None:
    """A build without a change writes no file of the site."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    report = publish(folder, OLD)
    assert report == Report(written=(), unchanged=(), kept=frozenset(OLD), removed=())
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_same_bytes_are_not_written_again(folder: Path) -> None:
    """What was rendered anew and came out alike stays as it stood."""
    inode = (folder / "c").stat().st_ino
    ledger = ledger_of(folder)
    site = Site(folder, ledger)
    made = {"c": ("another fingerprint", site.stage("c", b"same"))}
    report = site.publish(set(), made)
    assert (report.written, report.unchanged) == ((), ("c",))
    assert (folder / "c").stat().st_ino == inode
    record(site, report, ledger, {"c": "another fingerprint"})
    assert site_at(folder).has("c", "another fingerprint")


def test_the_report_says_what_was_done(folder: Path) -> None:
    """Written, kept and removed, as paths of the site."""
    report = publish(folder, NEW)
    assert report.written == ("new/index.html", "a/index.html", "b/index.html")
    assert report.kept == {"c"}
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


def test_the_record_of_a_killed_build_is_cleared_away(folder: Path) -> None:
    """Once it is so old that nobody can be at work on it."""
    killed = Ledger(record_of(folder), str(folder), read=False)
    killed.set_output("c", None)
    killed.spool()
    (left,) = record_of(folder).parent.glob("*unfinished")
    publish(folder, {"c": b"other"})
    assert left.exists()
    os.utime(left, ns=(0, 0))
    publish(folder, {"c": b"another"})
    assert not left.exists()


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
        lambda data: b"",
        lambda data: b"{",
        lambda data: b"\xff\xfe\x00" * 500,
        lambda data: data[:100],
        lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
    ],
)
def test_a_damaged_record_is_not_believed(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    """Everything is made again, and the site comes out right."""
    file = record_of(folder)
    file.write_bytes(damage(file.read_bytes()))
    report = publish(folder, NEW)
    assert report.kept == set()
    assert files_of(folder) == NEW


def test_the_record_of_another_version_is_not_believed(folder: Path) -> None:
    """What another version wrote is never taken for a fingerprint."""
    ledger = Ledger(record_of(folder), "another")
    assert not any(Site(folder, ledger).has(path, one.hex()) for path, one in OLD.items())


def test_the_record_of_another_folder_is_not_believed(folder: Path) -> None:
    """A bulletin whose site_dir moved, or that was copied, is published whole."""
    elsewhere = folder.with_name("elsewhere")
    report = publish(elsewhere, OLD)
    assert report.kept == set()
    assert files_of(elsewhere) == OLD


def test_forgetting_makes_everything_again(folder: Path) -> None:
    """As `--full` asks for."""
    site = Site(folder, Ledger(record_of(folder), str(folder), read=False))
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
    assert publish(folder, files).kept == set(files)
    publish(folder, OLD)
    assert files_of(folder) == OLD


def test_a_record_cannot_lead_out_of_the_site(folder: Path) -> None:
    """Nothing beside the site is deleted, whatever the record says."""
    beside = folder.parent / "beside.txt"
    beside.write_bytes(b"dear")
    look = 4, beside.stat().st_mtime_ns
    ledger = ledger_of(folder)
    ledger.set_left(
        dict.fromkeys(("../beside.txt", str(beside), "a/../../beside.txt", "../.x/../y"), look), {}
    )
    ledger.save()
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


def test_what_somebody_touched_is_known(folder: Path) -> None:
    """Files edited, deleted or added by hand; else the site is as it was left."""
    site = site_at(folder)
    assert (set(site.known()), site.altered(), site.is_as_left()) == (set(OLD), set(), True)
    (folder / "strange.html").write_bytes(b"strange")
    assert not site_at(folder).is_as_left()
    (folder / "a" / "index.html").write_bytes(b"edited")
    (folder / "c").unlink()
    assert site_at(folder).altered() == {"a/index.html", "c"}


def test_what_is_gone_is_forgotten(folder: Path) -> None:
    """And comes back as new."""
    publish(folder, {"c": b"same"})
    assert set(site_at(folder).known()) == {"c"}
    assert set(publish(folder, OLD).written) == OLD.keys() - {"c"}
