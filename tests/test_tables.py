"""What is remembered between two runs? What was put, or nothing: whatever befalls the files."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings import caching
from briefings.caching import CacheDamagedError, Table

BASE = {"a": b"first", "å/ё": b"second", "empty": b"", "long": bytes(range(256)), "old": b"before"}
CHANGED = {"old": b"after", "new": b"later"}
NOW = {**BASE, **CHANGED}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A table with the values of BASE, and beside it what made them those of NOW."""
    kept = tmp_path / "table"
    fill(kept, BASE)
    fill(kept, CHANGED)
    assert beside(kept).exists()
    return kept


def fill(file: Path, values: dict[str, bytes], version: str = "1") -> None:
    """Put values into a table and save it."""
    table = Table(file, version)
    for key, value in values.items():
        table.put(key, value)
    table.save()


def beside(file: Path) -> Path:
    """The file with what changed."""
    return file.with_name(f"{file.name}.changes")


def values_in(file: Path, version: str = "1") -> dict[str, bytes | None]:
    """What a table says of each key; None where it says nothing, or refuses to."""
    table = Table(file, version)
    found: dict[str, bytes | None] = {}
    for key in NOW:
        try:
            found[key] = table.get(key)
        except CacheDamagedError:
            found[key] = None
    return found


def test_values_come_back(file: Path) -> None:
    """Those of the first file, those that changed since, and no others."""
    assert values_in(file) == NOW
    table = Table(file, "1")
    assert table.get("nothing") is None
    assert sorted(table) == sorted(NOW)


def test_what_is_not_saved_is_not_kept(file: Path) -> None:
    """Within a run it holds all the same."""
    table = Table(file, "1")
    table.put("a", b"another")
    table.drop("old")
    assert (table.get("a"), table.get("old")) == (b"another", None)
    assert values_in(file) == NOW


_steps = st.lists(
    st.tuples(st.sampled_from([*NOW, "ключ", "日本"]), st.none() | st.binary(max_size=40)),
    max_size=20,
)


@settings(deadline=None, max_examples=50)
@given(st.lists(_steps, max_size=5))
def test_a_table_is_a_mapping(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[tuple[str, bytes | None]]]
) -> None:
    """Whatever is put and dropped in however many runs, with files rewritten on the way."""
    kept = tmp_path_factory.mktemp("table") / "table"
    expected: dict[str, bytes] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(caching, "_SMALLEST_REWRITE", 50)
        patch.setattr(caching, "_LARGEST_CHANGES", 50)
        for steps in runs:
            table = Table(kept, "1")
            for key, value in steps:
                if value is None:
                    table.drop(key)
                    expected.pop(key, None)
                else:
                    table.put(key, value)
                    expected[key] = value
            table.save()
            again = Table(kept, "1")
            assert {key: again.get(key) for key in again} == expected


