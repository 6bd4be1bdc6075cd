"""How does the same search index get the same bytes? Pagefind's files, put in order.

Pagefind 1.5 keeps filters in hash tables, so the order within `filter/*.pf_filter` and `*.pf_meta`,
and with it the names of these files, differ from run to run. Here they are sorted and named again
by their content. They are left uncompressed, which Pagefind's script accepts: what gzip makes of
the same bytes depends on the zlib that Python was built with.
"""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from briefings.failures import SearchUnavailable

SIGNATURE = b"pagefind_dcd"
"""The first bytes of what Pagefind packs."""

Files = dict[str, bytes]

_ENTRY = "pagefind-entry.json"


def canonical(files: Files) -> Files:
    """What a page needs of the documents to search them, the same for the same content.

    Raises `SearchUnavailable` if the files are not of the form that Pagefind 1.5 writes.
    """
    with _known_form():
        return _canonical(files)


def program(files: Files) -> Files:
    """What a page searches with: the script and its WebAssembly, the same whatever the documents.

    Raises `SearchUnavailable` if the files are not of the form that Pagefind 1.5 writes.
    """
    with _known_form():
        wasm = f"wasm.{_language(json.loads(files[_ENTRY]))['wasm'] or 'unknown'}.pagefind"
        return {path: files[path] for path in ("pagefind.js", wasm)}


@contextmanager
def _known_form() -> Iterator[None]:
    try:
        yield
    except (KeyError, ValueError, IndexError) as error:
        raise SearchUnavailable(
            "Pagefind wrote an index of another form than expected. Install pagefind 1.5."
        ) from error


def _language(entry: Any) -> Any:
    (language,) = entry["languages"].values()
    return language


def _canonical(files: Files) -> Files:
    entry = json.loads(files[_ENTRY])
    language = _language(entry)
    filters = {
        PurePosixPath(path).stem: _sorted_filter(data)
        for path, data in files.items()
        if path.startswith("filter/")
    }
    names = {old: _renamed(old, data) for old, data in filters.items()}
    meta = _sorted_meta(files[f"pagefind.{language['hash']}.pf_meta"], names)
    language["hash"] = _renamed(language["hash"], meta)
    kept = {path: data for path, data in files.items() if path.startswith(("fragment/", "index/"))}
    return {
        **kept,
        **{f"filter/{names[old]}.pf_filter": data for old, data in filters.items()},
        f"pagefind.{language['hash']}.pf_meta": meta,
        _ENTRY: json.dumps(entry, separators=(",", ":")).encode(),
    }


def _renamed(old: str, data: bytes) -> str:
    """The name with the hash of its content: `en_12d58ba` -> `en_5f0857c2aa`."""
    language, _, _ = old.rpartition("_")
    return f"{language}_{sha256(data).hexdigest()[:10]}"


def _sorted_filter(data: bytes) -> bytes:
    """`[name, [[value, [pages]], …]]`, by value."""
    name, values = _unpacked(data)
    return _packed([name, sorted([value, sorted(pages)] for value, pages in values)])


def _sorted_meta(data: bytes, names: dict[str, str]) -> bytes:
    """`[version, pages, chunks, filters, sorts, fields]`, filters and sorts by name."""
    version, pages, chunks, filters, sorts, fields = _unpacked(data)
    renamed = sorted([name, names[file]] for name, file in filters)
    return _packed([version, pages, chunks, renamed, sorted(sorts), fields])


def _unpacked(data: bytes) -> Any:
    raw = gzip.decompress(data)
    if not raw.startswith(SIGNATURE):
        raise ValueError("no signature")
    value, end = _decoded(raw, len(SIGNATURE))
    if end != len(raw):
        raise ValueError("more than one value")
    return value


def _packed(value: Any) -> bytes:
    return SIGNATURE + _encoded(value)


_UNSIGNED, _TEXT, _ARRAY = 0, 3, 4
"""The major types of CBOR (RFC 8949, section 3.1) that these files use."""


def _decoded(data: bytes, at: int) -> tuple[Any, int]:
    """The value that begins at a byte, and where the next one would."""
    major, number = data[at] >> 5, data[at] & 31
    at += 1
    if number > 27:
        raise ValueError(f"CBOR with the argument {number}")
    if number > 23:
        width = 1 << (number - 24)
        number, at = int.from_bytes(data[at : at + width], "big"), at + width
    if major == _UNSIGNED:
        return number, at
    if major == _TEXT:
        return data[at : at + number].decode(), at + number
    if major == _ARRAY:
        return _decoded_array(data, at, number)
    raise ValueError(f"CBOR of the type {major}")


def _decoded_array(data: bytes, at: int, length: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    for _ in range(length):
        item, at = _decoded(data, at)
        items.append(item)
    return items, at


def _encoded(value: Any) -> bytes:
    if isinstance(value, int):
        return _head(_UNSIGNED, value)
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    return _head(_ARRAY, len(value)) + b"".join(map(_encoded, value))


def _head(major: int, number: int) -> bytes:
    """The shortest form, as RFC 8949, section 4.2.1, asks for."""
    if number < 24:
        return bytes([major << 5 | number])
    power = next(power for power in range(4) if number < 1 << (8 << power))
    return bytes([major << 5 | 24 + power]) + number.to_bytes(1 << power, "big")
