"""Do links to the bulletin's own pages lead somewhere?"""

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import unquote

from briefings.loading import Loaded
from briefings.model import Link, Prose
from briefings.problems import Code, Problem
from briefings.settings import Settings
from briefings.views.plain import PlainPage


def broken_paths(
    loaded: Loaded,
    pages: Sequence[PlainPage],
    settings: Settings,
    is_there: Callable[[str], bool],
    *,
    whole: bool,
) -> list[Problem]:
    """The links to a path at which there is no output; `is_there` tells of a path whether there is.

    Content that is not `whole`, because it has errors, lacks what hangs on entries and on broken
    records: days, years and the pages of those records are passed over then. Links to entries are
    checked with all other references, but for those in plain pages.
    """
    entries: set[str] = {one.id for path in loaded.paths() for one in loaded.gist(path).outlines}
    broken = () if whole else tuple(_broken_records(loaded))

    def is_sound(target: str, in_page: bool) -> bool:
        if target.startswith("entry:"):
            return not in_page or not whole or target.removeprefix("entry:") in entries
        unsure = not whole and (any(map(str.isdigit, target)) or target.startswith(broken))
        return is_there(target) or target.strip("/") in entries or unsure

    return [
        broken_link(path, link)
        for path, link, in_page in _links(loaded, pages, settings)
        if not is_sound(unquote(link.target), in_page)
    ]


def broken_link(path: str, link: Link) -> Problem:
    """What to say of a link in the file at `path` that leads nowhere."""
    message = (
        f'the link "{link.target}" leads to no page of this bulletin. Link an entry as '
        "entry:2024/06/13/slug and a page by its address, as /topics/."
    )
    return Problem(path, link.line, 1, message, Code.BROKEN_LINK)


def _broken_records(loaded: Loaded) -> Iterator[str]:
    """Where pages of records would stand that could not be read."""
    for path in filter(loaded.is_registry, loaded.paths()):
        result = loaded.result(path)
        if result.unread:
            yield f"/{result.registry}/"
        else:
            yield from (f"/{result.registry}/{one}/" for one in result.ids - result.records.keys())


def _texts(loaded: Loaded) -> Iterator[tuple[str, Prose]]:
    """The texts that link to paths, of entries, broken ones too, and of introductions."""
    for path in loaded.paths():
        gist = loaded.gist(path)
        links = (*gist.links, *(link for outline in gist.outlines for link in outline.links))
        if gist.sound and not any(link.startswith("/") for link in links):
            continue
        result = loaded.result(path)
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
