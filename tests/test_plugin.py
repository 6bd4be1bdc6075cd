"""Does a bulletin work in MkDocs's own hands: its build, its preview, its deployment?"""

import re
import subprocess
import sys
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import SMALL_BULLETIN
from tests.serving import PATIENCE, free_port, got, until
from tests.sites import BUILD, MKDOCS_BUILD, copied, run


@contextmanager
def preview(folder: Path) -> Iterator[str]:
    """`mkdocs serve` on a bulletin, by its URL."""
    address = f"127.0.0.1:{free_port()}"
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "serve",
        "-f",
        str(folder / "mkdocs.yml"),
        "-a",
        address,
    ]
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            url = f"http://{address}/bulletin/"
            until(lambda: "Harbour" in got(url), "the preview's front page")
            yield url
        finally:
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small bulletin."""
    return copied(SMALL_BULLETIN, tmp_path / "bulletin")


def test_a_build_leaves_nothing_unfinished(folder: Path) -> None:
    """The record of a site is for the main command; MkDocs's own build writes one for itself alone."""
    done = run(MKDOCS_BUILD, folder)
    assert done.returncode == 0, done.stderr
    assert not list((folder / ".cache").glob("*unfinished"))


def test_the_preview_shows_what_is_saved(folder: Path) -> None:
    """A changed, a new and a deleted entry are seen, and a broken one does no harm."""
    entry = folder / "content/entries/2024/04/01-communiqué.md"
    other = folder / "content/entries/2024/04/03-rain.md"
    with preview(folder) as url:
        page = f"{url}2024/04/01/communiqu%C3%A9/"
        good = entry.read_text("utf-8")
        entry.write_text(good.replace("read out twice", "read out three times"), "utf-8")
        until(lambda: "read out three times" in got(page), "a changed entry")

        entry.write_text(good.replace("topics: [talks]", "topics: [tlaks]"), "utf-8")
        until(lambda: "unknown topic" in got(page), "what is wrong, in the browser")
        assert "Did you mean" in got(page)
        assert "read out three times" in got(page), "the last good page is gone"

        entry.write_text(good.replace("read out twice", "read out at last"), "utf-8")
        until(lambda: "read out at last" in got(page), "the next good save")
        assert "unknown topic" not in got(page)

        other.write_text(
            "---\ntitle: Rain\ntopics: [weather]\nsources: [https://wire.example/r]\n---\nWet.\n",
            "utf-8",
        )
        until(lambda: "Rain" in got(f"{url}2024/04/03/rain/"), "a new entry")
        other.unlink()

        def gone() -> bool:
            try:
                got(f"{url}2024/04/03/rain/")
            except urllib.error.HTTPError as error:
                return error.code == 404
            return False

        until(gone, "a deleted entry")


def test_the_preview_shows_drafts_and_says_so(folder: Path) -> None:
    """Drafts and entries under embargo stand in the preview, marked, and in no build."""
    draft = folder / "content/entries/2024/04/03-draft.md"
    text = "---\ntitle: Not yet\ntopics: [weather]\nsources: [https://a.example/]\n{}---\nSoon.\n"
    draft.write_text(text.format("draft: true\n"), "utf-8")
    later = folder / "content/entries/2024/04/03-later.md"
    later.write_text(text.format("publish: 2999-01-01T00:00\n"), "utf-8")
    with preview(folder) as url:
        assert "Draft, not published" in got(f"{url}2024/04/03/draft/")
        assert "Under embargo" in got(f"{url}2024/04/03/later/")
    assert run(MKDOCS_BUILD, folder).returncode == 0
    assert not (folder / "site/2024/04/03").exists()


def test_the_open_page_reloads(folder: Path, page: Page) -> None:
    """A reader of the preview sees a save without touching the browser."""
    entry = folder / "content/entries/2024/04/01-communiqué.md"
    with preview(folder) as url:
        page.goto(f"{url}2024/04/01/communiqu%C3%A9/")
        text = entry.read_text("utf-8")
        entry.write_text(text.replace("read out twice", "read out once more"), "utf-8")
        page.get_by_text("read out once more").wait_for(timeout=PATIENCE * 1000)


def test_the_preview_sees_a_changed_template(folder: Path) -> None:
    """A theme of one's own is tried out as entries are."""
    own = folder / "own/partials/footer.html"
    own.parent.mkdir(parents=True)
    config = folder / "mkdocs.yml"
    text = config.read_text("utf-8").replace("theme:\n", "theme:\n  custom_dir: own\n")
    config.write_text(text, "utf-8")
    with preview(folder) as url:
        own.write_text("<footer>Our own foot</footer>\n", "utf-8")
        until(lambda: "Our own foot" in got(f"{url}2024/04/01/communiqu%C3%A9/"), "the template")


