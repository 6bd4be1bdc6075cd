"""Do the schemas that editors use say the same as the format?"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from briefings import model
from briefings.commands import main
from briefings.files.decoding import front_matter_of
from briefings.files.filing import REGISTRY_RECORDS
from briefings.files.layout import Form, Place, place_of
from briefings.files.reading import fields_of
from briefings.files.yamltext import with_plain_line_ends
from briefings.loading import load, vocabulary_of
from briefings.problems import Problem
from briefings.schemas.describing import meaning_of
from briefings.schemas.documents import schemas_of
from briefings.schemas.records import has_keys
from tests.languageserver import LanguageServer, language_server
from tests.sites import copied, settings_of
from tests.test_format import FORMAT, WORLD, write
from tests.tools import ROOT

ENTRY = {
    "title": "A",
    "topics": ["economy"],
    "sources": ["https://example.org/a"],
}


class _Core(yaml.SafeLoader):
    """Reads YAML as editors' language servers do: YAML 1.2, in which a day is text."""


_Core.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Core.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), [*_first, ""]
    )
_Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def _schema_name(place: Place) -> str:
    if place.form is Form.REGISTRY:
        return f"{place.name}.json"
    return {
        Form.ENTRY_MARKDOWN: "front-matter.json",
        Form.ENTRY_YAML: "entry.json",
        Form.ENTRY_LIST: "entries.json",
        Form.INTRODUCTION: "introduction.json",
    }[place.form]


def _keys(place: Place, text: str) -> Any:
    if place.form in (Form.ENTRY_MARKDOWN, Form.INTRODUCTION) and text.startswith("---"):
        parts = front_matter_of(text, "file")
        assert not isinstance(parts, Problem)
        text = parts.keys
    elif place.form is Form.INTRODUCTION:
        text = ""
    text = with_plain_line_ends(text)
    return yaml.load(text, Loader=_Core) or {}


def faults(schemas: Mapping[str, str], inner: str, text: str) -> list[str]:
    """What the schema of a file says of its text."""
    place = place_of(inner)
    assert isinstance(place, Place)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    schema = json.loads(schemas[_schema_name(place)])
    found = jsonschema.Draft7Validator(schema).iter_errors(_keys(place, text))
    return [f"{inner}: {error.json_path}: {error.message[:200]}" for error in found]


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*")):
        inner = file.relative_to(folder).as_posix()
        place = place_of(inner)
        if file.is_file() and isinstance(place, Place) and place.form is not Form.MEDIA:
            yield inner, file.read_text("utf-8-sig")


@pytest.mark.parametrize("bulletin", [ROOT, ROOT / "tests/bulletin"])
def test_real_files_are_valid(bulletin: Path, tmp_path: Path) -> None:
    """Every file of a bulletin in which nothing is wrong passes."""
    folder = copied(bulletin, tmp_path / "bulletin")
    schemas = schemas_of(vocabulary_of(load(settings_of(folder))))
    found = [one for file in _files(folder / "content") for one in faults(schemas, *file)]
    assert found == []


def _sound_cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted(FORMAT.glob("*.yml"))
        if file.name != "world.yml"
        for case in yaml.safe_load(file.read_text("utf-8"))
        if not case.get("problems") and all(isinstance(one, str) for one in case["files"].values())
    ]


@pytest.mark.parametrize("case", _sound_cases())
def test_what_the_format_allows_is_valid(case: dict[str, Any], tmp_path: Path) -> None:
    """The examples of the format that have no problem have none in an editor either."""
    files = {**({} if case.get("alone") else WORLD), **case["files"]}
    write(tmp_path, files)
    vocabulary = vocabulary_of(load(settings_of(tmp_path)))
    required = case.get("settings", {}).get("sources_required", True)
    schemas = schemas_of(vocabulary, sources_required=required)
    found = [
        one
        for inner, text in files.items()
        if isinstance(place_of(inner), Place) and not inner.startswith("media/")
        for one in faults(schemas, inner, text)
    ]
    assert found == []


