"""What do templates hang on? Where they are found, and a digest of all that decides their output."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta, nodes
from markupsafe import Markup


def environment_of(theme_dirs: tuple[Path, ...]) -> Environment:
    """The environment of a theme. Templates are compiled once, and all again when one changes."""
    files = (file for folder in theme_dirs for file in sorted(folder.rglob("*.html")))
    return _environment(theme_dirs, tuple((str(file), file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=4)
def _environment(theme_dirs: tuple[Path, ...], _: tuple[tuple[str, int], ...]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(theme_dirs),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    # HTML that the core made and cleaned itself; nothing else may pass unescaped.
    environment.filters["ready"] = Markup
    return environment


def digest_of(name: str, environment: Environment, common: Mapping[str, object]) -> str:
    """A digest of a template with all that it extends, includes and imports.

    What all pages have in `common` counts, by its name, where one of these templates asks for it.
    """
    digest = hashlib.blake2b(digest_size=10)
    asked: set[str] = set()
    for one, source in sorted(_family(name, environment, {}).items()):
        asked |= _needs(source)[1]
        digest.update(f"{one}\0{source}\0".encode())
    digest.update(repr([common[one] for one in sorted(common.keys() & asked)]).encode())
    return digest.hexdigest()


def _family(name: str, environment: Environment, known: dict[str, str]) -> dict[str, str]:
    """The sources of a template and of all that it names, added to those `known`."""
    if name not in known:
        assert environment.loader is not None
        known[name], _, _ = environment.loader.get_source(environment, name)
        for other in _needs(known[name])[0]:
            _family(other, environment, known)
    return known


@lru_cache(maxsize=1024)
def _needs(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """The templates that a template names, and all variables that it speaks of."""
    syntax = Environment().parse(source)
    named = meta.find_referenced_templates(syntax)
    return frozenset(filter(None, named)), frozenset(
        one.name for one in syntax.find_all(nodes.Name)
    )
