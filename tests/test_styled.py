"""What does a file look like in the one style? Nothing else changes: not what it says, not a comment."""

from collections import Counter
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from briefings.editing.styled import formatted
from briefings.editing.trees import comments_of
from briefings.files.filing import Filing, read_file
from briefings.files.layout import Form, Place
from briefings.model import Entry, Prose
from briefings.problems import ContentError
from briefings.prose.converting import Converter
from tests.handwriting import PUBLISHERS, TOPICS, entries, handwritten, listed, registries

FILING = Filing(timezone=ZoneInfo("Europe/Bucharest"), converter=Converter((), {}))
DAY = date(2024, 6, 14)
PLACES = {
    "entry": Place(Form.ENTRY_MARKDOWN, DAY, "a"),
    "entry-yaml": Place(Form.ENTRY_YAML, DAY, "a"),
    "entry-list": Place(Form.ENTRY_LIST, DAY),
    "introduction": Place(Form.INTRODUCTION, DAY),
    "topics": Place(Form.REGISTRY, name="topics"),
    "publishers": Place(Form.REGISTRY, name="publishers"),
}
laws = settings(
    max_examples=60,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def loaded(text: str, kind: str) -> Any:
    """All that a file gives, but for the lines on which it stands."""
    result = read_file(PLACES[kind], inner="x", path="x", data=text.encode(), filing=FILING)
    told = sorted(problem.code for problem in result.problems)
    entries = tuple(map(_placeless, result.entries))
    broken = tuple((_placeless(one.entry), one.faulty) for one in result.broken)
    return entries, broken, list(result.records.items()), result.introduction, result.unread, told


def _placeless(entry: Entry) -> Entry:
    return replace(entry, prose=Prose(html=entry.prose.html))


def hold(text: str, kind: str) -> None:
    """Check what holds for every text that can be read."""
    try:
        styled = formatted(text, kind)
    except ContentError:
        assume(False)
    assert loaded(styled, kind) == loaded(text, kind)
    assert formatted(styled, kind) == styled
    assert not styled.startswith("\n")
    assert styled.endswith("\n")


def keep_comments(text: str, kind: str) -> None:
    """Check that every comment of a YAML text stays."""
    try:
        styled = formatted(text, kind)
    except ContentError:
        assume(False)
    assert Counter(comments_of(styled)) == Counter(comments_of(text))


@laws
@given(handwritten(entries), st.text(max_size=20))
def test_formatting_an_entry_changes_nothing_that_is_loaded(keys: str, body: str) -> None:
    """However somebody writes front matter, it says the same afterwards, and the body is not touched."""
    text = f"---\n{keys}---\n{body}"
    assume(not body.startswith("---"))
    hold(text, "entry")
    plain = body.replace("\r\n", "\n").replace("\r", "\n")
    assert formatted(text, "entry").removesuffix("\n").endswith(plain.removesuffix("\n"))


@laws
@given(handwritten(listed))
def test_formatting_a_list_changes_nothing_that_is_loaded(text: str) -> None:
    """However somebody writes a list of entries, it says the same afterwards and keeps its comments."""
    hold(text, "entry-list")
    keep_comments(text, "entry-list")


@laws
@given(handwritten(registries(TOPICS)))
def test_formatting_topics_changes_nothing_that_is_loaded(text: str) -> None:
    """Records keep their order, since that of the topics is the order of the sections."""
    hold(text, "topics")
    keep_comments(text, "topics")


@laws
@given(handwritten(registries(PUBLISHERS)))
def test_formatting_publishers_changes_nothing_that_is_loaded(text: str) -> None:
    """The same for a registry that is written as a table."""
    hold(text, "publishers")
    keep_comments(text, "publishers")


@laws
@given(handwritten(listed), st.data())
def test_no_text_is_too_odd(text: str, data: st.DataObject) -> None:
    """A text that somebody broke is formatted or refused with the line at fault, never anything else."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 5, len(text))))
    broken = (
        text[:start] + data.draw(st.text("- \n:#'\"[]{}&*!|>%@`,?x\t", max_size=4)) + text[end:]
    )
    for kind in ("entry-list", "entry-yaml", "topics"):
        styled, lines = _styled_or_lines(broken, kind)
        assert all(1 <= line <= broken.count("\n") + 2 for line in lines)
        assert lines or formatted(styled, kind) == styled


def _styled_or_lines(text: str, kind: str) -> tuple[str, list[int]]:
    """The text in the one style, or the lines of what is wrong with it."""
    try:
        return formatted(text, kind), []
    except ContentError as error:
        return "", [problem.line for problem in error.problems]
