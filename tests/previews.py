"""How do tests run the preview? As an editor does: `briefings serve`, a process of its own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from tests.serving import PATIENCE, until

COMMAND = (sys.executable, "-c", "from briefings.commands import main; main()", "serve")
ENTRY = "content/entries/2024/04/01-communiqué.md"
PAGE = "2024/04/01/communiqu%C3%A9/"
RAIN = "---\ntitle: Rain\ntopics: [weather]\nsources: [https://wire.example/r]\n---\nWet.\n"
"""An entry that can be added."""


class Running(Struct, frozen=True, kw_only=True):
    """A preview that answers."""

    process: subprocess.Popen[bytes]
    log: Path
    url: str
    """Ends with a slash."""

    def said(self) -> str:
        """All that it said on the terminal."""
        return self.log.read_text("utf-8")


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Running]:
    """`briefings serve` on the bulletin in `folder`, at any free port where the options name none."""
    address = () if "-a" in options else ("-a", "127.0.0.1:0")
    command = [*COMMAND, "-f", str(folder / "mkdocs.yml"), *address, *options]
    log = folder / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        until(lambda: "The preview is at" in log.read_text("utf-8"), "the start of the preview")
        found = re.search(r"The preview is at (\S+) ", log.read_text("utf-8"))
        assert found
        yield Running(process=process, log=log, url=found[1])
    finally:
        process.terminate()
        process.wait(PATIENCE)


def replaced(file: Path, before: str, after: str) -> None:
    """Save a file with other words in it, as many editors do: to another name first."""
    text = file.read_text("utf-8")
    assert before in text
    unfinished = file.with_name(f".{file.name}.saving")
    unfinished.write_text(text.replace(before, after), "utf-8")
    unfinished.replace(file)
