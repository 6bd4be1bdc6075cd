"""What do scripts hear of the bulletin's news, and which words do they have?"""

import gzip
import json
import re
from datetime import date

import pytest

from briefings.model import Correction, CorrectionKind, Status
from briefings.views.news import news, news_to_json, phrases, phrases_to_json
from briefings.views.parts import NEWEST
from briefings.words import words
from tests.making import entry
from tests.showing import ENGLISH, shown_of
from tests.tools import ROOT

FILES = (ROOT / "theme/assets/site.js", *sorted((ROOT / "theme/assets/site").glob("*.js")))
SCRIPTS = "".join(file.read_text("utf-8") for file in FILES)


def correction(day: str) -> Correction:
    """A correction of that day."""
    return Correction(date=date.fromisoformat(day), kind=CorrectionKind.CORRECTION, text="So.")


def test_all_there_is_stands_in_a_small_bulletin() -> None:
    """The newest first; translations, drafts and withdrawn entries are no news."""
    view = news(
        shown_of(
            entry("2024/06/14/a"),
            entry("2024/06/14/b"),
            entry("2023/12/31/c"),
            entry("2024/06/15/d", draft=True),
            entry("2024/06/15/e", status=Status.WITHDRAWN),
            entry("2024/06/15/f", translation_of="2024/06/14/a", language="ro"),
        ),
        "",
    )
    assert view.entries == ("2024/06/14/a", "2024/06/14/b", "2023/12/31/c")
    assert (view.since, view.corrections) == ("", ())


def test_a_long_list_ends_with_a_whole_day() -> None:
    """A browser then knows of every entry since that day whether it was there."""
    days = [f"2024/06/{day:02}" for day in range(1, 31)]
    made = [f"{day}/{letter}" for day in days for letter in "abc"]
    view = news(shown_of(*map(entry, made)), "")
    assert NEWEST <= len(view.entries) < NEWEST + 3
    assert set(view.entries) == {one for one in made if one[:10] >= view.since}


def test_corrections_stand_by_their_day() -> None:
    """With what was corrected; a withdrawal is one of them, what is hidden is not."""
    view = news(
        shown_of(
            entry("2024/06/14/a", corrections=(correction("2024-06-15"), correction("2024-06-20"))),
            entry("2024/06/14/ж", corrections=(correction("2024-06-20"),), status=Status.WITHDRAWN),
            entry("2022/01/01/c", corrections=(correction("2024-06-16"),)),
            entry("2024/06/14/d", corrections=(correction("2024-06-20"),), draft=True),
        ),
        "",
    )
    assert view.corrections == (
        "2024/06/20 2024/06/14/%D0%B6",
        "2024/06/20 2024/06/14/a",
        "2024/06/16 2022/01/01/c",
        "2024/06/15 2024/06/14/a",
    )


def test_the_file_says_what_the_view_says() -> None:
    """As plain JSON."""
    view = news(shown_of(entry("2024/06/14/a")), "")
    assert json.loads(news_to_json(view)) == {
        "since": "",
        "entries": ["2024/06/14/a"],
        "corrections": [],
    }


def test_scripts_get_their_words_alone() -> None:
    """Counted ones with their forms."""
    said = json.loads(phrases_to_json(phrases(shown_of(), "")))
    assert said["read_all"] == "Mark all as read"
    assert set(said["count_new"]) == {"one", "other"}
    own = {key.removeprefix("reader_") for key in ENGLISH.phrases if key.startswith("reader_")}
    assert said.keys() == own


@pytest.mark.parametrize("language", ["en", "ro"])
def test_every_word_of_the_scripts_is_there_and_used(language: str) -> None:
    """In each language that the theme speaks."""
    spoken = words(language, [ROOT / "theme"])
    own = {key.removeprefix("reader_") for key in spoken.phrases if key.startswith("reader_")}
    assert not {key for key in spoken.missing if key.startswith("reader_")}
    assert set(re.findall(r'(?:say|announce|speaker\(\)\))\("(\w+)"', SCRIPTS)) < own
    made = ("count_", "key_")
    assert not {key for key in own if f'"{key}"' not in SCRIPTS and not key.startswith(made)}


def test_scripts_are_light() -> None:
    """All that any page but the search may load is 8 KB, compressed."""
    assert sum(len(gzip.compress(file.read_bytes(), mtime=0)) for file in FILES) <= 8 * 1024
