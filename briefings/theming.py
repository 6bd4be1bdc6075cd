"""Which files has a theme? What it publishes as it is, what it makes pages with, and its words."""

from collections.abc import Iterator, Sequence
from pathlib import Path

_AT_THE_ROOT = ("favicon.ico", "feed.css")
"""What is asked for by its bare name, and so cannot be kept for ever as assets are."""


def theme_files(theme_dirs: Sequence[Path]) -> dict[str, Path]:
    """What a theme publishes as it is, by path: the first folder that has it wins."""
    found: dict[str, Path] = {}
    for folder in reversed(theme_dirs):
        assets = folder / "assets"
        for file in sorted(assets.rglob("*")) if assets.is_dir() else ():
            if file.is_file() and not file.name.startswith("."):
                found[file.relative_to(folder).as_posix()] = file
        found |= {name: folder / name for name in _AT_THE_ROOT if (folder / name).is_file()}
    return dict(sorted(found.items()))


def makings(theme_dirs: Sequence[Path]) -> Iterator[Path]:
    """The templates and the phrases of a theme."""
    for folder in theme_dirs:
        yield from sorted(folder.rglob("*.html"))
        yield from sorted((folder / "locales").glob("*.yml"))
