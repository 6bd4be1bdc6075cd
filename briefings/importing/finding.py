"""What does an article tell that an entry has keys for? Paragraph by paragraph."""

from collections.abc import Collection, Iterable
from datetime import date

from msgspec import Struct

from briefings.importing.attributing import Said, said
from briefings.importing.figures import Counted, figures
from briefings.importing.naming import Mention, Names
from briefings.importing.reading import SourceText
from briefings.importing.scheduled import Announced, announced
from briefings.model import Vocabulary

_MOST_QUOTES = 20
_LONGEST_QUOTE = 1000
_LONGEST_PARAGRAPH = 5000
_MOST_PARAGRAPHS = 400
"""What is longer is no news article; its text is kept, but not searched to its end."""


class Findings(Struct, frozen=True, kw_only=True):
    """What was found in some paragraphs of an article, and in its title."""

    in_title: tuple[Mention, ...]
    mentions: tuple[tuple[int, Mention], ...]
    """With the paragraph of each."""
    said: tuple[Said, ...]
    figures: tuple[Counted, ...]
    announced: tuple[Announced, ...]

    def ids(self, registry: str) -> list[str]:
        """What of a registry is named, in the order in which the title and the text do."""
        found = [*self.in_title, *(mention for _, mention in self.mentions)]
        return list(dict.fromkeys(one.id for one in found if one.registry == registry))

    def within(self, paragraphs: Collection[int]) -> "Findings":
        """What was found in these paragraphs alone."""
        return Findings(
            in_title=self.in_title if 0 in paragraphs else (),
            mentions=tuple(one for one in self.mentions if one[0] in paragraphs),
            said=tuple(one for one in self.said if one.paragraph in paragraphs),
            figures=tuple(one for one in self.figures if one.paragraph in paragraphs),
            announced=tuple(one for one in self.announced if one.paragraph in paragraphs),
        )


def findings_in(source: SourceText, vocabulary: Vocabulary, written: date) -> Findings:
    """What an article that was written on that day tells."""
    whole = source.article.paragraphs[:_MOST_PARAGRAPHS]
    paragraphs = [paragraph[:_LONGEST_PARAGRAPH] for paragraph in whole]
    names = Names(vocabulary, source.language)
    quoted = [one for one in said(paragraphs, names) if len(one.text) <= _LONGEST_QUOTE]
    return Findings(
        in_title=tuple(names.found(source.title)),
        mentions=tuple(
            (number, mention)
            for number, paragraph in enumerate(paragraphs)
            for mention in names.found(paragraph)
        ),
        said=tuple(_each_once(quoted))[:_MOST_QUOTES],
        figures=tuple(figures(paragraphs, source.language, written)),
        announced=tuple(announced(paragraphs, names, written)),
    )


def developments(findings: Findings, paragraphs: int) -> list[range]:
    """The parts of an article that each tell a development of its own, first the one that it opens with.

    A new one begins where somebody else speaks, and where an event is announced with nobody speaking.
    """
    starts = [0]
    speaker = ""
    for number in range(paragraphs):
        speakers = [one.speaker or one.name for one in findings.said if one.paragraph == number]
        event = any(one.paragraph == number for one in findings.announced)
        new_speaker = bool(speakers) and bool(speaker) and speakers[0] != speaker
        if number and (new_speaker or (event and not speakers)):
            starts.append(number)
        if speakers:
            speaker = speakers[-1]
        elif event:
            speaker = f"event {number}"
    return [range(start, end) for start, end in zip(starts, [*starts[1:], paragraphs], strict=True)]


def _each_once(quoted: Iterable[Said]) -> list[Said]:
    """Pull quotes repeat what stands in the text."""
    found: dict[tuple[str, str], Said] = {}
    for one in quoted:
        found.setdefault((one.speaker or one.name, one.text), one)
    return list(found.values())
