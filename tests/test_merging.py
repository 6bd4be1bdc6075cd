"""What becomes of a list that two sides changed? Real merges by git, as editors meet them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.merging import ORDER, merged
from tests.repositories import BRIEFINGS, attempt, commit, git, repository
from tests.test_commands import WORLD

LIST = "content/entries/2024/06/15.yml"


def one(slug: str, title: str = "A title") -> str:
    """An entry that shares all its lines but one with others."""
    return (
        f"- slug: {slug}\n  title: {title}\n  topics: [economy]\n"
        "  sources: [https://example.org/a]\n  body: |\n    A body.\n"
    )


DAY = f"# The day's short entries.\n\n{one('first')}\n# Seen by two editors.\n{one('second')}"


def merging(folder: Path, base: str, ours: str, theirs: str, path: str = LIST) -> tuple[int, str]:
    """What `git merge` of two branches leaves of a file, and its exit status."""
    repository(folder, {**WORLD, path: base})
    done = attempt(folder, *BRIEFINGS, "setup-git")
    assert done.returncode == 0, done.stderr
    commit(folder, {})
    git(folder, "checkout", "-q", "-b", "side")
    commit(folder, {path: theirs})
    git(folder, "checkout", "-q", "main")
    commit(folder, {path: ours, "content/pages/other.md": "# Other\n"})
    done = attempt(folder, "git", "merge", "-q", "--no-edit", "side")
    return done.returncode, (folder / path).read_text(encoding="utf-8")


def test_both_sides_append_entries_that_share_lines(tmp_path: Path) -> None:
    """Two branches append to one day: all four entries are there, whole, and the bulletin is in order."""
    ours = f"{DAY}\n{one('ours-1')}\n{one('ours-2')}"
    theirs = f"{DAY}\n{one('theirs-1')}\n{one('theirs-2')}"
    status, text = merging(tmp_path, DAY, ours, theirs)
    assert status == 0
    assert text == f"{ours}\n{one('theirs-1')}\n{one('theirs-2')}"
    checked = attempt(tmp_path, *BRIEFINGS, "check")
    assert "7 entries are in order" in checked.stdout, checked.stderr


def test_both_sides_begin_the_same_file(tmp_path: Path) -> None:
    """A day's file that both sides add has the entries of both."""
    repository(tmp_path, WORLD)
    attempt(tmp_path, *BRIEFINGS, "setup-git")
    commit(tmp_path, {})
    git(tmp_path, "checkout", "-q", "-b", "side")
    commit(tmp_path, {LIST: one("theirs")})
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {LIST: one("ours")})
    assert attempt(tmp_path, "git", "merge", "-q", "--no-edit", "side").returncode == 0
    assert (tmp_path / LIST).read_text() == one("ours") + one("theirs")


def test_a_change_on_one_side_is_taken(tmp_path: Path) -> None:
    """Neighbours that are changed on one side each, and one that is removed, need nobody's decision."""
    base = one("a") + one("b") + one("c")
    ours = one("a", "Ours") + one("b") + one("c")
    theirs = one("a") + one("b", "Theirs")
    assert merging(tmp_path, base, ours, theirs) == (0, one("a", "Ours") + one("b", "Theirs"))


def test_an_entry_that_both_changed_conflicts_alone(tmp_path: Path) -> None:
    """The marked lines hold the two versions of that entry, and nothing of the others."""
    status, text = merging(
        tmp_path,
        one("a") + one("b") + one("c"),
        one("a") + one("b", "Ours") + one("c") + one("d"),
        one("a", "Other") + one("b", "Theirs") + one("c") + one("e"),
    )
    both = f"<<<<<<< ours\n{one('b', 'Ours')}=======\n{one('b', 'Theirs')}>>>>>>> theirs\n"
    assert status == 1
    assert text == one("a", "Other") + both + one("c") + one("d") + one("e")
    assert f"UU {LIST}" in git(tmp_path, "status", "--porcelain")


@pytest.mark.parametrize("removed_by", ["ours", "theirs"])
def test_removed_here_and_changed_there_conflicts(tmp_path: Path, removed_by: str) -> None:
    """Neither the removal nor the change wins in silence."""
    sides = {"ours": one("a") + one("b", "New"), "theirs": one("a") + one("b", "New")}
    sides[removed_by] = one("a")
    status, text = merging(tmp_path, one("a") + one("b"), sides["ours"], sides["theirs"])
    own = "" if removed_by == "ours" else one("b", "New")
    other = "" if removed_by == "theirs" else one("b", "New")
    assert status == 1
    assert text == f"{one('a')}<<<<<<< ours\n{own}=======\n{other}>>>>>>> theirs\n"


def test_a_registry_is_merged_by_its_ids(tmp_path: Path) -> None:
    """The order of the topics, which is that of the sections, is that of the side which changed it."""
    base = "economy: {name: Economy}\nwar: {name: War}\n# Seldom used.\nsport: {name: Sport}\n"
    ours = "war: {name: War}\neconomy: {name: Economy}\n# Seldom used.\nsport: {name: Sport}\nx: {name: X}\n"
    theirs = base.replace("name: War", "name: Wars") + "y: {name: Y}\n"
    status, text = merging(tmp_path, base, ours, theirs, "content/topics.yml")
    assert status == 0
    assert text == ours.replace("name: War}", "name: Wars}") + "y: {name: Y}\n"


