"""What stands now, and who waits for something newer? The last bulletin, with what is wrong."""

import threading
import time
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace


class Standing(Struct, frozen=True, kw_only=True):
    """What the preview shows at one moment."""

    base: str
    """The path under which the bulletin is served, as `/ukraine/`."""
    folders: tuple[Path, ...]
    """Where its files lie, the first one winning."""
    box: str = ""
    """What is wrong, as HTML."""
    is_ready: bool = False
    """Whether there is a bulletin at all."""
    version: str = ""
    """Another one with each change, in each run of the server."""


class Board:
    """Holds what stands, and wakes those who wait for a change."""

    def __init__(self, standing: Standing) -> None:
        self._run = f"{time.time_ns():x}"
        self._count = 0
        self._changed = threading.Condition()
        self._standing = standing

    @property
    def standing(self) -> Standing:
        """What stands now."""
        return self._standing

    def post(self, standing: Standing) -> None:
        """Put something newer in place, under a version of its own."""
        with self._changed:
            self._count += 1
            self._standing = replace(standing, version=f"{self._run}-{self._count}")
            self._changed.notify_all()

    def wait(self, version: str, timeout: float) -> str:
        """The version that stands once it is another one, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._standing.version != version, timeout)
            return self._standing.version
