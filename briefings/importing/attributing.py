"""Who said what? Quotations with their speakers, as the words around them tell.

In each sentence a verb of saying leads to the speaker: a name beside it, or, where a pronoun or an
office stands there, whoever was last named or quoted.
"""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from briefings.importing.folding import fold
from briefings.importing.naming import ACTORS, PEOPLE, Mention, Names
from briefings.importing.quotations import Quotation, goes_on, quotations

_VERBS = """
said says say saying told tells added adds adding warned warns warning stated states wrote writes argued
argues insisted insists noted notes asked asks replied announced declared declares explained called calls
described vowed claimed claims remarked stressed promised concluded recalled quipped confirmed rejected
commented posted tweeted welcomed
spus spune zis declarat declara afirmat afirma adaugat adauga precizat precizeaza subliniat subliniaza
anuntat anunta transmis transmite explicat explica avertizat avertizeaza scris scrie mentionat mentioneaza
sustinut sustine intrebat raspuns raspunde salutat salutand numit promis concluzionat amintit confirmat
comentat aratat considera
заяв(?:ив|ила|или|ило|ляє|ляють) сказа(?:в|ла|ли) каж(?:е|уть) дода(?:в|ла|ли) повідоми(?:в|ла|ли|ло)
наголоси(?:в|ла|ли) підкресли(?:в|ла|ли) зазначи(?:в|ла|ли) пояснює поясни(?:в|ла|ли) напис(?:ав|ала|али)
відпові(?:в|ла|ли) попереди(?:в|ла|ли) назва(?:в|ла|ли) говорить підтверди(?:в|ла|ли) оголоси(?:в|ла|ли)
розпові(?:в|ла|ли) закликав закликала пообіця(?:в|ла|ли) резюмував резюмувала привіта(?:в|ла|ли)
сказал сказала заявил заявила добавил добавила сообщил сообщила отметил отметила подчеркнул подчеркнула
"""
_ACCORDING = (
    "according to|in the words of|potrivit|conform|in opinia|за словами|на думку|за даними|по словам"
    r"|на (?:його|її|їх|їхню) думку"
)
_VERB = re.compile(rf"(?<!\w)(?:{'|'.join(_VERBS.split())})(?!\w)")
_SOURCE_OF = re.compile(rf"(?<!\w)(?:{_ACCORDING})(?!\w)")
_PREPOSITIONS = frozenset(
    "with for to of from against about by and met over after cu lui pentru la catre si de despre dupa contra "
    "з із до від для проти про та і".split()
)
_CAPITAL = "[A-ZÀ-ÖØ-ÞĂȘȚА-ЯІЇЄҐ]"
_SENTENCE_START = re.compile(
    rf"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)[.!?…]\s+(?=[\W\d]*{_CAPITAL})"
)
_CAPITALISED = rf"{_CAPITAL}[\w’'-]+"
_NAME = re.compile(rf"{_CAPITALISED}(?:\s+{_CAPITALISED}){{0,5}}")
_LEADS_ON = re.compile(r"\s+(?:a\s+|au\s+|has\s+|have\s+)?")
_SOMEBODY_ELSE = re.compile(
    r"(?<!\w)(?:officials?|sources?|spokes\w+|people|residents?|witness\w*|analysts?|experts?|diplomats?"
    r"|aides?|advisers?|surse\w*|oficiali\w*|purtator\w*|martor\w*|expert\w*|analist\w*|locuitor\w*"
    r"|речни\w+|джерел\w+|представни\w+|очевид\w+|експерт\w*|аналітик\w*|посадов\w+|пресслужб\w+|мешкан\w+"
    r"|військов\w+|источник\w*|эксперт\w*|представител\w+)(?!\w)"
)
"""Words for somebody who has not been named."""
_JOINING = re.compile(
    r"\W*(?:(?:and|but|or|si|dar|iar|sau|ci|ori|і|й|та|але|а|и|но) ?)?"
    r"(?:that|ca|що|что|also|de asemenea|також)?\W*"
)
"""What stands between two quotations of one speaker: “…” and that “…”."""
_OFFICE = re.compile(
    r"(?:\w+-)?(?:vice)?(?:president|prime|premier|minist|chancellor|secretary|general|spokes|mayor|governor|senator|ambassador"
    r"|presedint|purtator|cancelar|secretar|primar|guvernator|deputat|senator|ambasador"
    r"|президент|прем|міністр|министр|речни|голов|мер$|губернатор|канцлер|генсек|депутат|посол)\w*"
)
_NO_NAMES = frozenset("the he she it they mr mrs ms dr el ea ei ele він вона вони the".split())
_DIALOGUE = re.compile(
    rf"[—–]\s+(?P<words>[^—–]+?[,!?…])\s+(?:[—–-]\s+)?(?:i?-?a\s+|au\s+)?(?:{'|'.join(_VERBS.split())})(?!\w)"
)
_INSERTED = re.compile(
    r"(?P<words>.+?[,!?…])\s+[—–-]\s+(?P<verb>(?:VERBS)(?!\w))(?P<who>[^—–]*?)"
    r"(?:[.,]\s+[—–-]\s+(?P<rest>.+)|\.?)".replace("VERBS", "|".join(_VERBS.split())),
    re.S,
)
"""Words within which a dash leads to the speaker, and another one back: Ukrainian's own way."""
_PRONOUN = re.compile(
    r"(?<!\w)(?:he|she|they|el|ea|ei|ele|acesta|aceasta|він|вона|вони|он|она|они)\s+(?:a\s+|au\s+|had\s+)?$"
)
_NEAR = 90
"""Characters behind a quotation within which its verb begins."""
_FEWEST_WORDS = 2


