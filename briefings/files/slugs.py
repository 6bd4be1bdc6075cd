"""Which names may stand in a URL? Slugs and ids, in letters of any script."""

import re
import unicodedata
from collections.abc import Callable

MAX_BYTES = 100

_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_fault(text: str) -> str | None:
    """What keeps a text from being a slug, as the end of a sentence; None where nothing does."""
    if _PLAIN.fullmatch(text) and len(text) <= MAX_BYTES:
        return None
    return next((fault for is_so, fault in _FAULTS if is_so(text)), None) or _stray(text)


def _stray(text: str) -> str | None:
    for character in text:
        if character != "-" and unicodedata.category(character)[0] not in "LMN":
            return (
                f'has "{character}" in it' if character.isprintable() else "has a strange character"
            )
    return None


_FAULTS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (lambda text: not text, "is empty"),
    (
        lambda text: len(text.encode(errors="replace")) > MAX_BYTES,
        f"is longer than {MAX_BYTES} bytes",
    ),
    (lambda text: text != text.lower(), "has capital letters"),
    (
        lambda text: not unicodedata.is_normalized("NFC", text),
        "has accents as separate characters (not in the form NFC)",
    ),
    (
        lambda text: text[0] == "-" or text[-1] == "-" or "--" in text,
        "has a hyphen at its beginning or end, or two in a row",
    ),
)


def slug_from(text: str) -> str:
    """The slug nearest to a text, to be suggested."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text.lower()))
    slug = "-".join(words)
    while len(slug.encode(errors="ignore")) > MAX_BYTES:
        slug = slug[:-1]
    return slug.strip("-")


def comparable(text: str) -> str:
    """The same for texts that a file system may take for one name: case and accents' form aside."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.casefold())
