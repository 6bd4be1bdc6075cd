"""What was a build asked for, and what does it say when it is done?"""

import time
from pathlib import Path

import click
from msgspec import Struct

from briefings.commands.moments import Typed


class Wishes(Struct, frozen=True, kw_only=True):
    """The options of a build."""

    jobs: int | None
    explain: str | None
    full: bool
    quiet: bool
    verbose: bool
    as_of: Typed | None
    """The moment at which the bulletin is to be shown, if it is not now."""
    site_dir: Path | None
    """Where to, then."""
    started: float
    """By `time.monotonic`."""

    def say_done(
        self, entries: int, *, written: int = 0, kept: int, removed: int = 0, indexed: int = 0
    ) -> None:
        """Say what was done: how many entries are shown, what became of files, what was indexed."""
        if not self.quiet:
            shown = "1 entry" if entries == 1 else f"{entries} entries"
            segments = "1 segment" if indexed == 1 else f"{indexed} segments"
            click.echo(
                f"{shown} in {time.monotonic() - self.started:.1f} s: {written} files "
                f"written, {kept} kept, {removed} removed; {segments} of the search indexed."
            )
