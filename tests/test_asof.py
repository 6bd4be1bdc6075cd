"""How did the bulletin stand then? By its dates, and by what git remembers of its texts."""

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from briefings.asof import Then, entry_then
from briefings.model import Correction, CorrectionKind, Entry, Status, StatusChange
from tests.making import BUCHAREST, entry
from tests.sites import BUILD, run
from tests.test_commands import CONFIGURATION, ENTRY, bulletin

NOON = Then(datetime(2024, 6, 15, 12, tzinfo=BUCHAREST), BUCHAREST)
AS_OF = (*BUILD, "--as-of", "2024-06-15T12:00")
PAST = "as-of/2024-06-15T1200"


def step(day: int, status: Status) -> StatusChange:
    """A step in the history of an entry's status, in June 2024."""
    return StatusChange(date=date(2024, 6, day), status=status, text="So it is said.")


def correction(day: int, kind: CorrectionKind = CorrectionKind.CORRECTION) -> Correction:
    """A correction in June 2024."""
    return Correction(date=date(2024, 6, day), kind=kind, text="The day was wrong.")


def given(title: str, keys: str = "", body: str = "") -> str:
    """An entry's file."""
    return ENTRY.replace("title: A\n", f"title: {title}\n{keys}") + body


def page(folder: Path, path: str) -> str:
    """A page of the bulletin of then."""
    return (folder / PAST / path / "index.html").read_text("utf-8")


def built_then(folder: Path) -> str:
    """What the command says that builds the bulletin as it stood then."""
    done = run(AS_OF, folder)
    assert done.returncode == 0, done.stderr
    return done.stderr + done.stdout


@pytest.mark.parametrize(
    ("one", "status"),
    [
        (entry("2024/06/14/a", status=Status.DISPUTED), Status.DISPUTED),
        (
            entry(
                "2024/06/14/a",
                status=Status.CONFIRMED,
                history=(step(14, Status.CLAIMED), step(16, Status.CONFIRMED)),
            ),
            Status.CLAIMED,
        ),
        (
            entry("2024/06/14/a", status=Status.CLAIMED, history=(step(15, Status.CLAIMED),)),
            Status.CLAIMED,
        ),
        (
            entry("2024/06/14/a", status=Status.CONFIRMED, history=(step(16, Status.CONFIRMED),)),
            Status.REPORTED,
        ),
        (
            entry(
                "2024/06/14/a",
                status=Status.WITHDRAWN,
                corrections=(correction(16, CorrectionKind.WITHDRAWAL),),
            ),
            Status.REPORTED,
        ),
        (
            entry(
                "2024/06/14/a",
                status=Status.WITHDRAWN,
                corrections=(correction(15, CorrectionKind.WITHDRAWAL),),
            ),
            Status.WITHDRAWN,
        ),
    ],
)
def test_the_status_is_that_of_the_last_step_before(one: Entry, status: Status) -> None:
    """A step counts from the beginning of its day; before the first one, sources said so."""
    assert entry_then(one, NOON).status is status


def test_what_came_later_is_not_there() -> None:
    """Neither later entries, nor later steps and corrections; all else is as it is."""
    one = entry(
        "2024/06/15/a",
        corrections=(correction(15), correction(16)),
        history=(step(14, Status.CLAIMED), step(17, Status.CONFIRMED)),
    )
    then = entry_then(one, NOON)
    assert then.corrections == one.corrections[:1]
    assert then.history == one.history[:1]
    assert not then.draft
    late = entry("2024/06/15/b", date=datetime(2024, 6, 15, 12, 0, 1, tzinfo=BUCHAREST))
    assert entry_then(late, NOON).draft
    assert not entry_then(late, Then(datetime(2024, 6, 15, 10, tzinfo=UTC), ZoneInfo("UTC"))).draft


