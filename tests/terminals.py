"""How do tests type at a terminal? Into a pseudo-terminal, as an editor would, once they are asked."""

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.sites import NOW

BRIEFINGS = (sys.executable, "-P", "-c", "from briefings.commands import main; main()")
"""The command, wherever it is run."""
_PATIENCE = 60
"""Seconds, after which nothing more will come."""
CTRL_C = "\x03"
CTRL_D = "\x04"


def typed(
    command: Sequence[str],
    folder: Path,
    talk: Sequence[tuple[str, str]],
    environment: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """The exit status of a command run in `folder`, and all that was on the screen.

    `talk` has what has to be seen before something is typed, and what is typed then. Neither `$VISUAL` nor
    `$EDITOR` is set unless `environment` says so.
    """
    ours, theirs = pty.openpty()
    known = {key: value for key, value in os.environ.items() if key not in ("VISUAL", "EDITOR")}
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509 (it takes no lock)
        env={**known, "SOURCE_DATE_EPOCH": NOW, "TERM": "xterm", **(environment or {})},
    ) as process:
        os.close(theirs)
        screen = keys = ""
        try:
            for awaited, keys in talk:
                screen += _read(ours, awaited)
                os.write(ours, keys.encode())
            screen += _read(ours, None, again=CTRL_C if keys == CTRL_C else "")
        except BaseException:
            process.kill()
            raise
        status = process.wait()
    os.close(ours)
    return status, screen.replace("\r\n", "\n")


def _take_terminal() -> None:
    """Make standard input the terminal that Ctrl-C is sent from."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _read(terminal: int, awaited: str | None, again: str = "") -> str:
    """What appears until `awaited` does, or until the command ends.

    A signal that comes between two looks of Python at the keys is lost on it: it is sent `again`.
    """
    seen = b""
    ends = time.monotonic() + _PATIENCE
    while awaited is None or awaited.encode() not in seen:
        if not select.select([terminal], [], [], 1)[0]:
            if time.monotonic() < ends:
                os.write(terminal, again.encode())
                continue
            pytest.fail(f"waited in vain for {awaited!r} after {seen.decode(errors='replace')}")
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Nobody is there any more.
            break
        if not part:
            break
        seen += part
    return seen.decode(errors="replace")
