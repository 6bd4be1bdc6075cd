"""How is one piece of text written in YAML? Plain where it can be, else in quotes."""

import re
from datetime import date, datetime
from decimal import Decimal

from briefings.editing.shapes import Sort
from briefings.files.dates import TIME

_READ_OTHERWISE = re.compile(
    r"(?:null|true|false|yes|no|on|off|y|n)"
    r"|[-+]?(?:[0-9][0-9_,]*(?::[0-9][0-9.]*)*)?\.?[0-9_]*(?:e[-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|nan)|0[xob][0-9a-f_]+"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*",
    re.IGNORECASE,
)
"""What other programs take for a number, a date and the like (YAML 1.1 and 1.2)."""
_PLAIN = re.compile(r"[A-Za-z0-9À-ÖØ-öø-ɏͰ-ϿЀ-ӿ](?:[\w ./()-]*[\w./()-])?")
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
"""Characters that stand in YAML as an escape alone, between double quotes."""
_ENDS_PLAIN = re.compile(r": | #|:$")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def is_plain(text: str, *, within: bool) -> bool:
    """Whether a text can stand without quotes; `within` brackets or braces less can."""
    if _PLAIN.fullmatch(text):
        return True
    if not text or text != text.strip() or text in ("~", "=", "<<") or UNSEEN.search(text):
        return False
    if text.startswith("...") or _ENDS_PLAIN.search(text):
        return False
    if text[0] in _INDICATORS and not re.match(r"-[^\W_]", text):
        return False
    return not within or not re.search(r"[,\[\]{}?]|:(?![^\s,])", text)


def is_read_otherwise(text: str) -> bool:
    """Whether other programs take the plain text for something else than text."""
    return _READ_OTHERWISE.fullmatch(text) is not None


def quoted(text: str) -> str:
    """A text in double quotes, in single ones where these save escaping."""
    doubled = "".join(_ESCAPES.get(character) or _escaped(character) for character in text)
    if '"' in text and "'" not in text and len(doubled) == len(text) + text.count('"'):
        return f"'{text}'"
    return f'"{doubled}"'


def _escaped(character: str) -> str:
    if not UNSEEN.match(character):
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def standard(text: str, sort: Sort) -> str:
    """A value in the form in which all of its sort are written."""
    if sort is Sort.TRUTH:
        return {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(
            text.lower(), text.lower()
        )
    return _standard_time(text) if sort is Sort.TIME else text


def _standard_time(text: str) -> str:
    match = TIME.fullmatch(text)
    if match is None or match["hour"] is None:
        return text
    seconds = f":{match['second']}" if match["second"] not in (None, "00") else ""
    zone = (match["zone"] or "").upper()
    if len(zone) == len("+0200"):
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{match['day']}T{match['hour']}:{match['minute']}{seconds}{zone}"


def spelled(value: str | float | Decimal | bool | date | datetime) -> str:
    """A value as the text that says it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _standard_time(value.replace(microsecond=0).isoformat())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)):f}"
    return str(value)
