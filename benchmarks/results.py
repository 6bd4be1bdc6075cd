"""What came out? The figures of one run of the benchmark, and how far its aims are reached."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from benchmarks.costs import Cost

GIB = 1 << 30


class Tool(StrEnum):
    """Who builds."""

    BRIEFINGS = "Briefings"
    HUGO = "Hugo"


class Step(StrEnum):
    """What is built, in the words of the table."""

    COLD = "cold, without search"
    COLD_SEARCH = "cold, with search"
    NOTHING = "nothing changed"
    BODY = "one body edited"
    OLD_BODY = "a body in the middle of the archive edited"
    ADDED = "one entry added today"
    OLDEST = "the oldest entry edited"
    RENAMED = "a person renamed"
    TEMPLATE = "a template changed"
    CHECK = "`briefings check`, warm"
    PREVIEW = "preview: from save to page"


RATIOS: Mapping[Step, float] = {
    Step.COLD: 1.0,
    Step.COLD_SEARCH: 0.8,
    Step.NOTHING: 0.06,
    Step.BODY: 0.12,
    Step.ADDED: 0.12,
    Step.OLDEST: 0.6,
    Step.CHECK: 0.1,
}
"""The aims, as shares of Hugo's wall time."""
PREVIEW_SECONDS = 0.5
MEMORY = 1.5 * GIB
"""The aim for a cold build with search, at `LARGE` entries."""
GROWTH = 3.0
"""How much longer one edit may take at `LARGE` entries than at `USUAL`."""
USUAL = 10_000
LARGE = 70_000


class Archive(Struct, frozen=True, kw_only=True):
    """What small changes cost this project in an archive of some size."""

    entries: int
    edited: Cost
    """Of a build after one body was edited."""
    rewritten: int
    """The files that one new entry made or changed, the search's apart."""


class Output(Struct, frozen=True, kw_only=True):
    """What a site consists of."""

    files: int
    size: int
    """In bytes."""


class Results(Struct, frozen=True, kw_only=True):
    """The medians of all runs."""

    entries: int
    costs: Mapping[tuple[Step, Tool], Cost]
    """Without that of Hugo's preview where its server ended."""
    output: Mapping[Tool, Output]
    archives: tuple[Archive, ...]
    """This one, and smaller ones; the smallest first."""


class Row(Struct, frozen=True, kw_only=True):
    """A line of the table: a figure, what it is held against, and the aim."""

    what: str
    ours: str
    theirs: str = ""
    ratio: str = ""
    aim: str = ""
    reached: bool | None = None
    """None where no aim is set."""


def rows(results: Results) -> Iterator[Row]:
    """All that the issue of speed is about, with its aims."""
    for step in Step:
        yield _compared(results, step)
    yield from _memory(results)
    yield from _growth(results)


def seconds(value: float) -> str:
    """A time as people read it: three digits where there are so many."""
    return f"{value:.0f} s" if value >= 100 else f"{value:.{1 if value >= 10 else 2}f} s"


def size(value: float) -> str:
    """An amount of memory or of disk."""
    return f"{value / GIB:.2f} GiB" if value >= GIB else f"{value / (1 << 20):.0f} MiB"


def _compared(results: Results, step: Step) -> Row:
    ours = results.costs[step, Tool.BRIEFINGS].wall
    held = results.costs.get((step, Tool.HUGO))
    ratio = ours / held.wall if held else 0.0
    aim, reached = "", None
    if step is Step.PREVIEW:
        aim, reached = f"≤ {seconds(PREVIEW_SECONDS)}", ours <= PREVIEW_SECONDS
    elif step in RATIOS:
        aim, reached = f"≤ {RATIOS[step]:g} ×", ratio <= RATIOS[step]
    return Row(
        what=step,
        ours=seconds(ours),
        theirs=seconds(held.wall) if held else "ended",
        ratio=_times(ratio) if held else "",
        aim=aim,
        reached=reached,
    )


def _memory(results: Results) -> Iterator[Row]:
    large = results.entries >= LARGE
    for step in (Step.COLD_SEARCH, Step.COLD):
        ours = results.costs[step, Tool.BRIEFINGS].memory
        theirs = results.costs[step, Tool.HUGO].memory
        searched = step is Step.COLD_SEARCH
        yield Row(
            what=f"peak memory, {step}",
            ours=size(ours),
            theirs=size(theirs),
            ratio=_times(ours / theirs),
            aim=f"at {LARGE:,}: {f'≤ {size(MEMORY)}' if searched else '< 1 ×'}",
            reached=ours <= (MEMORY if searched else theirs - 1) if large else None,
        )


def _growth(results: Results) -> Iterator[Row]:
    *smaller, whole = results.archives
    for archive in smaller:
        ratio = whole.edited.wall / archive.edited.wall
        held = archive.entries == USUAL
        yield Row(
            what=f"one body edited, against {archive.entries:,} entries",
            ours=seconds(whole.edited.wall),
            theirs=f"{seconds(archive.edited.wall)} (Briefings)",
            ratio=_times(ratio),
            aim=f"≤ {GROWTH:g} ×" if held else "",
            reached=ratio <= GROWTH if held else None,
        )
    for archive in smaller:
        yield Row(
            what=f"files written for one new entry, against {archive.entries:,} entries",
            ours=str(whole.rewritten),
            theirs=f"{archive.rewritten} (Briefings)",
            aim="the same",
            reached=whole.rewritten == archive.rewritten,
        )


def _times(ratio: float) -> str:
    return f"{ratio:.2f} ×" if ratio >= 0.1 else f"{ratio:.3f} ×"
