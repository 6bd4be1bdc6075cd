"""When does MkDocs ask? The one module that imports mkdocs: the plugin, and its configuration read.

MkDocs is the publisher of plain pages and the owner of mkdocs.yml; everything else is made by the core,
which this module calls at the right moments.
"""

import logging
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from jinja2 import Environment
from mkdocs.config import base, load_config
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from briefings.building import INDEX, Edition, prepare, rendered, renderer_of, search_files
from briefings.plan import Output
from briefings.problems import ContentError
from briefings.prose import links_within
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
    static: Mapping[str, Path]
    """The files beside the plain pages, by their path in the site."""
    other_plugins: tuple[str, ...]


class BriefingsPlugin(BasePlugin[BriefingsConfig]):  # type: ignore[no-untyped-call]
    """Makes a bulletin in MkDocs's own build and preview."""

    def __init__(self) -> None:
        self._serving = False
        self._edition: Edition | None = None
        self._renderer: Renderer | None = None
        self._made: dict[str, tuple[str, bytes]] = {}
        self._index = _BackgroundIndex()
        self._banner = b""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Know whether this is a preview; being here, keep this object over its rebuilds."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Leave the sitemap and the page for missing addresses to the core."""
        config.theme.static_templates.clear()
        config.watch.append(self.config.content_dir)
        return equipped(config)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Load before MkDocs empties site/, so that a slip leaves the last good bulletin up."""
        self._banner = b""
        try:
            project = _project(config, self.config)
            self._edition = prepare(
                project.settings,
                project.pages,
                now=now(),
                preview=self._serving,
                static=project.static,
            )
        except ContentError as error:
            if not self._serving or self._edition is None:
                raise PluginError(f"The content has problems:\n{error}") from error
            # The preview goes on with the last good bulletin and says what is wrong.
            log.error("The content has problems:\n%s", error)
            self._banner = _banner(error)
        for warning in self._edition.warnings:
            log.warning("%s", warning)
        self._renderer = renderer_of(self._edition)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Give MkDocs every file that the core makes."""
        assert self._edition is not None
        with core_errors():
            self._made = dict(rendered(self._edition, self._made))
            index = self._index.files() if self._serving else search_files(self._edition)
        plain = {output.path for output in self._edition.plan.outputs if output.kind == "page"}
        for path, (_, content) in self._made.items():
            if path in plain:
                continue
            if (standing := files.get_file_from_path(path)) is not None:
                files.remove(standing)
            files.append(File.generated(config, path, content=self._with_banner(path, content)))
        for path, content in index.items():
            files.append(File.generated(config, INDEX + path, content=content))
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

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say in a preview what is wrong."""
        return self._with_banner("index.html", output.encode()).decode()

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Bring a preview's search up to date while the editor reads on."""
        assert self._edition is not None
        if self._serving:
            self._index.update(self._edition, Path(config.site_dir))

    def _with_banner(self, path: str, content: bytes) -> bytes:
        if not self._banner or not path.endswith(".html"):
            return content
        return content.replace(b"<main", self._banner + b"<main", 1)


class _BackgroundIndex:
    """The search index of a preview, made while the pages are read already."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self._edition: Edition | None = None
        self._lock = threading.Lock()

    def files(self) -> dict[str, bytes]:
        """The files of the latest index, which may be one save behind."""
        with self._lock:
            return dict(self._files)

    def update(self, edition: Edition, site_dir: Path) -> None:
        """Make the index of an edition and put it into the preview's site."""
        if edition is self._edition:
            return
        self._edition = edition
        threading.Thread(target=self._make, args=(edition, site_dir), daemon=True).start()

    def _make(self, edition: Edition, site_dir: Path) -> None:
        try:
            files = search_files(edition)
            with self._lock:
                if edition is not self._edition:
                    return
                self._files = files
                for path, content in files.items():
                    target = site_dir / INDEX / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
        except (OSError, SearchUnavailable) as error:
            log.warning("The preview's search is not up to date: %s", error)


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


def _project(config: MkDocsConfig, options: BriefingsConfig) -> Project:
    settings = _settings(config, options)
    files = get_files(config)
    get_navigation(files, config)
    pages = []
    for file in files.documentation_pages():
        page = file.page or Page(None, file, config)
        page.read_source(config)
        page.render(config, files)
        pages.append(_plain_page(page, settings))
    static = {
        file.dest_uri: Path(file.abs_src_path)
        for file in files
        if not file.is_documentation_page()
        and file.inclusion.is_included()  # type: ignore[no-untyped-call]
        and file.abs_src_path
    }
    others = tuple(name for name in config.plugins if name != "briefings")
    return Project(settings=settings, pages=tuple(pages), static=static, other_plugins=others)


def _plain_page(page: Page, settings: Settings) -> PlainPage:
    html = page.content or ""
    source = page.file.content_string
    return PlainPage(
        path=page.file.src_uri,
        url=page.file.dest_uri.removesuffix("index.html"),
        title=str(page.title or ""),
        description=str(page.meta.get("description") or ""),
        html=html,
        links=links_within(html, source),
        template=str(page.meta.get("template") or "main.html"),
        language=str(page.meta.get("language") or ""),
    )


def _settings(config: MkDocsConfig, options: BriefingsConfig) -> Settings:
    folder = Path(config.config_file_path).parent.resolve()
    site_url = config.site_url or ""
    return Settings(
        folder=folder,
        content_dir=Path(options.content_dir),
        pages_dir=Path(config.docs_dir),
        site_dir=Path(config.site_dir),
        theme_dirs=tuple(
            Path(one) for one in config.theme.dirs if not one.endswith(("mkdocs/templates",))
        ),
        site_name=config.site_name,
        site_url=site_url.rstrip("/") + "/" if site_url else None,
        site_description=config.site_description,
        site_author=config.site_author,
        copyright=config.copyright,
        repo_url=config.repo_url,
        edit_uri=_edit_uri(config),
        edit_uri_template=config.edit_uri_template,
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
    pages = Path(config.docs_dir).relative_to(Path(config.config_file_path).parent).as_posix()
    return config.edit_uri.removesuffix("docs/") + pages + "/"


def _banner(error: ContentError) -> bytes:
    lines = "\n".join(escape(str(problem)) for problem in error.problems)
    return f'<pre class="problems" role="alert">{lines}</pre>\n'.encode()
