"""In which language is a text written?

Pages often declare the language of the system that made them. The small words of a text do not lie,
where there are enough of them.
"""

import re
from collections import Counter

from briefings.importing.folding import fold

_SMALL_WORDS = {
    "en": "the of and to in that is was for on with as by at from said has have it be are",
    "ro": "si de la in cu pe care este au din pentru mai nu sa ca un fi fost prin dupa ale",
    "uk": "і в на що з у не про та за до від як це його також після він вона під є бути",
    "ru": "и в на что с не по из за для от как это его также после он она о быть который",
    "fr": "le la les des et en que est dans pour qui sur une au par il plus avec",
    "de": "der die und das den von zu mit ist des auf fur nicht ein eine dem im sich",
    "es": "el los las del y en que es se por con una para su al lo como mas",
    "it": "il di che e la per un in del della con non sono una si da al le",
    "pl": "w i na z sie nie do ze jest to o po przez oraz za od jak ale",
    "hu": "a az es hogy nem is egy azt meg van volt mar csak szerint",
}
_SHARE = 0.08
"""Which part of a text's words the small words of its language are at least."""
_LEAD = 1.3
_ENOUGH = 20_000
"""Characters of a text that are looked at."""

_DECLARED = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]*)?")


def language_of(text: str, declared: str | None = None) -> str | None:
    """The BCP 47 tag of a text's language, by its words or, failing these, as it is declared."""
    words = re.findall(r"[^\W\d_]+", fold(text[:_ENOUGH]))
    counts = Counter(words)
    scores = sorted(
        ((sum(counts[word] for word in small.split()), tag) for tag, small in _SMALL_WORDS.items()),
        reverse=True,
    )
    (first, tag), (second, _) = scores[:2]
    if len(words) > 20 and first >= _SHARE * len(words) and first >= _LEAD * second:
        return tag
    found = _DECLARED.fullmatch((declared or "").strip())
    return found[1].lower() if found else None
