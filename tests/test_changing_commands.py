"""`briefings move`, `rename`, `withdraw`: does all follow, and does nothing happen where it cannot?"""

import sys
from pathlib import Path

import pytest

from tests.sites import run
from tests.test_commands import CONFIGURATION, bulletin, said

MAIN = (sys.executable, "-c", "from briefings.commands import main; main()")
CHECK = (*MAIN, "check")
KEYS = "topics: [economy]\nsources: [https://example.org]\n"
ENTRIES = "content/entries/2024"
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIGURATION,
    "content/topics.yml": (
        "# In order.\neconomy: {name: Economy} # all\ngrid: {name: Grid, parent: economy}\n"
    ),
    "content/people.yml": "ann:\n  name: Ann\n  roles:\n    - {role: Head, organization: port}\n",
    "content/organizations.yml": "port: {name: Port}\n",
    f"{ENTRIES}/06/14-a.md": (
        "---\ntitle:  A\ndate: 2024-06-14T10:00Z\ntopics: [economy]  # one\nby: [ann]\n"
        "sources: [https://example.org]\n---\nSee [b](14-b.yml#x), [c](entry:2024/06/13/c) and\nno more.\n"
    ),
    f"{ENTRIES}/06/14-b.yml": (
        f"title: B\n{KEYS}responds_to: [2024/06/14/a]\nupdates: [2024/06/14/a]\n"
        "events:\n  - {id: e, title: E, start: 2024-06-20, outcome: 2024/06/14/a}\n"
        "quotes:\n  - {speaker: ann, text: Yes}\n"
        "body: |\n  [a](14-a.md), [a](/2024/06/14/a/) and [grid](/topics/economy/2024/).\n"
    ),
    f"{ENTRIES}/06/13.yml": (
        "# The day.\n- slug: c\n  title: C\n  topics: [economy, grid]\n"
        "  sources: [https://example.org]\n  body: |\n    [a](14-a.md) [ann](/people/ann/)\n"
        "# on d\n- slug: d # last\n  title: D\n"
        "  topics: [grid]\n  sources: [https://example.org]\n"
        "  responds_to:\n    - {entry: 2024/06/14/a, stance: rejects}\n"
    ),
    f"{ENTRIES}/06/12-ro.md": "---\ntitle: A\nlanguage: ro\ntranslation_of: 2024/06/14/a\n---\nA.\n",
    "content/briefings/2024-06-14.md": "[A](../entries/2024/06/14-a.md) [t](/topics/economy/)\n",
    "content/pages/about.md": "# About\n\n[A](../entries/2024/06/14-a.md#x), [e](/topics/economy/).\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bulletin in which everything refers to one entry, one topic and one person."""
    return bulletin(tmp_path, FILES)


