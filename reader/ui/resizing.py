"""Growing and shrinking a highlight: by a word with the keys, or by dragging either end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent

from reader import annotate
from reader.ui.surface.page import direction_of

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF, QRectF

    from reader.annotation.model import Annotation
    from reader.desk import Desk
    from reader.ui.surface.surface import ReadingSurface
    from reader.ui.window import MainWindow

REACH = 8
"""Points around an end from which it can be taken hold of."""

AROUND = 400
"""Code points looked at on each side of an end."""


def by_word(desk: Desk, start: int, end: int, *, start_moves: bool, later: bool) -> tuple[int, int] | None:
    """Return the span with one end at the next or previous border of a word; None where nothing would be left."""
    from reader.text.words import words

    moving = start if start_moves else end
    first = max(0, moving - AROUND)
    text = desk.text(first, moving + AROUND)
    borders = [first + (begin if start_moves else finish) for begin, finish in words(text)]
    beyond = [border for border in borders if (border > moving if later else border < moving)]
    if not beyond:
        return None
    reached = min(beyond) if later else max(beyond)
    span = (reached, end) if start_moves else (start, reached)
    return span if span[0] < span[1] else None


def ends(surface: ReadingSurface, annotation: Annotation) -> tuple[Grip | None, Grip | None]:
    """Return where a highlight begins and where it ends on the page (viewport), None for an end that is not in view.

    These are the outer ends that are seen, at the side where its paragraph begins or ends, whatever runs there.
    """
    start, end = annotation.placement.start, annotation.placement.end
    boxes = surface.span_boxes(start, end)
    desk = surface.desk
    if desk is None or not boxes:
        return None, None
    index = max(0, desk.block_at(start))
    rtl = direction_of(desk.block(index), desk.block_text(index), str(desk.direction))
    first = _grip(boxes, boxes[0], right=rtl) if surface.span_boxes(start, start + 1) else None
    last = _grip(boxes, boxes[-1], right=not rtl) if surface.span_boxes(end - 1, end) else None
    return first, last


def _grip(boxes: list[QRectF], of_line: QRectF, *, right: bool) -> Grip:
    line = [box for box in boxes if abs(box.top() - of_line.top()) < 1]
    x = max(box.right() for box in line) if right else min(box.left() for box in line)
    return Grip(x, of_line.top(), of_line.bottom())


@dataclass(frozen=True, slots=True)
class Grip:
    """One end of a highlight: a vertical stroke on the page."""

    x: float
    top: float
    bottom: float

    def near(self, point: QPointF) -> bool:
        """Tell whether the mouse is close enough to take hold."""
        return abs(point.x() - self.x) <= REACH and self.top - 4 <= point.y() <= self.bottom + 4


class Resizing(QObject):
    """Lets the ends of the active highlight be dragged; the new passage shows as a selection until it is let go."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._fixed: int | None = None
        window.surface.viewport().installEventFilter(self)

    def grips(self) -> list[Grip]:
        """Return the ends of the active highlight that are in view."""
        note = self._active()
        return [grip for grip in ends(self._window.surface, note) if grip is not None] if note else []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take hold of an end, drag it, let it go; everything else is the page's own."""
        if not isinstance(event, QMouseEvent) or not self._window.built:
            return False
        if event.type() is QEvent.Type.MouseButtonPress:
            return self._take(event)
        if event.type() is QEvent.Type.MouseMove:
            return self._drag(event) if self._fixed is not None else self._show_that_it_moves(event)
        if event.type() is QEvent.Type.MouseButtonRelease and self._fixed is not None:
            self._let_go()
            return True
        return False

    def _active(self) -> Annotation | None:
        return self._window.session.note(self._window.active)

    def _take(self, event: QMouseEvent) -> bool:
        note = self._active()
        if note is None or event.button() is not Qt.MouseButton.LeftButton:
            return False
        first, last = ends(self._window.surface, note)
        if last is not None and last.near(event.position()):
            self._fixed = note.placement.start
        elif first is not None and first.near(event.position()):
            self._fixed = note.placement.end
        return self._fixed is not None

    def _drag(self, event: QMouseEvent) -> bool:
        surface = self._window.surface
        caret = surface.caret_at(event.position())
        if caret is not None and self._fixed is not None and caret.offset != self._fixed:
            surface.set_selection(*sorted((self._fixed, caret.offset)))
        return True

    def _show_that_it_moves(self, event: QMouseEvent) -> bool:
        if event.buttons() or not any(grip.near(event.position()) for grip in self.grips()):
            return False
        self._window.surface.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
        return True

    def _let_go(self) -> None:
        window, note = self._window, self._active()
        self._fixed = None
        span, desk = window.surface.selection(), window.session.desk
        window.surface.clear_selection()
        if note is None or desk is None or span is None or span == (note.placement.start, note.placement.end):
            return
        window.session.change(
            annotate.edit, window.session.library, note.id, start=span[0], end=span[1], version=desk.version
        )
        window.set_active(note.id)
