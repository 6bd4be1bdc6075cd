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


def test_both_builds_agree_on_what_a_theme_publishes(tmp_path: Path) -> None:
    """Without an address, with a theme of one's own, with pages in folders and pictures beside."""
    folder = copied(SMALL_BULLETIN, tmp_path / "bulletin")
    config = folder / "mkdocs.yml"
    text = config.read_text("utf-8").replace("site_url:", "# site_url:")
    config.write_text(text.replace("theme:\n", "theme:\n  custom_dir: own\n"), "utf-8")
    (folder / "own/assets").mkdir(parents=True)
    (folder / "own/assets/bulletin.css").write_text("body {}\n")
    (folder / "own/notes.txt").write_text("Not for readers.\n")
    pages = folder / "content/pages"
    (pages / "guide/index.md").write_text("# Guide\n![A crane](crane.png) [About](../about.md)\n")
    (pages / "guide/crane.png").write_bytes((folder / "content/media/crane.png").read_bytes())
    sites = []
    for command in (BUILD, MKDOCS_BUILD):
        done = run(command, folder)
        assert done.returncode == 0, done.stdout + done.stderr
        sites.append(tree(folder / "site"))
    assert sites[0] == sites[1]
    assert "guide/crane.png" in sites[0]
    assert "sitemap.xml" not in sites[0]
