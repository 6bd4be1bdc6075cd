"""How does a mistake in the content read? Problems, their codes and their one-line form."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """Whether a problem stops the build."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """Every kind of problem. docs/problems.md says what each means and what to do."""

    # The file.
    BAD_ENCODING = "bad-encoding"
    BAD_SLUG = "bad-slug"
    CONTROL_CHARACTER = "control-character"
    EMPTY_FILE = "empty-file"
    FILE_TOO_LARGE = "file-too-large"
    FRONT_MATTER = "front-matter"
    MERGE_CONFLICT = "merge-conflict"
    MISPLACED_FILE = "misplaced-file"
    OUTSIDE_LINK = "outside-link"
    UNREADABLE_FILE = "unreadable-file"

    # Its YAML.
    REPEATED_KEY = "repeated-key"
    TOO_DEEP = "too-deep"
    YAML_ALIAS = "yaml-alias"
    YAML_SYNTAX = "yaml-syntax"
    YAML_TAG = "yaml-tag"

    # A key and its value.
    BAD_COUNTRY = "bad-country"
    BAD_DATE = "bad-date"
    BAD_HOST = "bad-host"
    BAD_ID = "bad-id"
    BAD_LANGUAGE = "bad-language"
    BAD_NUMBER = "bad-number"
    BAD_PATH = "bad-path"
    BAD_URL = "bad-url"
    BAD_WIKIDATA = "bad-wikidata"
    MISSING_KEY = "missing-key"
    REPEATED_VALUE = "repeated-value"
    UNKNOWN_KEY = "unknown-key"
    UNKNOWN_VALUE = "unknown-value"
    UNSAFE_URL = "unsafe-url"
    WRONG_SHAPE = "wrong-shape"

    # What it refers to.
    BAD_IMAGE = "bad-image"
    BROKEN_LINK = "broken-link"
    HIDDEN_REFERENCE = "hidden-reference"
    MISSING_IMAGE = "missing-image"
    SELF_REFERENCE = "self-reference"
    SOURCE_NUMBER = "source-number"
    UNKNOWN_ACTOR = "unknown-actor"
    UNKNOWN_CODE = "unknown-code"
    UNKNOWN_ENTRY = "unknown-entry"
    UNKNOWN_EVENT = "unknown-event"
    UNKNOWN_ORGANIZATION = "unknown-organization"
    UNKNOWN_PERSON = "unknown-person"
    UNKNOWN_PLACE = "unknown-place"
    UNKNOWN_PUBLISHER = "unknown-publisher"
    UNKNOWN_STORY = "unknown-story"
    UNKNOWN_TOPIC = "unknown-topic"

    # How it agrees with the rest.
    CIRCULAR_PARENT = "circular-parent"
    DAY_MISMATCH = "day-mismatch"
    END_BEFORE_START = "end-before-start"
    EVENT_TAKEN = "event-taken"
    HAPPENED_LATER = "happened-later"
    HISTORY_ORDER = "history-order"
    HOST_TAKEN = "host-taken"
    ID_TAKEN = "id-taken"
    SERIES_UNIT = "series-unit"
    START_OR_WHEN = "start-or-when"
    STATUS_MISMATCH = "status-mismatch"
    TRANSLATION_LANGUAGE = "translation-language"
    TRANSLATION_OF_TRANSLATION = "translation-of-translation"
    TRANSLATION_PARTS = "translation-parts"
    URL_TAKEN = "url-taken"
    WITHDRAWAL_REASON = "withdrawal-reason"

    # What it is made with.
    DESK_UNAVAILABLE = "desk-unavailable"

    # What is known of it.
    NO_HISTORY = "no-history"

    # How it is written.
    PARAGRAPH_TOO_LONG = "paragraph-too-long"
    RAW_HTML = "raw-html"

    # What editors should look at: the rules of `briefings check`.
    EVENT_WITHOUT_OUTCOME = "event-without-outcome"
    NEAR_DUPLICATE = "near-duplicate"
    SPEAKER_ROLE = "speaker-role"
    STILL_CLAIMED = "still-claimed"
    TITLE_TOO_LONG = "title-too-long"
    UNANSWERED_OFFER = "unanswered-offer"
    UNARCHIVED_SOURCE = "unarchived-source"
    UNLISTED_PERSON = "unlisted-person"

    @property
    def severity(self) -> Severity:
        """An error stops the build; a warning does not."""
        return Severity.WARNING if self in WARNINGS else Severity.ERROR


RULES: Mapping[Code, int | bool] = {
    Code.EVENT_WITHOUT_OUTCOME: 7,
    Code.NEAR_DUPLICATE: True,
    Code.SPEAKER_ROLE: True,
    Code.STILL_CLAIMED: 30,
    Code.TITLE_TOO_LONG: 80,
    Code.UNANSWERED_OFFER: 14,
    Code.UNARCHIVED_SOURCE: False,
    Code.UNLISTED_PERSON: True,
}
"""The rules of `briefings check`: the days or characters from which one warns, else whether it does."""

ALLOWABLE = frozenset({Code.HIDDEN_REFERENCE, Code.RAW_HTML, *RULES})
"""What the key `allow` of an entry can switch off."""

WARNINGS = ALLOWABLE | {Code.NO_HISTORY}


class Problem(Struct, frozen=True, order=True):
    """One mistake, where it stands and what to do. Problems sort by file, line and column."""

    path: str
    """The file, relative to the bulletin's folder, with slashes."""
    line: int
    column: int
    """Both counted from 1."""
    message: str
    code: Code

    @property
    def severity(self) -> Severity:
        """As its code says."""
        return self.code.severity

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message} [{self.code}]"


class ContentError(Exception):
    """The content cannot be published; holds every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(*map(str, self.problems))

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def did_you_mean(written: str, choices: Iterable[str]) -> str:
    """The nearest of `choices` as a sentence with a space before it, or nothing if none is near."""
    nearest = nearest_of(written, choices)
    return f' Did you mean "{nearest}"?' if nearest else ""


def nearest_of(written: str, choices: Iterable[str]) -> str | None:
    """The one of `choices` that was probably meant, the first in the alphabet of several."""
    # Imported here because a bulletin that is in order has no need of it.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    nearest = process.extractOne(
        written, sorted(choices), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=75
    )
    return nearest[0] if nearest else None


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, up to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415 (as above)

    return fuzz.ratio(one, other)
