"""Which code is this? What makes everything stale that an older version of the package made."""

import hashlib
from functools import cache
from pathlib import Path


@cache
def code_digest() -> str:
    """A digest of the package's own source: any change to it may change what it makes."""
    package = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(package.rglob("*.py")):
        digest.update(f"{file.relative_to(package).as_posix()}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
