"""May a robot visit a page? What a robots.txt says, by RFC 9309."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

LARGEST = 500 * 1024
"""Bytes. What follows is not read (RFC 9309, 2.5)."""
_LONGEST_DELAY = 30.0
"""Seconds. Who wants longer pauses between two requests gets these."""


class _Rule(NamedTuple):
    pattern: str
    allows: bool


class Robots(NamedTuple):
    """The rules of a host for one robot."""

    rules: tuple[_Rule, ...] = ()
    refuses_all: bool = False
    delay: float = 0.0
    """Seconds that are asked for between two requests."""

    def allow(self, path: str) -> bool:
        """Whether a path, percent-encoded and with its query, may be visited: the longest rule says."""
        if self.refuses_all:
            return False
        matching = [rule for rule in self.rules if _matches(rule.pattern, path)]
        if not matching:
            return True
        return max((len(rule.pattern), rule.allows) for rule in matching)[1]


def robots_of(text: str, robot: str) -> Robots:
    """The rules of a robots.txt for a robot: those for its name, else those for all."""
    groups = list(_groups(text.splitlines()))
    own = [group for group in groups if robot.lower() in group.agents]
    chosen = own or [group for group in groups if "*" in group.agents]
    return Robots(
        rules=tuple(rule for group in chosen for rule in group.rules),
        delay=max((group.delay for group in chosen), default=0.0),
    )


class _Group(NamedTuple):
    agents: set[str]
    rules: list[_Rule]
    delay: float


def _groups(lines: Iterable[str]) -> Iterable[_Group]:
    group = _Group(set(), [], 0.0)
    is_named = False
    for line in lines:
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if is_named:
                yield group
                group = _Group(set(), [], 0.0)
                is_named = False
            group.agents.add(value.lower())
            continue
        is_named = is_named or bool(group.agents)
        if key in ("allow", "disallow") and value:
            group.rules.append(_Rule(quote(value, safe="%/*$-._~!&'()+,;=:@?"), key == "allow"))
        elif key == "crawl-delay" and value.replace(".", "", 1).isdecimal():
            group = group._replace(delay=min(float(value), _LONGEST_DELAY))
    yield group


def _matches(pattern: str, path: str) -> bool:
    """Whether a pattern fits a path's beginning; `*` stands for anything, `$` at its end for the end."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return not is_whole or at == len(path)
    *between, last = others
    for piece in between:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if is_whole:
        return path.endswith(last) and len(path) - len(last) >= at
    return path.find(last, at) >= 0
