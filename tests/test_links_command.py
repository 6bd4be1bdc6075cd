"""What does `briefings links` do? The pages of a small bulletin's sources, on a server of this machine."""

import json
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefings.commands.links import links
from briefings.loading import load
from briefings.problems import ContentError
from briefings.visiting.finding import Result as Found
from briefings.visiting.record import Record, recorded, written
from briefings.visiting.round import go_round
from tests.sites import settings_of
from tests.strangers import Reply, Stranger, stranger
from tests.test_commands import bulletin
from tests.test_visiting import practice

pytestmark = pytest.mark.usefixtures("no_loop")
DAY = 86_400
JUNE = 1_718_440_000
"""15 June 2024, UTC."""
RECORD = "content/links.yml"


@pytest.fixture
def server() -> Iterator[Stranger]:
    """A stranger."""
    with stranger() as one:
        one.replies = {
            "/ok": Reply(),
            "/gone": Reply(410),
            "/old": Reply(301, {"Location": "/ok"}),
            "/closed": Reply(403),
        }
        yield one


@pytest.fixture
def folder(server: Stranger, tmp_path: Path) -> Path:
    """A bulletin whose sources lead there."""
    ok, gone, old, closed = map(server.url, ("/ok", "/gone", "/old", "/closed"))
    return bulletin(
        tmp_path,
        {
            "content/entries/2024/06/14-a.md": "---\ntitle: A # a title\ntopics: [economy]\n"
            f"sources:\n  - {ok}\n  - {gone} # a leak\n---\nIt is said.\n",
            "content/entries/2024/06/13.yml": "- slug: b\n  title: B\n  topics: [economy]\n"
            f"  sources: [{ok}, {{url: {gone}, title: T}}]\n"
            "# the second\n- slug: c\n  title: C\n  draft: true\n  topics: [economy]\n"
            f"  sources: [{{url: {old}}}, {{title: A paper}}, {closed}]\n",
        },
    )


