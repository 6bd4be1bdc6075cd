"""The desk as an editor uses it, with the real CMS in a real browser."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from briefings.editing.styled import formatted
from tests.serving import PATIENCE
from tests.sites import run
from tests.test_commands import CHECK, bulletin
from tests.tools import ROOT, decap, node

DESK = (sys.executable, "-c", "from briefings.commands import main; main()", "desk", "--port", "0")
FILES = {
    "mkdocs.yml": "site_name: Test\nsite_url: https://host.example/b/\ndocs_dir: content/pages\n"
    "theme: {name: briefings}\nplugins: [{briefings: {timezone: Pacific/Kiritimati}}]\n",
    "content/people.yml": "ann-lee:\n  name: Ann Lee\n  roles: [{role: Minister}]\n",
    "content/stories.yml": "grain-deal: {name: The grain deal}\n",
    "content/publishers.yml": "gazette: {name: The Gazette, hosts: [gazette.example]}\n",
    "content/entries/2024/06/14-a.md": """\
---
title: An older entry
# Both ministries were asked.
topics: [economy]
figures:
  - {label: Ships, value: 1.50}
sources:
  - https://gazette.example/a # The morning edition.
---
The *text* [stays](entry:2024/06/14/a) as it is: 5 * 3 < 20_000.
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small bulletin with an entry and what the desk needs."""
    decap()
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return bulletin(tmp_path, FILES)


@pytest.fixture
def desk(folder: Path) -> Iterator[str]:
    """The address of a desk, which ends with the test."""
    node()
    started = subprocess.Popen(
        [*DESK, "-f", str(folder / "mkdocs.yml")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert started.stdout
        found = re.search(r"http://\S+", started.stdout.readline())
        assert found
        yield found[0]
    finally:
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=PATIENCE)
        assert started.returncode == 0


@pytest.fixture
def at_desk(page: Page, desk: str) -> Iterator[Page]:
    """A page that is logged in; nothing may be asked of another host, or be refused by the policy."""
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(desk)
    page.get_by_role("button", name="Login").click()
    expect(page.get_by_role("heading", name="Entries")).to_be_visible()
    yield page
    here = desk.removesuffix("admin/")
    assert [url for url in asked if not url.startswith((here, "data:", "blob:"))] == []
    assert [text for text in said if "Content Security Policy" in text] == []


def field(page: Page | Locator, label: str) -> Locator:
    """The control of a key."""
    return page.get_by_label(re.compile(rf"^{label}( \(optional\))?$", re.I))


def choose(page: Page, label: str, typed: str) -> None:
    """Pick what is offered for some letters."""
    field(page, label).last.fill(typed)
    page.get_by_role("option").first.click()


def write(page: Page, text: str) -> None:
    """Write the body."""
    page.locator("[data-slate-editor]").first.click()
    page.keyboard.insert_text(text)


def publish(page: Page) -> None:
    """Save, and wait until it is done."""
    page.get_by_role("button", name="Publish", exact=True).first.click()
    page.get_by_role("menuitem", name="Publish now").first.click()
    expect(page.get_by_text("Changes saved")).to_be_visible()
    expect(page.get_by_text("Entry published")).to_have_count(0)


def write_new(at_desk: Page, title: str) -> None:
    """Write and publish an entry with two sources, a quote and a story."""
    at_desk.get_by_role("link", name="Create entry").click()
    field(at_desk, "Title").first.fill(title)
    write(at_desk, "Ships sail *again*, 3 < 5.")
    field(at_desk, "Date").fill("2024-06-13T22:30")
    choose(at_desk, "Topics", "Econ")
    choose(at_desk, "Status", "confirmed")
    choose(at_desk, "Stories", "grain")
    for url in ("https://gazette.example/deal", "https://example.org/text"):
        at_desk.get_by_role("button", name="Add source").click()
        field(at_desk, "Url").last.fill(url)
    at_desk.get_by_role("button", name="Add quote").click()
    choose(at_desk, "Speaker", "Ann")
    field(at_desk, "Text").first.fill("a good day for bakers")
    field(at_desk, "Source").last.fill("2")
    publish(at_desk)


NEW = """\
---
title: A deal on grain
date: 2024-06-13T22:30+00:00
topics: [economy]
status: confirmed
stories: [grain-deal]
sources: [https://gazette.example/deal, https://example.org/text]
quotes:
  - speaker: ann-lee
    text: a good day for bakers
    source: 2
---
Ships sail *again*, 3 < 5.
"""


def test_an_entry_is_written_and_changed(at_desk: Page, folder: Path) -> None:
    """A new entry is filed under its day in the bulletin's time zone, and is as if typed by hand."""
    write_new(at_desk, "A deal on grain")
    file = folder / "content/entries/2024/06/14-a-deal-on-grain.md"
    assert file.read_text("utf-8") == NEW
    assert formatted(NEW, "entry") == NEW
    done = run(CHECK, folder)
    assert done.returncode == 0, done.stderr

    field(at_desk, "Title").first.fill("A deal on wheat")
    publish(at_desk)
    assert file.read_text("utf-8") == NEW.replace("deal on grain", "deal on wheat")


def test_an_edit_changes_what_was_changed(at_desk: Page, desk: str, folder: Path) -> None:
    """Comments, numbers, bare addresses and the text stay as they were."""
    file = folder / "content/entries/2024/06/14-a.md"
    before = file.read_text("utf-8")
    at_desk.goto(f"{desk}#/collections/entries/entries/2024/06/14-a")
    expect(field(at_desk, "Title").first).to_have_value("An older entry")
    choose(at_desk, "Stories", "grain")
    publish(at_desk)
    changed = before.replace("figures:", "stories: [grain-deal]\nfigures:")
    assert file.read_text("utf-8") == formatted(changed, "entry")
    assert "# The morning edition." in file.read_text("utf-8")
