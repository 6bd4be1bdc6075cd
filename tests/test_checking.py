"""Does it all agree? What cases in tests/format cannot show."""

from pathlib import Path

from msgspec.structs import replace

from briefings.checking import check
from briefings.loading import load
from tests.test_format import WORLD, settings_for, write
from tests.tools import ROOT


def test_the_real_content_is_sound() -> None:
    """This repository's own bulletin has no error."""
    settings = settings_for(ROOT)
    loaded = load(settings, cached=False)
    assert [str(problem) for problem in [*loaded.problems(), *check(loaded, settings)]] == []


def test_a_problem_is_told_once(tmp_path: Path) -> None:
    """A link that stands twice on a line is one problem."""
    body = "---\ntitle: A\ntopics: [economy]\nsources: [https://example.org]\n---\n"
    link = "[a](entry:2024/06/14/none)"
    write(tmp_path, {**WORLD, "entries/2024/06/14-a.md": f"{body}{link} {link}\n"})
    settings = settings_for(tmp_path)
    assert len(check(load(settings), settings)) == 1


def test_content_elsewhere_is_named_from_the_bulletin(tmp_path: Path) -> None:
    """Paths in problems begin at the folder of mkdocs.yml."""
    settings = replace(settings_for(tmp_path), content_dir=tmp_path / "texts" / "de")
    (tmp_path / "texts" / "de").mkdir(parents=True)
    (tmp_path / "texts" / "de" / "topics.yml").write_text("a: {name: A, parent: b}\n")
    (problem,) = check(load(settings), settings)
    assert str(problem) == (
        'texts/de/topics.yml:1:22: unknown topic "b". Topics are listed in texts/de/topics.yml. '
        "[unknown-topic]"
    )
