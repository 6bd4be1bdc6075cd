"""Which shades of the bulletin's own colour can be read? One on light pages, one on dark ones."""

import colorsys
from dataclasses import dataclass

from briefings.views.shown import Shown

STYLE = "assets/accent.css"

_LIGHT = "#f3efe7"
_DARK = "#24231f"
"""The theme's grounds that stand out least against letters, in a light and in a dark page."""
_READABLE = 4.5
"""The contrast that letters need, by WCAG 2.2, 1.4.3."""
_STEPS = 100


@dataclass(frozen=True, slots=True)
class Accent:
    """The shades of a colour, as `#rrggbb`."""

    light: str
    dark: str


def accent(shown: Shown, _: str) -> Accent:
    """The colour of mkdocs.yml, darker or lighter where its letters could not be read."""
    colour = shown.settings.accent
    return Accent(light=_readable(colour, _LIGHT, 0), dark=_readable(colour, _DARK, 1))


def to_css(view: Accent) -> bytes:
    """The style sheet that every page loads after the theme's own."""
    return (
        f"@layer tokens{{:root{{--accent:{view.light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{--accent:{view.dark}}}}}}}\n"
    ).encode()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, by WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _readable(colour: str, ground: str, towards: float) -> str:
    """The shade nearest to a colour, darker (0) or lighter (1), that can be read on a ground."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    shades = (
        _written(hue, lightness + (towards - lightness) * step / _STEPS, saturation)
        for step in range(_STEPS + 1)
    )
    return next(shade for shade in shades if contrast(shade, ground) >= _READABLE)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _written(hue: float, lightness: float, saturation: float) -> str:
    channels = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
