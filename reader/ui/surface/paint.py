"""Paints the visible pieces: grounds of highlights, hits and selection first, then the text, the caret last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QRegion

from reader.ui.surface.marks import Box, Shape, decorate
from reader.ui.surface.numbers import Numbers
from reader.ui.surface.ornaments import draw

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.annotation.model import Annotation
    from reader.ui.surface.caret import Caret
    from reader.ui.surface.flow import Flow
    from reader.ui.surface.frame import Line
    from reader.ui.surface.inline import Touch
    from reader.ui.surface.layout import Laid
    from reader.ui.surface.page import Page
    from reader.ui.theme import Theme


def paint(painter: QPainter, flow: Flow, view: View) -> None:
    """Paint what ``flow`` shows, its column beginning at ``view.left``."""
    box = box_of(flow.page)
    for laid, y in flow.visible:
        painter.save()
        painter.translate(view.left, y)
        _piece(painter, flow, laid, y, view, box)
        view.numbers.draw(painter, laid, flow.page, view.theme)
        painter.restore()
    if view.caret is not None and view.caret_shown:
        _caret(painter, flow, view, box)


def box_of(page: Page) -> Box:
    """Return the height of the boxes behind the text of ``page``."""
    if page.faces.nastaliq:
        half = page.pitch / page.size
        return Box(page.size, page.pitch, half, half, 1.0)
    above = min(page.ink_ascent / page.size, 0.98)
    return Box(page.size, page.pitch, above, min(max(page.ink_descent / page.size, 0.3), 0.5), 0.45)


def _piece(painter: QPainter, flow: Flow, laid: Laid, y: float, view: View, box: Box) -> None:
    top, bottom = -y - view.slack, flow.height - y + view.slack
    shapes = [s for s in _shapes(flow, laid, view, box) if s.rect.bottom() > top and s.rect.top() < bottom]
    _ornaments(painter, laid, view.theme, behind=True)
    _fill(painter, [shape for shape in shapes if not shape.edge])
    visible = [line for line in laid.lines if line.bottom > top and line.top < bottom]
    over: list[QRectF] = []
    for line in visible:
        over += _hits(painter, line, view, box)
        over += _selection(painter, line, view, box)
    _edges(painter, [shape for shape in shapes if shape.edge], view.active)
    _ornaments(painter, laid, view.theme, behind=False)
    if laid.blank:
        return
    tinted = laid.soft or any(touch.tint for touch in laid.touches)
    grounds = [*over, *(shape.rect for shape in shapes if not shape.edge)] if tinted else []
    for line in visible:
        _line(painter, laid, line, [rect for rect in grounds if _on(line, rect)], view.theme)


def _ornaments(painter: QPainter, laid: Laid, theme: Theme, *, behind: bool) -> None:
    for ornament in laid.ornaments:
        if (ornament.shape == "ground") == behind:
            draw(painter, ornament, theme)


def _on(line: Line, rect: QRectF) -> bool:
    return line.top < rect.center().y() < line.bottom


def _line(painter: QPainter, laid: Laid, line: Line, grounds: list[QRectF], theme: Theme) -> None:
    """Draw one line in the ink of its piece; its tinted letters in theirs; what is highlighted in the full ink."""
    touches = [touch for touch in laid.touches if touch.start < line.end and touch.end > line.start]
    plain = theme.soft if laid.soft else theme.text
    tints = [
        (_region(line, line.boxes(touch.start, touch.end)), str(getattr(theme, touch.tint)))
        for touch in touches
        if touch.tint
    ]
    if grounds and (tints or laid.soft):
        lit = _region(line, [(rect.left(), rect.right()) for rect in grounds])
        tints = [(region.subtracted(lit), colour) for region, colour in tints]
        tints.append((lit, theme.text))
    if tints:
        rest = QRegion(-10_000, round(line.top - line.pitch), 20_000, round(line.pitch * 3))
        for region, colour in tints:
            rest = rest.subtracted(region)
            _draw(painter, line, colour, region)
        _draw(painter, line, plain, rest)
    else:
        painter.setPen(QColor(plain))
        line.text_line.draw(painter, QPointF(0, 0))
    for touch in touches:
        if touch.line:
            _touch(painter, line, touch, theme)


def _draw(painter: QPainter, line: Line, colour: str, region: QRegion) -> None:
    painter.save()
    painter.setClipRegion(region)
    painter.setPen(QColor(colour))
    line.text_line.draw(painter, QPointF(0, 0))
    painter.restore()


def _region(line: Line, boxes: list[tuple[float, float]]) -> QRegion:
    whole = QRegion()
    top, height = round(line.top - line.pitch), round(line.pitch * 3)
    for left, right in boxes:
        whole = whole.united(QRegion(round(left), top, round(right) - round(left), height))
    return whole


def _touch(painter: QPainter, line: Line, touch: Touch, theme: Theme) -> None:
    size = line.pitch / 1.8
    y = {
        "under": line.baseline + size * 0.34,
        "over": line.baseline - size * 0.86,
        "through": line.baseline - size * 0.26,
    }
    colour = getattr(theme, touch.tint or "soft")
    for left, right in line.boxes(touch.start, touch.end):
        painter.fillRect(QRectF(left, round(y[touch.line]), right - left, 1), QColor(colour))


def _edges(painter: QPainter, shapes: list[Shape], active: str | None) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in shapes:
        rect = shape.rect.adjusted(0, -1, 0, 0) if shape.annotation == active else shape.rect
        painter.fillRect(rect, QColor(shape.colour))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _shapes(flow: Flow, laid: Laid, view: View, box: Box) -> list[Shape]:
    key = (view.revision, view.theme.name)
    if laid.shapes_key != key:
        piece = laid.piece
        shown = view.shown(flow.desk.annotations_in(piece.start, piece.end))
        laid.shapes = decorate(laid, shown, view.theme, box)
        laid.shapes_key = key
    return laid.shapes


def _fill(painter: QPainter, shapes: list[Shape]) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in shapes:
        if shape.square == (True, True) or not shape.radius:
            painter.fillRect(shape.rect, QColor(shape.colour))
        else:
            painter.fillPath(_rounded(shape), QColor(shape.colour))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _rounded(shape: Shape) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(shape.rect, shape.radius, shape.radius)
    half = shape.rect.width() / 2
    if shape.square[0]:
        path.addRect(shape.rect.adjusted(0, 0, -half, 0))
    if shape.square[1]:
        path.addRect(shape.rect.adjusted(half, 0, 0, 0))
    return path


def _rects(line: Line, start: int, end: int, box: Box) -> list[QRectF]:
    top, height = box.top(line), box.height(line)
    return [QRectF(left, top, right - left, height) for left, right in line.boxes(start, end)]


def _hits(painter: QPainter, line: Line, view: View, box: Box) -> list[QRectF]:
    found: list[QRectF] = []
    for number, start, end in view.hits_between(line.start, line.end):
        colour = view.theme.hit_current if number == view.current_hit else view.theme.hit
        for rect in _rects(line, start, end, box):
            painter.fillRect(rect, QColor(colour))
            style = Qt.PenStyle.DashLine if number in view.loose else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(view.theme.hit_edge), 1, style))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
            found.append(rect)
    return found


def _selection(painter: QPainter, line: Line, view: View, box: Box) -> list[QRectF]:
    if view.selection is None:
        return []
    rects = _rects(line, *view.selection, box)
    for rect in rects:
        painter.fillRect(rect, QColor(view.theme.selection))
    return rects


def _caret(painter: QPainter, flow: Flow, view: View, box: Box) -> None:
    rect = caret_rect(flow, view, box)
    if rect is not None:
        painter.fillRect(rect, QColor(view.theme.accent))


def caret_rect(flow: Flow, view: View, box: Box) -> QRectF | None:
    """Return where the caret stands in the viewport, or None when it is not in view."""
    if view.caret is None:
        return None
    found = flow.find(view.caret.offset, after=view.caret.after)
    if found is None:
        return None
    _laid, line, y = found
    x = line.caret_x(view.caret.offset, after=view.caret.after)
    return QRectF(view.left + x - 1, y + box.top(line), 2, box.height(line))


@dataclass(slots=True)
class View:
    """What is shown over the text, and where."""

    theme: Theme
    left: float = 0.0
    """x of the column in the viewport."""
    selection: tuple[int, int] | None = None
    caret: Caret | None = None
    caret_shown: bool = False
    active: str | None = None
    hits: list[tuple[int, int]] = field(default_factory=list)
    """Sorted by start."""
    loose: set[int] = field(default_factory=set)
    """Numbers of the hits that are not spelled as they were typed."""
    current_hit: int = -1
    numbers: Numbers = field(default_factory=Numbers)
    revision: int = 0
    """Counts up when an annotation changes, or what is hidden."""
    hidden: Callable[[Annotation], bool] | None = None
    slack: float = 40.0
    """Ink may reach this far over the box of its line."""

    def shown(self, annotations: list[Annotation]) -> list[Annotation]:
        """Return those that are not hidden; the active one always is shown, so that a list can lead to it."""
        hidden = self.hidden
        if hidden is None:
            return annotations
        return [each for each in annotations if each.id == self.active or not hidden(each)]

    def hits_between(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Return ``(number, start, end)`` of the hits that touch the stretch."""
        from bisect import bisect_left

        found = []
        upto = bisect_left(self.hits, (end, 0))
        for number in range(upto - 1, -1, -1):
            if self.hits[number][1] <= start:
                break
            found.append((number, *self.hits[number]))
        return found
