"""An extension of Python-Markdown that adds nothing, so that a text goes through its parser all the same."""

from markdown.extensions import Extension


def makeExtension() -> Extension:  # noqa: N802 (the library's name)
    """The extension."""
    return _Nothing()


class _Nothing(Extension):
    def extendMarkdown(self, md: object) -> None:  # noqa: N802 (the library's name)
        """Add nothing."""
