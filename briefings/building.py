"""How does an edition become a site? Render what is stale, publish it, remember what was read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from briefings.caching import CacheDamagedError
from briefings.editions import Edition, Project, ledger_of, remember_outputs
from briefings.helping import helped
from briefings.idling import Begun
from briefings.ledger import SEGMENT, Recorded, mark_of
from briefings.looking import Looked, looking
from briefings.outputs import Output
from briefings.preparing import prepare
from briefings.progress import Stage, Watch, unwatched
from briefings.publishing import Report, Site
from briefings.search.segments import INDEX
from briefings.settings import Settings
from briefings.workers import cores, spread

if TYPE_CHECKING:
    from briefings.rendering import Renderer
    from briefings.search.updating import Searching

_FEW = 128
"""Outputs that are rendered without a pool of processes, which a thread would be in the way of."""

_FEWEST = 8
"""Outputs that a helper renders alone: this process has enough to do with the search."""


class Made(NamedTuple):
    """What became of an output that was looked at."""

    fingerprint: str
    staged: bool | None
    """Whether it was staged; None where it stands already."""
    reads: bytes
    """The marks of the facts that it shows."""


def rebuilt(  # noqa: PLR0913 (most are a command's options)
    project: Project,
    moment: datetime,
    *,
    preview: bool = False,
    search: bool = True,
    cached: bool = True,
    jobs: int | None = None,
    watch: Watch = unwatched,
    say: Callable[[Edition], None] = lambda _: None,
    begun: Begun | None = None,
) -> tuple[Edition, Report]:
    """Bring a site up to date with its content as it stands at a moment.

    `say` is told of the edition before it is built; `begun` is what was looked at already. A cache that
    turns out to be damaged is not believed a second time. Raises what `prepare` and `build` raise.
    """
    prepared = partial(prepare, project, now=moment, preview=preview, jobs=jobs, watch=watch)
    built = partial(build, search=search, jobs=jobs, watch=watch)
    settings = project.settings
    ledger = partial(ledger_of, settings, cached=cached)
    with ExitStack() as stack:
        found: Callable[[], Looked] | None = begun.found if begun else None
        if found is None:
            look = looking(settings.site_dir, lambda: ledger().standing())
            found = stack.enter_context(look)
        edition = prepared(cached=cached, begun=begun)
        say(edition)
        if edition.known.is_read != cached:
            found = None  # It tells the difference to a record that is not believed any more.
        try:
            return edition, built(edition, found=found)
        except CacheDamagedError:
            edition = prepared(cached=False)
            return edition, built(edition)


def build(
    edition: Edition,
    *,
    search: bool = True,
    jobs: int | None = None,
    watch: Watch = unwatched,
    found: Callable[[], Looked] | None = None,
) -> Report:
    """Bring the site up to date: render what is stale, publish it, remove what is gone.

    Without `search`, a site that has its index elsewhere is made (see `build_search`). `jobs` is how
    many processes render; as many as there are cores, unless told. `found` says how the files of the
    site look, if somebody looks already. Raises `RenderingError`, `SearchUnavailable` or `OSError`,
    each with the last good site standing.
    """
    site = Site(edition.settings.site_dir, edition.known, found)
    outputs = _to_look_at(edition, site)
    if not (outputs or edition.stale_segments) and edition.continued and site.is_as_left():
        return _recorded(edition, site, site.publish(frozenset(), {}), {}, None)
    if edition.continued is None:
        _compile_templates(edition.settings)
    made: dict[str, tuple[str, bool]] = {}
    jobs = jobs or cores()
    begun = partial(_searching, edition, site, made, jobs) if search else _no_search
    ordered = sorted(outputs, key=_together)
    look = _few_looked_at if len(outputs) < _FEW else _many_looked_at
    searching, done = look(edition, site, ordered, jobs, begun, watch)
    looked_at = dict(zip(ordered, done, strict=True))
    kept = set()
    for output in outputs:
        one = looked_at[output]
        if one.staged is None:
            kept.add(output.path)
        else:
            made[output.path] = one.fingerprint, one.staged
    indexed = searching.finish(watch) if searching else 0
    if edition.continued:
        gone = edition.continued.gone
    else:
        gone = {path for path in site.known() if not path.startswith(INDEX)} - kept
    gone |= searching.gone if searching else site.below(INDEX)
    (report,) = watch(Stage.PUBLISHING, (site.publish(gone, made) for _ in (0,)), len(made))
    return _recorded(edition, site, replace(report, indexed=indexed), looked_at, searching)


def build_search(edition: Edition) -> Report:
    """Bring the search index alone up to date, in a folder that holds nothing else.

    Raises `SearchUnavailable` or `OSError`, each with the last index standing.
    """
    site = Site(edition.settings.site_dir, edition.known)
    made: dict[str, tuple[str, bool]] = {}
    searching = _searching(edition, site, made, 1, begin=True)
    indexed = searching.finish(unwatched)
    remember_outputs(edition)
    report = replace(site.publish(searching.gone, made), indexed=indexed)
    return _recorded(edition, site, report, {}, searching)


def _searching(*args: Any, **options: Any) -> "Searching":
    # Imported here for the same reason as the renderer.
    from briefings.search.updating import Searching  # noqa: PLC0415

    return Searching(*args, **options)


def _no_search(*, begin: bool) -> None:
    pass


_LookedAt = tuple["Searching | None", list[Made]]


def _few_looked_at(
    edition: Edition,
    site: Site,
    outputs: Sequence[Output],
    jobs: int,
    search: Callable[..., "Searching | None"],
    watch: Watch,
) -> _LookedAt:
    """The search as it works, and what became of outputs meanwhile: a process helps with these."""
    alone = len(outputs) < _FEWEST
    look = _looker(edition, site, at_once=not alone)
    with helped(look, outputs, jobs=jobs, alone=alone) as seen:
        searching = search(begin=True)

        def staged() -> Iterator[Made]:
            for output, one in zip(outputs, seen(), strict=True):
                yield _staged(site, output, one)

        return searching, list(watch(Stage.RENDERING, staged(), len(outputs)))


def _many_looked_at(
    edition: Edition,
    site: Site,
    outputs: Sequence[Output],
    jobs: int,
    search: Callable[..., "Searching | None"],
    watch: Watch,
) -> _LookedAt:
    """The search, which waits, and what became of outputs: a thread would be in the way of processes."""
    searching = search(begin=False)
    pieces = spread(_maker, (edition, site), outputs, jobs=jobs)
    return searching, list(watch(Stage.RENDERING, chain.from_iterable(pieces), len(outputs)))


def _together(output: Output) -> tuple[str, str]:
    """What is of one year shows much the same entries, as do the feeds of a name, and is made together."""
    key = output.key
    last = key.rpartition("/")[2]
    return (last if last.isdecimal() else key[:4] if key[:4].isdecimal() else "~"), key


def _to_look_at(edition: Edition, site: Site) -> list[Output]:
    """The outputs that may be stale, and those whose files somebody touched."""
    if edition.continued is None:
        return list(edition.outputs)
    known = map(edition.known.output, map(mark_of, site.altered() - edition.continued.gone))
    touched = [one for one in known if one is not None and one.kind != SEGMENT]
    if not touched:
        return list(edition.outputs)
    from briefings.plan import in_order, output_of  # noqa: PLC0415 (seldom needed)

    return in_order([*edition.outputs, *(output_of(one.kind, one.key) for one in touched)])


class Seen(NamedTuple):
    """What an output shows."""

    fingerprint: str
    reads: bytes
    """The marks of the facts that it shows."""
    content: bytes | None
    """Its bytes; None where they stand already."""


def _looker(edition: Edition, site: Site, *, at_once: bool) -> Callable[[Output], Seen]:
    """What looks at an output, in any process; what it takes is imported `at_once`, or when it is used."""
    renderer = cache(lambda: renderer_of(edition))
    if at_once:
        renderer()

    def look(output: Output) -> Seen:
        view, reads = renderer().reads(output)
        fingerprint = renderer().fingerprint(view)
        stands = site.has(output.path, fingerprint)
        content = None if stands else renderer().content(output, view)
        return Seen(fingerprint, reads, content)

    return look


def _maker(edition: Edition, site: Site) -> Callable[[Sequence[Output]], list[Made]]:
    """What makes the stale ones of some outputs, in any process."""
    look = _looker(edition, site, at_once=True)
    return lambda outputs: [_staged(site, output, look(output)) for output in outputs]


def _staged(site: Site, output: Output, seen: Seen) -> Made:
    """An output that was looked at, put where it is published from if it is stale."""
    staged = None if seen.content is None else site.stage(output.path, seen.content)
    return Made(seen.fingerprint, staged, seen.reads)


def _recorded(
    edition: Edition,
    site: Site,
    report: Report,
    looked_at: Mapping[Output, Made],
    search: "Searching | None",
) -> Report:
    """Remember what stands in the site now, and what was read for it."""
    ledger = edition.ledger
    for output, one in looked_at.items():
        recorded = Recorded(output.kind, output.key, output.path, one.fingerprint)
        ledger.set_output(output.path, recorded)
    continued = edition.continued
    for path in continued.gone if continued else ():
        ledger.set_output(path, None)
    facts = map(mark_of, continued.facts if continued else ())
    reads = {mark_of(output.path): one.reads for output, one in looked_at.items()}
    if search is not None:
        search.index.record(ledger)
        reads |= search.index.reads()
    ledger.set_readers(reads, facts)
    site.leave(report, ledger)
    try:
        ledger.save()
    except OSError as error:
        return replace(report, unrecorded=str(error))
    return report


def rendered(
    edition: Edition, known: Mapping[str, tuple[str, bytes]]
) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Every file of the site with its fingerprint and bytes, the search index apart.

    What `known` holds under the same fingerprint is taken from there.
    """
    renderer = renderer_of(edition)
    for output in edition.all_outputs():
        view = renderer.view(output)
        fingerprint = renderer.fingerprint(view)
        before = known.get(output.path)
        if before is not None and before[0] == fingerprint:
            yield output.path, before
        else:
            yield output.path, (fingerprint, renderer.content(output, view))


def _compile_templates(settings: Settings) -> None:
    # Imported here because a build with nothing to do has no need of templates.
    from briefings.rendering import compile_templates  # noqa: PLC0415

    compile_templates(settings)


def renderer_of(edition: Edition) -> "Renderer":
    """What makes the outputs of an edition."""
    # Imported here for the same reason.
    from briefings.rendering import Renderer  # noqa: PLC0415

    return Renderer(edition.bulletin, edition.settings, edition.words, edition.pages, edition.files)
