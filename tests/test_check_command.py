"""What does `briefings check` say, to whom, and with which status?"""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from briefings.commands.reporting import github_of, text_of
from briefings.problems import Code, Problem
from tests.sites import run
from tests.test_commands import CHECK, CONFIGURATION, ENTRY, bulletin

LONG = ENTRY.replace("title: A", f"title: {'long ' * 20}")
WRONG = ENTRY.replace("title: A", "title: Ships wait").replace("economy", "ecomomy")


def git(folder: Path, *command: str) -> str:
    """What git answers, whatever the settings of whoever runs the tests."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    done = subprocess.run(
        ["git", *names, *command],
        cwd=folder,
        env={**os.environ, **own},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def committed(folder: Path, files: Mapping[str, str] | None = None) -> None:
    """Write files and commit all that there is."""
    for path, text in (files or {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Write")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A bulletin below the folder of a repository, on its branch main."""
    (tmp_path / ".gitignore").write_text(".cache/\n")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    folder = bulletin(tmp_path / "news", {})
    committed(tmp_path)
    return folder


def checked(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return run((*CHECK, *options), folder)


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    """As where a terminal stands in a folder that was removed meanwhile."""
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"rmdir {gone} && exec {shlex.join(CHECK[: CHECK.index('check') + 1])}"
    done = subprocess.run(
        ["sh", "-c", command], check=False, cwd=gone, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "the folder that you are in is gone" in done.stderr


def test_the_line_is_shown_with_marks_under_the_value(tmp_path: Path) -> None:
    """Whoever reads a message sees at once what it is about."""
    folder = bulletin(tmp_path, {"content/entries/2024/06/14-b.md": WRONG})
    done = checked(folder)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        'content/entries/2024/06/14-b.md:3:10: unknown topic "ecomomy". Did you mean "economy"? '
        "Topics are listed in content/topics.yml. [unknown-topic]",
        "    3 | topics: [ecomomy]",
        "      |          ^^^^^^^",
        "1 error.",
    ]


def test_warnings_are_counted_apart_and_let_pass(tmp_path: Path) -> None:
    """A warning alone is no failure, unless it is asked for."""
    folder = bulletin(tmp_path, {"content/entries/2024/06/14-b.md": LONG})
    done = checked(folder)
    assert done.returncode == 0
    assert done.stdout.startswith("2 entries are in order, with 1 warning (")
    assert "warning: the title has 99 characters" in done.stderr
    assert checked(folder, "--strict").returncode == 1
    (folder / "content/entries/2024/06/14-c.md").write_text(WRONG)
    assert checked(folder).stderr.splitlines()[-1] == "1 error, 1 warning."


def test_json_is_an_array_whatever_there_is_to_say(tmp_path: Path) -> None:
    """Programs get everything on standard output, with names that stay."""
    folder = bulletin(tmp_path, {})
    assert json.loads(checked(folder, "--format", "json").stdout) == []
    (folder / "content/entries/2024/06/14-b.md").write_text(WRONG)
    done = checked(folder, "--format", "json")
    assert done.returncode == 1
    assert done.stderr == ""
    assert json.loads(done.stdout) == [
        {
            "path": "content/entries/2024/06/14-b.md",
            "line": 3,
            "column": 10,
            "severity": "error",
            "code": "unknown-topic",
            "message": 'unknown topic "ecomomy". Did you mean "economy"? '
            "Topics are listed in content/topics.yml.",
        }
    ]


def test_annotations_name_files_from_the_repository(repository: Path) -> None:
    """GitHub shows each problem on its line, in whichever folder the bulletin lies."""
    (repository / "content/entries/2024/06/14-b.md").write_text(WRONG)
    done = checked(repository, "--format", "github")
    assert done.returncode == 1
    assert done.stdout == (
        "::error file=news/content/entries/2024/06/14-b.md,line=3,col=10,title=unknown-topic::"
        'unknown topic "ecomomy". Did you mean "economy"? Topics are listed in content/topics.yml.\n'
    )


def test_annotations_are_escaped() -> None:
    """No text ends a workflow command or begins another."""
    problem = Problem("a,b:%.md", 1, 2, "100 %\n::error::x", Code.TITLE_TOO_LONG)
    assert list(github_of([problem], "")) == [
        "::warning file=a%2Cb%3A%25.md,line=1,col=2,title=title-too-long::100 %25%0A::error::x"
    ]


def test_no_text_steers_the_terminal(tmp_path: Path) -> None:
    """Escape sequences in an entry, or in what is quoted of it, are not sent."""
    escape = "\x1b]0;owned\a"
    topics = 'topics: ["\\e]0;owned\\a"]'
    files = {
        "content/entries/2024/06/14-b.md": ENTRY.replace("title: A", f"title: {escape}A"),
        "content/entries/2024/06/14-c.md": ENTRY.replace("topics: [economy]", topics),
    }
    done = checked(bulletin(tmp_path, files))
    assert done.returncode == 1
    assert "owned" in done.stderr
    assert not {"\x1b", "\a"} & set(done.stderr)


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("title: Grid # no", 8, ["    1 | title: Grid # no", "      |        ^^^^"]),
        ("\ttitle: A", 2, ["    1 | \ttitle: A", "      | \t^^^^^"]),
        ("日本: x", 5, ["    1 | 日本: x", "      |       ^"]),
        ("a: {b: c d, e: f}", 8, ["    1 | a: {b: c d, e: f}", "      |        ^^^"]),
        ('a: "b # c" # d', 4, ['    1 | a: "b # c" # d', "      |    ^^^^^^^"]),
        ("a", 9, ["    1 | a", "      |  ^"]),
    ],
)
def test_marks_stand_below_the_value(
    line: str, column: int, shown: list[str], tmp_path: Path
) -> None:
    """Tabs and wide letters move nothing, and a value ends where YAML ends it."""
    (tmp_path / "a.md").write_text(line, "utf-8")
    problem = Problem("a.md", 1, column, "wrong", Code.UNKNOWN_KEY)
    lines = list(text_of([problem], tmp_path))
    plain = [one.replace("\x1b", "") for one in lines]
    assert [_uncoloured(one) for one in plain][1:] == shown


