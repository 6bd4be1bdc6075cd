"""Do changed files reach the disk together, or not at all?"""

from pathlib import Path

import pytest

from briefings.editing.errors import OutsideError
from briefings.editing.saving import save


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bulletin with two files."""
    folder = tmp_path / "bulletin"
    folder.mkdir()
    for name in ("mkdocs.yml", "a", "b"):
        (folder / name).write_text(name)
    return folder


def files(folder: Path) -> dict[str, str]:
    """What the files below a folder hold."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_files_are_written_made_and_removed(folder: Path) -> None:
    """Each gets its text as UTF-8 with the rights it had, and nothing is left beside them."""
    (folder / "a").chmod(0o640)
    save({folder / "a": "ă\n", folder / "new/c": "c", folder / "b": None})
    assert files(folder) == {"mkdocs.yml": "mkdocs.yml", "a": "ă\n", "new/c": "c"}
    assert (folder / "a").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("error", [OSError("no room"), KeyboardInterrupt()])
@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_nothing_stays_half_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, fails_at: int
) -> None:
    """Where the disk fails or somebody interrupts between two files, all are as they were."""
    before = files(folder)
    calls = 0
    replace, unlink = Path.replace, Path.unlink

    def failing(path: Path, *given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise error
        return replace(path, *given) if given else unlink(path, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "replace", failing)
    if fails_at == 3:
        monkeypatch.setattr(Path, "unlink", failing)
    with pytest.raises(type(error)):
        save({folder / "a": "x", folder / "new/c": "y", folder / "b": None})
    monkeypatch.undo()
    assert files(folder) == before
    assert not (folder / "new").exists()


def test_nothing_outside_is_touched(folder: Path) -> None:
    """A path that leads out of the bulletin, by its name or by a link, is refused, and all with it."""
    (folder / "out").symlink_to(folder.parent)
    (folder / "file").symlink_to(folder.parent / "other")
    outside = (folder.parent / "x", folder / "../x", folder / "out/x", folder / "file")
    for path in outside:
        with pytest.raises(OutsideError):
            save({folder / "a": "x", path: "y"})
    assert (folder / "a").read_text() == "a"
    with pytest.raises(OutsideError):
        save({folder / "a": "x"}, within=folder / "content")
    assert list(folder.parent.iterdir()) == [folder]
