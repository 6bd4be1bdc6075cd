"""What is known of the sources' pages? `content/links.yml`: a line a page, sorted, for git to compare."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from briefings.files.days import day_of
from briefings.files.decoding import decoded
from briefings.files.yamltext import Mapping as Keys
from briefings.files.yamltext import Node, Scalar, Sequence, parse
from briefings.problems import Code, ContentError, Problem
from briefings.visiting.finding import Finding, Result

_HEAD = "# What `briefings links` found at the addresses of the sources. It writes this file.\n"
_LARGEST = 64 * 1024 * 1024


class Record(Struct, frozen=True, kw_only=True):
    """What is known of a page."""

    url: str
    result: Result
    checked: date
    """The day of the last visit."""
    since: date | None = None
    """The first day on which it was found broken, where it is."""
    detail: str = ""
    to: str = ""


def recorded(path: Path, name: str) -> dict[str, Record]:
    """What `links.yml` says, by URL; `name` is what problems call it. Raises ContentError.

    A missing file says nothing.
    """
    if not path.is_file():
        return {}
    text = decoded(path.read_bytes()[:_LARGEST], name)
    if isinstance(text, Problem):
        raise ContentError([text])
    node, problems = parse(text, path=name)
    if problems:
        raise ContentError(problems)
    if node is None:
        return {}
    if not isinstance(node, Sequence):
        _refuse(node, name, "this file is a list with a line for each address.")
    records = (_record(item, name) for item in node.items)
    return {record.url: record for record in records}


def written(records: Iterable[Record]) -> str:
    """The text of `links.yml`."""
    return _HEAD + "".join(map(_line, sorted(records, key=lambda record: record.url)))


def renewed(before: Record | None, finding: Finding, today: date) -> Record:
    """What is known after a visit."""
    since = None
    if finding.result.is_broken:
        since = before.since if before and before.since else today
    return Record(
        url=finding.url,
        result=finding.result,
        checked=today,
        since=since,
        detail=finding.detail,
        to=finding.to,
    )


def due(
    urls: Iterable[str], known: Mapping[str, Record], today: date, older_than: timedelta
) -> list[str]:
    """The pages to be visited: those never visited, then those whose visit is so long ago."""
    last = {url: known[url].checked if url in known else date.min for url in urls}
    chosen = (url for url in last if today - last[url] >= older_than)
    return sorted(chosen, key=lambda url: (last[url], url))


def _line(record: Record) -> str:
    values = {
        "url": _quoted(record.url),
        "result": record.result.value,
        "checked": record.checked.isoformat(),
        "since": record.since.isoformat() if record.since else "",
        "detail": _quoted(record.detail) if record.detail else "",
        "to": _quoted(record.to) if record.to else "",
    }
    return f"- {{{', '.join(f'{key}: {value}' for key, value in values.items() if value)}}}\n"


def _quoted(text: str) -> str:
    """A text in double quotes, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _record(node: Node, name: str) -> Record:
    if not isinstance(node, Keys):
        _refuse(node, name, "each line of this file has keys: url, result and checked.")
    values = {key.text: value for key, value in node.pairs}
    texts = {key: value.text for key, value in values.items() if isinstance(value, Scalar)}
    days = {key: _day(values[key], name) for key in ("checked", "since") if key in values}
    result = texts.get("result", "")
    if not texts.get("url") or result not in set(Result) or "checked" not in days:
        _refuse(node, name, "this line does not say which page was found how, and when.")
    return Record(
        url=texts["url"],
        result=Result(result),
        checked=days["checked"],
        since=days.get("since"),
        detail=texts.get("detail", ""),
        to=texts.get("to", ""),
    )


def _day(node: Node, name: str) -> date:
    day = day_of(node.text) if isinstance(node, Scalar) else ""
    if not isinstance(day, date):
        _refuse(node, name, "this is no day.")
    return day


def _refuse(node: Node, name: str, what: str) -> NoReturn:
    message = f"{what} Remove the line, or the file: `briefings links` writes it anew."
    raise ContentError([Problem(name, node.line, node.column, message, Code.WRONG_SHAPE)])
