"""What is one file of the published site, before it is made?"""

from msgspec import Struct


class Output(Struct, frozen=True):
    """A file of the published site."""

    kind: str
    key: str
    """Which one of its kind: an entry's id, an ISO day, a topic's id, `ID/2024`."""
    url: str
    """Its address relative to the bulletin's root, not percent-encoded."""

    def __str__(self) -> str:
        return f"/{self.url} ({self.kind})"

    @property
    def path(self) -> str:
        """The file, relative to the site's folder."""
        return self.url + "index.html" if self.url.endswith("/") or not self.url else self.url
