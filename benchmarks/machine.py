"""On what was it measured? The date, the machine and the versions."""

import os
import platform
import re
import tempfile
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import psutil

import briefings
from benchmarks.results import size


def facts() -> list[str]:
    """What a reader needs to know to compare the figures with others."""
    memory = size(psutil.virtual_memory().total)
    return [
        f"{datetime.now(UTC):%Y-%m-%d}, {_cores()} cores ({_processor()}), {memory} of memory",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"files on {_file_system()}",
        f"Briefings {briefings.__version__}; {', '.join(map(_version, ('hugo', 'pagefind_bin')))}",
    ]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _file_system() -> str:
    """What the temporary files lie on, as `ext4`; `tmpfs` is memory."""
    folder = Path(tempfile.gettempdir()).resolve()
    mounted = {Path(one.mountpoint): one.fstype for one in psutil.disk_partitions(all=True)}
    return next((mounted[one] for one in (folder, *folder.parents) if one in mounted), "a disk")


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        told = ""
    found = re.search(r"^model name\s*: (.+)$", told, re.M)
    return found[1] if found else platform.machine()


def _version(package: str) -> str:
    return f"{package} {metadata.version(package)}"
