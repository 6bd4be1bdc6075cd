"""Which options has the plugin? Each with its default, and refused in MkDocs's own way."""

import json
import re
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from mkdocs.config import base
from mkdocs.config import config_options as c

from briefings.problems import RULES, Code, did_you_mean


class _Timezone(c.Type[str]):
    def __init__(self) -> None:
        super().__init__(str, default="UTC")

    def run_validation(self, value: object) -> str:
        name = super().run_validation(value)
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise base.ValidationError(
                f'"{name}" is no time zone. Use a name like "Europe/Bucharest" or "UTC".'
            ) from error
        return name


class _Language(c.Type[str]):
    def __init__(self) -> None:
        super().__init__(str, default="en")

    def run_validation(self, value: object) -> str:
        tag = super().run_validation(value)
        try:
            Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError) as error:
            raise base.ValidationError(
                f'"{tag}" is no language tag. Use one like "en", "ro" or "pt-BR".'
            ) from error
        return tag


class _Count(c.Type[int]):
    def __init__(self, default: int) -> None:
        super().__init__(int, default=default)

    def run_validation(self, value: object) -> int:
        number = super().run_validation(value)
        if isinstance(value, bool) or number < 1:
            raise base.ValidationError(f"Expected a whole number from 1, but received: {value}")
        return number


class _Colour(c.Type[str]):
    def __init__(self) -> None:
        super().__init__(str, default="")

    def run_validation(self, value: object) -> str:
        colour = super().run_validation(value)
        if colour and not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
            raise base.ValidationError(
                f'"{colour}" is no colour. Write six digits like "#0a5876", in quotation marks.'
            )
        return colour.lower()


_DIRECTIVES = frozenset(
    "connect-src font-src form-action frame-ancestors frame-src img-src manifest-src media-src script-src "
    "style-src worker-src".split()
)


class _Policy(base.BaseConfigOption["dict[str, tuple[str, ...]] | None"]):
    """What pages may load besides; None where they are to have no policy."""

    def run_validation(self, value: object) -> dict[str, tuple[str, ...]] | None:
        if value is None or value is True:
            return {}
        if value is False:
            return None
        if not isinstance(value, dict):
            raise base.ValidationError(
                "Write false, or sources by directive: {img-src: [https://images.example]}"
            )
        return {str(name): _sources(str(name), given) for name, given in value.items()}


def _sources(directive: str, given: object) -> tuple[str, ...]:
    """The sources of a directive. CSP Level 3, section 2.3.1."""
    if directive not in _DIRECTIVES:
        known = ", ".join(sorted(_DIRECTIVES))
        raise base.ValidationError(f'"{directive}" cannot be added to. Use one of {known}.')
    sources = given if isinstance(given, list) else [given]
    for source in sources:
        if not isinstance(source, str) or not re.fullmatch(r"""[^\s;,"<>&]+""", source):
            raise base.ValidationError(
                f'"{source}" is no source of {directive}. Write one like "https://images.example".'
            )
    return tuple(sources)


_BACKENDS = (
    "azure",
    "bitbucket",
    "forgejo",
    "git-gateway",
    "gitea",
    "github",
    "gitlab",
    "test-repo",
)
_WITHOUT_REPO = ("git-gateway", "test-repo")


class _Desk(base.BaseConfigOption["dict[str, Any] | None"]):
    """The backend of the published desk; None where there is to be no such desk."""

    def run_validation(self, value: object) -> dict[str, Any] | None:
        if value is None or value is False:
            return None
        if not isinstance(value, dict):
            raise base.ValidationError(
                "Write where the files are: {name: github, repo: example/bulletin, branch: main}"
            )
        name = value.get("name")
        if name not in _BACKENDS:
            known = ", ".join(_BACKENDS)
            raise base.ValidationError(f'The name "{name}" is none of {known}.')
        if name not in _WITHOUT_REPO and not isinstance(value.get("repo"), str):
            raise base.ValidationError(f"{name} needs a repo, as example/bulletin.")
        try:
            json.dumps(value)
        except (TypeError, ValueError) as error:
            raise base.ValidationError("Only text and numbers can stand here.") from error
        return value


class _Rules(base.BaseConfigOption[dict[str, int | bool]]):
    """Which rules of `briefings check` hold, and from how many days or characters."""

    def run_validation(self, value: object) -> dict[str, int | bool]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise base.ValidationError("Write rules with what they are: {unanswered-offer: off}")
        return {str(code): _chosen(str(code), given) for code, given in value.items()}


def _chosen(code: str, given: object) -> int | bool:
    """What is chosen for a rule."""
    if code not in RULES:
        advice = did_you_mean(code, RULES) or f" There are {', '.join(sorted(RULES))}."
        raise base.ValidationError(f'There is no rule "{code}".{advice}')
    if isinstance(given, bool):  # YAML's own on, off, yes and no.
        return given
    counts = not isinstance(RULES[Code(code)], bool)
    if counts and isinstance(given, int) and given >= 1:
        return given
    number = ", or a whole number from 1" if counts else ""
    raise base.ValidationError(f'{code} is on or off{number}, but not "{given}".')


class BriefingsConfig(base.Config):  # type: ignore[no-untyped-call]
    """The options of the plugin."""

    content_dir = c.Dir(exists=True, default="content")
    timezone = _Timezone()
    language = _Language()
    front_page_entries = _Count(default=30)
    feed_entries = _Count(default=50)
    sources_required = c.Type(bool, default=True)
    git_times = c.Type(bool, default=False)
    accent = _Colour()
    logo = c.Type(str, default="")
    footer = c.Type(str, default="")
    content_security_policy = _Policy()
    desk = _Desk()
    rules = _Rules()
