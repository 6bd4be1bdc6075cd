"""In which words does the interface speak? Phrases, dates and numbers in the bulletin's language."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent
from msgspec import Struct, field

Phrase = str | Mapping[str, str]
"""A phrase, or one for each plural form (`one`, `few`, `other`, as CLDR names them)."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FALLBACK = "en"
_SPELLING = {"en": "en_GB"}
"""CLDR's plain `en` is American, where a day stands behind its month."""


class Words(Struct, frozen=True):
    """The interface in one language."""

    language: str
    phrases: Mapping[str, Phrase]
    locale: Locale
    digest: str
    """Changes with any phrase."""
    missing: tuple[str, ...] = field(default=())
    """The phrases that stand in English, for want of a translation."""

    def say(self, key: str, count: int | None = None, **values: object) -> str:
        """The phrase of that key, its `{names}` filled in; with a count, in the right plural form."""
        phrase = self.phrases[key]
        if not isinstance(phrase, str):
            form = _plural_form(count or 0, self.locale)
            phrase = phrase.get(form) or phrase["other"]
        shown = self.number(Decimal(count)) if count is not None else ""
        return phrase.format(count=shown, **values)

    def day(self, day: date) -> str:
        """`14 June 2024`."""
        return _format(day, "long", self.locale)

    def weekday(self, day: date) -> str:
        """`Friday, 14 June 2024`, as the language orders it."""
        return _format(day, "full", self.locale)

    def weekday_of(self, day: date, *, with_year: bool) -> str:
        """`Fri 14 Jun`, in few letters, or with the year `Fri, 14 Jun 2024`."""
        return _skeleton(day, "yMMMEd" if with_year else "MMMEd", self.locale)

    def month(self, first: date) -> str:
        """`June 2024`."""
        return _format(first, "LLLL y", self.locale)

    def month_alone(self, first: date) -> str:
        """`June`."""
        return _format(first, "LLLL", self.locale)

    def month_short(self, first: date) -> str:
        """`Jun`."""
        return _format(first, "LLL", self.locale)

    def weekday_initial(self, day: date) -> str:
        """`F` for a Friday."""
        return _format(day, "ccccc", self.locale)

    @property
    def first_weekday(self) -> int:
        """The day with which a week begins, Monday being 0, where most speak the language."""
        return _first_weekday(str(self.locale))

    def percent(self, share: float) -> str:
        """`32%` for 0.32, as the language writes it."""
        return _percent(round(100 * Decimal(str(share))), self.locale)

    def time(self, moment: datetime, timezone: ZoneInfo) -> str:
        """`17:40` in the bulletin's zone."""
        return moment.astimezone(timezone).strftime("%H:%M")

    def number(self, number: Decimal) -> str:
        """A number with the language's separators, with the digits that were written."""
        return _written(str(number), self.locale)

    def language_name(self, tag: str) -> str:
        """A language's name in the interface's language; an unknown tag stands for itself."""
        return _language_name(tag, self.locale)

    def country_name(self, code: str | None) -> str:
        """A country's name; an unknown code stands for itself, and none for nothing."""
        return str(self.locale.territories.get(code, code)) if code else ""

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return _direction(self.locale)

    @property
    def note(self) -> str:
        """What to tell who builds of phrases that are missing; empty where none is."""
        if not self.missing:
            return ""
        return (
            f'The interface speaks English for want of {len(self.missing)} phrases in "{self.language}". '
            f"Write them into locales/{self.language}.yml in the theme's custom_dir."
        )


def words(language: str, theme_dirs: Sequence[Path]) -> Words:
    """The words of a language from `locales/LANGUAGE.yml`, each missing one in English.

    An earlier folder of `theme_dirs` overrides single phrases of a later one.
    """
    tags = dict.fromkeys((_FALLBACK, language.partition("-")[0], language))
    known = {tag: _phrases(tag, theme_dirs) for tag in tags}
    english, own = known[_FALLBACK], known[language.partition("-")[0]] | known[language]
    phrases = english | own
    return Words(
        language=language,
        phrases=phrases,
        locale=_locale(language),
        digest=hashlib.blake2b(repr(sorted(phrases.items())).encode()).hexdigest()[:16],
        missing=tuple(sorted(english.keys() - own.keys())),
    )


@lru_cache(maxsize=200)
def direction_of(language: str) -> str:
    """Which way a language is written: `ltr` or `rtl`."""
    return str(_locale(language).text_direction)


def _phrases(language: str, theme_dirs: Iterable[Path]) -> dict[str, Phrase]:
    found: dict[str, Phrase] = {}
    for folder in reversed(list(theme_dirs)):
        file = folder / "locales" / f"{language}.yml"
        if file.is_file():
            found |= yaml.load(file.read_text("utf-8"), Loader=_LOADER) or {}
    return found


def _locale(language: str) -> Locale:
    tag = _SPELLING.get(language, language)
    try:
        return Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_SPELLING[_FALLBACK])


@lru_cache(maxsize=200)
def _language_name(tag: str, locale: Locale) -> str:
    try:
        return Locale.parse(tag, sep="-").get_display_name(locale) or tag
    except (UnknownLocaleError, ValueError):
        return tag


@lru_cache(maxsize=10)
def _first_weekday(tag: str) -> int:
    return int(Locale.parse(get_global("likely_subtags").get(tag, tag)).first_week_day)


@lru_cache(maxsize=10)
def _direction(locale: Locale) -> str:
    return str(locale.text_direction)


@lru_cache(maxsize=20_000)
def _plural_form(count: int, locale: Locale) -> str:
    return str(locale.plural_form(count))


@lru_cache(maxsize=200)
def _percent(hundredths: int, locale: Locale) -> str:
    return str(format_percent(hundredths / 100, locale=locale))


@lru_cache(maxsize=20_000)
def _written(digits: str, locale: Locale) -> str:
    """A number as the language writes it; `2.50` is another one than `2.5`."""
    number = Decimal(digits)
    decimals = max(0, -int(number.as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(number, pattern, locale=locale))


@lru_cache(maxsize=20_000)
def _format(day: date, pattern: str, locale: Locale) -> str:
    return str(format_date(day, pattern, locale=locale))


@lru_cache(maxsize=20_000)
def _skeleton(day: date, skeleton: str, locale: Locale) -> str:
    return str(format_skeleton(skeleton, day, locale=locale))
