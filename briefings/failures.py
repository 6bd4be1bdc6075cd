"""Why could a site not be made, though its content is in order?"""


class RenderingError(Exception):
    """A template failed; says which one, on which output."""


class SearchUnavailable(Exception):  # noqa: N818 - named for what an editor reads
    """The search cannot be built here. Its text says why and what to do."""
