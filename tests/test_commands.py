"""What can a person type? The commands on bulletins that are odd or wrong, as an editor meets them."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sites import BUILD, MKDOCS_BUILD, run

CHECK = (sys.executable, "-c", "from briefings.commands import main; main()", "check")
CONFIGURATION = """
site_name: Test
site_url: https://host.example/bulletin/
docs_dir: content/pages
theme: {name: briefings}
plugins: [briefings]
"""
ENTRY = "---\ntitle: A\ntopics: [economy]\nsources: [https://example.org]\n---\n"
WORLD = {
    "mkdocs.yml": CONFIGURATION,
    "content/topics.yml": "economy: {name: Economy}\n",
    "content/pages/about.md": "# About\n",
    "content/entries/2024/06/14-a.md": ENTRY,
}


def bulletin(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A small bulletin with these files besides its own."""
    for path, text in {**WORLD, **files}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What a command wrote to standard error, without the lines of files that it shows."""
    return [line for line in done.stderr.splitlines() if not re.match(r" *\d* \|", line)]


def test_what_is_wrong_everywhere_is_said_in_one_run(tmp_path: Path) -> None:
    """Faulty plain pages, records and links are told together, once each, without what follows from them."""
    folder = bulletin(
        tmp_path,
        {
            "content/topics.yml": "economy: {name: Economy}\nwar: {name: War, parent: wor}\nx: {}\n",
            "content/people.yml": 'ann: {name: "Ann}\n',
            "content/pages/about.md": "# Ä\n".encode("latin-1"),
            "content/pages/deep.md": "1. " * 3000,
            "content/briefings/2024-06-14.md": "[1](/topics/x/) [2](/people/ann/) [3](/about/) [4](/no/)\n",
        },
    )
    done = run(CHECK, folder)
    assert done.returncode == 1
    assert [line.split(": ", 1)[0] + line.rpartition(" ")[2] for line in said(done)] == [
        "content/briefings/2024-06-14.md:1:1[broken-link]",
        "content/pages/about.md:1:3[bad-encoding]",
        "content/pages/deep.md:1:1[too-deep]",
        "content/people.yml:1:13[yaml-syntax]",
        "content/topics.yml:2:26[unknown-topic]",
        "content/topics.yml:3:4[missing-key]",
        "6 errors.errors.",
    ]


def test_links_of_plain_pages(tmp_path: Path) -> None:
    """A plain page links entries by their files, too, and what leads nowhere is told by its line."""
    entry = "../entries/2024/06/14-a.md"
    folder = bulletin(tmp_path, {"content/pages/about.md": f"# A\n\n[1]({entry}#x) [2](more.md)\n"})
    (folder / "content/pages/more.md").write_text("# More\n")
    assert run(BUILD, folder).returncode == 0
    page = (folder / "site/about/index.html").read_text()
    assert '<p><a href="../2024/06/14/a/#x">1</a> <a href="../more/">2</a></p>' in page
    (folder / "content/pages/more.md").rename(folder / "content/pages/other.md")
    (folder / "content/entries/2024/06/14-a.md").rename(folder / "content/entries/2024/06/14-b.md")
    told = [line.partition(" Link ")[0] for line in said(run(CHECK, folder)) if "[" in line]
    assert [line for line in told if line.startswith("content/")] == [
        'content/pages/about.md:3:1: the link "/more/" leads to no page of this bulletin.',
        'content/pages/about.md:3:1: the link "entry:2024/06/14/a" leads to no page of this bulletin.',
    ]


def test_a_name_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    """Names whose bytes are no UTF-8, or have line ends in them, are told in one line each."""
    folder = bulletin(tmp_path, {"content/pages/two\nlines.md": "# A\n"})
    for path in (b"content/pages/\xff.md", b"content/entries/2024/06/14-\xff\n.md"):
        try:
            (folder / os.fsdecode(path)).write_text(ENTRY)
        except OSError:
            pytest.skip("this file system takes no such names")
    assert said(run(CHECK, folder)) == [
        "content/entries/2024/06/14-\ufffd\ufffd.md:1:1: "
        'the slug "\ufffd\ufffd" has a strange character. '
        "It takes lower case letters, digits and single hyphens. [bad-slug]",
        "content/pages/two\ufffdlines.md:1:1: "
        "this file's name has signs that no text can show. Rename it. [bad-encoding]",
        "content/pages/\ufffd.md:1:1: "
        "this file's name has signs that no text can show. Rename it. [bad-encoding]",
        "3 errors.",
    ]


@pytest.mark.parametrize("command", [BUILD, MKDOCS_BUILD])
def test_a_bulletin_may_be_reached_by_a_link(tmp_path: Path, command: tuple[str, ...]) -> None:
    """The folder of a bulletin may be a symbolic link, as /tmp is on a Mac."""
    bulletin(tmp_path / "real", {})
    (tmp_path / "link").symlink_to("real")
    done = run(command, tmp_path / "link")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "real/site/2024/06/14/a/index.html").is_file()


@pytest.mark.parametrize("command", [BUILD, MKDOCS_BUILD])
def test_the_folders_may_lie_elsewhere(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Entries and plain pages may lie beside the folder of mkdocs.yml, and are named from there."""
    configuration = CONFIGURATION.replace("content/pages", "../content/pages").replace(
        "[briefings]", "[{briefings: {content_dir: ../content}}]"
    )
    files = {"config/mkdocs.yml": configuration, "content/pages/more.md": "[a](/nowhere/)\n"}
    folder = bulletin(tmp_path, files) / "config"
    done = run(command, folder)
    assert done.returncode == 1
    assert "../content/pages/more.md:1:1: " in done.stderr
    (tmp_path / "content/pages/more.md").write_text("[a](/topics/)\n")
    assert run(command, folder, cwd=tmp_path).returncode == 0
    assert (folder / "site/2024/06/14/a/index.html").is_file()
