"""Why can a source not be imported?"""


class SourceError(Exception):
    """A source that cannot be had or read; its text says why and what to do, in an editor's words."""


def without_extra() -> SourceError:
    """What to say where the libraries are missing that read articles."""
    return SourceError(
        "Articles are read with libraries that are not installed. "
        "Install them with:  pip install 'briefings[import]'"
    )
