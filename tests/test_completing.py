"""What does a shell offer when the tabulator key is pressed?"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefings.listing import entry_ids
from tests.conftest import SMALL_BULLETIN
from tests.repositories import commit, git
from tests.sites import copied
from tests.tools import required

COMMAND = "import sys; from briefings.commands import main; main(prog_name='briefings')"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small bulletin."""
    return copied(SMALL_BULLETIN, tmp_path_factory.mktemp("completing") / "bulletin")


def offered(folder: Path, *words: str) -> list[str]:
    """What is offered for the last of the words, as bash asks for it."""
    line = " ".join(["briefings", *words])
    done = subprocess.run(
        [sys.executable, "-P", "-c", COMMAND],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={
            **os.environ,
            "_BRIEFINGS_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words)),
        },
    )
    assert done.stderr == ""
    return [one.partition(",")[2] for one in done.stdout.splitlines() if one]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (("new", "--topic", "t"), ["talks"]),
        (("new", "--topic", "harb"), ["port"]),
        (("new", "--topic", "zzz"), []),
        (("new", "--status", "c"), ["confirmed", "claimed"]),
        (("new", "--answers", "2024/03/28/b"), ["2024/03/28/berth-terms"]),
        (("new", "--answers", "2023/"), ["2023/12/31/storm"]),
        (("new", "pe"), ["person"]),
        (("new", "topic", "x", "--after", "w"), ["weather"]),
        (("sta",), ["stats"]),
        (("move", "2024/03/28/b"), ["2024/03/28/berth-terms"]),
        (("move", "2024/03/28/berth-terms", "2023/"), ["2023/12/31/storm"]),
        (("withdraw", "2023/"), ["2023/12/31/storm"]),
        (("verify", "2024/03/28/berth-terms", "2023/"), ["2023/12/31/storm"]),
        (("rename", "topic", "harb"), ["port"]),
        (("rename", "top"), ["topic"]),
    ],
)
def test_ids_of_the_bulletin_are_completed(
    folder: Path, words: tuple[str, ...], ids: list[str]
) -> None:
    """By their beginning, or where none begins so, by a name or an alias."""
    assert offered(folder, *words) == ids


def test_an_entry_can_be_named_by_its_file_too(folder: Path) -> None:
    """Where no id begins so, the shell completes files."""
    for command in ("move", "withdraw", "verify"):
        assert offered(folder, command, "content/ent") == ["content/ent"]


def test_another_bulletin_can_be_meant(folder: Path, tmp_path: Path) -> None:
    """`-f` says whose ids are offered; where there is no bulletin, none are, and nothing is said."""
    file = str(folder / "mkdocs.yml")
    assert offered(tmp_path, "new", "-f", file, "--topic", "t") == ["talks"]
    assert offered(tmp_path, "new", "-f", file, "topic", "x", "--after", "w") == ["weather"]
    assert offered(tmp_path, "new", "--topic", "t") == []


def test_branches_and_tags_are_offered(tmp_path: Path) -> None:
    """Wherever a revision is asked for; nothing outside a repository."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    assert offered(folder, "diff", "") == []
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {"content/pages/new.md": "New.\n"})
    git(folder, "branch", "grain")
    git(folder, "tag", "march")
    assert offered(folder, "check", "--since", "gr") == ["grain"]
    assert offered(folder, "diff", "ma") == ["main", "march"]


def test_what_was_just_written_is_offered(tmp_path: Path) -> None:
    """A registry that changed is read anew, and one that is broken offers nothing."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    assert offered(folder, "new", "--topic", "fi") == []
    topics = folder / "content/topics.yml"
    topics.write_text("fish: {name: Fish}\n")
    assert offered(folder, "new", "--topic", "fi") == ["fish"]
    topics.write_text("fish: {name: [\n")
    assert offered(folder, "new", "--topic", "fi") == []


def test_entries_are_named_by_their_files(tmp_path: Path) -> None:
    """The newest first, those of list files by their slugs, and no more than are wanted."""
    for path, text in {
        "2024/06/14-a.md": "",
        "2024/06/15.yml": "- slug: b\n  title: B\n- {title: C, slug: 'c'}\n",
        "2023/12/31-d.yml": "",
        "2024/06/notes.txt": "",
    }.items():
        file = tmp_path / "entries" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    every = ["2024/06/15/b", "2024/06/15/c", "2024/06/14/a", "2023/12/31/d"]
    assert entry_ids(tmp_path, "", 9) == every
    assert entry_ids(tmp_path, "", 2) == every[:2]
    assert entry_ids(tmp_path, "2024/06/1", 9) == every[:3]
    assert entry_ids(tmp_path, "2024/06/15/c", 9) == every[1:2]
    assert entry_ids(tmp_path / "none", "", 9) == []


BASH = """\
eval "$(_BRIEFINGS_COMPLETE=bash_source briefings)"
complete -p briefings
COMP_WORDS=(briefings new --topic we) COMP_CWORD=3
_briefings_completion briefings
echo "${COMPREPLY[@]}"
"""
ZSH = """\
autoload -U compinit && compinit -u -d "$HOME/.zcompdump"
eval "$(_BRIEFINGS_COMPLETE=zsh_source briefings)"
print $_comps[briefings]
_describe() { print -l -- "${(@P)3}" }
words=(briefings new --topic we) CURRENT=4
_briefings_completion
"""
FISH = """\
mkdir -p ~/.config/fish/completions
_BRIEFINGS_COMPLETE=fish_source briefings > ~/.config/fish/completions/briefings.fish
complete -C "briefings new --topic we"
"""


@pytest.mark.parametrize(
    ("shell", "option", "script", "offer"),
    [
        ("bash", "--norc", BASH, "weather"),
        ("zsh", "-f", ZSH, "weather:Weather & <i>tides</i>"),
        ("fish", "--private", FISH, "weather\tWeather & <i>tides</i>"),
    ],
)
def test_a_shell_takes_the_script(
    folder: Path, tmp_path: Path, shell: str, option: str, script: str, offer: str
) -> None:
    """What docs/editors/completion.md says to do switches it on, in a shell that is really there."""
    path = required(shutil.which(shell), shell)
    command = tmp_path / "briefings"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -c "{COMMAND}" "$@"\n')
    command.chmod(0o755)
    done = subprocess.run(
        [path, option, "-c", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "HOME": str(tmp_path), "PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )
    assert done.stdout.splitlines()[-1] == offer, done.stderr
