"""The strip at the edge of the window: the page's scroll bar, with a mark for every highlight and every place found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from reader.ui.i18n import tr
from reader.ui.theme import mix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.annotation.model import Colour
    from reader.ui.look import Look

CROWDED = 200
"""Marks from which those at nearly the same height share one row."""
INSET, MARK, THUMB, LEAST_THUMB = 10, 3, 8, 32
"""Points: above and below the track, height of a mark, width of the thumb, its least height."""


def rows(fractions: Iterable[float], height: int) -> list[int]:
    """Return the top of the mark for each place (0 to 1 of the whole text) on a track of ``height`` points."""
    room = max(0, height - MARK)
    return [round(min(1.0, max(0.0, place)) * room) for place in fractions]


class Strip(QWidget):
    """Follows a scroll bar, and scrolls it: drag the thumb, click a mark, turn the wheel."""

    jumped = Signal(float)
    """A mark was clicked: its place in the text, 0 to 1."""

    def __init__(self, bar: QScrollBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._bar = bar
        self._look: Look | None = None
        self._marks: list[tuple[float, Colour]] = []
        self._hits: list[float] = []
        self._picture: QImage | None = None
        self._grip: float | None = None
        self.setAccessibleName(tr("Where the highlights are"))
        self.setMouseTracking(True)
        bar.valueChanged.connect(self.update)
        bar.rangeChanged.connect(self.update)

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme."""
        self._look = look
        self._redraw()

    def set_marks(self, marks: list[tuple[float, Colour]]) -> None:
        """Show highlights: the place of each in the text (0 to 1) and its colour."""
        self._marks = marks
        self._redraw()

    def set_hits(self, hits: list[float]) -> None:
        """Show places found, hollow, beside the highlights."""
        self._hits = hits
        self._redraw()

    def sizeHint(self) -> QSize:
        """Return the width the arrangement gives it."""
        return QSize(22, 200)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Draw the marks again for another height."""
        self._redraw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, thumb and marks; the marks are one picture made when they change, not once for each frame."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("window"))
        if self._bar.maximum() > self._bar.minimum():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mix(self._look.theme.window, self._look.theme.text, 0.13)))
            painter.drawRoundedRect(self._thumb(), THUMB / 2, THUMB / 2)
        if self._picture is None:
            self._picture = self._drawn()
        painter.drawImage(0, INSET, self._picture)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the thumb, or go to the mark or place that was clicked."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        y = event.position().y()
        thumb = self._thumb()
        mark = self._mark_at(y)
        if mark is not None:
            self.jumped.emit(mark)
        elif thumb.top() <= y <= thumb.bottom():
            self._grip = y - thumb.top()
        else:
            self._grip = thumb.height() / 2
            self._drag(y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the thumb; show that a mark can be clicked."""
        if self._grip is not None:
            self._drag(event.position().y())
            return
        on_mark = self._mark_at(event.position().y()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if on_mark else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the thumb."""
        self._grip = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page."""
        self._bar.event(event)

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _track(self) -> int:
        return max(1, self.height() - 2 * INSET)

    def _thumb(self) -> QRectF:
        span = self._bar.maximum() - self._bar.minimum()
        page = self._bar.pageStep()
        track = self._track()
        height = max(LEAST_THUMB, track * page / max(1, span + page))
        top = INSET + (track - height) * (self._bar.value() - self._bar.minimum()) / max(1, span)
        return QRectF((self.width() - THUMB) / 2, top, THUMB, height)

    def _drag(self, y: float) -> None:
        thumb = self._thumb()
        room = self._track() - thumb.height()
        share = (y - (self._grip or 0) - INSET) / room if room > 0 else 0.0
        span = self._bar.maximum() - self._bar.minimum()
        self._bar.setValue(self._bar.minimum() + round(min(1.0, max(0.0, share)) * span))

    def _mark_at(self, y: float) -> float | None:
        places = [place for place, _colour in self._marks] + self._hits
        if not places:
            return None
        distance, place = min((abs(top + MARK / 2 + INSET - y), place) for top, place in self._tops(places))
        return place if distance <= 4 else None

    def _tops(self, places: list[float]) -> list[tuple[int, float]]:
        return list(zip(rows(places, self._track()), places, strict=True))

    def _by_row(self, track: int) -> dict[int, list[Colour]]:
        """Return the colours at each height; where there are many marks, in steps, so that each colour can be seen."""
        step = MARK + 1 if len(self._marks) > CROWDED else 1
        found: dict[int, list[Colour]] = {}
        tops = rows((place for place, _colour in self._marks), track)
        for top, (_place, colour) in zip(tops, self._marks, strict=True):
            colours = found.setdefault(top // step * step, [])
            if colour not in colours:
                colours.append(colour)
        return found

    def _drawn(self) -> QImage:
        ratio = self.devicePixelRatioF()
        track = self._track()
        picture = QImage(round(self.width() * ratio), round(track * ratio), QImage.Format.Format_ARGB32_Premultiplied)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        if self._look is None:
            return picture
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for top, colours in self._by_row(track).items():
            width = (self.width() - 8) / len(colours)
            for at, colour in enumerate(colours):
                painter.setBrush(QColor(self._look.theme.marks[colour].edge))
                painter.drawRoundedRect(QRectF(4 + at * width, top, width, MARK), 1.5, 1.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(self._look.theme.hit_edge))
        for top in sorted(set(rows(self._hits, track))):
            painter.drawRect(QRectF(2.5, top + 0.5, self.width() - 5, MARK - 1))
        painter.end()
        return picture
