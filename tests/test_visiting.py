"""What became of the sources' pages? Visits to servers on this machine that behave as strangers do."""

import asyncio
import json
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefings import __version__
from briefings.visiting.asking import Reach, UnansweredError, target_of
from briefings.visiting.finding import Finding, Result
from briefings.visiting.robots import robots_of
from briefings.visiting.round import Practice, go_round, look_for_copies
from briefings.visiting.visitor import Manners
from tests.strangers import Reply, Stranger, self_signed, stranger

pytestmark = pytest.mark.usefixtures("no_loop")
LONG = "/" + "x" * 2000


@pytest.fixture
def server() -> Iterator[Stranger]:
    """A stranger."""
    with stranger() as one:
        yield one


class Slept:
    """Remembers how long one would have waited."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Note it, and let others go on."""
        self.seconds.append(round(seconds))
        await asyncio.sleep(0)


def practice(wayback: str = "", **given: Any) -> Practice:
    """A practice that visits this machine, and waits for nothing."""
    timeout = given.pop("timeout", 30.0)
    reach = Reach(private=given.pop("private", True), timeout=timeout)
    usual = {"pause": 0.0, "sleep": Slept()}
    return Practice(manners=Manners(reach=reach, **{**usual, **given}), wayback=wayback)


def visited(*urls: str, **given: Any) -> list[tuple[str, str, str]]:
    """What was found on a visit of each page: the result, why, and where it is now."""
    findings: dict[str, Finding] = {}
    go_round(
        urls, practice(**given), "https://a.example/", lambda one: findings.update({one.url: one})
    )
    return [(findings[url].result.value, findings[url].detail, findings[url].to) for url in urls]


@pytest.mark.parametrize(
    ("reply", "result", "detail"),
    [
        (Reply(200), "ok", ""),
        (Reply(204), "ok", ""),
        (Reply(200, heads=405), "ok", ""),
        (Reply(200, heads=404), "ok", ""),
        (Reply(manner="late"), "ok", ""),
        (Reply(200, body=b"x" * 10_000_000), "ok", ""),
        (Reply(404), "gone", "404"),
        (Reply(410), "gone", "410"),
        (Reply(401), "refused", "401"),
        (Reply(403), "refused", "403"),
        (Reply(429), "refused", "429"),
        (Reply(451), "refused", "451"),
        (Reply(500), "unreachable", "500"),
        (Reply(503), "unreachable", "503"),
        (Reply(302), "unreachable", "302"),
        (Reply(301, {"Location": "/page"}), "unreachable", "redirects in a circle"),
        (Reply(302, {"Location": "/hop"}), "unreachable", "redirects in a circle"),
        (
            Reply(302, {"Location": "ftp://a.example/"}),
            "unreachable",
            "this is no address of a web page",
        ),
        (
            Reply(302, {"Location": "http://[::1/"}),
            "unreachable",
            "this is no address of a web page",
        ),
        (Reply(manner="cut"), "unreachable", "the connection broke off"),
        (Reply(manner="noise"), "unreachable", "the answer is no HTTP"),
        (Reply(200, {"X": "x" * 70_000}), "unreachable", "the answer is no HTTP"),
    ],
)
def test_each_answer(server: Stranger, reply: Reply, result: str, detail: str) -> None:
    """Every answer comes to one of six results, with the reason."""
    server.replies = {"/page": reply, "/hop": Reply(302, {"Location": "/page"})}
    assert visited(server.url("/page")) == [(result, detail, "")]


def test_a_chain_that_does_not_end(server: Stranger) -> None:
    """It is followed for a while."""
    server.replies = {f"/{n}": Reply(301, {"Location": f"/{n + 1}"}) for n in range(40)}
    assert visited(server.url("/0")) == [("unreachable", "too many redirects", "")]


@pytest.mark.parametrize("manner", ["never", "drip"])
def test_who_does_not_answer_in_time(server: Stranger, manner: str) -> None:
    """Is tried again, then left; so is the next page of that host, once."""
    server.replies = {"/a": Reply(manner=manner), "/b": Reply(manner=manner)}
    urls = server.url("/a"), server.url("/b")
    server.replies["/robots.txt"] = Reply(404)
    assert visited(*urls, timeout=0.3) == [("unreachable", "no answer in time", "")] * 2
    assert server.times()["/a"] == 3
    assert server.times()["/b"] == 1


