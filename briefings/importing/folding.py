"""When are two words the same, whatever their case, their accents and the signs between them?"""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    lower = character.lower()[0]
    base = unicodedata.normalize("NFD", lower)[0]
    return base if "a" <= base <= "z" else lower


def fold(text: str) -> str:
    """In lower case, Latin letters without their accents; each character stays one character.

    So a Romanian text written without its diacritics is the same as one with them, while й and и stay
    two letters.
    """
    return "".join(map(_folded, text))


def plain(text: str) -> str:
    """NFC, soft hyphens and other invisible characters gone, white space as single spaces."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())
