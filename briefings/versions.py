"""Which code is this? What makes everything stale that an older version of it made."""

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

_LIBRARIES = ("jinja2", "markdown", "mkdocs", "nh3", "babel", "pyyaml", "pagefind_bin")
"""Those whose version shows in the bytes."""
_INSTALLED = ".dist-info"


@cache
def code_digest() -> str:
    """A digest of the package's own source and data: any change to it may change what it makes."""
    digest = hashlib.blake2b(digest_size=16)
    for name, file in sorted(_sources(str(Path(__file__).parent), "")):
        digest.update(f"{name}\0".encode())
        with open(file, "rb") as source:  # noqa: PTH123 (there are many, at every start)
            digest.update(source.read())
    return digest.hexdigest()


@cache
def made_with() -> str:
    """A digest of the package and of the libraries whose version shows in what they make."""
    versions = repr((code_digest(), [library_version(library) for library in _LIBRARIES]))
    return hashlib.blake2b(versions.encode(), digest_size=10).hexdigest()


def library_version(name: str) -> str:
    """The version of an installed library, by its normalized name. Raises `ModuleNotFoundError`."""
    known = _installed().get(name)
    if known is not None:
        return known
    # Imported here because it takes a tenth of the time of a run that has nothing to do.
    from importlib.metadata import version  # noqa: PLC0415

    return version(name)


@cache
def _installed() -> dict[str, str]:
    """The version of each library, told by the names of folders where it is installed.

    The form of these names is that of the specification "Recording installed projects".
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 (names are enough)
        except OSError:
            continue
        for name in names:
            if name.endswith(_INSTALLED):
                library, _, version = name.removesuffix(_INSTALLED).partition("-")
                found.setdefault(library.lower().replace(".", "_"), version)
    return found


def _sources(folder: str, prefix: str) -> list[tuple[str, str]]:
    """The Python files and the data below a folder, by their path within it and on disk."""
    found: list[tuple[str, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".txt", ".html")):
                found.append((prefix + entry.name, entry.path))
            elif entry.is_dir():
                found += _sources(entry.path, f"{prefix}{entry.name}/")
    return found
