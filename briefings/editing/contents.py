"""Which files of the content can be edited, and what text do they hold?"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from briefings.files.decoding import decoded
from briefings.files.layout import Form, Place, place_of
from briefings.files.scanning import scan, unreadable
from briefings.loading import MAX_BYTES, prefix_of
from briefings.problems import Code, ContentError, Problem
from briefings.settings import Settings

_KINDS = {
    Form.ENTRY_MARKDOWN: "entry",
    Form.ENTRY_YAML: "entry-yaml",
    Form.ENTRY_LIST: "entry-list",
    Form.INTRODUCTION: "introduction",
}


class TextFile(Struct, frozen=True, kw_only=True):
    """A file that editors write."""

    file: Path
    inner: str
    """Its path relative to content/, with slashes."""
    path: str
    """Its path as problems name it: relative to the bulletin's folder."""
    kind: str
    """As in `shapes.KINDS`."""
    place: Place

    def data(self) -> bytes:
        """Its bytes. Raises ContentError where the system does not give them out, or too many."""
        try:
            with self.file.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise ContentError([unreadable(self.path, error)]) from error
        if len(data) > MAX_BYTES:
            message = "this file is larger than 1 MiB. Divide it into several."
            raise ContentError([Problem(self.path, 1, 1, message, Code.FILE_TOO_LARGE)])
        return data

    def text(self) -> str:
        """Its text, with plain line ends. Raises ContentError."""
        text = decoded(self.data(), self.path)
        if isinstance(text, Problem):
            raise ContentError([text])
        return text


def kind_of(place: Place) -> str:
    """The kind of text that a file at that place holds."""
    return place.name if place.form is Form.REGISTRY else _KINDS[place.form]


def text_file(settings: Settings, inner: str) -> TextFile | None:
    """The file at `inner` below content/, where its name is that of a text; it need not exist."""
    place = place_of(inner)
    if not isinstance(place, Place) or place.form is Form.MEDIA:
        return None
    file = settings.content_dir / inner
    path = f"{prefix_of(settings)}/{inner}"
    return TextFile(file=file, inner=inner, path=path, kind=kind_of(place), place=place)


def text_files(settings: Settings) -> Iterator[TextFile]:
    """Every file of the content that editors write, sorted by path. What has no place is passed over."""
    found = [
        listing.inner + name
        for listing in scan(settings.content_dir, prefix_of(settings))
        if not isinstance(listing, Problem)
        for name in listing.names
    ]
    for inner in sorted(found):
        if text := text_file(settings, inner):
            yield text
