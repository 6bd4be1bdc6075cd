"""`briefings import` and `briefings verify`, as an editor types them."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.sites import NOW

ARTICLES = Path(__file__).parent / "articles"
PAGES = ARTICLES / "pages"
DRAFT = "content/entries/2024/06/14-harbour-talks-end-without-a-deal.md"
FEED = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>Gull</title>
<item><title>Talks &amp; more</title><link>{host}/en-harbour-talks.html</link>
  <pubDate>Fri, 14 Jun 2024 17:40:00 +0100</pubDate></item>
<item><title>Unsafe</title><link>javascript:alert(1)</link></item>
<item><title>Statement</title><guid>{host}/en-press-release.html</guid></item>
</channel></rss>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bulletin beside the articles."""
    return Path(shutil.copytree(ARTICLES / "bulletin", tmp_path / "bulletin"))


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A host on this computer that has the articles and a feed."""
    pages = Path(shutil.copytree(PAGES, tmp_path_factory.mktemp("host") / "pages"))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(pages)))
    url = f"http://127.0.0.1:{server.server_address[1]}"
    (pages / "feed.xml").write_text(FEED.format(host=url), encoding="utf-8")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield url
    server.shutdown()
    thread.join()
    server.server_close()


def briefings(
    folder: Path, *arguments: str, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command within a bulletin."""
    return subprocess.run(
        [sys.executable, "-c", "from briefings.commands import main; main()", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": NOW, **environment},
    )


def test_a_page_becomes_a_draft_that_is_in_order(folder: Path) -> None:
    """With who said what, figures and events; the article's sentences stay out of it."""
    done = briefings(folder / "content", "import", str(PAGES / "en-harbour-talks.html"))
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{DRAFT}: a draft with 3 quotes, 3 figures, 1 event\n"
    text = (folder / DRAFT).read_text(encoding="utf-8")
    for part in (
        "draft: true",
        'title: "Rewrite: Harbour talks end',
        "Write here, in your own words",
    ):
        assert part in text
    assert "\n    verified:" not in text
    assert "disagreed over who would pay" not in text
    assert briefings(folder, "check").returncode == 0


def test_the_articles_text_is_kept_where_git_does_not_look(folder: Path) -> None:
    """Whatever the bulletin's own .gitignore says."""
    briefings(folder, "import", str(PAGES / "en-harbour-talks.html"))
    kept = [file.read_text(encoding="utf-8") for file in (folder / ".sources").glob("*.txt")]
    assert len(kept) == 1
    assert "disagreed over who would pay" in kept[0]
    assert "\n*\n" in (folder / ".sources/.gitignore").read_text(encoding="utf-8")


def test_all_articles_give_drafts_in_order(folder: Path) -> None:
    """In every language, whole and split, none overwriting another."""
    pages = sorted(PAGES.glob("*.html"))
    for file in pages:
        for options in ([], ["--split"]):
            done = briefings(
                folder, "import", str(file), "--url", "https://gull.example/a", *options
            )
            assert done.returncode == 0, done.stderr
    done = briefings(folder, "check")
    assert done.returncode == 0, done.stderr
    entries = list((folder / "content/entries").rglob("*.md"))
    assert len(entries) > 1 + 2 * len(pages)


def test_a_text_says_its_day(folder: Path) -> None:
    """On a line of its own below the title; the slug loses accents, as that of any new entry."""
    text = "Portul și ținta\n\nVineri, 14 iunie 2024\n\nConsiliul a decis. Atât.\n"
    done = briefings(folder, "import", "-", stdin=text)
    assert done.stdout == "content/entries/2024/06/14-portul-si-tinta.md: a draft\n"
    assert "    published: 2024-06-14\n" in (
        folder / "content/entries/2024/06/14-portul-si-tinta.md"
    ).read_text(encoding="utf-8")


def test_pages_below_a_host_are_its_publishers(folder: Path) -> None:
    """As those for phones, which no list of hosts has to name."""
    text = "Pier opens\n\nIt opened on Friday.\n"
    url = "https://m.gull.example/pier?fbclid=x"
    done = briefings(folder, "import", "-", "--url", url, "--date", "2024-06-14", stdin=text)
    assert "none of the hosts" not in done.stderr
    draft = (folder / "content/entries/2024/06/14-pier-opens.md").read_text(encoding="utf-8")
    assert (
        "  - url: https://m.gull.example/pier\n    title: Pier opens\n    publisher: northern-gull\n"
        in draft
    )


def test_what_there_is_already_is_said(folder: Path) -> None:
    """The same source under another form of its address; a very similar title."""
    url = "http://gull.example/2024/06/14/harbour-talks?utm_campaign=x#top"
    done = briefings(folder, "import", "-", "--url", url, stdin="End of talks\n\nThey ended.\n")
    assert "warning: The entry 2024/06/14/talks-end cites this source already." in done.stderr
    text = "Harbour talks end without deal\n\nThey ended on Friday.\n"
    done = briefings(folder, "import", "-", stdin=text)
    assert "The entry 2024/06/14/talks-end has a very similar title" in done.stderr


def test_a_split_article_gives_a_draft_for_each_development(folder: Path) -> None:
    """Each with its own speaker or event."""
    done = briefings(folder, "import", str(PAGES / "en-harbour-talks.html"), "--split")
    assert [line.partition(": ")[2] for line in done.stdout.splitlines()] == [
        "a draft with 2 quotes, 3 figures",
        "a draft with 1 quote",
        "a draft with 1 event",
    ]


def test_a_feed_is_listed_and_chosen_from(folder: Path, host: str) -> None:
    """What no entry can cite is left out; what is cited is said to be."""
    feed = ["import", f"{host}/feed.xml", "--feed", "--allow-local"]
    done = briefings(folder, *feed)
    assert done.stdout.splitlines() == [
        "  1  2024-06-14  Talks & more",
        f"     {host}/en-harbour-talks.html",
        "  2  no date  Statement",
        f"     {host}/en-press-release.html",
    ]
    done = briefings(folder, *feed, "--take", "2")
    assert done.returncode == 0, done.stderr
    assert "(cited by 2024/06/25/" in briefings(folder, *feed).stdout
    assert briefings(folder, *feed, "--take", "7").returncode == 2


def test_a_hostile_feed_reads_no_file(folder: Path, tmp_path: Path) -> None:
    """Entities are not resolved, neither those of other files nor those that grow."""
    secret = tmp_path / "secret"
    secret.write_text("secret words")
    feed = tmp_path / "feed.xml"
    feed.write_text(
        f'<!DOCTYPE r [<!ENTITY s SYSTEM "{secret.as_uri()}">]><rss><channel><item>'
        "<title>&s;</title><link>https://gull.example/x</link></item></channel></rss>"
    )
    done = briefings(folder, "import", str(feed), "--feed")
    assert "secret words" not in done.stdout + done.stderr
    assert "https://gull.example/x" in done.stdout


def test_quotes_are_verified_against_what_was_kept(folder: Path) -> None:
    """The day is noted with those that stand there, and nothing else in the file is changed."""
    briefings(folder, "import", str(PAGES / "ro-consiliul.html"))
    file = next((folder / "content/entries/2024/07").iterdir())
    before = file.read_text(encoding="utf-8").replace("un zid prost", "un zid rău")
    file.write_text(before, encoding="utf-8")
    done = briefings(folder, "verify", str(file))
    assert done.returncode == 1
    assert done.stdout == "3 of 4 quotes verified, 1 not found, 0 without a saved source.\n"
    line = next(
        n for n, text in enumerate(before.splitlines(), 1) if "text: " in text and "zid" in text
    )
    told = done.stderr.splitlines()
    assert len(told) == 1
    assert told[0].startswith(f"content/entries/2024/07/{file.name}:{line}:")
    assert "Nearest to it: “Mai bine o lună în plus decât un zid" in told[0]
    assert told[0].endswith("[quote-not-found]")
    after = file.read_text(encoding="utf-8")
    assert after.count("verified: 2025-01-01") == 3
    assert [
        line for line in after.splitlines() if "    verified: " not in line
    ] == before.splitlines()
    assert briefings(folder, "check").returncode == 0


def test_a_source_that_is_not_kept_is_fetched(folder: Path, host: str) -> None:
    """With --fetch only; in a list file too, whose comments stay."""
    (folder / "content/entries/2024/06/14.yml").write_text(
        "- title: A statement # as it came\n  slug: statement\n  topics: [harbours]\n"
        f"  sources: [{host}/en-press-release.html]\n"
        "  quotes:\n    - {speaker: tomas-berg, text: 'The breakwater will be built … by all of us'}\n"
    )
    done = briefings(folder, "verify")
    assert done.returncode == 1
    assert "[source-not-saved]" in done.stderr
    done = briefings(folder, "verify", "--fetch", "--allow-local")
    assert done.returncode == 0, done.stderr
    text = (folder / "content/entries/2024/06/14.yml").read_text()
    assert "verified: 2025-01-01" in text
    assert "# as it came" in text
    assert briefings(folder, "verify").stdout == "There are no quotes to verify.\n"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["import", "http://127.0.0.1:9/"], 1, "--allow-local"),
        (["import", "no/such.html"], 1, "cannot be read"),
        (["import", "-"], 1, "There is no text in this"),
        (["import", "feed.xml"], 1, "This is a feed. Add --feed"),
        (["import", "-", "--url", "javascript:alert(1)"], 1, "is no address"),
        (["import", "-", "--take", "1"], 2, "--feed"),
        (["import", "-", "--feed", "--take", "x"], 2, "names no items"),
        (["import", "-", "--date", "2024-13-01"], 2, "--date"),
        (["import"], 2, "Missing argument"),
        (["verify", "2024/06/14/talks-edn"], 2, 'Did you mean "2024/06/14/talks-end"?'),
    ],
)
def test_what_cannot_be_done_is_said(
    folder: Path, arguments: list[str], status: int, told: str
) -> None:
    """In a sentence, and nothing is written."""
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    done = briefings(folder, *arguments)
    assert done.returncode == status
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / ".sources").exists()


@pytest.mark.parametrize("command", ["import", "verify"])
def test_help_has_an_example(folder: Path, command: str) -> None:
    """One that can be copied."""
    assert f"For example: briefings {command} " in " ".join(
        briefings(folder, command, "--help").stdout.split()
    )


def test_without_the_extra_it_is_said_what_to_install(folder: Path, tmp_path: Path) -> None:
    """Articles are read with libraries that not every editor needs."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/lxml.py").write_text("raise ImportError\n")
    done = briefings(
        folder,
        "import",
        str(PAGES / "en-harbour-talks.html"),
        PYTHONPATH=str(tmp_path / "broken"),
    )
    assert done.returncode == 1
    assert "pip install 'briefings[import]'" in done.stderr
    assert "Traceback" not in done.stderr
