"""Is the site whole for its readers, and completed by the next build, wherever a build is killed?"""

import os
import subprocess
import sys
from pathlib import Path

from tests.tools import ROOT


def test_a_killed_build_leaves_a_whole_site(tmp_path: Path) -> None:
    """Killed at each step of publishing, and at random moments, a build tears no file and no link."""
    kills = os.environ.get("BRIEFINGS_KILLS", "20")
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", str(tmp_path), kills],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    said = done.stdout.splitlines()
    steps = [line for line in said if line.startswith("step ")]
    for name in (
        "stage ",
        "put in place rain",
        "put in place communiqué",
        "remove ",
        "put in place content",
        "put in place site:",
    ):
        assert any(name in line for line in steps), f"no kill at: {name}"
    assert len(said) == len(steps) + int(kills)
    assert all(line.endswith(": whole") for line in said)