def _uncoloured(line: str) -> str:
    for code in ("[1m", "[2m", "[31m", "[33m", "[0m"):
        line = line.replace(code, "")
    return line


def test_a_very_long_line_is_cut_around_the_value(tmp_path: Path) -> None:
    """What is at fault is on the screen, wherever on its line it stands."""
    (tmp_path / "a.md").write_text(f"{'a ' * 5000}HERE {'b ' * 5000}", "utf-8")
    problem = Problem("a.md", 1, 10_001, 'wrong "HERE"', Code.UNKNOWN_KEY)
    _, line, marks = map(_plain, text_of([problem], tmp_path))
    assert len(line) < 120
    assert line[marks.index("^") : marks.rindex("^") + 1] == "HERE"


def _plain(line: str) -> str:
    return _uncoloured(line.replace("\x1b", ""))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals(
    environment: dict[str, str], coloured: bool, tmp_path: Path
) -> None:
    """A terminal gets colours, unless NO_COLOR is set."""
    import pty  # noqa: PLC0415 (not everywhere)

    folder = bulletin(tmp_path, {"content/entries/2024/06/14-b.md": WRONG})
    ours, theirs = pty.openpty()
    own = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    done = subprocess.run(
        [*CHECK, "-f", str(folder / "mkdocs.yml")],
        stderr=theirs,
        stdout=subprocess.DEVNULL,
        env={**own, **environment},
        check=False,
    )
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        said = terminal.read(4096)
    assert done.returncode == 1
    assert (b"\x1b[31m" in said) is coloured


def test_since_shows_what_changed(repository: Path) -> None:
    """Files that changed or are new are told of; others are not, whatever is wrong there."""
    committed(
        repository,
        {
            "content/entries/2024/06/13-old.md": WRONG,
            "content/entries/2024/06/13-long.md": LONG,
        },
    )
    done = checked(repository, "--since", "HEAD")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("What changed since HEAD is in order (")
    assert done.stderr == ""
    (repository / "content/entries/2024/06/14-new.md").write_text(WRONG)
    (repository / "content/entries/2024/06/13-long.md").write_text(f"{LONG}More.\n")
    done = checked(repository, "--since", "HEAD")
    assert done.returncode == 1
    assert _places(done) == [
        "content/entries/2024/06/13-long.md:2:8",
        "content/entries/2024/06/14-new.md:3:10",
    ]


