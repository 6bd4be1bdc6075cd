"""What do the rules know by which an article is read? Sentence by sentence."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefings.importing.attributing import said
from briefings.importing.calendars import day_stamped, named_days
from briefings.importing.decoding import decoded, one_line
from briefings.importing.extracting import tree_of
from briefings.importing.figures import figures
from briefings.importing.languages import language_of
from briefings.importing.leftovers import is_leftover
from briefings.importing.metadata import metadata_of, moment_of, without_tracking
from briefings.importing.naming import Names
from briefings.importing.scheduled import announced
from briefings.loading import load, vocabulary_of
from briefings.model import Vocabulary
from tests.sites import settings_of

ARTICLES = Path(__file__).parent / "articles"
WRITTEN = date(2024, 6, 14)


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """That of tests/articles/bulletin/."""
    folder = tmp_path_factory.mktemp("words")
    (folder / "content").symlink_to(ARTICLES / "bulletin/content")
    return vocabulary_of(load(settings_of(folder)))


def _sentences() -> Iterator[Any]:
    text = (ARTICLES / "sentences.yml").read_text(encoding="utf-8")
    for case in yaml.safe_load(text):
        yield pytest.param(case, id=case["text"][:30])


@pytest.mark.parametrize("case", list(_sentences()))
def test_who_said_what(case: dict[str, Any], vocabulary: Vocabulary) -> None:
    """Whatever marks stand around the words, and wherever the speaker is named."""
    paragraphs = [paragraph.strip() for paragraph in case["text"].split("\n\n")]
    found = said(paragraphs, Names(vocabulary, case["language"]))
    assert [[one.speaker or f"? {one.name}", one.text] for one in found] == case["said"]


@pytest.mark.parametrize(
    ("language", "text", "ids"),
    [
        (
            "ro",
            "Oferta României, a Ligii Coastelor și a Norvegiei",
            "romania league-of-coasts norway",
        ),
        ("ro", "Bucureștiului, Bucuresti", "bucharest bucharest"),
        ("uk", "в Україні, з Румунією, у Ризі та Одесі", "ukraine romania odesa"),
        ("uk", "Олену Гаврилюк і Томаса Берга", "olena-havryliuk tomas-berg"),
        (
            "en",
            "Norway’s LOC met Mira Halvorsen; loc, norway and locks did not",
            "norway loc mira-halvorsen",
        ),
        ("en", "Romanian Bergs of Bernard", ""),
        ("en", "the League of Coasts, no league", "league-of-coasts"),
    ],
)
def test_who_is_named(language: str, text: str, ids: str, vocabulary: Vocabulary) -> None:
    """With the endings of their language, whole words only, short names as they are written."""
    assert [one.id for one in Names(vocabulary, language).found(text)] == ids.split()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "at least 1,200 ships", ("at least", "1200", "ships")),
        ("en", "$50 billion", ("", "50", "billion US dollars")),
        ("en", "a loan of €1.5bn", ("", "1.5", "bn euros")),
        ("ro", "circa 1.200,5 tone", ("circa", "1200.5", "tone")),
        ("ro", "1,5 miliarde de euro", ("", "1.5", "miliarde de euro")),
        ("uk", "понад 20 тис. осіб", ("понад", "20", "тис. осіб")),
        ("uk", "12,5 відсотка", ("", "12.5", "відсотка")),
        ("en", "on 25 June 2024 at 17:40, article 5 of the F-16 file", None),
        ("en", "in 2024 the 1st of 3", None),
    ],
)
def test_figures(language: str, text: str, expected: tuple[str, str, str] | None) -> None:
    """A number with what it counts; no dates, times, names and bare numbers."""
    found = figures([text], language, WRITTEN)
    given = [(one.qualifier, one.value, one.unit) for one in found]
    wanted = [(expected[0], Decimal(expected[1]), expected[2])] if expected else []
    assert given == wanted


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on 25 June", "2024-06-25"),
        ("June 15 and 16 May", "2024-06-15 2024-05-16"),
        ("15-16 iunie 2025", "2025-06-15/2025-06-16"),
        ("3 січня", "2024-01-03"),
        ("31 June, 45 May, May 2024", ""),
        ("29 februarie 2023", ""),
    ],
)
def test_days(text: str, days: str) -> None:
    """Of the year in which, or nearest to which, a text was written; no day that there is not."""
    found = [
        f"{one.first}/{one.last}" if one.last else f"{one.first}"
        for one in named_days(text, WRITTEN)
    ]
    assert found == days.split()


def test_a_day_without_a_year_is_the_nearest() -> None:
    """Around the turn of a year."""
    assert [one.first for one in named_days("on 3 January", date(2024, 12, 28))] == [
        date(2025, 1, 3)
    ]


@pytest.mark.parametrize(
    ("text", "leftover"),
    [
        ("Photo: A. Rossi / Agency", True),
        ("Foto: Inquam", True),
        ("Фото: Укрінформ", True),
        ("Citiți și: Altceva", True),
        ("ЧИТАЙТЕ ТАКОЖ: Інше", True),
        ("Facebook Twitter WhatsApp", True),
        ("18 June 2024, 09:30", True),
        ("Crédit photo : Agence", True),
        ("Bildquelle: Agentur", True),
        ("Fot. Agencja", True),
        ("Zdjęcie: Agencja", True),
        ("Ada Quill / Inquam Photos", True),
        ("AFP via Getty Images", True),
        ("Image source, Getty Images", True),
        ("Reporting by Ada Quill; Editing by Tom Berg", True),
        ("Additional reporting by Ada Quill in Riga", True),
        ("The post Pier opens appeared first on The Gull.", True),
        ("Lire aussi : Le port", True),
        ("Lesen Sie auch: Der Hafen", True),
        ("Czytaj też: Port", True),
        ("Dacă ți-a plăcut articolul, te așteptăm pe Facebook", True),
        ("Urmărește știrile noastre și pe Google News", True),
        ("Слідкуйте за нами у Facebook", True),
        ("12 comments", True),
        ("3 min read", True),
        ("Reporting by the commission was late, officials said.", False),
        ("Writing by hand is slow.", False),
        ("Autorul atacului a fost reținut.", False),
        ("Dacă ți-a plăcut oferta, a spus el, semnează.", False),
        ("Images via satellite show the pier.", False),
        ("Recommended measures include a ceasefire.", False),
        ("12 comments were recorded by the court.", False),
        ("The post was given up on Friday.", False),
        ("Photos of the pier were shown to the council.", False),
        ("Share prices fell.", False),
        ("Comments by the minister were not recorded.", False),
        ("Sursa citată a spus că nu.", False),
        ("Images, he said.", False),
        ("Telegram", False),
    ],
)
def test_leftovers(text: str, leftover: bool) -> None:
    """Credits, invitations and share bars go; sentences that begin like them stay."""
    assert is_leftover(text) is leftover


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The council will meet in Riga on Tuesday.", "2024-06-18"),
        ("Berg is to travel to Bern next Thursday, his office said.", "2024-06-20"),
        ("Ședința va avea loc joi, la București.", "2024-06-20"),
        ("Delegația va pleca luni la Riga.", "2024-06-17"),
        ("У четвер відбудеться зустріч у Ризі.", "2024-06-20"),
        ("Рада збереться в понеділок.", "2024-06-17"),
        ("Joi va avea loc o ședință.", "2024-06-20"),
        ("Lucrările vor dura trei luni.", ""),
        ("Delegația va pleca marți, 25 iunie, la Riga.", "2024-06-25"),
        ("Berg said on Thursday that he will go.", ""),
        ("He will, as he said on Monday, resign.", ""),
        ("Він заявив у четвер, що поїде.", ""),
        ("The vote will be held on Friday.", ""),
    ],
)
def test_weekdays_to_come(text: str, days: str, vocabulary: Vocabulary) -> None:
    """Those on which something is to happen, not those on which something was said."""
    found = announced([text], Names(vocabulary, None), WRITTEN)
    assert " ".join(one.start.isoformat() for one in found) == days


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("14 June 2024", date(2024, 6, 14)),
        ("Vineri, 14 iunie 2024, ora 09:30", date(2024, 6, 14)),
        ("Опубліковано: 16 червня 2024 року, 19:40", date(2024, 6, 16)),
        ("Published June 14, 2024", date(2024, 6, 14)),
        ("14 June", None),
        ("The pier opened on 14 June 2024.", None),
        ("31 June 2024", None),
    ],
)
def test_a_day_stands_alone(line: str, day: date | None) -> None:
    """On a line with its year, and no more beside it than a word and a time."""
    assert day_stamped(line) == day


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://a.example/b?utm_source=x&id=1&fbclid=y#top", "https://a.example/b?id=1#top"),
        ("https://a.example/b?utm_source=x#:~:text=words", "https://a.example/b"),
        ("https://a.example/b?ref=1&amp", "https://a.example/b?ref=1&amp"),
        ("https://a.example/", "https://a.example/"),
    ],
)
def test_an_address_leads_to_the_page_alone(url: str, page: str) -> None:
    """What counts readers is no part of it."""
    assert without_tracking(url) == page


def test_bytes_become_text() -> None:
    """By their own mark, as UTF-8, or as they say; what no file may hold is dropped."""
    ukrainian = '<meta charset="windows-1251"><p>Порт</p>'
    assert "Порт" in decoded(ukrainian.encode("cp1251"))
    assert "Порт" in decoded(ukrainian.encode())
    assert decoded("Bucureşti".encode("iso-8859-2"), "iso-8859-2") == "Bucureşti"
    assert decoded("Порт".encode("utf-16")) == "Порт"
    assert decoded(b"caf\xe9", "no-such-charset") == "café"
    assert decoded(b"a\x00\x1b[31mb") == "a[31mb"
    assert one_line("a\u202e b\n\tc") == "a b c"


def test_a_declared_language_is_believed_where_a_text_is_short() -> None:
    """A long text speaks for itself."""
    romanian = (
        "Ministrul a spus că nu este de acord cu cei care au plecat din port și nu mai sunt la "
        "București, pentru că"
    )
    assert language_of(romanian, "en-US") == "ro"
    assert language_of("Hm.", "uk_UA") == "uk"
    assert language_of("Hm.", "<b>") is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-06-14T17:40:00+01:00", "2024-06-14 17:40:00+01:00"),
        ("2024-06-14T17:40:00.123Z", "2024-06-14 17:40:00+00:00"),
        ("2024-06-14T17:40", "2024-06-14"),
        ("2024-06-31", "None"),
        ("9999999-01-01", "None"),
        (17, "None"),
    ],
)
def test_moments(text: object, moment: str) -> None:
    """With the time where the zone is known too."""
    assert str(moment_of(text)) == moment


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/own/", "https://www.gull.example/own/"),
        ("https://gull.example/own", "https://gull.example/own"),
        ("https://elsewhere.example/", "https://www.gull.example/found"),
        ("javascript:alert(1)", "https://www.gull.example/found"),
        ("https://a:b@gull.example/", "https://www.gull.example/found"),
        ("//[", "https://www.gull.example/found"),
    ],
)
def test_a_page_names_its_own_address(href: str, url: str) -> None:
    """On its own site only."""
    page = tree_of(f'<html><head><link rel="canonical" href="{href}"></head><body>a</body></html>')
    assert metadata_of(page, "https://www.gull.example/found").url == url
