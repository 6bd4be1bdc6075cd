"""How does a bulletin begin? A folder with settings, a vocabulary, a first entry and a page about it."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from msgspec import Struct

_STARTER = Path(__file__).parent / "starter"
_COPIED = {
    "files": Path(),
    "github": Path(".github/workflows"),
    "gitlab-ci.yml": Path(".gitlab-ci.yml"),
}
"""Where the files of the starter belong."""
_HIDDEN = "dot-"
"""Stands for the dot of a name, which would hide a file from those who work on this program."""
_EXAMPLE = "https://example.org/bulletin/"
_LANGUAGE = "en"
"""The language of the first entry and page."""
_STAGED = ".unfinished"
_NO_MATTER = {".git"}
"""What an empty repository has."""


class NotEmptyError(Exception):
    """A bulletin cannot begin where something stands already."""


class Beginning(Struct, frozen=True, kw_only=True):
    """What has to be known of a new bulletin."""

    name: str
    language: str
    timezone: str
    url: str
    """Where it is to be published; empty where that is not decided."""


def starter_files(beginning: Beginning, today: date) -> Mapping[str, str]:
    """The files of a new bulletin, by their paths in its folder."""
    files = {path: _filled(text, beginning) for path, text in _templates()}
    entry = _filled((_STARTER / "entry.md").read_text("utf-8"), beginning)
    return {**files, f"content/entries/{today:%Y/%m/%d}-this-bulletin-begins.md": entry}


def begin(folder: Path, files: Mapping[str, str], complete: Callable[[], None]) -> None:
    """Write these files into a new or empty folder, and `complete` what can be made of them: all or nothing.

    Raises `NotEmptyError` where something stands there, `OSError`, and what `complete` raises.
    """
    made = _made(folder)
    if any(one.name not in _NO_MATTER for one in folder.iterdir()):
        raise NotEmptyError(folder)
    staged = folder / _STAGED
    try:
        for path, text in files.items():
            file = staged / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        for top in sorted(staged.iterdir()):
            top.rename(folder / top.name)
        staged.rmdir()
        complete()
    except BaseException:
        _take_back([one for one in folder.iterdir() if one.name not in _NO_MATTER], made)
        raise


def _templates() -> Iterator[tuple[str, str]]:
    """Each file that is copied, by its path in the bulletin's folder."""
    for source, target in _COPIED.items():
        top = _STARTER / source
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.is_file():
                path = (target / file.relative_to(top)).as_posix()
                yield path.replace(_HIDDEN, "."), file.read_text("utf-8")


def _filled(text: str, beginning: Beginning) -> str:
    """A template with what is known of the bulletin."""
    foreign = "" if beginning.language == _LANGUAGE else f"\nlanguage: {_LANGUAGE}"
    url = f"site_url: {_quoted(beginning.url)}" if beginning.url else f"# site_url: {_EXAMPLE}"
    for mark, value in (
        ("name", _quoted(beginning.name)),
        ("title", beginning.name),
        ("site_url", url),
        ("timezone", beginning.timezone),
        ("language", beginning.language),
        ("own_language", foreign),
    ):
        text = text.replace(f"[[{mark}]]", value)
    return text


def _quoted(text: str) -> str:
    """A text in double quotes, as JSON and YAML both read it."""
    return json.dumps(text, ensure_ascii=False)


def _made(folder: Path) -> list[Path]:
    """Make a folder with those above it; those that were missing come back, the innermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _take_back(files: Iterable[Path], folders: Iterable[Path]) -> None:
    for file in files:
        if file.is_dir():
            shutil.rmtree(file, ignore_errors=True)
        else:
            file.unlink(missing_ok=True)
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
