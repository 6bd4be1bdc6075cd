"""What if a file is broken? The loader says so, at the right line, and never fails itself.

`BRIEFINGS_MALFORMED=100000` tries so many files of each sort, others at each run.
"""

import os
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings.checking import check
from briefings.loading import load
from briefings.problems import Problem, Severity
from tests.breaking import SLIPS, Broken, Spot, Valid, broken, spots, valid_files
from tests.sites import copied
from tests.test_format import settings_for
from tests.test_loading import read
from tests.tools import ROOT

ASKED = int(os.environ.get("BRIEFINGS_MALFORMED", "0"))
SMALL = ROOT / "tests/bulletin"
TYPES = {"NoneType", "Traceback", "datetime.date"}
NASTY = [
    *[b"\t", b"\x00", b"\r", b"\x1b[31m", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc2\x85"],
    *["\u2028".encode(), "\u202e".encode(), "\xa0".encode(), "e\u0301".encode(), "👩‍🚀".encode()],
    *[
        b"---\n",
        b"...\n",
        b"- ",
        b": ",
        b"? ",
        b"&a ",
        b"*a",
        b"!!x ",
        b"%YAML 9\n",
        b"<<: ",
        b"|9",
    ],
    *[b"{" * 60, b"[" * 60, b"- " * 60, b"> " * 60, b"*" * 99, b"_" * 99, b"`" * 99, b"(" * 99],
    *[
        b"![](",
        b"[^1]",
        b"<a href=",
        b"\\",
        b"&#0;",
        b"]]>",
        b"1e999",
        b"0x1F",
        b"9" * 400,
        b"\n\n",
    ],
]
"""What is least expected in a file."""


def many(number: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """So many files, the same at each run; or as many others as the environment asks for."""
    return settings(
        max_examples=ASKED or number,
        derandomize=not ASKED,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@cache
def originals() -> tuple[Valid, ...]:
    """The valid files that are broken: those of the small bulletin, and this repository's own."""
    return (*valid_files(SMALL / "content"), *valid_files(ROOT / "content"))


@cache
def spots_of(file: Valid) -> tuple[Spot, ...]:
    """The keys of a file, found once."""
    return tuple(spots(file))


@st.composite
def slips(draw: st.DrawFn) -> tuple[Valid, Broken]:
    """A valid file, and what becomes of it by a slip."""
    file = draw(st.sampled_from([one for one in originals() if spots_of(one)]))
    slip = draw(st.sampled_from(SLIPS))
    found = (broken(file, spot, slip) for spot in spots_of(file))
    possible = [one for one in found if one]
    return (file, draw(st.sampled_from(possible))) if possible else draw(slips())


@st.composite
def shaken(draw: st.DrawFn) -> tuple[Valid, bytes]:
    """A valid file with its bytes flipped, cut, repeated and mixed with others."""
    file = draw(st.sampled_from(originals()))
    data = file.text.encode()
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 40)))
        change = draw(st.sampled_from(["flip", "cut", "repeat", "nasty", "text", "bytes", "move"]))
        if change == "flip" and data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([data[at] ^ draw(st.integers(1, 255))]) + data[at + 1 :]
        elif change == "cut":
            data = data[:at] + data[end:]
        elif change == "repeat":
            data = data[:at] + data[at:end] * draw(st.integers(2, 50)) + data[end:]
        elif change == "move":
            to = draw(st.integers(0, len(data)))
            data = data[:to] + data[at:end] + data[to:]
        else:
            others = {
                "nasty": st.sampled_from(NASTY),
                "text": st.text(max_size=20).map(lambda one: one.encode(errors="replace")),
                "bytes": st.binary(max_size=20),
            }
            data = data[:at] + draw(others.get(change, st.just(b""))) + data[at:]
    return file, data


def errors(problems: tuple[Problem, ...]) -> list[Problem]:
    """Those problems that refuse a file."""
    return [one for one in problems if one.severity is Severity.ERROR]


@pytest.mark.parametrize("file", originals(), ids=lambda file: file.inner)
def test_the_files_are_valid_before(file: Valid) -> None:
    """What is broken here had nothing wrong."""
    assert errors(read(file.inner, file.text.encode())) == []


@many(1500)
@given(slips())
def test_a_slip_is_told_on_its_line(case: tuple[Valid, Broken]) -> None:
    """Wrong types, unknown keys, bad dates, tabs, open quotes: each is told where it was made."""
    file, slip = case
    problems = errors(read(file.inner, slip.text.encode()))
    assert slip.lines & {one.line for one in problems}, (slip.slip, slip.lines, problems)


@many(1500)
@given(shaken())
def test_any_damage_is_read_or_told(case: tuple[Valid, bytes]) -> None:
    """Whatever the bytes, nothing fails or hangs, and what is told stands in the file."""
    file, data = case
    begun = time.process_time()
    problems = read(file.inner, data)
    assert time.process_time() - begun < 1 + len(data) / 10_000
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for one in problems:
        assert 1 <= one.line <= lines
        assert one.column >= 1
        assert not TYPES & set(one.message.split())
        assert "\n" not in one.message


@pytest.fixture(scope="module")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small bulletin."""
    return copied(SMALL, tmp_path_factory.mktemp("malformed") / "bulletin")


NAMING = frozenset("speaker entry place publisher via outcome translation_of".split())
"""Keys whose value names something else."""


def names() -> list[tuple[Valid, Spot]]:
    """Every place in the small bulletin where an id stands alone on its line."""
    files = [one for one in valid_files(SMALL / "content") if one.inner.startswith("entries/")]
    return [(one, spot) for one in files for spot in spots_of(one) if spot.name in NAMING]


@pytest.mark.parametrize(("file", "spot"), names(), ids=lambda one: getattr(one, "name", ""))
def test_an_unknown_id_is_told_on_its_line(file: Valid, spot: Spot, bulletin: Path) -> None:
    """Whatever is named and is not there, the line that names it is told."""
    lines = file.lines
    line = lines[spot.value.line - 1]
    start = spot.value.column - 1
    lines[spot.value.line - 1] = f"{line[:start]}zq-{line[start:]}"
    target = bulletin / "content" / file.inner
    target.write_text("\n".join(lines), "utf-8")
    try:
        around = settings_for(bulletin)
        loaded = load(around)
        found = errors((*loaded.problems(), *check(loaded, around)))
    finally:
        target.write_text(file.text, "utf-8")
    assert [(one.path, one.line) for one in found if one.path.endswith(file.inner)][:1] == [
        (f"content/{file.inner}", spot.value.line)
    ]
