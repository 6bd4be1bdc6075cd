"""Which entry is being checked, and how is a fault of it noted?"""

from datetime import date, datetime

from msgspec import Struct

from briefings.checks.known import Known
from briefings.checks.locating import Findings, Keys
from briefings.model import Entry, Moment
from briefings.problems import ALLOWABLE, Code
from briefings.settings import Settings


class Review(Struct):
    """One entry under review, beside all that is known."""

    findings: Findings
    known: Known
    settings: Settings
    now: float | None
    """The build's moment in seconds."""
    entry: Entry
    faulty: frozenset[str]
    """The keys that could not be read: what hangs on them is not said again."""

    def fault(self, keys: Keys, message: str, code: Code) -> None:
        """Note a problem of the entry's value at `keys`."""
        if keys[0] in self.faulty or self.allows(code):
            return
        whole: Keys = keys if self.entry.index is None else (self.entry.index, *keys)
        self.findings.at(self.entry.path, whole, message, code)

    def allows(self, code: Code) -> bool:
        """Whether a rule is switched off for the entry."""
        return code in ALLOWABLE and any(allowed.code == code for allowed in self.entry.allow)

    def named(self, keys: Keys, registry: str, written: str | None) -> None:
        """Note a reference to a record that is not there."""
        if written is not None:
            for _ in self.known.missing(registry, (written,)):
                self.unknown(keys, registry, written)

    def unknown(self, keys: Keys, registry: str, written: str) -> None:
        """Note an id that is in no registry."""
        message, code = self.known.about_id(registry, written)
        self.fault(keys, message, code)

    def other_entry(self, keys: Keys, other: str, verb: str) -> None:
        """Note a reference to an entry that is not there, or to the entry itself, which `verb`s it."""
        if other == self.entry.id:
            message = f"this entry {verb} itself. Name the other entry, or remove this."
            self.fault(keys, message, Code.SELF_REFERENCE)
        else:
            self.some_entry(keys, other)

    def some_entry(self, keys: Keys, other: str) -> None:
        """Note a reference to an entry that is not there, or that readers do not see."""
        if self.known.lacks_entry(other):
            self.fault(keys, self.known.about_entry(other), Code.UNKNOWN_ENTRY)
        elif (why := self.hidden(other)) and not self.hidden(self.entry.id):
            message = f'"{other}" {why}: readers will not see this reference.'
            self.fault(keys, message, Code.HIDDEN_REFERENCE)

    def hidden(self, entry_id: str) -> str:
        """Why readers do not see an entry, if they do not."""
        return self.known.why_hidden(entry_id, self.now)

    def day(self, moment: Moment) -> date:
        """The day of a moment in the bulletin's time zone."""
        if isinstance(moment, datetime):
            return moment.astimezone(self.settings.timezone).date()
        return moment
