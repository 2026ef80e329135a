"""What the mouse does on the page: click, drag, double and triple click, and dragging on while the page scrolls."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QPointF, Qt, QTimer
from PySide6.QtWidgets import QApplication

from reader.ui.surface.caret import Caret

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from reader.ui.surface.surface import ReadingSurface

_TICK = 30
_FASTEST = 60.0


class Unit(IntEnum):
    """By what a drag selects."""

    LETTER = 1
    WORD = 2
    PARAGRAPH = 3


class Gestures(QObject):
    """Turns the mouse events of one surface into its selection."""

    def __init__(self, surface: ReadingSurface) -> None:
        super().__init__(surface)
        self._surface = surface
        self._unit = Unit.LETTER
        self._origin: tuple[int, int] | None = None
        self._point = QPointF()
        self._pressed = QPointF()
        self._dragged = False
        self._since_double = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._tick)
        surface.scrolled.connect(self._follow)

    def press(self, event: QMouseEvent) -> None:
        """Begin a selection; a third click after a double one takes the paragraph, Shift extends."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position()
        surface = self._surface
        near = (point - self._pressed).manhattanLength() < QApplication.startDragDistance()
        third = self._since_double.isValid() and self._since_double.elapsed() < QApplication.doubleClickInterval()
        self._pressed = self._point = point
        self._dragged = False
        caret = surface.caret_at(point)
        if caret is None:
            return
        if third and near:
            self._since_double.invalidate()
            self._begin(Unit.PARAGRAPH, point)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._unit = Unit.LETTER
            fixed = surface.fixed_end()
            self._origin = (fixed, fixed)
            self._dragged = True
            surface.extend(fixed, caret)
        else:
            self._unit = Unit.LETTER
            self._origin = (caret.offset, caret.offset)
            surface.put_caret(caret)

    def double(self, event: QMouseEvent) -> None:
        """Select the word."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = self._point = event.position()
            self._since_double.start()
            self._begin(Unit.WORD, event.position())

    def move(self, event: QMouseEvent) -> None:
        """Drag on, and scroll while the mouse is above or below the page."""
        if self._origin is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        self._point = event.position()
        if (self._point - self._pressed).manhattanLength() >= 3:
            self._dragged = True
        if self._dragged:
            self._extend()
            outside = self._overshoot() != 0
            if outside and not self._timer.isActive():
                self._timer.start()
            elif not outside:
                self._timer.stop()

    def release(self, event: QMouseEvent) -> bool:
        """End a drag; return whether it was a plain click."""
        self._timer.stop()
        clicked = self._origin is not None and not self._dragged and self._unit is Unit.LETTER
        self._origin = None
        return clicked and event.button() is Qt.MouseButton.LeftButton

    def _begin(self, unit: Unit, point: QPointF) -> None:
        surface = self._surface
        self._unit = unit
        self._dragged = False
        under = surface.offset_under(point)
        self._origin = self._span(under)
        surface.extend(self._origin[0], Caret(self._origin[1], after=True))

    def _span(self, offset: int) -> tuple[int, int]:
        if self._unit is Unit.WORD:
            return self._surface.word_span(offset)
        if self._unit is Unit.PARAGRAPH:
            return self._surface.paragraph_span(offset)
        return offset, offset

    def _extend(self) -> None:
        if self._origin is None:
            return
        surface = self._surface
        height = surface.viewport().height()
        point = QPointF(self._point.x(), min(max(self._point.y(), 1.0), height - 2.0))
        caret = surface.caret_at(point)
        if caret is None:
            return
        if self._unit is Unit.LETTER:
            surface.extend(self._origin[0], caret)
            return
        start, end = self._span(surface.offset_under(point))
        if start < self._origin[0]:
            surface.extend(self._origin[1], Caret(start))
        else:
            surface.extend(self._origin[0], Caret(max(end, self._origin[1]), after=True))

    def _follow(self) -> None:
        """Keep the selection up to the mouse where the wheel scrolls during a drag."""
        if self._origin is not None and self._dragged:
            self._extend()

    def _overshoot(self) -> float:
        y, height = self._point.y(), self._surface.viewport().height()
        return y if y < 0 else max(0.0, y - height + 1)

    def _tick(self) -> None:
        over = self._overshoot()
        if over == 0 or self._origin is None:
            self._timer.stop()
            return
        self._surface.scroll_by(max(-_FASTEST, min(_FASTEST, over)))
