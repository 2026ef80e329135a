"""Which boxes the highlights of a piece cover on its lines: grounds, edges and lanes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from reader.annotation.model import Style
from reader.ui.theme import mix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.annotation.model import Annotation
    from reader.ui.surface.frame import Line
    from reader.ui.surface.layout import Laid
    from reader.ui.theme import Theme

PADDING = 1.5
_LANES = 3


def decorate(laid: Laid, annotations: Sequence[Annotation], theme: Theme, box: Box) -> list[Shape]:
    """Return the shapes of ``annotations`` on the lines of ``laid``, in the order in which they are painted."""
    if not annotations:
        return []
    lanes = lanes_of(annotations)
    grounds: list[Shape] = []
    edges: list[Shape] = []
    for line in laid.lines:
        here = [a for a in annotations if a.placement.start < line.end and a.placement.end > line.start]
        if here:
            grounds += _grounds(line, here, theme, box)
            for annotation in here:
                edges += _edges(line, annotation, lanes[annotation.id], theme, box)
    return grounds + edges


def lanes_of(annotations: Sequence[Annotation]) -> dict[str, int]:
    """Give each of these annotations (in order of start) the lowest lane that no overlapping one has."""
    ends: list[int] = []
    lanes: dict[str, int] = {}
    for annotation in annotations:
        start = annotation.placement.start
        lane = next((number for number, end in enumerate(ends) if end <= start), len(ends))
        if lane == len(ends):
            ends.append(0)
        ends[lane] = annotation.placement.end
        lanes[annotation.id] = min(lane, _LANES - 1)
    return lanes


def _grounds(line: Line, here: Sequence[Annotation], theme: Theme, box: Box) -> list[Shape]:
    filled = [a for a in here if a.style is Style.BACKGROUND]
    top, height = box.top(line), box.height(line)
    shapes = []
    for annotation in filled:
        fill = theme.marks[annotation.colour].fill
        others = [a for a in filled if a is not annotation]
        for rect, square in _outer(line, annotation, others, top, height):
            shapes.append(Shape(rect, fill, annotation.id, square=square, radius=4.0))
    for start, end, covering in _overlaps(line, filled):
        fill = theme.marks[covering[0].colour].fill
        for upper in covering[1:]:
            fill = mix(fill, theme.marks[upper.colour].fill)
        shapes += [
            Shape(QRectF(left, top, right - left, height), fill, covering[-1].id)
            for left, right in line.boxes(start, end)
        ]
    return shapes


def _outer(
    line: Line, annotation: Annotation, others: Sequence[Annotation], top: float, height: float
) -> list[tuple[QRectF, tuple[bool, bool]]]:
    """Return the boxes of an annotation on a line, and which sides are square.

    An end is a little wider and round, but not within a word or where another annotation adjoins.
    """
    start, end = annotation.placement.start, annotation.placement.end
    cuts = [
        line.caret_x(at, after=after)
        for at, after in ((start, False), (end, True))
        if _within_word(line, at) or any(a.placement.start <= at <= a.placement.end for a in others)
    ]
    found = []
    for left, right in line.boxes(start, end):
        square = (any(abs(x - left) < 1 for x in cuts), any(abs(x - right) < 1 for x in cuts))
        wider = (0.0 if square[0] else -PADDING, 0.0 if square[1] else PADDING)
        found.append((QRectF(left, top, right - left, height).adjusted(wider[0], 0, wider[1], 0), square))
    return found


def _within_word(line: Line, offset: int) -> bool:
    if not line.start < offset < line.end:
        return False
    text, at = line.frame.text, line.frame.shown(offset)
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _overlaps(line: Line, filled: Sequence[Annotation]) -> list[tuple[int, int, list[Annotation]]]:
    """Return the stretches of the line that several annotations cover."""
    if len(filled) < 2:
        return []
    borders = {line.start, line.end}
    for annotation in filled:
        borders |= {annotation.placement.start, annotation.placement.end}
    cuts = sorted(at for at in borders if line.start <= at <= line.end)
    found = []
    for start, end in pairwise(cuts):
        covering = [a for a in filled if a.placement.start <= start and a.placement.end >= end]
        if len(covering) > 1:
            found.append((start, end, covering))
    return found


def _edges(line: Line, annotation: Annotation, lane: int, theme: Theme, box: Box) -> list[Shape]:
    ink = theme.marks[annotation.colour]
    thick = theme.edge if annotation.style is Style.BACKGROUND else max(2.0, theme.edge)
    if annotation.style is Style.UNDERLINE:
        y = box.under(line) + lane * (thick + 1.5)
    elif annotation.style is Style.STRIKETHROUGH:
        y = box.through(line) + lane * (thick + 1.5)
    else:
        y = box.top(line) + box.height(line) - thick - lane * (thick + 1.5)
    shapes = []
    for left, right in line.boxes(annotation.placement.start, annotation.placement.end):
        shapes.append(Shape(QRectF(left, y, right - left, thick), ink.edge, annotation.id, edge=True))
    return shapes


@dataclass(frozen=True, slots=True)
class Box:
    """The height of the boxes behind the text, in em: above and below the baseline, and where lines run."""

    size: float
    pitch: float
    """Size and leading of the running text."""
    above: float
    below: float
    underline: float

    def _size(self, line: Line) -> float:
        return self.size * line.scale

    def top(self, line: Line) -> float:
        """Return y of the upper border of the boxes on ``line``."""
        if line.area is not None:
            return line.top
        return max(line.top + 0.5, round(line.baseline - self.above * self._size(line)))

    def height(self, line: Line) -> float:
        """Return the height of the boxes on ``line``."""
        if line.area is not None:
            return line.pitch
        return min(line.bottom - 0.5, round(line.baseline + self.below * self._size(line))) - self.top(line)

    def under(self, line: Line) -> float:
        """Return y of an underline."""
        return round(min(line.baseline + self.underline * self._size(line), line.bottom - 3))

    def through(self, line: Line) -> float:
        """Return y of a line through the letters."""
        return round(line.baseline - 0.26 * self._size(line))


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled rectangle in the coordinates of its piece; ``square``: no round corners left, right."""

    rect: QRectF
    colour: str
    annotation: str
    square: tuple[bool, bool] = (True, True)
    radius: float = 0.0
    edge: bool = False