def test_moved_for_good(server: Stranger) -> None:
    """A new address is suggested where every step to it is for good; what is beyond may change."""
    server.replies = {
        "/a": Reply(301, {"Location": "/b"}),
        "/b": Reply(308, {"Location": "/știre"}),
        "/%C8%99tire": Reply(302, {"Location": "/today"}),
        "/today": Reply(),
        "/c": Reply(302, {"Location": "/today"}),
        "/d": Reply(301, {"Location": "/nothing"}),
    }
    # The bytes of a header are UTF-8, as servers send them.
    server.replies["/b"] = Reply(308, {"Location": "/știre".encode().decode("latin-1")})
    assert visited(*map(server.url, ("/a#part", "/c", "/d"))) == [
        ("moved", "", server.url("/știre#part")),
        ("ok", "", ""),
        ("gone", "404", ""),
    ]


def test_a_wrong_certificate(tmp_path: Path) -> None:
    """It is told apart from a server that does not answer."""
    with stranger(self_signed(tmp_path)) as server:
        server.replies = {"/page": Reply()}
        assert visited(server.url("/page")) == [("certificate", "self-signed certificate", "")]
        assert server.asked == []


def test_nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that is not known, a port where nobody listens, and no TLS where there should be."""
    look_up = socket.getaddrinfo

    def looked_up(host: str, *more: Any, **options: Any) -> Any:
        if host == "nobody.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return look_up(host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    with stranger() as server:
        closed = server.url("/")
        plain = server.url("/").replace("http:", "https:")
        assert visited(plain) == [("unreachable", "no secure connection", "")]
    assert visited("http://nobody.invalid/", closed) == [
        ("unreachable", "the host is not known", ""),
        ("unreachable", "the connection was refused", ""),
    ]


def test_private_networks_are_not_visited(server: Stranger) -> None:
    """Neither by their address nor by a name that leads there."""
    server.replies = {"/page": Reply()}
    hidden = ("unreachable", "the host is in a private network", "")
    mapped = f"http://[::ffff:127.0.0.1]:{server.server_port}/page"
    urls = (server.url("/page"), server.url("/page", "localhost"), mapped, "http://10.0.0.1/")
    assert visited(*urls, private=False) == [hidden] * 4
    assert server.asked == []


def test_one_at_a_time_and_with_pauses(server: Stranger) -> None:
    """However many pages of a host there are, and whatever their names are."""
    paths = [f"/{n}" for n in range(6)]
    server.replies = dict.fromkeys(paths, Reply(manner="late"))
    slept = Slept()
    visited(*map(server.url, paths), pause=7.0, sleep=slept)
    assert server.most_at_once == 1
    assert slept.seconds == [7] * 6  # Before each but the first, which is for robots.txt.
    assert server.times() == dict.fromkeys(["/robots.txt", *paths], 1)
    assert server.agents == {f"briefings-links/{__version__} (+https://a.example/)"}


def test_another_try(server: Stranger) -> None:
    """After errors that pass, with ever longer waits, or those that the server asks for."""
    server.replies = {
        "/a": [Reply(500), Reply(502), Reply()],
        "/b": [Reply(429, {"Retry-After": "20"}), Reply()],
        "/c": [Reply(503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), Reply()],
        "/d": [Reply(429, {"Retry-After": "3600"}), Reply()],
        "/e": [Reply(503, {"Retry-After": "soon"}), Reply(manner="cut"), Reply()],
        "/robots.txt": [Reply(500), Reply(404)],
    }
    slept = Slept()
    paths = ("/a", "/b", "/c", "/d", "/e")
    found = visited(*map(server.url, paths), backoff=4.0, sleep=slept)
    assert [one[0] for one in found] == ["ok", "ok", "ok", "refused", "ok"]
    assert slept.seconds == [4, 4, 8, 20, 4, 4, 8]
    assert server.times()["/d"] == 1


def test_robots_are_refused(server: Stranger) -> None:
    """What robots.txt forbids is not asked for; where it is out of order, nothing is."""
    server.replies = {
        "/robots.txt": Reply(
            body=b"User-agent: *\nDisallow: /\n\nUser-agent: Briefings-Links\nDisallow: /private\n"
        ),
        "/private": Reply(),
        "/open": Reply(),
        "/led": Reply(302, {"Location": "/private"}),
    }
    assert [one[:2] for one in visited(*map(server.url, ("/private", "/open", "/led")))] == [
        ("refused", "robots.txt"),
        ("ok", ""),
        ("refused", "robots.txt"),
    ]
    assert "/private" not in server.times()
    server.replies["/robots.txt"] = Reply(503)
    assert visited(server.url("/open")) == [("unreachable", "robots.txt answers 503", "")]
    server.replies["/robots.txt"] = Reply(302, {"Location": "/robots.txt"})
    assert visited(server.url("/open")) == [("ok", "", "")]


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /a", "/a/b", False),
        ("Disallow: /a", "/b/a", True),
        ("Disallow: /a\nAllow: /a/b", "/a/b", True),
        ("Allow: /a\nDisallow: /a", "/a", True),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /*?", "/x?y", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /a$", "/a", False),
        ("Disallow: *b*d", "/abcd", False),
        ("Disallow: *ab*ab$", "/ab", True),
        ("Disallow:", "/a", True),
        ("disallow : /a # not here", "/a", False),
        ("Disallow: /ș", "/%C8%99", False),
        ("nonsense\n:\nDisallow", "/a", True),
    ],
)
def test_rules_for_robots(rules: str, path: str, allowed: bool) -> None:
    """By RFC 9309: the longest rule counts, and allowing where two are as long."""
    assert robots_of(f"User-agent: *\n{rules}\n", "briefings-links").allow(path) is allowed


def test_rules_of_several_groups() -> None:
    """Those for one's own name are taken together, and those for all are then passed over."""
    text = (
        "User-agent: other\nUser-agent: me\nDisallow: /a\nCrawl-delay: 900\n"
        "User-agent: *\nDisallow: /\nUser-agent: ME\nDisallow: /b\n"
    )
    robots = robots_of(text, "me")
    assert [robots.allow(path) for path in ("/a", "/b", "/c")] == [False, False, True]
    assert robots.delay == 30
    assert not robots_of("*" * 10, "me").rules
    many = robots_of(f"User-agent: *\nDisallow: {'*a' * 5000}\n", "me")
    assert many.allow(LONG)


