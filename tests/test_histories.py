"""When was an entry published first and changed last? As git has it, in real repositories."""

import re
import subprocess
import time
from pathlib import Path

from briefings.git.log import History, read_histories
from tests.repositories import BRIEFINGS, attempt, commit, environment, git, repository
from tests.test_commands import CONFIGURATION, ENTRY, WORLD

DAY = "content/entries/2024/06"
A = f"{DAY}/14-a.md"
FOLLOWING = {
    **WORLD,
    "mkdocs.yml": CONFIGURATION.replace("[briefings]", "[{briefings: {git_times: true}}]"),
}
NOW = "1735689600"
NOON = 1718366400
"""When the commits of these tests are made: 14 June 2024, 12:00 UTC."""


def at(hours: int, name: str = "Ann") -> dict[str, str]:
    """A commit so many hours after noon, by somebody."""
    moment = f"{NOON + hours * 3600} +0000"
    return {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": f"{name.split(maxsplit=1)[0].lower()}@secret.example",
        "GIT_AUTHOR_DATE": moment,
        "GIT_COMMITTER_DATE": moment,
    }


def built(folder: Path, *options: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    """A build, at one moment."""
    done = attempt(folder, *BRIEFINGS, "build", "-j", "1", *options, SOURCE_DATE_EPOCH=NOW)
    assert done.returncode == status, done.stdout + done.stderr
    return done


def said(folder: Path, entry: str = "2024/06/14/a") -> str:
    """What the page of an entry says of its times, without markup; empty for nothing."""
    page = (folder / "site" / entry / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<p class="label">(First published:.*)</p>', page)
    return re.sub("<.*?>", "", found[1]) if found else ""


def files(folder: Path) -> dict[str, bytes]:
    """All that is published."""
    site = folder / "site"
    return {
        str(one.relative_to(site)): one.read_bytes() for one in site.rglob("*") if one.is_file()
    }


def lined(*slugs: str, title: str = "A title") -> str:
    """A list file with these entries."""
    return "".join(
        f"- slug: {slug}\n  title: {title}\n  topics: [economy]\n  sources: [https://e.example]\n"
        for slug in slugs
    )


def test_a_page_follows_the_commits(tmp_path: Path) -> None:
    """Times appear with a commit, which rewrites the pages of its entries alone, as a full build does."""
    git(tmp_path, "init", "-q", "-b", "main")
    own = ENTRY.replace("title: A", "title: Own\nauthors: [bob]")
    people = {"content/people.yml": "bob: {name: Bob the editor}\n", f"{DAY}/14-own.md": own}
    commit(tmp_path, {**FOLLOWING, **people, ".gitignore": "site/\n.cache/\n"}, **at(0))
    built(tmp_path)
    assert said(tmp_path) == "First published: 14 June 2024, 12:00"
    (tmp_path / A).write_text(ENTRY + "More.\n")
    (tmp_path / f"{DAY}/14-own.md").write_text(own + "More.\n")
    built(tmp_path)
    assert said(tmp_path) == "First published: 14 June 2024, 12:00"
    before = files(tmp_path)
    commit(tmp_path, {}, **at(2, "Carol Čapek <script>"))
    done = built(tmp_path, "--verbose")
    assert "Looking at 2 pages" in done.stderr
    assert said(tmp_path) == (
        "First published: 14 June 2024, 12:00; last changed: 14 June 2024, 14:00 by Carol Čapek script"
    )
    assert said(tmp_path, "2024/06/14/own").endswith("last changed: 14 June 2024, 14:00")
    after = files(tmp_path)
    assert {path for path in after if before[path] != after[path]} == {
        "2024/06/14/a/index.html",
        "2024/06/14/own/index.html",
    }
    assert "<dd>Ann, Carol Čapek script</dd>" in after["2024/06/14/a/index.html"].decode()
    assert not any(b"secret.example" in text for text in after.values())
    assert "0 files written" in built(tmp_path).stdout
    built(tmp_path, "--full")
    assert files(tmp_path) == after


def test_a_shallow_clone_says_so(tmp_path: Path) -> None:
    """Where the first commits are missing nothing is shown, with a warning, until they are fetched."""
    whole = tmp_path / "whole"
    whole.mkdir()
    git(whole, "init", "-q", "-b", "main")
    commit(whole, FOLLOWING, **at(0))
    commit(whole, {A: ENTRY + "More.\n"}, **at(5))
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{whole}", "part")
    part = tmp_path / "part"
    done = built(part)
    assert "mkdocs.yml:1:1: warning: git has only the newest commits here" in done.stderr
    assert "git fetch --unshallow" in done.stderr
    assert said(part) == ""
    assert "[no-history]" in built(part).stderr
    git(part, "fetch", "-q", "--unshallow")
    assert "no-history" not in built(part).stderr
    assert said(part).startswith(
        "First published: 14 June 2024, 12:00; last changed: 14 June 2024, 17:00"
    )


def test_without_a_repository(tmp_path: Path) -> None:
    """A bulletin that is in no repository is built, with a warning."""
    for path, text in FOLLOWING.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    ceiling = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent), "SOURCE_DATE_EPOCH": NOW}
    done = attempt(tmp_path, *BRIEFINGS, "build", "-j", "1", **ceiling)
    assert done.returncode == 0
    assert "git knows no commit here" in done.stderr
    assert said(tmp_path) == ""


