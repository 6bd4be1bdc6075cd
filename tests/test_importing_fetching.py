"""How does a page reach us, and from where must none be fetched? Against a server of our own."""

import gzip
import ipaddress
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from briefings.importing.failing import SourceError
from briefings.importing.fetching import MAX_BYTES, USER_AGENT, fetch, is_public

PAGE = b"<html><body><p>Ships leave the harbour.</p></body></html>"


class _Host(BaseHTTPRequestHandler):
    """Answers as hosts do, well and badly."""

    asked: ClassVar[list[tuple[str, str]]] = []
    ended = threading.Event()

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["User-Agent"]))
        getattr(self, f"_{self.path.strip('/').partition('?')[0].replace('-', '_')}")()

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _page(self) -> None:
        self._answer(200, PAGE)

    def _moved(self) -> None:
        self._answer(301, Location="/page")

    def _loop(self) -> None:
        self._answer(302, Location="/loop")

    def _elsewhere(self) -> None:
        self._answer(302, Location="file:///etc/passwd")

    def _gone(self) -> None:
        self._answer(410)

    def _large(self) -> None:
        self._answer(200, b"a" * (MAX_BYTES + 1))

    def _packed(self) -> None:
        self._answer(200, gzip.compress(PAGE), Content_Encoding="gzip")

    def _bomb(self) -> None:
        self._answer(200, gzip.compress(b"a" * (MAX_BYTES * 20)), Content_Encoding="gzip")

    def _picture(self) -> None:
        self._answer(200, b"\x89PNG", Content_Type="image/png")

    def _dripping(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while not self.ended.wait(0.02):
            try:
                self.wfile.write(b"a")
            except OSError:
                return

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The address of a host on this computer."""
    _Host.ended.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Host)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    _Host.ended.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_fetched_and_the_program_says_its_name(host: str) -> None:
    """A redirect is followed; its end is the page's address."""
    fetched = fetch(f"{host}/moved", allow_local=True)
    assert (fetched.url, fetched.media_type, fetched.charset) == (
        f"{host}/page",
        "text/html",
        "utf-8",
    )
    assert fetched.data == PAGE
    assert _Host.asked[-1] == ("/page", USER_AGENT)
    assert USER_AGENT.startswith("briefings/")


def test_what_is_packed_unasked_is_unpacked(host: str) -> None:
    """Some hosts pack whatever is accepted."""
    assert fetch(f"{host}/packed", allow_local=True).data == PAGE


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("loop", "leads on more than 5 times"),
        ("elsewhere", "is no address of a page"),
        ("gone", "answers 410 (Gone)"),
        ("large", "is larger than 5 MB"),
        ("bomb", "is larger than 5 MB"),
        ("picture", "is no page but image/png"),
    ],
)
def test_what_is_no_page_is_refused(host: str, path: str, what: str) -> None:
    """In a sentence that says why."""
    with pytest.raises(SourceError) as told:
        fetch(f"{host}/{path}", allow_local=True)
    assert what in str(told.value)


def test_a_host_that_never_ends_is_left(host: str) -> None:
    """Also where it sends a byte now and then, so that no single wait is long."""
    with pytest.raises(SourceError) as told:
        fetch(f"{host}/dripping", allow_local=True, timeout=0.3)
    assert "took longer than" in str(told.value)


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"]
)
def test_this_computer_is_asked_nothing(host: str, name: str) -> None:
    """Whatever name it goes by: no request reaches it."""
    before = len(_Host.asked)
    with pytest.raises(SourceError) as told:
        fetch(f"{host.replace('127.0.0.1', name)}/page")
    assert "this computer" in str(told.value)
    assert len(_Host.asked) == before


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://",
        "https://user:secret@example.org/",
        "http://example.org:99999/",
        "http://[::1/",
        "http://exa mple.org\x00/",
        "nothing",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """Before anybody is asked."""
    with pytest.raises(SourceError):
        fetch(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.168.1.1", False),
        ("224.0.0.1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_which_addresses_are_the_internets(address: str, public: bool) -> None:
    """Also where an address of the fourth version is written into one of the sixth."""
    assert is_public(ipaddress.ip_address(address)) is public
