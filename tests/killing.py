"""What does a build leave that is killed? A process of its own, which forks builds and kills them.

`python -m tests.killing FOLDER KILLS` publishes the small bulletin in FOLDER, edits it, and lets builds of
the edited one be killed: one at each step of publishing, then KILLS at random moments. After each it looks
at what readers can fetch, and completes the work. Builds read and write their caches as the command does,
so that these are torn too. It says so in a line for each, and ends with status 1 at
the first thing that is wrong.
"""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from briefings import publishing
from briefings.building import rebuilt
from briefings.plugin.project import read_project
from tests.conftest import SMALL_BULLETIN
from tests.pages import facts_of_html
from tests.sites import copied

NOW = datetime(2025, 1, 1, tzinfo=UTC)
ENTRY = "---\ntitle: Rain\ntopics: [weather]\nstories: [berth-dispute]\nsources: [https://a.example/]\n---\nWet.\n"


def edit(folder: Path) -> None:
    """A new entry, a changed one, a deleted one."""
    entries = folder / "content/entries"
    (entries / "2024/04/03-rain.md").write_text(ENTRY, "utf-8")
    changed = entries / "2024/04/01-communiqué.md"
    changed.write_text(changed.read_text("utf-8").replace("title: A", "title: The"), "utf-8")
    (entries / "2024/04/02.yml").unlink()


def publish(folder: Path) -> None:
    """Build the bulletin in a folder as the command does."""
    rebuilt(read_project(folder / "mkdocs.yml"), NOW, jobs=1)


def files_of(site: Path) -> dict[str, bytes]:
    """What readers can fetch."""
    return {
        path: file.read_bytes()
        for file in site.rglob("*")
        if file.is_file() and not (path := file.relative_to(site).as_posix()).startswith(".")
    }


def wrong_with(found: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]) -> list[str]:
    """Torn or missing files, and what a reader who follows links from a page that stays does not find."""
    wrong = [
        f"torn: {path}"
        for path, content in found.items()
        if content not in (old.get(path), new.get(path))
    ]
    wrong += [f"missing: {path}" for path in old.keys() & new.keys() if path not in found]
    stay = old.keys() & new.keys() & found.keys()
    waiting = sorted(path for path in stay if path.endswith(".html"))
    reached = set(waiting)
    while waiting:
        path = waiting.pop()
        for target in links_of(path, found[path]) - reached:
            reached.add(target)
            if target not in found:
                wrong.append(f"{path} leads to {target}, which is not there")
            elif target.endswith(".html"):
                waiting.append(target)
    return wrong


@cache
def links_of(path: str, content: bytes) -> frozenset[str]:
    """The files of the site that a page refers to; the page for missing addresses is no place to be."""
    found = set()
    for reference in facts_of_html(content.decode()).references if path != "404.html" else ():
        parts = urlsplit(urljoin(f"http://here/{path}", reference.address))
        if parts.netloc == "here":
            target = unquote(parts.path)[1:]
            found.add(f"{target}index.html" if target.endswith("/") or not target else target)
    return frozenset(found)


class Killer:
    """Counts the steps of publishing, and ends the process at one of them."""

    def __init__(self, at: int | None, note: Path) -> None:
        self._at = at
        self._note = note
        self._steps = 0
        self._replace, self._unlink, self._write = Path.replace, Path.unlink, publishing._write

    def lurk(self) -> None:
        """Stand before each change of the disk."""
        killer = self

        def replace(self: Path, target: Path) -> Path:
            killer._step("put in place", target)
            return killer._replace(self, target)

        def unlink(self: Path, missing_ok: bool = False) -> None:
            killer._step("remove", self)
            killer._unlink(self, missing_ok)

        def write(file: Path, content: bytes) -> None:
            killer._step("stage", file)
            killer._write(file, content)

        setattr(Path, "replace", replace)  # noqa: B010 (mypy knows that methods are not assigned)
        setattr(Path, "unlink", unlink)  # noqa: B010
        publishing._write = write

    def _step(self, what: str, file: Path) -> None:
        if self._steps == self._at:
            with self._note.open("w", encoding="utf-8") as note:
                note.write(f"{what} {file.name if file.name != 'index.html' else file.parent.name}")
            os.kill(os.getpid(), signal.SIGKILL)
        self._steps += 1


def killed(work: Callable[[], object], after: float | None = None) -> bool:
    """Do the work in a process, which is killed `after` so many seconds; whether it was killed."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main(folder: Path, kills: int) -> int:
    """Kill builds, and look."""
    bulletin = copied(SMALL_BULLETIN, folder / "bulletin")
    site, cache, note = bulletin / "site", bulletin / ".cache", folder / "note"
    publish(bulletin)
    old = files_of(site)
    shutil.copytree(site, folder / "old-site")
    shutil.copytree(cache, folder / "old-cache")
    edit(bulletin)
    started = time.monotonic()
    publish(bulletin)
    length = time.monotonic() - started
    new = files_of(site)

    def begin_again() -> None:
        for now, before in ((site, "old-site"), (cache, "old-cache")):
            shutil.rmtree(now)
            shutil.copytree(folder / before, now)
        note.unlink(missing_ok=True)

    def look(name: str) -> bool:
        wrong = wrong_with(files_of(site), old, new)
        publish(bulletin)
        if files_of(site) != new:
            wrong.append("the next build does not complete the work")
        sys.stdout.write(f"{name}: {'; '.join(wrong) or 'whole'}\n")
        sys.stdout.flush()
        return not wrong

    def build_and_die(step: int) -> None:
        Killer(step, note).lurk()
        publish(bulletin)

    step = 0
    while True:
        begin_again()
        if not killed(lambda at=step: build_and_die(at)):  # type: ignore[misc]
            break
        if not look(f"step {step}, {note.read_text('utf-8')}"):
            return 1
        step += 1
    chance = random.Random(20240614)
    for number in range(kills):
        begin_again()
        moment = chance.uniform(0, length)
        killed(lambda: publish(bulletin), after=moment)
        if not look(f"kill {number}"):
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
