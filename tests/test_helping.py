"""Is what two processes make together what one makes?"""

import os
import threading
import time

import pytest

from briefings import helping
from briefings.helping import helped


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever threads other tests left: nobody helps beside them."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def test_everything_is_made_once_and_in_order() -> None:
    """And the helper does its share."""
    things = list(range(200))

    def work(thing: int) -> tuple[int, int]:
        time.sleep(0.001)
        return thing, os.getpid()

    with helped(work, things, jobs=2) as made:
        found = made()
    assert [thing for thing, _ in found] == things
    assert len({process for _, process in found}) == 2


def test_a_helper_can_be_left_alone() -> None:
    """It does everything then."""
    with helped(lambda _: os.getpid(), range(5), jobs=2, alone=True) as made:
        (process,) = set(made())
    assert process != os.getpid()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_is_raised_here(jobs: int) -> None:
    """Whoever came upon it first."""

    def work(thing: int) -> int:
        time.sleep(0.001)
        if thing == 3:
            raise ValueError("three")
        return thing

    for alone in (False, True):
        with (
            pytest.raises(ValueError, match="three"),
            helped(work, range(20), jobs=jobs, alone=alone) as made,
        ):
            made()


def test_a_helper_that_dies_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it took is made here."""
    monkeypatch.setattr(helping, "_help", lambda work, things, waiting, _: _take(waiting))
    with helped(str, range(20), jobs=2) as made:
        time.sleep(0.1)
        assert made() == [str(thing) for thing in range(20)]


def _take(waiting: int) -> None:
    os.read(waiting, 5)
    os._exit(1)


def test_nobody_helps_where_a_thread_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a thread holds would be held for ever in a process that is forked beside it."""
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("a process was forked"))
    with helped(str, range(3), jobs=2) as made:
        assert made() == ["0", "1", "2"]


def test_what_is_not_asked_for_is_left() -> None:
    """A build that fails on the way waits for nobody for long."""
    started = time.monotonic()
    with helped(lambda _: time.sleep(0.2), range(100), jobs=2):
        pass
    assert time.monotonic() - started < 5
