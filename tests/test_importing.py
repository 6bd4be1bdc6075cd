"""What is found in an article? Whole pages of tests/articles/, written for this, with all they give.

Each has what pages of newsrooms have around their text and in it: credits, share bars, invitations,
comment forms, missing words, marks of several languages.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefings.importing.finding import Findings, findings_in
from briefings.importing.naming import ORGANIZATIONS, PEOPLE, PLACES, TOPICS
from briefings.importing.reading import SourceText, read_bytes
from briefings.loading import load, vocabulary_of
from briefings.model import Vocabulary
from tests.sites import settings_of

ARTICLES = Path(__file__).parent / "articles"
PAGES = sorted((ARTICLES / "pages").glob("*.html"))
URL = "https://www.gull.example/found/here"


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """That of tests/articles/bulletin/."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "content").symlink_to(ARTICLES / "bulletin/content")
    return vocabulary_of(load(settings_of(folder)))


def told(source: SourceText, vocabulary: Vocabulary) -> dict[str, Any]:
    """All that an article gives, as its YAML file lists it."""
    published = source.published
    written = published.date() if isinstance(published, datetime) else published
    findings = findings_in(source, vocabulary, written or date(2024, 6, 14))
    return {
        "url": source.url,
        "title": source.title,
        "published": published.isoformat() if published else None,
        "language": source.language,
        **_named(findings),
        "said": [
            [
                one.speaker or f"? {one.name}",
                one.text,
                *([] if one.closed else ["not closed"]),
                *(["a guess"] if one.guessed else []),
            ]
            for one in findings.said
        ],
        "figures": [
            " ".join(filter(None, (one.qualifier, f"{one.value}", one.unit)))
            for one in findings.figures
        ],
        "announced": [
            " ".join(filter(None, (f"{one.start}:", one.title, f"({one.place})" * bool(one.place))))
            for one in findings.announced
        ],
        "gaps": list(source.article.gaps),
        "paragraphs": list(source.article.paragraphs),
    }


def _named(findings: Findings) -> dict[str, list[str]]:
    return {name: findings.ids(name) for name in (PEOPLE, ORGANIZATIONS, PLACES, TOPICS)}


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.stem))
def test_what_an_article_gives(file: Path, vocabulary: Vocabulary) -> None:
    """Its own text and nothing around it, who is named, who said what, figures, events, missing words."""
    expected = yaml.safe_load(file.with_suffix(".yml").read_text(encoding="utf-8"))
    assert told(read_bytes(file.read_bytes(), url=URL), vocabulary) == expected


def test_each_language_has_its_articles() -> None:
    """Three at least in English, Romanian and Ukrainian."""
    languages = [file.name[:2] for file in PAGES]
    assert min(languages.count(language) for language in ("en", "ro", "uk")) >= 3
