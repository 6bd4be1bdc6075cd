"""What has an editor to look at in a draft that was made of an article?"""

from collections.abc import Iterator

from briefings.importing.finding import Findings
from briefings.importing.holdings import Holdings
from briefings.importing.reading import SourceText
from briefings.outlines import host_of

_MOST = 5
"""How many places of a kind are named."""


def warnings_about(
    source: SourceText, findings: Findings, bulletin: Holdings, topics: str
) -> Iterator[str]:
    """A sentence or two on each; `topics` is what there is to say of these."""
    yield from _had_already(source, bulletin)
    if source.published is None:
        yield "The source gives no date. Look when it was published."
    host = host_of(source.url or "")
    if host and bulletin.publisher_at(host) is None:
        yield f"{host} is none of the hosts in publishers.yml. Add it: briefings new publisher --host {host}"
    if topics:
        yield topics
    if findings.said and source.language not in (None, bulletin.settings.language):
        yield f"The quotes are in another language ({source.language}). Translate their text."
    strangers = dict.fromkeys(one.name for one in findings.said if not one.speaker)
    if strangers:
        yield f"Not in people.yml: {', '.join(strangers)}. What they said stands in the notes."
    for one in [one for one in findings.said if one.guessed][:_MOST]:
        yield f"Who said this is a guess ({one.speaker or one.name}): “{one.text}”"
    for one in [one for one in findings.said if not one.closed][:_MOST]:
        yield f"The source does not show where this quote ends: “{one.text}”"
    for gap in source.article.gaps[:_MOST]:
        yield f"Words seem to be missing in the source: {gap}"


def _had_already(source: SourceText, bulletin: Holdings) -> Iterator[str]:
    citing = bulletin.citing(source.url) if source.url else []
    for entry in citing:
        yield f"The entry {entry} cites this source already."
    for outline in bulletin.titled_like(source.title):
        if outline.id not in citing:
            yield f"The entry {outline.id} has a very similar title: {outline.title}"
