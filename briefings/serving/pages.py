"""What does the preview add to a page? A box of what is wrong, and the script that follows saves."""

import hashlib
import re
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from briefings.problembox import headed, unrestricted
from briefings.serving.board import Standing

_IMAGE = re.compile(rb'<img\b[^>]*?\ssrc="([^"]+)"')
_HEAD_END = re.compile(rb"</head>", re.I)
_NOT_YET = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>No bulletin yet</title>
<style>
body { margin: 0; font: 1.0625rem/1.6 system-ui, sans-serif; }
main { box-sizing: border-box; max-inline-size: 40rem; margin: auto; padding: 1rem; }
h1 { margin: 0; font-size: 1.5rem; }
</style>
</head>
<body>
<main>
<h1>There is no bulletin to show yet</h1>
<p>It appears here as soon as this is mended.</p>
</main>
</body>
</html>
"""


def script() -> bytes:
    """The script that every page of a preview loads."""
    return (files("briefings.serving") / "reload.js").read_bytes()


def not_yet(standing: Standing) -> bytes:
    """The page that stands for every other while there is no bulletin."""
    return shown(_NOT_YET, standing.base, standing)


def shown(page: bytes, url: str, standing: Standing, *, missing: bool = False) -> bytes:
    """A page of the path `url` as the preview sends it.

    `missing` says that it stands for a page that is not there.
    """
    tag = (
        f'<script src="{standing.base}.preview/reload.js" defer data-base="{standing.base}" '
        f'data-version="{standing.version}" data-page="{_digest(page)}" '
        f'data-pictures="{_pictures(page, url, standing)}"{" data-missing" if missing else ""}>'
        "</script>\n"
    )
    free = unrestricted(page)
    found = _HEAD_END.search(free)
    at = found.start() if found else 0
    return headed(
        free[:at] + tag.encode() + free[at:], f"<div data-problems>{standing.box}</div>\n"
    )


def _pictures(page: bytes, url: str, standing: Standing) -> str:
    """Changes with any picture of a page: a picture keeps its name when it is drawn anew."""
    paths = (unquote(urlsplit(urljoin(url, one.decode())).path) for one in _IMAGE.findall(page))
    looks = [_look(standing.folders[0] / path.removeprefix(standing.base)) for path in paths]
    return _digest(b"".join(looks)) if looks else ""


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=12).hexdigest()


def _look(file: Path) -> bytes:
    try:
        stat = file.stat()
    except (OSError, ValueError):
        return b"-"
    return f"{stat.st_mtime_ns} {stat.st_size}".encode()
