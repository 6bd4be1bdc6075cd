"""What is inspected? A bulletin as it is published, in a folder of its own."""

from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from briefings.building import rebuilt
from briefings.clock import now
from briefings.projects import read_project
from inspection.kinds import longest_of_each

ROOT = Path(__file__).parent.parent
BULLETIN = ROOT / "mkdocs.yml"
EVERY_KIND = ROOT / "tests/bulletin/mkdocs.yml"
"""A small bulletin that has each kind of page."""


class Inspected(Struct, frozen=True, kw_only=True):
    """A built bulletin."""

    site: Path
    base: str
    """The path under which it is published, as `/bulletin/`."""
    pages: dict[str, str]
    """Each kind of page with the address of its longest page, relative to `base`."""


def inspected(config_file: Path) -> Inspected:
    """The bulletin of an mkdocs.yml, built as it stands now. Raises what a build raises."""
    project = read_project(config_file)
    site = project.settings.cache_dir / "inspected"
    settings = replace(project.settings, site_dir=site, record="inspected-site")
    project = replace(project, settings=settings)
    moment = now()
    rebuilt(project, moment)
    return Inspected(
        site=site,
        base=urlsplit(settings.site_url or "/").path,
        pages=longest_of_each(project, site, moment),
    )
