"""Where are Decap CMS and its server? npm packages of the bulletin's folder, or of one above it."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

CMS = "decap-cms@3.16.3"
SERVER = "decap-server@3.11.3"
YAML = "js-yaml@4.3.2"
"""The versions that the desk was tried with."""
_PATIENCE = 30.0
"""Seconds until a server that does not answer is given up."""


class DeskUnavailableError(Exception):
    """What the desk needs is not there, or does not start; said in an editor's words."""


class Packages(Struct, frozen=True):
    """What the desk is made of."""

    node: str
    cms: Path
    """The folder of the scripts that a browser loads."""
    server: Path
    """The script of the server that reads and writes files."""


def found(folder: Path) -> Packages:
    """The packages for the bulletin in `folder`. Raises DeskUnavailableError."""
    node = shutil.which("node")
    if node is None:
        message = "the desk needs Node.js, version 20 or later: https://nodejs.org"
        raise DeskUnavailableError(message)
    return Packages(
        node=node,
        cms=_file(folder, "decap-cms/dist/decap-cms.js").parent,
        server=_file(folder, "decap-server/dist/index.js"),
    )


def published(folder: Path) -> dict[str, Path]:
    """What a site with a desk publishes as it is, by path. Raises DeskUnavailableError."""
    needed = (CMS, YAML)
    cms = _file(folder, "decap-cms/dist/decap-cms.js", needed).parent
    scripts = [cms / "decap-cms.js", *cms.glob("*.decap-cms.js"), *cms.glob("*.wasm")]
    licences = cms.glob("decap-cms.js.LICENSE.txt")
    own = Path(__file__).parent
    return {
        "admin/desk.js": own / "desk.js",
        "admin/format.js": own / "format.js",
        "admin/js-yaml.js": _file(folder, "js-yaml/dist/js-yaml.mjs", needed),
        **{f"admin/{file.name}": file for file in sorted([*scripts, *licences])},
    }


def _file(folder: Path, inner: str, needed: Iterable[str] = (CMS, SERVER)) -> Path:
    for one in (folder, *folder.parents):
        if (file := one / "node_modules" / inner).is_file():
            return file
    package = inner.partition("/")[0]
    message = (
        f"the npm package {package} is not installed. Type this in the folder of mkdocs.yml: "
        f"npm install --save-dev --save-exact {' '.join(needed)}"
    )
    raise DeskUnavailableError(message)


@contextmanager
def files_served(packages: Packages, folder: Path, origin: str) -> Iterator[int]:
    """Run the server of the files in `folder`, on loopback, and end it; gives its port.

    Only pages from `origin` may ask it. Raises DeskUnavailableError.
    """
    port = _free_port()
    known: Mapping[str, str] = {
        "BIND_HOST": "127.0.0.1",
        "GIT_REPO_DIRECTORY": str(folder),
        "LOG_LEVEL": "error",
        "MODE": "fs",  # Its other mode commits everything that is changed, past all hooks.
        "ORIGIN": origin,
        "PORT": str(port),
    }
    process = subprocess.Popen(
        [packages.node, str(packages.server)],
        env={**os.environ, **known},
        cwd=packages.server.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us alone: we end it.
    )
    try:
        _wait_for(process, port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as found_one:
        found_one.bind(("127.0.0.1", 0))
        return int(found_one.getsockname()[1])


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    limit = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < limit:
        with socket.socket() as asking:
            asking.settimeout(1)
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = "decap-server does not start. Install it anew, and look at what it says above."
    raise DeskUnavailableError(message)
