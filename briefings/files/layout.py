"""What is a file below content/, judged by its path alone?"""

import re
from datetime import date
from enum import StrEnum

from msgspec import Struct

from briefings.files.days import day_of
from briefings.files.scanning import shown
from briefings.files.slugs import slug_fault, slug_from
from briefings.problems import Code, did_you_mean


class Form(StrEnum):
    """What a file holds, and how."""

    ENTRY_MARKDOWN = "an entry with front matter"
    ENTRY_YAML = "an entry in YAML"
    ENTRY_LIST = "a list of entries"
    INTRODUCTION = "a briefing's introduction"
    REGISTRY = "a registry"
    MEDIA = "an image"


class Place(Struct, frozen=True):
    """What a file is, by its path."""

    form: Form
    day: date | None = None
    name: str = ""
    """The slug of an entry's own file; the name of a registry."""
    fault: tuple[Code, str] | None = None
    """What is wrong with a name whose file can be read nevertheless."""


class Misplaced(Struct, frozen=True):
    """Why a file is nothing that belongs below content/."""

    code: Code
    message: str


REGISTRIES = ("topics", "stories", "people", "organizations", "places", "publishers")

LINKS = "links.yml"
"""What `briefings links` found at the addresses of the sources: a record, no vocabulary."""

_ENTRY = re.compile(r"entries/(\d{4})/(\d{2})/(\d{2})-([^/]*)\.(md|yml)")
_LIST = re.compile(r"entries/(\d{4})/(\d{2})/(\d{2})\.yml")
_INTRODUCTION = re.compile(r"briefings/(\d{4}-\d{2}-\d{2})\.md")
_FOLDERS = ("entries", "briefings", "media", "pages")
_WHERE = (
    "Entries are files like entries/2024/06/14-slug.md, entries/2024/06/14-slug.yml and "
    "entries/2024/06/14.yml."
)


def place_of(inner: str) -> Place | Misplaced | None:
    """What the file at `inner`, relative to content/, is; None for what is not the bulletin's."""
    folder, slash, _ = inner.partition("/")
    if not slash:
        return _top_level(inner)
    if folder == "entries":
        return _entry(inner)
    if folder == "briefings":
        return _introduction(inner)
    if folder == "media":
        return Place(Form.MEDIA)
    if folder != "pages" and (advice := did_you_mean(folder, _FOLDERS)):
        message = f'nothing is read from the folder "{folder}".{advice}'
        return Misplaced(Code.MISPLACED_FILE, message)
    return None


def _top_level(name: str) -> Place | Misplaced | None:
    stem, dot, extension = name.rpartition(".")
    if name == LINKS:
        return None
    if extension == "yml" and stem in REGISTRIES:
        return Place(Form.REGISTRY, name=stem)
    if extension not in ("yml", "yaml") or not dot:
        return None
    known = [f"{registry}.yml" for registry in REGISTRIES]
    advice = f" Rename it {stem}.yml." if stem in REGISTRIES else did_you_mean(name, known)
    message = f'"{name}" is none of the files that are read here.{advice}'
    return Misplaced(Code.MISPLACED_FILE, message) if advice else None


def _entry(inner: str) -> Place | Misplaced:
    own = _ENTRY.fullmatch(inner)
    if own:
        *parts, slug, extension = own.groups()
        form = Form.ENTRY_MARKDOWN if extension == "md" else Form.ENTRY_YAML
        return _on_day("-".join(parts), form, slug, _name_fault(parts[2], slug, extension))
    listed = _LIST.fullmatch(inner)
    if listed:
        return _on_day("-".join(listed.groups()), Form.ENTRY_LIST)
    return Misplaced(Code.MISPLACED_FILE, _why_no_entry(shown(inner.rpartition("/")[2])))


def _on_day(
    written: str, form: Form, name: str = "", fault: tuple[Code, str] | None = None
) -> Place | Misplaced:
    day = day_of(written)
    if isinstance(day, date):
        return Place(form, day, name, fault)
    return Misplaced(Code.BAD_DATE, f"the path is no day: {day}")


def _name_fault(day: str, slug: str, extension: str) -> tuple[Code, str] | None:
    fault = slug_fault(slug)
    if fault is None:
        return None
    nearest = slug_from(slug)
    advice = f" Rename the file {day}-{nearest}.{extension}" if nearest else ""
    message = (
        f'the slug "{shown(slug)}" {fault}. '
        f"It takes lower case letters, digits and single hyphens.{advice}"
    )
    return Code.BAD_SLUG, message


def _why_no_entry(name: str) -> str:
    stem, _, extension = name.rpartition(".")
    if re.fullmatch(r"\d{2}(?:-.+)?", stem) and extension in ("yaml", "YML", "YAML"):
        return f'"{name}" is not read as an entry. Rename it {stem}.yml'
    if re.fullmatch(r"\d{2}-.+", stem) and extension in ("markdown", "MD", "mdown", "txt"):
        return f'"{name}" is not read as an entry. Rename it {stem}.md'
    if re.fullmatch(r"\d{2}\.md", name):
        return (
            f'"{name}" has no slug in its name. Rename it {stem}-slug.md, in words for its title.'
        )
    return f'"{name}" is no entry. {_WHERE}'


def _introduction(inner: str) -> Place | Misplaced:
    match = _INTRODUCTION.fullmatch(inner)
    if match:
        return _on_day(match[1], Form.INTRODUCTION)
    name = shown(inner.rpartition("/")[2])
    message = f'"{name}" is no introduction. They are files like briefings/2024-06-14.md.'
    return Misplaced(Code.MISPLACED_FILE, message)
