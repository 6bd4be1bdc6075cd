"""What does one value say? Each type of the model read from the text that an editor wrote.

A reader takes a node and returns the value, or reports to the `Report` and returns `FAULT`.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from briefings import model
from briefings.problems import Code, Problem, did_you_mean
from briefings.slugs import slug_fault, slug_from
from briefings.yamltext import Mapping, Node, Scalar, Sequence


class _Fault(Enum):
    FAULT = "fault"


FAULT: Final = _Fault.FAULT
"""Stands for a value that could not be read; the report says why."""


class Report:
    """The problems of one file while it is read, and the time zone of times without an offset."""

    def __init__(self, path: str, timezone: tzinfo) -> None:
        self.path = path
        self.timezone = timezone
        self.problems: list[Problem] = []

    def fault(self, node: Node, message: str, code: Code) -> _Fault:
        """Note a problem at a node."""
        self.problems.append(Problem(self.path, node.line, node.column, message, code))
        return FAULT


Reader = Callable[[Node, Report], Any]
Parse = Callable[[Scalar, Report], Any]


def scalar_reader(key: str, kind: Any) -> Reader:
    """A reader of values of type `kind` that stand under `key`."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        parse = _choice(key, kind)
    else:
        parse = _PARSERS[kind]

    def read(node: Node, report: Report) -> Any:
        if type(node) is Scalar:
            return parse(node, report)
        return report.fault(node, _not_text(key, node), Code.WRONG_SHAPE)

    return read


def _not_text(key: str, node: Node) -> str:
    if not isinstance(node, Sequence):
        advice = 'Text with a colon, or with "{" at its beginning, needs quotes.'
        return f"{key} is a single value, not keys with values. {advice}"
    advice = 'Text that begins with "[" needs quotes.'
    if len(node.items) == 1 and isinstance(node.items[0], Scalar):
        advice = f"Write {key}: {node.items[0].text}"
    return f"{key} is a single value, not a list. {advice}"


def _text(node: Scalar, _report: Report) -> str:
    return node.text.strip()


def _markdown(node: Scalar, _report: Report) -> str:
    return node.text


def _reference(node: Scalar, _report: Report) -> str:
    text = node.text.strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _new_id(node: Scalar, report: Report) -> Any:
    return _slug_like(node, report, Code.BAD_ID, "id")


def _slug(node: Scalar, report: Report) -> Any:
    return _slug_like(node, report, Code.BAD_SLUG, "slug")


def _slug_like(node: Scalar, report: Report, code: Code, what: str) -> Any:
    fault = slug_fault(node.text)
    if fault is None:
        return node.text
    nearest = slug_from(node.text)
    advice = f" Write {nearest}." if nearest else ""
    message = (
        f'the {what} "{node.text}" {fault}. '
        f"It takes lower case letters, digits and single hyphens.{advice}"
    )
    return report.fault(node, message, code)


def _choice(key: str, kind: type[StrEnum]) -> Parse:
    members = {member.value: member for member in kind}
    listed = ", ".join(members)

    def parse(node: Scalar, report: Report) -> Any:
        member = members.get(node.text)
        if member is not None:
            return member
        advice = did_you_mean(node.text, members)
        message = f'unknown {key} "{node.text}".{advice} It is one of: {listed}.'
        return report.fault(node, message, Code.UNKNOWN_VALUE)

    return parse


_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _truth(node: Scalar, report: Report) -> Any:
    truth = _TRUTHS.get(node.text.lower())
    if truth is not None:
        return truth
    message = f'"{node.text}" is neither yes nor no. Write true or false.'
    return report.fault(node, message, Code.UNKNOWN_VALUE)


_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")


def _number(node: Scalar, report: Report) -> Any:
    text = node.text.replace("\u2212", "-")
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    message = (
        f'"{node.text}" is no plain number. Write digits alone, with a point for decimals: '
        "1250000 or 2.5"
    )
    return report.fault(node, message, Code.BAD_NUMBER)


def _source_number(node: Scalar, report: Report) -> Any:
    if re.fullmatch(r"[1-9][0-9]{0,4}", node.text):
        return int(node.text)
    message = (
        f'"{node.text}" is no number of a source. Write 1 for the first of sources, 2 for the next.'
    )
    return report.fault(node, message, Code.SOURCE_NUMBER)


_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    r" ?(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_WIDEST_OFFSET = timedelta(hours=15)
_LIKE_A_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FIRST_YEAR, _LAST_YEAR = 1000, 9998  # A time near the ends of the calendar has no other zones.


