"""What does a build leave on a disk that is full, or that it may not write to? Real ones, made for it.

`python -m tests.disks FOLDER` publishes the small bulletin in FOLDER, edits it, and lets the command build
the edited one while its site or its caches lie on a small disk or a closed one. After each build it looks at
what readers can fetch, and has the work completed with room. It says so in a line for each, and ends with
status 1 at the first thing that is wrong. It mounts file systems: run it where nobody else sees that
(`unshare`).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.conftest import SMALL_BULLETIN
from tests.killing import edit, files_of, wrong_with
from tests.sites import BUILD, copied, run

_FILES, _PAGES = 7, 14
"""Files, and pages of memory, more that a disk has room for from one build to the next."""


class Disks:
    """A bulletin of which a part lies on a disk of its own."""

    def __init__(self, folder: Path) -> None:
        self.bulletin = copied(SMALL_BULLETIN, folder / "bulletin")
        self.site, self.cache = self.bulletin / "site", self.bulletin / ".cache"
        self._kept = folder / "kept"
        self.build()
        self.old = files_of(self.site)
        for part in (self.site, self.cache):
            shutil.copytree(part, self._kept / part.name)
        edit(self.bulletin)
        self.build()
        self.new = files_of(self.site)

    def build(self) -> subprocess.CompletedProcess[str]:
        """Build as a person does."""
        return run(BUILD, self.bulletin)

    def begin_again(self) -> None:
        """Have the site and the caches as they were before the edit."""
        for part in (self.site, self.cache):
            for old in part.iterdir():
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            shutil.copytree(self._kept / part.name, part, dirs_exist_ok=True)

    def wrong_with(self, done: subprocess.CompletedProcess[str], say: str) -> list[str]:
        """What is wrong with what a build said that could not do its work, and with what it left."""
        wrong = wrong_with(files_of(self.site), self.old, self.new)
        if "Traceback" in done.stderr or say not in done.stderr:
            wrong.append(f"it says: {done.stderr}")
        return wrong

    def completed(self) -> list[str]:
        """What is wrong with what the next build makes of it, which has room."""
        done = self.build()
        wrong = [] if done.returncode == 0 else [f"the next build fails: {done.stderr}"]
        if files_of(self.site) != self.new:
            wrong.append("the next build does not complete the work")
        return wrong


Look = tuple[str, list[str]]
"""What a build was hindered by, and what is wrong with what it left."""


def full_site(disks: Disks) -> Iterator[Look]:
    """The site on a disk with room for nothing, for some of what is staged, for no folder, and so on."""
    for limit, noun, step in (("nr_inodes", "files", _FILES), ("size", "pages", _PAGES)):
        mount("-t", "tmpfs", "none", str(disks.site))
        for room in count(0, step):
            disks.begin_again()
            shrink(disks.site, limit, room)
            done = disks.build()
            grow(disks.site)
            if done.returncode == 0:
                yield f"site with room for its {noun}", disks.completed()
                break
            wrong = disks.wrong_with(
                done, ": the disk is full (No space left on device). Make room"
            )
            yield f"site with room for {room} {noun}", [*wrong, *disks.completed()]
        unmount(disks.site)


def full_cache(disks: Disks) -> Iterator[Look]:
    """The caches on such a disk: the site is as it should be, and the next build is told to take longer."""
    mount("-t", "tmpfs", "none", str(disks.cache))
    for room in count(0, _PAGES):
        disks.begin_again()
        shrink(disks.cache, "size", room)
        done = disks.build()
        grow(disks.cache)
        if done.returncode == 0 and "take longer" not in done.stderr:
            yield "caches with room enough", disks.completed()
            break
        yield f"caches with room for {room} pages", unrecorded(disks, done)
    unmount(disks.cache)


def closed_site(disks: Disks) -> Iterator[Look]:
    """The site on a disk that is mounted for reading only."""
    disks.begin_again()
    close(disks.site)
    done = disks.build()
    wrong = disks.wrong_with(done, ": this cannot be written (Read-only file system). Mend")
    if files_of(disks.site) != disks.old:
        wrong.append("something was written")
    unmount(disks.site)
    yield "site that is closed", [*wrong, *disks.completed()]


def closed_cache(disks: Disks) -> Iterator[Look]:
    """The caches on such a disk."""
    disks.begin_again()
    close(disks.cache)
    done = disks.build()
    unmount(disks.cache)
    yield "caches that are closed", unrecorded(disks, done)


def unrecorded(disks: Disks, done: subprocess.CompletedProcess[str]) -> list[str]:
    """What is wrong with a build that could not write its caches."""
    wrong = []
    if done.returncode or "Traceback" in done.stderr or "will take longer: " not in done.stderr:
        wrong.append(f"it says: {done.stderr}")
    if files_of(disks.site) != disks.new:
        wrong.append("the site is not as it should be")
    return [*wrong, *disks.completed()]


def shrink(disk: Path, limit: str, room: int) -> None:
    """Leave a disk room for so many files, or pages of memory, besides what it holds."""
    now = os.statvfs(disk)
    used = now.f_files - now.f_ffree if limit == "nr_inodes" else now.f_blocks - now.f_bfree
    most = used + room if limit == "nr_inodes" else (used + room) * now.f_frsize
    mount("-o", f"remount,{limit}={most}", str(disk))


def grow(disk: Path) -> None:
    """Give a disk room again."""
    mount("-o", "remount,nr_inodes=100k,size=100m", str(disk))


def close(folder: Path) -> None:
    """Let a folder be read only."""
    mount("--bind", str(folder), str(folder))
    mount("-o", "remount,ro,bind", str(folder))


def mount(*options: str) -> None:
    """Mount something. Raises `CalledProcessError`."""
    subprocess.run(["mount", *options], check=True)


def unmount(folder: Path) -> None:
    """Have the folder as it was before. Raises `CalledProcessError`."""
    subprocess.run(["umount", str(folder)], check=True)


def main(folder: Path) -> int:
    """Hinder builds, and look."""
    disks = Disks(folder)
    for hinder in (full_site, full_cache, closed_site, closed_cache):
        for name, wrong in hinder(disks):
            sys.stdout.write(f"{name}: {'; '.join(wrong) or 'whole'}\n")
            sys.stdout.flush()
            if wrong:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
