"""Do both roads to the site, `mkdocs build` and `build.py`, give the same files?"""

from pathlib import Path

import pytest

from tests.conftest import SMALL_BULLETIN
from tests.sites import BUILD, MKDOCS_BUILD, copied, run
from tests.tools import ROOT


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("source", [ROOT, SMALL_BULLETIN], ids=["own", "small"])
def test_both_builds_give_the_same_bytes(source: Path, tmp_path: Path) -> None:
    """In other folders, from other working folders and with other hash seeds."""
    sites = []
    for command, seed in ((BUILD, "1"), (MKDOCS_BUILD, "2")):
        folder = copied(source, tmp_path / seed / ("bulletin" * int(seed)))
        cwd = folder if seed == "1" else Path("/")
        done = run(command, folder, {"PYTHONHASHSEED": seed}, cwd=cwd)
        assert done.returncode == 0, done.stdout + done.stderr
        sites.append(tree(folder / "site"))
    ours, theirs = sites
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []
