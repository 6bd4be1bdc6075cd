"""How do templates become quick code?"""

from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from briefings.compiling import QuickEnvironment

PARTIALS = {
    "word.html": "{# needs: word #}<b>{{ word }}</b>\n",
    "sets.html": "{% set word = 'inner' %}{% set other = word ~ '!' %}{{ other }}",
    "list.html": "{% for one in ones %}{{ one }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "nested.html": "({% include 'word.html' %}{% include 'list.html' %})",
    "index.html": "{{ loop.index }}",
    "macro.html": "{% macro twice(word) %}{{ word }}{{ word }}{% endmacro %}{{ twice(word) }}",
    "itself.html": "{{ ones[0] }}{% set ones = ones[1:] %}{% if ones %}"
    "{% include 'itself.html' %}{% endif %}",
    "ping.html": "{{ ones[0] }}{% set ones = ones[1:] %}{% if ones %}{% include 'pong.html' %}{% endif %}",
    "pong.html": "-{% include 'word.html' %}-{% include 'ping.html' %}",
    "base.html": "<{% block head %}base{% endblock %}>"
    "{% include 'word.html' %}<{% block body %}{% endblock %}>",
    "undefined.html": "{{ nothing }}",
    "broken.html": "{% if %}",
}
TEMPLATES = [
    "{{ word }} {{ html }} {{ number }} {{ none }} {{ 'a<b' }} {{ quoted }}",
    "{% include 'word.html' %}|{% include 'sets.html' %}|{{ word }}",
    "{% for word in ones %}{% include 'word.html' %}{% include 'list.html' %}{% endfor %}",
    "{% for word in ones %}{{ loop.index }}{% include 'index.html' %}{% endfor %}",
    "{% with word = 'with', ones = [1, 2] %}{% include 'nested.html' %}{% endwith %}{{ word }}",
    "{% include 'macro.html' %}{% include 'itself.html' %}",
    "{% include 'ping.html' %}{% include 'pong.html' %}{% include 'ping.html' %}",
    "{% for word in ones %}{% include 'list.html' %}{% include 'list.html' %}{% endfor %}"
    "{% include 'list.html' %}",
    "{% set part = 'word.html' %}{% include part %}{% include ['gone.html', 'word.html'] %}",
    "{% include 'gone.html' ignore missing %}{% include 'word.html' without context ignore missing %}",
    "{% extends 'base.html' %}{% block head %}{{ super() }} {{ word }}{% endblock %}"
    "{% block body %}{% set word = 'own' %}{% include 'nested.html' %}{% endblock %}outside",
    "{% extends 'base.html' %}{% set word = 'top' %}{% block body %}{{ word }}{% endblock %}",
    "{% if number %}{% set base = 'changed' %}{% endif %}{{ base }}"
    "{% for base in ones %}{{ base }}{% endfor %}{{ base }}",
    "{% set caught %}{% include 'word.html' %}{% endset %}{{ caught }}{{ caught | length }}",
    "{% filter upper %}{% include 'word.html' %}{% endfilter %}",
    "{% macro shout(word) %}{% include 'word.html' %}{{ caller() }}{% endmacro %}"
    "{% call shout('oh') %}{{ word }}{% endcall %}",
    "{% autoescape false %}{{ quoted }}{{ html }}{% endautoescape %}",
    "{{ say('key') }}{{ say('key_' ~ word, count=number) }}{{ say(*ones) }}{{ say('html') }}",
    "{{ thing.name }}{{ thing.gone is defined }}{{ thing.gone if thing.gone is defined else thing.name }}",
    "{% for one in ones if one != 'a' recursive %}{{ one }}{% else %}none{% endfor %}",
    "{% for name, some in (('x', ones), ('y', ())) if some %}{{ name }}{% include 'list.html' %}{% endfor %}",
    "{{ thing.gone }}",
    "{{ nothing }}",
    "{% include 'undefined.html' %}",
    "{% if none %}{% include 'gone.html' %}{% endif %}fine",
    "{% include 'gone.html' %}",
    "{% if none %}{% include 'broken.html' %}{% endif %}",
]  # fmt: skip


def say(key: str, *more: object, count: int = 0) -> str | Markup:
    """A function of the frame."""
    return Markup("<i>") if key == "html" else f"<{key} {more} {count}>"


CONTEXT = {
    "word": "a word",
    "html": Markup("<i>ready</i>"),
    "quoted": "\"'<>&",
    "number": 3,
    "none": None,
    "ones": ["a", "<b>", "c"],
    "base": "../",
    "thing": SimpleNamespace(name="thing & all"),
    "say": say,
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_quick_templates_give_what_jinja_gives(tmp_path: Path, template: str) -> None:
    """The same bytes; and where Jinja fails, a failure."""
    for name, source in {**PARTIALS, "template.html": template}.items():
        (tmp_path / name).write_text(source, "utf-8")
    expected, quick = (_rendered(kind, tmp_path) for kind in (Environment, QuickEnvironment))
    assert quick == expected


def _rendered(kind: type[Environment], folder: Path) -> str | type[Exception]:
    environment = kind(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        return environment.get_template("template.html").render(CONTEXT)
    except TemplateError as error:
        return type(error)
