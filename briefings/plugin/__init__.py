"""When does MkDocs ask? The one package that imports mkdocs: its plugin, and what its mkdocs.yml says.

MkDocs is the publisher of plain pages and the owner of mkdocs.yml; everything else is made by the core,
which this package calls at the right moments.
"""

from briefings.plugin.events import BriefingsPlugin

__all__ = ["BriefingsPlugin"]
