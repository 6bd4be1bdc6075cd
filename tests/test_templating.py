"""Does a template's digest change with all that decides what it makes, and with nothing else?"""

import os
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateSyntaxError

from briefings import templating
from briefings.compiling import QuickEnvironment
from briefings.templating import compile_all, digest_of, environment_of, only_prints

FILES = {
    "page.html": '{% extends "frame.html" %}{% block content %}{{ view }}{% endblock %}',
    "frame.html": '{% include "part.html" %}{% block content %}{% endblock %}',
    "part.html": "{{ say('hello') }}",
    "alone.html": "{{ view }}",
}
COMMON = {"say": "the words", "site": "the frame"}


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A theme of a few templates."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def digest(theme: Path, name: str, common: dict[str, str]) -> str:
    """The digest of a template of the theme."""
    return digest_of(name, environment_of((theme,), theme / "cache"), common)


def changed(file: Path, text: str) -> None:
    """Write a file so that its time is another one, however coarse the disk's clock is."""
    before = file.stat().st_mtime_ns
    file.write_text(text)
    os.utime(file, ns=(before + 10**9, before + 10**9))


def test_it_changes_with_what_is_included_below_what_is_extended(theme: Path) -> None:
    """A change two steps away counts, for those that reach it and for no other."""
    page, alone = digest(theme, "page.html", COMMON), digest(theme, "alone.html", COMMON)
    changed(theme / "part.html", "{{ say('good morning') }}")
    assert digest(theme, "page.html", COMMON) != page
    assert digest(theme, "alone.html", COMMON) == alone


def test_what_pages_have_in_common_counts_where_it_is_asked_for(theme: Path) -> None:
    """New words count for a template whose include speaks; a frame that nobody asks for does not."""
    page, alone = digest(theme, "page.html", COMMON), digest(theme, "alone.html", COMMON)
    assert digest(theme, "page.html", {**COMMON, "say": "other words"}) != page
    assert digest(theme, "alone.html", {**COMMON, "say": "other words"}) == alone
    assert digest(theme, "page.html", {**COMMON, "site": "another frame"}) == page


def test_a_changed_template_is_compiled_anew(theme: Path) -> None:
    """A preview shows a template as it was saved last."""
    assert (
        environment_of((theme,), theme / "cache").get_template("alone.html").render(view="1") == "1"
    )
    changed(theme / "alone.html", "<{{ view }}>")
    assert (
        environment_of((theme,), theme / "cache").get_template("alone.html").render(view="1")
        == "<1>"
    )


def test_what_was_compiled_once_is_not_compiled_again(
    theme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second process finds all that the first one made of the templates, a broken one apart."""
    (theme / "cache").mkdir()
    (theme / "broken.html").write_text("{% if %}")
    compile_all(environment_of((theme,), theme / "cache"))
    monkeypatch.setattr(templating, "_environments", {})
    monkeypatch.delattr(QuickEnvironment, "_generate")
    monkeypatch.delattr(Environment, "_generate")
    environment = environment_of((theme,), theme / "cache")
    compile_all(environment)
    assert environment.get_template("alone.html").render(view="1") == "1"
    with pytest.raises(TemplateSyntaxError):
        environment.get_template("broken.html")


def test_everything_is_escaped(theme: Path) -> None:
    """What is not marked as ready cannot be markup."""
    template = environment_of((theme,), theme / "cache").get_template("alone.html")
    assert template.render(view="<script>") == "&lt;script&gt;"


@pytest.mark.parametrize(
    ("template", "only"),
    [
        ("{{ view }}{% if other %}{{ view }}{% endif %}", True),
        ("{% include 'alone.html' %}", True),
        ("{{ view ~ other }}", False),
        ("{{ view | upper }}", False),
        ("{% if view %}{% endif %}", False),
        ("{% with view = 1 %}{{ view }}{% endwith %}", False),
        ("{% set caught %}{{ view }}{% endset %}{{ caught | upper }}", False),
        ("{% filter upper %}{{ view }}{% endfilter %}", False),
        ("{% include other %}", False),
    ],
)
def test_whether_a_variable_is_only_printed(theme: Path, template: str, only: bool) -> None:
    """Then what is drawn with one value serves for any other."""
    (theme / "own.html").write_text(template)
    assert only_prints("view", "own.html", environment_of((theme,), theme / "cache")) is only
