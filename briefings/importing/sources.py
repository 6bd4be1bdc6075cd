"""Where do the texts of sources lie, against which quotes are verified?

In `.sources/` beside mkdocs.yml: a text of its own for each address. They are other people's work, kept
to be compared with and never published, so the folder tells git to ignore all that is in it.
"""

import re
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec import Struct

from briefings.caching import write_atomically
from briefings.importing.decoding import decoded, one_line
from briefings.settings import Settings

FOLDER = ".sources"
_IGNORE = "# Other people's texts: kept to verify quotes, never published.\n*\n"
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ref|ref_src|cmpid|amp|spm"
)
_MOBILE = re.compile(r"(?:www\d?|m|mobile|amp)\.")
_PORTS = {"http": 80, "https": 443}


class SavedSource(Struct, frozen=True, kw_only=True):
    """The text of a source as it was on a day."""

    name: str
    """Its address, or its title where it has none."""
    saved: date
    text: str


def same_address(url: str) -> str:
    """The same text for all addresses that lead to one page: scheme, `www.`, tracking and so on aside."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    host = _MOBILE.sub("", (parts.hostname or "").lower(), count=1)
    if port and port != _PORTS.get(parts.scheme):
        host += f":{port}"
    path = re.sub(r"/(?:index\.\w+|amp)?/*$", "", parts.path)
    asked = [one for one in parse_qsl(parts.query) if not _TRACKING.fullmatch(one[0])]
    return f"{host}{path}" + (f"?{urlencode(sorted(asked))}" if asked else "")


def file_of(name: str, settings: Settings) -> Path:
    """Where the text of a source lies, or would."""
    key = same_address(name) if name.startswith(("http://", "https://")) else one_line(name)
    digest = blake2b(key.encode(errors="replace"), digest_size=12).hexdigest()
    return settings.folder / FOLDER / f"{digest}.txt"


def save_source(name: str, title: str, text: str, day: date, settings: Settings) -> Path:
    """Keep the text of a source, found on that day. Raises `OSError`."""
    file = file_of(name, settings)
    head = f"{one_line(name, 4000)}\nSaved on {day.isoformat()}\n\n"
    ignore = file.parent / ".gitignore"
    if not ignore.is_file():
        write_atomically(ignore, [_IGNORE.encode()])
    write_atomically(file, [f"{head}{one_line(title)}\n\n{text}\n".encode(errors="replace")])
    return file


def saved_source(names: Iterable[str], settings: Settings) -> SavedSource | None:
    """The kept text of a source that goes by one of these names, if there is one."""
    for name in names:
        try:
            written = decoded(file_of(name, settings).read_bytes())
        except OSError:
            continue
        head, _, text = written.partition("\n\n")
        found = re.search(r"(\d{4}-\d{2}-\d{2})$", head)
        if found:
            return SavedSource(name=name, saved=date.fromisoformat(found[1]), text=text)
    return None
