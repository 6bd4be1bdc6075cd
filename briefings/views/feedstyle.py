"""What does a feed say of itself to somebody who opens it in a browser? One sentence, by CSS."""

import re

from msgspec import Struct

from briefings.views.shown import Shown

WORDS = "feed-words.css"
STYLES = ("feed.css", WORDS)
"""The theme's style sheet for feeds, and the one that is made of the bulletin's words."""

_SPECIAL = re.compile(r'["\\\n<]')


class FeedWords(Struct, frozen=True):
    """What stands above a feed, in the bulletin's language."""

    explained: str


def feed_words(shown: Shown, _: str) -> FeedWords:
    """What stands above every feed."""
    return FeedWords(shown.words.say("feed_explained"))


def to_css(view: FeedWords) -> bytes:
    """The style sheet that every feed loads besides the theme's."""
    text = _SPECIAL.sub(lambda found: f"\\{ord(found[0]):x} ", view.explained)
    return f'@charset "utf-8";feed::before{{content:"{text}"}}\n'.encode()
