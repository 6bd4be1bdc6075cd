"""Does spreading work over processes change anything but the time it takes?"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from briefings.workers import WorkerDiedError, cores, spread
from tests.sites import BUILD, BuiltSite, copied, run
from tests.tools import ROOT


def _adder(summand: int) -> Callable[[Sequence[int]], list[tuple[int, int]]]:
    def add(numbers: Sequence[int]) -> list[tuple[int, int]]:
        if -1 in numbers:
            raise ValueError("-1 cannot be added")
        return [(number + summand, os.getpid()) for number in numbers]

    return add


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_order_is_that_of_the_items(jobs: int) -> None:
    """Whatever the number of processes, the results come in the order of what was given."""
    pieces = spread(_adder, (1000,), range(500), jobs=jobs)
    assert [number for piece in pieces for number, _ in piece] == list(range(1000, 1500))


def test_few_items_are_not_worth_a_process() -> None:
    """A small bulletin is made where it was loaded."""
    pieces = list(spread(_adder, (0,), range(100), jobs=8))
    assert {process for piece in pieces for _, process in piece} == {os.getpid()}


def test_many_items_are_shared_out() -> None:
    """With two processes, the work is done by others."""
    pieces = list(spread(_adder, (0,), range(1000), jobs=2))
    assert os.getpid() not in {process for piece in pieces for _, process in piece}


def test_an_error_comes_back_as_it_is() -> None:
    """What goes wrong in a process is raised here."""
    with pytest.raises(ValueError, match="-1 cannot be added"):
        list(spread(_adder, (0,), range(-500, 500), jobs=2))


def _reader_of_bombs(_: int) -> Callable[[Sequence[int]], list[int]]:
    def read(numbers: Sequence[int]) -> list[int]:
        if 777 in numbers:
            os._exit(1)
        return list(numbers)

    return read


def test_a_process_that_dies_is_told_with_what_it_was_working_on() -> None:
    """A worker that is killed ends the build with the name of the item that did it."""
    with pytest.raises(WorkerDiedError, match="while working on 777"):
        list(spread(_reader_of_bombs, (0,), range(1000), jobs=2))


def test_processes_that_do_not_fork_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a process cannot fork, the work and what it needs are sent to each."""
    monkeypatch.setattr("sys.platform", "darwin")
    pieces = spread(_adder, (1000,), range(300), jobs=2)
    assert [number for piece in pieces for number, _ in piece] == list(range(1000, 1300))


def test_the_site_is_the_same_whatever_the_number_of_processes(
    bulletin_site: BuiltSite, tmp_path: Path
) -> None:
    """One process or three, the bulletin has the same bytes."""
    for jobs in ("1", "3"):
        folder = copied(ROOT, tmp_path / jobs)
        done = run((*BUILD, "--jobs", jobs), folder)
        assert done.returncode == 0, done.stderr
        files = {file.relative_to(folder / "site"): file for file in (folder / "site").rglob("*")}
        known = {file.relative_to(bulletin_site.site) for file in bulletin_site.site.rglob("*")}
        assert files.keys() == known
        for path, file in files.items():
            if file.is_file():
                assert file.read_bytes() == (bulletin_site.site / path).read_bytes(), path


def test_there_is_a_core() -> None:
    """Somebody has to do the work."""
    assert cores() >= 1


def test_workers_end_with_a_build_that_is_killed() -> None:
    """No process is left that would go on writing beside the next build."""
    code = (
        "import os, time\n"
        "from briefings.workers import spread\n"
        "def start():\n"
        "    def work(piece):\n"
        "        os.write(1, b'x')\n"
        "        time.sleep(600)\n"
        "    return work\n"
        "list(spread(start, (), range(1000), jobs=2))\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as build:
        assert build.stdout
        assert build.stdout.read(2) == b"xx"
        build.kill()
        # The output ends when the last process has closed it.
        end = threading.Thread(target=build.stdout.read, daemon=True)
        end.start()
        end.join(60)
        assert not end.is_alive()
