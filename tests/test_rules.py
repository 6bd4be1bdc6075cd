"""What do the rules of `briefings check` warn of? Each a case in tests/rules: files in, warnings out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from briefings.loading import load
from briefings.problems import RULES
from briefings.rules.desk import noticed
from briefings.settings import Settings
from tests.test_format import settings_for, write

CASES = Path(__file__).parent / "rules"
NOON = datetime(2024, 7, 1, 12, tzinfo=UTC)
OFFER = "{title: An offer, topics: [economy], sources: [https://example.org], kind: offer}"
ANSWER = (
    "{title: Yes, topics: [economy], sources: [https://example.org], responds_to: [2024/06/10/a]}"
)
TEXT = "{title: A text, topics: [economy], sources: [https://example.org], body: Jens Stoltenberg spoke.}"


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted(CASES.glob("*.yml"))
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]


def warned(settings: Settings, now: datetime = NOON) -> list[str]:
    """What the rules say of a folder."""
    return [str(one) for one in noticed(load(settings), settings, now)]


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    """The files of a case give exactly its warnings, at first and when they were kept."""
    write(tmp_path, case["files"])
    zone = {"timezone": case["timezone"]} if "timezone" in case else {}
    settings = settings_for(tmp_path, rules=case.get("rules", {}), **zone)
    for _ in range(2):
        assert warned(settings) == case.get("problems", "").splitlines()


def test_every_rule_has_a_case() -> None:
    """No rule goes untested."""
    cases = (case.values[0].get("problems", "") for case in _cases())
    told = {line.rpartition("[")[2].rstrip("]") for lines in cases for line in lines.splitlines()}
    assert told == set(RULES)


@pytest.fixture
def bulletin(tmp_path: Path) -> Settings:
    """A bulletin with an offer, which was looked at before anything else."""
    write(tmp_path, {"entries/2024/06/10-a.yml": OFFER})
    settings = settings_for(tmp_path)
    assert len(warned(settings)) == 1
    return settings


def test_what_was_kept_holds_by_the_day(bulletin: Settings) -> None:
    """Time passes without a change to any file, and goes back."""
    assert warned(bulletin, NOON - timedelta(days=8)) == []
    assert len(warned(bulletin, NOON)) == 1


def test_an_answer_in_another_month_settles_an_offer(bulletin: Settings) -> None:
    """A new entry answers, and is gone again."""
    write(bulletin.folder, {"entries/2024/07/01-b.yml": ANSWER})
    assert warned(bulletin) == []
    (bulletin.content_dir / "entries/2024/07/01-b.yml").unlink()
    assert len(warned(bulletin)) == 1


def test_other_names_are_looked_for_anew(bulletin: Settings) -> None:
    """A person who is added, or named otherwise, is found in entries that did not change."""
    write(bulletin.folder, {"entries/2024/06/11-b.yml": TEXT, "people.yml": ""})
    assert len(warned(bulletin)) == 1
    write(bulletin.folder, {"people.yml": "jens-stoltenberg: {name: Jens Stoltenberg}\n"})
    assert len(warned(bulletin)) == 2


def test_other_settings_are_followed(bulletin: Settings) -> None:
    """A rule that is switched off, or counts otherwise, says nothing of what was kept."""
    assert warned(replace(bulletin, rules={"unanswered-offer": False})) == []
    assert warned(replace(bulletin, rules={"unanswered-offer": 60})) == []
    assert len(warned(replace(bulletin, rules={"unanswered-offer": True}))) == 1


def test_damaged_content_is_read_again(bulletin: Settings) -> None:
    """What files gave may be damaged, too."""
    write(bulletin.folder, {"people.yml": "ann: {name: Ann Lee}\n"})
    loaded = load(bulletin)
    file = bulletin.cache_dir / "content"
    changes = file.with_name("content.changes")
    changes.unlink(missing_ok=True)
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2] + b"\0" * (len(data) - len(data) // 2))
    assert len(noticed(loaded, bulletin, NOON)) == 1
    assert len(warned(bulletin)) == 1


def test_damage_costs_only_time(bulletin: Settings) -> None:
    """A damaged cache is not believed."""
    file = bulletin.cache_dir / "rules"
    data = file.read_bytes()
    file.write_bytes(data[:-5] + b"\0" * 5)
    assert len(warned(bulletin)) == 1
    file.write_bytes(b"nonsense")
    assert len(warned(bulletin)) == 1
