"""Are the pages valid HTML, by the Nu checker?"""

import subprocess

from tests.sites import BuiltSite
from tests.tools import java, nu_checker


def test_every_page_is_valid(any_site: BuiltSite) -> None:
    """The checker finds no error in any page of the built bulletins."""
    quick = ["-Xss2m", "-XX:TieredStopAtLevel=1"]
    options = ["--errors-only", "--stdout", "--format", "gnu", "--skip-non-html"]
    done = subprocess.run(
        [java(), *quick, "-jar", nu_checker(), *options, str(any_site.site)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert first_of_each(done.stdout) == []
    assert done.returncode == 0, done.stderr


def first_of_each(report: str) -> list[str]:
    """The first line of each kind of error in a report of the checker."""
    lines: dict[str, str] = {}
    for line in report.splitlines():
        lines.setdefault(line.partition(": error: ")[2], line)
    return list(lines.values())