def test_what_cannot_be_cut_is_merged_by_lines(tmp_path: Path) -> None:
    """A list that is not written as a block, or has a mistake, is git's own matter."""
    ours, theirs = "[{slug: b, title: B}]\n", "[{slug: c, title: C}]\n"
    status, text = merging(tmp_path, "[]\n", ours, theirs)
    assert status == 1
    assert text == f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"


def test_setting_up_twice_changes_nothing(tmp_path: Path) -> None:
    """What an editor wrote into .gitattributes stays, and a second run finds all done."""
    repository(tmp_path, {**WORLD, ".gitattributes": "*.yml merge=union"})
    first = attempt(tmp_path / "content", *BRIEFINGS, "setup-git")
    written = (tmp_path / ".gitattributes").read_text()
    assert written.startswith("*.yml merge=union\n#")
    assert "Commit .gitattributes." in first.stdout
    second = attempt(tmp_path, *BRIEFINGS, "setup-git")
    assert (second.returncode, second.stderr) == (0, "")
    assert "Commit" not in second.stdout
    assert (tmp_path / ".gitattributes").read_text() == written
    lone = git(tmp_path, "check-attr", "merge", "--", "content/entries/2024/06/14-a.yml")
    assert lone.endswith(": union\n")


def test_setting_up_without_a_repository(tmp_path: Path) -> None:
    """There is nothing to set up, which is said in a sentence."""
    for path, text in WORLD.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    done = attempt(tmp_path, *BRIEFINGS, "setup-git", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Git cannot be set up: not a git repository")


def test_another_order_on_both_sides_is_asked_about() -> None:
    """Two sides that moved what was there to different places have the whole file to decide on."""
    base, ours, theirs = ("".join(map(one, order)) for order in ("abcd", "bacd", "abdc"))
    found = merged(base, ours, theirs)
    assert found == (f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n", (ORDER,))


def test_line_ends_and_the_last_line() -> None:
    """The line ends of our side stay, whatever theirs are, and a last line may lack its own."""
    found = merged(
        one("a").replace("\n", "\r\n"),
        (one("a") + one("b")).replace("\n", "\r\n"),
        (one("a") + one("c")).rstrip("\n"),
    )
    assert found == ((one("a") + one("b") + one("c")).replace("\n", "\r\n"), ())


def test_comments_stay() -> None:
    """Comments that stand alone, above and beside entries stay, and those that a side adds come in."""
    base = "# Day\n\n# About a\n- slug: a # beside\n  title: A\n  # inside\n\n# The end\n"
    ours = base.replace("# The end", "# b\n- slug: b\n\n# The end")
    theirs = base.replace("# Day\n", "# Day\n\n# Two\n").replace("# inside", "# within")
    found = merged(base, ours, theirs)
    assert found is not None
    assert found.conflicts == ()
    assert found.text == (
        "# Day\n\n# Two\n\n# About a\n- slug: a # beside\n  title: A\n  # within\n\n"
        "# b\n- slug: b\n\n# The end\n"
    )


_SIDES = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["1", "2", "3"]))


@given(_SIDES, _SIDES, _SIDES)
def test_nothing_is_lost_and_nothing_invented(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
) -> None:
    """Each entry comes to what three-way merging says of it, whatever happens to its neighbours."""
    texts = ("".join(one(*item) for item in side.items()) for side in (base, ours, theirs))
    found = merged(*texts)
    assert found is not None
    if found.conflicts == (ORDER,):
        return
    for slug in base.keys() | ours.keys() | theirs.keys():
        was, own, other = base.get(slug), ours.get(slug), theirs.get(slug)
        settled = other if was == own else own if other in (was, own) else "conflict"
        assert (slug in found.conflicts) == (settled == "conflict")
        for title in "123":
            expected = title in (own, other) if settled == "conflict" else title == settled
            assert found.text.count(one(slug, title)) == expected


_BITS = [
    "\n",
    "- ",
    "# x\n",
    ": ",
    "\t",
    "---\n",
    "...\n",
    "\r\n",
    "{",
    "[",
    "|\n",
    '"',
    "\x85",
    "\u2028",
    "*x",
    "&x ",
]
_EDITS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 6), st.sampled_from(["", *_BITS])), max_size=4
)


@given(_EDITS, _EDITS, _EDITS)
def test_whatever_is_written_nothing_of_it_is_lost(
    base: list[tuple[int, int, str]],
    ours: list[tuple[int, int, str]],
    theirs: list[tuple[int, int, str]],
) -> None:
    """However broken the three texts are, a line that one side added stands in what comes of them."""
    texts = [_edited(DAY, edits) for edits in (base, ours, theirs)]
    found = merged(*texts)
    if found is not None:
        was, own, other, came = map(_written, (*texts, found.text))
        assert (own | other) - was <= came


def _edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    for place, length, bit in edits:
        text = text[:place] + bit + text[place + length :]
    return text


def _written(text: str) -> set[str]:
    """The lines on which something stands."""
    return {line for line in text.replace("\r\n", "\n").split("\n") if line.strip()}