def test_gh_deploy_pushes_the_site(folder: Path, tmp_path: Path) -> None:
    """`mkdocs gh-deploy` puts the whole site on the branch that is published."""

    def git(*words: str, cwd: Path = folder) -> str:
        who = ("-c", "user.name=An editor", "-c", "user.email=editor@host.example")
        done = subprocess.run(
            ["git", *who, *words], cwd=cwd, check=True, capture_output=True, text=True
        )
        return done.stdout

    bare = tmp_path / "published.git"
    git("init", "-q", "--bare", str(bare), cwd=tmp_path)
    git("init", "-q", "-b", "main")
    git("config", "user.name", "An editor")
    git("config", "user.email", "editor@host.example")
    git("add", "content", "mkdocs.yml")
    git("commit", "-q", "-m", "Begin")
    git("remote", "add", "origin", str(bare))
    done = run((sys.executable, "-m", "mkdocs", "gh-deploy", "--no-history"), folder, cwd=folder)
    assert done.returncode == 0, done.stderr
    files = git("-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", "gh-pages", cwd=bare)
    assert "2024/03/28/berth-terms/index.html" in files
    assert "feed.xml" in files


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("timezone: Mars/Olympus", '"Mars/Olympus" is no time zone'),
        ("language: klingon!", '"klingon!" is no language tag'),
        ("front_page_entries: 0", "Expected a whole number from 1"),
        ("feed_entries: many", "Expected type"),
        ("sources_required: perhaps", "Expected type"),
        ("content_dir: nowhere", "isn't an existing directory"),
        ("timezome: UTC", "Unrecognised configuration name: timezome"),
    ],
)
@pytest.mark.parametrize("command", [BUILD, MKDOCS_BUILD], ids=["build.py", "mkdocs build"])
def test_a_wrong_option_is_told_as_mkdocs_does(
    option: str, said: str, command: tuple[str, ...], folder: Path
) -> None:
    """What is wrong in mkdocs.yml is said in MkDocs's own words, by both ways to build."""
    config = folder / "mkdocs.yml"
    name = option.partition(":")[0]
    text = re.sub(rf"(?m)^      {name}:.*\n", "", config.read_text("utf-8"))
    config.write_text(
        text.replace("  - briefings:\n", f"  - briefings:\n      {option}\n"), "utf-8"
    )
    done = run(command, folder)
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    if name != "timezome":  # MkDocs only warns of a name that it does not know.
        assert done.returncode != 0


@pytest.mark.parametrize("command", [BUILD, MKDOCS_BUILD], ids=["build.py", "mkdocs build"])
def test_a_mistake_leaves_the_last_good_site(command: tuple[str, ...], folder: Path) -> None:
    """All problems are said with their places, the exit status is 1 and the site stands."""
    assert run(command, folder).returncode == 0
    before = sorted(
        (file, file.read_bytes()) for file in (folder / "site").rglob("*") if file.is_file()
    )
    entry = folder / "content/entries/2024/04/01-communiqué.md"
    text = entry.read_text("utf-8").replace("topics: [talks]", "topics: [tlaks]\nkindd: offer")
    entry.write_text(text, "utf-8")
    done = run(command, folder)
    assert done.returncode == 1
    place = "content/entries/2024/04/01-communiqué.md:3:10: "
    assert f'{place}unknown topic "tlaks". Did you mean "talks"?' in done.stderr
    assert "communiqué.md:4:1: " in done.stderr
    assert "Traceback" not in done.stderr
    after = sorted(
        (file, file.read_bytes()) for file in (folder / "site").rglob("*") if file.is_file()
    )
    assert before == after


def test_other_plugins_make_the_plain_pages(folder: Path) -> None:
    """MkDocs runs what stands beside ours on plain pages; build.py says what it did not run."""
    hook = folder / "shout.py"
    hook.write_text(
        "def on_page_markdown(markdown, **others):\n    return markdown + '\\n\\nSHOUT\\n'\n"
    )
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "\nhooks: [shout.py]\n", "utf-8")
    assert run(MKDOCS_BUILD, folder).returncode == 0
    assert "SHOUT" in (folder / "site/about/index.html").read_text("utf-8")
    assert "SHOUT" not in (folder / "site/2024/04/01/communiqué/index.html").read_text("utf-8")
    done = run(BUILD, folder)
    assert "shout.py" in done.stderr
    assert "SHOUT" not in (folder / "site/about/index.html").read_text("utf-8")


def plain(folder: Path, name: str, text: str) -> None:
    """Write a plain page."""
    page = folder / "content/pages" / name
    page.parent.mkdir(exist_ok=True)
    page.write_text(text, "utf-8")


def test_the_navigation_follows_mkdocs_yml(folder: Path) -> None:
    """`nav` orders and names the plain pages; one that it leaves out is published all the same."""
    plain(folder, "hidden.md", "# Hidden\n")
    config = folder / "mkdocs.yml"
    nav = "\nnav:\n  - How: guide/reading.md\n  - More:\n    - Who we are: about.md\n"
    config.write_text(config.read_text("utf-8") + nav, "utf-8")
    assert run(BUILD, folder).returncode == 0
    front = (folder / "site/index.html").read_text("utf-8")
    foot = front.partition("</main>")[2]
    assert foot.index(">How<") < foot.index(">Who we are<")
    assert "Hidden" not in front
    assert (folder / "site/hidden/index.html").exists()


def test_edit_links_follow_mkdocs_template(folder: Path) -> None:
    """`edit_uri_template` of mkdocs.yml is filled in for entries as for plain pages."""
    config = folder / "mkdocs.yml"
    text = re.sub(r"(?m)^(repo_url|edit_uri):.*\n", "", config.read_text("utf-8"))
    template = "https://code.example/edit?file={path!q}"
    config.write_text(f"{text}\nedit_uri_template: {template}\n", "utf-8")
    done = run(BUILD, folder)
    assert done.returncode == 0, done.stderr
    page = (folder / "site/about/index.html").read_text("utf-8")
    assert 'href="https://code.example/edit?file=about.md"' in page


@pytest.mark.parametrize("command", [BUILD, MKDOCS_BUILD], ids=["build.py", "mkdocs build"])
def test_another_theme_is_refused(command: tuple[str, ...], folder: Path) -> None:
    """A theme that knows no bulletins is named, with what to write."""
    config = folder / "mkdocs.yml"
    text = config.read_text("utf-8").replace("  name: briefings", "  name: mkdocs")
    config.write_text(text, "utf-8")
    done = run(command, folder)
    assert done.returncode != 0
    assert 'The theme "mkdocs" cannot show a bulletin.' in done.stderr
    assert "Traceback" not in done.stderr
