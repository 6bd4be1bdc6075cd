"""Does the interface speak its language? Phrases, plurals, dates and numbers."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from briefings.words import Words, words
from tests.making import BUCHAREST
from tests.tools import ROOT

THEME = ROOT / "theme"
DAY = date(2024, 6, 14)


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A theme of three phrases, with a translation of one."""
    locales = tmp_path / "theme" / "locales"
    locales.mkdir(parents=True)
    (locales / "en.yml").write_text(
        'topics: Topics\nday: "Day {day}"\nentries: {one: "{count} entry", other: "{count} entries"}\n'
    )
    (locales / "ro.yml").write_text("topics: Teme\n")
    (locales / "uk.yml").write_text(
        'entries: {one: "{count} запис", few: "{count} записи", many: "{count} записів", other: "x"}\n'
    )
    return tmp_path / "theme"


def test_a_missing_phrase_stands_in_english(theme: Path) -> None:
    """And is named, so that somebody can translate it."""
    romanian = words("ro", [theme])
    assert romanian.say("topics") == "Teme"
    assert romanian.say("day", day="1") == "Day 1"
    assert romanian.missing == ("day", "entries")


def test_an_earlier_theme_overrides_single_phrases(theme: Path, tmp_path: Path) -> None:
    """The other phrases stay."""
    own = tmp_path / "own" / "locales"
    own.mkdir(parents=True)
    (own / "en.yml").write_text("topics: Subjects\n")
    english = words("en", [own.parent, theme])
    assert (english.say("topics"), english.say("day", day="1")) == ("Subjects", "Day 1")
    assert english.digest != words("en", [theme]).digest


def test_a_region_speaks_its_language(theme: Path) -> None:
    """`ro-MD` is Romanian where it says nothing else."""
    assert words("ro-MD", [theme]).say("topics") == "Teme"


@pytest.mark.parametrize(
    ("count", "shown"), [(1, "1 запис"), (3, "3 записи"), (5, "5 записів"), (21, "21 запис")]
)
def test_counts_take_their_plural_form(theme: Path, count: int, shown: str) -> None:
    """As CLDR counts them in each language."""
    assert words("uk", [theme]).say("entries", count) == shown


def test_an_unknown_language_speaks_english(theme: Path) -> None:
    """Nothing fails, and every phrase is named as missing."""
    klingon = words("tlh", [theme])
    assert klingon.say("entries", 2) == "2 entries"
    assert klingon.day(DAY) == "14 June 2024"
    assert klingon.missing == ("day", "entries", "topics")


@pytest.mark.parametrize(
    ("language", "day", "weekday", "month"),
    [
        ("en", "14 June 2024", "Friday, 14 June 2024", "June 2024"),
        ("ro", "14 iunie 2024", "vineri, 14 iunie 2024", "iunie 2024"),
        ("de", "14. Juni 2024", "Freitag, 14. Juni 2024", "Juni 2024"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(
    language: str, day: str, weekday: str, month: str
) -> None:
    """Days and months, also a month that stands alone."""
    spoken = words(language, [THEME])
    assert spoken.day(DAY) == day
    assert spoken.weekday(DAY) == weekday
    assert spoken.month(DAY.replace(day=1)) == month


def test_a_time_is_the_bulletins() -> None:
    """In its zone, in summer and in winter."""
    english = words("en", [THEME])
    assert english.time(datetime(2024, 6, 14, 14, 40, tzinfo=UTC), BUCHAREST) == "17:40"
    assert english.time(datetime(2024, 12, 14, 14, 40, tzinfo=UTC), BUCHAREST) == "16:40"


@pytest.mark.parametrize(
    ("number", "english", "romanian"),
    [
        ("78", "78", "78"),
        ("1250.50", "1,250.50", "1.250,50"),
        ("-1000000", "-1,000,000", "-1.000.000"),
        ("0.10", "0.10", "0,10"),
        ("5E+10", "50,000,000,000", "50.000.000.000"),
        ("1E-3", "0.001", "0,001"),
    ],
)
def test_numbers_keep_their_digits(number: str, english: str, romanian: str) -> None:
    """None is rounded away and none is added."""
    assert words("en", [THEME]).number(Decimal(number)) == english
    assert words("ro", [THEME]).number(Decimal(number)) == romanian


def test_names_of_languages_and_countries() -> None:
    """In the interface's language; an unknown code stands for itself."""
    english, romanian = words("en", [THEME]), words("ro", [THEME])
    assert (english.language_name("ro"), romanian.language_name("uk")) == ("Romanian", "ucraineană")
    assert english.language_name("zh-Hant") == "Chinese (Traditional)"
    assert english.language_name("xx-nothing") == "xx-nothing"
    assert (english.country_name("CH"), english.country_name("XX")) == ("Switzerland", "XX")


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he", "rtl")])
def test_the_direction_of_writing(language: str, direction: str) -> None:
    """Some languages are read from the right."""
    assert words(language, [THEME]).direction == direction


def test_the_theme_speaks_romanian_whole() -> None:
    """No phrase of the interface is missing there, and each takes the values of the English one."""
    english, romanian = words("en", [THEME]), words("ro", [THEME])
    assert romanian.missing == ()
    assert romanian.phrases.keys() == english.phrases.keys()
    for key, phrase in english.phrases.items():
        assert values_of(phrase) == values_of(romanian.phrases[key]), key


def values_of(phrase: object) -> set[str]:
    """The names in braces of a phrase."""
    return {part.partition("}")[0] for part in str(phrase).split("{")[1:] if part[:1].isalpha()}


def test_the_digest_changes_with_any_phrase(theme: Path) -> None:
    """So that every page that could show it is made again."""
    before: Words = words("en", [theme])
    file = theme / "locales" / "en.yml"
    file.write_text(file.read_text().replace("Topics", "topics"))
    assert words("en", [theme]).digest != before.digest
