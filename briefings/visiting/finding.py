"""What became of a page? Its redirects followed, and what the last server says."""

from enum import StrEnum

from msgspec import Struct

from briefings.visiting.asking import Answer, UnansweredError
from briefings.visiting.visitor import MOST_HOPS, REDIRECTS, Visitor, joined


class Result(StrEnum):
    """What became of a page."""

    OK = "ok"
    MOVED = "moved"
    """For good: it has another address."""
    GONE = "gone"
    REFUSED = "refused"
    """Robots are not let in; a reader may be."""
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    """Whoever answers cannot prove to be the host."""

    @property
    def is_broken(self) -> bool:
        """Whether a reader who follows the link does not get to the page."""
        return self in (Result.GONE, Result.UNREACHABLE, Result.CERTIFICATE)


class Finding(Struct, frozen=True):
    """What became of a page on one visit."""

    url: str
    result: Result
    detail: str = ""
    """Why, in a few words or as a status; empty where all is well."""
    to: str = ""
    """Where it stands now, if it was moved."""
    answered: bool = True
    """Whether there was any server at all."""


async def found(url: str, visitor: Visitor) -> Finding:
    """What becomes of whoever follows a link."""
    try:
        return await _followed(url, visitor)
    except UnansweredError as error:
        result = Result.CERTIFICATE if error.certificate else Result.UNREACHABLE
        return Finding(url, result, error.why, answered=error.certificate)


async def _followed(url: str, visitor: Visitor) -> Finding:
    here = settled = url
    seen = {url}
    for _ in range(MOST_HOPS):
        if not await visitor.allowed(here):
            return Finding(url, Result.REFUSED, "robots.txt")
        answer = await visitor.visit(here)
        location = answer.headers.get("location")
        if answer.status not in REDIRECTS or not location:
            return _judged(url, settled, answer)
        led = joined(here, location)
        if led in seen:
            return Finding(url, Result.UNREACHABLE, "redirects in a circle")
        if settled == here and answer.status in (301, 308):
            settled = led
        seen.add(led)
        here = led
    return Finding(url, Result.UNREACHABLE, "too many redirects")


def _judged(url: str, settled: str, answer: Answer) -> Finding:
    status = answer.status
    if status < 300 or status == 304:
        return Finding(url, Result.OK) if settled == url else Finding(url, Result.MOVED, to=settled)
    if status in (404, 410):
        return Finding(url, Result.GONE, str(status))
    result = Result.REFUSED if 400 <= status < 500 else Result.UNREACHABLE
    return Finding(url, result, str(status))
