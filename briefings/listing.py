"""Which entries are there, as their files' names tell? For whoever cannot wait until all are read."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

_FILE = re.compile(r"(\d{2})(?:-(.+)\.(?:md|yml)|\.yml)")
_SLUG = re.compile(r"""\bslug:[ \t]*["']?([^\s,}"'#]+)""")
"""Near enough: what else looks like a slug in a list file is offered in vain, and does no harm."""


def entry_ids(content_dir: Path, beginning: str, limit: int) -> list[str]:
    """The newest `limit` ids that begin so, the newest day first; only the days in question are read."""
    wanted = unicodedata.normalize("NFC", beginning)
    ids = _ids(content_dir / "entries", wanted)
    return list(islice((one for one in ids if one.startswith(wanted)), limit))


def _ids(entries: Path, beginning: str) -> Iterator[str]:
    for year in _folders(entries, beginning[:4]):
        for month in _folders(year, beginning[5:7]):
            for file in _names(month, beginning[8:10]):
                if named := _FILE.fullmatch(file.name):
                    day = f"{year.name}/{month.name}/{named[1]}"
                    yield from (f"{day}/{slug}" for slug in _slugs(file, named[2]))


def _slugs(file: Path, own: str | None) -> list[str]:
    if own is not None:
        return [unicodedata.normalize("NFC", own)]
    return _SLUG.findall(file.read_text(encoding="utf-8", errors="replace"))


def _folders(folder: Path, beginning: str) -> list[Path]:
    return [one for one in _names(folder, beginning) if one.is_dir()]


def _names(folder: Path, beginning: str) -> list[Path]:
    """What lies in a folder and begins so, the latest first."""
    try:
        names = [one for one in folder.iterdir() if one.name.startswith(beginning)]
    except OSError:
        return []
    return sorted(names, key=lambda one: one.name, reverse=True)
