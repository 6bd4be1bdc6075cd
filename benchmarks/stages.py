"""How long does each stage of a build take? `briefings`, run by `benchmarks.profiling` with a stopwatch.

The command is run in one process, and its arguments follow the moment at which it was called. At the end the
seconds of each stage stand on standard output, as a JSON object.
"""

import builtins
import json
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from operator import attrgetter
from typing import Any

_PYTHON = "starting Python"
_IMPORTING = "importing the program and its libraries"
REST = "the rest"
_WRITING = "writing files and putting them in place"

_REMEMBERED = "what is remembered of mkdocs.yml and the theme"
_WORDS = "the words of the interface, and the theme"

STAGES = (
    (_REMEMBERED, "briefings.commands.build", "remembered"),
    (_REMEMBERED, "briefings.projects", "Remembered.project"),
    (_WORDS, "briefings.words", "words"),
    (_WORDS, "briefings.building", "renderer_of"),
    ("looking at the files of the content", "briefings.idling", "Glimpse.idle"),
    (
        "waiting for the look at the site, on another core",
        "briefings.publishing",
        "Site.__init__",
    ),
    ("reading files: YAML, Markdown, checks of each value", "briefings.preparing", "load"),
    ("working out what a change touches", "briefings.preparing", "_Making.on"),
    ("checking what entries say of each other", "briefings.preparing", "problems_of"),
    ("grouping", "briefings.preparing", "_Making._grouped"),
    (
        "compiling the templates; the same at any size",
        "briefings.building",
        "_compile_templates",
    ),
    ("gathering what pages show: views", "briefings.rendering", "Renderer.reads"),
    ("fingerprints", "briefings.rendering", "Renderer.fingerprint"),
    ("writing pages out: templates", "briefings.rendering", "Renderer.content"),
    (
        "gathering what the search knows of entries",
        "briefings.search.updating",
        "Searching.__init__",
    ),
    ("waiting for Pagefind", "briefings.search.updating", "Searching.finish"),
    (_WRITING, "briefings.publishing", "Site.stage"),
    (_WRITING, "briefings.publishing", "Site.publish"),
    (
        "recording what was read and made, for the builds that come",
        "briefings.building",
        "_recorded",
    ),
)
"""What a stage is called, and the function that all of it happens in, where that is looked up."""


class Stopwatch:
    """Times stages, of which one may be within another: each is given what none within it takes."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._since = time.perf_counter()
        self._within = [REST]
        self._thread = threading.get_ident()

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function that is timed as a stage, in this thread."""

        def timed(*args: Any, **options: Any) -> Any:
            if threading.get_ident() != self._thread:
                return function(*args, **options)
            self._note()
            self._within.append(stage)
            try:
                return function(*args, **options)
            finally:
                self._note()
                self._within.pop()

        return timed

    def _note(self) -> None:
        now = time.perf_counter()
        self.spent[self._within[-1]] += now - self._since
        self._since = now


def main(called: float, arguments: list[str], *, search: bool) -> None:
    """Run the command, which was called at that moment."""
    stopwatch = Stopwatch()
    stopwatch.spent[_PYTHON] = time.time() - called
    builtins.__import__ = stopwatch.timed(_IMPORTING, builtins.__import__)
    for stage, module, name in STAGES:
        stopwatch.timed(_IMPORTING, import_module)(module)
        owner, _, function = name.rpartition(".")
        place: Any = attrgetter(owner)(sys.modules[module]) if owner else sys.modules[module]
        setattr(place, function, stopwatch.timed(stage, getattr(place, function)))
    from briefings.commands import main as briefings  # noqa: PLC0415 (it is timed, too)

    if not search:
        from benchmarks.without_search import leave_out_search  # noqa: PLC0415 (as above)

        leave_out_search()
    stopwatch.timed(REST, briefings)(arguments, standalone_mode=False)
    print(json.dumps(stopwatch.spent))  # noqa: T201


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[3:], search=sys.argv[2] == "search")
