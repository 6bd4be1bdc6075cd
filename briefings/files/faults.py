"""How does a reader say that a value is at fault?

A reader takes a node and returns the value, or reports to the `Report` and returns `FAULT`.
"""

from collections.abc import Callable
from datetime import tzinfo
from enum import Enum
from typing import Any, Final

from briefings.files.yamltext import Node, Scalar
from briefings.problems import Code, Problem


class Fault(Enum):
    """The type of `FAULT`."""

    FAULT = "fault"


FAULT: Final = Fault.FAULT
"""Stands for a value that could not be read; the report says why."""


class Report:
    """The problems of one file while it is read, and the time zone of times without an offset."""

    def __init__(self, path: str, timezone: tzinfo) -> None:
        self.path = path
        self.timezone = timezone
        self.problems: list[Problem] = []

    def fault(self, node: Node, message: str, code: Code) -> Fault:
        """Note a problem at a node."""
        self.problems.append(Problem(self.path, node.line, node.column, message, code))
        return FAULT


Reader = Callable[[Node, Report], Any]
"""Reads any node."""
Parse = Callable[[Scalar, Report], Any]
"""Reads a piece of text."""
