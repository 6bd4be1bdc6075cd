"""Where do the git repositories of the tests come from? Made anew, with nobody's own configuration."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

BRIEFINGS = (sys.executable, "-c", "from briefings.commands import main; main()")
_AT = "2024-06-14T12:00:00+0000"


def environment() -> dict[str, str]:
    """One in which git asks no configuration but the repository's, and every commit has one moment."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    people = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Ann"), ("EMAIL", "ann@example.org"), ("DATE", _AT))
    }
    return {**own, **people, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder: Path, *arguments: str, **variables: str) -> str:
    """What git answers; it must succeed."""
    done = attempt(folder, "git", *arguments, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def attempt(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, whatever comes of it."""
    return subprocess.run(
        command,
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**environment(), **variables},
    )


def repository(folder: Path, files: Mapping[str, str]) -> Path:
    """A repository with one commit, on the branch main."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, files)
    return folder


def commit(folder: Path, files: Mapping[str, str | None], **variables: str) -> str:
    """Write these files, remove those that are None, and commit all; returns the commit."""
    for path, text in files.items():
        file = folder / path
        if text is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    git(folder, "add", "-A", **variables)
    git(folder, "commit", "-q", "-m", "A change", **variables)
    return git(folder, "rev-parse", "HEAD").strip()
