"""When does MkDocs ask? The one module that imports mkdocs: the plugin, and its configuration read.

MkDocs is the publisher of plain pages and the owner of mkdocs.yml; everything else is made by the core,
which this module calls at the right moments.
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from jinja2 import Environment
from mkdocs.config import base, load_config
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from briefings.building import INDEX, Edition, prepare, rendered, renderer_of, search_files
from briefings.files.decoding import decoded
from briefings.files.scanning import shown, unreadable
from briefings.plan import Output
from briefings.previewing import Preview
from briefings.problems import Code, ContentError, Problem
from briefings.prose import links_within, nested_too_deep
from briefings.rendering import Renderer, RenderingError
from briefings.search import SearchUnavailable
from briefings.settings import Settings
from briefings.views.plain import PlainPage, plain_page

log = logging.getLogger("mkdocs.plugins.briefings")

_ENTRY_EXTENSIONS = ("footnotes", "def_list", "smarty")
"""What the Markdown of entries has besides what MkDocs switches on anyway."""
_BUILTIN_EXTENSIONS = {"toc", "tables", "fenced_code", *_ENTRY_EXTENSIONS}
"""What is switched on for plain pages, asked for or not."""


_GUESSED_EDIT_URIS = {"edit/master/docs/", "src/default/docs/"}
"""What MkDocs takes for the folder of plain pages at the known hosts, whatever `docs_dir` says."""


class _Timezone(c.Type[str]):
    def __init__(self) -> None:
        super().__init__(str, default="UTC")

    def run_validation(self, value: object) -> str:
        name = super().run_validation(value)
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise base.ValidationError(
                f'"{name}" is no time zone. Use a name like "Europe/Bucharest" or "UTC".'
            ) from error
        return name


class _Language(c.Type[str]):
    def __init__(self) -> None:
        super().__init__(str, default="en")

    def run_validation(self, value: object) -> str:
        tag = super().run_validation(value)
        try:
            Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError) as error:
            raise base.ValidationError(
                f'"{tag}" is no language tag. Use one like "en", "ro" or "pt-BR".'
            ) from error
        return tag


class _Count(c.Type[int]):
    def __init__(self, default: int) -> None:
        super().__init__(int, default=default)

    def run_validation(self, value: object) -> int:
        number = super().run_validation(value)
        if isinstance(value, bool) or number < 1:
            raise base.ValidationError(f"Expected a whole number from 1, but received: {value}")
        return number


class BriefingsConfig(base.Config):  # type: ignore[no-untyped-call]
    """The options of the plugin."""

    content_dir = c.Dir(exists=True, default="content")
    timezone = _Timezone()
    language = _Language()
    front_page_entries = _Count(default=30)
    feed_entries = _Count(default=50)
    sources_required = c.Type(bool, default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What MkDocs knows of a bulletin."""

    settings: Settings
    pages: tuple[PlainPage, ...]
    problems: tuple[Problem, ...]
    """Why some of the plain pages could not be read."""
    static: Mapping[str, Path]
    """The files beside the plain pages, by their path in the site."""
    other_plugins: tuple[str, ...]


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
            project = _project(config, self.config)
            self._edition = prepare(
                project.settings,
                project.pages,
                now=now(),
                preview=self._preview is not None,
                static=project.static,
                found=project.problems,
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
            made |= {INDEX + path: content for path, content in search_files(self._edition).items()}
        plain = {output.path for output in self._edition.plan.outputs if output.kind == "page"}
        for path in made.keys() - plain:
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
        made = _plain_page(page, self._edition.settings)
        known = self._edition.plan.pages.get(made.url, made)
        output = Output("page", made.url, made.url)
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
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Serve the preview's folder, where a save writes only what it changed."""
        preview = self._preview
        assert preview is not None
        server.root = str(preview.folder)
        server.error_handler = lambda code: preview.file(f"{code}.html")
        return server

    def on_shutdown(self) -> None:
        """Leave nothing behind."""
        if self._preview is not None:
            self._preview.close()


def now() -> datetime:
    """The build's moment: `SOURCE_DATE_EPOCH` where that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)


def equipped(config: MkDocsConfig) -> MkDocsConfig:
    """The configuration with the Markdown of entries for plain pages too."""
    missing = [one for one in _ENTRY_EXTENSIONS if one not in config.markdown_extensions]
    config.markdown_extensions = [*config.markdown_extensions, *missing]
    return config


def read_project(config_file: Path) -> Project:
    """What a mkdocs.yml and the folder of plain pages say.

    Raises MkDocs's own errors, among them `PluginError` where the plugin is not switched on.
    """
    config = equipped(load_config(config_file=str(config_file)))
    plugin = config.plugins.get("briefings")
    if not isinstance(plugin, BriefingsPlugin):
        raise PluginError(f"{config_file} has no briefings plugin. Write plugins: [briefings].")
    return _project(config, plugin.config)


@contextmanager
def core_errors() -> Iterator[None]:
    """The core's errors as MkDocs's kind, so that it says them without a traceback."""
    try:
        yield
    except (RenderingError, SearchUnavailable) as error:
        raise PluginError(str(error)) from error


def _drop_theme_files(files: Files, config: MkDocsConfig) -> None:
    """Take out what MkDocs copies of its own templates and of `custom_dir`; the core has the assets."""
    folders = {config.theme.custom_dir, *filter(_is_mkdocs_own, config.theme.dirs)}
    for file in [one for one in files if one.src_dir in folders]:
        files.remove(file)


def _is_mkdocs_own(theme_dir: str) -> bool:
    return theme_dir.endswith("mkdocs/templates")


def _project(config: MkDocsConfig, options: BriefingsConfig) -> Project:
    _check_theme(config)
    settings = _settings(config, options)
    files = get_files(config)
    problems = list(_without_misnamed(files, settings))
    listed = get_navigation(files, config).pages
    others = [
        file.page or Page(None, file, config)
        for file in files.documentation_pages()
        if file.page not in listed
    ]
    pages = []
    for page in (*listed, *others):
        name = settings.name_of(Path(str(page.file.abs_src_path)))
        if problem := _read(page, name, config, files):
            problems.append(problem)
            pages.append(PlainPage(path=page.file.src_uri, url=_url(page)))
            continue
        pages.append(replace(_plain_page(page, settings), listed=page in listed))
    static = {
        file.dest_uri: Path(file.abs_src_path)
        for file in files
        if not file.is_documentation_page()
        and file.inclusion.is_included()  # type: ignore[no-untyped-call]
        and file.abs_src_path
    }
    plugins = tuple(name for name in config.plugins if name != "briefings")
    return Project(
        settings=settings,
        pages=tuple(pages),
        problems=tuple(problems),
        static=static,
        other_plugins=plugins,
    )


def _without_misnamed(files: Files, settings: Settings) -> Iterator[Problem]:
    """Take out the files that no URL can name, and say which they are."""
    for file in list(files):
        if not file.src_uri.isprintable():
            files.remove(file)
            name = shown(settings.name_of(Path(str(file.abs_src_path))))
            message = "this file's name has signs that no text can show. Rename it."
            yield Problem(name, 1, 1, message, Code.BAD_ENCODING)


def _read(page: Page, name: str, config: MkDocsConfig, files: Files) -> Problem | None:
    """Have MkDocs make a plain page; what is wrong with its file, if it cannot be."""
    if page.file.abs_src_path:
        try:
            text = decoded(Path(page.file.abs_src_path).read_bytes(), name)
        except OSError as error:
            return unreadable(name, error)
        if isinstance(text, Problem):
            return text
    page.read_source(config)
    try:
        page.render(config, files)
    except RecursionError:
        return nested_too_deep(name, 1)
    return None


def _check_theme(config: MkDocsConfig) -> None:
    if not any((Path(folder) / "entry.html").is_file() for folder in config.theme.dirs):
        message = f'The theme "{config.theme.name}" cannot show a bulletin.'
        raise PluginError(f"{message} Write in mkdocs.yml: theme: {{name: briefings}}")


def _url(page: Page) -> str:
    return page.file.dest_uri.removesuffix("index.html")


def _plain_page(page: Page, settings: Settings) -> PlainPage:
    path = settings.name_of(Path(str(page.file.abs_src_path)))
    html, links = links_within(page.content or "", page.file.content_string, path)
    return PlainPage(
        path=page.file.src_uri,
        url=_url(page),
        title=str(page.title or ""),
        description=str(page.meta.get("description") or ""),
        html=html,
        links=links,
        template=str(page.meta.get("template") or "main.html"),
        language=str(page.meta.get("language") or ""),
    )


def _settings(config: MkDocsConfig, options: BriefingsConfig) -> Settings:
    folder = Path(config.config_file_path).absolute().parent
    site_url = config.site_url or ""
    return Settings(
        folder=folder,
        content_dir=Path(options.content_dir),
        pages_dir=Path(config.docs_dir),
        site_dir=Path(config.site_dir),
        theme_dirs=tuple(Path(one) for one in config.theme.dirs if not _is_mkdocs_own(one)),
        site_name=config.site_name,
        site_url=site_url.rstrip("/") + "/" if site_url else None,
        site_description=config.site_description,
        site_author=config.site_author,
        copyright=config.copyright,
        repo_url=config.repo_url,
        edit_uri=_edit_uri(config),
        edit_uri_template=str(config.edit_uri_template) if config.edit_uri_template else None,
        extra_css=tuple(config.extra_css),
        extra_javascript=tuple(str(script) for script in config.extra_javascript),
        markdown_extensions=tuple(
            one
            for one in config.markdown_extensions
            if one not in _BUILTIN_EXTENSIONS or one in config.mdx_configs
        ),
        extension_configs=config.mdx_configs,
        timezone=ZoneInfo(options.timezone),
        language=options.language,
        front_page_entries=options.front_page_entries,
        feed_entries=options.feed_entries,
        sources_required=options.sources_required,
    )


def _edit_uri(config: MkDocsConfig) -> str | None:
    """The address of the folder of plain pages; MkDocs's own guess takes it to be `docs/`."""
    if config.edit_uri not in _GUESSED_EDIT_URIS:
        return config.edit_uri
    pages = os.path.relpath(config.docs_dir, Path(config.config_file_path).parent)
    return f"{config.edit_uri.removesuffix('docs/')}{Path(pages).as_posix()}/"
