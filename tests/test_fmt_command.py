"""`briefings fmt`: does it write the one style, and nothing that it should not?"""

import sys
from pathlib import Path

import pytest

from briefings.editing.contents import text_files
from briefings.editing.styled import formatted
from tests.sites import run, settings_of
from tests.test_commands import bulletin, said
from tests.tools import ROOT

FMT = (sys.executable, "-c", "from briefings.commands import main; main()", "fmt")
UNTIDY = """\
---
# Everything of the summit.

topics:
  - war    # the section
  - economy

# who signed
sources:
- url:   https://a.example
- {url: 'https://b.example', title: 'Text: "yes"'}
title: 'A summit'
draft: yes
date: 2024-06-14 17:40:00+0200
figures: [{value: 3, label: 'Signatures', qualifier: "about"}]
history:
  - {date: 2024-06-14, status: claimed, text: The first party said that it had signed all of it., source: 1}
  - {date: 2024-06-15, status: reported, text: So it was.}
summary: >-
  Two lines
  of it.
unheard-of: {b: 1, a: 2}
---
  The body\x20\x20
# stays
"""


def test_the_style() -> None:
    """Keys in order, short lists between brackets, quotes where they are needed, comments by their keys."""
    assert formatted(UNTIDY, "entry") == (
        "---\n# Everything of the summit.\ntitle: A summit\ndate: 2024-06-14T17:40+02:00\ntopics:\n"
        "  - war # the section\n  - economy\nhistory:\n  - date: 2024-06-14\n    status: claimed\n"
        "    text: The first party said that it had signed all of it.\n    source: 1\n"
        "  - date: 2024-06-15\n    status: reported\n    text: So it was.\n"
        "summary: >-\n  Two lines\n  of it.\n# who signed\nsources:\n  - https://a.example\n"
        "  - url: https://b.example\n    title: 'Text: \"yes\"'\n"
        "figures:\n  - {label: Signatures, qualifier: about, value: 3}\n"
        "draft: true\nunheard-of: {b: 1, a: 2}\n---\n  The body  \n# stays\n"
    )


def test_registries_keep_their_order_and_groups() -> None:
    """A record a line where that is the custom; one blank line where there were some."""
    text = (
        "# All of them.\n\n\n# Romania\nb: {hosts: [b.example], name: 'B'}\n\n\n"
        "# Moldova\na:\n  name: A, and more\n# end\n"
    )
    assert formatted(text, "publishers") == (
        "# All of them.\n\n# Romania\nb: {name: B, hosts: [b.example]}\n\n"
        '# Moldova\na: {name: "A, and more"}\n# end\n'
    )


def test_this_repository_is_in_the_style() -> None:
    """Its own content is an example of it."""
    for file in text_files(settings_of(ROOT)):
        assert formatted(file.text(), file.kind) == file.text(), file.path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bulletin with an untidy entry and a mistake."""
    files: dict[str, str | bytes] = {
        "content/entries/2024/06/14-untidy.md": UNTIDY,
        "content/entries/2024/06/13.yml": b"\xef\xbb\xbf- title: A\r\n  slug: b\r\n",
        "content/entries/2024/06/12-broken.yml": "title: a: b\n",
        "content/pages/about.md": "---\ntitle:   About\n---\n",
    }
    return bulletin(tmp_path, files)


def test_what_would_change_is_named(folder: Path) -> None:
    """With --check nothing is written, and the exit status tells."""
    before = (folder / "content/entries/2024/06/14-untidy.md").read_text()
    done = run((*FMT, "--check"), folder)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "content/entries/2024/06/13.yml would change.",
        "content/entries/2024/06/14-untidy.md would change.",
    ]
    assert said(done)[0].startswith("content/entries/2024/06/12-broken.yml:1:")
    assert (folder / "content/entries/2024/06/14-untidy.md").read_text() == before
    (folder / "content/entries/2024/06/12-broken.yml").unlink()
    done = run((*FMT, "--diff"), folder)
    assert done.returncode == 0
    assert "+title: A summit\n" in done.stdout
    assert (folder / "content/entries/2024/06/14-untidy.md").read_text() == before


def test_files_are_written(folder: Path) -> None:
    """What can be read is written, the rest told; a second run finds nothing to do."""
    assert run(FMT, folder).returncode == 1
    entry = folder / "content/entries/2024/06/14-untidy.md"
    assert entry.read_text() == formatted(UNTIDY, "entry")
    assert (folder / "content/entries/2024/06/13.yml").read_bytes() == b"- slug: b\n  title: A\n"
    assert (folder / "content/pages/about.md").read_text() == "---\ntitle:   About\n---\n"
    (folder / "content/entries/2024/06/12-broken.yml").unlink()
    done = run((*FMT, "--check"), folder)
    assert (done.returncode, done.stdout) == (0, "")


def test_paths_choose(folder: Path) -> None:
    """Files and folders of the content alone are looked at, from wherever one stands."""
    entry = folder / "content/entries/2024/06/14-untidy.md"
    done = run((*FMT, "14-untidy.md"), folder, cwd=entry.parent)
    assert (done.returncode, said(done)) == (0, ["1 of 1 files written."])
    done = run((*FMT, "--check", "content/entries"), folder, cwd=folder)
    assert done.stdout.splitlines() == ["content/entries/2024/06/13.yml would change."]
    for path in ("mkdocs.yml", "nowhere"):
        assert run((*FMT, path), folder, cwd=folder).returncode == 2


def test_a_link_is_not_followed(folder: Path) -> None:
    """A file that is a link to another one is left alone, and said so without a traceback."""
    (folder / "content/entries/2024/06/12-broken.yml").unlink()
    (folder / "content/entries/2024/06/15-link.md").symlink_to("14-untidy.md")
    done = run(FMT, folder)
    assert done.returncode == 1
    assert said(done)[-1] == "Nothing was written."
    assert (folder / "content/entries/2024/06/14-untidy.md").read_text() == UNTIDY
