"""What did the editor write, and where? The tree keeps text, lines and columns."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.files import yamltext
from briefings.files.yamltext import Mapping, Node, Scalar, Sequence, parse
from briefings.problems import Code


def outline(node: Node | None) -> Any:
    """A tree as plain data, each text with where it stands."""
    match node:
        case Scalar():
            return f"{node.text} {node.line}:{node.column}"
        case Sequence():
            return [outline(item) for item in node.items]
        case Mapping():
            return {outline(key): outline(value) for key, value in node.pairs}
    return None


def test_every_scalar_is_its_text_and_knows_its_place() -> None:
    """Nothing is guessed to be a number, a truth or a date, and lines count from where they are told."""
    text = "title: 1.10\nlanguage: no\ntopics: [010, 2024-06-14]\nby:\n  - yes # not\n"
    tree, problems = parse(text, path="a.yml", line=2)
    assert not problems
    assert outline(tree) == {
        "title 2:1": "1.10 2:8",
        "language 3:1": "no 3:11",
        "topics 4:1": ["010 4:10", "2024-06-14 4:15"],
        "by 5:1": ["yes 6:5"],
    }


@pytest.mark.parametrize(
    ("text", "missing"),
    [("a:", True), ("a: ~", True), ("a: ''", True), ("a: '~'", False), ("a: 0", False)],
)
def test_a_value_that_is_left_out_is_missing(text: str, missing: bool) -> None:
    """An empty value and `~` count as if the key was not there."""
    tree, _ = parse(text, path="a.yml")
    assert isinstance(tree, Mapping)
    (_, value), *_ = tree.pairs
    assert isinstance(value, Scalar)
    assert value.missing is missing


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "[{a: "])
def test_deep_nesting_is_refused_before_it_is_built(opening: str) -> None:
    """A text of a mebibyte of brackets neither crashes the process nor takes long."""
    _, problems = parse(opening * (1024 * 1024 // len(opening)), path="a.yml")
    assert [problem.code for problem in problems] == [Code.TOO_DEEP]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:- \n\t[]{},'\"#&*!|>%@`?\\~.é\u2028"), max_size=60))
def test_any_text_gives_a_tree_or_a_problem(text: str) -> None:
    """However a text is broken, the answer is a problem within it, in words of ours."""
    tree, problems = parse(text, path="a.yml")
    lines = text.count("\n") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines + 1
        assert problem.column >= 1
        assert "expected" not in problem.message
        assert "token" not in problem.message
    if tree is None and not problems:
        assert not re.search(r"^[^#]*[ab:]", text, re.M)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_quoted_text_comes_back(text: str) -> None:
    """Whatever PyYAML writes in double quotes is read as the same text."""
    written = yaml.safe_dump({"a": text}, default_style='"', allow_unicode=False)
    tree, problems = parse(written, path="a.yml")
    assert not problems
    assert isinstance(tree, Mapping)
    value = tree.get("a")
    assert isinstance(value, Scalar)
    assert value.text == text


def test_the_slow_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML comes without libyaml, trees and problems stay the same."""
    texts = ["a: [b, c]\nd: |\n  e\n", "a: 1\na: 2", "a: !x b", "[" * 50, "title: A: b\n", 'a: "b']
    fast = [parse(text, path="a.yml") for text in texts]

    monkeypatch.setattr(yamltext, "_Loader", type("Slow", (yamltext.Untyped, yaml.SafeLoader), {}))
    assert [parse(text, path="a.yml") for text in texts] == fast
