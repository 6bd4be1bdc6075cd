"""What does git know? One question to the program, one answer."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

_OF_A_HOOK = frozenset(
    {"GIT_COMMON_DIR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE"}
)
"""What git tells its hooks, relative to a folder that is not ours."""


class GitError(Exception):
    """Git cannot answer; says why."""


def git(
    folder: Path, *arguments: str, given: bytes | None = None, own: Mapping[str, str] | None = None
) -> bytes:
    """What git answers to a question about the repository of a folder.

    `given` is what it reads, `own` are variables of its environment. Raises `GitError`.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            check=False,
            capture_output=True,
            input=given or b"",
            env={**kept, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", **(own or {})},
        )
    except OSError as error:
        raise GitError("git is not installed.") from error
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip()
        raise GitError(said.removeprefix("fatal: ") or f"git {arguments[0]} failed.")
    return done.stdout


def line_of(folder: Path, *arguments: str) -> str:
    """What git answers in one line. Raises `GitError`."""
    return os.fsdecode(git(folder, *arguments)).rstrip("\n")