@cache
def _small_schemas() -> Mapping[str, str]:
    topics = {
        model.TopicId(one): model.Topic(
            id=model.TopicId(one), name=model.Text(by_language=((model.Language(""), one.title()),))
        )
        for one in ("economy", "war")
    }
    return schemas_of(model.Vocabulary(topics=topics))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ["A"]},
        {"topics": ["ecomomy"]},
        {"topics": "economy"},
        {"topics": []},
        {"topics": ["war", "war"]},
        {"status": "sure"},
        {"kind": "news"},
        {"date": "14.06.2024"},
        {"happened": {"from": "2024-06-14"}},
        {"sources": ["javascript:alert(1)"]},
        {"sources": [{"uri": "https://example.org"}]},
        {"by": ["nobody"]},
        {"quotes": [{"text": "x"}]},
        {"quotes": [{"speaker": "x", "text": "x", "source": 0}]},
        {"figures": [{"label": "x", "value": "many"}]},
        {"responds_to": ["slug"]},
        {"language": "English"},
        {"draft": "perhaps"},
        {"image": {"src": "podium.jpg", "alt": "x"}},
        {"published": "2024-06-14"},
        {"slug": "a"},
    ],
)
def test_what_is_wrong_is_not_valid(wrong: dict[str, Any]) -> None:
    """Wrong types, unknown choices, ids and keys are marked where they are typed."""
    schema = json.loads(_small_schemas()["entry.json"])
    validator = jsonschema.Draft7Validator(schema)
    assert validator.is_valid(ENTRY)
    assert not validator.is_valid({**ENTRY, **wrong})


@pytest.mark.parametrize("key", ENTRY)
def test_what_every_entry_needs(key: str) -> None:
    """Title, topics and sources are asked for; a translation may leave the last two out."""
    validator = jsonschema.Draft7Validator(json.loads(_small_schemas()["entry.json"]))
    entry = {name: value for name, value in ENTRY.items() if name != key}
    assert not validator.is_valid(entry)
    assert validator.is_valid({**entry, "translation_of": "2024/06/14/a"}) == (key != "title")


def test_schemas_are_schemas() -> None:
    """Each keeps to draft 7, whatever the vocabulary."""
    for text in schemas_of(model.Vocabulary()).values():
        jsonschema.Draft7Validator.check_schema(json.loads(text))


def test_every_key_is_described() -> None:
    """An editor who points at a key is told what it means."""
    records = {model.Entry, model.Introduction, *REGISTRY_RECORDS.values()}
    records |= {one for one in vars(model).values() if has_keys(one) and hasattr(one, "bare")}
    records |= {model.Quote, model.Figure, model.Event, model.Image, model.Role, model.StatusChange}
    untold = [
        f"{record.__name__}.{name}"
        for record in records
        for name, _, _ in fields_of(record)
        if not meaning_of(record, name)
    ]
    assert untold == []


BULLETIN = {
    "content/topics.yml": "economy: {name: Economy}\npeace-talks: {name: Peace talks}\n",
    "content/people.yml": "ann-lee: {name: Ann Lee}\n",
    "content/organizations.yml": "nato: {name: NATO}\n",
    "mkdocs.yml": "site_name: Test\ntheme: {name: briefings}\ndocs_dir: content/pages\n"
    "plugins: [briefings]\n",
    "content/pages/about.md": "# About\n",
}
TYPED = """\
title: A summit
topics: [economy, peace]
status: sure
quotes:
  - speaker: ann-lee
    text: yes
"""


@pytest.fixture
def bulletin(tmp_path: Path) -> Path:
    """A small bulletin with an entry that somebody is typing."""
    for path, text in {**BULLETIN, "content/entries/2024/06/14-a.yml": TYPED}.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def _run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["schema", "-f", str(folder / "mkdocs.yml"), *arguments])


@pytest.fixture
def server(bulletin: Path) -> Iterator[LanguageServer]:
    """A language server that has the bulletin open as VS Code would."""
    done = _run(bulletin, "--vscode")
    assert done.exit_code == 0, done.output
    with language_server(bulletin) as running:
        yield running


def test_an_editor_is_helped_while_typing(server: LanguageServer, bulletin: Path) -> None:
    """Ids are completed with their names, a wrong status is marked, and a key says what it means."""
    file = bulletin / "content/entries/2024/06/14-a.yml"
    assert server.open(file) == [
        '2: Value is not accepted. Valid values: "economy", "peace-talks".',
        '3: Value is not accepted. Valid values: "reported", "confirmed", "claimed", "disputed", '
        '"withdrawn".',
        '1: Missing property "sources".',
    ]
    assert server.completions(file, 2, 24)["peace-talks"] == "Peace talks"
    assert server.completions(file, 5, 14)["nato"] == "NATO"
    assert server.completions(file, 3, 9)["claimed"].startswith("One party with a stake says so")
    assert "How sure its facts are." in server.hover(file, 3, 3)


