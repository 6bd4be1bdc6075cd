"""How does a page reach us from the web, and from where must none be fetched?

An address comes from outside, and so does every redirect: whoever writes it must not make this
computer ask its own network for something. So each host is looked up once, each address that it has is
looked at, and the connection goes to that address.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from urllib.parse import quote, urljoin, urlsplit

from msgspec import Struct

from briefings import __version__
from briefings.importing.failing import SourceError

MAX_BYTES = 5 * 1024 * 1024
TIMEOUT = 20.0
"""Seconds that a page may take in all, its redirects included."""
MAX_REDIRECTS = 5
USER_AGENT = f"briefings/{__version__} (an editor's import of one page)"

PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
FEEDS = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml"}
    | {"text/xml"}
)
_KEPT_IN_URLS = "!#$%&'()*+,/:;=?@[]~"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_EMBEDDING = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""IPv6 networks that lead to the IPv4 address in their last four bytes (RFC 6052, RFC 8215)."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Fetched(Struct, frozen=True, kw_only=True):
    """What a host sent."""

    url: str
    """Where it was found in the end."""
    media_type: str
    """In lower case, as `text/html`."""
    charset: str | None
    """As the host said."""
    data: bytes


def fetch(url: str, *, allow_local: bool = False, timeout: float = TIMEOUT) -> Fetched:
    """The page or the feed at a URL. Raises `SourceError`.

    Addresses of this computer and of its network are refused unless `allow_local`.
    """
    deadline = time.monotonic() + timeout
    for _ in range(MAX_REDIRECTS + 1):
        with _asked(url, deadline, allow_local=allow_local) as response:
            if response.status not in _REDIRECTS:
                return _received(url, response)
            location = response.getheader("Location") or ""
        url = urljoin(url, location.strip())
    raise SourceError(
        f"{url} leads on more than {MAX_REDIRECTS} times. Give the page's own address."
    )


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet's, whatever form it is written in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if any(address in network for network in _EMBEDDING):
            inner = ipaddress.IPv4Address(address.packed[-4:])
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


@contextmanager
def _asked(url: str, deadline: float, *, allow_local: bool) -> Iterator[http.client.HTTPResponse]:
    """The head of the response to a request for `url`, its body still to be read."""
    scheme, host, port, target = _parts(url)
    expired = threading.Event()
    try:
        connection = http.client.HTTPConnection(host, port)
    except http.client.InvalidURL as error:
        raise SourceError(f'"{url}" is no address. Copy it again from the browser.') from error
    try:
        bare = _connected(host, port, deadline, allow_local=allow_local)
        with bare, _cut_off_at(deadline, bare, expired):
            connection.sock = _secured(bare, host) if scheme == "https" else bare
            connection.request("GET", target, headers=_headers())
            with connection.getresponse() as response:
                yield response
    except SourceError:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        if expired.is_set() or isinstance(error, TimeoutError):
            message = f"{url} took longer than {TIMEOUT:.0f} seconds. Try again later."
            raise SourceError(message) from error
        raise SourceError(f"{url} cannot be fetched: {_reason(error)}.") from error
    finally:
        connection.close()


def _parts(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and the rest of a URL, in the characters that a request may hold."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except (ValueError, UnicodeError) as error:
        raise SourceError(f'"{url}" is no address. Copy it again from the browser.') from error
    if parts.scheme not in ("http", "https") or not host:
        raise SourceError(f'"{url}" is no address of a page. It begins with https:// or http://.')
    if parts.username is not None:
        raise SourceError(f'"{url}" has a user name before its host. Leave it out.')
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port, quote(target, safe=_KEPT_IN_URLS)


def _connected(host: str, port: int, deadline: float, *, allow_local: bool) -> socket.socket:
    """A connection to the first of a host's addresses that answers, if none of them is local."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise SourceError(f"there is no host {host}. Look whether the address is right.") from error
    if not allow_local and not all(is_public(_address(one[4])) for one in found):
        raise SourceError(
            f"{host} is an address of this computer or of its network. "
            "If that is meant, add --allow-local"
        )
    failure: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in found:
        bare = socket.socket(family, kind, protocol)
        try:
            bare.settimeout(max(0.1, deadline - time.monotonic()))
            bare.connect(address)
        except OSError as error:
            bare.close()
            failure = error
        else:
            return bare
    raise failure


def _address(sockaddr: tuple[str | int, ...] | tuple[int, bytes]) -> Address:
    return ipaddress.ip_address(str(sockaddr[0]).partition("%")[0])


def _secured(bare: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(bare, server_hostname=host)


@contextmanager
def _cut_off_at(deadline: float, bare: socket.socket, expired: threading.Event) -> Iterator[None]:
    """End whatever is read or written then: a host that sends a byte now and then never times out."""
    line = bare.dup()  # The socket itself is given up where it is wrapped to be secured.

    def cut() -> None:
        expired.set()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
        if expired.is_set():
            raise TimeoutError
    finally:
        timer.cancel()
        line.close()


def _headers() -> dict[str, str]:
    accepted = "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,*/*;q=0.1"
    return {
        "User-Agent": USER_AGENT,
        "Accept": accepted,
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _received(url: str, response: http.client.HTTPResponse) -> Fetched:
    if response.status != 200:
        reason = response.reason or "no reason given"
        message = f"{url} answers {response.status} ({reason}). Save the page, and import the file."
        raise SourceError(message)
    said = Message()
    said["Content-Type"] = response.getheader("Content-Type") or "text/html"
    media_type = said.get_content_type()
    if media_type not in PAGES | FEEDS:
        raise SourceError(
            f"{url} is no page but {media_type}. Save its text, and import the text file."
        )
    charset = said.get_content_charset()
    return Fetched(url=url, media_type=media_type, charset=charset, data=_body(url, response))


def _body(url: str, response: http.client.HTTPResponse) -> bytes:
    data = response.read(MAX_BYTES + 1)
    encoding = (response.getheader("Content-Encoding") or "identity").lower()
    if encoding in ("gzip", "x-gzip"):  # Some hosts do not care what is accepted.
        with_header = zlib.MAX_WBITS | 16
        try:
            data = zlib.decompressobj(with_header).decompress(data, MAX_BYTES + 1)
        except zlib.error as error:
            raise SourceError(f"{url} sends what cannot be unpacked.") from error
    elif encoding != "identity":
        raise SourceError(f"{url} is packed as {encoding}. Save the page, and import the file.")
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"{url} is larger than {MAX_BYTES >> 20} MB. Save the text of the article."
        )
    return data


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return said or type(error).__name__
