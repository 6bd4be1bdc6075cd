"""What does an entry say that is drafted from an article, and what is left for the editor to write?

Names, figures, days and the words that somebody said are facts, and taken over; the article's own
sentences are not. The title, the summary and the body are the editor's to write.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from briefings.editing.drafting import entry_text
from briefings.importing.attributing import Said
from briefings.importing.finding import Findings, developments, findings_in
from briefings.importing.holdings import Holdings
from briefings.importing.naming import ORGANIZATIONS, PEOPLE, PLACES, TOPICS, name_of
from briefings.importing.reading import SourceText, read_url
from briefings.importing.warning import warnings_about
from briefings.model import EntryId
from briefings.outlines import host_of
from briefings.writing.naming import slug_of_title

BODY = "Write here, in your own words, what happened.\n"
SUMMARY = "Write one or two plain sentences, or remove this line."
REWRITE = "Rewrite: "
TRANSLATE = "Translate: "
_LONGEST_SLUG = 60
"""Bytes."""
_MOST_TOPICS = 3
_MOST_NAMED = 12
_IN_TITLE = 3
"""How many times in the text a name in the title counts for."""


class Draft(Struct, frozen=True, kw_only=True):
    """An entry as it is proposed."""

    day: date
    slug: str
    values: Mapping[str, object]
    """Its keys, as YAML has them."""
    body: str = BODY
    warnings: tuple[str, ...] = ()
    """What the editor has to look at, a sentence or two each."""
    source: SourceText

    @property
    def id(self) -> EntryId:
        """The id that it will have."""
        return EntryId(f"{self.day:%Y/%m/%d}/{self.slug}")

    @property
    def article(self) -> str:
        """The article's text: to be kept beside the bulletin (`sources.save_source`), not in it."""
        return self.source.article.text

    @property
    def path(self) -> str:
        """Its file below content/."""
        return f"entries/{self.day:%Y/%m/%d}-{self.slug}.md"

    @property
    def text(self) -> str:
        """What its file says."""
        return entry_text(self.values, self.body)


def draft_from_url(
    url: str, bulletin: Holdings, *, day: date | None = None, allow_local: bool = False
) -> Draft:
    """An entry drafted from the article at a URL. Raises `SourceError`.

    It stands under `day`, by default the one on which the article was published. `bulletin` is made by
    `holdings.holdings_of`. Addresses of this computer and its network are refused unless `allow_local`.
    """
    return drafts_from(read_url(url, allow_local=allow_local), bulletin, day=day)[0]


def drafts_from(
    source: SourceText, bulletin: Holdings, *, day: date | None = None, split: bool = False
) -> list[Draft]:
    """The entry drafted from an article or, with `split`, one for each development in it."""
    chosen = day or _day_of(source.published, bulletin) or bulletin.today
    written = _day_of(source.published, bulletin) or chosen
    findings = findings_in(source, bulletin.vocabulary, written)
    number = len(source.article.paragraphs)
    parts = developments(findings, number) if split else [range(number)]
    drafts: list[Draft] = []
    for part in parts:
        own = findings.within(part)
        drafting = _Drafting(source, bulletin, own, findings, chosen, drafts)
        drafts.append(drafting.draft(_label(own, bulletin) if drafts else ""))
    return drafts


def _day_of(published: date | datetime | None, bulletin: Holdings) -> date | None:
    if isinstance(published, datetime):
        return published.astimezone(bulletin.settings.timezone).date()
    return published


def _label(findings: Findings, bulletin: Holdings) -> str:
    """What tells a development from the others of an article: who speaks, or when it will be."""
    for one in findings.said:
        return name_of(bulletin.vocabulary.actor(one.speaker), one.name)
    return next((one.start.isoformat() for one in findings.announced), "")


