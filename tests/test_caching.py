"""What did a file give last time? A cache that is wrong in any way is never believed."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefings.caching import CacheDamagedError
from briefings.files.filing import read_file
from briefings.loading import Loaded, load
from briefings.settings import Settings
from tests.loads import content_of_files, gave
from tests.test_format import WORLD, settings_for, write

LONG_AGO = 1_700_000_000
ENTRY = "entries/2024/06/13-terms.md"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A small bulletin whose files were written long ago."""
    write(tmp_path, WORLD)
    return settings_for(tmp_path)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that were made sense of, in order."""
    seen: list[str] = []

    def counted(*args: Any, **kwargs: Any) -> Any:
        seen.append(kwargs["inner"])
        return read_file(*args, **kwargs)

    monkeypatch.setattr("briefings.files.filing.read_file", counted)
    return seen


def title(loaded: Loaded) -> str:
    """The title of the one entry."""
    (entry,) = content_of_files(loaded).entries
    return entry.title


def test_a_second_load_reads_nothing_and_gives_the_same(
    settings: Settings, reads: list[str]
) -> None:
    """What files gave comes back whole from the cache."""
    first = gave(load(settings))
    assert reads
    reads.clear()
    assert gave(load(settings)) == first
    assert reads == []


def test_a_changed_file_alone_is_read_again(settings: Settings, reads: list[str]) -> None:
    """Bytes decide, whatever the times say, as long as the times were fresh when it was read."""
    load(settings)
    reads.clear()
    file = settings.content_dir / ENTRY
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"The terms", b"Ten terms"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert title(load(settings)) == "Ten terms"
    assert reads == [ENTRY]


def test_a_touched_file_is_not_read_again(settings: Settings, reads: list[str]) -> None:
    """Another time with the same bytes is the same file."""
    load(settings)
    reads.clear()
    os.utime(settings.content_dir / ENTRY, (LONG_AGO, LONG_AGO))
    load(settings)
    assert reads == []


def test_a_deleted_file_is_forgotten(settings: Settings) -> None:
    """Nothing that is gone comes back from the cache."""
    load(settings)
    (settings.content_dir / ENTRY).unlink()
    assert content_of_files(load(settings)).entries == ()
    assert content_of_files(load(settings)).entries == ()


def test_without_the_cache_everything_is_read(settings: Settings, reads: list[str]) -> None:
    """A full build believes no cache, and leaves a good one behind."""
    load(settings)
    reads.clear()
    load(settings, cached=False)
    assert ENTRY in reads
    reads.clear()
    load(settings)
    assert reads == []


def test_other_settings_read_anew(settings: Settings, reads: list[str]) -> None:
    """What depends on the time zone or the Markdown extensions is not taken from other ones."""
    load(settings)
    reads.clear()
    load(settings_for(settings.folder, timezone="Europe/Bucharest"))
    assert ENTRY in reads
    reads.clear()
    load(settings_for(settings.folder, markdown_extensions=("abbr",)))
    assert ENTRY in reads


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:200],
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: data[:200] + bytes([data[200] ^ 1]) + data[201:],
        lambda data: b"nonsense" * 1000,
    ],
)
def test_a_damaged_cache_is_ignored(settings: Settings, reads: list[str], damage: Any) -> None:
    """Half-written and altered caches are noticed."""
    first = gave(load(settings))
    damage_cache(settings, damage)
    reads.clear()
    assert gave(load(settings)) == first
    assert ENTRY in reads


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[: len(data) // 2], lambda data: data[:-2000] + b"x" * 2000],
)
def test_a_damaged_value_is_refused(settings: Settings, damage: Any) -> None:
    """Whoever asks for it hears that the cache is damaged."""
    first = gave(load(settings))
    damage_cache(settings, damage)
    with pytest.raises(CacheDamagedError, match="content is damaged"):
        gave(load(settings))
    assert gave(load(settings, cached=False)) == first


def test_what_follows_the_values_is_nothing(settings: Settings) -> None:
    """More bytes than were written do no harm."""
    first = gave(load(settings))
    damage_cache(settings, lambda data: data + b"x")
    assert gave(load(settings)) == first


def damage_cache(settings: Settings, damage: Callable[[bytes], bytes]) -> None:
    """Put another file into the place of what files gave."""
    file = settings.cache_dir / "content"
    data = file.read_bytes()
    file.unlink()
    file.write_bytes(damage(data))


def test_a_cache_that_cannot_be_written_is_no_error(settings: Settings) -> None:
    """A file where the cache's folder belongs only makes the next load slower."""
    settings.cache_dir.write_text("in the way")
    assert title(load(settings)) == "The terms"
    assert title(load(settings)) == "The terms"


def test_old_times_are_trusted_and_fresh_ones_are_not(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a file is older than the clock's grain, its looks are enough."""
    load(settings)
    later = 10**10 + (settings.content_dir / ENTRY).stat().st_ctime_ns
    monkeypatch.setattr("briefings.noticing.time.time_ns", lambda: later)
    with monkeypatch.context() as patch:
        patch.setattr("briefings.loading._bytes_of", lambda *_: pytest.fail("a file was opened"))
        with pytest.raises(pytest.fail.Exception):
            load(settings)
    load(settings)
    monkeypatch.setattr("briefings.loading._bytes_of", lambda *_: pytest.fail("a file was opened"))
    load(settings)
