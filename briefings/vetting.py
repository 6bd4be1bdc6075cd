"""Is the content in order? All of it, or as much as a change concerns.

Of an earlier moment nothing is asked: today's content may lead to what was not there yet.
"""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import unquote

from briefings.checking import check
from briefings.checks.linking import broken_paths
from briefings.checks.rechecking import DoubtError, Recheck
from briefings.continuing import Changes, Touch
from briefings.editions import Project
from briefings.files.slugs import comparable
from briefings.grouping import Groups
from briefings.ledger import Head, Ledger, mark_of
from briefings.loading import Loaded
from briefings.model import EntryId, Vocabulary
from briefings.outputs import Output
from briefings.problems import Problem


def problems_of(
    project: Project, loaded: Loaded, vocabulary: Vocabulary, now: datetime, *, jobs: int
) -> list[Problem]:
    """All that is wrong but links to paths."""
    if project.settings.as_of:
        return []
    # Imported here because a run with nothing to do has no need of it.
    from briefings.plan import plan  # noqa: PLC0415

    frame = plan(Groups(), vocabulary, project.settings)
    return [
        *project.problems,
        *loaded.problems(),
        *check(
            loaded,
            project.settings,
            plain_pages=_claims(project),
            reserved={f"/{output.url}": "the bulletin itself" for output in frame},
            now=now,
            jobs=jobs,
        ),
    ]


def dead_ends(
    project: Project, loaded: Loaded, outputs: Iterable[Output], *, whole: bool
) -> list[Problem]:
    """The links to paths that lead nowhere; `outputs` are those of the `whole` bulletin, or of its frame."""
    if project.settings.as_of:
        return []
    urls = {f"/{output.url}" for output in outputs}
    return broken_paths(loaded, project.pages, project.settings, urls.__contains__, whole=whole)


def rechecked(
    project: Project,
    loaded: Loaded,
    changes: Changes,
    touched: Touch,
    head: Head,
    known: Ledger,
    now: float,
) -> tuple[Problem, ...]:
    """The warnings that still hold after a change. Raises `DoubtError` where there may be more to say.

    `head` is that of the last edition and `known` what is known of it; `now` is in seconds.
    """
    recheck = Recheck(
        known, touched.placed, touched.groups, changes.vocabulary, changes.media, project.settings
    )
    if changes.registries:
        recheck.vocabulary()
    introductions = changes.entries_of.keys() & set(changes.introductions.values())
    recheck.introductions(introductions, loaded, now)
    files = recheck.entries(loaded, now)
    taken = {comparable(url) for url in _claims(project)}
    recheck.free((output.url for output in touched.new), taken)
    recheck.unlinked(map(_url_of, touched.gone), head.linked)
    _follow_links(loaded, changes, touched, known)
    looked_at = files | changes.entries_of.keys()
    return tuple(warning for warning in head.warnings if warning.path not in looked_at)


def _follow_links(loaded: Loaded, changes: Changes, touched: Touch, known: Ledger) -> None:
    """See that links to paths lead somewhere. Raises `DoubtError`."""
    new = {output.path for output in touched.new}

    def is_there(target: str) -> bool:
        path = Output("", "", target.lstrip("/")).path
        entry = EntryId(target.strip("/"))
        return (
            path in new
            or (path not in touched.gone and known.output(mark_of(path)) is not None)
            or entry in changes.outlines
            or known.placed(entry) is not None
        )

    for path in changes.entries_of:
        if any(digests.get(path) for digests in changes.folders.values()):
            gist = loaded.gist(path)
            links = (*gist.links, *(one for entry in gist.outlines for one in entry.links))
            for link in links:
                if link.startswith("/") and not is_there(unquote(link)):
                    raise DoubtError(f"{path} links to {link}")


def _url_of(path: str) -> str:
    return path.removesuffix("index.html")


def _claims(project: Project) -> dict[str, str]:
    """The URLs of plain pages and of the files beside them, with the file of each."""
    settings = project.settings
    folder = settings.name_of(settings.pages_dir)
    files = {f"/{path}": settings.name_of(file) for path, file in project.static.items()}
    return files | {f"/{page.url}": f"{folder}/{page.path}" for page in project.pages}
