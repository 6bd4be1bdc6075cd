"""What do tests share? The built bulletins, a server for them, and the browser."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from briefings.projects import read_project
from briefings.views.shown import Shown
from inspection.browsers import SWITCHES
from inspection.kinds import longest_of_each
from tests.serving import served
from tests.showing import small_bulletin_shown
from tests.sites import NOW, BuiltSite, built, copied
from tests.tools import ROOT, chromium

SMALL_BULLETIN = Path(__file__).parent / "bulletin"

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")  # A slow machine is no mistake.


@pytest.fixture(scope="session")
def bulletin_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """This repository's own bulletin, built."""
    target = tmp_path_factory.mktemp("own") / "bulletin"
    return built(ROOT, target, "https://briefings.example/ukraine/")


@pytest.fixture(scope="session")
def small_bulletin(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The bulletin of tests/bulletin/, which uses every key of the format, built."""
    target = tmp_path_factory.mktemp("small") / "bulletin"
    return built(SMALL_BULLETIN, target, "https://harbour.example/bulletin/")


@pytest.fixture(scope="session")
def addresses(small_bulletin: BuiltSite) -> dict[str, str]:
    """Each kind of page with the address of its longest page in the small bulletin."""
    project = read_project(small_bulletin.folder / "mkdocs.yml")
    now = datetime.fromtimestamp(int(NOW), UTC)
    return longest_of_each(project, small_bulletin.site, now)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The small bulletin as its views see it, at a moment when an event was still to come."""
    return small_bulletin_shown(
        copied(SMALL_BULLETIN, tmp_path_factory.mktemp("shown") / "bulletin")
    )


@pytest.fixture(scope="session", params=["bulletin_site", "small_bulletin"])
def any_site(request: pytest.FixtureRequest) -> BuiltSite:
    """Each of the built bulletins in turn."""
    site: BuiltSite = request.getfixturevalue(request.param)
    return site


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[BuiltSite], str]]:
    """Takes a built bulletin to the URL at which it is served until the tests end."""
    with ExitStack() as servers:
        urls: dict[Path, str] = {}

        def url_of(site: BuiltSite) -> str:
            if site.site not in urls:
                urls[site.site] = servers.enter_context(served(site.site, site.base))
            return urls[site.site]

        yield url_of


@pytest.fixture
def no_loop() -> Iterator[None]:
    """No event loop, as in a program; Playwright's goes on in this thread between the tests of pages."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address of all tests; pytest-playwright's own fixture warns with pytest 9."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Launch the system's Chromium, which makes no request of its own."""
    return {"executable_path": chromium(), "args": list(SWITCHES)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs in a browser, so that no test can forget to say so."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran in the browser: a suite without them looks just as green."""
    counts = {
        outcome: sum(
            "browser" in report.keywords
            for report in terminalreporter.stats.get(outcome, ())
            if isinstance(report, pytest.TestReport)
        )
        for outcome in ("passed", "failed", "skipped")
    }
    ran = counts["passed"] + counts["failed"]
    terminalreporter.write_line(
        f"browser tests: {ran} ran, {counts['failed']} failed, {counts['skipped']} skipped"
    )
