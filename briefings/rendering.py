"""How do outputs become bytes? Views, templates and the fingerprint of all that an output shows."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup, escape

from briefings.bulletin import Bulletin
from briefings.failures import RenderingError
from briefings.ledger import mark_of
from briefings.outputs import Output
from briefings.plan import KINDS, Write, listed_urls
from briefings.saying import said
from briefings.settings import Settings
from briefings.templating import compile_all, digest_of, environment_of, only_prints
from briefings.versions import made_with
from briefings.views.feeds import FeedView, Whole
from briefings.views.machine import sitemap_of_pages, to_xml
from briefings.views.parts import Card, Page
from briefings.views.plain import PlainPage, plain_page
from briefings.views.shown import Shown
from briefings.views.site import asset_versions, site_of
from briefings.words import Words, direction_of

CARD_TEMPLATE = "partials/entry-card.html"
_CARDS_KEPT = 16_000
FEED_TEMPLATE = "feed-entry.html"
_FEED_ENTRIES_KEPT = 1000
_HOLE = "\0"
"""Stands in a card for the way to the root; no text holds it."""


def compile_templates(settings: Settings) -> None:
    """Compile every template, before processes part that would each do so."""
    environment = environment_of(settings.theme_dirs, settings.cache_dir)
    compile_all(environment, [(CARD_TEMPLATE, "base")])


class Renderer:
    """Makes the outputs of one bulletin."""

    def __init__(
        self,
        bulletin: Bulletin,
        settings: Settings,
        words: Words,
        pages: Mapping[str, PlainPage],
        files: Mapping[str, Path],
    ) -> None:
        """`pages` are the plain pages by their address, `files` what is published as it is, by path."""
        self._bulletin = bulletin
        self._pages = pages
        self._files = files
        self._settings = settings
        self._words = words
        self.shown = Shown(bulletin, settings, words)
        self._site = site_of(settings, words, tuple(pages.values()))
        self.environment = environment_of(settings.theme_dirs, settings.cache_dir)
        self.template_digest = cache(self._template_digest)
        self.feed_html = lru_cache(_FEED_ENTRIES_KEPT)(self._feed_html)
        self._cards: dict[tuple[str, int, str], list[str]] = {}

    def view(self, output: Output) -> Any:
        """What an output shows, as frozen data."""
        if output.kind == "file":
            self._bulletin.media.get(output.key)  # A picture is looked at again when it changes.
            return hashlib.blake2b(self._files[output.key].read_bytes()).hexdigest()
        if output.kind == "sitemap-pages":
            urls = listed_urls(self._bulletin.vocabulary, self._pages.values())
            return sitemap_of_pages(self.shown, urls)
        if output.kind == "page":
            return plain_page(self.shown, self._pages[output.key], self.base(output))
        return KINDS[output.kind].view(self.shown, output.key)

    def reads(self, output: Output) -> tuple[Any, bytes]:
        """What an output shows, and the marks of the facts that were read for it, one after the other."""
        self._bulletin.reads = set()
        view = self.view(output)
        return view, b"".join(map(mark_of, sorted(self._bulletin.reads)))

    def fingerprint(self, view: Any) -> str:
        """Digests of all that an output shows; the same fingerprint means the same bytes.

        Three, joined by dots: of the view, of its template with what that asks for, of the code.
        """
        shown = hashlib.blake2b(said(view), digest_size=20).hexdigest()
        if isinstance(view, str):
            return f"{shown}.."
        template = ""
        if isinstance(view, Page):
            template = self.template_digest(view.template)
        if isinstance(view, FeedView):
            template = self.template_digest(FEED_TEMPLATE)
        return f"{shown}.{template}.{made_with()}"

    def content(self, output: Output, view: Any) -> bytes:
        """An output's bytes. Raises `RenderingError` where a template fails."""
        if output.kind == "file":
            return self._files[output.key].read_bytes()
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
        return {**self._frame, "base": base, "head": page.head, "view": page.content}

    def _html(self, output: Output, page: Page) -> bytes:
        template = self.environment.get_template(page.template)
        return template.render(self.context(page, self.base(output))).encode()

    def _feed_html(self, entry: Whole, base: str) -> str:
        return self.environment.get_template(FEED_TEMPLATE).render(
            {**self._frame, "base": base, "view": entry}
        )

    @cached_property
    def _frame(self) -> dict[str, Any]:
        """What every template knows."""
        return {
            "site": self._site,
            "say": lru_cache(maxsize=10_000)(self._words.say),
            "lang": cache(self._lang),
            "versions": self._versions,
            "card_html": self._card_html,
        }

    def _card_html(self, card: Card, level: int, base: str) -> Markup:
        """A card with a heading of that level. It stands alike in many lists, and is drawn once."""
        key = card.id, level, "" if self._fits_anywhere else base
        drawn = self._cards.get(key)
        if drawn is None:
            if len(self._cards) >= _CARDS_KEPT:
                self._cards.clear()
            template = self.environment.get_template(CARD_TEMPLATE)
            where = _HOLE if self._fits_anywhere else base
            context = {**self._frame, "base": where, "card": card, "level": level}
            drawn = self._cards[key] = template.render(context).split(_HOLE)
        return Markup(_escaped(base).join(drawn))

    @cached_property
    def _fits_anywhere(self) -> bool:
        """Whether a card is the same everywhere but for the way to the root."""
        return only_prints("base", CARD_TEMPLATE, self.environment)

    def _lang(self, language: str) -> Markup:
        """The attributes of a passage in another language; nothing for one in the bulletin's own."""
        if not language:
            return Markup("")
        attributes = Markup(' lang="{}"').format(language)
        direction = direction_of(language)
        if direction != self._words.direction:
            attributes += Markup(' dir="{}"').format(direction)
        return attributes

    @cached_property
    def _versions(self) -> Mapping[str, str]:
        assets = {p: f for p, f in self._files.items() if p.endswith((".css", ".js", ".svg"))}
        return asset_versions(assets, self._words.digest)

    @cached_property
    def _common(self) -> dict[str, object]:
        """What all pages have in common, for their fingerprints."""
        return {
            "site": self._site,
            "say": self._words.digest,
            "lang": self._words.direction,
            "versions": sorted(self._versions.items()),
        }

    def _template_digest(self, name: str) -> str:
        common = self._common
        if name != CARD_TEMPLATE:
            common = {**common, "card_html": self.template_digest(CARD_TEMPLATE)}
        try:
            return digest_of(name, self.environment, common)
        except TemplateSyntaxError as error:
            file = self._settings.name_of(Path(error.filename or name))
            raise RenderingError(f"{file}:{error.lineno}: {error.message}") from error
        except TemplateNotFound as error:
            raise RenderingError(f"{name} needs {error}, which the theme does not have.") from error


@lru_cache(maxsize=100)
def _escaped(text: str) -> str:
    return str(escape(text))


@contextmanager
def _naming(template: str, output: Output) -> Iterator[None]:
    """Say of what goes wrong in a template which one it was, and on which output."""
    try:
        yield
    except (TemplateError, TypeError, ValueError, LookupError, AttributeError) as error:
        message = f"The template {template} failed on /{output.url}: {error}"
        raise RenderingError(message) from error
