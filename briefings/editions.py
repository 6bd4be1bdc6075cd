"""What is to be made? The bulletin at one moment, and which of its outputs have to be looked at.

There are two roads. Where the last build's ledger is known and nothing but the content and the clock
has changed, the edition continues the last one: what changed tells which facts did, and these which
outputs read them. Else, and where a change may be wrong or may make something else wrong, everything
is checked, grouped and looked at anew. Both come to the same bytes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from briefings.belonging import Placed, Sort, frame_of, target_of
from briefings.bulletin import Bulletin
from briefings.caching import CacheDamagedError
from briefings.checking import check
from briefings.checks.linking import broken_paths
from briefings.checks.rechecking import DoubtError, Recheck
from briefings.continuing import Changes, Touch, changes_since, note_histories, touch
from briefings.files.slugs import comparable
from briefings.grouping import Change, Groups
from briefings.ledger import SEGMENT, Head, Ledger, Recorded, mark_of
from briefings.loading import Loaded, load, vocabulary_of
from briefings.model import EntryId, Vocabulary
from briefings.noticing import Noticed
from briefings.outlines import Outline
from briefings.outputs import Output
from briefings.problems import Code, ContentError, Problem, Severity
from briefings.progress import Watch, unwatched
from briefings.settings import Settings
from briefings.shelves import LoadedShelf, placed_of
from briefings.theming import makings, theme_files
from briefings.versions import made_with
from briefings.views.plain import PlainPage
from briefings.workers import cores

if TYPE_CHECKING:
    from briefings.histories import Histories
    from briefings.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A bulletin as its mkdocs.yml and its plain pages say, before its entries are read."""

    settings: Settings
    pages: tuple[PlainPage, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Why some of the plain pages could not be read."""
    packages: tuple[Path, ...] = ()
    """Folders of other files that are published as they are."""
    lacking: tuple[Problem, ...] = ()
    """Why nothing can be built, though the content may be in order."""
    static: Mapping[str, Path] = field(default_factory=dict)
    """The files beside the plain pages, by their path in the site."""
    other_plugins: tuple[str, ...] = ()
    """What only MkDocs's own build runs."""
    looks: str = ""
    """A digest of how mkdocs.yml, the plain pages and the theme looked; empty where that is not certain."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A bulletin at one moment, ready to be rendered."""

    settings: Settings
    loaded: Loaded
    bulletin: Bulletin
    groups: Groups
    pages: Mapping[str, PlainPage]
    """The plain pages by their address."""
    files: Mapping[str, Path]
    """What is published as it is, by its path in the site: assets, media, files beside plain pages."""
    outputs: tuple[Output, ...]
    """What has to be looked at, those first that others lead to: everything, or where the edition
    continues another one, what may be stale or new."""
    stale_segments: frozenset[str]
    """The names of the search's segments that have to be looked at, where it continues another one."""
    continued: Touch | None
    """What changed since the edition that this one continues; None where it continues none."""
    why: str
    """Why it continues none."""
    known: Ledger
    """What is known of the last one."""
    ledger: Ledger
    """Where what is known of this one stands: that of the last one, or a new one."""

    def all_outputs(self) -> list[Output]:
        """Every output but the search's."""
        from briefings.plan import plan  # noqa: PLC0415 (a run with nothing to do has no need of it)

        head = self.ledger.head
        assert head is not None
        return plan(self.groups, head.vocabulary, self.settings, self.pages, self.files)

    @cached_property
    def words(self) -> "Words":
        """The interface's words."""
        # Imported here because a run in which nothing has to be said has no need of CLDR's data.
        from briefings.words import words  # noqa: PLC0415

        return words(self.settings.language, self.settings.theme_dirs)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is to be said of the content, though it is no error."""
        assert self.ledger.head is not None
        return self.ledger.head.warnings

    @property
    def entries(self) -> int:
        """How many entries are shown."""
        assert self.ledger.head is not None
        return self.ledger.head.entries


def prepare(
    project: Project,
    *,
    now: datetime,
    preview: bool = False,
    cached: bool = True,
    jobs: int | None = None,
    watch: Watch = unwatched,
    noticed: Noticed | None = None,
) -> Edition:
    """Load, check and group a bulletin as it stands at `now`. Raises `ContentError`.

    A preview shows what is not yet published; without `cached`, nothing is believed of earlier runs, nor
    where a cache turns out to be damaged; `jobs` is how many processes work, as many as there are cores
    unless told; `noticed` is a look at the content, if somebody had one already.
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
        noticed=noticed,
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


def remember_outputs(edition: Edition) -> None:
    """Write into the edition's ledger which outputs there are, though none was made."""
    ledger, continued = edition.ledger, edition.continued
    for output in continued.new if continued else edition.outputs:
        ledger.set_output(output.path, Recorded(output.kind, output.key, output.path, ""))
    for path in continued.gone if continued else ():
        ledger.set_output(path, None)


def ledger_of(settings: Settings, *, cached: bool = True) -> Ledger:
    """What is known of the last build; nothing, and a place for what comes, where it is not `cached`."""
    file = settings.cache_dir / settings.record
    return Ledger(file, f"{made_with()} {settings.site_dir}", read=cached)


_HISTORIES = "histories"
_CHECKED = "check"
"""The record of what was checked and not built."""


def _prepared(
    project: Project,
    now: datetime,
    *,
    preview: bool,
    cached: bool,
    jobs: int,
    watch: Watch,
    continuing: bool = False,
    noticed: Noticed | None = None,
) -> Edition:
    """The edition that continues the one on record, or one made anew.

    Where it has to be `continuing`, `DoubtError` is raised instead.
    """
    settings = project.settings
    try:
        loaded = load(settings, cached=cached, jobs=jobs, watch=watch, noticed=noticed)
        if settings.as_of:
            # Imported here because most builds show how the bulletin stands.
            from briefings.asof import turned_back  # noqa: PLC0415

            loaded = turned_back(loaded, settings)
        making = _Making(project, loaded, now, preview=preview, jobs=jobs)
        try:
            return making.on(ledger_of(settings, cached=cached))
        except DoubtError as doubt:
            if continuing:
                raise
            # What was written since is of no use, what the last build left is.
            known = ledger_of(settings, cached=cached)
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
        warnings = self._rechecked(changes, touched, head, known)
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
        problems = self._problems(vocabulary)
        if _errors(problems):
            frame = self._plan(Groups(), vocabulary, ())
            raise ContentError([*problems, *self._broken_paths(frame, whole=False)])
        if self._histories is not None:
            ledger.set_value(_HISTORIES, _plain(self._histories))
        groups = self._grouped(vocabulary, ledger)
        gists = {path: self._loaded.gist(path) for path in self._loaded.paths()}
        media = dict(gist.media for gist in gists.values() if gist.media)
        outputs = self._plan(groups, vocabulary, media)
        problems += self._broken_paths(outputs, whole=True)
        if _errors(problems):
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

    def _problems(self, vocabulary: Vocabulary) -> list[Problem]:
        """All that is wrong but links to paths.

        Of an earlier moment nothing is: today's content may lead to what was not there yet.
        """
        if self._settings.as_of:
            return []
        from briefings.plan import plan  # noqa: PLC0415 (as above)

        frame = plan(Groups(), vocabulary, self._settings)
        return [
            *self._project.problems,
            *self._loaded.problems(),
            *check(
                self._loaded,
                self._settings,
                plain_pages=_claims(self._project),
                reserved={f"/{output.url}": "the bulletin itself" for output in frame},
                now=self._now,
                jobs=self._jobs,
            ),
        ]

    def _broken_paths(self, outputs: Iterable[Output], *, whole: bool) -> list[Problem]:
        if self._settings.as_of:
            return []
        urls = {f"/{output.url}" for output in outputs}
        pages = self._project.pages
        return broken_paths(self._loaded, pages, self._settings, urls.__contains__, whole=whole)

    def _rechecked(
        self, changes: Changes, touched: Touch, head: Head, known: Ledger
    ) -> tuple[Problem, ...]:
        """The warnings that still hold. Raises `DoubtError` where there may be more to say."""
        now = self._now.timestamp()
        recheck = Recheck(
            known, touched.placed, touched.groups, changes.vocabulary, changes.media, self._settings
        )
        if changes.registries:
            recheck.vocabulary()
        introductions = changes.entries_of.keys() & set(changes.introductions.values())
        recheck.introductions(introductions, self._loaded, now)
        files = recheck.entries(self._loaded, now)
        taken = {comparable(url) for url in _claims(self._project)}
        recheck.free((output.url for output in touched.new), taken)
        recheck.unlinked(map(_url_of, touched.gone), head.linked)
        self._follow_links(changes, touched, known)
        looked_at = files | changes.entries_of.keys()
        return tuple(warning for warning in head.warnings if warning.path not in looked_at)

    def _follow_links(self, changes: Changes, touched: Touch, known: Ledger) -> None:
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
                gist = self._loaded.gist(path)
                links = (*gist.links, *(one for entry in gist.outlines for one in entry.links))
                for link in links:
                    if link.startswith("/") and not is_there(unquote(link)):
                        raise DoubtError(f"{path} links to {link}")


def _histories_of(settings: Settings) -> "Histories | None":
    """What git's history says of the entries, where that is shown."""
    if not settings.git_times:
        return None
    # Imported here because few bulletins ask git.
    from briefings.histories import Histories  # noqa: PLC0415

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


def _errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _next_change(groups: Groups, now: datetime, timezone: ZoneInfo) -> float:
    """When the clock changes something next, in seconds: an embargo ends, or the day does."""
    tomorrow = now.astimezone(timezone).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time.min, timezone).timestamp()
    moment = now.timestamp()
    return min([midnight, *(end for end, _ in groups.embargoes() if end > moment)])


def _url_of(path: str) -> str:
    return path.removesuffix("index.html")


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


def _claims(project: Project) -> dict[str, str]:
    """The URLs of plain pages and of the files beside them, with the file of each."""
    settings = project.settings
    folder = settings.name_of(settings.pages_dir)
    files = {f"/{path}": settings.name_of(file) for path, file in project.static.items()}
    return files | {f"/{page.url}": f"{folder}/{page.path}" for page in project.pages}
