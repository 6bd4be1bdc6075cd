"""What does `briefings serve` show, of what an editor saves?"""

import fcntl
import importlib
import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from briefings.serving.board import Board, Standing
from tests.conftest import SMALL_BULLETIN
from tests.previews import COMMAND, ENTRY, PAGE, RAIN, replaced, serving
from tests.serving import PATIENCE, got, served, until
from tests.sites import BUILD, copied, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small bulletin."""
    return copied(SMALL_BULLETIN, tmp_path / "bulletin")


def status_of(url: str) -> int:
    """The status with which a page comes."""
    try:
        got(url)
    except urllib.error.HTTPError as error:
        return error.code
    return 200


def test_saved_new_renamed_and_deleted_entries_are_seen(folder: Path) -> None:
    """Each save is followed, and the terminal has a line for it."""
    rain = folder / "content/entries/2024/04/03-rain.md"
    with serving(folder) as preview:
        replaced(folder / ENTRY, "read out twice", "read out three times")
        until(lambda: "read out three times" in got(preview.url + PAGE), "a changed entry")
        rain.write_text(RAIN, "utf-8")
        until(lambda: "Wet." in got(f"{preview.url}2024/04/03/rain/"), "a new entry")
        rain.rename(rain.with_name("03-shower.md"))
        until(lambda: status_of(f"{preview.url}2024/04/03/shower/") == 200, "the new name")
        until(lambda: status_of(f"{preview.url}2024/04/03/rain/") == 404, "the old one gone")
        rain.with_name("03-shower.md").unlink()
        until(lambda: status_of(f"{preview.url}2024/04/03/shower/") == 404, "a deleted entry")
        until(lambda: "04/03-shower.md: " in preview.said(), "what is said of it")
        changed = next(
            line for line in preview.said().splitlines() if line.startswith(ENTRY + ": ")
        )
    assert " files written, 0 removed (" in changed


def test_a_mistake_is_shown_over_the_last_good_bulletin(folder: Path) -> None:
    """File, line and message stand in every page and on the terminal, until they are mended."""
    with serving(folder) as preview:
        replaced(folder / ENTRY, "topics: [talks]", "topics: [tlaks]\nimportance: <b>")
        place = f"<code>{ENTRY}:3:10:</code> unknown topic"
        until(lambda: place in got(preview.url), "what is wrong, on the front page")
        page = got(preview.url + PAGE)
        assert place in page
        assert "read out twice" in page
        assert "<h2>2 mistakes</h2>" in page
        assert "&lt;b&gt;" in page.partition("</section>")[0]
        until(lambda: f"{ENTRY}: the preview stays" in preview.said(), "the line of this save")
        assert f"{ENTRY}:3:10: unknown topic" in preview.said()
        assert "2 errors." in preview.said()
        replaced(folder / ENTRY, "[tlaks]\nimportance: <b>", "[talks]")
        until(lambda: "mistakes" not in got(preview.url + PAGE), "the mended entry")


def test_warnings_are_told_with_less_noise(folder: Path) -> None:
    """What can be published all the same is behind a line that opens, with its file and line."""
    with serving(folder) as preview:
        page = got(preview.url)
    assert "<summary>2 warnings</summary>" in page
    assert f"<code>{ENTRY}:11:15:</code>" in page
    assert 'role="alert"' not in page


def test_a_start_with_mistakes_turns_into_the_bulletin(folder: Path) -> None:
    """Without any good bulletin there is a page that says what is wrong."""
    replaced(folder / ENTRY, "topics: [talks]", "topics: [tlaks]")
    with serving(folder) as preview:
        with pytest.raises(urllib.error.HTTPError) as answer:
            got(preview.url + PAGE)
        assert answer.value.code == 503
        assert "unknown topic" in answer.value.read().decode()
        replaced(folder / ENTRY, "[tlaks]", "[talks]")
        until(lambda: "read out twice" in got(preview.url + PAGE), "the bulletin")


def test_a_broken_configuration_or_template_ends_nothing(folder: Path) -> None:
    """The preview says what is wrong with them, stays, and goes on when they are mended."""
    config = folder / "mkdocs.yml"
    own = folder / "own/partials/footer.html"
    own.parent.mkdir(parents=True)
    with serving(folder) as preview:
        replaced(config, "theme:\n", "theme:\n  custom_dir: nowhere\n")
        until(lambda: "nowhere" in got(preview.url), "what is wrong in mkdocs.yml")
        replaced(config, "custom_dir: nowhere", "custom_dir: own")
        until(lambda: "The bulletin cannot be made" not in got(preview.url), "the mended one")
        own.write_text("<footer>\n{{ oops }}</footer>")
        until(lambda: "&#x27;oops&#x27; is undefined" in got(preview.url), "a wrong name")
        own.write_text("<footer>\n{% oops %}</footer>")
        until(lambda: "own/partials/footer.html:2: " in got(preview.url), "a wrong tag")
        own.write_text("<footer>\nAhoy</footer>")
        until(lambda: "Ahoy" in got(preview.url), "the mended template")
        # The page is there a moment before it is known that all is well.
        until(lambda: "The bulletin cannot be made" not in got(preview.url), "no mistake any more")


def test_plain_pages_follow_too(folder: Path) -> None:
    """What MkDocs makes of plain pages is made anew when they are saved."""
    with serving(folder) as preview:
        (folder / "content/pages/about.md").write_text("# About\n\nWritten anew.\n", "utf-8")
        until(lambda: "Written anew." in got(f"{preview.url}about/"), "a plain page")


def test_drafts_and_embargoed_entries_are_marked(folder: Path) -> None:
    """They stand in the preview, marked in their page and in lists, and in no build."""
    text = "---\ntitle: Not yet\ntopics: [weather]\nsources: [https://a.example/]\n{}---\nSoon.\n"
    draft = folder / "content/entries/2024/04/03-draft.md"
    draft.write_text(text.format("draft: true\n"), "utf-8")
    later = folder / "content/entries/2024/04/03-later.md"
    later.write_text(text.format("publish: 2999-01-01T00:00\n"), "utf-8")
    with serving(folder) as preview:
        assert "Draft, not published" in got(f"{preview.url}2024/04/03/draft/")
        assert "Under embargo" in got(f"{preview.url}2024/04/03/later/")
        day = got(f"{preview.url}2024/04/03/")
    assert "Draft, not published" in day
    assert "Under embargo" in day
    assert run(BUILD, folder).returncode == 0
    assert not (folder / "site/2024/04/03").exists()


def test_the_search_follows_behind(folder: Path) -> None:
    """The index is there soon after the pages, and has what was saved."""
    with serving(folder) as preview:
        until(lambda: status_of(f"{preview.url}pagefind/segments.json") == 200, "the search")
        newest = json.loads(got(f"{preview.url}pagefind/segments.json"))[0]
        index = f"{preview.url}pagefind/{newest}/pagefind-entry.json"
        before = got(index)
        replaced(folder / ENTRY, "read out twice", "read out quinquagintuply")
        until(lambda: got(index) != before, "the new search")


def test_the_site_and_its_record_are_left_alone(folder: Path) -> None:
    """A preview publishes nothing, and the next build does no more than it would have done."""
    assert run(BUILD, folder).returncode == 0
    before = {file: file.stat().st_mtime_ns for file in (folder / "site").rglob("*")}
    with serving(folder):
        pass
    assert {file: file.stat().st_mtime_ns for file in (folder / "site").rglob("*")} == before
    assert ": 0 files written," in run(BUILD, folder).stdout


def test_the_second_start_makes_nothing_anew(folder: Path) -> None:
    """The preview is kept among the caches when it ends."""
    with serving(folder):
        pass
    with serving(folder) as preview:
        assert "nothing to do" in preview.said()


def test_a_build_elsewhere_is_waited_for(folder: Path) -> None:
    """The preview builds when no other build does, and locks nobody out while it waits for saves."""
    with serving(folder) as preview, (folder / ".cache/lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        replaced(folder / ENTRY, "read out twice", "read aloud")
        until(lambda: "Another build of this bulletin is running" in preview.said(), "a wait")
        assert "read out twice" in got(preview.url + PAGE)
        fcntl.lockf(lock, fcntl.LOCK_UN)
        until(lambda: "read aloud" in got(preview.url + PAGE), "the entry after the wait")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
def test_it_ends_at_once(folder: Path, ending: signal.Signals) -> None:
    """With status 0 and nothing more to say, even while a page listens."""
    with serving(folder) as preview:
        with urllib.request.urlopen(f"{preview.url}.preview/news", timeout=PATIENCE):
            said = preview.said()
            started = time.monotonic()
            preview.process.send_signal(ending)
            assert preview.process.wait(PATIENCE) == 0
            assert time.monotonic() - started < 2
        assert preview.said() == said


def test_a_taken_port_is_said(folder: Path, tmp_path: Path) -> None:
    """Somebody who named the port is told what to type."""
    with served(tmp_path) as other:
        port = other.split(":")[2].partition("/")[0]
        command = [*COMMAND, "-f", str(folder / "mkdocs.yml"), "-a", f"127.0.0.1:{port}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 is taken" in done.stderr
    assert f"briefings serve -a 127.0.0.1:{int(port) + 1}" in done.stderr


def test_the_next_free_port_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody who named no port has a preview all the same, and is told why it is elsewhere."""
    module = importlib.import_module("briefings.commands.serve")
    with served(tmp_path) as other:
        port = int(other.split(":")[2].partition("/")[0])
        monkeypatch.setattr(module, "_PORT", port)
        with module._listening(None, Board(Standing(base="/", folders=()))) as server:
            assert port < server.server_port < port + 20
    assert f"Port {port} is taken by another program." in capsys.readouterr().err


@pytest.mark.parametrize("address", ["8000", "localhost", "localhost:http", "localhost:70000"])
def test_a_wrong_address_is_said(folder: Path, address: str) -> None:
    """With what to write instead."""
    command = [*COMMAND, "-f", str(folder / "mkdocs.yml"), "-a", address]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert f'"{address}" is no address. Write a host and a port' in done.stderr


def test_the_browser_is_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--open` shows the front page, under the path of `site_url`."""
    opened = folder / "opened"
    browser = folder / "browser.sh"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}"\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    with serving(folder, "--open") as preview:
        until(opened.is_file, "the browser")
        until(lambda: opened.read_text().strip() == preview.url, "the front page in it")
        assert preview.url.endswith("/bulletin/")


def test_the_other_commands_import_no_server(folder: Path) -> None:
    """A build starts quickly: it needs neither a server nor what watches files."""
    script = (
        "import sys\n"
        "from briefings.commands import main\n"
        "try:\n    main(['build', '--quiet', '-f', sys.argv[1]])\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "print(sorted({'http.server', 'watchdog', 'webbrowser'} & sys.modules.keys()))\n"
    )
    command = [sys.executable, "-c", script, str(folder / "mkdocs.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
