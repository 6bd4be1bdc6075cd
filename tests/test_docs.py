"""Is what the reference for editors says true?"""

import re
from collections.abc import Iterator
from enum import StrEnum

import pytest
from msgspec import Struct
from msgspec.structs import fields

import briefings
from briefings import model
from briefings.checking import check
from briefings.files.reading import is_record
from briefings.loading import load
from briefings.problems import Problem
from tests.loads import content_of_files
from tests.making import Content
from tests.sites import settings_of
from tests.tools import ROOT

FORMAT = (ROOT / "docs/format.md").read_text(encoding="utf-8")
FRAGMENT = "keys of an entry"
"""The title of examples that show some keys only; a minimal entry is put around them."""
MINIMAL = {
    "title": "title: An example",
    "topics": "topics: [peace-talks]",
    "sources": "sources: [https://example.org/one, https://example.org/two]",
}
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


class Example(Struct, frozen=True, kw_only=True):
    """A fenced block of the reference."""

    line: int
    title: str
    text: str

    @property
    def path(self) -> str:
        """The file that it is."""
        if self.title == FRAGMENT:
            return f"content/entries/2024/06/17-line-{self.line}.yml"
        return self.title

    @property
    def whole(self) -> str:
        """What the file holds."""
        if self.title != FRAGMENT:
            return self.text
        given = re.findall(r"^(\w+):", self.text, re.M)
        missing = [line for key, line in MINIMAL.items() if key not in given]
        return "\n".join([*missing, self.text])


def examples() -> Iterator[Example]:
    """Every titled block, in order."""
    fence = re.compile(r'^```(?:yaml|markdown) title="([^"]+)"\n(.*?)^```$', re.M | re.S)
    for found in fence.finditer(FORMAT):
        line = FORMAT.count("\n", 0, found.start()) + 1
        yield Example(line=line, title=found[1], text=found[2])


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Content, list[Problem]]:
    """The bulletin that all examples make together, and what is wrong with it."""
    folder = tmp_path_factory.mktemp("examples")
    for example in examples():
        file = folder / example.path
        file.parent.mkdir(parents=True, exist_ok=True)
        assert not file.exists(), f"two examples are {example.path}"
        file.write_text(example.whole, encoding="utf-8")
    (folder / "content/media").mkdir()
    (folder / "content/media/podium.jpg").write_bytes(JPEG)
    settings = settings_of(folder)
    found = load(settings)
    return content_of_files(found), [*found.problems(), *check(found, settings)]


def test_the_examples_make_a_bulletin(loaded: tuple[Content, list[Problem]]) -> None:
    """All examples of the reference together load without an error or a warning."""
    assert [str(problem) for problem in loaded[1]] == []


@pytest.mark.parametrize("example", list(examples()), ids=lambda example: f"line {example.line}")
def test_each_entry_example_is_an_entry(
    example: Example, loaded: tuple[Content, list[Problem]]
) -> None:
    """Each example under entries/ is found among the entries."""
    if example.path.startswith("content/entries/"):
        assert example.path in {entry.path for entry in loaded[0].entries}


def test_each_block_is_tested() -> None:
    """Only what is marked as plain text is not an example."""
    assert set(re.findall(r"^```(.+)$", FORMAT, re.M)) - {"text"} == {
        f'{"markdown" if found.title.endswith(".md") else "yaml"} title="{found.title}"'
        for found in examples()
    }


def keys() -> Iterator[str]:
    """Every key of the format, from the records that declare it."""
    for record in vars(model).values():
        if is_record(record) and record not in UNWRITTEN:
            derived: frozenset[str] = getattr(record, "derived", frozenset())
            for field in fields(record):
                if field.name not in derived:
                    yield field.name.rstrip("_")


UNWRITTEN = {model.Text, model.Link, model.Prose, model.Vocabulary}
"""Records of which no editor writes a key."""


@pytest.mark.parametrize("key", sorted(set(keys())))
def test_each_key_is_explained(key: str) -> None:
    """The reference has an example or an explanation of each key."""
    assert re.search(rf"`{key}`|\b{key}:", FORMAT)


@pytest.mark.parametrize(
    "value",
    sorted(
        {
            str(member)
            for enum in vars(model).values()
            if isinstance(enum, type) and issubclass(enum, StrEnum)
            for member in enum
        }
    ),
)
def test_each_value_is_named(value: str) -> None:
    """The reference names each word that a key with a choice takes."""
    assert f"`{value}`" in FORMAT


def test_relative_links_of_the_documentation_lead_somewhere() -> None:
    """Files that the documentation links exist."""
    for document in [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        *sorted((ROOT / "docs").glob("*.md")),
    ]:
        text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.M | re.S)
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", re.sub(r"`[^`]*`", "", text)):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_sections_that_the_reference_links_exist() -> None:
    """Its own table of contents leads to its headings."""
    headings = re.findall(r"^#+ (.+)$", FORMAT, re.M)
    ids = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", FORMAT)) <= ids


def test_the_changelog_names_this_version() -> None:
    """CHANGELOG.md begins with what is in development or with the version of the package."""
    newest = re.search(r"^## (\S.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest
    assert newest[1] == "In development" or newest[1].startswith(briefings.__version__)
