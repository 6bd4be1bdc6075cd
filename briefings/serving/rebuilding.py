"""How does a save become pages? One thread builds, again and again, and never fails for good."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from briefings.building import rebuilt
from briefings.clock import now
from briefings.editions import Edition, Project
from briefings.failures import RenderingError, told
from briefings.idling import Begun
from briefings.locking import alone
from briefings.looking import Looked, untouched
from briefings.problembox import box
from briefings.problems import ContentError, Problem
from briefings.progress import Watch, unwatched
from briefings.publishing import Report
from briefings.serving.board import Board, Standing
from briefings.serving.indexing import Indexer, indexed
from briefings.serving.watching import Changes, Watcher
from briefings.settings import Settings
from briefings.workers import WorkerDiedError

log = logging.getLogger(__name__)


class Unreadable(Exception):  # noqa: N818 - named for what an editor reads
    """What mkdocs.yml says cannot be used. Its text says why."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What a build of the preview came to."""

    changed: tuple[str, ...]
    """The files whose change led to it, as problems name them; none at the start."""
    seconds: float
    entries: int = 0
    note: str = ""
    """What is to be said of the interface's words."""
    report: Report | None = None
    """What was done to the pages; None where they stand as they were."""
    problems: tuple[Problem, ...] = ()
    failure: str = ""
    """Why they do, where no problem of the content says so."""


class Bulletin(Struct, frozen=True, kw_only=True):
    """Which bulletin is shown, and how."""

    config_file: Path
    read: Callable[[], Project]
    """Reads it anew. Raises `Unreadable`."""
    jobs: int | None
    say_waiting: Callable[[], None]
    """Called when another build has to end first."""
    watch: Watch = unwatched
    """Told how far the first build is."""


class Rebuilder:
    """Keeps the preview up to date with what is saved."""

    def __init__(self, bulletin: Bulletin, project: Project, tell: Callable[[Outcome], None]):
        self._bulletin = bulletin
        self._project = project
        self._is_stale = False
        self._tell = tell
        self._settings = previewed(project.settings)
        self._changes = Changes()
        self._watcher = Watcher(self._changes.add)
        self._indexer = Indexer(self._changes.wake)
        self._is_ready = False
        self._found: Looked | None = None
        """The files are as the last build left them, since it ended: the folder is nobody else's."""
        self.board = Board(_standing(self._settings))

    def start(self) -> threading.Event:
        """Build in the background from now on; the event is set once the first build is over."""
        over = threading.Event()
        threading.Thread(target=self._run, args=(over,), daemon=True).start()
        return over

    def _run(self, over: threading.Event) -> None:
        # What this thread starts leaves the answer to Ctrl-C to the program's own first thread.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._watch()
        self._rebuild(frozenset(), self._bulletin.watch)
        over.set()
        while True:
            changed = self._changes.wait()
            if changed:
                self._rebuild(changed, unwatched)
            else:
                self._indexer.go_on()

    def _rebuild(self, changed: frozenset[str], watch: Watch) -> None:
        started = time.monotonic()
        # An editor's temporary file is gone by now; a file that was deleted is named if it is alone.
        saved = sorted(path for path in changed if Path(path).exists()) or sorted(changed)
        names = tuple(self._settings.name_of(Path(path)) for path in saved)
        outcome = self._outcome(watch, configured=any(map(self._is_configuration, changed)))
        self._post(outcome)
        self._tell(replace(outcome, changed=names, seconds=time.monotonic() - started))
        self._indexer.go_on()

    def _outcome(self, watch: Watch, *, configured: bool) -> Outcome:
        outcome = Outcome(changed=(), seconds=0)
        try:
            self._is_stale |= configured
            if self._is_stale:
                self._read()
                self._is_stale = False
            edition, report = self._built(watch)
        except ContentError as error:
            outcome = replace(outcome, problems=error.problems)
        except (Unreadable, RenderingError, WorkerDiedError, OSError) as error:
            outcome = replace(outcome, failure=told(error))
        except Exception as error:
            log.exception("The preview could not be made.")
            outcome = replace(outcome, failure=f"The program failed: {error!r}")
        else:
            outcome = replace(
                outcome,
                entries=edition.entries,
                note=edition.words.note,
                report=report,
                problems=edition.warnings,
            )
            self._is_ready = True
            self._indexer.ask_for(self._project)
        return outcome

    def _built(self, watch: Watch) -> tuple[Edition, Report]:
        project = replace(self._project, settings=self._settings)
        jobs = self._bulletin.jobs
        found, self._found = self._found, None
        begun = Begun(None, lambda: found) if found else None
        with alone(self._settings.cache_dir, self._bulletin.say_waiting):
            edition, report = rebuilt(
                project, now(), preview=True, search=False, jobs=jobs, watch=watch, begun=begun
            )
        self._found = untouched(report.files)
        return edition, report

    def _post(self, outcome: Outcome) -> None:
        said = box(outcome.problems, outcome.failure, over=self._is_ready)
        self.board.post(replace(_standing(self._settings), box=said, is_ready=self._is_ready))

    def _read(self) -> None:
        self._project = self._bulletin.read()
        self._settings = previewed(self._project.settings)
        self._watch()

    def _watch(self) -> None:
        settings = self._settings
        folders = (settings.content_dir, settings.pages_dir, *settings.theme_dirs)
        self._watcher.watch((self._bulletin.config_file, *folders))

    def _is_configuration(self, path: str) -> bool:
        """Whether a file is read before the entries are: mkdocs.yml, plain pages, the theme."""
        settings = self._settings
        own = (self._bulletin.config_file, settings.pages_dir, *settings.theme_dirs)
        return any(Path(path).is_relative_to(one) for one in own)


def previewed(settings: Settings) -> Settings:
    """The settings of the preview, which has its own folder among the caches and its own record."""
    folder = settings.cache_dir / "preview"
    return replace(settings, site_dir=folder / "pages", record="preview-pages")


def _standing(settings: Settings) -> Standing:
    return Standing(
        base=urlsplit(settings.site_url or "/").path,
        folders=(settings.site_dir, indexed(settings).site_dir),
    )
