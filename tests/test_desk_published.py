"""The desk that is published with the site: what a bulletin asks for, and an editor's work with it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from briefings.desk.packages import CMS, YAML
from briefings.editing.styled import formatted
from inspection.hosting import hosted
from tests.continued import Do, append, change
from tests.sites import BUILD, MKDOCS_BUILD, copied, run
from tests.test_commands import CHECK, bulletin
from tests.test_desk_browser import FILES, field, publish, write_new
from tests.test_incremental import contents, different, published
from tests.test_options import with_options
from tests.test_policy import META, directives, policy_of
from tests.tools import ROOT, decap

DESK = "desk: {name: test-repo}"


def with_packages(folder: Path) -> Path:
    """A bulletin's folder with the npm packages of this repository."""
    decap()
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small bulletin, which publishes a desk."""
    folder = with_packages(copied(ROOT / "tests/bulletin", tmp_path / "bulletin"))
    with_options(folder, DESK)
    return folder


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    """Nothing is built without the packages, and an editor learns what to type; a check needs none."""
    folder = copied(ROOT / "tests/bulletin", tmp_path / "bulletin")
    with_options(folder, DESK)
    for command in (BUILD, MKDOCS_BUILD):
        done = run(command, folder, cwd=folder)
        said = done.stdout + done.stderr
        assert done.returncode != 0
        assert "mkdocs.yml:1:1: There is no desk to publish: the npm package decap-cms is" in said
        assert f"npm install --save-dev --save-exact {CMS} {YAML} [desk-unavailable]" in said
        assert "Traceback" not in said
    assert not (folder / "site").exists()
    assert run(CHECK, folder).returncode == 0


def test_packages_that_are_gone_are_noticed(small: Path) -> None:
    """The last build's knowledge does not stand for them."""
    assert run(BUILD, small).returncode == 0
    (small / "node_modules").unlink()
    done = run(BUILD, small)
    assert done.returncode == 1
    assert "[desk-unavailable]" in done.stderr
    assert (small / "site/admin/desk.js").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("desk: github", "Write where the files are: {name: github, repo: example/bulletin"),
        ("desk: {name: githup, repo: a/b}", 'The name "githup" is none of azure, bitbucket,'),
        ("desk: {repo: a/b}", 'The name "None" is none of'),
        ("desk: {name: github}", "github needs a repo, as example/bulletin."),
        ("desk: {name: test-repo, since: 2024-06-14}", "Only text and numbers can stand here."),
    ],
)
def test_a_wrong_desk_is_told(line: str, said: str, tmp_path: Path) -> None:
    """An option that cannot be followed ends the build with what to write instead."""
    folder = copied(ROOT / "tests/bulletin", tmp_path / "bulletin")
    with_options(folder, line)
    done = run(BUILD, folder)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_versions_are_those_that_are_tested() -> None:
    """What an editor is told to install is what the lock file pins."""
    pinned = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    assert f"js-yaml@{pinned['js-yaml']}" == YAML


def test_nobody_is_led_to_the_desk(small: Path) -> None:
    """It is in no sitemap and on no page; robots are asked to leave it alone."""
    with_options(small, "footer: A bulletin")
    assert run(BUILD, small).returncode == 0
    site = small / "site"
    for file in (*site.glob("sitemap*.xml"), *site.rglob("*.html")):
        if file.parent.name != "admin":
            assert "admin/" not in file.read_text("utf-8"), file
    assert "Disallow: /bulletin/admin/\n" in (site / "robots.txt").read_text()
    assert '<meta name="robots" content="noindex">' in (site / "admin/index.html").read_text()
    config = json.loads((site / "admin/config.yml").read_text("utf-8"))
    assert config["backend"] == {"name": "test-repo"}


def test_both_doors_publish_the_same(small: Path) -> None:
    """MkDocs's own build makes the same files of the desk."""
    assert run(BUILD, small).returncode == 0
    own = contents(small / "site/admin")
    assert run(MKDOCS_BUILD, small, cwd=small).returncode == 0
    assert different(own, contents(small / "site/admin")) == []


@pytest.mark.parametrize(
    "edit",
    [
        append("content/topics.yml", "sea: {name: The sea}\n"),
        change("content/people.yml", "name: Ada Quayle", "name: Ada Quayle-Smith"),
    ],
)
def test_new_names_are_offered(small: Path, edit: Do) -> None:
    """A build after a change to the vocabulary gives the desk that a full build gives."""
    published(small)
    before = (small / "site/admin/config.yml").read_bytes()
    edit(small)
    report = published(small)
    assert "admin/config.yml" in report.written
    assert not any(one.endswith(".js") for one in report.written)
    continued = contents(small / "site")
    assert continued["admin/config.yml"] != before
    published(small, full=True)
    assert different(continued, contents(small / "site")) == []