@pytest.mark.parametrize(
    ("url", "named", "path"),
    [
        ("https://ȘTIRI.example/a ș?b=ș&c#d", "xn--tiri-pxb.example", "/a%20%C8%99?b=%C8%99&c"),
        ("http://a.example:8080", "a.example:8080", "/"),
        ("http://a.example:80/%41", "a.example", "/%41"),
        ("https://[::1]:443/", "[::1]", "/"),
        ("https://ann:secret@a.example/", "a.example", "/"),
    ],
)
def test_what_is_asked_for(url: str, named: str, path: str) -> None:
    """In ASCII, without what is not a server's business."""
    assert target_of(url).named == named
    assert target_of(url).path == path


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "http://", "http://a b/", "http://a.example:x/", "http://[/", "x"]
)
def test_what_is_no_address(url: str) -> None:
    """It is told, and nobody is asked."""
    with pytest.raises(UnansweredError, match="no address"):
        target_of(url)


def copies_of(server: Stranger, *urls: str) -> tuple[dict[str, str], str]:
    """What the Wayback Machine, as a stranger plays it, has of pages."""
    copies: dict[str, str] = {}
    why = look_for_copies(
        dict.fromkeys(urls, date(2024, 6, 14)),
        practice(wayback=server.url("/available")),
        "",
        copies.__setitem__,
    )
    return copies, why


def closest(**given: object) -> Reply:
    """An answer of the availability API."""
    known = {"available": True, "status": "200", "timestamp": "20240614"}
    return Reply(body=json.dumps({"archived_snapshots": {"closest": {**known, **given}}}).encode())


ASKED = "/available?url=https%3A%2F%2Fa.example%2F&timestamp=20240614"
COPY = "web.archive.org/web/20240614000000/https://a.example/"


@pytest.mark.parametrize(
    ("reply", "copy", "why"),
    [
        (closest(url=f"http://{COPY}"), f"https://{COPY}", ""),
        (closest(url=f"https://{COPY}"), f"https://{COPY}", ""),
        (closest(url=f"https://{COPY}", status="404"), None, ""),
        (closest(url=f"https://{COPY}", available=False), None, ""),
        (closest(url="https://evil.example/web/20240614000000/x"), None, ""),
        (closest(url="javascript:alert(1)"), None, ""),
        (closest(url=f"https://{COPY}\n- x"), None, ""),
        (closest(url=7), None, ""),
        (Reply(body=b'{"archived_snapshots": {}}'), None, ""),
        (Reply(body=b"[1, 2]"), None, ""),
        (Reply(body=b"<html>"), None, "it answers something else than was asked"),
        (Reply(body=b"[" * 30_000), None, "it answers something else than was asked"),
        (Reply(429, {"Retry-After": "9999"}), None, "it answers 429"),
    ],
)
def test_copies(server: Stranger, reply: Reply, copy: str | None, why: str) -> None:
    """Only a copy that was found, at the Wayback Machine itself, is taken."""
    server.replies = {ASKED: reply}
    expected = {"https://a.example/": copy} if copy else {}
    assert copies_of(server, "https://a.example/") == (expected, why)


def test_results_that_are_broken() -> None:
    """Who is not let in as a robot may be let in as a reader."""
    assert {one for one in Result if one.is_broken} == {
        Result.GONE,
        Result.UNREACHABLE,
        Result.CERTIFICATE,
    }
