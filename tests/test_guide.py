"""Does docs/editors.md work as it is written, from a first entry to a correction?"""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.tools import ROOT

GUIDE = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
COMMAND = "from briefings.commands import main; main()"
ENTRY = "harbour/content/entries/2026/11/22-the-port-raises-its-fees.md"
DAY, NEXT_DAY = datetime(2026, 11, 22, 12, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC)
"""The days on which the guide's editor works."""


def test_every_step_of_the_guide_works(tmp_path: Path) -> None:
    """Commands are run as they stand, in their order, and what is to be added to the entry is added."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "briefings").write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -c "{COMMAND}" "$@"\n')
    (tools / "briefings").chmod(0o755)
    folder, today = tmp_path, DAY
    for kind, text in re.findall(r"^```(sh|yaml)\n(.*?)^```$", GUIDE, re.M | re.S):
        if kind == "yaml":
            entry = tmp_path / ENTRY
            entry.write_text(entry.read_text("utf-8").replace("\n---\n", f"\n{text}---\n", 1))
            today = NEXT_DAY if "corrections" in text else today
            continue
        _run(text, folder, tools, today)
        folder = tmp_path / "harbour"
    text = (tmp_path / ENTRY).read_text("utf-8")
    assert "status: withdrawn\n" in text
    assert "The decision was put off." in text
    assert _run("git status --porcelain", folder, tools, today).split("\n") == [
        " M content/entries/2026/11/22-the-port-raises-its-fees.md",
        "",
    ]
    assert _run("briefings check", folder, tools, today)


def _run(commands: str, folder: Path, tools: Path, today: datetime) -> str:
    """What a block of commands says, each of which has to succeed."""
    names = {
        f"GIT_{who}_{what}": "Ann" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        ["bash", "-e", "-c", commands],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={
            **os.environ,
            **names,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "SOURCE_DATE_EPOCH": str(int(today.timestamp())),
        },
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
