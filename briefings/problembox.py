"""How does a preview show what is wrong? In a box at the head of every page."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from briefings.problems import Problem, Severity

_MOST = 50
"""How many problems a box lists: a mistake in a vocabulary can be one for each entry."""

_STYLE = """<style>
.briefings-errors, .briefings-warnings {
  box-sizing: border-box; inline-size: min(100% - 2rem, 38rem); margin: 1rem auto;
  padding: 0.75rem 1rem; border: 2px solid;
  font: 1rem/1.5 system-ui, "Segoe UI", roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere;
}
.briefings-errors { border-color: var(--alarm, #d0362b); border-inline-start-width: 0.5rem; }
.briefings-warnings {
  padding-block: 0.25rem; border-width: 1px; border-color: var(--muted, #7a7a7a); font-size: 0.875rem;
}
.briefings-errors h2 { margin: 0 0 0.25rem; font: 700 1.125rem/1.3 system-ui, sans-serif; }
.briefings-errors p { margin: 0 0 0.5rem; }
.briefings-warnings summary { cursor: pointer; padding-block: 0.25rem; }
:is(.briefings-errors, .briefings-warnings) ul { margin: 0; padding-inline-start: 1.25rem; }
:is(.briefings-errors, .briefings-warnings) li { margin-block: 0.375rem; }
:is(.briefings-errors, .briefings-warnings) code { font-weight: 600; font-size: 0.875em; }
.briefings-errors pre { margin: 0.5rem 0; white-space: pre-wrap; font-size: 0.875em; }
</style>
"""
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?', re.I)
_MAIN = re.compile(rb"<main\b", re.I)
_BODY = re.compile(rb"<body\b[^>]*>", re.I)


def box(problems: Iterable[Problem], failure: str = "", *, over: bool = True) -> str:
    """Problems as HTML, the errors first and loudest; nothing where all is well.

    `failure` is what else keeps the bulletin from being made, as a text of some lines; `over` says that
    the box stands over an earlier bulletin.
    """
    found = sorted(problems)
    errors = [one for one in found if one.severity is Severity.ERROR]
    warnings = [one for one in found if one.severity is Severity.WARNING]
    return _errors(errors, failure, over) + _warnings(warnings)


def headed(page: bytes, box: str) -> bytes:
    """An HTML page with a box before its content; the page as it is where there is nothing to say."""
    if not box:
        return page
    main, body = _MAIN.search(page), _BODY.search(page)
    at = main.start() if main else body.end() if body else 0
    return page[:at] + f"{_STYLE}{box}".encode() + page[at:]


def unrestricted(page: bytes) -> bytes:
    """An HTML page without its security policy, which would stop what a preview adds to it."""
    return _POLICY.sub(b"", page, count=1)


def _errors(errors: Sequence[Problem], failure: str, over: bool) -> str:
    if not errors and not failure:
        return ""
    title = _counted(len(errors), "mistake") if errors else "The bulletin cannot be made"
    meanwhile = "<p>Until this is mended, the pages stay as they were.</p>\n" if over else ""
    said = f"<pre>{escape(failure)}</pre>\n" if failure else ""
    return (
        '<section class="briefings-errors" role="alert" lang="en" dir="ltr">\n'
        f"<h2>{title}</h2>\n"
        f"{meanwhile}{said}{_list(errors)}</section>\n"
    )


def _warnings(warnings: Sequence[Problem]) -> str:
    if not warnings:
        return ""
    return (
        '<section class="briefings-warnings" aria-label="Warnings" lang="en" dir="ltr">\n'
        f"<details>\n<summary>{_counted(len(warnings), 'warning')}</summary>\n"
        f"{_list(warnings)}</details>\n</section>\n"
    )


def _list(problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    items = [_item(problem) for problem in problems[:_MOST]]
    if len(problems) > _MOST:
        items.append(f"<li>And {len(problems) - _MOST} more, which the terminal lists.</li>")
    return "<ul>\n" + "\n".join(items) + "\n</ul>\n"


def _item(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}:{problem.column}:"
    return f"<li><code>{escape(place)}</code> {escape(problem.message)} [{problem.code}]</li>"


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"
