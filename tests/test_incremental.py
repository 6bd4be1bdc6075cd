"""Is an incremental build as right as a full one, and no more work than it has to be?"""

import os
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from briefings.building import build
from briefings.plugin.project import read_project
from briefings.preparing import prepare
from briefings.problems import ContentError
from briefings.publishing import Report
from briefings.search import segments
from briefings.search.segments import INDEX
from tests.conftest import SMALL_BULLETIN
from tests.edits import FIRST, OTHERS, VALUES, Edit, edits, entry_files, keys_of_an_entry, with_key
from tests.sites import copied

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _several_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Divide even the small bulletin's search index."""
    monkeypatch.setattr(segments, "MOST", 4)
    monkeypatch.setattr(segments, "MOST_NEW", 2)


def published(folder: Path, now: datetime = NOW, *, full: bool = False) -> Report:
    """Build the bulletin in a folder as the command does."""
    project = read_project(folder / "mkdocs.yml")
    return build(prepare(project, now=now, cached=not full))


def contents(site: Path) -> dict[str, bytes]:
    """Every file of a site with its bytes."""
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


def different(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The paths at which two sites differ."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


class Editing(RuleBasedStateMachine):
    """An editor at work, with a build after each edit."""

    folder: Path
    scratch: Path

    @initialize()
    def begin(self) -> None:
        """Start with the small bulletin, built."""
        self.now = NOW
        self.before: dict[str, bytes] = {}
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.folder = copied(SMALL_BULLETIN, self.scratch / "bulletin")
        published(self.folder, self.now)
        self.before = contents(self.folder / "site")

    @rule(edit=edits())
    def edit(self, edit: Edit) -> None:
        """Apply an edit; what the loader refuses is taken back, and nothing is published."""
        kept = self.scratch / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.folder, kept, ignore=shutil.ignore_patterns("site", ".cache"))
        try:
            edit.apply(self.folder)
        except FileNotFoundError:
            return
        note(edit.name)
        try:
            report = published(self.folder, self.now)
        except ContentError:
            assert contents(self.folder / "site") == self.before
            shutil.rmtree(self.folder / "content")
            shutil.copytree(kept / "content", self.folder / "content")
            return
        self.compare(report, exactly=not edit.of_the_theme)

    @rule(hours=st.integers(1, 24 * 40))
    def wait(self, hours: int) -> None:
        """Let time pass, and with it embargoes and events."""
        self.now += timedelta(hours=hours)
        self.compare(published(self.folder, self.now))

    def compare(self, report: Report, *, exactly: bool = True) -> None:
        """The site is that of a full build, and what was made anew had to be."""
        site = contents(self.folder / "site")
        fresh = self.scratch / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(self.folder, fresh, ignore=shutil.ignore_patterns("site", ".cache"))
        published(fresh, self.now)
        assert different(site, contents(fresh / "site")) == []
        changed = set(different(self.before, site))
        assert {*report.written, *report.removed} == changed
        if exactly:
            needless = {path for path in report.unchanged if not path.startswith(INDEX)}
            assert needless == set(), "made anew, though they show nothing of the edit"
        self.before = site

    @invariant()
    def nothing_unfinished(self) -> None:
        """No half-written file is left."""
        assert not (self.folder / "site/.unfinished").exists()


def test_an_incremental_build_equals_a_full_one(tmp_path: Path) -> None:
    """Whatever is edited, the site has the bytes of a full build, and nothing else was made anew."""
    machine = type("Here", (Editing,), {"scratch": tmp_path / "work"})
    test = machine.TestCase  # type: ignore[attr-defined]
    test.settings = settings(
        max_examples=int(os.environ.get("BRIEFINGS_EXAMPLES", "8")),
        stateful_step_count=8,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),  # A step is a build: making a failure smaller would take minutes.
        suppress_health_check=list(HealthCheck),
    )
    test("runTest").debug()


def test_edits_touch_every_key() -> None:
    """The edits that are drawn know every key of an entry."""
    assert set(VALUES) == keys_of_an_entry()


@pytest.mark.parametrize("key", sorted(VALUES))
def test_each_key(key: str, tmp_path: Path) -> None:
    """Setting any key on any entry that takes it gives the bytes of a full build."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    published(folder, NOW)
    taken = 0
    for file in entry_files(folder / "content"):
        original = file.read_text("utf-8")
        for value in VALUES[key] or [f"2024-{file.parts[-2]}-{file.name[:2]}T11:00"]:
            if key == "body" and file.suffix == ".md":
                file.write_text(f"{original}\n{value}\n", "utf-8")
            else:
                file.write_text(with_key(original, key, value), "utf-8")
            before = contents(folder / "site")
            try:
                report = published(folder, NOW)
            except ContentError:
                assert contents(folder / "site") == before
                continue
            taken += 1
            needless = {path for path in report.unchanged if not path.startswith(INDEX)}
            assert needless == set(), f"{file.name}: {key}: {value}"
            if taken == 1:
                incremental = contents(folder / "site")
                published(folder, NOW, full=True)
                assert different(incremental, contents(folder / "site")) == []
        file.write_text(original, "utf-8")
        published(folder, NOW)
        if taken >= 2:
            break
    assert taken, "no entry of the small bulletin takes this key's values"


@pytest.mark.parametrize("edit", OTHERS, ids=lambda edit: edit.name)
def test_each_other_edit(edit: Edit, tmp_path: Path) -> None:
    """Each edit of another kind of file makes anew what shows it, and no more."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    published(folder, NOW)
    before = contents(folder / "site")
    edit.apply(folder)
    try:
        report = published(folder, NOW)
    except ContentError:
        assert contents(folder / "site") == before
        return
    incremental = contents(folder / "site")
    needless = {path for path in report.unchanged if not path.startswith(INDEX)}
    assert edit.of_the_theme or needless == set()
    published(folder, NOW, full=True)
    assert different(incremental, contents(folder / "site")) == []


def test_an_edit_indexes_its_own_segment(tmp_path: Path) -> None:
    """All other segments are kept as they are; an entry that is gone takes its files along."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    file = folder / "content/entries/2001/05/06-rain.md"
    file.parent.mkdir(parents=True)
    file.write_text(FIRST, "utf-8")
    every = _segments_of(published(folder).written)
    assert len(every) >= 3
    file.write_text(f"{FIRST}\nAnother word.\n", "utf-8")
    report = published(folder)
    (edited,) = _segments_of(report.written)
    assert _segments_of(report.kept) == every - {edited}
    file.unlink()
    report = published(folder)
    assert _segments_of(report.written) == set()
    assert _segments_of(report.removed) == {edited}
    assert not (folder / "site" / INDEX / edited).exists()


def _segments_of(paths: Iterable[str]) -> set[str]:
    """The segments of the search that some files of a site belong to."""
    found = {path.split("/")[1] for path in paths if path.startswith(INDEX)}
    return found - {"program", "segments.json"}
