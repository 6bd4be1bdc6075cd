"""What was a build asked for, and what does it say when it is done?"""

import time
from dataclasses import dataclass

import click


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """The options of a build."""

    jobs: int | None
    explain: str | None
    full: bool
    quiet: bool
    verbose: bool
    started: float
    """By `time.monotonic`."""

    def say_done(
        self, entries: int, *, written: int = 0, kept: int, removed: int = 0, indexed: int = 0
    ) -> None:
        """Say what was done: how many entries are shown, what became of files, what was indexed."""
        if not self.quiet:
            segments = "1 segment" if indexed == 1 else f"{indexed} segments"
            click.echo(
                f"{entries} entries in {time.monotonic() - self.started:.1f} s: {written} files "
                f"written, {kept} kept, {removed} removed; {segments} of the search indexed."
            )
