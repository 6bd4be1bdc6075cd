"""The desk without a browser: what its server lets through, and what the command does."""

import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner

from briefings import model
from briefings.commands import main
from briefings.desk.configuration import LOCAL, configuration
from briefings.desk.packages import CMS, SERVER
from briefings.desk.passing import opened, saved
from briefings.desk.serving import Server
from briefings.files.reading import fields_of
from tests.serving import PATIENCE
from tests.sites import run
from tests.test_build_command import COMMAND
from tests.test_commands import bulletin
from tests.test_desk_browser import DESK
from tests.tools import ROOT, decap, node

ENTRY = """\
---
title: A
happened: 2024-06-13
# The first of two.
topics: [economy]
responds_to: [2024/06/13/b]
sources: [https://example.org/a]
draft: true
---
Text.
"""


def test_every_key_has_a_field() -> None:
    """Nothing that the format knows is missing in the form, and nothing else is in it."""
    text = configuration(model.Vocabulary(), LOCAL, content="content", language="en")
    entries, introductions = json.loads(text)["collections"]
    named = {field["name"] for field in entries["fields"]}
    assert named == {name for name, _, _ in fields_of(model.Entry)} | {"body"}
    named = {field["name"] for field in introductions["fields"]}
    assert named == {name for name, _, _ in fields_of(model.Introduction)} | {"body"}


def test_names_are_offered_with_their_ids() -> None:
    """A topic is chosen by its name; people and organizations speak."""
    name = model.Text(by_language=((model.Language(""), "Ann"),))
    person = model.Person(id=model.ActorId("ann"), name=name)
    vocabulary = model.Vocabulary(people={person.id: person})
    text = configuration(vocabulary, LOCAL, content="content", language="en")
    fields = {one["name"]: one for one in json.loads(text)["collections"][0]["fields"]}
    assert fields["by"]["options"] == [{"label": "Ann (ann)", "value": "ann"}]


def test_sources_may_be_left_out_where_the_bulletin_says_so() -> None:
    """The form asks for what the bulletin asks for."""
    for required in (True, False):
        text = configuration(
            model.Vocabulary(), LOCAL, content="c", language="en", sources_required=required
        )
        fields = {one["name"]: one for one in json.loads(text)["collections"][0]["fields"]}
        assert fields["sources"]["required"] is required


def test_short_forms_are_opened_in_full() -> None:
    """A form gets keys with values where a file has a bare address, a bare id or one day."""
    keys = json.loads(opened(ENTRY, "entry").split("---")[1])
    assert keys["sources"] == [{"url": "https://example.org/a"}]
    assert keys["responds_to"] == [{"entry": "2024/06/13/b"}]
    assert keys["happened"] == {"from": "2024-06-13", "until": "2024-06-13"}
    assert keys["draft"] is True


def test_saving_what_was_opened_changes_nothing() -> None:
    """Opening and saving is no edit."""
    assert saved(opened(ENTRY, "entry"), ENTRY, "entry") == ENTRY


def test_empty_keys_are_left_out() -> None:
    """What a form leaves empty does not stand in the file; what was removed is gone."""
    raw = ENTRY.replace("draft: true", "draft: false\nsummary: ''\nquotes: []\nimage: {src: ''}")
    assert saved(raw, ENTRY, "entry") == ENTRY.replace("draft: true\n", "")
    assert saved(raw, "", "entry") == saved(raw, ENTRY, "entry").replace(
        "# The first of two.\n", ""
    )


def test_a_span_of_days_is_written_as_days() -> None:
    """From one day until another, without quotation marks."""
    raw = ENTRY.replace("happened: 2024-06-13", "happened: {from: 2024-06-11, until: 2024-06-13}")
    assert saved(opened(raw, "entry"), ENTRY, "entry") == raw


@pytest.mark.parametrize("text", ["", "no front matter", "---\na: [\n---\n", "---\n- a\n---\n"])
def test_what_cannot_be_read_passes_as_it_is(text: str) -> None:
    """The check says what is wrong with such a file, in its words."""
    assert opened(text, "entry") == text
    assert saved(text, ENTRY, "entry") == text


