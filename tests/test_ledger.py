"""Does the record of a site tell how each file was left, and cost an edit little?"""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from briefings.ledger import Ledger
from briefings.standing import Left

LOOK = 4096, 1_719_781_140_000_000_000
FILES: dict[str, Left] = {f"2024/06/{n % 28 + 1:02}/{n}/index.html": LOOK for n in range(100_000)}


def ledger_of(folder: Path) -> Ledger:
    """The record in a folder, of one version of the program."""
    return Ledger(folder / "site", "1")


@given(
    steps=st.lists(
        st.dictionaries(st.integers(0, 3000), st.none() | st.just(LOOK), max_size=40), max_size=5
    ),
    at_once=st.integers(0, 3000),
)
def test_every_file_is_told_however_the_site_grew(
    steps: list[dict[int, Left | None]], at_once: int
) -> None:
    """Written at once or step by step, the record is that of the last state."""
    ledger = Ledger(Path("none"), "1", read=False)
    known: dict[str, Left] = {}
    whole: dict[int, Left | None] = dict.fromkeys(range(at_once), LOOK)
    for step in (whole, *steps):
        changed = {f"{n}/index.html": left for n, left in step.items()}
        ledger.set_left(changed, {})
        known = {path: one for path, one in {**known, **changed}.items() if one}
    left = ledger.standing()
    assert {path: left.file(path) for path in left.files()} == known


def test_an_edit_writes_a_small_part_of_a_large_record(tmp_path: Path) -> None:
    """Of a hundred thousand files the record is not written again for the forty that changed."""
    ledger = ledger_of(tmp_path)
    ledger.set_left(FILES, {})
    ledger.save()
    whole = (tmp_path / "site").stat().st_size
    ledger = ledger_of(tmp_path)
    ledger.set_left(dict.fromkeys(list(FILES)[:40], (5000, 1)), {})
    ledger.save()
    assert (tmp_path / "site.changes").stat().st_size < whole / 5
    assert ledger_of(tmp_path).standing().file(next(iter(FILES))) == (5000, 1)


@given(
    known=st.lists(st.binary(min_size=8, max_size=8), unique=True, max_size=60),
    more=st.lists(st.binary(min_size=8, max_size=8), unique=True, max_size=60),
)
def test_readers_are_told_each_once(known: list[bytes], more: list[bytes]) -> None:
    """However many outputs read a fact, and in however many steps they came to do so."""
    ledger = Ledger(Path("none"), "1", read=False)
    fact = b"the fact"
    for outputs in (known, more):
        ledger.set_readers(dict.fromkeys(outputs, fact))
    assert ledger.readers([fact]) == {*known, *more}
    assert len(ledger._table.get(f"readers:{fact.hex()}") or b"") == 8 * len({*known, *more})
