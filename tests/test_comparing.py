"""Which entries and pages does a change alter? Told by the command, in real repositories."""

import json
import re
import subprocess
from pathlib import Path

from briefings.commands.comparison import as_markdown
from briefings.comparing import Altered, Comparison, Named
from briefings.model import EntryId
from tests.repositories import BRIEFINGS, attempt, commit, git, repository
from tests.test_commands import ENTRY, WORLD

DAY = "content/entries/2024/06"
NOW = "1735689600"


def compared(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What `briefings diff` makes of it, at one moment."""
    return attempt(folder, *BRIEFINGS, "diff", "-j", "1", *arguments, SOURCE_DATE_EPOCH=NOW)


def test_what_is_not_committed_yet_counts(tmp_path: Path) -> None:
    """New, edited and removed files are compared as they stand; ignored ones and comments do not count."""
    repository(
        tmp_path,
        {
            **WORLD,
            ".gitignore": ".cache/\nsite/\n*-local.md\n",
            f"{DAY}/14-gone.md": ENTRY,
            f"{DAY}/15.yml": "- {slug: x, title: X, topics: [economy], sources: [https://e.org]}\n"
            "- {slug: y, title: Y, topics: [economy], sources: [https://e.org]}\n",
        },
    )
    (tmp_path / f"{DAY}/14-a.md").write_text(
        ENTRY.replace("title: A", "title: B  # Better.") + "Text"
    )
    (tmp_path / f"{DAY}/14-gone.md").unlink()
    (tmp_path / f"{DAY}/14-new.md").write_text(ENTRY)
    (tmp_path / f"{DAY}/14-local.md").write_text(ENTRY)
    listed = tmp_path / f"{DAY}/15.yml"
    listed.write_text("# A comment.\n" + listed.read_text().replace("title: Y", "title: Z"))
    before = git(tmp_path, "status", "--porcelain")
    done = compared(tmp_path, "HEAD", "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["entries"] == {
        "added": [{"id": "2024/06/14/new", "title": "A"}],
        "changed": [
            {"id": "2024/06/14/a", "title": "B", "keys": ["body", "title"]},
            {"id": "2024/06/15/y", "title": "Z", "keys": ["title"]},
        ],
        "removed": [{"id": "2024/06/14/gone", "title": "A"}],
    }
    assert found["pages"]["added"] == ["/2024/06/14/new/"]
    assert found["pages"]["removed"] == ["/2024/06/14/gone/"]
    assert {"/", "/2024/06/14/", "/2024/06/14/a/"} <= set(found["pages"]["changed"])
    assert not {"/about/", "/2024/06/15/x/"} & set(found["pages"]["changed"])
    assert "/feed.xml" in found["files"]["changed"]
    assert git(tmp_path, "status", "--porcelain") == before
    assert not (tmp_path / "site").exists()
    assert not (tmp_path / ".cache").exists()


def test_a_branch_is_compared_with_where_it_left(tmp_path: Path) -> None:
    """What came into main since is not said of the branch; two revisions are compared as they are."""
    repository(tmp_path / "repo", {f"deep/{path}": text for path, text in WORLD.items()})
    folder = tmp_path / "repo/deep"
    git(folder, "checkout", "-q", "-b", "side")
    commit(folder, {f"{DAY}/14-side.md": ENTRY})
    git(folder, "checkout", "-q", "main")
    commit(folder, {f"{DAY}/14-main.md": ENTRY})
    git(folder, "checkout", "-q", "side")
    done = compared(folder / "content", "main")
    assert done.stdout.splitlines()[:2] == ["Entries: 1 added", "  + 2024/06/14/side  A"]
    assert "/14/main/" not in done.stdout
    both = compared(folder, "main", "side", "--format", "json")
    entries = json.loads(both.stdout)["entries"]
    assert [entries[sort][0]["id"] for sort in ("added", "removed")] == [
        "2024/06/14/side",
        "2024/06/14/main",
    ]


def test_nothing_altered(tmp_path: Path) -> None:
    """A change that no reader sees is said to be one."""
    repository(tmp_path, WORLD)
    (tmp_path / "README.md").write_text("For editors.\n")
    done = compared(tmp_path, "main", "--format", "markdown")
    assert done.stdout.endswith("\nThis change alters no page of the bulletin.\n")


def test_what_cannot_be_compared(tmp_path: Path) -> None:
    """Mistakes in the content are said with their places; an unknown revision is a wrong question."""
    repository(tmp_path, WORLD)
    unknown = compared(tmp_path, "--", "--output=x")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert 'git knows no revision "--output=x"' in unknown.stderr
    (tmp_path / f"{DAY}/14-a.md").write_text(ENTRY.replace("economy", "economi"))
    wrong = compared(tmp_path, "main")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith(f"{DAY}/14-a.md:3:10: unknown topic")
    assert "as it is now cannot be built" in wrong.stderr


def test_a_comment_is_limited_and_harmless() -> None:
    """However large a change is, its comment fits; titles call nobody, link nowhere, hide nothing."""
    title = "<!-- @everyone [x](https://evil.example) `a` **b**" + "!" * 200
    many = tuple(Named(EntryId(f"2024/06/14/{'x' * 90}{at}"), title) for at in range(500))
    pages = tuple(f"/{one.id}/" for one in many)
    found = Comparison(
        entries=Altered(added=many, changed=many, removed=many),
        pages=Altered(added=pages, changed=pages, removed=pages),
        files=Altered(),
    )
    said = as_markdown(found)
    assert len(said) < 65_000
    assert "- added: 450 more" in said
    lines = [line for line in said.splitlines() if line.startswith("- added: `2024")]
    assert not re.search(r"(?<!\\)[<@\[*](?!/?(?:details|summary))", lines[0])
    assert "@e" not in said
