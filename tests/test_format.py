"""The rules of the format, each a case in tests/format: files in, the entry or the problems out."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from msgspec import Struct
from msgspec.structs import fields

from briefings.checking import check
from briefings.loading import Loaded, load, vocabulary_of
from briefings.problems import RULES, Code, Problem
from briefings.settings import Settings
from tests.loads import content_of_files

FORMAT = Path(__file__).parent / "format"
WORLD = yaml.safe_load((FORMAT / "world.yml").read_text("utf-8"))
"""The files that every case has besides its own."""


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted(FORMAT.glob("*.yml"))
        if file.name != "world.yml"
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]


def settings_for(folder: Path, **changes: Any) -> Settings:
    """The settings of a bulletin in `folder`."""
    if "timezone" in changes:
        changes["timezone"] = ZoneInfo(changes["timezone"])
    return Settings(
        folder=folder,
        content_dir=folder / "content",
        pages_dir=folder / "content" / "pages",
        site_dir=folder / "site",
        theme_dirs=(),
        site_name="Test",
        **changes,
    )


def write(folder: Path, files: Mapping[str, Any]) -> None:
    """Put files below content/.

    A text is written as it is. A mapping says `bytes` in hexadecimal, a `repeat`ed text, or a `link`.
    """
    for path, content in files.items():
        file = folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            file.write_bytes(content.encode())
        elif "bytes" in content:
            file.write_bytes(bytes.fromhex(content["bytes"]))
        elif "repeat" in content:
            file.write_text(content["repeat"] * content["times"], "utf-8")
        else:
            file.symlink_to(content["link"])


def loaded_with(folder: Path, case: Mapping[str, Any]) -> tuple[Loaded, list[Problem]]:
    """What a case's files give, and everything that is wrong with them."""
    world = {} if case.get("alone") else WORLD
    write(folder, {path: text for path, text in world.items() if path not in case["files"]})
    write(folder, case["files"])
    settings = settings_for(folder, **case.get("settings", {}))
    loaded = load(settings)
    around = {key: case[key] for key in ("plain_pages", "reserved", "now") if key in case}
    return loaded, sorted([*loaded.problems(), *check(loaded, settings, **around)])


def as_data(value: Any) -> Any:
    """A record as a test writes it: what is left at its default is left out."""
    if isinstance(value, Struct):
        return {
            field.name: as_data(getattr(value, field.name))
            for field in fields(type(value))
            if getattr(value, field.name) != field.default
        }
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [as_data(item) for item in value]
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    return value.value if hasattr(value, "value") else value


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    """The files of a case give exactly its problems, or the record as it says."""
    loaded, problems = loaded_with(tmp_path, case)
    assert [str(problem) for problem in problems] == case.get("problems", "").splitlines()
    if "entry" in case:
        named = case["entry"].get("id", "2024/06/14/a")
        (entry,) = [one for one in content_of_files(loaded).entries if one.id == named]
        told = as_data(entry)
        assert {key: told.get(key) for key in case["entry"]} == case["entry"]
    if "vocabulary" in case:
        told = {
            f"{registry}/{one}": as_data(record)
            for registry in WORLD_REGISTRIES
            for one, record in getattr(vocabulary_of(loaded), registry).items()
        }
        assert {key: told.get(key) for key in case["vocabulary"]} == case["vocabulary"]


WORLD_REGISTRIES = ("topics", "stories", "people", "organizations", "places", "publishers")


def test_every_code_has_a_case() -> None:
    """No kind of problem goes untested; those of rules, of git and of the desk are tested with these."""
    shown = {
        line.rpartition("[")[2].rstrip("]")
        for param in _cases()
        for line in param.values[0].get("problems", "").splitlines()
    }
    assert shown == set(Code) - RULES.keys() - {Code.NO_HISTORY, Code.DESK_UNAVAILABLE}


def test_every_code_is_explained() -> None:
    """docs/problems.md has a heading for each code, and for nothing else."""
    text = (Path(__file__).parents[1] / "docs" / "problems.md").read_text("utf-8")
    headings = [
        line.removeprefix("### ").strip("`")
        for line in text.splitlines()
        if line.startswith("### ")
    ]
    assert sorted(headings) == sorted(Code)
