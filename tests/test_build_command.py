"""What does a build tell whoever waits for it?"""

import fcntl
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import SMALL_BULLETIN
from tests.sites import BUILD, copied, run

ENTRY = "content/entries/2024/04/01-communiqué.md"
PAGE = "2024/04/01/communiqué"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small bulletin, built."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    assert run(BUILD, folder).returncode == 0
    return folder


def edit(folder: Path) -> None:
    """Change a word in an entry."""
    entry = folder / ENTRY
    entry.write_text(entry.read_text("utf-8").replace("read out twice", "read aloud"), "utf-8")


def explained(folder: Path, path: str, *options: str) -> str:
    """What the build answers to `--explain`."""
    done = run((*BUILD, "--quiet", "--explain", path, *options), folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_line_a_stage_and_what_was_done(folder: Path) -> None:
    """Where there is no terminal, each stage has its line, and the end has the numbers."""
    edit(folder)
    done = run(BUILD, folder)
    said = done.stderr.splitlines()
    assert "Reading 1 files." in said
    assert any(line.startswith("Looking at ") for line in said)
    assert any(line.startswith("Indexing ") for line in said)
    assert any(line.startswith("Publishing ") for line in said)
    assert "entries in" in done.stdout
    assert "kept" in done.stdout
    assert "\r" not in done.stderr


def test_quiet_says_nothing_but_what_is_wrong(folder: Path) -> None:
    """A script hears of warnings and errors alone."""
    edit(folder)
    done = run((*BUILD, "--quiet"), folder)
    assert done.stdout == ""
    assert {line.split("[")[-1] for line in done.stderr.splitlines()} == {"hidden-reference]"}


def test_verbose_gives_the_time_of_each_stage(folder: Path) -> None:
    """Each stage that had work to do says how long it took."""
    edit(folder)
    said = run((*BUILD, "--verbose"), folder).stderr
    for stage in ("reading", "rendering", "indexing", "publishing"):
        assert f" s {stage}" in said


@pytest.mark.parametrize("path", [f"/{PAGE}/", PAGE, f"{PAGE}/index.html", f"site/{PAGE}/"])
def test_explain_knows_a_page_by_any_of_its_names(folder: Path, path: str) -> None:
    """A URL's path, a file, a folder: all mean the page."""
    assert explained(folder, path).endswith("was kept: nothing that it shows has changed.")


def test_explain_tells_one_reason_from_another(folder: Path) -> None:
    """What it shows, its template, the site itself: the answer says which."""
    edit(folder)
    assert "was made: what it shows has changed" in explained(folder, PAGE)
    (folder / "site" / PAGE / "index.html").write_text("somebody else")
    assert "somebody changed the file in the site" in explained(folder, PAGE)
    (folder / "site" / PAGE / "index.html").unlink()
    assert "it was not in the site" in explained(folder, PAGE)
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("copyright: ", "copyright: All "), "utf-8")
    assert "its template, or what that takes from the frame" in explained(folder, PAGE)
    assert "no earlier build recorded it" in explained(folder, PAGE, "--full")
    assert "is no output of this bulletin" in explained(folder, "/nowhere/")


def test_a_second_build_says_that_it_waits(folder: Path) -> None:
    """Two builds at once do not work on one site; the second one goes on when the first has ended."""
    with (folder / ".cache/lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        command = [*BUILD, "-f", str(folder / "mkdocs.yml")]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as second:
            assert second.stderr is not None
            assert "Another build of this bulletin is running" in second.stderr.readline()
            time.sleep(0.2)
            assert second.poll() is None
            fcntl.lockf(lock, fcntl.LOCK_UN)
            second.stderr.read()
        assert second.returncode == 0


def test_a_cache_that_cannot_be_written_is_no_obstacle(folder: Path) -> None:
    """Without a cache a build is slower, and as right."""
    for file in (folder / ".cache").iterdir():
        file.unlink()
    (folder / ".cache").rmdir()
    (folder / ".cache").write_text("a file where the folder belongs")
    edit(folder)
    done = run(BUILD, folder)
    assert done.returncode == 0, done.stderr
    assert "read aloud" in (folder / "site" / PAGE / "index.html").read_text("utf-8")
    assert "Traceback" not in done.stderr


OWN = {"briefings", "briefings_theme", "click", "msgspec"}
RENDERING = {"babel", "jinja2", "markupsafe", "yaml"}
READING = {"markdown", "nh3", "yaml"}


COMMAND = (
    "import sys\n"
    "from briefings.commands import main\n"
    "try:\n    main(sys.argv[1:])\n"
    "except SystemExit as end:\n    assert not end.code"
)


@pytest.mark.parametrize(
    ("command", "is_edited", "budget"),
    [
        ("check", False, OWN),
        ("check", True, OWN | READING),
        ("build", False, OWN),
        ("build", True, OWN | READING | RENDERING | {"pagefind_bin"}),
    ],
)
def test_a_command_imports_nothing_that_it_does_not_need(
    folder: Path, command: str, is_edited: bool, budget: set[str]
) -> None:
    """It starts quickly: what it does not need of other people's packages is not imported."""
    time.sleep(2.1)  # A file that is older is trusted by its looks.
    for name in ("check", "build"):
        assert run((sys.executable, "-c", COMMAND, name), folder).returncode == 0
    if is_edited:
        with (folder / "content/entries/2023/12/31-storm.md").open("a", encoding="utf-8") as entry:
            entry.write("\nIt blew on.\n")
    script = (
        f"{COMMAND}\n"
        "names = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*names.difference(sys.stdlib_module_names), 'http.server' in sys.modules)\n"
    )
    done = run((sys.executable, "-c", script, command), folder)
    assert done.returncode == 0, done.stderr
    *imported, serves = done.stdout.splitlines()[-1].split()
    public = {name for name in imported if not name.startswith("_")}
    # Of yaml, of markdown, and what babel and msgspec take where it happens to be.
    assert public <= budget | {"cython_runtime", "htmlparser", "pytz", "typing_extensions"}
    assert serves == "False"


def test_a_build_with_nothing_to_do_knows_nothing_of_entries(folder: Path) -> None:
    """It is over before the records of the format, the views and the checks would be imported."""
    time.sleep(2.1)  # A file that is older is trusted by its looks.
    for _ in range(2):
        assert run((sys.executable, "-c", COMMAND, "build"), folder).returncode == 0
    script = f"{COMMAND}\nprint(*(name for name in sys.modules if name.startswith('briefings.')))"
    done = run((sys.executable, "-c", script, "build"), folder)
    assert done.returncode == 0, done.stderr
    imported = set(done.stdout.splitlines()[-1].split())
    assert imported >= {"briefings.idling", "briefings.noticing", "briefings.looking"}
    assert not imported & {
        "briefings.model",
        "briefings.editions",
        "briefings.views",
        "briefings.checks",
    }
