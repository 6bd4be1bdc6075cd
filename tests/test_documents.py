"""Does a change of a file leave alone all that is not changed?"""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from briefings.editing.documents import Document
from briefings.editing.drafting import entry_text
from briefings.editing.styled import formatted
from briefings.problems import ContentError

ENTRY = """\
---
title:   'A summit'   # working title
topics: [ war,peace ]  # the section first

# about sources
sources:
  - https://a.example/?x=1  # first
  - url: "https://b.example"
    title:  B
history:
  - {date: 2024-06-14, status: reported,   text: First}
---
The body\x20\x20
"""


def changed(text: str, kind: str = "entry") -> Document:
    """A document that is about to change."""
    return Document(text, kind)


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("title",), "Grid: up", "'A summit' ", '"Grid: up" '),
        (("kind",), "offer", "the section first\n", "the section first\nkind: offer\n"),
        (("topics",), ["war"], "[ war,peace ]  #", "[war] #"),
        (("sources", 1, "publisher"), "dpa", "title:  B\n", "title:  B\n    publisher: dpa\n"),
        (("history", 0, "source"), 2, "text: First}", "text: First, source: 2}"),
        (("draft",), True, "First}\n", "First}\ndraft: true\n"),
        (("language",), "no", "First}\n", 'First}\nlanguage: "no"\n'),
        (
            ("sources", 0, "archived"),
            "https://c.example",
            "- https://a.example/?x=1  # first\n",
            "- url: https://a.example/?x=1 # first\n    archived: https://c.example\n",
        ),
        (("image", "src"), "media/a.png", "First}\n", "First}\nimage: {src: media/a.png}\n"),
        (("notes",), "One\n two", "First}\n", "First}\nnotes: |-\n  One\n   two\n"),
    ],
)
def test_a_value_is_set(
    path: tuple[str | int, ...], value: object, before: str, after: str
) -> None:
    """It stands where the style has it; not a byte changes elsewhere."""
    document = changed(ENTRY)
    document.set(path, value)
    assert before in ENTRY
    assert document.text == ENTRY.replace(before, after, 1)


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("topics",), "nato", "war,peace ", "war,peace, nato "),
        (("sources",), {"url": "https://c.example"}, "B\n", "B\n  - https://c.example\n"),
        (("stories",), "one", "First}\n", "First}\nstories: [one]\n"),
        (
            ("history",),
            {"text": "It was so", "status": "confirmed", "date": date(2024, 6, 15)},
            "First}\n",
            "First}\n  - {date: 2024-06-15, status: confirmed, text: It was so}\n",
        ),
    ],
)
def test_an_item_is_appended(
    path: tuple[str | int, ...], value: object, before: str, after: str
) -> None:
    """It stands at the end of the list, which is made where there is none."""
    document = changed(ENTRY)
    document.append(path, value)
    assert document.text == ENTRY.replace(before, after, 1)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (("title",), "title:   'A summit'   # working title\n", ""),
        (("topics", 0), "war,peace", "peace"),
        (("topics", 1), "war,peace ", "war "),
        (("sources", 1, "url"), 'url: "https://b.example"\n    title', "title"),
        (("sources", 1, "title"), "    title:  B\n", ""),
        (("history", 0), "history:\n  - {date: 2024-06-14, status: reported,   text: First}\n", ""),
        (("history", 0, "status"), " status: reported,  ", ""),
    ],
)
def test_a_value_is_removed(path: tuple[str | int, ...], before: str, after: str) -> None:
    """It goes with the comment beside it, and with the key that would hold nothing any more."""
    document = changed(ENTRY)
    document.remove(path)
    assert before in ENTRY
    assert document.text == ENTRY.replace(before, after, 1)


def test_entries_of_a_list_are_changed_alone() -> None:
    """The comments between entries stay with them."""
    text = "- slug: a\n  title: A\n# about b\n- slug: b # B\n  body: |\n    Hi.\n\n# end\n"
    document = changed(text, "entry-list")
    document.set((1, "title"), "B")
    document.append((), {"title": "C", "slug": "c"})
    assert document.text == (
        "- slug: a\n  title: A\n# about b\n- slug: b # B\n  title: B\n  body: |\n    Hi.\n"
        "- slug: c\n  title: C\n\n# end\n"
    )


def test_a_registry_begins() -> None:
    """The first record goes into a file that holds comments alone, or nothing."""
    for text in ("", "# Sections\n"):
        document = changed(text, "topics")
        document.set(("war",), {"parent": "peace", "name": {"en": "War", "ro": "Război"}})
        assert document.text == f"{text}war: {{name: {{en: War, ro: Război}}, parent: peace}}\n"


def test_an_introduction_gets_front_matter() -> None:
    """An introduction may be a body alone; a key puts front matter above it."""
    document = changed("Hello.\n", "introduction")
    document.set(("title",), "Monday")
    assert document.text == "---\ntitle: Monday\n---\nHello.\n"


def test_what_grows_too_long_gets_lines_of_its_own() -> None:
    """A list between brackets ends at the hundredth column."""
    document = changed("title: A\ntopics: [a] # the first\nkind: offer\n", "entry-yaml")
    for number in range(12):
        document.append(("topics",), f"a-rather-long-topic-{number}")
    lines = document.text.splitlines()
    assert lines[1:4] == ["topics: # the first", "  - a", "  - a-rather-long-topic-0"]
    assert formatted(document.text, "entry-yaml") == document.text


def test_what_is_not_there() -> None:
    """A way that leads nowhere is a KeyError, and what cannot be read a ContentError."""
    with pytest.raises(KeyError):
        changed(ENTRY).remove(("image",))
    with pytest.raises(KeyError):
        changed(ENTRY).set(("sources", 7, "title"), "x")
    with pytest.raises(KeyError):
        changed(ENTRY).set(("title", "x"), "x")
    with pytest.raises(ContentError):
        changed("---\ntitle: a: b\n---\n")
    assert changed(ENTRY).get(("image", "src")) is None
    assert changed(ENTRY).get(("topics",)) == ["war", "peace"]


def test_a_new_entry_is_in_the_style() -> None:
    """What a program writes needs no formatting, in Markdown and in YAML."""
    values = {
        "sources": [
            {"url": "https://a.example"},
            {"title": "A paper", "published": date(2024, 6, 1)},
        ],
        "title": "Grid: a new record",
        "topics": ["war"],
        "date": datetime(2024, 6, 14, 17, 40, tzinfo=timezone(timedelta(hours=2))),
        "figures": [{"label": "Load", "value": Decimal("1.50"), "source": 1}],
        "quotes": [{"text": 'We said "no"', "speaker": "ann"}],
        "notes": None,
        "draft": True,
    }
    text = entry_text(values, "First.\n\nSecond.")
    assert text == (
        '---\ntitle: "Grid: a new record"\ndate: 2024-06-14T17:40+02:00\ntopics: [war]\nsources:\n'
        "  - https://a.example\n  - title: A paper\n    published: 2024-06-01\nquotes:\n"
        '  - speaker: ann\n    text: We said "no"\nfigures:\n'
        "  - {label: Load, value: 1.50, source: 1}\ndraft: true\n---\nFirst.\n\nSecond.\n"
    )
    assert formatted(text, "entry") == text
    yaml = entry_text(values, "First.\n\n  Second.", yaml=True)
    assert yaml.endswith("draft: true\nbody: |\n  First.\n\n    Second.\n")
    assert formatted(yaml, "entry-yaml") == yaml
