"""Which text do a source's bytes hold?"""

import codecs
import re
import unicodedata

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.I
)
_BEGINNING = 4096
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def decoded(data: bytes, charset: str | None = None) -> str:
    """The text, by its mark, else as UTF-8, else as `charset` (the host's) or the page itself says.

    What is declared comes last, since text that is UTF-8 is hardly ever anything else.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(data.decode(encoding, errors="replace"))
    found = _DECLARED.search(data[:_BEGINNING])
    declared = found[1].decode("ascii") if found else None
    for said in filter(None, ("utf-8", charset, declared)):
        try:
            return _clean(data.decode(said))
        except (LookupError, ValueError):
            continue
    return _clean(data.decode("cp1252", errors="replace"))


def _clean(text: str) -> str:
    """Without the characters that XML and YAML do not take, in the form NFC."""
    return unicodedata.normalize("NFC", _NO_TEXT.sub("", text))


def one_line(text: str, limit: int = 300) -> str:
    """A text as one line of printable characters; one that is longer than `limit` is cut at a word."""
    printable = "".join(one if one.isprintable() else " " for one in _clean(text))
    line = " ".join(printable.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rpartition(" ")[0] + "…"