class _Files(BaseHTTPRequestHandler):
    """In the place of decap-server: notes what it is asked."""

    asked: list[Any] = []  # noqa: RUF012 (one for all requests)

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A desk in front of a server that does nothing."""
    _Files.asked.clear()
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), _Files) as behind,
        Server(0, folder=tmp_path, content="content", cms=tmp_path, made=dict) as desk,
    ):
        desk.file_port = behind.server_port
        threads = [
            Thread(target=one.serve_forever, kwargs={"poll_interval": 0.05})
            for one in (behind, desk)
        ]
        for thread in threads:
            thread.start()
        yield desk
        for one, thread in zip((behind, desk), threads, strict=True):
            one.shutdown()
            thread.join()


def _post(server: Server, body: bytes, **headers: str) -> int:
    sent = {"Origin": server.origin, "Content-Type": "application/json", **headers}
    request = urllib.request.Request(f"{server.origin}/admin/api", body, sent)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.parametrize(
    "params",
    [
        {"path": "mkdocs.yml"},
        {"path": "content/../mkdocs.yml"},
        {"path": "content/topics.yml"},
        {"path": "/etc/passwd"},
        {"path": "content/entries\\..\\x"},
        {"folder": "."},
        {"mediaFolder": "content/entries/../.."},
        {"paths": ["content/entries/a.md", "x"]},
        {"files": [{"path": ".git/config"}]},
        {"dataFiles": [{"path": "content/entries/a.md", "newPath": "x.md", "raw": ""}]},
        {"dataFiles": [], "assets": [{"path": ".git/hooks/pre-commit"}]},
    ],
)
def test_nothing_outside_the_content_is_touched(server: Server, params: dict[str, Any]) -> None:
    """Whatever the page is made to ask, files of the bulletin alone are read and written."""
    asked = {"action": "persistEntry", "params": params}
    assert _post(server, json.dumps(asked).encode()) == 403
    assert _Files.asked == []


def test_strangers_are_refused(server: Server) -> None:
    """A page of another site can neither write nor read, by whatever name it calls this machine."""
    body = b'{"action": "info", "params": {}}'
    assert _post(server, body, Origin="https://evil.example") == 403
    assert _post(server, body, Host=f"evil.example:{server.server_port}") == 403
    assert _Files.asked == []
    assert _post(server, body) == 200


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b"1", b"[" * 100_000, b'{"params": 1}'])
def test_nonsense_is_answered(server: Server, body: bytes) -> None:
    """No request ends the server or gives a traceback."""
    assert _post(server, body) in (200, 400)


@pytest.mark.parametrize("path", ["/", "/admin", "/admin/", "/admin/desk.js"])
def test_the_page_is_served_under_its_own_policy(server: Server, path: str) -> None:
    """The desk's page loads nothing from elsewhere and stands in no frame."""
    with urllib.request.urlopen(server.origin + path, timeout=PATIENCE) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/x", "/admin/../mkdocs.yml", "/admin/.env", "/admin/a/b"])
def test_other_files_are_not_served(server: Server, path: str, tmp_path: Path) -> None:
    """Only the CMS's own folder is, and no hidden file."""
    (tmp_path / ".env").write_text("secret")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(server.origin + path, timeout=PATIENCE)
    refused.value.close()
    assert refused.value.code == 404


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor learns what to type, without a traceback."""
    folder = bulletin(tmp_path, {})
    command = ["desk", "-f", str(folder / "mkdocs.yml")]
    node()
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert "npm install --save-dev --save-exact decap-cms@" in done.output
    monkeypatch.setenv("PATH", str(tmp_path))
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert "needs Node.js" in done.output


def test_the_versions_are_those_that_are_tested() -> None:
    """What an editor is told to install is what the lock file pins."""
    pinned = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    assert f"decap-cms@{pinned['decap-cms']}" == CMS
    assert f"decap-server@{pinned['decap-server']}" == SERVER


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_ending_takes_the_child_along(tmp_path: Path, ending: signal.Signals) -> None:
    """Ctrl-C leaves no process behind."""
    decap()
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    folder = bulletin(tmp_path, {})

    with subprocess.Popen(
        [*DESK, "-f", str(folder / "mkdocs.yml")], stdout=subprocess.PIPE, text=True
    ) as desk:
        assert desk.stdout
        assert "The desk is at http://127.0.0.1:" in desk.stdout.readline()
        children = _children(desk.pid)
        assert len(children) == 1
        desk.send_signal(ending)
        assert desk.wait(PATIENCE) == 0
        assert not any(Path(f"/proc/{child}").exists() for child in children)


def _children(process: int) -> list[str]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    if not listed.exists():
        pytest.skip("this system does not tell the children of a process")
    return listed.read_text().split()


def test_a_site_ships_nothing_of_it(tmp_path: Path) -> None:
    """Who does not ask for the desk has none of it on the site, nor in the program that makes it."""
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    folder = bulletin(tmp_path, {})
    script = f"{COMMAND}\nprint(*(name for name in sys.modules if name.startswith('briefings.')))"
    done = run((sys.executable, "-c", script, "build"), folder)
    assert done.returncode == 0, done.stderr
    imported = done.stdout.splitlines()[-1].split()
    assert "briefings.rendering" in imported
    assert not any(name.startswith(("briefings.desk", "briefings.editing")) for name in imported)
    files = [path for path in (folder / "site").rglob("*") if path.is_file()]
    assert not (folder / "site/admin").exists()
    assert not any(b"decap" in path.read_bytes().lower() for path in files)