def test_an_embargo_is_not_betrayed(tmp_path: Path) -> None:
    """What was committed before its embargo ended was published when it ended."""
    git(tmp_path, "init", "-q", "-b", "main")
    waiting = ENTRY.replace("title: A", "title: A\npublish: 2024-06-14T20:00Z")
    commit(tmp_path, {**FOLLOWING, A: waiting}, **at(0))
    built(tmp_path)
    assert said(tmp_path) == "First published: 14 June 2024, 20:00"


def test_off_unless_asked_for(tmp_path: Path) -> None:
    """Without the option, git's history is nobody's business."""
    repository(tmp_path, WORLD)
    built(tmp_path)
    assert said(tmp_path) == ""


def test_moved_files_and_names(tmp_path: Path) -> None:
    """Renamed files are followed, one that took an old name is another, and .mailmap says who is who."""
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {A: ENTRY * 3}, **at(0, "annie"))
    commit(tmp_path, {A: None, f"{DAY}/15-b.md": ENTRY * 3 + "More.\n"}, **at(1, "Bob"))
    commit(
        tmp_path, {A: "Another one.\n", f"{DAY}/16-gone.md": "Gone.\n"}, **at(2, "x@secret.example")
    )
    commit(tmp_path, {f"{DAY}/16-gone.md": None}, **at(3))
    commit(tmp_path, {".mailmap": "Ann Other <annie@secret.example>\n"}, **at(4))
    assert read_histories(tmp_path, "content/") == {
        "2024/06/15/b": History(NOON, NOON + 3600, "Bob", ("Ann Other", "Bob")),
        "2024/06/14/a": History(NOON + 7200, NOON + 7200, "", ()),
    }


def test_entries_of_a_list_have_their_own(tmp_path: Path) -> None:
    """An entry in a list file was not changed by a commit that only changed its neighbours."""
    git(tmp_path, "init", "-q", "-b", "main")
    day = f"{DAY}/15.yml"
    commit(tmp_path, {day: lined("one")}, **at(0))
    commit(tmp_path, {day: lined("one") + "\n# A comment.\n" + lined("two")}, **at(1, "Bob"))
    commit(tmp_path, {day: lined("one") + lined("two", title="New")}, **at(2))
    found = read_histories(tmp_path, "content/")
    assert found["2024/06/15/two"] == History(NOON + 3600, NOON + 7200, "Ann", ("Bob", "Ann"))
    assert found["2024/06/15/one"] == History(NOON, NOON, "Ann", ("Ann",))
    assert set(found) == {"2024/06/15/one", "2024/06/15/two"}


def test_branches_and_odd_paths(tmp_path: Path) -> None:
    """A merge changes nothing of what its branches did; the bulletin may lie deep, under any name."""
    prefix = "news [1]/cöntent/"
    paths = [f"{prefix}entries/2024/06/14-{slug}.md" for slug in ("ääni", "b")]
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {paths[0]: ENTRY}, **at(0))
    git(tmp_path, "checkout", "-q", "-b", "side")
    commit(tmp_path, {paths[1]: ENTRY}, **at(3, "Bob"))
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {paths[0]: ENTRY + "More.\n"}, **at(1))
    git(tmp_path, "merge", "-q", "--no-edit", "side", **at(4))
    assert read_histories(tmp_path, prefix) == {
        "2024/06/14/ääni": History(NOON, NOON + 3600, "Ann", ("Ann",)),
        "2024/06/14/b": History(NOON + 3 * 3600, NOON + 3 * 3600, "Bob", ("Bob",)),
    }


def test_ten_thousand_commits(tmp_path: Path) -> None:
    """The history of many years is read in one pass, in less than three seconds."""
    git(tmp_path, "init", "-q", "-b", "main")
    stream = []
    for number in range(10_000):
        month, day = number // 2 // 28 % 12 + 1, number // 2 % 28 + 1
        year = 2010 + number // 2 // 336
        listed = number % 4 < 2
        name = f"{day:02}.yml" if listed else f"{day:02}-entry-{number // 2}.md"
        text = lined("a", "b", title=f"T{number}") if listed else f"{ENTRY}{number}\n"
        stream.append(
            f"commit refs/heads/main\ncommitter Ann <ann@e.example> {NOON + number} +0000\n"
            f"data 0\nM 644 inline content/entries/{year}/{month:02}/{name}\n"
            f"data {len(text)}\n{text}\n"
        )
    subprocess.run(
        ["git", "-C", str(tmp_path), "fast-import", "--quiet"],
        check=True,
        input="".join(stream).encode(),
        env=environment(),
    )
    begun = time.monotonic()
    found = read_histories(tmp_path, "content/")
    assert time.monotonic() - begun < 3
    assert len(found) == 2 * 2500 + 2500
    assert all(one.last - one.first == 1 for one in found.values())
