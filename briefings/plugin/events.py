"""What happens at each of MkDocs's events?"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from msgspec.structs import replace

from briefings.building import rendered, renderer_of
from briefings.caching import CacheDamagedError
from briefings.clock import now
from briefings.editions import Edition
from briefings.failures import RenderingError, SearchUnavailable
from briefings.plan import output_of
from briefings.plugin.options import BriefingsConfig
from briefings.plugin.project import equipped, is_mkdocs_own, plain_page_of, project_of
from briefings.preparing import prepare
from briefings.previewing import Preview
from briefings.problems import ContentError, Problem
from briefings.rendering import Renderer
from briefings.search.segments import INDEX
from briefings.search.updating import files_of, search_folders
from briefings.views.plain import plain_page
from briefings.workers import WorkerDiedError

if TYPE_CHECKING:  # A build needs no server.
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.briefings")


class BriefingsPlugin(BasePlugin[BriefingsConfig]):  # type: ignore[no-untyped-call]
    """Makes a bulletin in MkDocs's own build and preview."""

    def __init__(self) -> None:
        self._preview: Preview | None = None
        self._edition: Edition | None = None
        self._renderer: Renderer | None = None
        self._problems: tuple[Problem, ...] = ()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Know whether this is a preview; being here, keep this object over its rebuilds."""
        self._preview = Preview() if command == "serve" else None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Leave the sitemap and the page for missing addresses to the core."""
        config.theme.static_templates.clear()
        config.watch.append(self.config.content_dir)
        if config.theme.custom_dir:
            config.watch.append(config.theme.custom_dir)
        return equipped(config)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Load before MkDocs empties site/, so that a slip leaves the last good bulletin up."""
        self._problems = ()
        try:
            project = project_of(config, self.config)
            with core_errors():
                self._edition = prepare(
                    project,
                    now=now(),
                    preview=self._preview is not None,
                )
        except ContentError as error:
            if self._preview is None or self._edition is None:
                raise PluginError(f"The content has problems:\n{error}") from error
            # The preview goes on with the last good bulletin and says what is wrong.
            log.error("The content has problems:\n%s", error)
            self._problems = error.problems
        for warning in self._edition.warnings:
            log.warning("%s", warning)
        if note := self._edition.words.note:
            log.info("%s", note)
        self._renderer = renderer_of(self._edition)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Give MkDocs every file that the core makes; a preview has a quicker way to show them."""
        assert self._edition is not None
        _drop_theme_files(files, config)
        if self._preview is not None:
            return files
        with core_errors():
            made = {path: content for path, (_, content) in rendered(self._edition, {})}
            index = files_of(search_folders(self._edition, {}))
            made |= {INDEX + path: content for path, content in index.items()}
        pages = {output_of("page", url).path for url in self._edition.pages}
        for path in made.keys() - pages:
            if (standing := files.get_file_from_path(path)) is not None:
                files.remove(standing)
            files.append(File.generated(config, path, content=made[path]))
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make plain pages with the core's own environment, which escapes what it is given."""
        assert self._renderer is not None
        return self._renderer.environment

    def on_page_context(
        self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """Add to what MkDocs tells a template what the core's templates ask for."""
        assert self._renderer is not None
        assert self._edition is not None
        made = plain_page_of(page, self._edition.settings)
        known = self._edition.pages.get(made.url, made)
        output = output_of("page", made.url)
        way = self._renderer.base(output)
        shown = plain_page(self._renderer.shown, replace(made, title=known.title), way)
        return {**context, **self._renderer.context(shown, way)}

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put what MkDocs made of the plain pages beside the bulletin, in a preview."""
        assert self._edition is not None
        if self._preview is None:
            return
        site = Path(config.site_dir)
        made = {
            file.relative_to(site).as_posix(): file.read_bytes()
            for file in site.rglob("*")
            if file.is_file()
        }
        with core_errors():
            self._preview.show(self._edition, made, self._problems)

    def on_serve(
        self, server: "LiveReloadServer", *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> "LiveReloadServer":
        """Serve the preview's folder, where a save writes only what it changed."""
        preview = self._preview
        assert preview is not None
        server.root = str(preview.folder)
        server.error_handler = lambda code: preview.file(f"{code}.html")
        return server

    def on_shutdown(self) -> None:
        """Leave nothing behind."""
        if self._edition is not None:
            self._edition.ledger.discard()
        if self._preview is not None:
            self._preview.close()


@contextmanager
def core_errors() -> Iterator[None]:
    """The core's errors as MkDocs's kind, so that it says them without a traceback."""
    try:
        yield
    except (RenderingError, SearchUnavailable, WorkerDiedError, CacheDamagedError) as error:
        raise PluginError(str(error)) from error


def _drop_theme_files(files: Files, config: MkDocsConfig) -> None:
    """Take out what MkDocs copies of its own templates and of `custom_dir`; the core has the assets."""
    folders = {config.theme.custom_dir, *filter(is_mkdocs_own, config.theme.dirs)}
    for file in [one for one in files if one.src_dir in folders]:
        files.remove(file)
