"""Which shades of the bulletin's own colour can be read? One on light pages, one on dark ones."""

import colorsys

from msgspec import Struct

from briefings.views.shown import Shown

STYLE = "assets/accent.css"

_LIGHT = "#f3efe7"
_DARK = "#24231f"
"""The theme's grounds that stand out least against letters, in a light and in a dark page."""
_READABLE = 4.5
"""The contrast that letters need, by WCAG 2.2, 1.4.3."""
_PLAIN = 7
"""The contrast that they have for who asks for more, by 1.4.6."""
_STEPS = 100


class Accent(Struct, frozen=True):
    """The shades of a colour, as `#rrggbb`."""

    light: str
    dark: str
    light_for_more: str
    """Of more contrast, for who asks for it."""
    dark_for_more: str


def accent(shown: Shown, _: str) -> Accent:
    """The colour of mkdocs.yml, darker or lighter where its letters could not be read."""
    colour = shown.settings.accent
    return Accent(
        light=_readable(colour, _LIGHT, 0, _READABLE),
        dark=_readable(colour, _DARK, 1, _READABLE),
        light_for_more=_readable(colour, _LIGHT, 0, _PLAIN),
        dark_for_more=_readable(colour, _DARK, 1, _PLAIN),
    )


def to_css(view: Accent) -> bytes:
    """The style sheet that every page loads after the theme's own."""
    dark, more = "screen and (prefers-color-scheme:dark)", "(prefers-contrast:more)"
    shades = {
        "all": view.light,
        dark: view.dark,
        more: view.light_for_more,
        f"{dark} and {more}": view.dark_for_more,
    }
    # Who forces the colours of all pages has one for links already.
    rules = (
        f"@media {where} and (forced-colors:none){{:root{{--accent:{shade}}}}}"
        for where, shade in shades.items()
    )
    return f"@layer tokens{{{''.join(rules)}}}\n".encode()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, by WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _readable(colour: str, ground: str, towards: float, least: float) -> str:
    """The shade nearest to a colour, darker (0) or lighter (1), of that contrast with a ground."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    shades = (
        _written(hue, lightness + (towards - lightness) * step / _STEPS, saturation)
        for step in range(_STEPS + 1)
    )
    return next(shade for shade in shades if contrast(shade, ground) >= least)


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
