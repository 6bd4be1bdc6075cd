"""How do the figures read? As a table on the terminal, and as docs/benchmarks.md."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.results import Results, Row, Step, Tool, rows, seconds, size

_ABOUT = Path(__file__).with_name("about.md")
_HEADING = re.compile(r"## ([\d,]+) entries$", re.M)
_SECTION = re.compile(r"^(?=## [\d,]+ entries$)", re.M)


def aims(results: Results) -> str:
    """The table of ratios, with the aims."""
    heads = ["step", "Briefings", "Hugo", "ratio", "aim", "reached"]
    return _table(heads, (_cells(row) for row in rows(results)))


def resources(results: Results) -> str:
    """The table of processor time and memory."""
    heads = ["step", *(f"{tool}, {what}" for what in ("processor", "memory") for tool in Tool)]
    measured = [step for step in Step if step is not Step.PREVIEW]
    return _table(heads, ([step, *_resources(results, step)] for step in measured))


def section(results: Results, machine: Sequence[str], command: str) -> str:
    """What one run of the benchmark adds to the document."""
    outputs = (
        f"{tool} {one.files:,} files, {size(one.size)}" for tool, one in results.output.items()
    )
    facts = "\n".join(f"- {fact}" for fact in [*machine, f"output: {'; '.join(outputs)}"])
    return (
        f"## {results.entries:,} entries\n\n`{command}`\n\n{facts}\n\n"
        f"{aims(results)}\n\n{resources(results)}\n"
    )


def merged(document: str, added: str) -> str:
    """The document with a section in the place of an older one of its size, the smallest first."""
    known = {_entries(one): one for one in (*_sections(document), added)}
    sections = (known[entries] for entries in sorted(known))
    return "\n".join([_ABOUT.read_text("utf-8").rstrip() + "\n", *sections])


def _sections(document: str) -> list[str]:
    return [part.rstrip() + "\n" for part in _SECTION.split(document) if _HEADING.match(part)]


def _entries(text: str) -> int:
    found = _HEADING.match(text)
    assert found
    return int(found[1].replace(",", ""))


def _cells(row: Row) -> list[str]:
    reached = {None: "", True: "yes", False: "no"}[row.reached]
    return [row.what, row.ours, row.theirs, row.ratio, row.aim, reached]


def _resources(results: Results, step: Step) -> list[str]:
    costs = [results.costs[step, tool] for tool in Tool]
    return [*(seconds(one.processor) for one in costs), *(size(one.memory) for one in costs)]


def _table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    cells = [list(line) for line in lines]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    rule = ["-" * widths[0], *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    return "\n".join(
        f"| {' | '.join([line[0].ljust(widths[0]), *_right(line[1:], widths[1:])])} |"
        for line in (heads, rule, *cells)
    )


def _right(cells: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    return (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
