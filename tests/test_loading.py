"""What is in content/? Laws that hold for every folder."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings.caching import Table
from briefings.checking import check
from briefings.files.filing import Filing, read_file
from briefings.files.layout import Form, Place, place_of
from briefings.files.scanning import Listing, looks_of, scan
from briefings.loading import Loaded, load, prefix_of, version_of
from briefings.noticing import Noticed
from briefings.problems import Problem
from briefings.prose.converting import Converter
from tests.loads import content_of_files, gave
from tests.test_format import WORLD, settings_for, write

FILING = Filing(timezone=ZoneInfo("Europe/Bucharest"), converter=Converter())
FORMS = [
    "entries/2024/06/14-a.md",
    "entries/2024/06/14-a.yml",
    "entries/2024/06/14.yml",
    "briefings/2024-06-14.md",
    "topics.yml",
    "people.yml",
    "media/a.png",
]
WORDS = [
    *"title date happened topics sources quotes figures events image history status".split(),
    *"slug body draft publish translation_of responds_to allow name roles hosts".split(),
    *["~", "2024-06-14", "2024-02-30", "javascript:x", "https://example.org", "yes", "1", "-1"],
]


def read(inner: str, data: bytes) -> tuple[Problem, ...]:
    """The problems of a file with these bytes."""
    place = place_of(inner)
    assert isinstance(place, Place)
    return read_file(place, inner=inner, path=inner, data=data, filing=FILING).problems


@settings(deadline=None)
@given(st.sampled_from(FORMS), st.binary(max_size=200))
def test_any_bytes_are_read_or_reported(inner: str, data: bytes) -> None:
    """No file crashes the loader."""
    read(inner, data)
    read(inner, b"---\n" + data + b"\n---\n" + data)


_values = st.recursive(
    st.sampled_from(WORDS) | st.text(max_size=5).map(repr),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        )
    ),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FORMS), st.dictionaries(st.sampled_from(WORDS), _values, max_size=6))
def test_any_keys_and_values_are_read_or_reported(inner: str, pairs: dict[str, str]) -> None:
    """Whatever stands under whatever key, editors are told in words, never of a Python type."""
    lines = "".join(f"{key}: {value}\n" for key, value in pairs.items())
    text = f"---\n{lines}---\n" if inner.endswith(".md") else lines
    if inner.endswith("14.yml"):
        text = "".join(
            f"{'- ' if number == 0 else '  '}{line}\n"
            for number, line in enumerate(lines.splitlines())
        )
    for problem in read(inner, text.encode()):
        assert not {"None", "str", "NoneType", "dict", "datetime"} & set(problem.message.split())


def test_the_order_of_files_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder's content is the same in whatever order the file system lists it."""
    entry = "title: A\ntopics: [economy]\nsources: [https://example.org]\n"
    write(tmp_path, WORLD)
    write(
        tmp_path, {f"entries/2024/06/{day}-{slug}.yml": entry for day in (14, 15) for slug in "abc"}
    )
    write(
        tmp_path,
        {"entries/2024/06/14.yml": f"- slug: d\n  {entry.replace(chr(10), chr(10) + '  ')}"},
    )
    bulletin = settings_for(tmp_path)
    orders: list[Loaded] = []
    for seed in range(5):

        def shuffled(*args: Any, seed: int = seed) -> list[Listing | Problem]:
            found = list(scan(*args))
            Random(seed).shuffle(found)
            return [_shuffled(one, seed) if isinstance(one, Listing) else one for one in found]

        monkeypatch.setattr("briefings.noticing.scan", shuffled)
        orders.append(load(bulletin, cached=False))
    assert all(gave(loaded) == gave(orders[0]) for loaded in orders)
    ids = [entry.id for entry in content_of_files(orders[0]).entries]
    assert ids == sorted(ids)
    assert check(orders[0], bulletin) == []


def _shuffled(listing: Listing, seed: int) -> Listing:
    files = list(listing.stamps.items())
    Random(seed).shuffle(files)
    names, stamps = [name for name, _ in files], [stamp for _, stamp in files]
    return listing._replace(names=names, looks=looks_of(stamps))


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """A pipe is not waited for."""
    write(tmp_path, WORLD)
    os.mkfifo(tmp_path / "content/entries/2024/06/14-a.md")
    (problem,) = load(settings_for(tmp_path)).problems()
    assert str(problem).endswith("Replace it by one, or remove it. [unreadable-file]")


def test_one_broken_entry_leaves_the_others(tmp_path: Path) -> None:
    """What can be read is there, also beside broken entries of the same file."""
    good = "title: A, topics: [economy], sources: [https://example.org]"
    lists = f"- {{slug: a, {good}}}\n- {{slug: b, titel: B}}\n- {{slug: c, {good}}}\n"
    write(tmp_path, {**WORLD, "entries/2024/06/14.yml": lists})
    loaded = load(settings_for(tmp_path))
    assert [entry.id for entry in content_of_files(loaded).entries] == [
        "2024/06/13/terms",
        "2024/06/14/a",
        "2024/06/14/c",
    ]


def test_every_form_of_file_is_known() -> None:
    """The names above reach every form that there is."""
    assert {getattr(place_of(inner), "form", None) for inner in FORMS} == set(Form)


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    """A bulletin begins with nothing."""
    bulletin = settings_for(tmp_path)
    loaded = load(bulletin)
    assert content_of_files(loaded).entries == ()
    assert loaded.problems() == []
    assert bulletin.timezone.key == "UTC"


def test_a_folder_is_taken_for_as_it_was_whatever_its_files_are_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names that no text can show, files that nobody reads; times with more than 64 bits are no fault."""
    write(tmp_path, WORLD)
    folder = tmp_path / "content/pages"
    folder.mkdir()
    files = [folder / "a.txt", folder / "ñandú.txt"]
    if sys.platform == "linux":  # Others take no name that is not UTF-8.
        files.append(folder / os.fsdecode(b"\xff.txt"))
    for file in files:
        file.write_bytes(b"")
    bulletin = settings_for(tmp_path)
    later = time.time_ns() + 10**10
    monkeypatch.setattr("briefings.noticing.time.time_ns", lambda: later)
    load(bulletin)
    table = Table(bulletin.cache_dir / "content", version_of(bulletin))
    noticed = Noticed(table)
    noticed.look(bulletin.content_dir, prefix_of(bulletin))
    assert noticed.is_all_as_it_was()
    files[1].rename(folder / "nandu.txt")
    noticed = Noticed(table)
    noticed.look(bulletin.content_dir, prefix_of(bulletin))
    assert [found.path.rpartition("/")[2] for found in noticed.others] == ["nandu.txt"]
    assert not noticed.is_all_as_it_was()
    assert {path.rpartition("/")[2] for path in noticed.gone()} == {"ñandú.txt"}
    with suppress(OSError, OverflowError):
        os.utime(files[0], ns=(1 << 63, 1 << 63))
    assert load(bulletin, cached=False).problems() == load(bulletin).problems()
