"""Do links to the bulletin's own pages lead somewhere?"""

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from briefings.model import Content, Link
from briefings.plan import Plan
from briefings.problems import Code, Problem
from briefings.settings import Settings
from briefings.views.plain import PlainPage


def broken_paths(
    content: Content, pages: Sequence[PlainPage], settings: Settings, plan: Plan, *, whole: bool
) -> list[Problem]:
    """The links to a path at which the plan has no output.

    A plan that is not `whole`, because the content has errors, lacks what hangs on entries: days and
    years are passed over then. Links to entries are checked with all other references, but for those
    in plain pages.
    """
    urls = {f"/{output.url}" for output in plan.outputs} | {f"/{page.url}" for page in pages}
    entries = {entry.id for entry in content.entries}
    problems = []
    for path, link, in_page in _links(content, pages, settings):
        target = unquote(link.target)
        if target.startswith("entry:"):
            if not in_page or target.removeprefix("entry:") in entries or not whole:
                continue
        elif (
            target in urls
            or target.strip("/") in entries
            or (not whole and any(char.isdigit() for char in target))
        ):
            continue
        message = (
            f'the link "{link.target}" leads to no page of this bulletin. Link an entry as '
            "entry:2024/06/13/slug and a page by its address, as /topics/."
        )
        problems.append(Problem(path, link.line, 1, message, Code.BROKEN_LINK))
    return problems


def _links(
    content: Content, pages: Sequence[PlainPage], settings: Settings
) -> Iterator[tuple[str, Link, bool]]:
    for entry in content.entries:
        for link in entry.prose.links:
            if link.target.startswith("/"):
                yield entry.path, link, False
    for introduction in content.introductions.values():
        for link in introduction.prose.links:
            if link.target.startswith("/"):
                yield introduction.path, link, False
    folder = settings.pages_dir.relative_to(settings.folder).as_posix()
    for page in pages:
        for link in page.links:
            yield f"{folder}/{page.path}", link, True
