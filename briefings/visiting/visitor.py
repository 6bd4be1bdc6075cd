"""Who is asked when? One request at a time to a host, with a pause, and again where that may help."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from msgspec import Struct, field

from briefings import __version__
from briefings.visiting.asking import Answer, Reach, UnansweredError, ask, target_of
from briefings.visiting.robots import LARGEST, Robots, robots_of

ROBOT = "briefings-links"
REDIRECTS = (301, 302, 303, 307, 308)
MOST_HOPS = 8
_AGAIN = (429, 500, 502, 503, 504)
"""Answers after which another try may help."""


class Manners(Struct, frozen=True, kw_only=True):
    """How a visitor behaves."""

    reach: Reach = field(default_factory=Reach)
    pause: float = 1.0
    """Seconds between two requests to a host."""
    together: int = 8
    """How many hosts are asked at once."""
    tries: int = 3
    backoff: float = 4.0
    """Seconds before the second try; each later one waits twice as long."""
    patience: float = 60.0
    """Seconds. Who asks for a longer wait before another try is left alone."""
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep


class _Lane(Struct):
    """The way to one host."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    pause: float = 0.0
    is_down: bool = False
    """Whether nobody answered there, however often one tried: others are then tried once."""


class Visitor:
    """Visits pages, each host at its own pace."""

    def __init__(self, manners: Manners, contact: str = "") -> None:
        """`contact` is where whoever is visited finds out who visits."""
        self._manners = manners
        about = f" (+{contact})" if contact else ""
        self._agent = f"{ROBOT}/{__version__}{about}"
        self._lanes: dict[str, _Lane] = defaultdict(_Lane)
        self._robots: dict[str, asyncio.Task[Robots]] = {}
        self._together = asyncio.Semaphore(manners.together)

    async def allowed(self, url: str) -> bool:
        """Whether the host lets robots visit a page. Raises UnansweredError where it cannot be asked."""
        target = target_of(url)
        root = f"{'https' if target.secure else 'http'}://{target.named}"
        if root not in self._robots:
            self._robots[root] = asyncio.create_task(self._read_robots(root))
        robots = await asyncio.shield(self._robots[root])
        lane = self._lanes[target.host]
        lane.pause = max(lane.pause, robots.delay)
        return robots.allow(target.path)

    async def visit(self, url: str) -> Answer:
        """What the host answers for a page: its head first, the page where that is refused."""
        return await self._persistent(url, "HEAD", 0)

    async def read(self, url: str, size: int) -> Answer:
        """What the host answers, with so many bytes of the body at most."""
        return await self._persistent(url, "GET", size)

    async def _persistent(self, url: str, method: str, size: int) -> Answer:
        manners, lane = self._manners, self._lanes[target_of(url).host]
        tries = 1 if lane.is_down else manners.tries
        for number in range(1, tries + 1):
            wait = manners.backoff * 2 ** (number - 1)
            try:
                answer = await self._either(url, method, size)
            except UnansweredError as error:
                if number == tries or not error.passing:
                    lane.is_down = error.passing
                    raise
            else:
                wait = _wanted_wait(answer) or wait
                if answer.status not in _AGAIN or number == tries or wait > manners.patience:
                    return answer
            method = "GET"
            lane.free_at = asyncio.get_running_loop().time() + wait
        raise AssertionError("the last try returns or raises")

    async def _either(self, url: str, method: str, size: int) -> Answer:
        """The answer to a request; many servers answer HEAD wrongly, so its bad news is asked again."""
        answer = await self._once(url, method, size)
        if method == "HEAD" and answer.status >= 400 and answer.status not in _AGAIN:
            return await self._once(url, "GET", size)
        return answer

    async def _once(self, url: str, method: str, size: int) -> Answer:
        manners, lane = self._manners, self._lanes[target_of(url).host]
        clock = asyncio.get_running_loop().time
        async with lane.lock:
            if (wait := lane.free_at - clock()) > 0:
                await manners.sleep(wait)
            async with self._together:
                try:
                    return await ask(url, method, agent=self._agent, reach=manners.reach, body=size)
                finally:
                    lane.free_at = clock() + max(manners.pause, lane.pause)

    async def _read_robots(self, root: str) -> Robots:
        """The rules of a host: none where it has no file, all refused where that is out of order."""
        url = f"{root}/robots.txt"
        for _ in range(MOST_HOPS):
            answer = await self.read(url, LARGEST)
            if answer.status in REDIRECTS and (led := answer.headers.get("location")):
                url = joined(url, led)
            elif answer.status >= 500:
                raise UnansweredError(f"robots.txt answers {answer.status}")
            elif answer.status >= 300:
                return Robots(refuses_all=answer.status == 429)
            else:
                return robots_of(answer.body.decode("utf-8", errors="replace"), ROBOT)
        return Robots()


def joined(url: str, location: str) -> str:
    """Where a redirect leads: its `Location`, whose bytes are mostly UTF-8, seen from the page."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        led = urljoin(url, location.strip())
        own = urlsplit(led).fragment
    except ValueError:
        return "invalid:"
    fragment = urlsplit(url).fragment
    return led if own or not fragment else f"{led}#{fragment}"  # As RFC 9110, 10.2.2 has it.


def _wanted_wait(answer: Answer) -> float:
    """The seconds that a server asks for before another try (RFC 9110, 10.2.3); 0 where it does not."""
    written = answer.headers.get("retry-after", "").strip()
    if written.isascii() and written.isdecimal():
        return float(written)
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
