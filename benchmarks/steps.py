"""What is measured, and in which order? Each step in both tools in turn, then all of it again."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks import bulletin, hugosite, previewing
from benchmarks.corpus import corpus
from benchmarks.costs import Cost, medians
from benchmarks.editing import Edit, Editor, Folders
from benchmarks.results import Archive, Output, Results, Step, Tool
from benchmarks.tools import ROOT, Briefings, Hugo

SMALLER = (1_000, 10_000)
"""The archives that a larger one is compared with."""

Say = Callable[[str], None]


class Bench:
    """One bulletin laid out for both tools, and what was measured on it."""

    def __init__(self, folder: Path, entries: int, runs: int, say: Say) -> None:
        folders = Folders(briefings=folder / "briefings", hugo=folder / "hugo")
        content = corpus(entries)
        bulletin.write(folders.briefings, content, ROOT / "theme")
        hugosite.write(folders.hugo, content)
        self._editor = Editor(content, folders)
        self._entries = entries
        self._runs = range(1, runs + 1)
        self._briefings = Briefings(folders)
        self._hugo = Hugo(folders)
        self._say = say
        self._costs: dict[tuple[Step, Tool], list[Cost]] = defaultdict(list)
        self._rewritten: list[int] = []

    def results(self) -> Results:
        """Measure everything."""
        for run in self._runs:
            self._cold()
            self._unchanged()
            for step, change in self._changes.items():
                self._change(step, change, f"{change.__name__}-{run}".replace("_", "-"))
        output = {
            Tool.BRIEFINGS: _output(self._briefings.site),
            Tool.HUGO: _output(self._hugo.site),
        }
        self._previews()
        return Results(
            entries=self._entries,
            costs={of: medians(costs) for of, costs in self._costs.items()},
            output=output,
            archives=(self._archive(),),
        )

    def archive(self) -> Archive:
        """Measure what small changes cost this project, with no look at Hugo."""
        self._note(Step.COLD_SEARCH, Tool.BRIEFINGS, self._briefings.build())
        for run in self._runs:
            for step in (Step.BODY, Step.ADDED):
                change = self._changes[step]
                self._briefings_after(step, change(f"{change.__name__}-{run}"))
        return self._archive()

    @property
    def _changes(self) -> dict[Step, Callable[[str], Edit]]:
        return {
            Step.BODY: self._editor.body,
            Step.OLD_BODY: self._editor.old_body,
            Step.ADDED: self._editor.added,
            Step.OLDEST: self._editor.oldest,
            Step.RENAMED: self._editor.renamed,
            Step.TEMPLATE: self._editor.template,
        }

    def _cold(self) -> None:
        self._briefings.clean()
        self._note(Step.COLD, Tool.BRIEFINGS, self._briefings.build_without_search())
        self._hugo.clean()
        hugo = self._hugo.build()
        self._note(Step.COLD, Tool.HUGO, hugo)
        self._briefings.clean()
        self._note(Step.COLD_SEARCH, Tool.BRIEFINGS, self._briefings.build())
        self._note(Step.COLD_SEARCH, Tool.HUGO, hugo.followed_by(self._hugo.index()))

    def _unchanged(self) -> None:
        self._note(Step.NOTHING, Tool.BRIEFINGS, self._briefings.build())
        hugo = self._hugo.build()
        self._note(Step.NOTHING, Tool.HUGO, hugo)
        self._briefings.check()  # The first one looks at each entry by the rules, which no build does.
        self._note(Step.CHECK, Tool.BRIEFINGS, self._briefings.check())
        self._note(Step.CHECK, Tool.HUGO, hugo)

    def _change(self, step: Step, change: Callable[[str], Edit], mark: str) -> None:
        edit = change(mark)
        self._briefings_after(step, edit)
        self._note(step, Tool.HUGO, self._hugo.build())
        _look(self._hugo.site, edit)

    def _briefings_after(self, step: Step, edit: Edit) -> None:
        counted = step is Step.ADDED
        before = _stamps(self._briefings.site) if counted else {}
        self._note(step, Tool.BRIEFINGS, self._briefings.build())
        _look(self._briefings.site, edit)
        if counted:
            after = _stamps(self._briefings.site)
            self._rewritten.append(len(after.items() - before.items()))

    def _previews(self) -> None:
        for tool, preview in (
            (Tool.BRIEFINGS, self._briefings.preview()),
            (Tool.HUGO, self._hugo.preview()),
        ):
            saves = [self._save(f"{tool.lower()}-{run}") for run in self._runs]
            try:
                costs = previewing.waits(preview, saves)
            except previewing.EndedError:
                if tool is Tool.BRIEFINGS:
                    raise
                costs = []  # Hugo's does so in large archives.
            for cost in costs:
                self._note(Step.PREVIEW, tool, cost)

    def _save(self, mark: str) -> Callable[[], Edit]:
        return lambda: self._editor.body(mark)

    def _archive(self) -> Archive:
        return Archive(
            entries=self._entries,
            edited=medians(self._costs[Step.BODY, Tool.BRIEFINGS]),
            rewritten=max(self._rewritten),
        )

    def _note(self, step: Step, tool: Tool, cost: Cost) -> None:
        self._costs[step, tool].append(cost)
        self._say(f"{self._entries:,} entries, {step}: {tool} {cost.wall:.2f} s")


def _look(site: Path, edit: Edit) -> None:
    """Fail where a build has not brought what was changed into the site."""
    page = site / edit.url / "index.html"
    if edit.text not in page.read_text("utf-8"):
        raise RuntimeError(f"{page} does not show: {edit.text}")


def _stamps(site: Path) -> dict[str, tuple[int, int]]:
    """When each file of a site was written, those of the search left out."""
    files = (file for file in site.rglob("*") if file.is_file())
    found = {file.relative_to(site).as_posix(): file.stat() for file in files}
    return {
        path: (stat.st_mtime_ns, stat.st_ino)
        for path, stat in found.items()
        if not path.startswith("pagefind/")
    }


def _output(site: Path) -> Output:
    sizes = [file.stat().st_size for file in site.rglob("*") if file.is_file()]
    return Output(files=len(sizes), size=sum(sizes))
