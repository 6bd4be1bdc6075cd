"""Which figures does a text give, with their units?"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from briefings.importing.calendars import named_days
from briefings.importing.folding import fold, plain

MOST = 8
"""Figures that are taken from one text."""

_NUMBER = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_MAGNITUDE = (
    r"trillions?|billions?|millions?|thousand|bn|trn|miliarde?|milioane|milion|mld\.?|mil\.?|mii"
    r"|трильйон\w*|мільярд\w*|мільйон\w*|млрд\.?|млн\.?|тис\.?|тисяч\w*|миллиард\w*|миллион\w*"
)
_CURRENCY = (
    r"(?:us )?dollars?|euros?|pounds?|yen|lei|leu|hryvnias?|roubles?|rubles?|dolari(?: americani)?|euro|lire"
    r"|грив\w+|долар\w*(?: сша)?|євро|рубл\w+"
)
_PERCENT = r"%|per ?cent|la suta|procente|відсотк\w+|процент\w*"
_SIGNS = {"$": "US dollars", "us$": "US dollars", "€": "euros", "£": "pounds", "₴": "hryvnias"}
_FIGURE = re.compile(
    rf"(?<![\w.,:/-])(?P<sign>us\$|[$€£₴])?\s?(?P<number>{_NUMBER})(?!(?!bn|trn|mld|mln)\w|[:/]|[.,]\d)"
    rf"(?:\s?(?P<percent>{_PERCENT})(?!\w)"
    rf"|(?:[ -]?(?:de )?(?P<magnitude>{_MAGNITUDE})(?!\w))?(?:\s?(?P<after>[$€£₴]))?"
    rf"(?:[ -](?:de )?(?:(?P<currency>{_CURRENCY})(?!\w)|(?P<unit>[^\W\d_]{{3,}})))?)"
)
_QUALIFIER = re.compile(
    r"(?:at least|more than|less than|fewer than|up to|over|about|around|nearly|almost|some|roughly"
    r"|approximately|an estimated|cel putin|mai mult de|mai putin de|peste|circa|aproximativ|aproape|vreo"
    r"|pana la|щонайменше|принаймні|більше|менше|понад|близько|майже|приблизно|до)\s*$"
)
_NO_UNITS = frozenset(
    "the and for that was were has had have with from its are this who but not per out which when"
    " din pentru care este sunt dintre fost după dupa iar dar sau ore ora"
    " але який яка яке які для від годин години року роки рік році после года году"
    " noon hours hour minutes january february march april may june july august september october november"
    " december".split()
)
_CLAUSE = re.compile(r"[,;:.!?…()«»“”„\"]\s|[;:()«»“”„\"—–]|[.!?,]$")
_WORDS_AROUND = 6


class Counted(Struct, frozen=True, kw_only=True):
    """A number in a text, with what it counts."""

    label: str
    """The words around it, an ellipsis in its place."""
    value: Decimal
    qualifier: str = ""
    unit: str = ""
    paragraph: int = 0


def figures(
    paragraphs: Sequence[str], language: str | None, written: date, most: int = MOST
) -> list[Counted]:
    """The figures of a text with a unit, in order, each once."""
    found: dict[tuple[Decimal, str], Counted] = {}
    for number, paragraph in enumerate(paragraphs):
        dates = [range(day.start, day.end) for day in named_days(paragraph, written)]
        folded = fold(paragraph)
        for match in _FIGURE.finditer(folded):
            if any(match.start("number") in one for one in dates):
                continue
            counted = _counted(paragraph, match, language, number)
            if counted:
                found.setdefault((counted.value, counted.unit), counted)
    return list(found.values())[:most]


def value_of(written: str, language: str | None) -> Decimal:
    """The number that a text in that language means: 2.400 is 2400 but for English readers."""
    compact = re.sub(r"[\u00a0\u202f ]", "", written)
    point, thousands = (".", ",") if language in (None, "en") else (",", ".")
    grouped = re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+(?:\{point}\d+)?", compact)
    if grouped or (thousands in compact and point in compact):
        compact = compact.replace(thousands, "")
    if compact.count(".") + compact.count(",") > 1:
        compact = re.sub("[.,]", "", compact)
    return Decimal(compact.replace(",", "."))


def _counted(
    paragraph: str, match: re.Match[str], language: str | None, number: int
) -> Counted | None:
    unit = _unit(paragraph, match)
    if not unit:
        return None
    before = paragraph[: match.start()]
    qualifier = _QUALIFIER.search(fold(before))
    start = qualifier.start() if qualifier else match.start()
    if qualifier and qualifier.start() and paragraph[qualifier.start() - 1].isalnum():
        qualifier, start = None, match.start()
    # A counted noun belongs to the words around it: "states had sent delegations".
    end = match.start("unit") if match["unit"] else match.end()
    return Counted(
        label=_label(paragraph[:start], paragraph[end:]),
        value=value_of(match["number"], language),
        qualifier=plain(before[qualifier.start() :]).lower() if qualifier else "",
        unit=unit,
        paragraph=number,
    )


def _unit(paragraph: str, match: re.Match[str]) -> str:
    """What is counted, in the words of the text."""
    if match["percent"]:
        return paragraph[match.start("percent") : match.end("percent")]
    magnitude, currency, noun = (match.span(name) for name in ("magnitude", "currency", "unit"))
    if match["unit"] and (match["unit"] in _NO_UNITS or paragraph[noun[0]].isupper()):
        noun = (-1, -1)
    sign = match["sign"] or match["after"]
    last = max(magnitude[1], -1 if sign else max(currency[1], noun[1]))
    first = min((one for one, _ in (magnitude, currency, noun) if one >= 0), default=-1)
    written = paragraph[first:last].rstrip(".") if first >= 0 and last > first else ""
    return " ".join(one for one in (written, _SIGNS[sign] if sign else "") if one)


def _label(before: str, after: str) -> str:
    left = _CLAUSE.split(before + " ")[-1].split()[-_WORDS_AROUND:]
    right = _CLAUSE.split(after + " ")[0].split()[:_WORDS_AROUND]
    joined = " … ".join(part for part in (" ".join(left), " ".join(right)) if part)
    label = joined.strip(" ,.;:—–-")
    return label[:1].upper() + label[1:] if label else "…"
