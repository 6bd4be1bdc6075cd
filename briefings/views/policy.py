"""What may a page load, and what has a host to send with it? The security policy, and `_headers`."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from briefings.settings import Settings
from briefings.views.machine import Lines
from briefings.views.shown import Shown

HEADERS = "_headers"

_Sources = Mapping[str, tuple[str, ...]]
"""What may be loaded from where, by directive. CSP Level 3, section 6."""

_EVERYWHERE: _Sources = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "media-src": ("'self'",),
    "connect-src": ("'self'",),
    "manifest-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": ("'none'",),
}
_IN_THE_SEARCH: _Sources = {"script-src": ("'wasm-unsafe-eval'",)}
_IN_PLAIN_PAGES: _Sources = {"img-src": ("https:",)}
_SENT: _Sources = {"frame-ancestors": ("'self'",)}
"""What a page cannot say of itself."""

_AT_THE_DESK: _Sources = {
    "default-src": ("'none'",),
    "script-src": ("'self'", "'unsafe-eval'"),
    "style-src": ("'self'", "'unsafe-inline'"),
    "img-src": ("'self'", "data:", "blob:"),
    "font-src": ("'self'", "data:"),
    "connect-src": ("'self'", "blob:", "data:"),
    "worker-src": ("'self'", "blob:"),
    "frame-src": ("'self'", "blob:"),
    "form-action": ("'none'",),
    "base-uri": ("'none'",),
    "frame-ancestors": ("'none'",),
}
"""What the pages of the CMS need, and no page of the bulletin has."""
_AT_A_FORGE: _Sources = {"connect-src": ("https:",), "img-src": ("https:",)}
"""The published desk asks where the files are, and shows who is logged in; no script comes from there."""

_FOR_EVER = "Cache-Control: public, max-age=31536000, immutable"
_ALWAYS_ASKED = "Cache-Control: no-cache"
_CACHING = {
    "/assets/*": _FOR_EVER,
    "/pagefind/:segment/fragment/*": _FOR_EVER,
    "/pagefind/:segment/index/*": _FOR_EVER,
    "/pagefind/:segment/filter/*": _FOR_EVER,
    "/pagefind/segments.json": _ALWAYS_ASKED,
    "/pagefind/:segment/pagefind-entry.json": _ALWAYS_ASKED,
    "/pagefind/program/*": "Cache-Control: public, max-age=86400",
}
"""No path fits two of these: hosts would send both, joined by a comma."""


class Policies(Struct, frozen=True):
    """The Content-Security-Policy of each sort of page; all empty where the bulletin wants none."""

    page: str = ""
    search: str = ""
    plain: str = ""


def policies_of(settings: Settings) -> Policies:
    """What pages say of themselves in a `meta` element."""
    if settings.content_security_policy is None:
        return Policies()
    allowed = _joined(_EVERYWHERE, _named(settings), settings.content_security_policy)
    # A browser takes it from a host alone, and complains of it in a page.
    own = {name: sources for name, sources in allowed.items() if name not in _SENT}
    return Policies(
        page=_written(own),
        search=_written(_joined(own, _IN_THE_SEARCH)),
        plain=_written(_joined(own, _IN_PLAIN_PAGES)),
    )


def desk_policy() -> str:
    """What the server of `briefings desk` sends with its pages, which no reader sees."""
    return _written(_AT_THE_DESK)


def published_desk_policy(settings: Settings) -> str:
    """What the page of the published desk says of itself; empty where the bulletin wants no policy."""
    if settings.content_security_policy is None:
        return ""
    allowed = _joined(_AT_THE_DESK, _AT_A_FORGE)
    return _written({name: sources for name, sources in allowed.items() if name not in _SENT})


def headers(shown: Shown, _: str) -> Lines:
    """What a host sends, in the form that Netlify, Cloudflare Pages and others read.

    A page has to obey both the policy that is sent and its own, and hosts join what they find for one
    path: so what is sent with every file allows what any page needs, and each page narrows it. The CMS of a
    published desk needs more than anything else may: then nothing is sent that a page can say of itself.
    """
    return Lines(tuple(_rules(shown.settings)))


def _rules(settings: Settings) -> Iterator[str]:
    yield "/*"
    if settings.content_security_policy is not None:
        yield f"  Content-Security-Policy: {_written(_sent(settings, settings.content_security_policy))}"
    yield "  Referrer-Policy: strict-origin-when-cross-origin"
    yield "  X-Content-Type-Options: nosniff"
    for path, header in _CACHING.items():
        yield path
        yield f"  {header}"


def _sent(settings: Settings, added: _Sources) -> _Sources:
    if settings.desk:
        own = _joined(_SENT, added)
        return {name: own[name] for name in _SENT}
    return _joined(_EVERYWHERE, _IN_THE_SEARCH, _IN_PLAIN_PAGES, _SENT, _named(settings), added)


def _named(settings: Settings) -> _Sources:
    """The other hosts whose styles and scripts mkdocs.yml names."""
    return {
        "style-src": tuple(_hosts(*settings.extra_css)),
        "script-src": tuple(_hosts(*(script.path for script in settings.extra_javascript))),
    }


def _hosts(*addresses: str) -> Iterator[str]:
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme and parts.netloc:
            yield f"{parts.scheme}://{parts.netloc}"


def _joined(*many: _Sources) -> _Sources:
    """All sources of each directive, each once."""
    joined: dict[str, dict[str, None]] = {}
    for sources in many:
        for name, allowed in sources.items():
            joined.setdefault(name, {}).update(dict.fromkeys(allowed))
    return {name: tuple(allowed) for name, allowed in joined.items()}


def _written(sources: _Sources) -> str:
    return "; ".join(f"{name} {' '.join(allowed)}" for name, allowed in sources.items())
