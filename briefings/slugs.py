"""Which names may stand in a URL? Slugs and ids, in letters of any script."""

import re
import unicodedata

MAX_BYTES = 100

_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_fault(text: str) -> str | None:
    """What keeps a text from being a slug, as the end of a sentence; None where nothing does."""
    if _PLAIN.fullmatch(text) and len(text) <= MAX_BYTES:
        return None
    if not text:
        return "is empty"
    if len(text.encode(errors="replace")) > MAX_BYTES:
        return f"is longer than {MAX_BYTES} bytes"
    if text != text.lower():
        return "has capital letters"
    if not unicodedata.is_normalized("NFC", text):
        return "has accents as separate characters (not in the form NFC)"
    if text.startswith("-") or text.endswith("-") or "--" in text:
        return "has a hyphen at its beginning or end, or two in a row"
    for character in text:
        if character != "-" and unicodedata.category(character)[0] not in "LMN":
            return (
                f'has "{character}" in it' if character.isprintable() else "has a strange character"
            )
    return None


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
