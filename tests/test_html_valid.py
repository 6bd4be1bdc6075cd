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
    assert (done.returncode, done.stdout) == (0, ""), done.stdout[:5000] + done.stderr[:2000]
