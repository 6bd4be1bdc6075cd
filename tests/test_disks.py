"""Is the site whole where the disk is full, or may not be written to?"""

import subprocess
import sys
from pathlib import Path

from tests.tools import ROOT, own_mounts


def test_a_disk_that_refuses_leaves_a_whole_site(tmp_path: Path) -> None:
    """Builds on real disks without room, or closed, say what to do and tear nothing; the next one ends it."""
    done = subprocess.run(
        [*own_mounts(), sys.executable, "-m", "tests.disks", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    said = done.stdout.splitlines()
    assert all(line.endswith(": whole") for line in said)
    for hindered in (
        "site with room for 0 files",
        "site with room for its files",
        "site with room for 0 pages",
        "site with room for its pages",
        "caches with room for 0 pages",
        "caches with room enough",
        "site that is closed",
        "caches that are closed",
    ):
        assert f"{hindered}: whole" in said
