"""What does one value say? Each type of the model read from the text that an editor wrote."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from briefings import model
from briefings.files import addresses, dates
from briefings.files.decoding import strange_character
from briefings.files.faults import FAULT, Parse, Reader, Report
from briefings.files.slugs import slug_fault, slug_from
from briefings.files.yamltext import Mapping, Node, Scalar, Sequence
from briefings.problems import Code, did_you_mean


def scalar_reader(key: str, kind: Any) -> Reader:
    """A reader of values of type `kind` that stand under `key`."""
    is_choice = isinstance(kind, type) and issubclass(kind, StrEnum)
    parse = _choice(key, kind) if is_choice else _PARSERS[kind]

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


def _text(node: Scalar, report: Report) -> Any:
    text = _markdown(node, report)
    return text if text is FAULT else text.strip()


def _markdown(node: Scalar, report: Report) -> Any:
    """A text as it is. Between double quotes a backslash can stand for what no text may have."""
    strange = strange_character(node.text) if node.style == '"' else None
    if strange is None:
        return node.text
    message = f"an invisible {strange} is in this text. Delete it."
    return report.fault(node, message, Code.CONTROL_CHARACTER)


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


TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _truth(node: Scalar, report: Report) -> Any:
    truth = TRUTHS.get(node.text.lower())
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


_PARSERS: dict[Any, Parse] = {
    str: _text,
    bool: _truth,
    Decimal: _number,
    date: dates.day,
    datetime: dates.instant,
    model.Moment: dates.moment,
    model.Markdown: _markdown,
    model.Url: addresses.url,
    model.UrlPath: addresses.url_path,
    model.MediaPath: addresses.media_path,
    model.Language: _language,
    model.Country: _country,
    model.Host: addresses.host,
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
            text = _text(node, report)
            return text if text is FAULT else model.Text(by_language=((model.Language(""), text),))
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
            text = _text(value, report)
            if text is not FAULT:
                pairs.append((language, text))
    if pairs:
        return model.Text(by_language=tuple(pairs))
    message = f"{key} has no text. Write {key}: text, or {key}: {{en: text, ro: text}}"
    return report.fault(node, message, Code.WRONG_SHAPE)
