"""Does everything to which an entry refers exist?"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote

from briefings.checks.known import Known
from briefings.checks.locating import Findings, Keys
from briefings.checks.reviewing import Review
from briefings.model import Prose
from briefings.problems import Code, nearest_of

_ENTRY_PATH = re.compile(r"/[0-9]{4}/[0-9]{2}/[0-9]{2}/[^/]+/")


def check_references(review: Review) -> None:
    """Note every id and every entry that an entry names and that is not there."""
    entry, known = review.entry, review.known
    for key, registry, ids in (
        ("topics", "topics", entry.topics),
        ("stories", "stories", entry.stories),
        ("by", "actors", entry.by),
        ("people", "people", entry.people),
        ("organizations", "organizations", entry.organizations),
        ("places", "places", entry.places),
        ("authors", "people", entry.authors),
    ):
        for place, one in known.missing(registry, ids):
            review.unknown((key, place), registry, one)
    _other_entries(review)
    for place, source in enumerate(entry.sources):
        review.named(("sources", place, "publisher"), "publishers", source.publisher)
        review.named(("sources", place, "via"), "publishers", source.via)
    for place, quote in enumerate(entry.quotes):
        review.named(("quotes", place, "speaker"), "actors", quote.speaker)
    for place, event_id in enumerate(entry.concerns):
        if known.lacks_event(event_id):
            review.fault(("concerns", place), known.about_event(event_id), Code.UNKNOWN_EVENT)
    for place, event in enumerate(entry.events):
        review.named(("events", place, "place"), "places", event.place)
        if event.outcome is not None:
            review.some_entry(("events", place, "outcome"), event.outcome)
    if entry.image and entry.image.src not in known.media:
        review.fault(("image", "src"), _no_image(known, entry.image.src), Code.MISSING_IMAGE)


def _other_entries(review: Review) -> None:
    entry = review.entry
    answered: set[str] = set()
    for place, response in enumerate(entry.responds_to):
        keys: Keys = ("responds_to", place, "entry")
        review.other_entry(keys, response.entry, "answers")
        if response.entry in answered:
            message = f'"{response.entry}" is answered twice. Remove one of them.'
            review.fault(keys, message, Code.REPEATED_VALUE)
        answered.add(response.entry)
    for place, updated in enumerate(entry.updates):
        review.other_entry(("updates", place), updated, "carries on")


def check_links(
    prose: Prose, path: str, known: Known, findings: Findings, why_hidden: Callable[[str], str]
) -> None:
    """Note the links and images of a text that lead nowhere, or to what readers do not see."""
    for link in prose.links:
        entry_id = _entry_linked(unicodedata.normalize("NFC", unquote(link.target)))
        if entry_id is None:
            continue
        if known.lacks_entry(entry_id):
            about = known.about_entry(entry_id).removeprefix("unknown entry ")
            message = f"the link leads to no entry: {about}"
            findings.on_line(path, link.line, message, Code.BROKEN_LINK)
        elif why := why_hidden(entry_id):
            message = f'"{entry_id}" {why}: readers will see the words without the link.'
            findings.on_line(path, link.line, message, Code.HIDDEN_REFERENCE)
    for image in prose.images:
        source = unicodedata.normalize("NFC", unquote(image.target.lstrip("/")))
        if source not in known.media:
            findings.on_line(path, image.line, _no_image(known, source), Code.MISSING_IMAGE)


def _entry_linked(target: str) -> str | None:
    """The id of the entry to which a link leads, if it leads to one."""
    if target.startswith("entry:"):
        return target.removeprefix("entry:")
    return target.strip("/") if _ENTRY_PATH.fullmatch(target) else None


def _no_image(known: Known, source: str) -> str:
    names = {path.removeprefix("media/") for path in known.media}
    nearest = nearest_of(source.removeprefix("media/"), names)
    advice = f'Did you mean "media/{nearest}"?' if nearest else "Put the image there."
    return f'there is no file "{source}" in {known.prefix}/. {advice}'