def texts(folder: Path) -> dict[str, str]:
    """The content's files."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted((folder / "content").rglob("*"))
        if path.is_file()
    }


def ran(folder: Path, *arguments: str) -> dict[str, tuple[str | None, str | None]]:
    """The files that a command changed, before and after; the content is in order then."""
    before = texts(folder)
    done = run((*MAIN, *arguments), folder)
    assert done.returncode == 0, done.stderr
    after = texts(folder)
    checked = run(CHECK, folder)
    assert checked.returncode == 0, checked.stderr
    return {
        path: (before.get(path), after.get(path))
        for path in {*before, *after}
        if before.get(path) != after.get(path)
    }


def test_a_file_moves_to_another_month(folder: Path) -> None:
    """References of every sort follow, its own links too; the old address is an alias."""
    changed = ran(folder, "move", "2024/06/14/a", "2024/07/01/new-a")
    assert changed.pop(f"{ENTRIES}/06/14-a.md")[1] is None
    assert changed.pop(f"{ENTRIES}/07/01-new-a.md")[1] == (
        "---\ntitle:  A\ndate: 2024-07-01T10:00Z\ntopics: [economy]  # one\nby: [ann]\n"
        "sources: [https://example.org]\naliases: [/2024/06/14/a/]\n---\n"
        "See [b](../06/14-b.yml#x), [c](entry:2024/06/13/c) and\nno more.\n"
    )
    for path, (before, after) in changed.items():
        assert before
        expected = before.replace("2024/06/14/a", "2024/07/01/new-a")
        expected = expected.replace("entries/2024/06/14-a.md", "entries/2024/07/01-new-a.md")
        assert after == expected.replace("(14-a.md", "(../07/01-new-a.md"), path
    assert sorted(changed) == [
        "content/briefings/2024-06-14.md",
        f"{ENTRIES}/06/12-ro.md",
        f"{ENTRIES}/06/13.yml",
        f"{ENTRIES}/06/14-b.yml",
        "content/pages/about.md",
    ]


def test_a_move_and_back(folder: Path) -> None:
    """The address that an entry has is none of its aliases."""
    ran(folder, "move", f"{folder}/{ENTRIES}/06/14-a.md", "2024/06/14/z")
    ran(folder, "move", "entry:2024/06/14/z", "/2024/06/14/a/")
    text = (folder / f"{ENTRIES}/06/14-a.md").read_text()
    assert "aliases: [/2024/06/14/z/]\n" in text
    assert run((*MAIN, "move", "2024/06/14/a", "2024/06/14/a"), folder).returncode == 1


def test_an_entry_of_a_list_moves_with_its_comments(folder: Path) -> None:
    """From list to list, into a file of its own, and back into a list."""
    ran(folder, "move", "2024/06/13/d", "2024/06/11/dd")
    assert (folder / f"{ENTRIES}/06/11.yml").read_text() == (
        "# on d\n- slug: dd # last\n  title: D\n  topics: [grid]\n  sources: [https://example.org]\n"
        "  responds_to:\n    - {entry: 2024/06/14/a, stance: rejects}\n  aliases: [/2024/06/13/d/]\n"
    )
    assert "slug: d" not in (folder / f"{ENTRIES}/06/13.yml").read_text()
    ran(folder, "move", "2024/06/11/dd", f"{folder}/{ENTRIES}/06/11-d.md")
    assert not (folder / f"{ENTRIES}/06/11.yml").exists()
    own = (folder / f"{ENTRIES}/06/11-d.md").read_text()
    assert own.startswith("---\n# on d\ntitle: D\ntopics: [grid]\n")
    assert own.endswith("aliases: [/2024/06/13/d/, /2024/06/11/dd/]\n---\n")
    changed = ran(folder, "move", "2024/06/13/c", f"{folder}/{ENTRIES}/06/10-c.md")
    assert (changed[f"{ENTRIES}/06/10-c.md"][1] or "").endswith(
        "---\n[a](14-a.md) [ann](/people/ann/)\n"
    )
    ran(folder, "move", "2024/06/14/a", f"{folder}/{ENTRIES}/06/14.yml")
    assert (folder / f"{ENTRIES}/06/14.yml").read_text() == (
        "- slug: a\n  title:  A\n  date: 2024-06-14T10:00Z\n  topics: [economy]  # one\n  by: [ann]\n"
        "  sources: [https://example.org]\n  body: |\n"
        "    See [b](14-b.yml#x), [c](entry:2024/06/10/c) and\n    no more.\n"
    )
    assert "[a](entry:2024/06/14/a)" in (folder / f"{ENTRIES}/06/14-b.yml").read_text()


def test_the_schema_of_a_file_stays_with_the_file(folder: Path) -> None:
    """It is that of a list, or of an entry: one that goes elsewhere does not take it along."""
    listed, own = folder / f"{ENTRIES}/06/13.yml", folder / f"{ENTRIES}/06/14-b.yml"
    line = "# yaml-language-server: $schema=../../../../schemas/{}.json\n"
    listed.write_text(line.format("entries") + listed.read_text())
    own.write_text(line.format("entry") + own.read_text())
    ran(folder, "move", "2024/06/13/c", f"{folder}/{ENTRIES}/06/13-c.yml")
    assert (folder / f"{ENTRIES}/06/13-c.yml").read_text().startswith("# The day.\ntitle: C\n")
    assert listed.read_text().startswith(line.format("entries") + "# on d\n- slug: d")
    ran(folder, "move", "2024/06/14/b", "2024/06/13/b")
    own = folder / f"{ENTRIES}/06/13-b.yml"
    assert own.read_text().startswith(line.format("entry") + "title: B\n")
    ran(folder, "move", "2024/06/13/b", str(listed))
    assert listed.read_text().count("yaml-language-server") == 1


def test_a_slug_changes_within_its_list(folder: Path) -> None:
    """The entry keeps its place. A draft has no address that anybody could know."""
    path = f"{ENTRIES}/06/13.yml"
    ran(folder, "move", "2024/06/13/d", "2024/06/13/dd")
    text = (folder / path).read_text()
    assert "- slug: dd # last\n" in text
    assert "  aliases: [/2024/06/13/d/]\n" in text
    (folder / path).write_text(text.replace("  title: C\n", "  title: C\n  draft: yes\n"))
    ran(folder, "move", "2024/06/13/c", "2024/06/13/cc")
    assert "/2024/06/13/c/" not in (folder / path).read_text()


def test_a_topic_is_renamed_everywhere(folder: Path) -> None:
    """In the registry, where its children name it, in entries, and in links to its pages."""
    changed = ran(folder, "rename", "topic", "economy", "money")
    for path, (before, after) in changed.items():
        expected = (before or "").replace("/economy/", "/money/").replace("[economy", "[money")
        expected = expected.replace("\neconomy:", "\nmoney:").replace(
            "parent: economy", "parent: money"
        )
        assert after == expected, path
    assert len(changed) == 6


def test_an_actor_is_renamed_everywhere(folder: Path) -> None:
    """People and organizations share their ids; a name in a text is nobody's id."""
    changed = ran(folder, "rename", "person", "ann", "ann-b")
    assert sorted(changed) == [
        f"{ENTRIES}/06/13.yml",
        f"{ENTRIES}/06/14-a.md",
        f"{ENTRIES}/06/14-b.yml",
        "content/people.yml",
    ]
    assert "[ann](/people/ann-b/)" in (folder / f"{ENTRIES}/06/13.yml").read_text()
    changed = ran(folder, "rename", "organization", "port", "harbour")
    assert "organization: harbour}" in (changed["content/people.yml"][1] or "")