def test_keys_that_are_no_text_last(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system may give names that are no UTF-8; what is kept of them outlasts rewriting."""
    monkeypatch.setattr(caching, "_SMALLEST_REWRITE", 1)
    monkeypatch.setattr(caching, "_LARGEST_CHANGES", 1)
    odd = os.fsdecode(b"caf\xe9")
    fill(file, {odd: b"coffee"})
    fill(file, {"a": b"other"})
    fill(file, {"a": b"another"})
    assert Table(file, "1").get(odd) == b"coffee"


def test_another_version_knows_nothing(file: Path) -> None:
    """What other code or other settings wrote is not believed, nor kept."""
    assert set(values_in(file, "2").values()) == {None}
    fill(file, {"a": b"of two"}, "2")
    assert values_in(file, "2") == {**dict.fromkeys(NOW), "a": b"of two"}
    assert set(values_in(file, "1").values()) == {None}


def test_without_reading_nothing_is_known(file: Path) -> None:
    """As a full build wants it; what it saves is all that there is."""
    table = Table(file, "1", read=False)
    assert table.get("a") is None
    table.put("new", b"alone")
    table.save()
    assert values_in(file) == {**dict.fromkeys(NOW), "new": b"alone"}


def _damaged(data: bytes) -> Iterator[bytes]:
    """A file cut off anywhere, or with one byte changed anywhere."""
    yield from (data[:length] for length in range(len(data)))
    for at in range(len(data)):
        yield data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :]


def test_damage_to_the_first_file_is_never_believed(file: Path) -> None:
    """Cut off anywhere, a byte changed anywhere: each value is the right one, or none."""
    for data in _damaged(file.read_bytes()):
        file.write_bytes(data)
        for key, value in values_in(file).items():
            assert value in (NOW[key], None)


def test_damage_to_the_changes_is_as_if_there_were_none(file: Path) -> None:
    """All of them are believed or none is: what was put together stays together."""
    before = {**dict.fromkeys(NOW), **BASE}
    for data in _damaged(beside(file).read_bytes()):
        beside(file).write_bytes(data)
        assert values_in(file) == before


def test_a_damaged_table_can_be_written_again(file: Path) -> None:
    """The next run that saves leaves a good one behind."""
    for data in (b"", b"nonsense" * 100, file.read_bytes()[:-400]):
        file.write_bytes(data)
        fill(file, NOW)
        assert values_in(file) == NOW


@pytest.mark.parametrize("version", ["1", "2"])
def test_changes_of_another_table_are_not_believed(file: Path, version: str) -> None:
    """As a run leaves them that is killed after it wrote the first file anew."""
    left = beside(file).read_bytes()
    values = {**BASE, "a": b"not the first"} if version == "1" else BASE
    file.unlink()
    fill(file, values, version)
    beside(file).write_bytes(left)
    assert values_in(file, version) == {**dict.fromkeys(NOW), **values}


def test_many_changes_become_one_file_again(file: Path) -> None:
    """Which is read as quickly as the first."""
    fill(file, {f"key {number}": b"x" * 1000 for number in range(2000)})
    assert not beside(file).exists()
    assert values_in(file) == NOW
    assert Table(file, "1").get("key 1999") == b"x" * 1000


def test_the_files_do_not_grow_without_end(file: Path) -> None:
    """Keys that come and go, and values that are put again and again, leave nothing behind."""
    for number in range(300):
        table = Table(file, "1")
        for one in range(100):
            table.drop(f"a key of run {number - 1}, the one with number {one}")
            table.put(f"a key of run {number}, the one with number {one}", b"x" * 100)
            table.put("a", b"%d" % number)
        table.save()
        assert file.stat().st_size + (beside(file).exists() and beside(file).stat().st_size) < 3e6
    assert Table(file, "1").get("a") == b"299"


def test_nothing_is_written_where_nothing_changed(file: Path) -> None:
    """A run that only reads leaves the files as they are."""
    looks = [(one.stat().st_ino, one.stat().st_mtime_ns) for one in (file, beside(file))]
    table = Table(file, "1")
    table.get("a")
    table.save()
    assert [(one.stat().st_ino, one.stat().st_mtime_ns) for one in (file, beside(file))] == looks


def test_a_table_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A file stands where its folder belongs; what is there otherwise stays."""
    (tmp_path / "folder").write_text("in the way")
    table = Table(tmp_path / "folder" / "table", "1")
    table.put("a", b"1")
    with pytest.raises(OSError, match="folder"):
        table.save()


def test_a_fault_while_writing_leaves_the_old_table(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing half-written beside it."""
    monkeypatch.setattr(Path, "replace", _refuse)
    with pytest.raises(OSError, match="full"):
        fill(file, {"a": b"another"})
    with pytest.raises(OSError, match="full"):
        fill(file, {"a": b"x" * (2 << 20)})
    assert values_in(file) == NOW
    assert {one.name for one in file.parent.iterdir()} == {file.name, beside(file).name}


def _refuse(_: Path, target: Path) -> Path:
    raise OSError(f"the disk is full at {target}")
