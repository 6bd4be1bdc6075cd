"""What does the desk know of the bulletin? The configuration of Decap CMS, made of model and vocabulary."""

import json
from collections.abc import Mapping
from typing import Any

from briefings import model
from briefings.desk.forms import Field, Names, form_of
from briefings.desk.page import FORMATS
from briefings.schemas.values import names_in

LOCAL: Mapping[str, Any] = {"name": "proxy", "proxy_url": "/admin/api"}
"""The backend of `briefings desk`: its own server."""

_BODY: Field = {
    "name": "body",
    "label": "Body",
    "widget": "markdown",
    "required": False,
    "modes": ["raw"],
    "editor_components": [],
    "hint": "Markdown. Links to other entries: entry:2024/06/14/slug",
}
"""As plain Markdown: the other mode escapes what is typed."""


def configuration(
    vocabulary: model.Vocabulary,
    backend: Mapping[str, Any],
    *,
    content: str,
    language: str,
    sources_required: bool = True,
    alone: bool = False,
) -> str:
    """The text of the desk's `config.yml`: JSON, which is YAML too.

    `content` is the content folder as the repository names it; names are shown in `language`. Where
    nobody opens and saves files for it, the page does so `alone`, in formats of its own.
    """
    names = names_in(vocabulary, language)
    known: dict[str, Any] = {
        "backend": dict(backend),
        "load_config_file": True,
        "publish_mode": "simple",
        "media_folder": f"{content}/media",
        "public_folder": "media",
        "slug": {"encoding": "unicode", "clean_accents": False, "sanitize_replacement": "-"},
        "show_preview_links": False,
        "editor": {"preview": False},
        "collections": [
            _entries(names, content, sources_required),
            _introductions(names, content),
        ],
    }
    if alone:
        for collection in known["collections"]:
            collection["format"] = FORMATS[collection["name"]]
    return json.dumps(known, ensure_ascii=False, indent=1) + "\n"


def _entries(names: Names, content: str, sources_required: bool) -> dict[str, Any]:
    fields = form_of(model.Entry, names)
    for field in fields:
        if field["name"] == "topics":
            field["min"] = 1
        field["required"] |= field["name"] == "topics"
        field["required"] |= field["name"] == "sources" and sources_required
    return {
        "name": "entries",
        "label": "Entries",
        "label_singular": "Entry",
        "folder": f"{content}/entries",
        "media_folder": f"/{content}/media",
        "public_folder": "media",
        "path": "{{year}}/{{month}}/{{day}}-{{slug}}",
        "slug": "{{slug}}",
        "create": True,
        "extension": "md",
        "format": "yaml-frontmatter",
        "summary": "{{title}} ({{dirname}}/{{filename}})",
        "sortable_fields": ["title", "date"],
        "fields": [fields[0], _BODY, *fields[1:]],
    }


def _introductions(names: Names, content: str) -> dict[str, Any]:
    fields = form_of(model.Introduction, names)
    return {
        "name": "briefings",
        "label": "Introductions",
        "label_singular": "Introduction",
        "folder": f"{content}/briefings",
        "create": False,
        "extension": "md",
        "format": "yaml-frontmatter",
        "summary": "{{filename}}: {{title}}",
        "identifier_field": "title",
        "fields": [fields[0], _BODY, *fields[1:]],
    }
