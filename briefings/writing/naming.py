"""What is a new entry called in its URL? A slug from its title that nobody has taken."""

import re
import unicodedata
from collections.abc import Collection
from itertools import count

from briefings.files.slugs import MAX_BYTES, comparable, slug_from

_READABLE = 60
"""Letters. A title has more to say than an address."""
_ROOM_FOR_A_NUMBER = 5
_APOSTROPHES = re.compile("(?<=\\w)['’ʼ](?=\\w)")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
"""Latin letters that Unicode does not take apart into a letter of ASCII and a mark."""
_NAMELESS = "entry"


def slug_of_title(title: str) -> str:
    """The slug for a title: whole words, Latin letters without their accents, others as they are."""
    joined = _APOSTROPHES.sub("", title)
    words = slug_from(_without_accents(joined)).split("-")
    slug = words[0][:_READABLE]
    for word in words[1:]:
        longer = f"{slug}-{word}"
        if len(longer) > _READABLE or len(longer.encode()) > MAX_BYTES - _ROOM_FOR_A_NUMBER:
            break
        slug = longer
    return _cut(slug) or _NAMELESS


def free_slug(slug: str, taken: Collection[str]) -> str:
    """The slug itself, or with the first number that makes it free; case and accents' form aside."""
    known = {comparable(one) for one in taken}
    numbered = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(one for one in numbered if comparable(one) not in known)


def _cut(slug: str) -> str:
    while len(slug.encode()) > MAX_BYTES - _ROOM_FOR_A_NUMBER:
        slug = slug[:-1]
    return slug.strip("-")


def _without_accents(text: str) -> str:
    letters = map(_without_accent, unicodedata.normalize("NFC", text))
    return "".join(letters).lower().translate(_LETTERS)


def _without_accent(letter: str) -> str:
    """A Latin letter alone; the й of Cyrillic is no и with an ornament."""
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base.isascii() and base.isalpha() else letter
