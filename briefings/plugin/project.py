"""What do mkdocs.yml and the folder of plain pages say?"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from markdown import markdown
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from msgspec.structs import replace

from briefings.editions import Project
from briefings.files.decoding import decoded
from briefings.files.scanning import shown, unreadable
from briefings.plugin.options import BriefingsConfig
from briefings.problems import Code, Problem
from briefings.prose.links import links_within
from briefings.prose.texts import nested_too_deep
from briefings.settings import Script, Settings
from briefings.theming import theme_files
from briefings.views.plain import PlainPage
from briefings.views.policy import HEADERS

_ENTRY_EXTENSIONS = ("footnotes", "def_list", "smarty")
"""What the Markdown of entries has besides what MkDocs switches on anyway."""
_BUILTIN_EXTENSIONS = {"toc", "tables", "fenced_code", *_ENTRY_EXTENSIONS}
"""What is switched on for plain pages, asked for or not."""

_STYLED_CELL = re.compile(r'(<t[dh] )style="text-align: (left|right|center);"')
"""How Markdown aligns the columns of a table; the pages' policy forbids styles in attributes."""

_GUESSED_EDIT_URIS = {"edit/master/docs/", "src/default/docs/"}
"""What MkDocs takes for the folder of plain pages at the known hosts, whatever `docs_dir` says."""


def read_project(config_file: Path) -> Project:
    """What a mkdocs.yml and the folder of plain pages say.

    Raises MkDocs's own errors, among them `PluginError` where the plugin is not switched on.
    """
    config = equipped(load_config(config_file=str(config_file)))
    options = getattr(config.plugins.get("briefings"), "config", None)
    if not isinstance(options, BriefingsConfig):
        raise PluginError(f"{config_file} has no briefings plugin. Write plugins: [briefings].")
    return project_of(config, options)


def equipped(config: MkDocsConfig) -> MkDocsConfig:
    """The configuration with the Markdown of entries for plain pages too."""
    missing = [one for one in _ENTRY_EXTENSIONS if one not in config.markdown_extensions]
    config.markdown_extensions = [*config.markdown_extensions, *missing]
    return config


def project_of(config: MkDocsConfig, options: BriefingsConfig) -> Project:
    """The same of a configuration that is read already."""
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
        pages.append(replace(plain_page_of(page, settings), listed=page in listed))
    static = {
        file.dest_uri: Path(file.abs_src_path)
        for file in files
        if not file.is_documentation_page()
        and file.inclusion.is_included()  # type: ignore[no-untyped-call]
        and file.abs_src_path
    }
    _check_logo(settings, static)
    settings = replace(settings, headers_file=HEADERS not in static)
    plugins = tuple(name for name in config.plugins if name != "briefings")
    project = Project(
        settings=settings,
        pages=tuple(pages),
        problems=tuple(problems),
        static=static,
        other_plugins=plugins,
    )
    return _with_desk(project) if settings.desk else project


def _with_desk(project: Project) -> Project:
    """The project with what a published desk is made of, or with why there is none."""
    # Imported here because few bulletins publish one.
    from briefings.desk.packages import DeskUnavailableError, published  # noqa: PLC0415

    settings = project.settings
    try:
        if settings.name_of(settings.content_dir).startswith("../"):
            message = "the content stands outside of the folder of mkdocs.yml. Move it into it."
            raise DeskUnavailableError(message)
        files = published(settings.folder)
    except DeskUnavailableError as error:
        message = f"There is no desk to publish: {error}"
        problem = Problem("mkdocs.yml", 1, 1, message, Code.DESK_UNAVAILABLE)
        return replace(project, lacking=(problem,))
    return replace(
        project,
        static={**files, **project.static},
        packages=tuple(sorted({file.parent for file in files.values()})),
    )


def is_mkdocs_own(theme_dir: str) -> bool:
    """Whether a folder of the theme is that of the templates which MkDocs adds to every theme."""
    return theme_dir.endswith("mkdocs/templates")


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


def _check_logo(settings: Settings, static: Mapping[str, Path]) -> None:
    logo = settings.logo
    media = settings.content_dir / logo if logo.startswith("media/") else None
    published = static.keys() | theme_files(settings.theme_dirs).keys()
    if logo and logo not in published and not (media and media.is_file()):
        message = f'logo: "{logo}" in mkdocs.yml is no file of the site.'
        raise PluginError(f'{message} Put it into the content and write "media/logo.png".')


def _url(page: Page) -> str:
    return page.file.dest_uri.removesuffix("index.html")


def plain_page_of(page: Page, settings: Settings) -> PlainPage:
    """A page that MkDocs has made."""
    path = settings.name_of(Path(str(page.file.abs_src_path)))
    made = _STYLED_CELL.sub(r'\1class="align-\2"', page.content or "")
    html, links = links_within(made, page.file.content_string, path)
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
        theme_dirs=tuple(Path(one) for one in config.theme.dirs if not is_mkdocs_own(one)),
        site_name=config.site_name,
        site_url=site_url.rstrip("/") + "/" if site_url else None,
        site_description=config.site_description,
        site_author=config.site_author,
        copyright=config.copyright,
        repo_url=config.repo_url,
        edit_uri=_edit_uri(config),
        edit_uri_template=str(config.edit_uri_template) if config.edit_uri_template else None,
        extra_css=tuple(config.extra_css),
        extra_javascript=tuple(map(_script, config.extra_javascript)),
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
        git_times=options.git_times,
        accent=options.accent,
        logo=options.logo,
        footer=markdown(options.footer, extensions=["smarty"]),
        content_security_policy=options.content_security_policy,
        desk=options.desk,
        rules=options.rules,
    )


def _edit_uri(config: MkDocsConfig) -> str | None:
    """The address of the folder of plain pages; MkDocs's own guess takes it to be `docs/`."""
    if config.edit_uri not in _GUESSED_EDIT_URIS:
        return config.edit_uri
    pages = os.path.relpath(config.docs_dir, Path(config.config_file_path).parent)
    return f"{config.edit_uri.removesuffix('docs/')}{Path(pages).as_posix()}/"


def _script(script: object) -> Script:
    """An entry of `extra_javascript`, which is a path or has one, with a type."""
    path = str(script)
    kind = getattr(script, "type", "")
    return Script(path, module=kind == "module" or path.endswith(".mjs"))
