"""What do pages show of an entry's figures? A table, and the course of each series as a line."""

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from briefings.bulletin import Point
from briefings.model import Entry, Figure
from briefings.views.parts import Day, Ref, entry_url
from briefings.views.shown import Shown

WIDTH, HEIGHT = 240, 48
"""The picture of a course, in its own units."""

_MARGIN = 5


class CoursePoint(Struct, frozen=True):
    """A figure of a series on one day."""

    day: Day
    value: str
    entry: Ref | None
    """The entry that gives it, where that is another one."""


class Course(Struct, frozen=True, kw_only=True):
    """How the figures of a series changed, oldest first."""

    points: tuple[CoursePoint, ...]
    line: str
    """The points of an SVG polyline, within `width` and `height`."""
    end: tuple[int, int]
    """Where the line ends."""
    described: str
    """The line in words."""
    width: int = WIDTH
    height: int = HEIGHT


class ShownFigure(Struct, frozen=True):
    """A figure as an entry's page shows it."""

    label: str
    qualifier: str
    value: str
    unit: str
    as_of: Day | None
    """The day for which it holds, where the table gives days."""
    source: int | None
    course: Course | None


class ShownFigures(Struct, frozen=True):
    """The figures of an entry as a table."""

    rows: tuple[ShownFigure, ...]
    dated: bool
    """Whether it gives days: where one is not the entry's."""
    sourced: bool
    """Whether it gives sources."""
    courses: bool
    """Whether a figure has a course."""


def shown_figures(shown: Shown, entry: Entry) -> ShownFigures | None:
    """An entry's figures, or None where it has none."""
    if not entry.figures:
        return None
    dated = any(figure.as_of not in (None, entry.day) for figure in entry.figures)
    rows = tuple(_figure(shown, entry, figure, dated=dated) for figure in entry.figures)
    return ShownFigures(
        rows, dated, any(row.source for row in rows), any(row.course for row in rows)
    )


def without_sources(figures: ShownFigures | None) -> ShownFigures | None:
    """Figures as they stand alone, where no sources are numbered and no other entries shown."""
    if figures is None:
        return None
    rows = tuple(replace(one, source=None, course=None) for one in figures.rows)
    return replace(figures, rows=rows, sourced=False, courses=False)


def _figure(shown: Shown, entry: Entry, figure: Figure, *, dated: bool) -> ShownFigure:
    return ShownFigure(
        label=figure.label,
        qualifier=figure.qualifier or "",
        value=shown.words.number(figure.value),
        unit=figure.unit or "",
        as_of=shown.date(figure.as_of or entry.day) if dated else None,
        source=figure.source,
        course=_course(shown, entry, figure) if figure.series else None,
    )


def _course(shown: Shown, entry: Entry, figure: Figure) -> Course | None:
    """The course of a figure's series, where that has more than one value."""
    points = shown.bulletin.course(figure.series) if figure.series else ()
    if len(points) < 2:
        return None
    places = _places(points)
    return Course(
        points=tuple(_point(shown, entry, point) for point in points),
        line=" ".join(f"{x},{y}" for x, y in places),
        end=places[-1],
        described=_described(shown, points),
    )


def _point(shown: Shown, entry: Entry, point: Point) -> CoursePoint:
    giver = point.entry
    own = giver.id in {entry.id, entry.translation_of}
    return CoursePoint(
        shown.date(point.day),
        shown.words.number(point.figure.value),
        None if own else Ref(giver.title, entry_url(giver.id), shown.lang(giver.language)),
    )


def _places(points: tuple[Point, ...]) -> tuple[tuple[int, int], ...]:
    """Where each value stands in the picture: days from left to right, the highest value on top."""
    first, days = points[0].day, (points[-1].day - points[0].day).days
    values = [point.figure.value for point in points]
    lowest, range_ = min(values), max(values) - min(values)

    def place(point: Point) -> tuple[int, int]:
        right = Decimal((point.day - first).days) / days
        up = (point.figure.value - lowest) / range_ if range_ else Decimal("0.5")
        return _within(WIDTH, right), HEIGHT - _within(HEIGHT, up)

    return tuple(map(place, points))


def _within(length: int, share: Decimal) -> int:
    return round(_MARGIN + (length - 2 * _MARGIN) * share)


def _described(shown: Shown, points: tuple[Point, ...]) -> str:
    words = shown.words
    values = [point.figure.value for point in points]
    return words.say(
        "course_described",
        first=words.number(values[0]),
        since=words.day(points[0].day),
        last=words.number(values[-1]),
        until=words.day(points[-1].day),
        lowest=words.number(min(values)),
        highest=words.number(max(values)),
    )
