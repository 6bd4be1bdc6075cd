"""Where does a notice point to? To a value, or to words of a body."""

from pathlib import Path

from briefings.checks.locating import Findings, Keys
from briefings.model import Entry
from briefings.problems import Problem
from briefings.rules.names import Names, named_in
from briefings.rules.noticing import Notice


class Pointer:
    """Finds positions in files, each of which is read once."""

    def __init__(self, folder: Path, names: Names) -> None:
        self._folder = folder
        self._names = names
        self._findings = Findings(folder)
        self._texts: dict[str, str] = {}

    def position(self, entry: Entry, notice: Notice) -> tuple[int, int]:
        """Line and column, both counted from 1."""
        keys: Keys = notice.keys if entry.index is None else (entry.index, *notice.keys)
        if not notice.words:
            return self._findings.position(entry.path, keys)
        text = self._text(entry.path)
        start = self._body(entry, keys, text)
        named = named_in(text[start:], self._names)
        at = start + next((one.at for one in named if one.name == notice.words), 0)
        return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)

    def _body(self, entry: Entry, keys: Keys, text: str) -> int:
        """Where in the text of its file an entry's body begins."""
        # Imported here because a run in which no entry changed has no need of it.
        from briefings.files.decoding import front_matter_of  # noqa: PLC0415

        if entry.path.endswith(".md"):
            parts = front_matter_of(text, entry.path)
            return 0 if isinstance(parts, Problem) else len(text) - len(parts.body)
        line, column = self._findings.position(entry.path, keys)
        lines = text.split("\n", line - 1)
        return len(text) - len(lines[-1]) + column - 1

    def _text(self, path: str) -> str:
        from briefings.files.decoding import decoded  # noqa: PLC0415 (as above)

        if path not in self._texts:
            try:
                text = decoded((self._folder / path).read_bytes(), path)
            except OSError:
                text = ""
            self._texts[path] = "" if isinstance(text, Problem) else text
        return self._texts[path]
