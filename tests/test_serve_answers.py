"""What does the preview's server answer, and to whom?"""

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SMALL_BULLETIN
from tests.previews import PAGE, Running, serving
from tests.serving import PATIENCE
from tests.sites import copied

NAME = "harbour.example"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The preview of the small bulletin, which all tests here only read."""
    folder = copied(SMALL_BULLETIN, tmp_path_factory.mktemp("answers") / "bulletin")
    with serving(folder) as running:
        pages = folder / ".cache/preview/pages"
        (pages / "out").symlink_to(folder)
        (pages / ".secret").write_text("hidden")
        yield running


def asked(
    preview: Running, path: str, host: str | None = None, method: str = "GET"
) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer to a request, sent as it is written here."""
    port = int(preview.url.split(":")[2].partition("/")[0])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        headers = {"Host": host.format(port=port)} if host is not None else {}
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "status", "content_type"),
    [
        ("", 200, "text/html; charset=utf-8"),
        ("index.html", 200, "text/html; charset=utf-8"),
        (PAGE, 200, "text/html; charset=utf-8"),
        (f"{PAGE}?from=feed", 200, "text/html; charset=utf-8"),
        ("feed.xml", 200, "application/xml; charset=utf-8"),
        ("feed.json", 200, "application/json; charset=utf-8"),
        ("assets/bulletin.css", 200, "text/css; charset=utf-8"),
        ("assets/site.js", 200, "text/javascript; charset=utf-8"),
        ("assets/favicon.svg", 200, "image/svg+xml; charset=utf-8"),
        ("media/crane.png", 200, "image/png"),
        ("permalinks.txt", 200, "text/plain; charset=utf-8"),
        (".preview/reload.js", 200, "text/javascript; charset=utf-8"),
        ("nowhere/", 404, "text/html; charset=utf-8"),
        ("feed.xml/", 404, "text/html; charset=utf-8"),
    ],
)
def test_files_come_as_what_they_are(
    preview: Running, path: str, status: int, content_type: str
) -> None:
    """With their type and size, never to be kept by a browser; HEAD says the same and sends nothing."""
    answer, content = asked(preview, f"/bulletin/{path}")
    assert answer.status == status
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Length"] == str(len(content)) != "0"
    head, nothing = asked(preview, f"/bulletin/{path}", method="HEAD")
    assert (head.status, nothing) == (status, b"")
    assert head.headers["Content-Length"] == str(len(content))


def test_a_missing_page_is_the_bulletins_own(preview: Running) -> None:
    """It has the bulletin's frame, and appears by itself once something is there."""
    _, content = asked(preview, "/bulletin/nowhere/")
    assert b"masthead" in content
    assert b"data-missing" in content


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/", "/bulletin/"),
        ("/bulletin", "/bulletin/"),
        (f"/bulletin/{PAGE.rstrip('/')}", f"/bulletin/{PAGE}"),
    ],
)
def test_addresses_without_their_end_lead_on(preview: Running, path: str, leads_to: str) -> None:
    """The bulletin stands under the path of `site_url`, and a folder's address ends with a slash."""
    answer, _ = asked(preview, path)
    assert answer.status == 302
    assert answer.headers["Location"] == leads_to


@pytest.mark.parametrize(
    "path",
    [
        "/bulletin/../pages.json",
        "/bulletin/%2e%2e/pages.json",
        "/bulletin/..%2fpages.json",
        "/bulletin/assets/../../pages.json",
        "/bulletin//etc/passwd",
        "/bulletin/%2Fetc/passwd",
        "/bulletin/out/mkdocs.yml",
        "/bulletin/.secret",
        "/bulletin/%00",
        "/bulletin/%ff",
        "/feed.xml",
        "http://127.0.0.1/bulletin/feed.xml",
    ],
)
def test_nothing_comes_from_outside_the_bulletin(preview: Running, path: str) -> None:
    """No spelling of a path leads out of the preview's folder, and neither does a link in it."""
    answer, content = asked(preview, path)
    assert answer.status == 404
    assert b"masthead" in content


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:{port}", "127.0.0.1:{port}", "LOCALHOST", "[::1]:{port}"]
)
def test_this_machine_is_answered(preview: Running, host: str) -> None:
    """By its usual names, with and without the port."""
    assert asked(preview, "/bulletin/", host)[0].status == 200


@pytest.mark.parametrize(
    "host", [NAME, f"{NAME}:{{port}}", "localhost.example", "", "127.0.0.1.example", "[", ":{port}"]
)
@pytest.mark.parametrize("path", ["/bulletin/", "/bulletin/.preview/news", "/"])
def test_strangers_names_are_refused(preview: Running, host: str, path: str) -> None:
    """A name that a stranger's page made point here reads nothing."""
    answer, content = asked(preview, path, host)
    assert answer.status == 403
    assert b"masthead" not in content
    assert b"Location" not in answer.headers.as_bytes()


def test_nothing_but_reading_is_answered(preview: Running) -> None:
    """There is nothing to send to a preview."""
    answer, _ = asked(preview, "/bulletin/", method="POST")
    assert answer.status == 501


def test_only_this_machine_is_listened_to(preview: Running) -> None:
    """The server cannot be reached by the machine's address in a network, unless that is asked for."""
    port = int(preview.url.split(":")[2].partition("/")[0])
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", port))


def test_another_address_is_listened_at(tmp_path: Path) -> None:
    """`-a` names it, and it is one of the names that are answered."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    with serving(folder, "-a", "localhost:0") as running:
        assert running.url.startswith("http://localhost:")
        assert asked(running, "/bulletin/")[0].status == 200
