"""How is an edition prepared? Whatever can be, is taken from the last one.

There are two roads. Where the last build's ledger is known and nothing but the content and the clock
has changed, the edition continues the last one: what changed tells which facts did, and these which
outputs read them. Else, and where a change may be wrong or may make something else wrong, everything
is checked, grouped and looked at anew. Both come to the same bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from briefings.belonging import Placed, Sort, frame_of, target_of
from briefings.bulletin import Bulletin
from briefings.caching import CacheDamagedError
from briefings.checks.rechecking import DoubtError
from briefings.continuing import Changes, Touch, changes_since, note_histories, touch
from briefings.editions import Edition, Project, ledger_of, remember_outputs
from briefings.grouping import Change, Groups
from briefings.helping import helped
from briefings.idling import Begun
from briefings.ledger import SEGMENT, Head, Ledger, mark_of
from briefings.loading import Loaded, load, vocabulary_of
from briefings.model import EntryId, Vocabulary
from briefings.outlines import Outline
from briefings.outputs import Output
from briefings.problems import Code, ContentError, Problem, Severity
from briefings.progress import Watch, unwatched
from briefings.settings import Settings
from briefings.shelves import LoadedShelf, placed_of
from briefings.theming import makings, theme_files
from briefings.versions import made_with
from briefings.vetting import dead_ends, problems_of, rechecked
from briefings.workers import cores

if TYPE_CHECKING:
    from briefings.git.histories import Histories

_HISTORIES = "histories"
_CHECKED = "check"
"""The record of what was checked and not built."""


def prepare(
    project: Project,
    *,
    now: datetime,
    preview: bool = False,
    cached: bool = True,
    jobs: int | None = None,
    watch: Watch = unwatched,
    begun: Begun | None = None,
) -> Edition:
    """Load, check and group a bulletin as it stands at `now`. Raises `ContentError`.

    A preview shows what is not yet published; without `cached`, nothing is believed of earlier runs, nor
    where a cache turns out to be damaged; `jobs` is how many processes work, as many as there are cores
    unless told; `begun` is what was looked at already.
    """
    if project.lacking:
        raise ContentError(project.lacking)
    return _prepared(
        project,
        now,
        preview=preview,
        cached=cached,
        jobs=jobs or cores(),
        watch=watch,
        begun=begun,
        shown=True,
    )


def checked(
    project: Project, *, now: datetime, jobs: int | None = None, watch: Watch = unwatched
) -> Edition:
    """Load and check a bulletin as `prepare` does, and remember that it is in order.

    What the last build knows is enough, if there was one; else a check keeps a record of its own.
    """
    own = replace(project, settings=replace(project.settings, record=_CHECKED))
    prepared = partial(_prepared, now=now, preview=False, jobs=jobs or cores(), watch=watch)
    try:
        return prepared(project, cached=True, continuing=True)
    except DoubtError:
        edition = prepared(own, cached=True)
    remember_outputs(edition)
    with suppress(OSError):
        edition.ledger.save()
    return edition


def _prepared(  # noqa: PLR0913 (what `prepare` takes, and what tells it from `checked`)
    project: Project,
    now: datetime,
    *,
    preview: bool,
    cached: bool,
    jobs: int,
    watch: Watch,
    continuing: bool = False,
    begun: Begun | None = None,
    shown: bool = False,
) -> Edition:
    """The edition that continues the one on record, or one made anew.

    Where it has to be `continuing`, `DoubtError` is raised instead; one that will be `shown` needs templates.
    """
    settings = project.settings
    try:
        noticed = begun.noticed if begun else None
        loaded = load(settings, cached=cached, jobs=jobs, watch=watch, noticed=noticed)
        if settings.as_of:
            # Imported here because most builds show how the bulletin stands.
            from briefings.asof import turned_back  # noqa: PLC0415

            loaded = turned_back(loaded, settings)
        making = _Making(project, loaded, now, preview=preview, jobs=jobs)
        try:
            record = begun.record if begun and cached else None
            return making.on(ledger_of(settings, cached=cached, table=record))
        except DoubtError as doubt:
            if continuing:
                raise
            # What was written since is of no use, what the last build left is.
            known = ledger_of(settings, cached=cached)
            with _templates_compiled(settings, jobs if shown else 0):
                return making.anew(known, ledger_of(settings, cached=False), str(doubt))
    except CacheDamagedError:
        if not cached:
            raise
        return _prepared(
            project,
            now,
            preview=preview,
            cached=False,
            jobs=jobs,
            watch=watch,
            continuing=continuing,
            shown=shown,
        )


class _Making:
    """One edition while it is made."""

    def __init__(
        self,
        project: Project,
        loaded: Loaded,
        now: datetime,
        *,
        preview: bool,
        jobs: int,
    ) -> None:
        self._project = project
        self._settings = project.settings
        self._loaded = loaded
        self._now = now
        self._today = now.astimezone(project.settings.timezone).date()
        self._preview = preview
        self._jobs = jobs
        self._pages = {page.url: page for page in project.pages}
        self._own = {**theme_files(project.settings.theme_dirs), **project.static}
        self._frame = _frame_digest(project, self._own, preview=preview)
        self._histories = _histories_of(project.settings)
        self._history = self._histories.key if self._histories is not None else ""

    def on(self, known: Ledger) -> Edition:
        """The edition that continues the last one. Raises `DoubtError` where that is not certain."""
        if self._settings.as_of:
            raise DoubtError("the bulletin of an earlier moment is always made anew")
        head = known.head
        if head is None:
            raise DoubtError("no earlier build by this version of the program is known")
        if head.frame != self._frame:
            raise DoubtError("the settings, the theme, the plain pages or the program changed")
        if self._project.problems:
            raise DoubtError("a plain page has problems")
        now = self._now.timestamp()
        changes = changes_since(head, known, self._loaded)
        if self._history != head.history:
            self._note_histories(changes, known)
        touched = touch(
            changes,
            head,
            known,
            self._loaded,
            self._settings,
            now=now,
            today=self._today,
            preview=self._preview,
        )
        warnings = rechecked(self._project, self._loaded, changes, touched, head, known, now)
        readers = map(known.output, known.readers(map(mark_of, touched.facts)))
        stale = [one for one in readers if one is not None]
        pages = [(one.kind, one.key) for one in stale if one.kind != SEGMENT]
        if (
            changes.folders
            or touched.facts
            or not head.made <= now < head.valid_until
            or head.looks != self._project.looks
            or head.history != self._history
        ):
            _write_changes(known, changes, touched)
            known.set_head(
                replace(
                    self._head(touched.groups, changes.vocabulary, changes.media, warnings),
                    introductions=changes.introductions,
                    linked=head.linked,
                )
            )
        return self._edition(
            touched.groups,
            known,
            known,
            _outputs(pages, touched),
            stale_segments=frozenset(one.key for one in stale if one.kind == SEGMENT),
            continued=touched,
        )

    def anew(self, known: Ledger, ledger: Ledger, why: str) -> Edition:
        """The edition made of everything. Raises `ContentError`."""
        vocabulary = vocabulary_of(self._loaded)
        problems = problems_of(self._project, self._loaded, vocabulary, self._now, jobs=self._jobs)
        if _has_errors(problems):
            frame = self._plan(Groups(), vocabulary, ())
            raise ContentError(
                [*problems, *dead_ends(self._project, self._loaded, frame, whole=False)]
            )
        if self._histories is not None:
            ledger.set_value(_HISTORIES, _plain(self._histories))
        groups = self._grouped(vocabulary, ledger)
        gists = {path: self._loaded.gist(path) for path in self._loaded.paths()}
        media = dict(gist.media for gist in gists.values() if gist.media)
        outputs = self._plan(groups, vocabulary, media)
        problems += dead_ends(self._project, self._loaded, outputs, whole=True)
        if _has_errors(problems):
            raise ContentError(problems)
        introduced = {gist.introduces: path for path, gist in gists.items() if gist.introduces}
        links = [link for gist in gists.values() for link in gist.links]
        links += [link.target for page in self._project.pages for link in page.links]
        ledger.set_head(
            replace(
                self._head(groups, vocabulary, media, tuple(sorted(problems))),
                introductions={date.fromisoformat(day): path for day, path in introduced.items()},
                linked=frozenset(map(target_of, links)),
            )
        )
        self._loaded.forget()
        return self._edition(groups, ledger, known, outputs, why=why)

    def _grouped(self, vocabulary: Vocabulary, ledger: Ledger) -> Groups:
        """All groups, written into the ledger with what they are made of.

        They are read from there again: the processes that render need not hold them.
        """
        for folder, digests in self._loaded.folders.items():
            ledger.set_folder(folder, digests)
        outlines: dict[EntryId, Outline] = {}
        for path in self._loaded.paths():
            own = self._loaded.gist(path).outlines
            outlines.update((one.id, one) for one in own)
            ledger.set_entries_of(path, [one.id for one in own])
        placed = {entry: self._placed(one, outlines) for entry, one in outlines.items()}
        for entry, one in placed.items():
            ledger.set_placed(entry, one)
        groups = Groups()
        groups.apply((Change(None, one) for one in placed.values()), frame_of(vocabulary))
        ledger.set_groups(groups)
        ledger.spool()
        return Groups(ledger.grouped)

    def _edition(
        self,
        groups: Groups,
        ledger: Ledger,
        known: Ledger,
        outputs: Iterable[Output],
        *,
        stale_segments: frozenset[str] = frozenset(),
        continued: Touch | None = None,
        why: str = "",
    ) -> Edition:
        head = ledger.head
        assert head is not None
        bulletin = Bulletin(
            LoadedShelf(self._loaded, ledger.placed, head.introductions),
            groups,
            frame_of(head.vocabulary),
            head.vocabulary,
            head.media,
            timezone=self._settings.timezone,
            today=head.today,
            histories=self._histories,
        )
        return Edition(
            settings=self._settings,
            loaded=self._loaded,
            bulletin=bulletin,
            groups=groups,
            pages=self._pages,
            files=self._files(head.media),
            outputs=tuple(outputs),
            stale_segments=stale_segments,
            continued=continued,
            why=why,
            known=known,
            ledger=ledger,
        )

    def _head(
        self,
        groups: Groups,
        vocabulary: Vocabulary,
        media: Mapping[str, str],
        warnings: tuple[Problem, ...],
    ) -> Head:
        return Head(
            frame=self._frame,
            looks=self._project.looks,
            folders=self._loaded.digests,
            made=self._now.timestamp(),
            valid_until=_next_change(groups, self._now, self._settings.timezone),
            today=self._today,
            warnings=self._with_trouble(warnings),
            history=self._history,
            entries=sum(groups.periods(Sort.PAGE, "").values()),
            vocabulary=vocabulary,
            media=media,
        )

    def _note_histories(self, changes: Changes, known: Ledger) -> None:
        """Note what git's history says otherwise, and remember that."""
        plain = _plain(self._histories or {})
        note_histories(changes, known.value(_HISTORIES) or {}, plain)
        known.set_value(_HISTORIES, plain)

    def _with_trouble(self, warnings: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """The warnings, with what there is to say of git's history now."""
        others = [one for one in warnings if one.code is not Code.NO_HISTORY]
        trouble = self._histories.trouble if self._histories is not None else ""
        if trouble:
            others.append(Problem("mkdocs.yml", 1, 1, trouble, Code.NO_HISTORY))
        return tuple(sorted(others))

    def _placed(self, outline: Outline, outlines: Mapping[EntryId, Outline]) -> Placed:
        original = outlines.get(outline.translation_of) if outline.translation_of else None
        return placed_of(outline, original, self._now.timestamp(), preview=self._preview)

    def _files(self, media: Iterable[str]) -> dict[str, Path]:
        return {**self._own, **{path: self._settings.content_dir / path for path in media}}

    def _plan(self, groups: Groups, vocabulary: Vocabulary, media: Iterable[str]) -> list[Output]:
        from briefings.plan import plan  # noqa: PLC0415 (as above)

        return plan(groups, vocabulary, self._settings, self._pages, self._files(media))


@contextmanager
def _templates_compiled(settings: Settings, jobs: int) -> Iterator[None]:
    """Have a second process compile the templates, if one may work: it takes as long as grouping does."""
    if jobs < 2:
        yield
        return
    # Imported here because an edition that continues another one needs few templates, if any.
    from briefings.rendering import compile_templates  # noqa: PLC0415

    with helped(compile_templates, [settings], jobs=jobs, alone=True) as compiled:
        yield
        compiled()


def _histories_of(settings: Settings) -> "Histories | None":
    """What git's history says of the entries, where that is shown."""
    if not settings.git_times:
        return None
    # Imported here because few bulletins ask git.
    from briefings.git.histories import Histories  # noqa: PLC0415

    return Histories(settings.folder, settings.content_dir, settings.cache_dir)


def _plain(histories: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    return {entry: tuple(history) for entry, history in histories.items()}


def _outputs(stale: Iterable[tuple[str, str]], touched: Touch) -> list[Output]:
    """What has to be looked at: what may be stale, which is given by kind and key, and what is new."""
    pairs = tuple(stale)
    if not (pairs or touched.new):
        return []
    from briefings.plan import in_order, output_of  # noqa: PLC0415 (as above)

    found = {output_of(kind, key) for kind, key in pairs}
    return in_order([*(found - touched.dropped), *touched.new])


def _write_changes(known: Ledger, changes: Changes, touched: Touch) -> None:
    for path, ids in changes.entries_of.items():
        known.set_entries_of(path, ids)
    for folder, digests in changes.folders.items():
        known.set_folder(folder, digests)
    for entry, placed in touched.placed.items():
        known.set_placed(entry, placed)
    known.set_groups(touched.groups)


def _next_change(groups: Groups, now: datetime, timezone: ZoneInfo) -> float:
    """When the clock changes something next, in seconds: an embargo ends, or the day does."""
    tomorrow = now.astimezone(timezone).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time.min, timezone).timestamp()
    moment = now.timestamp()
    return min([midnight, *(end for end, _ in groups.embargoes() if end > moment)])


def _frame_digest(project: Project, files: Mapping[str, Path], *, preview: bool) -> str:
    """Stands for all that has a part in the site but the content and the clock."""
    digest = hashlib.blake2b(digest_size=16)
    settings = replace(project.settings, record="", rules={})
    parts = (made_with(), settings, project.pages, preview)
    digest.update(repr(parts).encode())
    for file in (
        *makings(project.settings.theme_dirs),
        *(file for _, file in sorted(files.items())),
    ):
        digest.update(f"\0{file}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
