"""What does a server answer to one request? HTTP/1.1 (RFC 9112) as far as a status takes it.

Python's own streams are enough: no package has to be installed, and the address that is looked up is the one
that is connected to, so that no name of a stranger can lead into the private network.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BytesIO
from ipaddress import IPv6Address, ip_address
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from msgspec import Struct, field

_LARGEST_HEAD = 64 * 1024
_HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+")
_UNRESERVED = "-._~%!$&'()*+,;=:@/"


class UnansweredError(Exception):
    """Nobody answered; holds why, in a few words."""

    def __init__(self, why: str, *, passing: bool = False, certificate: bool = False) -> None:
        """`passing` where another try may help, `certificate` where the server's is wrong."""
        super().__init__(why)
        self.why = why
        self.passing = passing
        self.certificate = certificate


class Answer(Struct, frozen=True):
    """What a server answered."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Their names in lower case; of several with one name the last."""
    body: bytes = b""
    """As much of it as was asked for."""


class Reach(Struct, frozen=True, kw_only=True):
    """How far a request goes."""

    timeout: float = 20.0
    """Seconds in all, from looking up the host to the last byte."""
    private: bool = False
    """Whether addresses of private networks are asked too."""


class Target(NamedTuple):
    """A page, as a request names it."""

    secure: bool
    host: str
    """As it is looked up: ASCII."""
    port: int
    path: str
    """With the query, percent-encoded."""

    @property
    def named(self) -> str:
        """The host as the request names it."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.secure else 80) else f"{name}:{self.port}"


def target_of(url: str) -> Target:
    """What an http or https URL asks for. Raises UnansweredError where it is none."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode()
    except (ValueError, UnicodeError):
        raise UnansweredError("this is no address") from None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise UnansweredError("this is no address of a web page")
    secure = parts.scheme == "https"
    path = quote(parts.path or "/", safe=_UNRESERVED)
    query = f"?{quote(parts.query, safe=_UNRESERVED + '?')}" if parts.query else ""
    return Target(secure, host, port or (443 if secure else 80), path + query)


async def ask(url: str, method: str, *, agent: str, reach: Reach, body: int = 0) -> Answer:
    """What a server answers, with so many bytes of the body at most. Raises UnansweredError."""
    target = target_of(url)
    try:
        async with asyncio.timeout(reach.timeout):
            return await _asked(target, method, agent, reach, body)
    except TimeoutError:
        raise UnansweredError("no answer in time", passing=True) from None
    except ssl.SSLCertVerificationError as error:
        raise UnansweredError(error.verify_message or "wrong", certificate=True) from None
    except ssl.SSLError:
        raise UnansweredError("no secure connection") from None
    except socket.gaierror as error:
        passing = error.errno == socket.EAI_AGAIN
        raise UnansweredError("the host is not known", passing=passing) from None
    except ConnectionRefusedError:
        raise UnansweredError("the connection was refused", passing=True) from None
    except (OSError, asyncio.IncompleteReadError):
        raise UnansweredError("the connection broke off", passing=True) from None
    except (HTTPException, asyncio.LimitOverrunError, ValueError):
        raise UnansweredError("the answer is no HTTP") from None


async def _asked(target: Target, method: str, agent: str, reach: Reach, body: int) -> Answer:
    reader, writer = await _connected(target, reach)
    try:
        writer.write(_request(target, method, agent))
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        while head.partition(b" ")[2].startswith(b"1"):  # There is more to come (RFC 9110, 15.2).
            head = await reader.readuntil(b"\r\n\r\n")
        raw = await _at_most(reader, body) if method == "GET" else b""
        return _answer(head, raw, method, body)
    finally:
        writer.transport.abort()


async def _connected(
    target: Target, reach: Reach
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection to the first of the host's addresses that takes one."""
    found = await asyncio.get_running_loop().getaddrinfo(
        target.host, target.port, type=socket.SOCK_STREAM
    )
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not reach.private and not all(map(_is_public, addresses)):
        raise UnansweredError("the host is in a private network")
    secured: dict[str, Any] = {}
    if target.secure:
        secured = {"ssl": ssl.create_default_context(), "server_hostname": target.host}
    for last, address in enumerate(addresses, 1 - len(addresses)):
        try:
            return await asyncio.open_connection(
                address, target.port, limit=_LARGEST_HEAD, **secured
            )
        except ssl.SSLError:
            raise
        except OSError:
            if last == 0:
                raise
    raise UnansweredError("the host is not known")


def _is_public(address: str) -> bool:
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


def _request(target: Target, method: str, agent: str) -> bytes:
    lines = (
        f"{method} {target.path} HTTP/1.1",
        f"Host: {target.named}",
        f"User-Agent: {agent}",
        "Accept: text/html,*/*;q=0.8",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode("ascii", errors="replace")


async def _at_most(reader: asyncio.StreamReader, size: int) -> bytes:
    """What comes, up to so many bytes and what surrounds them where they come in chunks."""
    parts: list[bytes] = []
    left = size * 2
    while left > 0 and (part := await reader.read(min(left, _LARGEST_HEAD))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


class _Read:
    """What was read, in the place of a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, _mode: str) -> BytesIO:
        return BytesIO(self._data)


def _answer(head: bytes, raw: bytes, method: str, size: int) -> Answer:
    response = HTTPResponse(_Read(head + raw), method=method)  # type: ignore[arg-type]
    response.begin()
    headers = {name.lower(): value for name, value in response.getheaders()}
    body = b""
    if size:
        try:
            body = response.read(size)
        except IncompleteRead as error:
            body = error.partial[:size]
    return Answer(response.status, headers, body)
