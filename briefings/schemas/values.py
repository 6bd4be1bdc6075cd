"""What may stand for one value? Each type of the model as a JSON Schema (draft 7).

A schema sees what YAML 1.2 makes of a text, while the bulletin takes the text as it is written: so
`title: 2024` is a number to the one and a title to the other, and a schema lets both pass.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from briefings import model
from briefings.files.dates import TIME
from briefings.files.filing import NAMED_BY
from briefings.schemas.describing import choices_of

Schema = dict[str, Any]

NOTHING: Schema = {
    "not": {
        "anyOf": [
            {"type": ["boolean", "number", "array", "object"]},
            {"type": "string", "minLength": 1},
        ]
    }
}
"""A value that was left out behind its key. Said in this way, no editor offers to write `null`."""

TEXT: Schema = {"type": ["string", "number", "boolean"]}


def _pattern(pattern: str, message: str, *types: str) -> Schema:
    """`patternErrorMessage` is what YAML language servers say instead of the expression."""
    kind: str | list[str] = ["string", *types] if types else "string"
    return {"type": kind, "pattern": f"^(?:{pattern})$", "patternErrorMessage": message}


_DAY = _pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "Write a day as 2024-06-14")
_MOMENT = _pattern(
    TIME.pattern.translate({ord("\n"): None})
    .replace("?P<day>", "?:")
    .replace("?P<hour>", "?:")
    .replace("?P<minute>", "?:")
    .replace("?P<second>", "?:")
    .replace("?P<zone>", "?:"),
    "Write 2024-06-14, or with a time 2024-06-14T17:40+02:00",
)
_URL = _pattern(r"\s*[Hh][Tt][Tt][Pp][Ss]?://.+", "Write a whole address: https://example.org/page")
_NEW_ID = _pattern(
    r"[^\sA-Z./]+", "Write lower case letters, digits and single hyphens", "integer", "number"
)
_SCALARS: Mapping[Any, Schema] = {
    str: TEXT,
    model.Markdown: TEXT,
    bool: {
        "anyOf": [
            {"type": "boolean"},
            _pattern("[Tt]rue|[Yy]es|[Oo]n|[Ff]alse|[Nn]o|[Oo]ff", "Write true or false"),
        ]
    },
    Decimal: _pattern(
        r"[+\u2212-]?[0-9]{1,30}(?:\.[0-9]{1,30})?",
        "Write digits alone, with a point for decimals: 1250000 or 2.5",
        "number",
    ),
    date: _DAY,
    datetime: _MOMENT,
    model.Moment: _MOMENT,
    model.Url: _URL,
    model.UrlPath: _pattern(r"/.*", "Write a path from the root: /2024/06/14/old-slug/"),
    model.MediaPath: _pattern(r"media/.+", "Write the path of a file in media/: media/podium.jpg"),
    model.Language: _pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "Write en, ro or zh-Hant"),
    model.Country: _pattern(r"[A-Z]{2}", "Write two capital letters: RO for Romania"),
    model.Host: {"type": "string"},
    model.WikidataId: _pattern(r"Q[1-9][0-9]{0,12}", "Write a Q and digits: Q7184"),
    model.Slug: _NEW_ID,
    model.NewEventId: _NEW_ID,
    model.SeriesId: _NEW_ID,
    model.SourceNumber: {
        **_pattern(r"[1-9][0-9]{0,4}", "Write 1 for the first of sources", "integer"),
        "minimum": 1,
    },
    model.EventId: TEXT,
    model.EntryId: _pattern(
        r"\s*[0-9]{4}/[0-9]{2}/[0-9]{2}/[^\s/]+\s*", "Write the id of an entry: 2024/06/14/slug"
    ),
}


def scalar_schema(kind: Any) -> Schema:
    """The schema of one value of that type; ids are those of `names`, defined in the same schema."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return choice(choices_of(kind))
    if kind in NAMED_BY:
        return {"$ref": f"#/definitions/{NAMED_BY[kind]}"}
    return dict(_SCALARS[kind])


def choice(values: Mapping[str, str]) -> Schema:
    """One of these values; what each of them means is shown beside it. None of none fits."""
    if not values:
        return {"type": "string", "not": {}}
    told = {"enumDescriptions": list(values.values())} if any(values.values()) else {}
    return {"type": "string", "enum": list(values), **told}


def names_in(vocabulary: model.Vocabulary, language: str) -> dict[str, dict[str, str]]:
    """The ids of each registry with their names in that language; `actors` are two of them together."""
    named = {
        registry: {
            str(one): record.name.in_language(language)[0]
            for one, record in getattr(vocabulary, registry).items()
        }
        for registry in NAMED_BY.values()
        if registry != "actors"
    }
    return {**named, "actors": named["people"] | named["organizations"]}
