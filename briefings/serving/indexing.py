"""When is the preview's search brought up to date? Behind the pages, in a process of its own."""

import logging
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from msgspec.structs import replace

from briefings.building import build_search
from briefings.clock import now
from briefings.editions import Project
from briefings.failures import SearchUnavailable
from briefings.preparing import prepare
from briefings.problems import ContentError
from briefings.settings import Settings

log = logging.getLogger(__name__)


class Indexer:
    """Makes one index at a time, of the bulletin as it stands when it begins."""

    def __init__(self, ended: Callable[[], None]) -> None:
        """`ended` is called, in a thread of its own, when an index was made while another one waits.

        What is called has to see to it that `go_on` is, by the thread that builds: a process may only be
        forked while no other thread is in the middle of a build.
        """
        self._ended = ended
        self._waiting: Project | None = None
        self._process: multiprocessing.process.BaseProcess | None = None

    def ask_for(self, project: Project) -> None:
        """Let the index of a bulletin as it stands then be the next one."""
        self._waiting = project

    def go_on(self) -> None:
        """Begin with the edition that waits, if there is one and nothing else is being made."""
        if self._waiting is None or (self._process and self._process.is_alive()):
            return
        project, self._waiting = self._waiting, None
        self._process = _forked_or_spawned(project)
        self._process.start()
        threading.Thread(target=self._await, args=(self._process,), daemon=True).start()

    def _await(self, process: multiprocessing.process.BaseProcess) -> None:
        process.join()
        self._ended()


def indexed(settings: Settings) -> Settings:
    """The settings of the index alone, which lies beside the pages of a preview."""
    folder = settings.cache_dir / "preview"
    return replace(settings, site_dir=folder / "search", record="preview-search")


def _make(project: Project) -> None:
    with suppress(OSError):
        os.nice(10)  # The pages come first.
    try:
        own = replace(project, settings=indexed(project.settings))
        build_search(prepare(own, now=now(), preview=True, jobs=1))
    except ContentError:
        log.debug("The content has problems by now, which the pages tell of.")
    except (OSError, SearchUnavailable) as error:
        log.warning("The preview's search is not up to date: %s", error)


def _forked_or_spawned(project: Project) -> multiprocessing.process.BaseProcess:
    # On macOS a forked process may not use the system's own libraries.
    if "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin":
        return multiprocessing.get_context("fork").Process(target=_make, args=(project,))
    return multiprocessing.get_context("spawn").Process(target=_make, args=(project,))
