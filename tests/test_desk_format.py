"""The format of files in the published desk: what the browser makes of them, held against Python's."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from briefings.desk.packages import published
from briefings.desk.page import known
from briefings.desk.passing import opened, saved
from briefings.editing.shapes import KINDS
from briefings.editing.styled import formatted, parts_of
from briefings.files.yamltext import Mapping as YamlMapping
from briefings.files.yamltext import Node, Scalar, parse
from tests.tools import ROOT, decap, node

SCRIPT = """
import { readFileSync } from "node:fs";
import { formatOf } from "./format.js";
const { shapes, asked } = JSON.parse(readFileSync(0, "utf-8"));
const answers = asked.map(({ kind, text, change }) => {
  const format = formatOf(shapes[kind]);
  const data = text === null ? {} : format.fromFile(text);
  const entries = Object.entries({ ...data, ...change }).filter(([, value]) => value !== null);
  const { "as it stood": before, ...keys } = data;
  const saved = format.toFile(Object.fromEntries(entries));
  return { keys, saved, anew: format.toFile({ ...keys, ...change }) };
});
console.log(JSON.stringify(answers));
"""
ENTRY = """\
---
# yaml-language-server: $schema=x.json
title: A
happened: 2024-06-13
# The first of two.
topics: [economy] # And of one.
responds_to: [2024/06/13/b]

