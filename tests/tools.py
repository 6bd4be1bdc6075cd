"""Which tools from outside Python do the tests need, and what if one is missing?"""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from inspection import browsers

ROOT = Path(__file__).parent.parent
"""This repository's folder."""


def required(found: str | Path | None, what: str) -> str:
    """`found`, or the test is skipped; with BRIEFINGS_REQUIRE_BROWSER, as in CI, it fails."""
    if found and Path(found).exists():
        return str(found)
    if os.environ.get("BRIEFINGS_REQUIRE_BROWSER"):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is not installed")


def own_mounts() -> list[str]:
    """What to put before a command that mounts file systems which nobody else is to see."""
    for options in (["--mount"], ["--map-root-user", "--mount"]):
        command = ["unshare", *options]
        with suppress(OSError):
            tried = [*command, "mount", "-t", "tmpfs", "none", "/mnt"]
            if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
                return command
    required(None, "a way to mount file systems (root, or user namespaces, and unshare)")
    return []


def chromium() -> str:
    """The path of a Chromium."""
    return required(browsers.chromium(), "Chromium")


def java() -> str:
    """The path of a Java runtime."""
    return required(shutil.which("java"), "a Java runtime")


def nu_checker() -> str:
    """The path of the Nu HTML checker's jar."""
    jar = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
    return required(jar, "the Nu HTML checker (npm ci --ignore-scripts)")


def axe_script() -> str:
    """The text of axe, the accessibility checker, which runs in a page."""
    path = required(ROOT / "node_modules/axe-core/axe.min.js", "axe (npm ci --ignore-scripts)")
    return Path(path).read_text(encoding="utf-8")


def node() -> str:
    """The path of Node."""
    return required(shutil.which("node"), "Node")


def yaml_language_server() -> tuple[str, ...]:
    """The command of the language server that VS Code and others use for YAML."""
    script = ROOT / "node_modules/yaml-language-server/bin/yaml-language-server"
    found = required(script, "the YAML language server (npm ci --ignore-scripts)")
    return node(), found, "--stdio"


def decap() -> str:
    """The script of the CMS that the desk shows."""
    script = ROOT / "node_modules/decap-cms/dist/decap-cms.js"
    required(ROOT / "node_modules/decap-server/dist/index.js", "decap-server (npm ci)")
    required(ROOT / "node_modules/js-yaml/dist/js-yaml.mjs", "js-yaml 4 (npm ci)")
    return required(script, "Decap CMS (npm ci --ignore-scripts)")
