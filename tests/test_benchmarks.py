"""Is what the benchmark compares a bulletin, always the same one, and are its tables right?"""

import time
from importlib import import_module
from itertools import product
from operator import attrgetter
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks import bulletin, hugosite, report
from benchmarks.corpus import Corpus, corpus
from benchmarks.costs import Cost, medians
from benchmarks.results import Archive, Output, Results, Row, Step, Tool, rows
from benchmarks.stages import REST, STAGES, Stopwatch
from benchmarks.wording import BODY_WORDS
from briefings.checking import check
from briefings.loading import load
from briefings.problems import Problem
from tests.loads import content_of_files
from tests.making import Content
from tests.sites import settings_of
from tests.tools import ROOT

ENTRIES = 50
COST = Cost(wall=0.5, processor=0.75, memory=200 << 20)


@pytest.fixture(scope="module")
def written() -> Corpus:
    """A small bulletin."""
    return corpus(ENTRIES)


@pytest.fixture(scope="module")
def loaded(
    written: Corpus, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Content, list[Problem]]:
    """What the program reads of it, and what it complains of."""
    folder = tmp_path_factory.mktemp("bench") / "bulletin"
    bulletin.write(folder, written, ROOT / "theme")
    settings = settings_of(folder)
    found = load(settings)
    return content_of_files(found), [*found.problems(), *check(found, settings)]


def test_the_corpus_is_in_order(written: Corpus, loaded: tuple[Content, list[Problem]]) -> None:
    """Each entry is found, and there is nothing to complain of."""
    content, problems = loaded
    assert [str(problem) for problem in problems] == []
    assert {entry.id for entry in content.entries} == {entry.id for entry in written.entries}
    assert len(written.entries) == ENTRIES


def test_the_corpus_is_like_a_bulletin() -> None:
    """It has what real ones have, and bodies as long as theirs."""
    entries = corpus(500).entries
    assert any(entry.listed for entry in entries)
    assert any(entry.answers for entry in entries)
    assert any(entry.stories for entry in entries)
    assert 0.1 < sum(bool(entry.quotes) for entry in entries) / len(entries) < 0.3
    plain = [len(entry.body.split()) for entry in entries if "|" not in entry.body]
    assert all(BODY_WORDS[0] <= length <= BODY_WORDS[1] + 60 for length in plain)


@pytest.mark.parametrize("tool", Tool)
def test_a_seed_gives_the_same_bytes(tool: Tool, tmp_path: Path) -> None:
    """Everybody builds the same files, and another seed gives others."""
    one, again, other = (
        laid_out(tool, corpus(ENTRIES, seed), tmp_path / name)
        for seed, name in ((1, "one"), (1, "again"), (2, "other"))
    )
    assert one == again
    assert one != other


def laid_out(tool: Tool, content: Corpus, folder: Path) -> dict[str, bytes]:
    """Every file of a bulletin laid out for a tool, by its path."""
    if tool is Tool.BRIEFINGS:
        bulletin.write(folder, content, ROOT / "theme")
    else:
        hugosite.write(folder, content)
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def results(**given: object) -> Results:
    """Figures in which every step takes half a second, and Hugo ten seconds."""
    costs = {(step, Tool.BRIEFINGS): COST for step in Step}
    costs |= {(step, Tool.HUGO): Cost(wall=10, processor=20, memory=3 << 30) for step in Step}
    made = Results(
        entries=70_000,
        costs=costs,
        output=dict.fromkeys(Tool, Output(files=1234, size=5 << 20)),
        archives=(
            Archive(entries=1_000, edited=Cost(wall=0.4), rewritten=30),
            Archive(entries=10_000, edited=Cost(wall=0.1), rewritten=30),
            Archive(entries=70_000, edited=COST, rewritten=31),
        ),
    )
    return replace(made, **given)


def row(what: str, of: Results) -> Row:
    """The line that begins so."""
    return next(one for one in rows(of) if one.what == what)


def test_a_step_is_held_against_hugo() -> None:
    """The ratio is of wall times, and the aim decides."""
    assert row(Step.BODY, results()) == Row(
        what="one body edited",
        ours="0.50 s",
        theirs="10.0 s",
        ratio="0.050 ×",
        aim="≤ 0.12 ×",
        reached=True,
    )
    assert row(Step.RENAMED, results()).reached is None


def test_a_server_that_ended_is_held_against_nothing() -> None:
    """The preview's own aim is in seconds."""
    costs = {key: cost for key, cost in results().costs.items() if key != (Step.PREVIEW, Tool.HUGO)}
    found = row(Step.PREVIEW, results(costs=costs))
    assert (found.theirs, found.ratio, found.reached) == ("ended", "", True)


def test_an_aim_that_is_missed_is_said() -> None:
    """Where a step takes longer than its share, the table says no."""
    slow = results(costs={**results().costs, (Step.BODY, Tool.BRIEFINGS): Cost(wall=2)})
    assert row(Step.BODY, slow).ratio == "0.20 ×"
    assert row(Step.BODY, slow).reached is False


def test_memory_counts_at_seventy_thousand() -> None:
    """A smaller archive says nothing about the aim."""
    assert row("peak memory, cold, with search", results()).reached is True
    assert row("peak memory, cold, with search", results(entries=10_000)).reached is None


def test_growth_is_held_against_smaller_archives() -> None:
    """Five times the time and a file more are too much."""
    edited = row("one body edited, against 10,000 entries", results())
    assert (edited.ratio, edited.reached) == ("5.00 ×", False)
    files = row("files written for one new entry, against 1,000 entries", results())
    assert (files.ours, files.reached) == ("31", False)


def test_each_median_is_of_one_figure() -> None:
    """The quickest run need not be the one with the least memory."""
    costs = [Cost(wall=wall, memory=memory) for wall, memory in ((1, 30), (2, 10), (9, 20))]
    assert medians(costs) == Cost(wall=2, memory=20)


def test_tables_line_up() -> None:
    """Every line of a table is as wide as the others and has as many cells."""
    for table in (report.aims(results()), report.resources(results())):
        lines = table.splitlines()
        assert len({len(line) for line in lines}) == 1
        assert len({line.count("|") for line in lines}) == 1
    assert "| one body edited  " in report.aims(results())
    assert " 0.75 s |" in report.resources(results())
    assert " 3.00 GiB |" in report.resources(results())


def test_a_run_replaces_the_section_of_its_size() -> None:
    """The document keeps the other sizes, the smallest first."""
    document = ""
    for entries, machine in product((70_000, 1_000, 70_000), ("slow", "quick")):
        added = report.section(results(entries=entries), [machine], f"make bench N={entries}")
        document = report.merged(document, added)
    headings = [line for line in document.splitlines() if line.endswith(" entries")]
    assert headings == ["## 1,000 entries", "## 70,000 entries"]
    assert document.count("- quick\n") == 2
    assert "- slow" not in document
    assert document.startswith("# How fast is it?\n")
    assert report.merged(document, added) == document


@pytest.mark.parametrize(("stage", "module", "name"), STAGES)
def test_each_stage_that_is_profiled_is_there(stage: str, module: str, name: str) -> None:
    """Else its time would be counted as another's."""
    assert callable(attrgetter(name)(import_module(module))), stage


def test_a_stage_is_given_what_none_within_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the times of all add up."""
    moments = iter([0, 1, 3, 7, 15])
    monkeypatch.setattr(time, "perf_counter", lambda: next(moments))
    stopwatch = Stopwatch()
    stopwatch.timed("outer", stopwatch.timed("inner", lambda: None))()
    assert stopwatch.spent == {REST: 1, "outer": 2 + 8, "inner": 4}
