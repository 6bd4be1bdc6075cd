"""What did the files say at a revision? A folder of their own has them, and git's folder stays as it is."""

import filecmp
import os
import shutil
from pathlib import Path

from briefings.git.asking import GitError, git, line_of


class RevisionError(Exception):
    """Git knows no such revision."""


def commit_of(repository: Path, revision: str) -> str:
    """The id of the commit that a revision stands for. Raises `RevisionError`."""
    name = f"{revision}^{{commit}}"
    try:
        return line_of(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    except GitError as error:
        message = f'git knows no revision "{revision}". A shallow clone may lack it: git fetch'
        raise RevisionError(message) from error


def fork_of(repository: Path, revision: str) -> str:
    """The commit at which what is checked out left a revision; itself where they share none.

    Raises `RevisionError`.
    """
    commit = commit_of(repository, revision)
    try:
        return line_of(repository, "merge-base", commit, "HEAD")
    except GitError:
        return commit


class Checkout:
    """A folder outside the repository that holds its files, now of one revision and now of another."""

    def __init__(self, repository: Path, folder: Path) -> None:
        """`repository` is any folder in it; `folder` is empty. Raises `GitError`."""
        self._root = Path(line_of(repository, "rev-parse", "--show-toplevel"))
        self._tree = folder / "tree"
        self._tree.mkdir()
        self._own = {"GIT_INDEX_FILE": str(folder / "index")}
        inner = os.path.relpath(repository.resolve(), self._root.resolve())
        self.folder = self._tree / inner
        """What stands for the folder in the repository that was named."""

    def take(self, commit: str) -> None:
        """Hold the files of a commit."""
        # The index is one of our own, so that the repository's is not touched; no hook runs.
        plain = ("-c", "core.sparseCheckout=false", "-c", "core.fsmonitor=false")
        place = f"--work-tree={self._tree}"
        git(self._root, *plain, place, "read-tree", "--reset", "-u", commit, own=self._own)

    def take_working_tree(self) -> None:
        """Hold the files as they stand now: the tracked and the new ones, not those that git ignores."""
        listed = git(self._root, "ls-files", "-z", "-co", "--exclude-standard")
        names = {os.fsdecode(name) for name in listed.split(b"\0") if name}
        held = git(self._root, "ls-files", "-z", own=self._own)
        for name in {os.fsdecode(one) for one in held.split(b"\0") if one} - names:
            (self._tree / name).unlink(missing_ok=True)
        for name in names:
            _copy(self._root / name, self._tree / name)


def _copy(source: Path, target: Path) -> None:
    """Bring a file to what another one is, with as little as can be written."""
    if not os.path.lexists(source):
        target.unlink(missing_ok=True)
    elif source.is_symlink() or source.is_file():
        links = source.is_symlink() or target.is_symlink()
        if links or not (target.exists() and filecmp.cmp(source, target, shallow=False)):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