def test_a_bulletin_as_it_stood(tmp_path: Path) -> None:
    """Later entries, answers, corrections and withdrawals are not there; pages say what they are."""
    folder = bulletin(
        tmp_path,
        {
            "content/entries/2024/06/14-a.md": given(
                "First",
                "corrections: [{date: 2024-06-15, kind: correction, text: Early},"
                " {date: 2024-06-16, kind: correction, text: Late}]\n"
                "events: [{id: e, title: Fair, start: 2024-06-16, outcome: 2024/06/17/late}]\n",
                "[linked](entry:2024/06/17/late)\n",
            ),
            "content/entries/2024/06/14-gone.md": given(
                "Gone",
                "status: withdrawn\n"
                "corrections: [{date: 2024-06-18, kind: withdrawal, text: Wrong}]\n",
            ),
            "content/entries/2024/06/17-late.md": given(
                "Later", "responds_to: [2024/06/14/a]\nconcerns: [e]\n"
            ),
            "content/pages/about.md": "[later](entry:2024/06/17/late)\n",
        },
    )
    built_then(folder)
    first = page(folder, "2024/06/14/a")
    assert "As the bulletin stood on 15 June 2024, 12:00." in first
    assert '<meta name="robots" content="noindex">' in first
    assert "Early" in first
    assert "Late" not in first
    assert "It was changed on <time" in first
    assert '<time datetime="2024-06-16">16 June 2024</time>.</p>' in first
    assert "linked" in first
    assert "/late/" not in first
    assert "<s>" not in page(folder, "2024/06/14/gone")
    assert not (folder / PAST / "2024/06/17").exists()
    assert "<p>later</p>" in page(folder, "about")
    assert "Coming up" in page(folder, "")
    assert "Fair" in page(folder, "")
    # The site itself is neither touched nor there.
    assert not (folder / "site").exists()
    assert (folder / "as-of/.gitignore").read_text() == "*\n"


def test_the_site_and_its_records_stay(tmp_path: Path) -> None:
    """A build of an earlier moment changes nothing of the site, and its next build has nothing to do."""
    folder = bulletin(tmp_path, {})
    assert run(BUILD, folder).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in (folder / "site").rglob("*")}
    built_then(folder)
    assert {path: path.stat().st_mtime_ns for path in (folder / "site").rglob("*")} == before
    assert ": 0 files written" in run(BUILD, folder).stdout
    assert "noindex" not in (folder / "site/index.html").read_text()