def test_an_entry_is_withdrawn(folder: Path) -> None:
    """It has its status and a correction with date and reason; who refers to it is told."""
    done = run((*MAIN, "withdraw", "2024/06/14/a", "--reason", "It was:  a\nforgery."), folder)
    assert done.returncode == 0
    assert "hidden-reference" in done.stderr
    text = (folder / f"{ENTRIES}/06/14-a.md").read_text()
    added = (
        "status: withdrawn\n",
        'corrections:\n  - {date: 2025-01-01, kind: withdrawal, text: "It was: a forgery."}\n',
    )
    for lines in added:
        assert lines in text
        text = text.replace(lines, "")
    assert text == FILES[f"{ENTRIES}/06/14-a.md"]
    assert run((*MAIN, "withdraw", "2024/06/14/a", "--reason", "x"), folder).returncode == 1


def test_a_history_ends_with_the_withdrawal(folder: Path) -> None:
    """Where there is a history, its last status is the entry's."""
    path = folder / f"{ENTRIES}/06/13.yml"
    history = "  history:\n    - {date: 2024-06-13, status: claimed, text: So they said.}\n"
    path.write_text(path.read_text().replace("  title: D\n", f"  title: D\n{history}"))
    ran(folder, "withdraw", "2024/06/13/d", "--reason", "Untrue.", "--date", "2024-06-16")
    assert (
        f"{history}    - {{date: 2024-06-16, status: withdrawn, text: Untrue.}}\n"
        in path.read_text()
    )
    assert "  status:" not in path.read_text()


def test_plain_pages_may_lie_elsewhere(tmp_path: Path) -> None:
    """The folder of plain pages need not be below the content."""
    page = "docs/about.md"
    files = {
        "mkdocs.yml": CONFIGURATION.replace("content/pages", "docs"),
        page: "[e](/topics/economy/)\n",
    }
    folder = bulletin(tmp_path, {**FILES, **files})
    ran(folder, "rename", "topic", "economy", "money")
    assert (folder / page).read_text() == "[e](/topics/money/)\n"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ("move 2024/06/14/a 2024/06/14/b", 1, "2024/06/14-b.yml"),
        ("move 2024/06/14/a 2024/06/13/c", 1, "[url-taken]"),
        ("move 2024/06/14/a 2024/06/31/a", 2, "there is no 2024-06-31"),
        ("move 2024/06/14/a 2024/06/14/A", 2, "capital letters"),
        ("move 2024/06/14/aa 2024/06/15/a", 2, 'Did you mean "2024/06/14/a"?'),
        ("move 2024/06/14/a ../../../outside.md", 2, "not in content/"),
        ("move 2024/06/14/a content/topics.yml", 2, "no place for an entry"),
        ("move content/entries/2024/06/13.yml 2024/06/15/x", 2, "holds several entries"),
        ("move 2024/06/14/a", 2, "Missing argument"),
        ("rename topic econ money", 2, 'no "econ" in topics.yml'),
        ("rename topic economy grid", 1, "already an id"),
        ("rename person ann port", 1, "already an id in content/organizations.yml"),
        ("rename topic economy Money", 2, "Write money."),
        ("rename thing a b", 2, "is not one of"),
        ("withdraw 2024/06/14/a", 2, "--reason"),
        ("withdraw 2024/06/14/a --reason x --date 2024-06-31", 2, "there is no 2024-06-31"),
        ("withdraw 2024/06/14/a --reason x --date 2031-01-01", 2, "still to come"),
        ("withdraw 2024/06/13/x --reason x", 2, "there is no entry"),
        ("withdraw 2024/06/14/a --reason x --date 2024-06-13", 1, "is of 2024-06-14"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    folder: Path, arguments: str, status: int, told: str
) -> None:
    """It is said why, in a line, and no file is touched."""
    before = texts(folder)
    done = run((*MAIN, *arguments.split()), folder, cwd=folder)
    assert done.returncode == status, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert texts(folder) == before


def test_content_with_mistakes_is_not_changed(folder: Path) -> None:
    """Its problems are said, and nothing else happens."""
    (folder / "content/people.yml").write_text("ann: {name: [}\n")
    before = texts(folder)
    done = run((*MAIN, "rename", "topic", "economy", "money"), folder)
    assert done.returncode == 1
    assert said(done)[-1].startswith("Nothing was written")
    assert texts(folder) == before


def test_a_dry_run_shows_the_diff(folder: Path) -> None:
    """Nothing is written, and nothing is left behind."""
    before = texts(folder)
    done = run((*MAIN, "move", "--dry-run", "2024/06/14/a", "2024/06/15/a"), folder)
    assert done.returncode == 0
    for line in (
        "--- a/content/entries/2024/06/14-a.md",
        "+++ /dev/null",
        "-updates: [2024/06/14/a]",
    ):
        assert line in done.stdout.splitlines()
    assert "Its date is now 2024-06-15T10:00Z" in done.stderr
    assert texts(folder) == before
    assert not list((folder / ".cache").glob("staged*"))
