"""Does an edition continue the last one wherever it is certain what changed, and nowhere else?"""

import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks import bulletin
from benchmarks.corpus import corpus
from briefings.building import build
from briefings.problems import ContentError
from tests.continued import (
    FOG,
    INTRODUCTION,
    NOW,
    PEOPLE,
    RAIN,
    Do,
    append,
    assert_as_if_anew,
    built_in,
    change,
    entry,
    prepared,
    remove,
    restored,
    write,
)
from tests.tools import ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small bulletin with more to edit, built."""
    return built_in(tmp_path_factory.mktemp("built"))


@pytest.fixture
def folder(built: Path) -> Path:
    """The built bulletin as it was, whatever another test did to it."""
    return restored(built)


def _rename(folder: Path) -> None:
    (folder / RAIN).rename(folder / RAIN.replace("rain", "drizzle"))


def _add_picture(folder: Path) -> None:
    shutil.copy(folder / "content/media/crane.png", folder / "content/media/ladder.png")
    keys = "image: {src: media/ladder.png, alt: A ladder}\n"
    (folder / RAIN).write_text(entry("Rain", keys), "utf-8")


def _with_a_new_person(folder: Path) -> None:
    append(PEOPLE, "new-hand: {name: New Hand}\n")(folder)
    (folder / RAIN).write_text(entry("Rain", "people: [new-hand]\n"), "utf-8")


def _with_a_true_alarm(folder: Path) -> None:
    change(FOG, "  status: withdrawn\n", "")(folder)
    change(FOG, "kind: withdrawal", "kind: update")(folder)


CERTAIN: dict[str, Do] = {
    "nothing": lambda folder: None,
    "a body": append(RAIN, "\nIt rained on, see [the terms](entry:2024/03/28/berth-terms).\n"),
    "a title": change(RAIN, "title: Rain", "title: Drizzle"),
    "a title in a list": change(FOG, "The league accepts", "A league accepts"),
    "a new topic": append("content/topics.yml", "sea: {name: The sea}\n"),
    "a new publisher": append(
        "content/publishers.yml", "brook: {name: Brook, hosts: [brook.example]}\n"
    ),
    "a topic": change(RAIN, "[weather]", "[port, weather]"),
    "a status": change(RAIN, "---\nNothing", "status: confirmed\n---\nNothing"),
    "a new entry": write("content/entries/2024/04/05-sun.md", entry("Sun")),
    "a new entry of a new year": write("content/entries/2022/01/01-sun.md", entry("Sun")),
    "a new entry that answers": write(
        "content/entries/2024/04/05-sun.md",
        entry("Sun", "responds_to: [2024/03/28/berth-terms]\nstories: [winter-storms]\n"),
    ),
    "an entry deleted": remove(RAIN),
    "an entry renamed": _rename,
    "a draft": change(RAIN, "---\nNothing", "draft: true\n---\nNothing"),
    "a person with an entry": _with_a_new_person,
    "a person renamed": change(PEOPLE, "name: Ada Quayle", "name: Ada Quayle-Smith"),
    "a story renamed": change("content/stories.yml", "The berth dispute", "The dispute"),
    "a warning that holds no longer": _with_a_true_alarm,
    "a picture": _add_picture,
    "another picture under the same name": lambda folder: shutil.copy(
        folder / "content/media/crane.png", folder / "content/media/quay.png"
    ),
    "an introduction edited": append(INTRODUCTION, "\nAnother sentence.\n"),
    "an introduction removed": remove(INTRODUCTION),
    "a new introduction": write("content/briefings/2024-04-03.md", "---\ntitle: Rain\n---\nWet.\n"),
}
"""What only touches what can be told."""


@pytest.mark.parametrize("edit", CERTAIN.values(), ids=CERTAIN)
def test_what_is_certain_continues(edit: Do, folder: Path) -> None:
    """Few outputs are looked at, and the site is that of a full build, with the same warnings."""
    edit(folder)
    edition = prepared(folder)
    assert edition.continued is not None, edition.why
    assert len(edition.outputs) < len(edition.all_outputs()) / 2
    build(edition, search=False, jobs=1)
    assert_as_if_anew(folder, NOW, edition)


MOMENTS = {
    "an embargo ends": NOW + timedelta(hours=2),
    "a day passes": NOW + timedelta(days=1),
    "a year passes": NOW + timedelta(days=400),
    "the clock goes back": datetime(2024, 3, 29, 12, tzinfo=UTC),
}


@pytest.mark.parametrize("now", MOMENTS.values(), ids=MOMENTS)
def test_time_alone_continues(now: datetime, folder: Path) -> None:
    """What the clock moves is known beforehand."""
    edition = prepared(folder, now)
    assert edition.continued is not None, edition.why
    build(edition, search=False, jobs=1)
    assert_as_if_anew(folder, now, edition)


@pytest.mark.parametrize(
    ("now", "years"),
    [(NOW + timedelta(days=1), set()), (datetime(2025, 6, 2, 12, tzinfo=UTC), {"2025"})],
)
def test_a_new_day_leaves_past_years_alone(now: datetime, years: set[str], folder: Path) -> None:
    """The calendar of a year is looked at where one of its events may be over since."""
    kinds: dict[str, set[str]] = {}
    for output in prepared(folder, now).outputs:
        kinds.setdefault(output.kind, set()).add(output.key)
    assert {"front", "calendar"} <= kinds.keys()
    assert kinds.get("calendar-year", set()) == years


def test_without_an_edit_nothing_is_looked_at(folder: Path) -> None:
    """Neither a second nor a third time."""
    for _ in range(2):
        edition = prepared(folder)
        assert (edition.outputs, edition.stale_segments) == ((), frozenset())
        report = build(edition, search=False, jobs=1)
        assert (report.written, report.unchanged, report.removed) == ((), (), ())


def _two_files_for_one(folder: Path) -> None:
    body = "- {slug: rain, title: Rain too, topics: [weather], sources: [https://a.example/]}\n"
    (folder / "content/entries/2024/04/03.yml").write_text(body, "utf-8")


WRONG: dict[str, Do] = {
    "an unknown topic": change(RAIN, "[weather]", "[whether]"),
    "an unknown entry": change(RAIN, "---\nNo", "updates: [2024/03/28/berth-term]\n---\nNo"),
    "an unknown event": change(RAIN, "---\nNo", "concerns: [quay-meting]\n---\nNo"),
    "an unknown speaker": change(RAIN, "---\nNo", "quotes: [{speaker: x, text: X}]\n---\nNo"),
    "a broken link": append(RAIN, "\n[A page](/nowhere/)\n"),
    "a picture that is not there": change(
        RAIN, "---\nNo", "image: {src: media/none.png, alt: None}\n---\nNo"
    ),
    "a slug twice": _two_files_for_one,
    "an address in other letters": write("content/entries/2024/04/03-RAIN.md", entry("Rain")),
    "an alias that is an entry": change(
        RAIN, "---\nNo", "aliases: [/2024/03/28/berth-terms/]\n---\nNo"
    ),
    "an alias that is a page": change(RAIN, "---\nNo", "aliases: [/about/]\n---\nNo"),
    "an event twice": change(
        RAIN, "---\nNo", "events: [{id: quay-meeting, title: Tea, start: 2024-05-01}]\n---\nNo"
    ),
    "a series in another unit": change(
        RAIN, "---\nNo", "figures: [{label: L, value: 1, unit: tons, series: ships}]\n---\nNo"
    ),
    "no YAML": write(RAIN, "---\ntitle: [Rain\n---\nNo\n"),
    "a file that is no entry": write("content/entries/2024/04/rain.txt", "Rain"),
    "a person removed that is named": change(PEOPLE, "najib-haddad:", "najib:"),
    "an entry removed that others name": remove("content/entries/2024/03/28-berth-terms.md"),
    "an entry renamed that others name": change(FOG, "slug: dockers-answer", "slug: answer"),
    "a topic that is its own parent": change(
        "content/topics.yml", "weather:", "gale: {name: Gale, parent: gale}\nweather:"
    ),
    "two introductions of a day": write("content/briefings/2024-03-28.yml", "title: Another\n"),
}
"""What must not be published. Some of it only another file makes wrong."""


@pytest.mark.parametrize("edit", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_as_ever(edit: Do, folder: Path) -> None:
    """As by a check that knows of no build before; once it is mended nothing is left to do."""
    before = {
        path: (folder / path).read_bytes()
        for path in sorted(one.relative_to(folder) for one in (folder / "content").rglob("*.*"))
        if (folder / path).is_file()
    }
    edit(folder)
    with pytest.raises(ContentError) as told:
        prepared(folder)
    with pytest.raises(ContentError) as anew:
        prepared(folder, cached=False)
    assert str(told.value) == str(anew.value)
    shutil.rmtree(folder / "content")
    for path, data in before.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    edition = prepared(folder)
    assert edition.continued is not None, edition.why
    assert edition.outputs == ()


UNCERTAIN: dict[str, tuple[Do, str]] = {
    "a person removed": (change(PEOPLE, "nobody: {name: Nobody}\n", ""), "nobody is gone"),
    "another alias": (change(RAIN, "---\nNo", "aliases: [/rain/]\n---\nNo"), "other aliases"),
    "a draft that others name": (
        change(
            "content/entries/2024/03/28-berth-terms.md", "---\ntitle:", "---\ndraft: true\ntitle:"
        ),
        "to say of",
    ),
    "a warning": (change(RAIN, "---\nNo", "updates: [2024/03/30/false-alarm]\n---\nNo"), "to say"),
    "settings": (change("mkdocs.yml", "feed_entries: 8", "feed_entries: 3"), "settings"),
    "a plain page": (append("content/pages/about.md", "\nMore.\n"), "plain pages"),
    "hosts of a publisher": (
        change("content/publishers.yml", "hosts: [radio.example]", "hosts: [new.radio.example]"),
        "hosts",
    ),
    "no record": (lambda folder: shutil.rmtree(folder / ".cache"), "no earlier build"),
}
"""What may touch anything."""


@pytest.mark.parametrize(("edit", "why"), UNCERTAIN.values(), ids=UNCERTAIN)
def test_what_is_uncertain_is_made_anew(edit: Do, why: str, folder: Path) -> None:
    """Everything is looked at, and the edition says why; the one after it continues again."""
    edit(folder)
    edition = prepared(folder)
    assert edition.continued is None
    assert why in edition.why
    assert set(edition.outputs) == set(edition.all_outputs())
    build(edition, search=False, jobs=1)
    assert_as_if_anew(folder, NOW, edition)
    write("content/entries/2024/04/05-sun.md", entry("Sun"))(folder)
    assert prepared(folder).continued is not None


def test_a_bulletin_that_moved_is_made_anew(folder: Path, tmp_path: Path) -> None:
    """What is recorded of another folder's site says nothing of this one."""
    moved = shutil.copytree(folder, tmp_path / "moved")
    assert prepared(moved).continued is None


def test_an_entry_touches_as_much_in_a_large_archive(tmp_path: Path) -> None:
    """What a new entry makes to be looked at does not grow with the number of those that are there."""
    touched = []
    for entries in (100, 1000):
        folder = tmp_path / str(entries)
        written = corpus(entries)
        bulletin.write(folder, written, ROOT / "theme")
        build(prepared(folder), search=False, jobs=1)
        newest = max(one.id for one in written.entries)
        file = f"content/entries/{newest[:7]}/{newest[8:10]}-zz-new.md"
        topic = (folder / "content/topics.yml").read_text("utf-8").partition(":")[0]
        write(file, entry("New").replace("weather", topic))(folder)
        edition = prepared(folder)
        report = build(edition, search=False, jobs=1)
        assert report.unchanged == ()
        touched.append(Counter(output.kind for output in edition.outputs))
    assert touched[0] == touched[1]
    assert touched[0].total() < 20
