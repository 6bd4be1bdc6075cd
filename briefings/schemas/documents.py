"""What may stand in a file? A JSON Schema (draft 7) for each kind of file below content/."""

import json
from typing import Any

from briefings import model
from briefings.files.filing import REGISTRY_RECORDS
from briefings.schemas.records import definitions
from briefings.schemas.values import Schema, choice, names_in, scalar_schema

_DRAFT = "http://json-schema.org/draft-07/schema#"
"""The latest draft that YAML language servers know well."""
_BESIDES = {
    "slug": {
        "description": "The end of its address: lower case letters, digits and single hyphens.",
        **scalar_schema(model.Slug),
    },
    "body": {
        "description": "The text in Markdown, behind `|` in indented lines.",
        "anyOf": [scalar_schema(model.Markdown), {"$ref": "#/definitions/nothing"}],
    },
}
"""The keys of an entry that are no field of the record."""


def schemas_of(
    vocabulary: model.Vocabulary, *, language: str = "en", sources_required: bool = True
) -> dict[str, str]:
    """The text of each schema by the name of its file.

    Ids of the vocabulary are listed in them, with their names in `language`.
    """
    names = {key: choice(ids) for key, ids in names_in(vocabulary, language).items()}
    schemas = {
        "entry.json": _entry("An entry in YAML", names, sources_required, "body"),
        "entries.json": _entries(names, sources_required),
        "front-matter.json": _entry("The front matter of an entry", names, sources_required),
        "introduction.json": _whole(
            "The front matter of an introduction", model.Introduction, names
        ),
        **{f"{registry}.json": _registry(registry, names) for registry in REGISTRY_RECORDS},
    }
    return {
        name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in schemas.items()
    }


def _whole(title: str, record: Any, names: dict[str, Schema], *more: str) -> Schema:
    """`more` are the keys of `_BESIDES` that may stand there too."""
    besides = {key: _BESIDES[key] for key in more}
    schema = {
        "$schema": _DRAFT,
        "title": title,
        "$ref": f"#/definitions/{record.__name__}",
        "definitions": {**definitions(record, besides), **names},
    }
    return _without_unused(schema)


def _without_unused(schema: Schema) -> Schema:
    """The schema without the lists of ids that nothing in it refers to."""
    text = json.dumps(schema)
    used = {
        name: one
        for name, one in schema["definitions"].items()
        if f'"#/definitions/{name}"' in text
    }
    return {**schema, "definitions": used}


def _entry(title: str, names: dict[str, Schema], sources_required: bool, *more: str) -> Schema:
    schema = _whole(title, model.Entry, names, *more)
    schema["definitions"]["Entry"] |= _beside_title(sources_required)
    return schema


def _beside_title(sources_required: bool) -> Schema:
    """What an entry needs that translates no other."""
    needed = ["topics", "sources"] if sources_required else ["topics"]
    return {
        "if": {"not": {"required": ["translation_of"]}},
        "then": {"required": needed, "properties": {key: {"minItems": 1} for key in needed}},
    }


def _entries(names: dict[str, Schema], sources_required: bool) -> Schema:
    title = "The short entries of a day"
    schema = _entry(title, names, sources_required, "slug", "body")
    schema["definitions"]["Entry"]["required"].insert(0, "slug")
    reference = schema.pop("$ref")
    return {**schema, "type": "array", "items": {"$ref": reference}}


def _registry(registry: str, names: dict[str, Schema]) -> Schema:
    record = REGISTRY_RECORDS[registry]
    schema = _whole(f"{registry}.yml", record, names)
    reference = schema.pop("$ref")
    return {**schema, "type": "object", "additionalProperties": {"$ref": reference}}
