"""Does `briefings new` write what an editor means, asking no more than it has to?"""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefings.commands import main
from tests.conftest import SMALL_BULLETIN
from tests.serving import served
from tests.sites import NOW, copied, run
from tests.terminals import BRIEFINGS, CTRL_C, CTRL_D, typed

NEW = (*BRIEFINGS, "new")
CHECK = (*BRIEFINGS, "check")
TODAY = "content/entries/2025/01/01"
"""The bulletin's day at the moment of all tests, which is still last year's in UTC's west."""
ALL = ("--title", "Grain sails", "--topic", "talks", "--source", "https://example.org/a")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small bulletin."""
    return copied(SMALL_BULLETIN, tmp_path / "bulletin")


def new(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command where nobody can be asked."""
    return run((*NEW, *options), folder)


def test_options_make_a_file_in_order(folder: Path) -> None:
    """All that is required is given: nothing is asked, and the check has nothing to say."""
    done = new(
        folder,
        *ALL,
        *("--answers", "2024/03/28/berth-terms:rejects", "--status", "claimed"),
        *("--kind", "statement", "--importance", "lead", "--summary", "It sails: at last."),
        *("--body", "It left at noon."),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == f"{TODAY}-grain-sails.md is written."
    assert (folder / f"{TODAY}-grain-sails.md").read_text("utf-8") == (
        "---\n"
        "title: Grain sails\n"
        "topics: [talks]\n"
        "kind: statement\n"
        "importance: lead\n"
        "status: claimed\n"
        'summary: "It sails: at last."\n'
        "responds_to:\n"
        "  - {entry: 2024/03/28/berth-terms, stance: rejects}\n"
        "sources: [https://example.org/a]\n"
        "---\n"
        "It left at noon.\n"
    )
    assert run(CHECK, folder).returncode == 0


@pytest.mark.parametrize(
    ("when", "file", "line"),
    [
        ("2024-06-14", "2024/06/14-grain-sails.md", None),
        ("2024-06-14T17:40", "2024/06/14-grain-sails.md", "date: 2024-06-14T17:40+03:00"),
        ("2024-06-14T23:30Z", "2024/06/15-grain-sails.md", "date: 2024-06-14T23:30+00:00"),
    ],
)
def test_the_day_is_the_bulletins(folder: Path, when: str, file: str, line: str | None) -> None:
    """A time without an offset is the bulletin's own, one with an offset may be another day there."""
    assert new(folder, *ALL, "--date", when).returncode == 0
    lines = (folder / "content/entries" / file).read_text("utf-8").splitlines()
    assert [one for one in lines if one.startswith("date:")] == ([line] if line else [])
    assert run(CHECK, folder).returncode == 0


def test_a_title_that_comes_again_has_another_slug(folder: Path) -> None:
    """Neither an entry nor an old address of one is taken over."""
    (folder / f"{TODAY}.yml").parent.mkdir(parents=True)
    listed = "- {slug: grain-sails, title: A, topics: [talks], sources: [https://example.org]}\n"
    (folder / f"{TODAY}.yml").write_text(
        listed
        + listed.replace("slug: grain-sails", "slug: b, aliases: [/2025/01/01/grain-sails-2/]")
    )
    assert new(folder, *ALL, "--yaml").returncode == 0
    assert (folder / f"{TODAY}-grain-sails-3.yml").is_file()
    assert run(CHECK, folder).returncode == 0


def test_what_is_given_twice_is_written_once(folder: Path) -> None:
    """In the order in which it was given first."""
    twice = ("--topic", "port", "--topic", "talks", "--source", "https://example.org/a")
    done = new(folder, *ALL, *twice, "--answers", "2024/03/28/berth-terms", *ALL[2:])
    assert done.returncode == 0, done.stderr
    text = (folder / f"{TODAY}-grain-sails.md").read_text("utf-8")
    assert "topics: [talks, port]\n" in text
    assert "sources: [https://example.org/a]\n" in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (ALL[2:], "--title must be given"),
        (ALL[:2], "--topic and --source must be given"),
        ((*ALL, "--topic", "talk"), 'Did you mean "talks"?'),
        ((*ALL, "--story", "x"), 'unknown story "x"'),
        ((*ALL, "--by", "x"), 'unknown actor "x"'),
        ((*ALL, "--answers", "2024/03/28/berth-term"), 'Did you mean "2024/03/28/berth-terms"?'),
        ((*ALL, "--answers", "2024/03/28/berth-terms:denies"), 'unknown stance "denies"'),
        ((*ALL, "--source", "javascript:alert(1)"), "is not safe"),
        (
            (*ALL, *(f"--answers=2024/03/28/berth-terms:{one}" for one in ("accepts", "rejects"))),
            "is answered twice",
        ),
        ((*ALL, "--title", "Grain\x07"), "control character (U+0007)"),
        ((*ALL, "--title", "Grain\udcff"), "control character (U+DCFF)"),
        ((*ALL, "--body", "It\x1b left"), "control character (U+001B)"),
        ((*ALL, "--status", "withdrawn"), "'withdrawn' is not one of"),
        ((*ALL, "--date", "2024-02-30"), "--date"),
        ((*ALL, "topic", "x"), "do not go with"),
        (("nothing",), "No such command"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_written(
    folder: Path, options: tuple[str, ...], said: str
) -> None:
    """Usage errors end with 2, in an editor's words, and leave the content as it was."""
    before = but_caches(folder)
    done = subprocess.run(
        [*NEW, "-f", str(folder / "mkdocs.yml"), *options],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert but_caches(folder) == before


def but_caches(folder: Path) -> list[Path]:
    """All files and folders of a bulletin, its caches apart."""
    return [one for one in sorted(folder.rglob("*")) if ".cache" not in one.parts]


def test_the_text_can_come_from_another_program(folder: Path) -> None:
    """`--body -` reads standard input; what it says wrongly is told, with its line, and ends with 1."""
    command = [*NEW, "-f", str(folder / "mkdocs.yml"), *ALL, "--body", "-", "--date", "2024-06-14"]
    text = "It left.\n\n[no](entry:2024/03/28/no)\n"
    done = subprocess.run(command, check=False, capture_output=True, text=True, input=text)
    assert done.returncode == 1
    written = "content/entries/2024/06/14-grain-sails.md"
    assert (folder / written).read_text("utf-8").endswith(f"---\n{text}")
    assert done.stderr.startswith(f"{written}:8:1: the link leads to no entry")
    refused = subprocess.run(command, check=False, capture_output=True, input=b"\xff")
    assert refused.returncode == 2
    assert b"not UTF-8" in refused.stderr


def test_on_a_terminal_it_asks(folder: Path) -> None:
    """Names are found by a few letters, wrong answers are asked again, the editor opens the file."""
    talk = [
        ("Title: ", "\n"),
        ("Title: ", "Grain  sails\n"),
        ("the first: ", "\n"),
        ("the first: ", "quay\n"),
        ("the first: ", "por\n"),
        ("other words", "1\n"),
        ("one more: ", "talks\n"),
        ("one more: ", "\n"),
        ("Status", "claimed\n"),
        ("the first: ", "example.org\n"),
        ("the first: ", "https://example.org/a\n"),
        ("one more: ", "\n"),
        ("the first: ", "\n"),
        ("it answers: ", "berth\n"),
        ("other words", "1\n"),
        ("and ", "rejects\n"),
    ]
    editor = "sh -c 'echo It left at noon. >> \"$0\"'"
    status, screen = typed(NEW, folder / "content/pages", talk, {"EDITOR": editor})
    assert status == 0, screen
    assert '"example.org" is no whole address' in screen
    text = (folder / f"{TODAY}-grain-sails.md").read_text("utf-8")
    assert text == (
        "---\ntitle: Grain sails\ntopics: [port, talks]\nstatus: claimed\nresponds_to:\n"
        "  - {entry: 2024/03/28/berth-terms, stance: rejects}\n"
        "sources: [https://example.org/a]\n---\nIt left at noon.\n"
    )


def test_the_tabulator_key_completes_an_id(folder: Path) -> None:
    """While a topic is asked for."""
    status, screen = typed(
        (*NEW, *ALL[:2], *ALL[4:]),
        folder,
        [
            ("the first: ", "tal\t\n"),
            ("one more: ", "\n"),
            ("Status", "\n"),
            ("the first: ", "\n"),
            ("it answers: ", "\n"),
        ],
    )
    assert status == 0, screen
    assert "topics: [talks]" in (folder / f"{TODAY}-grain-sails.md").read_text("utf-8")


def test_arrow_keys_move_within_an_answer(folder: Path) -> None:
    """In the first one, too: they are no part of a title."""
    talk = [
        ("Title: ", "Grain sals\x1b[D\x1b[Di\n"),
        ("Status", "\n"),
        ("the first: ", "\n"),
        ("it answers: ", "\n"),
    ]
    status, screen = typed((*NEW, *ALL[2:]), folder, talk)
    assert status == 0, screen
    assert "title: Grain sails\n" in (folder / f"{TODAY}-grain-sails.md").read_text("utf-8")


def test_a_question_mark_lists_all(folder: Path) -> None:
    """Of a long list its beginning, and how many more there are."""
    topics = folder / "content/topics.yml"
    more = "".join(f"topic-{number}: {{name: Topic {number}}}\n" for number in range(50))
    topics.write_text(topics.read_text("utf-8") + more, "utf-8")
    talk = [("the first: ", "?\n"), ("other words.", "40\n"), ("one more: ", CTRL_C)]
    status, screen = typed((*NEW, *ALL[:2], *ALL[4:]), folder, talk)
    assert status == 1
    assert "  10  topic-5  " in screen
    assert "… and 14 more" in screen
    assert "  topic-35: Topic 35" in screen


def test_nothing_is_asked_that_has_no_answer(folder: Path) -> None:
    """Where no story is running, none is asked for; a new entry is not offered to be withdrawn."""
    (folder / "content/stories.yml").write_text("ferry: {name: Ferry, status: closed}\n")
    shutil.rmtree(folder / "content/entries")
    shutil.rmtree(folder / "content/briefings")
    status, screen = typed(
        (*NEW, *ALL[:2]),
        folder,
        [
            ("the first: ", "talks\n"),
            ("one more: ", "\n"),
            ("Status (reported, confirmed, claimed, disputed) [reported]", "\n"),
            ("the first: ", "https://example.org/a\n"),
            ("one more: ", "\n"),
        ],
    )
    assert status == 0, screen
    assert "Stories" not in screen


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_who_gives_up_leaves_nothing(folder: Path, key: str) -> None:
    """Ctrl-C and Ctrl-D end the questions, and no file was written."""
    before = sorted((folder / "content").rglob("*"))
    status, screen = typed(NEW, folder, [("Title: ", "A\n"), ("the first: ", key)])
    assert status == 1
    assert "Traceback" not in screen
    assert sorted((folder / "content").rglob("*")) == before


def test_what_the_editor_spoils_is_told(folder: Path) -> None:
    """The file is checked as it was left; one that is gone is no mistake."""
    status, screen = typed((*NEW, *ALL), folder, [], {"VISUAL": "sh -c 'echo title: A > \"$0\"'"})
    assert status == 1
    assert "[front-matter]" in screen
    status, screen = typed((*NEW, *ALL), folder, [], {"VISUAL": "rm"})
    assert status == 0
    assert "is gone" in screen
    status, screen = typed((*NEW, *ALL, "--date", "2024-01-01"), folder, [], {"EDITOR": "/no/such"})
    assert status == 0
    assert 'The editor "/no/such" cannot be started: No such file or directory.' in screen


ARTICLE = """\
<html lang="en"><head><title>Grain leaves the port</title>
<meta property="article:published_time" content="2024-06-14T10:00:00+03:00"></head>
<body><article><h1>Grain leaves the port</h1>
<p>The first ship left the port on Friday at noon, the harbour office said. It carries wheat.</p>
<p>More ships are to leave in the coming week, as far as the weather in the strait allows.</p>
</article></body></html>
"""


def test_an_article_can_be_the_beginning(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--from-url` drafts the entry; what options say goes before, and the text stays out of the content."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/grain.html").write_text(ARTICLE)
    with served(tmp_path / "pages", "/") as url:
        options = ("--from-url", f"{url}grain.html", "--topic", "weather", "--status", "claimed")
        command = ["new", "-f", str(folder / "mkdocs.yml"), *options]
        refused = CliRunner().invoke(main, command)
        done = CliRunner().invoke(main, [*command, "--allow-local"])
    assert refused.exit_code == 1
    assert "add --allow-local" in refused.output
    assert done.exit_code == 0, done.output
    text = (folder / "content/entries/2024/06/14-grain-leaves-the-port.md").read_text("utf-8")
    assert "topics: [weather]\n" in text
    assert "status: claimed\n" in text
    assert "draft: true\n" in text
    assert "grain.html" in text
    assert "carries wheat" not in text


def test_an_article_that_cannot_be_had_is_told(folder: Path) -> None:
    """Status 1 and a sentence; nothing was written. This computer's own network is out of bounds."""
    before = sorted((folder / "content").rglob("*"))
    done = new(folder, *ALL, "--from-url", "http://127.0.0.1:9/")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert sorted((folder / "content").rglob("*")) == before