sources: [https://example.org/a]
figures:
  # Both were counted.
  - {label: Ships, value: 1.50}
draft: true
# The end.
---
Text.
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A script that does as the page does, beside what the page loads."""
    decap()
    folder = tmp_path_factory.mktemp("format")
    for name, file in published(ROOT).items():
        if name in ("admin/format.js", "admin/js-yaml.js"):
            shutil.copy(file, folder / Path(name).name)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "run.js").write_text(SCRIPT)
    return folder / "run.js"


def answers(script: Path, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the format makes of each of several files, with changes to their keys."""
    shapes = json.loads(known(ZoneInfo("UTC"), alone=True))["shapes"]
    done = subprocess.run(
        [node(), str(script)],
        input=json.dumps({"shapes": shapes, "asked": asked}),
        capture_output=True,
        text=True,
        check=True,
    )
    answered: list[dict[str, Any]] = json.loads(done.stdout)
    return answered


def one(script: Path, text: str | None, change: Mapping[str, Any], kind: str = "entry") -> str:
    """A file saved with a change to its keys."""
    (answer,) = answers(script, [{"kind": kind, "text": text, "change": change}])
    assert isinstance(answer["saved"], str)
    return answer["saved"]


def files() -> Iterator[tuple[str, str]]:
    """The Markdown files of both bulletins, formatted, with the kind of each."""
    for folder, kind in (("entries", "entry"), ("briefings", "introduction")):
        assert kind in KINDS
        for content in (ROOT / "content", ROOT / "tests/bulletin/content"):
            for file in sorted((content / folder).rglob("*.md")):
                yield formatted(file.read_text("utf-8"), kind), kind


def test_both_desks_do_the_same(script: Path) -> None:
    """Real files are shown and written by the browser as they are by the local desk."""
    asked = [{"kind": kind, "text": text, "change": {}} for text, kind in files()]
    assert len(asked) > 10
    for question, answer in zip(asked, answers(script, asked), strict=True):
        text, kind = str(question["text"]), str(question["kind"])
        keys = opened(text, kind).split("---\n", 2)
        assert {key: one for key, one in answer["keys"].items() if key != "body"} == json.loads(
            keys[1]
        )
        assert answer["saved"] == text
        assert answer["anew"] == saved(opened(text, kind), "", kind)


def test_short_forms_are_opened_in_full(script: Path) -> None:
    """A form gets keys with values where a file has a bare address, a bare id or one day."""
    (answer,) = answers(script, [{"kind": "entry", "text": ENTRY, "change": {}}])
    keys = answer["keys"]
    assert keys["sources"] == [{"url": "https://example.org/a"}]
    assert keys["responds_to"] == [{"entry": "2024/06/13/b"}]
    assert keys["happened"] == {"from": "2024-06-13", "until": "2024-06-13"}
    assert keys["draft"] is True
    assert keys["figures"] == [{"label": "Ships", "value": 1.5}]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_not_changed_stays(script: Path, end: str) -> None:
    """Comments, blank lines and the way of writing a number; a key that is removed takes its own along."""
    text = ENTRY.replace("\n", end)
    assert one(script, text, {}) == ENTRY
    assert one(script, text, {"title": "B"}) == ENTRY.replace("A\n", "B\n", 1)
    assert one(script, text, {"body": "Else."}) == ENTRY.replace("Text.", "Else.")
    assert one(script, text, {"topics": None}) == ENTRY.replace(
        "# The first of two.\ntopics: [economy] # And of one.\n", ""
    )
    assert one(
        script, text, {"draft": False, "summary": "", "quotes": [], "image": {"src": ""}}
    ) == (ENTRY.replace("draft: true\n", ""))


def test_a_new_key_has_its_place(script: Path) -> None:
    """Keys stand in the order of the format, short forms where they can be."""
    changed = one(
        script,
        ENTRY,
        {
            "date": "2024-06-13T10:00+02:00",
            "happened": {"from": "2024-06-11", "until": "2024-06-13"},
            "sources": [{"url": "https://example.org/a"}, {"url": "https://example.org/b"}],
            "figures": [{"label": "Ships", "value": 10000000}, {"label": "No", "value": 1e-7}],
        },
    )
    assert changed == ENTRY.replace(
        "happened: 2024-06-13\n",
        "date: 2024-06-13T10:00+02:00\nhappened: {from: 2024-06-11, until: 2024-06-13}\n",
    ).replace("/a]", "/a, https://example.org/b]").replace(
        "  # Both were counted.\n  - {label: Ships, value: 1.50}\n",
        '  - {label: Ships, value: 10000000}\n  - {label: "No", value: 0.0000001}\n',
    )


AWKWARD = (
    "Grain: a deal",
    "2024",
    "2024-06-14",
    "no",
    "null ",
    "~x",
    "- a",
    "-a",
    "# a",
    "a # b",
    "a: b",
    "a:",
    "'a' \"b\"",
    '"a"',
    "a\\b",
    "a\tb",
    "[a, b]",
    "a, b",
    "{a}",
    "*a*",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a`",
    "? a",
    "...",
    "---",
    "=",
    "<<",
    " a",
    "a ",
    "Гавань відкрита?",
    "„Pace” — spune",
    "🙂 a",
    "a\u00a0b",
    "a\u2028b",
    "a\u0085b",
    "one\ntwo: 2\n",
    "one\n\n two",
    "\none",
    " one\ntwo",
    "one\n\n\n",
    "one # a\n# two",
    "one\n--- \ntwo",
    "a\\\nb",
    "x" * 200,
    "1_000",
    "12:30",
    "0x1f",
    "1e3",
    ".5",
    "https://example.org/a,b?c=[d]#e",
)


def _read(node_: Node | None) -> Any:
    """What the loader reads: texts, lists and mappings of them."""
    if isinstance(node_, YamlMapping):
        return {key.text: _read(value) for key, value in node_.pairs}
    if isinstance(node_, Scalar):
        return node_.text
    return [_read(item) for item in node_.items] if node_ else None


def test_any_text_is_read_as_it_was_typed(script: Path) -> None:
    """At the top, in a list, within a record that stands on one line or on several."""
    for before in (None, ENTRY):
        asked = [
            {
                "kind": "entry",
                "text": before,
                "change": {
                    "title": text,
                    "topics": [text, "b"],
                    "figures": [{"label": text, "value": 1}],
                    "sources": [{"url": text}, {"url": "https://example.org/", "title": text}],
                },
            }
            for text in AWKWARD
        ]
        for text, answer in zip(AWKWARD, answers(script, asked), strict=True):
            file = answer["saved"]
            node_, problems = parse(parts_of(file, "").keys, path="", line=2)
            assert not problems
            keys = _read(node_)
            assert keys["title"] == text, file
            assert keys["topics"] == [text, "b"], file
            assert keys["figures"] == [{"label": text, "value": "1"}], file
            assert keys["sources"] == [text, {"url": "https://example.org/", "title": text}], file


@pytest.mark.parametrize(
    "before",
    [
        "---\ntitle: A\ntitle: B\n---\nText.\n",
        "---\n- a\n---\nText.\n",
        "---\n{title: A, topics: [b]}\n---\nText.\n",
        '---\n"title": "A\nb: c"\ntopics: [b]\n---\nText.\n',
        "---\ntitle: &a A\ntopics: [*a]\n---\nText.\n",
        "---\ntitle: [\n---\nText.\n",
    ],
)
def test_a_strange_layout_is_written_anew(script: Path, before: str) -> None:
    """Where pieces of the old text cannot stand, all of it is new."""
    change = {"as it stood": before, "title": "New", "topics": ["economy"], "body": "Text."}
    assert one(script, None, change) == "---\ntitle: New\ntopics: [economy]\n---\nText.\n"


def test_an_introduction_may_have_no_keys(script: Path) -> None:
    """What has no front matter gets none; a title that is given is written."""
    assert one(script, "Words.\n", {"body": "Other words."}, "introduction") == "Other words.\n"
    assert one(script, "Words.\n", {"title": "A day"}, "introduction") == (
        "---\ntitle: A day\n---\nWords.\n"
    )