class _Drafting:
    """One entry while it is drafted."""

    def __init__(
        self,
        source: SourceText,
        bulletin: Holdings,
        findings: Findings,
        whole: Findings,
        day: date,
        others: list[Draft],
    ) -> None:
        self._source = source
        self._bulletin = bulletin
        self._findings = findings
        self._whole = whole
        self._day = day
        self._taken = {draft.slug for draft in others}
        self._events = bulletin.events() | {
            str(event["id"]) for draft in others for event in _list(draft.values.get("events"))
        }
        self._foreign = (
            source.language if source.language != bulletin.settings.language else None
        ) or ""

    def draft(self, label: str) -> Draft:
        """The entry; `label` tells it from others that are drafted from the same article."""
        slug = self._slug(f"{label} {self._source.title}")
        topics, why = self._topics()
        values = {
            "title": f"{REWRITE}{self._source.title}" + (f" ({label})" if label else ""),
            "date": self._time(),
            "topics": topics,
            "summary": SUMMARY,
            **self._actors(),
            "sources": [self._cited()],
            "quotes": self._quotes(),
            "figures": self._figures(),
            "events": self._scheduled(),
            "draft": True,
            "notes": self._notes(slug),
        }
        return Draft(
            day=self._day,
            slug=slug,
            values={key: value for key, value in values.items() if value not in (None, [], "")},
            warnings=tuple(warnings_about(self._source, self._findings, self._bulletin, why)),
            source=self._source,
        )

    def _slug(self, title: str) -> str:
        """A free slug of the first words of a title."""
        slug = ""
        for word in slug_of_title(title).split("-"):
            longer = f"{slug}-{word}" if slug else word
            if slug and len(longer.encode()) > _LONGEST_SLUG:
                break
            slug = longer
        free, number = slug, 1
        while free in self._taken or self._bulletin.has(f"{self._day:%Y/%m/%d}/{free}"):
            number += 1
            free = f"{slug}-{number}"
        return free

    def _time(self) -> datetime | None:
        """When the article was published, if the entry stands under that day."""
        published = self._source.published
        if not isinstance(published, datetime):
            return None
        local = published.astimezone(self._bulletin.settings.timezone)
        return local.replace(second=0, microsecond=0) if local.date() == self._day else None

    def _topics(self) -> tuple[list[str], str]:
        """The topics that it names or, failing these, that entries on the same actors have; and a warning."""
        for findings in (self._findings, self._whole):
            counts = Counter(one.id for _, one in findings.mentions if one.registry == TOPICS)
            for one in findings.in_title:
                if one.registry == TOPICS:
                    counts[one.id] += _IN_TITLE
            if counts:
                return [topic for topic, _ in counts.most_common(_MOST_TOPICS)], ""
        actors = {*self._findings.ids(PEOPLE), *self._findings.ids(ORGANIZATIONS)}
        usual: Counter[str] = Counter()
        for outline in self._bulletin.outlines:
            if outline.topics:
                usual[outline.topics[0]] += len(actors & set(outline.actors))
        known = self._bulletin.vocabulary.topics
        guess = next(
            (topic for topic, shared in usual.most_common(1) if shared), next(iter(known), "")
        )
        if not guess:
            return [], "There are no topics yet. Add one: briefings new topic"
        return [guess], f'The article names no topic. "{guess}" is a guess.'

    def _actors(self) -> dict[str, list[str]]:
        """Who said most of what is quoted, and who and what else is named."""
        words = Counter[str]()
        for one in self._findings.said:
            if one.speaker:
                words[one.speaker] += len(one.text)
        by = [speaker for speaker, _ in words.most_common(1)]
        named = {name: self._findings.ids(name) for name in (PEOPLE, ORGANIZATIONS, PLACES)}
        others = {
            name: [id_ for id_ in ids if id_ not in by][:_MOST_NAMED] for name, ids in named.items()
        }
        return {"by": by, **others}

    def _cited(self) -> dict[str, object]:
        source = self._source
        host = host_of(source.url or "")
        known = self._bulletin.publisher_at(host)
        usual = known.language if known else None
        cited = {
            "url": source.url,
            "title": source.title,
            "publisher": known.id if known and host not in known.hosts else None,
            "published": _day_of(source.published, self._bulletin),
            "language": source.language if source.language != usual else None,
        }
        return {key: value for key, value in cited.items() if value is not None}

    def _quotes(self) -> list[dict[str, object]]:
        """What known actors said. None of it is verified yet."""
        return [self._quote(one) for one in self._findings.said if one.speaker]

    def _quote(self, one: Said) -> dict[str, object]:
        if not self._foreign:
            return {"speaker": one.speaker, "text": one.text, "source": 1}
        return {
            "speaker": one.speaker,
            "text": f"{TRANSLATE}{one.text}",
            "original": {"text": one.text, "language": self._foreign, "source": 1},
            "translation": "ours",
            "source": 1,
        }

    def _figures(self) -> list[dict[str, object]]:
        return [
            _given(
                label=one.label, qualifier=one.qualifier, value=one.value, unit=one.unit, source=1
            )
            for one in self._findings.figures
        ]

    def _scheduled(self) -> list[dict[str, object]]:
        events = []
        for one in self._findings.announced:
            base = "-".join(slug_of_title(one.title).split("-")[:6])
            free, number = base, 1
            while free in self._events:
                number += 1
                free = f"{base}-{number}"
            self._events.add(free)
            events.append(
                _given(
                    id=free,
                    title=one.title,
                    start=one.start,
                    end=one.end,
                    place=one.place,
                    source=1,
                )
            )
        return events

    def _notes(self, slug: str) -> str:
        """What the editor still has to do, and the quotes of those whom the vocabulary does not have."""
        lines = [f"Imported on {self._bulletin.today.isoformat()}. Look at all that was found."]
        if self._quotes():
            lines.append(
                f"The quotes are to be verified: briefings verify {self._day:%Y/%m/%d}/{slug}"
            )
        strangers = [one for one in self._findings.said if not one.speaker]
        if strangers:
            lines.append("Said by people who are not in people.yml:")
            lines.extend(f"{one.name}: “{one.text}”" for one in strangers)
        return "\n".join(lines)


def _given(**values: object) -> dict[str, object]:
    return {key: value for key, value in values.items() if value not in (None, "")}


def _list(value: Any) -> list[dict[str, object]]:
    return value or []
