"""Which code is this? What makes everything stale that an older version of it made."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("jinja2", "markdown", "mkdocs", "nh3", "babel", "pyyaml", "pagefind_bin")
"""Those whose version shows in the bytes."""


@cache
def code_digest() -> str:
    """A digest of the package's own source and data: any change may change what it makes."""
    package = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted([*package.rglob("*.py"), *package.rglob("*.txt")]):
        digest.update(f"{file.relative_to(package).as_posix()}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


@cache
def made_with() -> str:
    """A digest of the package and of the libraries whose version shows in what they make."""
    versions = repr((code_digest(), [version(library) for library in _LIBRARIES]))
    return hashlib.blake2b(versions.encode(), digest_size=10).hexdigest()
