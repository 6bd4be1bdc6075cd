"""What does a round of visits find? Each host's pages one after the other, the hosts side by side."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

from msgspec import Struct, field

from briefings.visiting.asking import UnansweredError
from briefings.visiting.finding import Finding, found
from briefings.visiting.visitor import Manners, Visitor
from briefings.visiting.wayback import AVAILABLE, copy_of


class Practice(Struct, frozen=True, kw_only=True):
    """How a round goes, and where copies are asked for."""

    manners: Manners = field(default_factory=Manners)
    wayback: str = AVAILABLE


def go_round(
    urls: Iterable[str], practice: Practice, contact: str, note: Callable[[Finding], None]
) -> None:
    """Visit pages; `note` is told of each as it is found, so that nothing is lost if one is stopped."""
    asyncio.run(_visited(urls, Visitor(practice.manners, contact), note))


def look_for_copies(
    wanted: Mapping[str, date], practice: Practice, contact: str, note: Callable[[str, str], None]
) -> str:
    """Ask the Wayback Machine for copies of pages, each near a day; `note` is told the URL and the copy.

    Comes back with why it could not be asked on, or empty.
    """
    visitor = Visitor(practice.manners, contact)

    async def look() -> str:
        for url, day in wanted.items():
            try:
                copy = await copy_of(url, day, visitor, practice.wayback)
            except UnansweredError as error:
                return error.why
            if copy:
                note(url, copy)
        return ""

    return asyncio.run(look())


async def _visited(urls: Iterable[str], visitor: Visitor, note: Callable[[Finding], None]) -> None:
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).netloc].append(url)

    async def visit(own: list[str]) -> None:
        for url in own:
            note(await found(url, visitor))

    async with asyncio.TaskGroup() as tasks:
        for own in by_host.values():
            tasks.create_task(visit(own))