def day_of(text: str) -> date | str:
    """The day that is written YYYY-MM-DD, or what is wrong with it."""
    like = _LIKE_A_DAY.fullmatch(text)
    if like is None:
        return f'"{text}" is no date. Write year, month and day: 2024-06-14'
    year, month, day = map(int, like.groups())
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return f'"{text}" has an impossible year. Write year, month and day: 2024-06-14'
    if not 1 <= month <= 12:
        return f'there is no month {like[2]} in "{text}". Write year, month and day: 2024-06-14'
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        return f"there is no {text}: that month has {last} days. Mend the day."
    return date(year, month, day)


def _day(node: Scalar, report: Report) -> Any:
    try:
        day = date.fromisoformat(node.text)
    except ValueError:
        pass
    else:
        if len(node.text) == 10 and _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return day
    if _TIME.fullmatch(node.text) and len(node.text) > 10:
        message = f'"{node.text}" has a time where a day belongs. Write {node.text[:10]}'
        return report.fault(node, message, Code.BAD_DATE)
    outcome = day_of(node.text)
    return outcome if isinstance(outcome, date) else report.fault(node, outcome, Code.BAD_DATE)


def _moment(node: Scalar, report: Report) -> Any:
    match = _TIME.fullmatch(node.text)
    if match is None:
        message = (
            f'"{node.text}" is no date. Write 2024-06-14, or with a time 2024-06-14T17:40+02:00'
        )
        return report.fault(node, message, Code.BAD_DATE)
    day = day_of(match["day"])
    if isinstance(day, str):
        return report.fault(node, day, Code.BAD_DATE)
    if match["hour"] is None:
        return day
    try:
        hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
        zone = _zone(match["zone"], report)
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
    except ValueError:
        time = node.text[11:].strip()
        message = (
            f'there is no time "{time}". Write hours up to 23 and minutes up to 59: 17:40+02:00'
        )
        return report.fault(node, message, Code.BAD_DATE)


def _zone(text: str | None, report: Report) -> tzinfo:
    """The zone of an offset, a ValueError where no clock on earth has it."""
    if text is None:
        return report.timezone
    if text in "Zz":
        return UTC
    sign = -1 if text[0] == "-" else 1
    offset = sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    if abs(offset) > _WIDEST_OFFSET:
        raise ValueError
    return timezone(offset)


def _instant(node: Scalar, report: Report) -> Any:
    moment = _moment(node, report)
    if moment is FAULT or isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day, tzinfo=report.timezone)


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def _language(node: Scalar, report: Report) -> Any:
    if len(node.text) == 2 and node.text.isascii() and node.text.islower():
        return node.text
    if not _LANGUAGE.fullmatch(node.text):
        message = f'"{node.text}" is no language tag. Write two or three letters: en, ro, zh-Hant'
        return report.fault(node, message, Code.BAD_LANGUAGE)
    first, *others = node.text.split("-")
    cased = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(cased.get(len(part), str.lower)(part) for part in others)])


def _country(node: Scalar, report: Report) -> Any:
    if re.fullmatch(r"[A-Z]{2}", node.text):
        return node.text
    advice = node.text.upper() if re.fullmatch(r"[A-Za-z]{2}", node.text) else "RO for Romania"
    message = f'"{node.text}" is no country code. Write two capital letters: {advice}'
    return report.fault(node, message, Code.BAD_COUNTRY)


def _wikidata(node: Scalar, report: Report) -> Any:
    if re.fullmatch(r"Q[1-9][0-9]{0,12}", node.text):
        return node.text
    message = f'"{node.text}" is no Wikidata id. Write a Q and digits: Q7184'
    return report.fault(node, message, Code.BAD_WIKIDATA)


_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_][\w-]*[^\W_]")


def _host(node: Scalar, report: Report) -> Any:
    host = node.text.lower().removeprefix("www.")
    if _HOST.fullmatch(host):
        return host
    message = f'"{node.text}" is no host name. Write the part of the address between // and /: reuters.com'
    return report.fault(node, message, Code.BAD_HOST)


_PLAIN_URL = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9/._~%&=?+,;:@!$()*#-]*)?"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NOT_IN_URLS = re.compile(r"[\s<>\"\\^`{}|\x00-\x1f\x7f]")