def test_another_moment_in_the_same_folder(tmp_path: Path) -> None:
    """What an earlier build left there is replaced, search included."""
    later = {"content/entries/2024/06/20-b.md": given("Second")}
    folder = bulletin(tmp_path, later)
    for moment, is_there in (("2024-06-21", True), ("2024-06-19", False)):
        done = run((*BUILD, "--as-of", moment, "--site-dir", str(tmp_path / "past")), folder)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "past/2024/06/20/b/index.html").exists() is is_there
        assert ("Second" in (tmp_path / "past/index.html").read_text()) is is_there


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as-of", "yesterday"), '"yesterday" is no moment'),
        (("--as-of", "0001-01-01"), '"0001-01-01" is no moment'),
        (("--as-of", "2031-01-01"), "2031-01-01 has not come yet"),
        (("--site-dir", "elsewhere"), "--site-dir goes with --as-of"),
        (("--as-of", "2024-06-15", "--site-dir", "."), "holds the bulletin itself"),
        (("--as-of", "2024-06-15", "--site-dir", "content/past"), "holds the bulletin itself"),
        (("--as-of", "2024-06-15", "--site-dir", "full"), "is not empty"),
    ],
)
def test_what_cannot_be_built_is_refused(
    options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    """With status 2, and nothing is lost."""
    folder = bulletin(tmp_path, {"full/letter.txt": "Dear"})
    done = run((*BUILD, *options), folder, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert (folder / "full/letter.txt").exists()


def test_a_moment_is_in_the_bulletins_zone(tmp_path: Path) -> None:
    """A time without a zone is one of the bulletin's, a day alone means its end."""
    zone = CONFIGURATION.replace("[briefings]", "[{briefings: {timezone: Europe/Bucharest}}]")
    timed = given("Timed", "date: 2024-06-14T22:00:00Z\n")
    folder = bulletin(tmp_path, {"mkdocs.yml": zone, "content/entries/2024/06/15-t.md": timed})
    for moment, is_there in (
        ("2024-06-14", False),
        ("2024-06-15T00:59", False),
        ("2024-06-15T01:00", True),
        ("2024-06-14T22:00Z", True),
        ("2024-06-15", True),
    ):
        done = run((*BUILD, "--as-of", moment, "--site-dir", str(tmp_path / "past")), folder)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "past/2024/06/15/t/index.html").exists() is is_there, moment
    assert f"The bulletin as of 2024-06-15 is in {tmp_path / 'past'}." in done.stdout


class Repository:
    """A bulletin in git, with commits at given moments."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._git("init", "-q")

    def commit(self, moment: str, files: Mapping[str, str]) -> None:
        """Write these files and commit everything at a moment."""
        for path, text in files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text, encoding="utf-8")
        self._git("add", "-A")
        self._git("commit", "-qm", "x", moment=moment)

    def _git(self, *words: str, moment: str = "2024-06-01T00:00Z") -> None:
        names = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Ann")
        mails = dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "ann@a.example")
        dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), moment)
        subprocess.run(
            ["git", *words],
            cwd=self.folder,
            check=True,
            env={**os.environ, **names, **mails, **dates, "GIT_CONFIG_GLOBAL": os.devnull},
        )


def test_the_text_of_then_is_taken_from_git(tmp_path: Path) -> None:
    """Of entries, lists and names; where it does not fit what there is today, today's is shown."""
    late = "corrections: [{date: 2024-06-16, kind: correction, text: Late}]\n"
    short = "- {slug: s, title: Short, topics: [economy], sources: [https://example.org]}\n"
    repository = Repository(bulletin(tmp_path, {}))
    repository.commit(
        "2024-06-15T08:00Z",
        {
            "content/entries/2024/06/14-a.md": given("First wording"),
            "content/entries/2024/06/14-odd.md": given("Odd wording").replace("economy", "war"),
            "content/entries/2024/06/13.yml": short,
            "content/topics.yml": "economy: {name: Economics}\nwar: {name: War}\n",
        },
    )
    repository.commit(
        "2024-06-16T08:00Z",
        {
            "content/entries/2024/06/14-a.md": given("Second wording", late),
            "content/entries/2024/06/14-odd.md": given("Odder wording", late),
            "content/entries/2024/06/13.yml": short.replace("Short", "Long")
            + "- {slug: t, title: Added, topics: [economy], sources: [https://example.org]}\n",
            "content/entries/2024/06/14-new.md": given("Committed late", late),
            "content/topics.yml": "economy: {name: Economy}\n",
        },
    )
    # What is not committed yet is of today.
    (tmp_path / "content/entries/2024/06/14-a.md").write_text(given("Third wording", late))
    assert "4 files read otherwise then" in built_then(tmp_path)
    first = page(tmp_path, "2024/06/14/a")
    assert "First wording" in first
    assert "It was changed on" not in first
    assert "Economics" in first
    day = page(tmp_path, "2024/06/13")
    assert "Short" in day
    assert "Added" in day
    for path, words in (("odd", "Odder wording"), ("new", "Committed late")):
        todays = page(tmp_path, f"2024/06/14/{path}")
        assert words in todays
        assert "It was changed on" in todays


def test_a_history_that_is_cut_off_is_not_guessed_from(tmp_path: Path) -> None:
    """A shallow clone says that it knows nothing of then."""
    repository = Repository(bulletin(tmp_path / "whole", {}))
    repository.commit("2024-06-15T08:00Z", {})
    repository.commit("2024-06-16T08:00Z", {"content/entries/2024/06/14-a.md": given("Second")})
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", f"file://{repository.folder}", str(clone)], check=True
    )
    assert "git fetch --unshallow" in built_then(clone)
    assert "Second" in page(clone, "2024/06/14/a")
    assert "1 file read otherwise then" in built_then(repository.folder)


def test_content_that_is_wrong_today_is_not_built(tmp_path: Path) -> None:
    """What is wrong is said as ever."""
    done = run(AS_OF, bulletin(tmp_path, {"content/topics.yml": ""}))
    assert done.returncode == 1
    assert "[unknown-topic]" in done.stderr
    assert not (tmp_path / PAST).exists()
