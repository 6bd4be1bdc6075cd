"""Do links to the bulletin's own pages lead somewhere?"""

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from briefings.loading import Loaded
from briefings.model import Link, Prose
from briefings.plan import Plan
from briefings.problems import Code, Problem
from briefings.settings import Settings
from briefings.views.plain import PlainPage


def broken_paths(
    loaded: Loaded, pages: Sequence[PlainPage], settings: Settings, plan: Plan, *, whole: bool
) -> list[Problem]:
    """The links to a path at which the plan has no output.

    A plan that is not `whole`, because the content has errors, lacks what hangs on entries and on broken
    records: days, years and the pages of those records are passed over then. Links to entries are
    checked with all other references, but for those in plain pages.
    """
    urls = {f"/{output.url}" for output in plan.outputs} | {f"/{page.url}" for page in pages}
    entries = {entry.id for entry in loaded.content.entries}
    broken = () if whole else tuple(_broken_records(loaded))
    problems = []
    for path, link, in_page in _links(loaded, pages, settings):
        target = unquote(link.target)
        if target.startswith("entry:"):
            if not in_page or target.removeprefix("entry:") in entries or not whole:
                continue
        elif (
            target in urls
            or target.strip("/") in entries
            or (not whole and any(char.isdigit() for char in target))
            or target.startswith(broken)
        ):
            continue
        message = (
            f'the link "{link.target}" leads to no page of this bulletin. Link an entry as '
            "entry:2024/06/13/slug and a page by its address, as /topics/."
        )
        problems.append(Problem(path, link.line, 1, message, Code.BROKEN_LINK))
    return problems


def _broken_records(loaded: Loaded) -> Iterator[str]:
    """Where pages of records would stand that could not be read."""
    for result in loaded.files:
        if result.registry and result.unread:
            yield f"/{result.registry}/"
        elif result.registry:
            yield from (f"/{result.registry}/{one}/" for one in result.ids - result.records.keys())


def _texts(loaded: Loaded) -> Iterator[tuple[str, Prose]]:
    """The texts of all entries, broken ones too, and of all introductions, with their files."""
    for result in loaded.files:
        for entry in (*result.entries, *(broken.entry for broken in result.broken)):
            yield entry.path, entry.prose
        if result.introduction:
            yield result.path, result.introduction.prose


def _links(
    loaded: Loaded, pages: Sequence[PlainPage], settings: Settings
) -> Iterator[tuple[str, Link, bool]]:
    for path, prose in _texts(loaded):
        for link in prose.links:
            if link.target.startswith("/"):
                yield path, link, False
    folder = settings.name_of(settings.pages_dir)
    for page in pages:
        for link in page.links:
            yield f"{folder}/{page.path}", link, True
