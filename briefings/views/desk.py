"""What has the published desk of the bulletin? Its page, its configuration, what its script knows.

What makes them is imported only where a bulletin publishes a desk.
"""

from briefings.loading import prefix_of
from briefings.views.policy import published_desk_policy
from briefings.views.shown import Shown

HOME = "admin/"


def page(shown: Shown, _: str) -> str:
    """The HTML page, with its own policy: no host sends it one of its own."""
    from briefings.desk.page import page as written  # noqa: PLC0415 (see above)

    return written(published_desk_policy(shown.settings)).decode()


def configuration(shown: Shown, _: str) -> str:
    """The configuration of Decap CMS, with all names of the vocabulary."""
    from briefings.desk.configuration import configuration as written  # noqa: PLC0415 (see above)

    settings = shown.settings
    assert settings.desk is not None, "a bulletin without a desk has no configuration of it"
    return written(
        shown.bulletin.vocabulary,
        settings.desk,
        content=prefix_of(settings),
        language=settings.language,
        sources_required=settings.sources_required,
        alone=True,
    )


def known(shown: Shown, _: str) -> str:
    """What the page's script knows of the bulletin and of its files."""
    from briefings.desk.page import known as written  # noqa: PLC0415 (see above)

    return written(shown.settings.timezone, alone=True).decode()


def to_bytes(view: str) -> bytes:
    """A file of the desk, which is its view."""
    return view.encode()
