"""Which text had a file at an earlier moment? What git remembers of a folder, where it remembers any.

The moment of a commit is its committer's date, along the first parents: what was on the branch then. Git's
answers are read, nothing is written.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

_LARGEST = 1024 * 1024
"""Bytes. What is larger is no text of a bulletin."""


class Remembered(Struct, frozen=True):
    """What git remembers of a folder at a moment."""

    commit: str = ""
    """The last commit before the moment, or empty."""
    texts: Mapping[str, bytes] = field(default_factory=dict)
    """The files that are there today and had another text then, by their path in the folder."""
    is_shallow: bool = False
    """Whether the history was cut off, so that it may not reach back far enough."""


def remembered(folder: Path, moment: datetime) -> Remembered:
    """What git remembers of `folder`; nothing where it is in no repository, or git is not installed."""
    commit = _asked(
        folder, "rev-list", "-1", "--first-parent", f"--before={int(moment.timestamp())}", "HEAD"
    )
    is_shallow = _asked(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    name = commit.decode().strip()
    if not name:
        return Remembered(is_shallow=is_shallow)
    return Remembered(name, dict(_texts(folder, name)), is_shallow)


def _texts(folder: Path, commit: str) -> Iterator[tuple[str, bytes]]:
    changed = _asked(
        folder,
        "diff-index",
        *("--raw", "-z", "--no-abbrev", "--no-renames", "--relative", "--diff-filter=M"),
        *(commit, "--", "."),
    )
    fields = changed.split(b"\0")[:-1]
    blobs = {path: what.split()[2] for what, path in zip(fields[::2], fields[1::2], strict=True)}
    for path, text in zip(blobs, _contents(folder, list(blobs.values())), strict=False):
        if text is not None and len(text) <= _LARGEST:
            yield os.fsdecode(path), text


def _contents(folder: Path, blobs: Sequence[bytes]) -> Iterator[bytes | None]:
    """The contents of blobs, in their order."""
    if not blobs:
        return
    answer = _asked(folder, "cat-file", "--batch", given=b"\n".join(blobs) + b"\n")
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        *_, kind, size = answer[at:end].split()
        if kind != b"blob":
            at = end + 1
            yield None
            continue
        at = end + 1 + int(size)
        yield answer[end + 1 : at]
        at += 1


def _asked(folder: Path, *question: str, given: bytes = b"") -> bytes:
    """What git answers; nothing where it has no answer."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *question],
            input=given,
            check=False,
            capture_output=True,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except OSError:
        return b""
    return done.stdout if done.returncode == 0 else b""
