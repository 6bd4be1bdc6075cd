"""What does Lighthouse say? `make lighthouse`: four scores of five pages, as a phone sees them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from inspection.browsers import SWITCHES, chromium
from inspection.building import BULLETIN, inspected
from inspection.hosting import hosted

_COMMAND = Path(__file__).parent / "node_modules/.bin/lighthouse"
_KINDS = ("front", "briefing", "entry", "story", "search")
_CATEGORIES = {
    "performance": "speed",
    "accessibility": "access",
    "best-practices": "practice",
    "seo": "SEO",
}
_SHOWN = 3
"""How many of the parts of a page are named that an audit complains of."""


@click.command()
@click.argument("kinds", nargs=-1)
def main(kinds: tuple[str, ...]) -> None:
    """Score the longest page of each of these kinds, or of the five that count."""
    bulletin = inspected(BULLETIN)
    lacking = False
    click.echo(_row("page", *_CATEGORIES.values()))
    with hosted(bulletin.site, bulletin.base) as url:
        for kind in kinds or _KINDS:
            report = _report(url + bulletin.pages[kind])
            scores = [round(100 * report["categories"][one]["score"]) for one in _CATEGORIES]
            click.echo(_row(kind, *map(str, scores)) + f"  /{bulletin.pages[kind]}")
            for line in _costs(report):
                click.echo(f"    {line}")
            lacking |= min(scores) < 100
    sys.exit(1 if lacking else 0)


def _row(first: str, *others: str) -> str:
    return f"{first:10}" + "".join(f"{one:>10}" for one in others)


def _report(url: str) -> dict[str, Any]:
    """What Lighthouse says of a page, on a phone with a slow line, which it does by default."""
    done = subprocess.run(
        [
            str(_COMMAND),
            url,
            "--quiet",
            "--output=json",
            "--no-enable-error-reporting",
            f"--only-categories={','.join(_CATEGORIES)}",
            f"--chrome-flags={' '.join(SWITCHES)}",
        ],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "CHROME_PATH": chromium() or ""},
    )
    if done.returncode:
        raise click.ClickException(f"Lighthouse could not look at {url}:\n{done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _costs(report: dict[str, Any]) -> Iterator[str]:
    """What costs points, each with the parts of the page that it complains of."""
    for category in _CATEGORIES:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                value = audit.get("displayValue", "")
                yield f"{category}: {audit['title']} {value}".rstrip()
                items = audit.get("details", {}).get("items", [])
                yield from (f"  {_said(item)}" for item in items[:_SHOWN])


def _said(item: dict[str, Any]) -> str:
    node = item.get("node") or {}
    return str(node.get("snippet") or item.get("url") or item.get("description") or item)[:200]


if __name__ == "__main__":
    main()