def test_an_edit_of_an_entry_leaves_the_desk_alone(small: Path) -> None:
    """What the desk does not show does not make it anew."""
    published(small)
    append("content/entries/2024/03/28-berth-terms.md", "\nAnother sentence.\n")(small)
    report = published(small)
    assert report.written
    assert not any(one.startswith("admin/") for one in (*report.written, *report.unchanged))


def test_the_sent_policy_is_the_least(small: Path) -> None:
    """With a desk a host sends what no page can say of itself; each page says the rest."""
    with_options(small, "content_security_policy:", "  frame-ancestors: [https://partner.example]")
    assert run(BUILD, small).returncode == 0
    sent = re.findall("Content-Security-Policy: (.*)", (small / "site/_headers").read_text())
    assert sent == ["frame-ancestors 'self' https://partner.example"]
    own = policy_of((small / "site/admin/index.html").read_text("utf-8"))
    assert own["script-src"] == {"'self'", "'unsafe-eval'"}
    assert own["default-src"] == {"'none'"}
    assert "https:" in own["connect-src"]
    assert "frame-ancestors" not in own
    assert directives("; ".join(sent)).keys() == {"frame-ancestors"}


def test_a_bulletin_without_a_policy_has_none_at_the_desk(small: Path) -> None:
    """Who switches it off has it off everywhere."""
    with_options(small, "content_security_policy: false")
    assert run(BUILD, small).returncode == 0
    assert not META.search((small / "site/admin/index.html").read_text("utf-8"))
    assert "Content-Security-Policy" not in (small / "site/_headers").read_text()


EVENT = """\
---
title: A market
happened:
  from: 2024-06-11
  until: 2024-06-12 # Two days.
# Both towns were asked.
topics: [economy]
sources:
  - https://gazette.example/market # The morning edition.
figures:
  - {label: Stalls, value: 1.50}
---
The *text* [stays](entry:2024/06/14/a): 5 * 3 < 20_000.
"""
NEW = """\
---
title: "Grain: a deal"
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


def tree_of(folder: Path) -> dict[str, Any]:
    """The files below a folder as the CMS's backend for tests holds them."""
    return {
        path.name: tree_of(path) if path.is_dir() else {"content": path.read_text("utf-8")}
        for path in folder.iterdir()
    }


def write_tree(tree: dict[str, Any], folder: Path) -> None:
    """Put such files back."""
    for name, held in tree.items():
        if "content" in held and isinstance(held["content"], str):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(held["content"], "utf-8")
        else:
            write_tree(held, folder / name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small bulletin with a desk, built."""
    config = FILES["mkdocs.yml"].replace("timezone:", "desk: {name: test-repo}, timezone:")
    files = {**FILES, "mkdocs.yml": config, "content/entries/2024/06/12-market.md": EVENT}
    folder = with_packages(bulletin(tmp_path, files))
    done = run(BUILD, folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def at_desk(page: Page, folder: Path) -> Iterator[Page]:
    """The published desk, logged in; nothing may be asked of another host, or be refused."""
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    files = {"content": tree_of(folder / "content")}
    page.add_init_script(f"window.repoFiles ??= {json.dumps(files)};")
    with hosted(folder / "site", "/b/") as url:
        page.goto(f"{url}admin/")
        page.get_by_role("button", name="Login").click()
        expect(page.get_by_role("heading", name="Entries")).to_be_visible()
        yield page
    assert [one for one in asked if not one.startswith((url, "data:", "blob:"))] == []
    assert [text for text in said if "Content Security Policy" in text] == []


def kept(page: Page, folder: Path) -> None:
    """Put what the desk has saved where the bulletin's files are."""
    write_tree(page.evaluate("window.repoFiles"), folder)


def test_an_entry_is_changed(at_desk: Page, folder: Path) -> None:
    """What is not touched stays as it was, with its comments."""
    here = at_desk.url.partition("#")[0]
    at_desk.goto(f"{here}#/collections/entries/entries/2024/06/12-market")
    expect(field(at_desk, "Title").first).to_have_value("A market")
    field(at_desk, "Title").first.fill("A market: two days")
    publish(at_desk)
    kept(at_desk, folder)
    after = (folder / "content/entries/2024/06/12-market.md").read_text("utf-8")
    assert after == EVENT.replace("A market", '"A market: two days"')
    assert run(CHECK, folder).returncode == 0


def test_an_entry_is_written(at_desk: Page, folder: Path) -> None:
    """A new entry is filed under its day in the bulletin's time zone, and is as if typed by hand."""
    write_new(at_desk, "Grain: a deal")
    kept(at_desk, folder)
    file = folder / "content/entries/2024/06/14-grain-a-deal.md"
    assert file.read_text("utf-8") == NEW
    assert formatted(NEW, "entry") == NEW
    assert run(CHECK, folder).returncode == 0