def test_each_file_has_its_schema(server: LanguageServer, bulletin: Path) -> None:
    """List files and vocabulary are known by their places."""
    listed = bulletin / "content/entries/2024/06/15.yml"
    listed.write_text("- title: A\n  topics: [economy]\n  sources: [https://example.org]\n")
    assert server.open(listed) == ['1: Missing property "slug".']
    people = bulletin / "content/people.yml"
    people.write_text("ann-lee: {name: Ann Lee, rols: []}\n")
    assert server.open(people) == ["1: Property rols is not allowed."]


def test_a_file_may_name_its_schema(bulletin: Path) -> None:
    """Editors without settings of their own find a schema by a comment in the first line."""
    assert _run(bulletin).exit_code == 0
    file = bulletin / "content/entries/2024/06/14-a.yml"
    line = "# yaml-language-server: $schema=../../../../schemas/entry.json\n"
    file.write_text(line + TYPED, "utf-8")
    with language_server(bulletin) as running:
        assert any(one.startswith("4: Value is not accepted") for one in running.open(file))


def test_settings_of_others_stay(bulletin: Path) -> None:
    """What VS Code is told already is kept, and a second run changes nothing."""
    settings = bulletin / ".vscode/settings.json"
    settings.parent.mkdir()
    settings.write_text(
        '{\n    "editor.tabSize": 2,\n    "yaml.schemas": {"https://example.org/s.json": "a.yml"}\n}\n'
    )
    assert _run(bulletin, "--vscode").exit_code == 0
    text = settings.read_text()
    known = json.loads(text)
    assert text.startswith('{\n    "editor.tabSize": 2,')
    assert known["yaml.schemas"]["https://example.org/s.json"] == "a.yml"
    assert known["yaml.schemas"]["./schemas/topics.json"] == "content/topics.yml"
    assert _run(bulletin, "--vscode").exit_code == 0
    assert settings.read_text() == text


@pytest.mark.parametrize("text", ['{\n  // mine\n  "a": 1\n}\n', "[]", '{"yaml.schemas": 3}'])
def test_settings_that_cannot_be_kept_are_left(bulletin: Path, text: str) -> None:
    """Where comments would be lost, nothing is written, and what to add is shown."""
    settings = bulletin / ".vscode/settings.json"
    settings.parent.mkdir()
    settings.write_text(text)
    done = _run(bulletin, "--vscode")
    assert done.exit_code == 1
    assert settings.read_text() == text
    assert '"./schemas/entry.json"' in done.output
    assert not (bulletin / "schemas").exists()


def test_a_vocabulary_with_mistakes_gives_no_schemas(bulletin: Path) -> None:
    """Ids that could not be read would be marked as wrong in every entry."""
    (bulletin / "content/topics.yml").write_text("economy: {nam: Economy}\n")
    done = _run(bulletin)
    assert done.exit_code == 1
    assert "content/topics.yml:1:" in done.output
    assert not (bulletin / "schemas").exists()


def test_another_folder(bulletin: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The schemas may lie elsewhere, and the settings follow them."""
    assert _run(bulletin, "--out", str(bulletin / "tools/schemas"), "--vscode").exit_code == 0
    known = json.loads((bulletin / ".vscode/settings.json").read_text())
    assert "./tools/schemas/entry.json" in known["yaml.schemas"]
    outside = tmp_path_factory.mktemp("outside")
    assert _run(bulletin, "--out", str(outside)).exit_code == 0
    assert (outside / "entry.json").is_file()


def test_a_new_name_is_known_at_once(bulletin: Path) -> None:
    """`new topic` and `rename` bring the schemas up to date that lie beside mkdocs.yml."""
    config = ["-f", str(bulletin / "mkdocs.yml")]
    (bulletin / "content/entries/2024/06/14-a.yml").unlink()
    named = bulletin / "schemas/entry.json"
    invoked = CliRunner().invoke
    assert invoked(main, ["schema", *config]).exit_code == 0
    assert invoked(main, ["new", "topic", *config, "fish", "--name", "Fish"]).exit_code == 0
    assert '"fish"' in named.read_text("utf-8")
    done = invoked(main, ["rename", *config, "topic", "fish", "cod", "--dry-run"])
    assert done.exit_code == 0, done.output
    assert '"fish"' in named.read_text("utf-8")
    assert invoked(main, ["rename", *config, "topic", "fish", "cod"]).exit_code == 0
    assert '"fish"' not in named.read_text("utf-8")
    assert '"cod"' in named.read_text("utf-8")
    named.unlink()
    assert invoked(main, ["new", "topic", *config, "hake", "--name", "Hake"]).exit_code == 0
    assert not named.exists()