def _places(done: subprocess.CompletedProcess[str]) -> list[str]:
    lines = done.stderr.splitlines()
    return [line.partition(": ")[0] for line in lines if line.startswith("content/")]


def test_since_shows_what_a_removal_broke(repository: Path) -> None:
    """An unchanged file that refers to what is gone is told of, beside an error that was there before."""
    answer = ENTRY.replace("title: A\n", "title: B\nresponds_to: [2024/06/14/a]\n")
    committed(
        repository,
        {
            "content/entries/2024/06/15-b.md": answer,
            "content/entries/2024/06/13-old.md": WRONG,
        },
    )
    (repository / "content/entries/2024/06/14-a.md").unlink()
    done = checked(repository, "--since", "HEAD")
    assert done.returncode == 1
    assert _places(done) == ["content/entries/2024/06/15-b.md:3:15"]


def test_since_a_branch_means_since_it_was_left(repository: Path) -> None:
    """What others have committed to main meanwhile is no change of ours."""
    git(repository, "switch", "--quiet", "--create", "ours")
    committed(repository, {"content/entries/2024/06/14-ours.md": LONG})
    git(repository, "switch", "--quiet", "main")
    committed(repository, {"content/entries/2024/06/14-a.md": f"{LONG}Theirs.\n"})
    git(repository, "switch", "--quiet", "ours")
    (repository / "content/entries/2024/06/14-a.md").write_text(LONG)
    git(repository, "commit", "--quiet", "--all", "--message", "Lengthen")
    git(repository, "checkout", "--quiet", "HEAD~1")
    done = checked(repository, "--since", "main")
    assert _places(done) == ["content/entries/2024/06/14-ours.md:2:8"]


def test_since_works_within_a_hook(repository: Path) -> None:
    """Git gives its hooks paths of its own, which are not those of another folder."""
    committed(repository, {"content/entries/2024/06/13-old.md": WRONG})
    (repository / "content/entries/2024/06/14-a.md").write_text(LONG)
    hook = {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index"}
    done = run((*CHECK, "--since", "HEAD"), repository, hook, cwd=repository.parent)
    assert done.returncode == 0, done.stderr
    assert _places(done) == ["content/entries/2024/06/14-a.md:2:8"]


@pytest.mark.parametrize("revision", ["nowhere", "--help", "", "main; true"])
def test_a_revision_that_is_not_there_is_told(revision: str, repository: Path) -> None:
    """What git does not know is a mistake of whoever asked."""
    done = checked(repository, f"--since={revision}")
    assert done.returncode == 2
    assert f'git knows no revision "{revision}"' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bulletin_outside_git_is_told(tmp_path: Path) -> None:
    """`--since` needs a repository."""
    (tmp_path / ".git").write_text("nothing")  # Ends git's search.
    done = checked(bulletin(tmp_path / "news", {}), "--since", "HEAD")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("[a]", "Write rules with what they are"),
        (
            "{title-to-long: off}",
            'There is no rule "title-to-long". Did you mean "title-too-long"?',
        ),
        ("{near-duplicate: 3}", 'near-duplicate is on or off, but not "3".'),
        ("{unanswered-offer: 0}", "unanswered-offer is on or off, or a whole number from 1"),
    ],
)
def test_a_wrong_choice_of_rules_is_told(rules: str, said: str, tmp_path: Path) -> None:
    """What mkdocs.yml says of rules is refused where it means nothing."""
    config = CONFIGURATION.replace("[briefings]", f"[{{briefings: {{rules: {rules}}}}}]")
    done = checked(bulletin(tmp_path, {"mkdocs.yml": config}))
    assert done.returncode == 2
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_rules_are_switched_off_for_a_bulletin(tmp_path: Path) -> None:
    """What mkdocs.yml switches off is not said, and costs no build anything."""
    folder = bulletin(tmp_path, {"content/entries/2024/06/14-b.md": LONG})
    assert checked(folder, "--strict").returncode == 1
    config = CONFIGURATION.replace(
        "[briefings]", "[{briefings: {rules: {title-too-long: off, near-duplicate: on}}}]"
    )
    (folder / "mkdocs.yml").write_text(config)
    assert checked(folder, "--strict").returncode == 0
