"""Does `briefings stats` count what readers see, and name what is left to do?"""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from briefings.charting import bar_of, chart
from briefings.counting import Count
from tests.sites import run
from tests.terminals import BRIEFINGS, typed
from tests.test_commands import bulletin

STATS = (*BRIEFINGS, "stats")
HEAD = "title: A\ntopics: [economy]\n"
SOURCE = "sources: [https://example.org/a]\n"
FILES = {
    "content/publishers.yml": "known: {name: The Known, hosts: [known.example]}\n",
    "content/stories.yml": "old: {name: Old}\nnew: {name: New}\nover: {name: Over, status: closed}\n",
    "content/people.yml": "ann: {name: Ann}\n",
    "content/entries/2024/06/14-a.md": f"---\n{HEAD}kind: offer\nstories: [old, over]\n{SOURCE}---\n",
    "content/entries/2024/06/15-b.md": f"---\n{HEAD}kind: offer\nstatus: claimed\n"
    "sources:\n  - {url: 'https://www.known.example/x', archived: 'https://a.example/x'}\n"
    "  - https://known.example/y\n  - {title: A paper}\n"
    "quotes:\n  - {speaker: ann, text: Yes, verified: 2024-06-16}\n  - {speaker: ann, text: No}\n---\n",
    "content/entries/2024/12/31-c.md": f"---\n{HEAD}stories: [new]\n{SOURCE}"
    "responds_to: [2024/06/15/b]\ncorrections:\n  - {date: 2025-01-01, kind: update, text: More.}\n---\n",
    "content/entries/2024/12/31-d.md": f"---\n{HEAD}draft: true\n{SOURCE}---\n",
    "content/entries/2024/12/31-e.md": f"---\n{HEAD}publish: 2030-01-01\n{SOURCE}---\n",
    "content/entries/2024/12/31-f.md": f"---\n{HEAD}status: withdrawn\n{SOURCE}"
    "corrections:\n  - {date: 2025-01-01, kind: withdrawal, text: Wrong.}\n---\n",
    "content/entries/2024/12/31-g.md": "---\ntitle: A\nlanguage: ro\ntranslation_of: 2024/12/31/c\n---\n",
    "content/entries/2024/12/31-h.md": "---\ntitel: broken\n---\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bulletin with one of everything that is counted, and one entry that is broken."""
    return bulletin(tmp_path_factory.mktemp("stats"), FILES)


@pytest.fixture(scope="module")
def numbers(folder: Path) -> dict[str, Any]:
    """The numbers as JSON."""
    done = run((*STATS, "--format", "json"), folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_readers_see_is_counted(numbers: dict[str, Any]) -> None:
    """A translation counts with its original; what is hidden or withdrawn counts apart."""
    apart = ("entries", "translations", "drafts", "embargoed", "withdrawn")
    assert [numbers[one] for one in apart] == [3, 1, 1, 1, 1]


def counted(counts: list[dict[str, Any]]) -> dict[str, int]:
    """Those that occur, in their order."""
    return {one["name"]: one["number"] for one in counts if one["number"]}


def test_entries_are_counted_by_what_they_share(numbers: dict[str, Any]) -> None:
    """Days, months, topics, statuses, kinds, publishers; an unknown publisher by its host."""
    assert counted(numbers["by_day"]) == {"2024-06-14": 1, "2024-06-15": 1, "2024-12-31": 1}
    assert counted(numbers["by_month"]) == {"2024-06": 2, "2024-12": 1}
    assert counted(numbers["by_topic"]) == {"Economy": 3}
    assert counted(numbers["by_status"]) == {"reported": 2, "claimed": 1}
    assert counted(numbers["by_kind"]) == {"event": 1, "offer": 2}
    assert counted(numbers["by_publisher"]) == {"example.org": 2, "The Known": 1}
    assert counted(numbers["corrections"]) == {"update": 1, "withdrawal": 1}


def test_what_is_left_to_do_is_named(numbers: dict[str, Any]) -> None:
    """Sources, quotes, offers and stories, with the entries concerned."""
    assert numbers["without_archive"] == {
        "of": 4,
        "missing": 3,
        "entries": ["2024/12/31/c", "2024/06/15/b", "2024/06/14/a"],
    }
    assert numbers["unverified"] == {"of": 2, "missing": 1, "entries": ["2024/06/15/b"]}
    assert numbers["unanswered"] == {"of": 2, "missing": 1, "entries": ["2024/06/14/a"]}
    assert numbers["quiet"] == [{"id": "old", "name": "Old", "latest": "2024-06-14"}]


def test_text_has_a_line_each(folder: Path) -> None:
    """For people: a heading, names, numbers, bars, and no colours where no terminal is."""
    said = run(STATS, folder, {"PYTHONIOENCODING": "utf-8"}).stdout
    assert said.startswith("3 entries, 1 translation, 1 draft, 1 under embargo, 1 withdrawn\n")
    assert "\noffer      2  █" in said
    assert "3 of 4 sources have no archived copy\n" in said
    assert "1 of 2 offers have no answer\n  2024/06/14/a\n" in said
    assert "1 open story is quiet\n  old, since 2024-06-14\n" in said
    assert "\x1b" not in said


def test_a_plain_terminal_gets_plain_bars(folder: Path) -> None:
    """Where blocks cannot be shown, number signs stand for them."""
    said = run(STATS, folder, {"PYTHONIOENCODING": "ascii"}).stdout
    assert "\noffer      2  ##########" in said
    assert "█" not in said
    status, screen = typed(STATS, folder, [], {"TERM": "dumb"})
    assert status == 0
    assert "█" not in screen
    assert "###" in screen


def test_an_empty_bulletin_has_numbers_too(tmp_path: Path) -> None:
    """Nothing is no mistake."""
    folder = bulletin(tmp_path, {})
    (folder / "content/entries/2024/06/14-a.md").unlink()
    done = run(STATS, folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("0 entries\n")


def test_bars_are_as_long_as_the_numbers() -> None:
    """The most is the whole width, the least is seen, nothing is nothing; wide letters count as two."""
    assert [bar_of(share, 4, ascii_only=False) for share in (1, 0.5, 0.53, 0.001, 0)] == [
        "████",
        "██",
        "██▏",
        "▏",
        "",
    ]
    assert [bar_of(share, 4, ascii_only=True) for share in (1, 0.5, 0.001, 0)] == [
        "####",
        "##",
        "#",
        "",
    ]
    counts = [Count("a", "日本", 10), Count("b", "Iași\x1b[2J", 5), Count("c", "x" * 60, 0)]
    lines = list(chart(counts, width=8))
    assert lines[0] == f"日本{' ' * 30}  10  ████████"
    assert lines[1] == f"Iași?[2J{' ' * 26}   5  ████"
    assert lines[2] == f"{'x' * 31}...   0"
    out = io.BytesIO()
    out.writelines(line.encode("ascii") for line in chart(counts, width=8, ascii_only=True))
