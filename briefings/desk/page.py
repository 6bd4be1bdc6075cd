"""What does the browser load at /admin/, and what does that page know of the bulletin?"""

import json
from html import escape
from importlib.resources import files
from string import Template
from typing import Any
from zoneinfo import ZoneInfo

from briefings.editing.shapes import Shape, Sort, shape_of

FORMATS = {"entries": "entry", "briefings": "introduction"}
"""The kind of file, and with it the format, of each collection whose files the page reads itself."""

_SORTS = {Sort.TIME: "time", Sort.TRUTH: "truth", Sort.NUMBER: "number"}
"""The sorts of values that are no plain text."""


def page(policy: str = "") -> bytes:
    """The page itself; `policy` is what it may load, where nobody sends that with it."""
    element = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
    text = (files("briefings.desk") / "index.html").read_text("utf-8")
    return Template(text).substitute(policy=element if policy else "").encode()


def known(timezone: ZoneInfo, *, alone: bool = False) -> bytes:
    """What the page's script knows: the time zone, and the shapes of files if it reads them `alone`."""
    told: dict[str, Any] = {"timezone": str(timezone)}
    if alone:
        told["shapes"] = {kind: _told(shape_of(kind)) for kind in FORMATS.values()}
    return json.dumps(told).encode()


def _told(shape: Shape) -> dict[str, Any]:
    """A shape without what goes without saying."""
    told: dict[str, Any] = {}
    if shape.sort in _SORTS:
        told["sort"] = _SORTS[shape.sort]
    if shape.keys:
        told["keys"] = {key: _told(inner) for key, inner in shape.keys.items()}
    if shape.sort is Sort.LIST and shape.items:
        told["items"] = _told(shape.items)
    if shape.bare:
        told["bare"] = shape.bare
    if shape.tall:
        told["tall"] = True
    return told
