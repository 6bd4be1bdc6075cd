"""Does the small bulletin of the tests use every key and every word of the format?"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields

from briefings import model
from briefings.files.reading import is_record
from briefings.loading import load
from tests.conftest import SMALL_BULLETIN
from tests.loads import content_of_files
from tests.making import Content
from tests.sites import copied, settings_of


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """What the small bulletin says."""
    folder = copied(SMALL_BULLETIN, tmp_path_factory.mktemp("small") / "bulletin")
    loaded = load(settings_of(folder))
    errors = [problem for problem in loaded.problems() if problem.severity == "error"]
    assert [str(problem) for problem in errors] == []
    return content_of_files(loaded)


def parts(value: Any) -> Iterator[Any]:
    """A value and everything in it."""
    yield value
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from parts(getattr(value, name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from parts(item)
    elif isinstance(value, tuple | frozenset):
        for item in value:
            yield from parts(item)


def test_every_key_is_used(content: Content) -> None:
    """Each field of each record has a value somewhere that is not its default."""
    used = {
        (type(part), field.name)
        for part in parts(content)
        if isinstance(part, Struct)
        for field in fields(type(part))
        if getattr(part, field.name) not in (field.default, (), frozenset(), "")
    }
    expected = {
        (record, name)
        for record in vars(model).values()
        if is_record(record)
        for name in record.__struct_fields__
    }
    expected.remove((model.Entry, "reworded"))  # Only in the bulletin of an earlier moment.
    assert {f"{record.__name__}.{name}" for record, name in expected - used} == set()


def test_every_word_is_used(content: Content) -> None:
    """Each value of each choice is taken somewhere."""
    used = {named(part) for part in parts(content) if isinstance(part, StrEnum)}
    choices = [
        choice
        for choice in vars(model).values()
        if isinstance(choice, type) and issubclass(choice, StrEnum) and choice is not StrEnum
    ]
    assert {named(word) for choice in choices for word in choice} - used == set()


def named(word: StrEnum) -> str:
    """A word with its choice: words of two choices are equal where they are spelt alike."""
    return f"{type(word).__name__}.{word}"