def _url(node: Scalar, report: Report) -> Any:
    url = node.text
    if _PLAIN_URL.fullmatch(url):
        return url
    scheme = _SCHEME.match(url)
    if scheme is None or scheme[1].lower() not in ("http", "https"):
        return _no_web_url(node, scheme[1].lower() if scheme else "", report)
    if stray := _NOT_IN_URLS.search(url):
        what = "a space" if stray.group().isspace() else f"the sign {stray.group()}"
        message = f'"{url}" has {what} in it. Copy the address again from the browser.'
        return report.fault(node, message, Code.BAD_URL)
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        message = (
            f'"{url}" is no address that a browser understands. Copy it again from the browser.'
        )
        return report.fault(node, message, Code.BAD_URL)
    if parts.username is not None:
        message = f'"{url}" has a user name before its host. Leave out everything up to the "@".'
        return report.fault(node, message, Code.UNSAFE_URL)
    if not host:
        message = f'"{url}" has no host. Copy the whole address: https://example.org/page'
        return report.fault(node, message, Code.BAD_URL)
    return url


def _no_web_url(node: Scalar, scheme: str, report: Report) -> _Fault:
    url = node.text
    if not scheme or "." in scheme:
        example = url.lstrip("/") if "." in url.partition("/")[0] else "example.org/page"
        message = f'"{url}" is no whole address. Begin it with https:// as in https://{example}'
        return report.fault(node, message, Code.BAD_URL)
    message = f'an address that begins with "{scheme}:" is not safe. Use one with https://'
    return report.fault(node, message, Code.UNSAFE_URL)


_NOT_IN_PATHS = re.compile(r"[\s<>\"\\^`{}|?#%:*\x00-\x1f\x7f]")


def _path_parts(path: str) -> list[str] | None:
    """The parts of a path that is safe to publish below the site's root."""
    parts = path.split("/")
    if _NOT_IN_PATHS.search(path) or any(part in ("", ".", "..") for part in parts):
        return None
    return None if any(len(part.encode()) > 255 for part in parts) else parts


def _url_path(node: Scalar, report: Report) -> Any:
    path = unicodedata.normalize("NFC", node.text)
    inner = path[1:-1]
    if len(path) > 2 and path[0] == path[-1] == "/" and _path_parts(inner):
        return path
    message = (
        f'"{node.text}" is no path on this site. It begins and ends with a slash and has no spaces: '
        "/2024/06/14/old-slug/"
    )
    return report.fault(node, message, Code.BAD_PATH)


def _media_path(node: Scalar, report: Report) -> Any:
    path = unicodedata.normalize("NFC", node.text.removeprefix("/"))
    if path.startswith("media/") and _path_parts(path):
        return path
    message = f'"{node.text}" is no file in media/. Put the image there and write media/podium.jpg'
    return report.fault(node, message, Code.BAD_PATH)


_PARSERS: dict[Any, Parse] = {
    str: _text,
    bool: _truth,
    Decimal: _number,
    date: _day,
    datetime: _instant,
    model.Moment: _moment,
    model.Markdown: _markdown,
    model.Url: _url,
    model.UrlPath: _url_path,
    model.MediaPath: _media_path,
    model.Language: _language,
    model.Country: _country,
    model.Host: _host,
    model.WikidataId: _wikidata,
    model.Slug: _slug,
    model.SourceNumber: _source_number,
    model.NewEventId: _new_id,
    model.SeriesId: _new_id,
    **dict.fromkeys(
        (
            model.TopicId,
            model.StoryId,
            model.ActorId,
            model.PersonId,
            model.OrganizationId,
            model.PlaceId,
            model.PublisherId,
            model.EventId,
            model.EntryId,
        ),
        _reference,
    ),
}


def text_reader(key: str) -> Reader:
    """A reader of text that may be given per language."""

    def read(node: Node, report: Report) -> Any:
        if type(node) is Scalar:
            return model.Text(by_language=((model.Language(""), node.text.strip()),))
        if isinstance(node, Mapping):
            return _by_language(key, node, report)
        return report.fault(node, _not_text(key, node), Code.WRONG_SHAPE)

    return read


def _by_language(key: str, node: Mapping, report: Report) -> Any:
    pairs = []
    for name, value in node.pairs:
        language = _language(name, report)
        if not isinstance(value, Scalar):
            report.fault(value, _not_text(f"{key} in {name.text}", value), Code.WRONG_SHAPE)
        elif language is not FAULT and not value.missing:
            pairs.append((language, value.text.strip()))
    if pairs:
        return model.Text(by_language=tuple(pairs))
    message = f"{key} has no text. Write {key}: text, or {key}: {{en: text, ro: text}}"
    return report.fault(node, message, Code.WRONG_SHAPE)
