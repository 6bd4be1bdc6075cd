"""Does the wheel hold the package and the theme, and are the pins complete?"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import entry_points
from itertools import chain

import pytest

from tests.tools import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_CACHES = shutil.ignore_patterns("__pycache__")


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel that is built from a copy of the sources."""
    source = tmp_path_factory.mktemp("source")
    for folder in ("briefings", "theme"):
        shutil.copytree(ROOT / folder, source / folder, ignore=_CACHES)
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        "out",
    ]
    done = subprocess.run([*command, "."], check=False, capture_output=True, text=True, cwd=source)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (source / "out").glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize(
    ("folder", "packaged"), [("briefings", "briefings"), ("theme", "briefings_theme")]
)
def test_the_wheel_holds_every_file(wheel_names: set[str], folder: str, packaged: str) -> None:
    """Nothing of the package or of the theme is left behind."""
    paths = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    expected = {
        f"{packaged}/{path.relative_to(ROOT / folder).as_posix()}"
        for path in paths
        if "__pycache__" not in path.parts
    }
    assert expected
    assert expected <= wheel_names


def test_the_wheel_holds_nothing_else(wheel_names: set[str]) -> None:
    """No tests, no content."""
    tops = {name.split("/")[0] for name in wheel_names if ".dist-info" not in name}
    assert tops == {"briefings", "briefings_theme"}


@pytest.mark.parametrize("group", ["console_scripts", "mkdocs.plugins", "mkdocs.themes"])
def test_the_entry_points_lead_to_code(group: str) -> None:
    """The command, the plugin and the theme named `briefings` can be imported."""
    (found,) = entry_points(group=group, name="briefings")
    assert found.load() is not None


def test_each_dependency_is_pinned() -> None:
    """constraints.txt names one version of everything that make installs."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    pinned = {normal(pin.partition("==")[0]) for pin in pins}
    extras = PROJECT["optional-dependencies"].values()
    wanted = [*PROJECT["dependencies"], *chain.from_iterable(extras)]
    assert {normal(re.split(r"[<>=!\[; ]", name)[0]) for name in wanted} <= pinned


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("folder", ["", "inspection"])
def test_the_npm_tools_are_pinned(folder: str) -> None:
    """package-lock.json has a digest for each tool, and no host to fetch it from."""
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    tools = {name: facts for name, facts in lock["packages"].items() if name}
    assert tools
    assert all(facts["integrity"].startswith("sha512-") for facts in tools.values())
    assert not [name for name, facts in tools.items() if "resolved" in facts]
