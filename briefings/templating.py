"""What do templates hang on? Where they are found, and a digest of all that decides their output."""

import hashlib
import marshal
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

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

    def known(self, what: str, find: Callable[[], Any]) -> Any:
        """What is to be known of templates, plain values that are found out the first time."""
        kept = self._value(what)
        if kept is None:
            kept = marshal.dumps(find())
            self._table.put(what, kept)
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
        with suppress(TemplateError):
            environment.get_template(name)
            _family_of(name, environment)
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
    sources, asked = _family_of(name, environment)
    shown = repr([common[one] for one in asked if one in common])
    return hashlib.blake2b(f"{sources}\0{shown}".encode(), digest_size=10).hexdigest()


def _family_of(name: str, environment: Environment) -> tuple[str, list[str]]:
    """A digest of a template with all that it names, and every variable of these, sorted."""

    def found() -> tuple[str, list[str]]:
        digest = hashlib.blake2b(digest_size=16)
        asked: set[str] = set()
        for one, template in sorted(_family(name, environment, {}).items()):
            asked |= template.variables
            digest.update(f"{one}\0{template.source}\0".encode())
        return digest.hexdigest(), sorted(asked)

    sources, asked = _kept_by(environment).known(f"family:{name}", found)
    return sources, asked


def only_prints(variable: str, name: str, environment: Environment) -> bool:
    """Whether a template, with all that it includes, does nothing with a variable but print it."""

    def found() -> bool:
        family = _family(name, environment, {})
        return all(_only_prints(variable, one.source) for one in family.values())

    return bool(_kept_by(environment).known(f"prints:{variable}:{name}", found))


def _only_prints(variable: str, source: str) -> bool:
    syntax = _PLAIN.parse(source)
    if any(syntax.find_all(_CAPTURING)) or None in meta.find_referenced_templates(syntax):
        return False
    printed = [one for output in syntax.find_all(nodes.Output) for one in output.nodes]
    return not any(
        one.name == variable and not any(one is other for other in printed)
        for one in syntax.find_all(nodes.Name)
    )


class _Template(NamedTuple):
    source: str
    named: frozenset[str]
    """The templates that it names."""
    variables: frozenset[str]
    """All variables that it speaks of."""


def _family(
    name: str, environment: Environment, known: dict[str, _Template]
) -> dict[str, _Template]:
    """A template and all that it names, added to those `known`."""
    if name not in known:
        known[name] = _read(name, environment)
        for other in known[name].named:
            _family(other, environment, known)
    return known


@lru_cache(maxsize=200)
def _read(name: str, environment: Environment) -> _Template:
    """A template of an environment, which stands for one state of all its files."""
    assert environment.loader is not None
    source, file, _ = environment.loader.get_source(environment, name)
    syntax = _PLAIN.parse(source, filename=file)
    return _Template(
        source,
        frozenset(filter(None, meta.find_referenced_templates(syntax))),
        frozenset(one.name for one in syntax.find_all(nodes.Name)),
    )


def _kept_by(environment: Environment) -> Kept:
    assert isinstance(environment.bytecode_cache, Kept)
    return environment.bytecode_cache
