"""Which page stands for each kind? The longest of the built bulletin."""

from datetime import datetime
from pathlib import Path

from briefings.editions import Project
from briefings.plan import PAGE_KINDS
from briefings.preparing import prepare


def longest_of_each(project: Project, site: Path, now: datetime) -> dict[str, str]:
    """Each kind of page that a bulletin has, with the address of its longest page in `site`."""
    longest: dict[str, tuple[int, str]] = {}
    for output in prepare(project, now=now).all_outputs():
        if output.kind in PAGE_KINDS:
            size = (site / output.path).stat().st_size
            longest[output.kind] = max(longest.get(output.kind, (0, "")), (size, output.url))
    return {kind: url for kind, (_, url) in longest.items()}
