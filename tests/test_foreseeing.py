"""When does the site change by itself next? What is foretold is compared with whole builds."""

import json
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from briefings.building import rendered
from briefings.foreseeing import Turn, Why, next_turn
from briefings.preparing import prepare
from briefings.projects import read_project
from tests.conftest import SMALL_BULLETIN
from tests.sites import copied, run
from tests.test_commands import CONFIGURATION, ENTRY, bulletin
from tests.tools import ROOT

COMMAND = "from briefings.commands import main; main()"
NEXT_CHANGE = (sys.executable, "-c", COMMAND, "next-change")
SECOND = timedelta(seconds=1)


class Foretold:
    """A bulletin that can be built, and asked for its next change, at any moment."""

    def __init__(self, folder: Path) -> None:
        self._project = read_project(folder / "mkdocs.yml")
        self.site = cache(self._site)

    def turn(self, now: datetime) -> Turn | None:
        """What is foretold at a moment."""
        return next_turn(prepare(self._project, now=now), now)

    def _site(self, now: datetime) -> dict[str, bytes]:
        """Every file of the site, as built at a moment; the search's apart."""
        edition = prepare(self._project, now=now, jobs=1)
        return {path: content for path, (_, content) in rendered(edition, {})}


def holds(foretold: Foretold, start: datetime, end: datetime) -> list[Turn]:
    """See from turn to turn that the site stays as it is until then, and changes there."""
    turns = []
    now = start
    while (turn := foretold.turn(now)) and turn.moment < end:
        moment = turn.moment.astimezone(UTC)
        before, after = foretold.site(moment - SECOND), foretold.site(moment)
        assert foretold.site(now) == before, turn
        changed = {path for path in before.keys() | after if before.get(path) != after.get(path)}
        assert changed, turn
        shown = {page for reason in turn.reasons for page in reason.pages}
        assert {f"{page.strip('/')}/index.html".lstrip("/") for page in shown} <= changed
        turns.append(turn)
        now = moment
    if turn is None:
        assert foretold.site(now) == foretold.site(end)
    return turns


@pytest.mark.parametrize(
    ("source", "start"), [(ROOT, datetime(2024, 6, 14, 9, tzinfo=UTC)), (SMALL_BULLETIN, None)]
)
def test_the_site_changes_then_and_not_before(
    source: Path, start: datetime | None, tmp_path: Path
) -> None:
    """Over weeks: a build right before equals one of now, one at that moment differs."""
    foretold = Foretold(copied(source, tmp_path / "bulletin"))
    start = start or datetime(2024, 3, 28, 9, tzinfo=UTC)
    turns = holds(foretold, start, start + timedelta(days=35))
    said = {reason.why for turn in turns for reason in turn.reasons}
    assert said >= {Why.EVENT_PASSES, Why.STORY_GROWS_QUIET, Why.NOTHING_TODAY}


def test_each_reason(tmp_path: Path) -> None:
    """Embargoes, events without a day, and the roles of people whom no entry names, are foretold."""
    people = (
        "ann: {name: Ann, roles: [{role: Clerk, until: 2024-08-01}, {role: Judge}]}\n"
        "ben: {name: Ben}\n"
    )
    files = {
        "content/people.yml": people,
        "content/entries/2024/06/14-a.md": ENTRY.replace(
            "---\n", "---\nby: [ben]\nevents: [{id: e, title: E, when: soon}]\n", 1
        ),
        "content/entries/2024/06/14-b.md": ENTRY.replace(
            "---\n", "---\npublish: 2024-09-01T06:30:00+02:00\n", 1
        ),
        "content/entries/2024/06/14-never.md": ENTRY.replace(
            "---\n", "---\ndraft: true\npublish: 2024-08-20T06:30:00+02:00\n", 1
        ),
        "content/entries/2024/06/14-soon.md": ENTRY.replace(
            "---\n", "---\ndraft: true\ntranslation_of: 2024/06/14/a\nlanguage: ro\n", 1
        ),
    }
    foretold = Foretold(bulletin(tmp_path, files))
    turns = holds(foretold, datetime(2024, 7, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    assert [
        (turn.moment.isoformat(), reason.why, reason.name)
        for turn in turns
        for reason in turn.reasons
    ] == [
        ("2024-08-01T00:00:00+00:00", Why.ROLE_CHANGES, "ann"),
        ("2024-09-01T04:30:00+00:00", Why.EMBARGO_ENDS, "2024/06/14/b"),
        ("2025-06-15T00:00:00+00:00", Why.EVENT_FORGOTTEN, "e"),
    ]
    assert foretold.turn(datetime(2026, 1, 1, tzinfo=UTC)) is None


def test_a_day_without_midnight(tmp_path: Path) -> None:
    """Where the clocks leave midnight out, the day begins an hour later."""
    zone = "plugins: [{briefings: {timezone: America/Santiago}}]"
    files = {
        "mkdocs.yml": CONFIGURATION.replace("plugins: [briefings]", zone),
        "content/entries/2024/06/14-a.md": ENTRY.replace(
            "---\n", "---\nevents: [{id: e, title: E, start: 2024-09-07}]\n", 1
        ),
    }
    foretold = Foretold(bulletin(tmp_path, files))
    (turn,) = holds(foretold, datetime(2024, 9, 1, tzinfo=UTC), datetime(2024, 9, 9, tzinfo=UTC))
    assert turn.moment.isoformat() == "2024-09-08T01:00:00-03:00"


def test_the_moment_alone_is_printed(tmp_path: Path) -> None:
    """A workflow takes the standard output as it is; the reasons stand beside it."""
    event = "---\nevents: [{id: fair, title: Fair, start: 2025-02-03}]\n"
    files = {"content/entries/2024/06/14-a.md": ENTRY.replace("---\n", event, 1)}
    folder = bulletin(tmp_path, files)
    done = run(NEXT_CHANGE, folder)
    assert (done.returncode, done.stdout) == (0, "2025-02-04T00:00:00+00:00\n")
    assert done.stderr == 'The event "fair" is over: /, /calendar/, /calendar/2025/\n'
    told = json.loads(run((*NEXT_CHANGE, "--format", "json"), folder).stdout)
    assert told == {
        "next_change": "2025-02-04T00:00:00+00:00",
        "reasons": [
            {
                "reason": "event-passes",
                "name": "fair",
                "pages": ["/", "/calendar/", "/calendar/2025/"],
            }
        ],
    }
    late = {"SOURCE_DATE_EPOCH": "1800000000"}
    done = run(NEXT_CHANGE, folder, late)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Nothing changes by itself.\n")
    done = run((*NEXT_CHANGE, "--format", "json"), folder, late)
    assert json.loads(done.stdout) == {"next_change": None, "reasons": []}


def test_content_that_is_wrong_has_no_next_change(tmp_path: Path) -> None:
    """What is wrong is said, with status 1."""
    done = run(NEXT_CHANGE, bulletin(tmp_path, {"content/topics.yml": ""}))
    assert (done.returncode, done.stdout) == (1, "")
    assert "[unknown-topic]" in done.stderr
