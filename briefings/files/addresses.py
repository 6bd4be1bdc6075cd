"""Is this an address that may stand on a page?"""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from briefings.files.faults import Fault, Report
from briefings.files.yamltext import Scalar
from briefings.problems import Code

_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_][\w-]*[^\W_]")


def host(node: Scalar, report: Report) -> Any:
    """A host name in lower case, `www.` gone."""
    name = node.text.lower().removeprefix("www.")
    if _HOST.fullmatch(name):
        return name
    message = (
        f'"{node.text}" is no host name. '
        "Write the part of the address between // and /: reuters.com"
    )
    return report.fault(node, message, Code.BAD_HOST)


_PLAIN_URL = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9/._~%&=?+,;:@!$()*#-]*)?"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NOT_IN_URLS = re.compile(r"[\s<>\"\\^`{}|\x00-\x1f\x7f]")


def url(node: Scalar, report: Report) -> Any:
    """An absolute http or https URL."""
    written = node.text
    if _PLAIN_URL.fullmatch(written):
        return written
    scheme = _SCHEME.match(written)
    if scheme is None or scheme[1].lower() not in ("http", "https"):
        return _no_web_url(node, scheme[1].lower() if scheme else "", report)
    fault, code = _url_fault(written)
    return report.fault(node, f'"{written}" {fault}', code) if fault else written


def _url_fault(written: str) -> tuple[str, Code]:
    """What keeps a text that begins like a URL from being a safe one, if anything does."""
    if stray := _NOT_IN_URLS.search(written):
        what = "a space" if stray.group().isspace() else f"the sign {stray.group()}"
        return f"has {what} in it. Copy the address again from the browser.", Code.BAD_URL
    try:
        parts = urlsplit(written)
        port_can_be_read = parts.port is None or parts.port >= 0
    except ValueError:
        port_can_be_read = False
    if not port_can_be_read:
        return (
            "is no address that a browser understands. Copy it again from the browser.",
            Code.BAD_URL,
        )
    if parts.username is not None:
        fault = 'has a user name before its host. Leave out everything up to the "@".'
        return fault, Code.UNSAFE_URL
    if not parts.hostname:
        return "has no host. Copy the whole address: https://example.org/page", Code.BAD_URL
    return "", Code.BAD_URL


def _no_web_url(node: Scalar, scheme: str, report: Report) -> Fault:
    written = node.text
    if not scheme or "." in scheme:
        example = written if "." in written.partition("/")[0] else "example.org/page"
        message = f'"{written}" is no whole address. Begin it with https:// as in https://{example}'
        return report.fault(node, message, Code.BAD_URL)
    message = f'an address that begins with "{scheme}:" is not safe. Use one with https://'
    return report.fault(node, message, Code.UNSAFE_URL)


_NOT_IN_PATHS = re.compile(r"[\s<>\"\\^`{}|?#%:*\x00-\x1f\x7f]")


def _path_parts(path: str) -> list[str] | None:
    """The parts of a path that is safe to publish below the site's root."""
    parts = path.split("/")
    if _NOT_IN_PATHS.search(path) or any(part in ("", ".", "..") for part in parts):
        return None
    return None if any(len(part.encode()) > 255 for part in parts) else parts


def url_path(node: Scalar, report: Report) -> Any:
    """A path from the bulletin's root."""
    path = unicodedata.normalize("NFC", node.text)
    inner = path[1:-1]
    if len(path) > 2 and path[0] == path[-1] == "/" and _path_parts(inner):
        return path
    message = (
        f'"{node.text}" is no path on this site. It begins and ends with a slash and has no spaces: '
        "/2024/06/14/old-slug/"
    )
    return report.fault(node, message, Code.BAD_PATH)


def media_path(node: Scalar, report: Report) -> Any:
    """The path of an image below content/."""
    path = unicodedata.normalize("NFC", node.text.removeprefix("/"))
    if path.startswith("media/") and _path_parts(path.replace(" ", "-")):
        return path
    message = f'"{node.text}" is no file in media/. Put the image there and write media/podium.jpg'
    return report.fault(node, message, Code.BAD_PATH)
