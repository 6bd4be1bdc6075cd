"""Is a cache believed that is not as it was written? Never: the site is that of a full build."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.building import build
from briefings.ledger import Ledger
from tests.conftest import SMALL_BULLETIN
from tests.continued import (
    FOG,
    NOW,
    RAIN,
    append,
    assert_as_if_anew,
    built_in,
    change,
    entry,
    prepared,
    publish,
    restored,
    write,
)
from tests.sites import BUILD, copied, run
from tests.test_incremental import contents, different


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small bulletin with more to edit, built."""
    return built_in(tmp_path_factory.mktemp("built"))


@pytest.fixture
def folder(built: Path) -> Path:
    """The built bulletin as it was, whatever another test did to it."""
    return restored(built)


def _nothing(_: bytes) -> bytes:
    return b""


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _another_head(data: bytes) -> bytes:
    return data[:30] + bytes([data[30] ^ 1]) + data[31:]


def _another_index(data: bytes) -> bytes:
    return data[:100] + bytes([data[100] ^ 1]) + data[101:]


def _holes(data: bytes) -> bytes:
    """Damage to every value that is not small."""
    return bytes(
        one ^ 1 if at > len(data) // 3 and at % 40 == 0 else one for at, one in enumerate(data)
    )


def _end(data: bytes) -> bytes:
    return data[:-300] + bytes(300)


@pytest.mark.parametrize("damage", [_nothing, _half, _another_head, _another_index, _holes, _end])
@pytest.mark.parametrize("name", ["content", "content.changes", "site", "site.changes"])
def test_a_damaged_cache_is_never_believed(
    name: str, damage: Callable[[bytes], bytes], folder: Path
) -> None:
    """It is noticed when it is asked, and the build after an edit is that of a full one."""
    change(FOG, "A word as long as", "Another word as long as")(folder)
    publish(folder)
    file = folder / ".cache" / name
    data = file.read_bytes()
    file.unlink()
    file.write_bytes(damage(data))
    append(RAIN, "\nIt rained on.\n")(folder)
    change(FOG, "Another word as long as", "One word as long as")(folder)
    edition = publish(folder)
    assert_as_if_anew(folder, NOW, edition)
    shutil.rmtree(folder / "site")
    publish(folder)
    assert_as_if_anew(folder, NOW, edition)


@pytest.mark.parametrize("name", ["content.changes", "site.changes"])
def test_changes_that_are_gone_are_made_again(name: str, folder: Path) -> None:
    """A cache is then that of an earlier run, whose content and site were others."""
    change(FOG, "A word as long as", "Another word as long as")(folder)
    (folder / RAIN).unlink()
    write("content/entries/2024/04/05-sun.md", entry("Sun"))(folder)
    publish(folder)
    (folder / ".cache" / name).unlink()
    edition = publish(folder)
    assert_as_if_anew(folder, NOW, edition)


def test_a_record_that_cannot_be_written_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site is as it should be; the next build does the same again."""
    append(RAIN, "\nIt rained on.\n")(folder)
    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "save", _refuse)
        edition = prepared(folder)
        report = build(edition, search=False, jobs=1)
    assert report.unrecorded == "the disk is full"
    assert "2024/04/03/rain/index.html" in report.written
    again = prepared(folder)
    assert again.outputs
    build(again, search=False, jobs=1)
    assert_as_if_anew(folder, NOW, again)


def _refuse(_: Ledger) -> None:
    raise OSError("the disk is full")


def test_the_command_believes_no_damaged_cache(tmp_path: Path) -> None:
    """Whatever it keeps between two runs, of templates, the configuration and the search too."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    for text in ("Rain", "Rain again"):
        write(RAIN, entry(text))(folder)
        time.sleep(2.1)  # A file that is older is trusted by its looks.
        assert run(BUILD, folder).returncode == 0
    names = {file.name for file in (folder / ".cache").iterdir() if file.is_file()}
    assert names >= {"content", "site", "templates", "project"}
    for part in ("site", ".cache"):
        shutil.copytree(folder / part, folder / "kept" / part)
    append(RAIN, "\nIt rained on.\n")(folder)
    assert run((*BUILD, "--full"), folder).returncode == 0
    expected = contents(folder / "site")
    believed = []
    for name in sorted(names):
        for damage in (_half, _holes):
            for part in ("site", ".cache"):
                shutil.rmtree(folder / part)
                shutil.copytree(folder / "kept" / part, folder / part)
            file = folder / ".cache" / name
            file.write_bytes(damage(file.read_bytes()))
            done = run(BUILD, folder)
            if done.returncode or different(contents(folder / "site"), expected):
                believed.append(f"{name}, {damage.__name__}: {done.stderr[-200:]}")
    assert believed == []