class Said(Struct, frozen=True, kw_only=True):
    """Words with whoever said them."""

    text: str
    speaker: str = ""
    """The id of an actor of the vocabulary; empty where it has none of that name."""
    name: str = ""
    """The name of a speaker whom the vocabulary does not have."""
    paragraph: int = 0
    """Where it stands, counted from 0."""
    closed: bool = True
    """Whether the article shows where the words end."""
    guessed: bool = False
    """Whether a pronoun or an office stands for the speaker."""


def said(paragraphs: Sequence[str], names: Names) -> list[Said]:
    """The direct quotations of a text whose speaker can be told, in order."""
    reading = _Reading(names)
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ""
        reading.read(number, paragraph, continues=_continues_speech(following))
    return reading.found


class _Speaker(Struct, frozen=True):
    """An actor of the vocabulary, or a name that it does not have."""

    id: str = ""
    name: str = ""
    guessed: bool = False


class _Reading:
    """A text on the way from its beginning to its end."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._last: _Speaker | None = None
        """Whom a pronoun means."""
        self._speech: _Speaker | None = None
        """Whose words had no end in the paragraph before."""
        self._strangers: dict[str, str] = {}
        """The full names of those whom the vocabulary does not have, by their last words."""
        self.found: list[Said] = []

    def read(self, number: int, paragraph: str, *, continues: bool) -> None:
        """Note what is said in the next paragraph; `continues` where the one behind it may go on."""
        mentions = [one for one in self._names.found(paragraph) if one.registry in ACTORS]
        self._note_strangers(paragraph)
        found = quotations(paragraph, to_the_end=continues) or _dialogue(paragraph)
        speech, self._speech = self._speech, None
        end, speaker = 0, None
        waiting: Quotation | None = None
        for at, one in enumerate(found):
            if inserted := self._with_speaker_inside(paragraph, one, mentions, number):
                end, speaker = one.end, inserted
                continue
            following = found[at + 1].start if at + 1 < len(found) else len(paragraph)
            around = _Around(paragraph, one, end, following)
            told = self._speaker(around, mentions)
            if told is None and around.follows:
                told = speaker if at else speech
            if told is None and at and around.joined:
                told = speaker
            end, speaker = one.end, told
            if told and _is_speech(one.text):
                self._last = replace(told, guessed=False)
                if waiting and around.joined and not around.follows:
                    self.found.append(_said(waiting, told, number))
                self.found.append(_said(one, told, number))
            waiting = one if told is None and _is_speech(one.text) else None
        if continues and end == len(paragraph):
            self._speech = speaker
        self._remember(mentions, paragraph)

    def _with_speaker_inside(
        self, paragraph: str, one: Quotation, mentions: list[Mention], number: int
    ) -> _Speaker | None:
        """Note the parts of a quotation that names its own speaker between dashes, and return it."""
        start = paragraph.find(one.text, one.start)
        found = _INSERTED.fullmatch(fold(one.text)) if start >= 0 else None
        if found is None:
            return None
        who = [
            m for m in mentions if start + found.end("verb") <= m.start < start + found.end("who")
        ]
        between = one.text[found.end("verb") : found.end("who")]
        unknown = self._noted_stranger(between)
        speaker = _subject(who, paragraph) if who else unknown or self._last
        if speaker is not None:
            self._last = speaker
            for part in ("words", "rest"):
                words = one.text[found.start(part) : found.end(part)].rstrip(",").strip()
                if words:
                    self.found.append(_said(replace(one, text=words), speaker, number))
        return speaker

    def _remember(self, mentions: list[Mention], paragraph: str) -> None:
        people = [one for one in mentions if one.registry == PEOPLE]
        if people:
            self._last = _subject(people, paragraph)

    def _speaker(self, around: "_Around", mentions: list[Mention]) -> _Speaker | None:
        """Whom the words around a quotation name as its speaker."""
        behind = [one for one in mentions if around.end <= one.start < around.sentence_end]
        ahead = [one for one in mentions if around.sentence_start <= one.start < around.start]
        if around.verb_behind is not None:
            verb = around.verb_behind
            return self._named(around, behind, verb, first=True) or self._meant(around, mentions)
        if around.verb_ahead is not None:
            near = self._named(around, ahead, around.verb_ahead, first=False)
            return near or self._meant(around, mentions)
        if around.introduced and ahead:
            return _subject(ahead, around.paragraph)
        for source in (around.source_behind, around.source_ahead):
            if source is not None:
                after = [one for one in [*ahead, *behind] if one.start >= source]
                return _Speaker(id=after[0].id) if after else self._meant(around, mentions)
        return None

    def _named(
        self, around: "_Around", mentions: list[Mention], verb: re.Match[str], *, first: bool
    ) -> _Speaker | None:
        """Whoever stands beside the verb: known people before all others."""
        stranger = self._stranger(around, verb)
        people = [one for one in mentions if one.registry == PEOPLE]
        before = [one for one in people or mentions if one.end <= verb.start()]
        after = [one for one in people or mentions if one.start >= verb.end()]
        if stranger and not any(_touches(one, verb, around.paragraph) for one in people):
            return stranger
        if _PRONOUN.search(fold(around.paragraph[: verb.start()])):
            before = [one for one in before if _may_act(one, around.paragraph)]
        if before:
            return _subject(before, around.paragraph)
        if after and first:
            return _Speaker(id=after[0].id)
        return None if first else self._opening_name(around)

    def _stranger(self, around: "_Around", verb: re.Match[str]) -> _Speaker | None:
        """A name beside the verb that the vocabulary does not have."""
        text = around.paragraph
        near = list(_NAME.finditer(text, max(0, verb.start() - 60), verb.start()))
        ahead = [one for one in near if _LEADS_ON.fullmatch(text, one.end(), verb.start())]
        behind = _NAME.match(text, verb.end() + 1)
        for one in [*ahead, *([behind] if behind else [])]:
            words = _without_office(one[0])
            if not words or any(m.registry in ACTORS for m in self._names.found(" ".join(words))):
                continue
            if len(words) > 1:
                self._strangers[words[-1]] = " ".join(words)
            if words[-1] in self._strangers:
                return _Speaker(name=self._strangers[words[-1]])
        return None

    def _note_strangers(self, paragraph: str) -> None:
        """Keep full names, for where the last one alone says something later: Ms Quill added."""
        for name in _NAME.finditer(paragraph):
            words = _without_office(name[0])
            if len(words) == _FEWEST_WORDS:
                self._strangers.setdefault(words[-1], " ".join(words))

    def _noted_stranger(self, words: str) -> _Speaker | None:
        """The last of those in some words whose full name was noted, and whom the vocabulary lacks."""
        for name in reversed(list(_NAME.finditer(words))):
            last = name[0].split()[-1]
            known = any(one.registry in ACTORS for one in self._names.found(name[0]))
            if last in self._strangers and not known:
                return _Speaker(name=self._strangers[last])
        return None

    def _opening_name(self, around: "_Around") -> _Speaker | None:
        """A full name with which the sentence of a quotation opens, and that the vocabulary lacks."""
        name = _NAME.match(around.paragraph, around.sentence_start)
        if name is None or name.end() > around.start or len(name[0].split()) < 2:
            return None
        words = _without_office(name[0])
        if len(words) < _FEWEST_WORDS:
            return None
        self._strangers[words[-1]] = " ".join(words)
        return _Speaker(name=" ".join(words))

    def _meant(self, around: "_Around", mentions: list[Mention]) -> _Speaker | None:
        """Whom a pronoun or an office means: whoever was named last before the quotation."""
        beside = f"{around.ahead} {around.behind[:_NEAR]}"
        if _SOMEBODY_ELSE.search(fold(beside)):
            return None
        people = [one for one in mentions if one.registry == PEOPLE and one.end <= around.start]
        acting = [one for one in people if _may_act(one, around.paragraph)]
        meant = self._last if self._last and not acting else None
        if meant is None and people:
            meant = _subject(people, around.paragraph)
        if not acting and (stranger := self._noted_stranger(around.ahead)):
            meant = stranger
        return replace(meant, guessed=True) if meant else None


class _Around:
    """The words around a quotation, within its sentence."""

    def __init__(self, paragraph: str, one: Quotation, previous: int, following: int) -> None:
        self.paragraph = paragraph
        self.start, self.end = one.start, one.end
        self.sentence_start = _sentence_start(paragraph, previous, one.start)
        self.sentence_end = _sentence_end(paragraph, one, following)
        folded = fold(paragraph)
        ahead = list(_VERB.finditer(folded, self.sentence_start, one.start))
        self.verb_ahead = ahead[-1] if ahead else None
        self.verb_behind = _VERB.search(folded, one.end, min(self.sentence_end, one.end + _NEAR))
        self.source_ahead = _at(_SOURCE_OF.search(folded, self.sentence_start, one.start))
        self.source_behind = _at(_SOURCE_OF.search(folded, one.end, self.sentence_end))
        self.ahead = paragraph[self.sentence_start : one.start]
        self.behind = paragraph[one.end : self.sentence_end]
        self.introduced = self.ahead.rstrip().endswith(":")
        self.follows = not re.search(r"\w", self.ahead)
        """Whether no word stands before it in its sentence."""
        self.joined = bool(_JOINING.fullmatch(fold(self.ahead)))
        """Whether it goes on with what was quoted before it in its sentence."""


def _at(found: re.Match[str] | None) -> int | None:
    return found.start() if found else None


def _without_office(name: str) -> list[str]:
    """The words of a name without what somebody is: Prime Minister, and of which country."""
    words = [word for word in name.split() if fold(word) not in _NO_NAMES]
    offices = [place for place, word in enumerate(words) if _OFFICE.fullmatch(fold(word))]
    return words[offices[-1] + 1 :][-2:] if offices else words


def _sentence_start(paragraph: str, previous: int, start: int) -> int:
    """Where the sentence begins that a quotation stands in, behind the quotation before."""
    ends = (found.end() for found in _SENTENCE_START.finditer(paragraph, previous))
    return max((end for end in ends if end <= start), default=previous)


def _sentence_end(paragraph: str, one: Quotation, following: int) -> int:
    """Where the sentence ends that a quotation stands in.

    Where the quotation ended with a full stop, only what goes on in small letters belongs to it.
    """
    rest = paragraph[one.end : following]
    if one.text.endswith((".", "…")) and re.match(rf"\s+[\W\d]*{_CAPITAL}", rest):
        return one.end
    found = _SENTENCE_START.search(rest)
    return one.end + (found.start() if found else len(rest))


def _continues_speech(paragraph: str) -> bool:
    """Whether a paragraph is nothing but words between marks, as in the middle of a speech."""
    if not goes_on(paragraph):
        return False
    first = quotations(paragraph, to_the_end=True)[0]
    return not re.search(r"\w", paragraph[first.end :])


def _subject(mentions: list[Mention], paragraph: str) -> _Speaker:
    """The one who acts among those named before a verb.

    If possible none behind a preposition or in another case than the first: Putin's, Путіна.
    """
    people = [one for one in mentions if one.registry == PEOPLE] or mentions
    free = [one for one in people if _may_act(one, paragraph)]
    return _Speaker(id=(free or people)[-1].id)


def _may_act(one: Mention, paragraph: str) -> bool:
    genitive = one.inflected or paragraph.startswith(("’s ", "'s "), one.end)
    return not genitive and _word_before(paragraph, one.start) not in _PREPOSITIONS


def _word_before(paragraph: str, start: int) -> str:
    words = fold(paragraph[max(0, start - 30) : start]).split()
    return words[-1] if words else ""


def _touches(mention: Mention, verb: re.Match[str], paragraph: str) -> bool:
    """Whether only a few words stand between a name and the verb."""
    first, second = sorted((mention.start, verb.start()))
    return second - first < 60 and not re.search(r"[.!?]\s", paragraph[first:second])


def _is_speech(text: str) -> bool:
    """Whether words are said by somebody, and not a name between marks."""
    words = text.split()
    if len(words) < _FEWEST_WORDS:
        return text.endswith(("!", "?", "."))
    return not (len(words) <= 3 and all(word[0].isupper() for word in words) and text[-1].isalnum())


def _dialogue(paragraph: str) -> list[Quotation]:
    """The words of a paragraph that begins with a dash, as dialogue does on the continent."""
    found = _DIALOGUE.match(fold(paragraph))
    if found is None:
        return []
    words = paragraph[found.start("words") : found.end("words")]
    return [Quotation(start=0, end=found.end("words"), text=words.rstrip(",").strip())]


def _said(one: Quotation, speaker: _Speaker, number: int) -> Said:
    return Said(
        text=one.text,
        speaker=speaker.id,
        name=speaker.name,
        paragraph=number,
        closed=one.closed,
        guessed=speaker.guessed,
    )