def run(folder: Path, *options: str, day: int = 0, wayback: str = "") -> Result:
    """Run the command so many days after 15 June 2024."""
    arguments = ["-f", str(folder / "mkdocs.yml"), *options]
    environment = {"SOURCE_DATE_EPOCH": str(JUNE + day * DAY)}
    obj = practice(wayback=wayback or "http://127.0.0.1:9/")
    done = CliRunner().invoke(links, arguments, obj=obj, env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_what_is_found_is_said_and_recorded(folder: Path, server: Stranger) -> None:
    """Page by page, with the entries that name it, and in a file for git."""
    done = run(folder)
    assert done.exit_code == 1
    root = server.url("")
    assert done.stdout == (
        f"Gone:\n  {root}/gone (410) since 2024-06-15\n    2024/06/13/b, 2024/06/14/a\n"
        f"Moved for good:\n  {root}/old\n    now {root}/ok\n    2024/06/13/c\n"
        f"Closed to robots: look for yourself:\n  {root}/closed (403)\n    2024/06/13/c\n"
        "4 pages: 1 in order, 1 moved, 1 gone, 1 closed to robots.\n"
    )
    assert (folder / RECORD).read_text().splitlines()[1:] == [
        f'- {{url: "{root}/closed", result: refused, checked: 2024-06-15, detail: "403"}}',
        f'- {{url: "{root}/gone", result: gone, checked: 2024-06-15, since: 2024-06-15, detail: "410"}}',
        f'- {{url: "{root}/ok", result: ok, checked: 2024-06-15}}',
        f'- {{url: "{root}/old", result: moved, checked: 2024-06-15, to: "{root}/ok"}}',
    ]
    # The record is no vocabulary, and nothing is wrong with it.
    assert load(settings_of(folder), cached=False).problems() == []


def test_only_what_is_old_is_visited_again(folder: Path, server: Stranger) -> None:
    """A page stays broken since the first day, until it is there again."""
    run(folder)
    server.asked.clear()
    run(folder, day=29)
    assert server.asked == []
    run(folder, day=30)
    assert set(server.times()) == {"/robots.txt", "/ok", "/gone", "/old", "/closed"}
    assert "checked: 2024-07-15, since: 2024-06-15" in (folder / RECORD).read_text()
    server.replies["/gone"] = Reply()
    assert run(folder, "--older-than", "0", day=30).exit_code == 0
    assert "since" not in (folder / RECORD).read_text()


def test_a_limited_number_new_ones_first(folder: Path, server: Stranger) -> None:
    """A bulletin with many sources is visited in several runs."""
    done = run(folder, "--limit", "2")
    assert "2 not visited yet" in done.stdout
    entry = folder / "content/entries/2024/06/14-a.md"
    entry.write_text(entry.read_text().replace("/gone", "/zzz"))
    server.asked.clear()
    for _ in range(4):
        run(folder, "--limit", "1", "--older-than", "0", day=1)
    visited = dict.fromkeys(path for _, path in server.asked if path != "/robots.txt")
    assert list(visited) == ["/ok", "/old", "/zzz", "/closed"]


def test_pages_that_nobody_names_any_more_are_forgotten(folder: Path) -> None:
    """The record holds what the sources lead to; where a file is faulty, it stays."""
    run(folder)
    (folder / "content/entries/2024/06/13.yml").write_text("- slug: [\n")
    done = run(folder, day=1)
    assert "/old" in (folder / RECORD).read_text()
    assert "content/entries/2024/06/13.yml" in done.stderr
    (folder / "content/entries/2024/06/13.yml").unlink()
    run(folder, day=1)
    assert "/old" not in (folder / RECORD).read_text()


def test_copies_are_proposed_and_written(folder: Path, server: Stranger) -> None:
    """Of broken pages: into every source that names one, with all else as it was."""
    gone, wayback = server.url("/gone"), server.url("/available")
    copy = f"https://web.archive.org/web/20240613000000/{gone}"
    closest = {"available": True, "status": "200", "url": copy}
    body = json.dumps({"archived_snapshots": {"closest": closest}}).encode()
    quoted = gone.replace(":", "%3A").replace("/", "%2F")
    server.replies[f"/available?url={quoted}&timestamp=20240613"] = Reply(body=body)
    entry = folder / "content/entries/2024/06/14-a.md"
    before = entry.read_text()
    done = run(folder, wayback=wayback)
    assert f"A copy of {gone}\n  {copy}\n" in done.stdout
    assert (done.exit_code, entry.read_text()) == (1, before)
    done = run(folder, "--write", wayback=wayback)
    assert done.exit_code == 0
    assert "(archived)" in done.stdout
    assert "title: A # a title\n" in entry.read_text()
    assert entry.read_text().endswith("---\nIt is said.\n")
    results = load(settings_of(folder), cached=False).results()
    archived = {
        source.url: source.archived
        for result in results
        for one in result.entries
        for source in one.sources
        if source.archived
    }
    assert archived == {gone: copy}
    assert "# the second\n" in (folder / "content/entries/2024/06/13.yml").read_text()
    server.asked.clear()
    assert run(folder, "--write", wayback=wayback).exit_code == 0
    assert server.asked == []


def test_copies_of_everything(folder: Path, server: Stranger) -> None:
    """They are asked for one by one, until the Wayback Machine has enough."""
    server.replies["/available"] = Reply(404)
    done = run(folder, "--copies", wayback=server.url("/available"))
    assert "Asking the Wayback Machine for 4 pages." in done.stderr
    assert "could not be asked on: it answers 404" in done.stderr


def test_a_machine_that_is_not_connected_records_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no host answers, it is not the pages that are gone; one host alone may well be."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    entry = folder / "content/entries/2024/06/14-a.md"
    text = entry.read_text()
    entry.write_text(text.replace("sources:\n", "sources:\n  - https://other.example/\n"))
    done = run(folder)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "this machine is not connected" in done.stderr
    assert not (folder / RECORD).exists()
    entry.write_text(text)
    assert "4 unreachable" in run(folder).stdout


def test_an_interrupted_round_keeps_what_it_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C loses nothing, and the next run goes on."""

    def interrupted(urls: list[str], *more: object) -> None:
        go_round(urls[:1], *more)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr("briefings.commands.links.go_round", interrupted)
    done = run(folder)
    assert done.exit_code == 1
    assert "Aborted!" in done.stderr
    assert len((folder / RECORD).read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n", 1),
        ("- {url: x, result: ok, checked: 2024-06-14}\n<<<<<<< HEAD\n", 2),
        ("- {url: x, result: ok, checked: 2024-06-14}\n- 7\n", 2),
        ("- {url: x, result: fine, checked: 2024-06-14}\n", 1),
        ("- {url: x, result: ok, checked: 2024-06-31}\n", 1),
        ("- {url: x, result: ok}\n", 1),
        ("- {url: [x], result: ok, checked: 2024-06-14}\n", 1),
    ],
)
def test_a_damaged_record_is_told(folder: Path, text: str, line: int) -> None:
    """By its line, and nobody is visited."""
    (folder / RECORD).write_text(text)
    done = run(folder)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{RECORD}:{line}:")
    assert (folder / RECORD).read_text() == text


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Whatever an address or a server says."""
    day = date(2024, 6, 14)
    records = [
        Record(url="https://a.example/x,{y}#z", result=Found.OK, checked=day),
        Record(url=f"https://a.example/{'ș' * 2000}", result=Found.GONE, checked=day, since=day),
        Record(url="https://b.example/", result=Found.MOVED, checked=day, to='x": - \u2028"\\\n'),
    ]
    (tmp_path / "links.yml").write_text(written(records))
    read = recorded(tmp_path / "links.yml", RECORD)
    assert list(read.values()) == sorted(records, key=lambda one: one.url)
    assert len(written(records).splitlines()) == 4
    (tmp_path / "links.yml").write_bytes(b"\xff")
    with pytest.raises(ContentError):
        recorded(tmp_path / "links.yml", RECORD)
