"""Does the security policy hold on every page, and say no more and no less than it has to?"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from briefings.plan import PAGE_KINDS
from inspection.hosting import headers_of, hosted
from tests.looking import PHONE, looking
from tests.previews import serving
from tests.serving import got
from tests.sites import BUILD, BuiltSite, copied, run
from tests.test_options import with_options
from tests.test_plugin import preview
from tests.tools import ROOT

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
LISTENING = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small bulletin."""
    return copied(ROOT / "tests/bulletin", tmp_path / "bulletin")


def policy_of(page: str) -> dict[str, set[str]]:
    """What a page says that it may load, by directive."""
    (written,) = META.findall(page)
    return directives(unescape(written))


def directives(written: str) -> dict[str, set[str]]:
    """The sources of each directive of a policy."""
    parts = (directive.split() for directive in written.split(";"))
    return {name: set(sources) for name, *sources in parts}


def built_policy(folder: Path, path: str = "index.html") -> dict[str, set[str]]:
    """The policy of a page of the bulletin in a folder, newly built."""
    done = run(BUILD, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return policy_of((folder / "site" / path).read_text("utf-8"))


def test_every_page_has_a_policy(any_site: BuiltSite) -> None:
    """It forbids all that is not named, and no inline style or script is allowed."""
    for file in any_site.files(".html"):
        page = file.read_text("utf-8")
        policy = policy_of(page)
        assert policy["default-src"] == {"'none'"}, file
        assert "unsafe-inline" not in str(policy), file
        evaluates = "'wasm-unsafe-eval'" in policy.get("script-src", ())
        assert evaluates == (file.parent.name == "search"), file


def test_a_policy_stands_before_all_that_it_is_about(any_site: BuiltSite) -> None:
    """What a page loads before the element is read is not held to it."""
    for file in any_site.files(".html"):
        before = META.split(file.read_text("utf-8"))[0]
        assert not re.search(r"<(link|script|style|img)\b", before), file


def test_what_a_host_sends_forbids_nothing_that_a_page_needs(any_site: BuiltSite) -> None:
    """A browser obeys both: what one of them lacks is not loaded."""
    rules = (any_site.site / "_headers").read_text("utf-8")
    for file in any_site.files(".html"):
        path = f"/{file.relative_to(any_site.site).as_posix()}"
        sent = directives(headers_of(rules, path)["Content-Security-Policy"])
        assert "unsafe-inline" not in str(sent)
        own = policy_of(file.read_text("utf-8"))
        lacking = {name: own[name] - sent[name] for name in own if own[name] != {"'none'"}}
        assert not any(lacking.values()), (file, lacking)


def test_files_are_kept_as_long_as_they_stay(any_site: BuiltSite) -> None:
    """For ever where the name or the address changes with the content; no header is said twice."""
    rules = (any_site.site / "_headers").read_text("utf-8")
    kept: dict[str, set[str]] = {}
    for file in any_site.files():
        path = f"/{file.relative_to(any_site.site).as_posix()}"
        kept.setdefault(headers_of(rules, path).get("Cache-Control", ""), set()).add(path)
    for_ever = kept.pop("public, max-age=31536000, immutable")
    assert {"/assets/bulletin.css"} <= for_ever
    assert all(
        re.match(r"/assets/|/pagefind/[^/]+/(fragment|index|filter)/", one) for one in for_ever
    )
    assert "/pagefind/segments.json" in kept.pop("no-cache")
    assert all(one.startswith("/pagefind/program/") for one in kept.pop("public, max-age=86400"))
    assert kept.keys() == {""}


def test_what_mkdocs_yml_names_is_allowed(folder: Path) -> None:
    """The hosts of its styles and scripts, whole and no others."""
    config = folder / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8")
        + "extra_css: [own.css, 'https://styles.example/a/b.css?c']\n"
        + "extra_javascript: ['https://scripts.example:8443/count.js']\n",
        "utf-8",
    )
    (folder / "content/pages/own.css").write_text("")
    policy = built_policy(folder)
    assert policy["style-src"] == {"'self'", "https://styles.example"}
    assert policy["script-src"] == {"'self'", "https://scripts.example:8443"}
    assert policy["connect-src"] == {"'self'"}
    sent = (folder / "site/_headers").read_text("utf-8")
    assert "https://styles.example" in sent
    assert "https://scripts.example:8443" in sent


def test_sources_can_be_added(folder: Path) -> None:
    """By directive, one or a list; what a page cannot say of itself is sent by the host alone."""
    with_options(
        folder,
        "content_security_policy:",
        "  connect-src: https://count.example",
        "  frame-src: [https://video.example, https://maps.example]",
        "  frame-ancestors: [https://partner.example]",
    )
    policy = built_policy(folder)
    assert policy["connect-src"] == {"'self'", "https://count.example"}
    assert policy["frame-src"] == {"https://video.example", "https://maps.example"}
    assert "frame-ancestors" not in policy
    sent = (folder / "site/_headers").read_text("utf-8")
    assert "frame-ancestors 'self' https://partner.example" in sent


