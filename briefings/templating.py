"""What do templates hang on? Where they are found, and a digest of all that decides their output."""

import hashlib
import marshal
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    meta,
    nodes,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from briefings.caching import CacheDamagedError, Table
from briefings.compiling import QuickEnvironment
from briefings.versions import code_digest

_CAPTURING: tuple[type[nodes.Node], ...] = (
    nodes.AssignBlock,
    nodes.Macro,
    nodes.CallBlock,
    nodes.FilterBlock,
)
"""What does something with what is printed within."""

_PLAIN = Environment()
"""Reads the syntax of templates."""

_WHOLE = "whole"
"""The key that stands in a table once all templates have been compiled."""

Needs = tuple[frozenset[str], frozenset[str]]
"""The templates that a template names, and all variables that it speaks of."""


class Kept(BytecodeCache):
    """What was found out about templates, in a table: their code, and what they ask for."""

    def __init__(self, file: Path, sources: str) -> None:
        """`sources` stands for all templates of a theme: parts of one become parts of others."""
        self._table = Table(file, f"{jinja2.__version__} {sys.version} {code_digest()} {sources}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template, if it is known; the bucket tells whether it still fits."""
        if code := self._value(f"code:{bucket.key}"):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._table.put(f"code:{bucket.key}", bucket.bytecode_to_string())

    def needs(self, source: str, file: str | None) -> Needs:
        """What a template asks for."""
        templates, variables = self._known(
            f"needs:{_digest(source)}",
            lambda: tuple(map(tuple, map(sorted, _needs(source, file)))),
        )
        return frozenset(templates), frozenset(variables)

    def only_prints(self, variable: str, source: str) -> bool:
        """Whether a template itself does nothing with a variable but print it."""
        name = f"prints:{variable}:{_digest(source)}"
        return bool(self._known(name, lambda: _only_prints(variable, source)))

    def _known(self, name: str, find: Callable[[], Any]) -> Any:
        """What is kept under a name, plain values that are found out the first time."""
        kept = self._value(name)
        if kept is None:
            kept = marshal.dumps(find())
            self._table.put(name, kept)
        return marshal.loads(kept)

    def _value(self, name: str) -> bytes | None:
        with suppress(CacheDamagedError):
            return self._table.get(name)
        return None

    @property
    def is_whole(self) -> bool:
        """Whether all templates have been compiled."""
        return self._value(_WHOLE) is not None

    def save_whole(self) -> None:
        """Write what was found out of all templates; where the disk refuses, it is found out again."""
        self._table.put(_WHOLE, b"")
        with suppress(OSError):
            self._table.save()


def environment_of(theme_dirs: tuple[Path, ...], cache_dir: Path) -> Environment:
    """The environment of a theme. Templates are compiled once, and all again when one changes."""
    files = (file for folder in theme_dirs for file in sorted(folder.rglob("*.html")))
    digest = hashlib.blake2b(digest_size=16)
    for file in files:
        digest.update(f"\0{file}\0".encode())
        digest.update(file.read_bytes())
    key = theme_dirs, digest.hexdigest()
    if key not in _environments:
        _environments.clear()
        _environments[key] = _environment(theme_dirs, Kept(cache_dir / "templates", key[1]))
    return _environments[key]


_environments: dict[tuple[tuple[Path, ...], str], Environment] = {}
"""The one that was asked for last: a preview compiles what changed, and not what did not."""


def compile_all(environment: Environment, prints: Iterable[tuple[str, str]] = ()) -> None:
    """Compile every template and keep the code, unless that was done already.

    `prints` are templates and variables that `only_prints` will be asked about. What is wrong with one
    is for those to say who need it.
    """
    kept = _kept_by(environment)
    if kept.is_whole:
        return
    for name in environment.list_templates(extensions=["html"]):
        assert environment.loader is not None
        source, file, _ = environment.loader.get_source(environment, name)
        with suppress(TemplateError):
            environment.get_template(name)
            kept.needs(source, file)
    for name, variable in prints:
        with suppress(TemplateError):
            only_prints(variable, name, environment)
    kept.save_whole()


def _environment(theme_dirs: tuple[Path, ...], kept: Kept) -> Environment:
    environment = QuickEnvironment(
        loader=FileSystemLoader(theme_dirs),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=kept,
    )
    # HTML that the core made and cleaned itself; nothing else may pass unescaped.
    environment.filters["ready"] = Markup
    return environment


def digest_of(name: str, environment: Environment, common: Mapping[str, object]) -> str:
    """A digest of a template with all that it extends, includes and imports.

    What all pages have in `common` counts, by its name, where one of these templates asks for it.
    Raises Jinja's errors, those of syntax with the file.
    """
    digest = hashlib.blake2b(digest_size=10)
    asked: set[str] = set()
    for one, (source, file) in sorted(_family(name, environment, {}).items()):
        asked |= _kept_by(environment).needs(source, file)[1]
        digest.update(f"{one}\0{source}\0".encode())
    digest.update(repr([common[one] for one in sorted(common.keys() & asked)]).encode())
    return digest.hexdigest()


def only_prints(variable: str, name: str, environment: Environment) -> bool:
    """Whether a template, with all that it includes, does nothing with a variable but print it."""
    kept = _kept_by(environment)
    sources = (source for source, _ in _family(name, environment, {}).values())
    return all(kept.only_prints(variable, source) for source in sources)


def _only_prints(variable: str, source: str) -> bool:
    syntax = _PLAIN.parse(source)
    if any(syntax.find_all(_CAPTURING)) or None in meta.find_referenced_templates(syntax):
        return False
    printed = [one for output in syntax.find_all(nodes.Output) for one in output.nodes]
    return not any(
        one.name == variable and not any(one is other for other in printed)
        for one in syntax.find_all(nodes.Name)
    )


def _digest(source: str) -> str:
    return hashlib.blake2b(source.encode(), digest_size=16).hexdigest()


_Sources = dict[str, tuple[str, str | None]]


def _family(name: str, environment: Environment, known: _Sources) -> _Sources:
    """The sources of a template and of all that it names, with their files, added to those `known`."""
    if name not in known:
        assert environment.loader is not None
        source, file, _ = environment.loader.get_source(environment, name)
        known[name] = source, file
        for other in _kept_by(environment).needs(source, file)[0]:
            _family(other, environment, known)
    return known


def _kept_by(environment: Environment) -> Kept:
    assert isinstance(environment.bytecode_cache, Kept)
    return environment.bytecode_cache


def _needs(source: str, file: str | None) -> Needs:
    """The templates that a template names, and all variables that it speaks of."""
    syntax = _PLAIN.parse(source, filename=file)
    named = meta.find_referenced_templates(syntax)
    return frozenset(filter(None, named)), frozenset(
        one.name for one in syntax.find_all(nodes.Name)
    )
