"""Where does a link or an image lead that an editor wrote?"""

import html as entities
import posixpath
import re
from urllib.parse import unquote, urlsplit

from briefings.problems import Code

_AMPERSAND = "\x02amp\x03"
"""What Python-Markdown writes for an ampersand until all is done (`markdown.util.AMP_SUBSTITUTE`)."""
_ENTRY_FILE = re.compile(r"(?:^|/)entries/(\d{4})/(\d\d)/(\d\d)-([^/]+)\.(?:md|yml)\Z")
_LIST_FILE = re.compile(r"(?:^|/)entries/(\d{4})/(\d\d)/(\d\d)\.yml\Z")
_PAGE_FILE = re.compile(r"(?:^|/)pages/(.+)\.md\Z")
_MEDIA_FILE = re.compile(r"(?:^|/)media/(.+)\Z")
_TAIL = re.compile(r"[?#].*", re.S)


def as_written(address: str) -> str:
    """An address that Markdown made: it spells those of mail in entities."""
    if _AMPERSAND not in address:
        return address
    return entities.unescape(address.replace(_AMPERSAND, "&"))


def link_target(written: str, path: str) -> str | tuple[Code, str]:
    """The address to use for a link, or a code and what to tell the editor."""
    if written.startswith("#") or _is_safe(written):
        return written
    try:
        scheme = urlsplit(written).scheme
    except ValueError:
        return Code.UNSAFE_URL, f'"{written}" is no URL that a browser understands. Mend it.'
    if scheme == "entry":
        return unquote(written)
    if scheme or written.startswith("//"):
        return (
            Code.UNSAFE_URL,
            f'a link to "{written}" is not safe. Use a whole address that begins with https://.',
        )
    if written.startswith("/"):
        return written
    return file_target(written, path)


def file_at(relative: str, path: str) -> str:
    """The file that a relative address names in the file at `path`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(relative)))


def file_target(written: str, path: str) -> str | tuple[Code, str]:
    """The address of the entry or plain page whose file a link names, or a code and what to say."""
    if not written:
        return Code.BROKEN_LINK, "this link has no address. Write one between its parentheses."
    name, hash_, fragment = written.partition("#")
    file = file_at(name, path)
    if entry := _ENTRY_FILE.search(file):
        return f"entry:{'/'.join(entry.groups())}{hash_}{unquote(fragment)}"
    if several := _LIST_FILE.search(file):
        return (
            Code.BROKEN_LINK,
            f'"{written}" is a file of several entries. Link one of them: '
            f"entry:{'/'.join(several.groups())}/SLUG.",
        )
    if page := _PAGE_FILE.search(file):
        stem = page.group(1).removesuffix("index").removesuffix("README").rstrip("/")
        return f"/{stem}/{hash_}{unquote(fragment)}" if stem else "/"
    return (
        Code.BROKEN_LINK,
        f'the link "{written}" leads nowhere. Link an entry by its file (13-slug.md) or as '
        "entry:2024/06/13/slug, and another site with https://.",
    )


def image_target(written: str, path: str) -> str | tuple[Code, str]:
    """The address to use for an image, or a code and what to tell the editor."""
    if _is_safe(written) or written.startswith("//"):
        return (
            Code.UNSAFE_URL,
            f'the image "{written}" lies on another host, which would see every reader. '
            "Put the file into media/ and write ![…](media/NAME).",
        )
    name = unquote(written)
    if name.startswith(("media/", "/media/")):
        return "/" + name.lstrip("/")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    if ":" not in written and (media := _MEDIA_FILE.search(file)):
        return f"/media/{media.group(1)}"
    return (
        Code.BROKEN_LINK,
        f'the image "{written}" is not in media/. Put the file there and write ![…](media/NAME).',
    )


def _is_safe(url: str) -> bool:
    """Whether it is an absolute address that a reader may follow."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.netloc)
    return parts.scheme in {"mailto", "tel"}


def bare(target: str) -> str:
    """An address without its query and its fragment."""
    return _TAIL.sub("", target)
