"""What does git's history say of the entries? It is read once for each commit, and remembered."""

import marshal
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefings.caching import CacheDamagedError, Table
from briefings.git.asking import GitError, git
from briefings.versions import made_with

if TYPE_CHECKING:  # A build after which there is no commit has no need to read any.
    from briefings.git.log import History

SHALLOW = "shallow"
NOTHING = "nothing"
_KEY = "histories"


class Tip(NamedTuple):
    """Where the history stands."""

    key: str
    """Changes with whatever may change what the history says.

    One of the words above where it says nothing.
    """
    root: str
    """The repository's folder."""


def tip_of(folder: Path) -> Tip:
    """Where the history of the repository stands that a folder is in."""
    try:
        answer = os.fsdecode(
            git(folder, "rev-parse", "--is-shallow-repository", "--show-toplevel", "HEAD")
        )
    except GitError:
        return Tip(NOTHING, "")
    shallow, rest = answer.split("\n", 1)
    root, head = rest.rstrip("\n").rsplit("\n", 1)
    if shallow == "true":
        return Tip(SHALLOW, root)
    names = Path(root) / ".mailmap"
    digest = blake2b(names.read_bytes() if names.is_file() else b"", digest_size=8).hexdigest()
    return Tip(f"{head} {digest}", root)


class Histories(Mapping[str, "History"]):
    """What the history says of each entry by its id, read when it is asked for.

    Nothing of what is not committed yet, and nothing at all where the history is shallow: its first
    commits are missing, so that whatever it says of the beginning would be wrong.
    """

    def __init__(self, folder: Path, content_dir: Path, cache_dir: Path) -> None:
        self._tip = tip_of(folder)
        self._content_dir = content_dir
        self._file = cache_dir / "git"

    @property
    def key(self) -> str:
        """Changes with whatever may change what the history says."""
        return self._tip.key

    @property
    def trouble(self) -> str:
        """Why nothing is known, as a sentence to an editor; empty where all is well."""
        return _TROUBLES.get(self.key, "")

    def __getitem__(self, entry: str) -> "History":
        return self._known[entry]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    @cached_property
    def _known(self) -> dict[str, "History"]:
        if self.trouble:
            return {}
        from briefings.git.log import History, read_histories  # noqa: PLC0415 (see above)

        root = Path(self._tip.root).resolve()
        inner = os.path.relpath(self._content_dir.resolve(), root)
        table = Table(self._file, f"{made_with()} {inner}")
        with suppress(CacheDamagedError):
            kept = table.get(_KEY)
            key, plain = marshal.loads(kept) if kept else ("", {})
            if key == self.key:
                return {entry: History(*values) for entry, values in plain.items()}
        known = read_histories(root, "" if inner == "." else f"{inner}/")
        plain = {entry: tuple(history) for entry, history in known.items()}
        table = Table(self._file, f"{made_with()} {inner}", read=False)
        table.put(_KEY, marshal.dumps((self.key, plain)))
        with suppress(OSError):
            table.save()
        return known


_TROUBLES = {
    SHALLOW: "git has only the newest commits here, so that nobody knows when entries were published: "
    "no page says it. Fetch the others: git fetch --unshallow",
    NOTHING: "git_times is on, but git knows no commit here: no page says when entries were published. "
    "Commit the bulletin, or set git_times: false.",
}