def test_a_bulletin_can_do_without(folder: Path) -> None:
    """No page has a policy then, and no host is told of one."""
    with_options(folder, "content_security_policy: false")
    assert run(BUILD, folder).returncode == 0
    with_policy = [
        file
        for file in (folder / "site").rglob("*.html")
        if META.search(page := file.read_text("utf-8")) and 'http-equiv="refresh"' not in page
    ]
    assert with_policy == []
    assert "Content-Security-Policy" not in (folder / "site/_headers").read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{img: [https://a.example]}", '"img" cannot be added to. Use one of connect-src,'),
        ("{img-src: [a; script-src *]}", '"a; script-src *" is no source of img-src.'),
        ("{img-src: [3]}", '"3" is no source of img-src.'),
        ("strict", "Write false, or sources by directive:"),
    ],
)
def test_a_wrong_policy_is_told(line: str, said: str, folder: Path) -> None:
    """An option that cannot be followed ends the build with what to write instead."""
    with_options(folder, f"content_security_policy: {line}")
    done = run(BUILD, folder)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_bulletins_own_headers_stay(folder: Path) -> None:
    """Who wrote the file for a host already keeps it."""
    own = folder / "content/pages/_headers"
    own.write_text("/*\n  X-Own: yes\n")
    assert run(BUILD, folder).returncode == 0
    assert (folder / "site/_headers").read_bytes() == own.read_bytes()


def test_the_columns_of_a_plain_page_are_aligned(folder: Path) -> None:
    """By classes, as in entries, for a style in an attribute would be refused."""
    page = folder / "content/pages/about.md"
    page.write_text(f"{page.read_text('utf-8')}\n\n| a | b |\n| --- | ---: |\n| c | d |\n", "utf-8")
    policy = built_policy(folder, "about/index.html")
    assert policy["img-src"] == {"'self'", "data:", "https:"}
    html = (folder / "site/about/index.html").read_text("utf-8")
    assert '<td class="align-right">d</td>' in html
    assert "style=" not in html


def test_the_previews_leave_the_policy_out(folder: Path) -> None:
    """What they add to a page could not work under it."""
    with serving(folder) as running:
        assert not META.search(got(running.url))
        assert not META.search(got(f"{running.url}about/"))
    with preview(folder) as url:
        assert not META.search(got(url))
        assert not META.search(got(f"{url}about/"))


@pytest.fixture(scope="session")
def sent(small_bulletin: BuiltSite) -> Iterator[str]:
    """The small bulletin as a host sends it that heeds `_headers`."""
    with hosted(small_bulletin.site, small_bulletin.base) as url:
        yield url


def violations(page: Page, url: str, ready: Callable[[Page], None]) -> list[str]:
    """What the browser reports of a page that breaks its policy."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(LISTENING)
    page.goto(url)
    page.wait_for_load_state("networkidle")
    ready(page)
    found: list[str] = page.evaluate("window.violations")
    return found + [text for text in said if "Content Security Policy" in text]


@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_no_page_breaks_its_policy(
    kind: str, addresses: dict[str, str], sent: str, browser: Browser
) -> None:
    """The browser refuses nothing that a page asks for."""
    with looking(browser, PHONE) as page:
        assert violations(page, sent + addresses[kind], lambda _: None) == []


def test_the_search_works_under_its_policy(sent: str, browser: Browser) -> None:
    """Results are found, with WebAssembly, and nothing is refused."""
    with looking(browser, PHONE) as page:
        found = page.locator(".search-results h2")
        url = f"{sent}search/?q=harbour"
        assert violations(page, url, lambda _: found.first.wait_for()) == []


def test_what_breaks_a_policy_is_noticed(sent: str, browser: Browser) -> None:
    """The alarm of the two tests above rings."""
    with looking(browser, PHONE) as page:

        def break_it(page: Page) -> None:
            page.evaluate("document.body.setAttribute('style', 'color: red')")
            page.evaluate("document.body.append(new Image())")
            page.evaluate("document.images[document.images.length - 1].src = 'https://a.example/'")
            page.wait_for_timeout(200)

        broken = violations(page, sent, break_it)
        assert any(one.startswith("style-src-attr inline") for one in broken)
        assert any(one.startswith("img-src https://a.example/") for one in broken)


def test_no_page_has_a_style_or_a_script_of_its_own(any_site: BuiltSite) -> None:
    """Neither elements nor attributes, which the policy would refuse."""
    for file in any_site.files(".html"):
        page = file.read_text("utf-8")
        inline = re.findall(
            r"<style\b|<[^>]*\sstyle=|<[^>]*\son\w+=|<script(?![^>]*\bsrc=)[^>]*>", page
        )
        assert {one for one in inline if "json" not in one} == set(), file
