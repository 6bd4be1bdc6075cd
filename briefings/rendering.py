"""How do outputs become bytes? Views, templates and the fingerprint of all that an output shows."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, meta
from markupsafe import Markup

from briefings.grouping import Bulletin
from briefings.plan import KINDS, Output, Plan, Write, listed_urls
from briefings.settings import Settings
from briefings.versions import code_digest
from briefings.views.feeds import FeedView, Whole
from briefings.views.machine import sitemap_of_pages, to_xml
from briefings.views.plain import plain_page
from briefings.views.shown import Page, Shown
from briefings.views.site import asset_versions, site_of
from briefings.words import Words

FEED_TEMPLATE = "feed-entry.html"
_LIBRARIES = ("jinja2", "markdown", "nh3", "babel")
"""Those whose version shows in the bytes."""


class RenderingError(Exception):
    """A template failed; says which one, on which output."""


class Renderer:
    """Makes the outputs of one plan."""

    def __init__(self, plan: Plan, bulletin: Bulletin, settings: Settings, words: Words) -> None:
        self._plan = plan
        self._settings = settings
        self._words = words
        self.shown = Shown(bulletin, settings, words)
        self._site = site_of(settings, words, tuple(plan.pages.values()))
        self.environment = self._environment()
        self.template_digest = cache(self._template_digest)
        self.feed_html = cache(self._feed_html)

    def view(self, output: Output) -> Any:
        """What an output shows, as frozen data."""
        if output.kind == "file":
            return hashlib.blake2b(self._plan.files[output.key].read_bytes()).hexdigest()
        if output.kind == "sitemap-pages":
            return sitemap_of_pages(self.shown, listed_urls(self._plan.outputs))
        if output.kind == "page":
            return plain_page(self.shown, self._plan.pages[output.key], self.base(output))
        return KINDS[output.kind].view(self.shown, output.key)

    def fingerprint(self, view: Any) -> str:
        """A digest of all that an output shows; the same fingerprint means the same bytes."""
        parts = [repr(view)]
        if not isinstance(view, str):
            parts.append(self._code)
        if isinstance(view, Page):
            parts.append(self.template_digest(view.template))
        if isinstance(view, FeedView):
            parts.append(self.template_digest(FEED_TEMPLATE))
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=20).hexdigest()

    def content(self, output: Output, view: Any) -> bytes:
        """An output's bytes. Raises `RenderingError` where a template fails."""
        if output.kind == "file":
            return self._plan.files[output.key].read_bytes()
        if isinstance(view, Page):
            with _naming(view.template, output):
                return self._html(output, view)
        write: Write | None = KINDS[output.kind].write if output.kind in KINDS else to_xml
        assert write is not None, f"a {output.kind} is no page and needs a writer"
        if isinstance(view, FeedView):
            with _naming(FEED_TEMPLATE, output):
                return write(view, self.feed_html)
        return write(view)

    def base(self, output: Output) -> str:
        """The way from an output to the bulletin's root.

        A page for missing addresses is shown anywhere, so that its way begins at the host.
        """
        if output.kind == "404":
            return urlsplit(self._settings.site_url or "/").path
        return "../" * output.path.count("/") or "./"

    def context(self, page: Page, base: str) -> dict[str, Any]:
        """What a template of a page knows."""
        return {"base": base, "head": page.head, "view": page.content, "site": self._site}

    def _html(self, output: Output, page: Page) -> bytes:
        template = self.environment.get_template(page.template)
        return template.render(self.context(page, self.base(output))).encode()

    def _feed_html(self, entry: Whole, base: str) -> str:
        return self.environment.get_template(FEED_TEMPLATE).render(
            base=base, view=entry, site=self._site
        )

    def _environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(self._settings.theme_dirs),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.globals.update(say=self._words.say, lang=_lang, versions=self._versions)
        # HTML that the core made and cleaned itself; nothing else may pass unescaped.
        environment.filters["ready"] = Markup
        return environment

    @cached_property
    def _versions(self) -> Mapping[str, str]:
        assets = {p: f for p, f in self._plan.files.items() if p.endswith((".css", ".js"))}
        return asset_versions(assets)

    @cached_property
    def _code(self) -> str:
        return repr((code_digest(), [version(library) for library in _LIBRARIES]))

    def _template_digest(self, name: str) -> str:
        """A digest of a template with all that it extends, includes and imports.

        What all pages have in common counts where one of these templates asks for it.
        """
        digest = hashlib.blake2b(digest_size=20)
        asked: set[str] = set()
        for one in sorted(_family(name, self.environment)):
            source, _, _ = _source(self.environment, one)
            asked |= meta.find_undeclared_variables(self.environment.parse(source))
            digest.update(f"{one}\0{source}\0".encode())
        common = {
            "site": self._site,
            "say": self._words.digest,
            "versions": sorted(self._versions.items()),
        }
        digest.update(repr([common[one] for one in sorted(common.keys() & asked)]).encode())
        return digest.hexdigest()


@contextmanager
def _naming(template: str, output: Output) -> Iterator[None]:
    """Say of what goes wrong in a template which one it was, and on which output."""
    try:
        yield
    except (TemplateError, TypeError, ValueError, LookupError, AttributeError) as error:
        message = f"The template {template} failed on /{output.url}: {error}"
        raise RenderingError(message) from error


def theme_files(theme_dirs: Sequence[Path]) -> dict[str, Path]:
    """What a theme publishes as it is, by path: the first folder that has it wins."""
    found: dict[str, Path] = {}
    for folder in reversed(theme_dirs):
        assets = folder / "assets"
        for file in sorted(assets.rglob("*")) if assets.is_dir() else ():
            if file.is_file() and not file.name.startswith("."):
                found[file.relative_to(folder).as_posix()] = file
    return dict(sorted(found.items()))


def _family(
    name: str, environment: Environment, known: frozenset[str] = frozenset()
) -> frozenset[str]:
    known = known | {name}
    source, _, _ = _source(environment, name)
    for other in meta.find_referenced_templates(environment.parse(source)):
        if other is not None and other not in known:
            known = _family(other, environment, known)
    return known


def _source(environment: Environment, name: str) -> tuple[str, str | None, Any]:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)


def _lang(language: str) -> Markup:
    """The attribute for a passage in another language; nothing for one in the page's own."""
    return Markup(' lang="{}"').format(language) if language else Markup("")
