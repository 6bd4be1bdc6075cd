"""How does a build go? Content in, a site out: load, group, plan, render, publish."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from briefings import search
from briefings.checking import check
from briefings.checks.linking import broken_paths
from briefings.grouping import Bulletin, group
from briefings.loading import load
from briefings.model import Content
from briefings.plan import Output, Plan, plan
from briefings.problems import ContentError, Problem, Severity
from briefings.progress import Stage, Watch, unwatched
from briefings.publishing import Report, Site
from briefings.rendering import Renderer, theme_files
from briefings.settings import Settings
from briefings.versions import code_digest, made_with
from briefings.views.plain import PlainPage
from briefings.views.records import records_of
from briefings.views.shown import Shown
from briefings.words import Words, words
from briefings.workers import cores, spread

INDEX = "pagefind/"
"""Where the search's files stand in the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A bulletin as its mkdocs.yml and its plain pages say, before its entries are read."""

    settings: Settings
    pages: tuple[PlainPage, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Why some of the plain pages could not be read."""
    static: Mapping[str, Path] = field(default_factory=dict)
    """The files beside the plain pages, by their path in the site."""
    other_plugins: tuple[str, ...] = ()
    """What only MkDocs's own build runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A bulletin at one moment, planned and ready to be rendered."""

    settings: Settings
    words: Words
    bulletin: Bulletin
    plan: Plan
    warnings: tuple[Problem, ...]
    inputs: str
    """Stands for all that the outputs are made of: equal inputs make an equal site."""


def now() -> datetime:
    """The build's moment: `SOURCE_DATE_EPOCH` where that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)


def prepare(
    project: Project,
    *,
    now: datetime,
    preview: bool = False,
    cached: bool = True,
    jobs: int | None = None,
    watch: Watch = unwatched,
) -> Edition:
    """Load, group and plan a bulletin as it stands at `now`. Raises `ContentError`.

    A preview shows what is not yet published; without `cached`, nothing is believed of earlier runs;
    `jobs` is how many processes read, as many as there are cores unless told.
    """
    settings, pages, static = project.settings, project.pages, project.static
    loaded = load(settings, cached=cached, jobs=jobs or cores(), watch=watch)
    files = {
        **theme_files(settings.theme_dirs),
        **static,
        **_media(settings, loaded.content),
    }
    frame = plan(_group(replace(loaded.content, entries=()), settings, now), settings)
    problems = [
        *project.problems,
        *loaded.problems,
        *check(
            loaded,
            settings,
            plain_pages=_claims(settings, pages, static),
            reserved={f"/{output.url}": "the bulletin itself" for output in frame.outputs},
            now=now,
        ),
    ]
    sound = all(problem.severity is not Severity.ERROR for problem in problems)
    if not sound:
        problems += broken_paths(loaded, pages, settings, frame, whole=False)
        raise ContentError(problems)
    bulletin = _group(loaded.content, settings, now, preview=preview)
    planned = plan(bulletin, settings, pages, files)
    problems += broken_paths(loaded, pages, settings, planned, whole=True)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    spoken = words(settings.language, settings.theme_dirs)
    return Edition(
        settings=settings,
        words=spoken,
        bulletin=bulletin,
        plan=planned,
        warnings=tuple(sorted(problems)),
        inputs=_inputs(project, loaded.digest, spoken, bulletin, files),
    )


def build(
    edition: Edition,
    *,
    full: bool = False,
    jobs: int | None = None,
    watch: Watch = unwatched,
) -> Report:
    """Bring the site up to date: render what is stale, publish it, remove what is gone.

    `jobs` is how many processes render; as many as there are cores, unless told. Raises
    `RenderingError`, `SearchUnavailable` or `OSError`, each with the last good site standing.
    """
    settings = edition.settings
    site = Site(settings.site_dir, settings.cache_dir / "manifest.json")
    if full:
        site.forget()
    if site.shows(edition.inputs):
        return site.report()
    kept: dict[str, str] = {}
    made: dict[str, tuple[str, bool]] = {}
    outputs = edition.plan.outputs
    pieces = spread(_maker, (edition, site), outputs, jobs=jobs or cores())
    done = watch(Stage.RENDERING, chain.from_iterable(pieces), len(outputs))
    for path, fingerprint, staged in done:
        if staged is None:
            kept[path] = fingerprint
        else:
            made[path] = fingerprint, staged
    _add_search(edition, site, kept, made, watch)
    (report,) = watch(
        Stage.PUBLISHING, (site.publish(kept, made, edition.inputs) for _ in (0,)), len(made)
    )
    return report


Made = tuple[str, str, bool | None]
"""An output's path, its fingerprint, and whether it was staged; None for one that was kept."""


def _maker(edition: Edition, site: Site) -> Callable[[Sequence[Output]], list[Made]]:
    """What makes the stale ones of some outputs, in any process."""
    renderer = renderer_of(edition)

    def make(output: Output) -> Made:
        view = renderer.view(output)
        fingerprint = renderer.fingerprint(view)
        if site.has(output.path, fingerprint):
            return output.path, fingerprint, None
        return output.path, fingerprint, site.stage(output.path, renderer.content(output, view))

    return lambda outputs: [make(output) for output in outputs]


def rendered(
    edition: Edition, known: Mapping[str, tuple[str, bytes]]
) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Every file of the site with its fingerprint and bytes, the search index apart.

    What `known` holds under the same fingerprint is taken from there.
    """
    renderer = renderer_of(edition)
    for output in edition.plan.outputs:
        view = renderer.view(output)
        fingerprint = renderer.fingerprint(view)
        before = known.get(output.path)
        if before is not None and before[0] == fingerprint:
            yield output.path, before
        else:
            yield output.path, (fingerprint, renderer.content(output, view))


def renderer_of(edition: Edition) -> Renderer:
    """What makes the outputs of an edition."""
    return Renderer(edition.plan, edition.bulletin, edition.settings, edition.words)


def search_files(edition: Edition) -> dict[str, bytes]:
    """The files of the search index, by their path below its folder."""
    shown = Shown(edition.bulletin, edition.settings, edition.words)
    return search.index(records_of(shown), language=edition.settings.language)


def _add_search(
    edition: Edition,
    site: Site,
    kept: dict[str, str],
    made: dict[str, tuple[str, bool]],
    watch: Watch,
) -> None:
    """Keep the search index where it knows these entries, or make it anew."""
    shown = Shown(edition.bulletin, edition.settings, edition.words)
    records = records_of(shown)
    known = search.fingerprint(records, language=edition.settings.language)
    fingerprint = f"{known} {code_digest()}"
    standing = site.fingerprints(INDEX)
    if standing and set(standing.values()) == {fingerprint}:
        kept.update(standing)
        return
    indexes = (search.index(records, language=edition.settings.language) for _ in (0,))
    (files,) = watch(Stage.INDEXING, indexes, len(records))
    for path, content in files.items():
        made[INDEX + path] = fingerprint, site.stage(INDEX + path, content)


def _inputs(
    project: Project, content: str, spoken: Words, bulletin: Bulletin, files: Mapping[str, Path]
) -> str:
    """A digest of everything that has a part in the site, the clock's part being what it decided."""
    digest = hashlib.blake2b(digest_size=16)
    shown = sorted((*bulletin.entries, *bulletin.withdrawn))
    parts = (made_with(), content, project.settings, project.pages, spoken.digest, bulletin.today)
    digest.update(repr((parts, shown)).encode())
    templates = (
        file for folder in project.settings.theme_dirs for file in sorted(folder.rglob("*.html"))
    )
    own = [file for path, file in sorted(files.items()) if path not in bulletin.media]
    for file in (*templates, *own):
        digest.update(f"\0{file}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _media(settings: Settings, content: Content) -> dict[str, Path]:
    return {path: settings.content_dir / path for path in content.media}


def _group(
    content: Content, settings: Settings, now: datetime, *, preview: bool = False
) -> Bulletin:
    return group(content, now=now, timezone=settings.timezone, preview=preview)


def _claims(
    settings: Settings, pages: Sequence[PlainPage], static: Mapping[str, Path]
) -> dict[str, str]:
    """The URLs of plain pages and of the files beside them, with the file of each."""
    folder = settings.name_of(settings.pages_dir)
    files = {f"/{path}": settings.name_of(file) for path, file in static.items()}
    return files | {f"/{page.url}": f"{folder}/{page.path}" for page in pages}
