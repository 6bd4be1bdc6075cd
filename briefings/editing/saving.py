"""How do changed files reach the disk? All of them, or none."""

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from briefings.editing.errors import OutsideError


def save(changes: Mapping[Path, str | None], *, within: Path | None = None) -> None:
    """Write these texts as UTF-8 to their files; None removes the file.

    Everything is first written to files beside them. Where something fails then, or is interrupted,
    what was put in place already is taken back. `within` is the folder outside of which nothing is
    touched; by default that of the mkdocs.yml above each file. Raises OutsideError or OSError.
    """
    for path in changes:
        _refuse_outside(path, within)
    staged: dict[Path, Path] = {}
    folders: list[Path] = []
    before = {path: path.read_bytes() if path.is_file() else None for path in changes}
    try:
        for path, text in changes.items():
            folders += _make_folders(path.parent)
            if text is not None:
                staged[path] = _staged(path, text)
        for path, file in staged.items():
            file.replace(path)
        for path, text in changes.items():
            if text is None:
                path.unlink(missing_ok=True)
    except BaseException:
        _take_back(before, staged, folders)
        raise


def _refuse_outside(path: Path, within: Path | None) -> None:
    real = path.resolve()
    folder = within or next((one for one in real.parents if (one / "mkdocs.yml").is_file()), None)
    inside = folder is not None and real.is_relative_to(folder.resolve())
    if not inside or path.is_symlink():
        message = f"{path} lies outside the bulletin, or is a link to another file."
        raise OutsideError(message)


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; returns the new ones, the uppermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir()
    return missing[::-1]


def _staged(path: Path, text: str) -> Path:
    """A file beside `path` with its coming text; its name begins with a dot, so nobody reads it."""
    handle, name = tempfile.mkstemp(prefix=".", suffix="~", dir=path.parent)
    file = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        file.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return file


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _take_back(
    before: Mapping[Path, bytes | None], staged: Mapping[Path, Path], folders: list[Path]
) -> None:
    for path, data in before.items():
        if data is None:
            path.unlink(missing_ok=True)
        elif not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
    for file in staged.values():
        file.unlink(missing_ok=True)
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()
