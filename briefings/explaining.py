"""Why was an output made, or kept?"""

from briefings.publishing import Cause, Report

_PARTS = (
    "what it shows has changed",
    "its template, or what that takes from the frame of all pages, has changed",
    "the program, or a library that makes HTML, has changed",
)
"""What a change means in each part of a fingerprint (see `Renderer.fingerprint`)."""


def explanation(path: str, report: Report) -> str:
    """Why the file at `path`, relative to the site, was made or kept, as an end of a sentence."""
    if path in report.kept:
        return "was kept: nothing that it shows has changed"
    if path in report.removed:
        return "was removed: nothing stands there any more"
    if (cause := report.causes.get(path)) is None:
        return "is no output of this bulletin"
    same = ", with the same bytes as before" if path in report.unchanged else ""
    return f"was made{same}: {_why(cause)}"


def _why(cause: Cause) -> str:
    if not cause.standing:
        return "it was not in the site"
    if cause.before is None:
        return "no earlier build recorded it"
    parts = zip(_PARTS, cause.before.split("."), cause.now.split("."), strict=False)
    changed = [words for words, before, now in parts if before != now]
    return "; ".join(changed) or "somebody changed the file in the site"


def path_of(asked: str, base: str) -> str:
    """The path of the file that somebody means by a path, a URL or the name of a page's folder."""
    path = asked.removeprefix(base).removeprefix("site/").lstrip("/")
    if not path or path.endswith("/"):
        return f"{path}index.html"
    return path if "." in path.rpartition("/")[2] else f"{path}/index.html"
