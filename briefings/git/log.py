"""When was each entry first committed and last changed, and by whom? One pass over git's log tells."""

import re
from collections.abc import Iterable, Iterator, Mapping
from os import fsdecode
from pathlib import Path
from typing import NamedTuple

from briefings.files.layout import Form, Misplaced, Place, place_of
from briefings.git.asking import git


class History(NamedTuple):
    """What git knows of an entry. Plain values, so that it is quickly kept and read."""

    first: int
    """When it was first committed, in seconds since 1970: the committer's time."""
    last: int
    """When the commit was made that changed it last."""
    by: str
    """The author of that commit by name; empty where it is not known."""
    authors: tuple[str, ...]
    """The authors of all its commits by name, the first one first."""


_LOG = (
    *("-c", "log.showSignature=false", "log", "--topo-order", "--raw", "-z", "--no-abbrev"),
    *(
        "-M",
        "--no-ext-diff",
        "--no-textconv",
        "--no-color",
        "--no-notes",
        "--format=%x01%ct%x02%aN",
    ),
)
_SLUG = re.compile(rb"(?:^|[\s{,-])slug:[ \t]*[\"']?([^\s\"',}#]+)")
_ITEM = re.compile(rb"^(?=- )", re.MULTILINE)


class _Commit(NamedTuple):
    time: int
    author: str


class _Change(NamedTuple):
    """What a commit did to a file."""

    commit: _Commit
    status: str
    """The letter of git's raw format, as A, D, M, R."""
    blob: str
    path: str
    before: str
    """Where it was, if it was renamed."""


class _Version(NamedTuple):
    commit: _Commit
    blob: str


def read_histories(root: Path, prefix: str) -> dict[str, History]:
    """The history of each entry by its id, as HEAD's commits have it.

    `root` is the repository's folder, `prefix` leads from there to the content, with a slash at its end.
    Renamed files are followed. The entries of a list file have a history each: a commit that changes
    others in the file did not change them. Raises `GitError`.
    """
    log = git(root, *_LOG, "--", f":(literal){prefix}entries")
    found = list(_files(_changes(log), prefix))
    lists = (one.blob for place, ones in found if place.form is Form.ENTRY_LIST for one in ones)
    contents = _contents(root, lists)
    histories: dict[str, History] = {}
    for place, versions in found:
        histories.update(_histories(place, versions, contents))
    return histories


def _changes(log: bytes) -> Iterator[_Change]:
    """What each commit did, in the log's order: the newest first."""
    commit = _Commit(0, "")
    tokens = iter(log.split(b"\0"))
    for token in tokens:
        if token.startswith(b"\x01"):
            time, _, author = token[1:].partition(b"\x02")
            commit = _Commit(int(time), _name(author))
        elif (fields := token.lstrip(b"\n")).startswith(b":"):
            *_, blob, status = fields.decode("ascii").split(" ")
            path = fsdecode(next(tokens))
            before, path = (path, fsdecode(next(tokens))) if status[0] in "RC" else ("", path)
            yield _Change(commit, status[0], blob, path, before)


def _name(author: bytes) -> str:
    """A name that can be shown; an address that stands for one cannot."""
    name = author.decode(errors="replace")
    return "" if "@" in name else " ".join(part for part in name.split() if part.isprintable())


def _files(changes: Iterable[_Change], prefix: str) -> Iterator[tuple[Place, list[_Version]]]:
    """The files of entries that are there, with their versions, the oldest first."""
    now: dict[str, str | None] = {}
    """What became of the file that was at a path at the commit that is read; None where it is gone."""
    versions: dict[str, list[_Version]] = {}
    for change in changes:
        became = now.setdefault(change.path, None if change.status == "D" else change.path)
        if became is None or change.status == "D":
            continue
        versions.setdefault(became, []).append(_Version(change.commit, change.blob))
        if change.status == "R":
            now[change.before] = became
    for path, ones in versions.items():
        place = place_of(path.removeprefix(prefix))
        if place is not None and not isinstance(place, Misplaced) and place.day is not None:
            yield place, ones[::-1]


def _contents(root: Path, blobs: Iterable[str]) -> dict[str, bytes]:
    """The bytes of each of these blobs (https://git-scm.com/docs/git-cat-file#_batch_output)."""
    wanted = sorted(set(blobs))
    if not wanted:
        return {}
    answer = git(root, "cat-file", "--batch", given="".join(f"{one}\n" for one in wanted).encode())
    contents, at = {}, 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        name, kind, *size = answer[at:end].decode().split(" ")
        at = end + 1
        if size and kind == "blob":
            contents[name] = answer[at : at + int(size[0])]
            at += int(size[0]) + 1
    return contents


def _histories(
    place: Place, versions: Iterable[_Version], contents: Mapping[str, bytes]
) -> dict[str, History]:
    """The histories of the entries of one file, by their ids."""
    known: dict[str, bytes | str] = {}
    found: dict[str, History] = {}
    for (time, author), blob in versions:
        if place.form is Form.ENTRY_LIST:
            parts: Mapping[str, bytes | str] = _parts(contents.get(blob, b""))
        else:
            parts = {place.name: blob}
        for slug, part in parts.items():
            if known.get(slug) != part:
                known[slug] = part
                id_ = f"{place.day:%Y/%m/%d}/{slug}"
                found[id_] = _continued(found.get(id_), time, author)
    return found


def _parts(text: bytes) -> dict[str, bytes]:
    """The text of each entry of a list by its slug.

    By its lines alone, since all versions of all lists are read: a slug that is only mentioned is one
    that no entry has.
    """
    parts = {}
    for part in _ITEM.split(text.replace(b"\r\n", b"\n")):
        if slug := _SLUG.search(part):
            parts[slug[1].decode(errors="replace")] = _without_comments_below(part)
    return parts


def _without_comments_below(part: bytes) -> bytes:
    """An entry of a list without what stands between it and the next."""
    lines = part.splitlines()
    while lines and (not lines[-1].strip() or lines[-1].startswith(b"#")):
        lines.pop()
    return b"\n".join(lines)


def _continued(before: History | None, time: int, author: str) -> History:
    if before is None:
        return History(time, time, author, (author,) if author else ())
    known = not author or author in before.authors
    authors = before.authors if known else (*before.authors, author)
    return History(before.first, max(time, before.last), author, authors)
