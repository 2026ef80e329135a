"""The reading surface: the widget that shows one article, lets a person select in it and says what happens there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence

from reader.document.model import MarkKind
from reader.text import graphemes
from reader.ui.surface import paint
from reader.ui.surface.caret import Caret, Move, moved, place
from reader.ui.surface.gestures import Gestures
from reader.ui.surface.view import PageView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from reader.desk import Desk
    from reader.document.model import Mark


class ReadingSurface(PageView):
    """Shows the article of a Desk. Offsets are stored code points; x and y are pixels of the viewport."""

    selection_changed = Signal()
    caret_moved = Signal(int)
    annotation_clicked = Signal(str)
    link_activated = Signal(str)
    footnote_activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fixed = 0
        self._caret_mode = False
        self._gestures = Gestures(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setMouseTracking(True)

    def set_desk(self, desk: Desk | None) -> None:
        """Show the article of ``desk`` where reading stopped."""
        self.show_desk(desk)
        self._fixed = self.caret()
        self.selection_changed.emit()

    def set_hits(self, hits: Sequence[tuple[int, int] | tuple[int, int, bool]], current: int = -1) -> None:
        """Mark search hits ``(start, end)`` or ``(start, end, exact)``, sorted by start.

        The one numbered ``current`` stands out; one that is not spelled as it was typed has a dashed edge.
        """
        self._view.hits, self._view.current_hit = [(hit[0], hit[1]) for hit in hits], current
        self._view.loose = {number for number, hit in enumerate(hits) if len(hit) > 2 and not hit[2]}
        self.viewport().update()

    def set_active(self, annotation_id: str | None) -> None:
        """Let the highlight of one annotation stand out, or none."""
        if annotation_id != self._view.active:
            self._view.active = annotation_id
            if self._view.hidden is not None:  # what was active may be hidden now
                self._view.revision += 1
            self.viewport().update()

    # Selection and caret

    def selection(self) -> tuple[int, int] | None:
        """Return the selected ``(start, end)``, on cluster borders, or None."""
        return self._view.selection

    def set_selection(self, start: int, end: int) -> None:
        """Select ``start`` to ``end``, widened to whole clusters; nothing is scrolled."""
        first, last = self._snapped(start, end)
        self.extend(first, Caret(last, after=True))

    def select_all(self) -> None:
        """Select the whole article; nothing is scrolled."""
        if self._desk is not None:
            self.extend(0, Caret(self._desk.length, after=True))

    def clear_selection(self) -> None:
        """Select nothing; the caret stays."""
        if self._view.selection is not None:
            self._view.selection = None
            self._fixed = self.caret()
            self.viewport().update()
            self.selection_changed.emit()

    def caret(self) -> int:
        """Return the stored offset of the caret."""
        return self._view.caret.offset if self._view.caret else 0

    def set_caret_mode(self, on: bool) -> None:
        """Show the caret and let the plain arrow keys move it (F7)."""
        self._caret_mode = on
        self._view.caret_shown = on
        if on and self._flow is not None and self._view.caret is not None:
            if self.line_y(self.caret()) is None:
                self._view.caret = Caret(self._flow.first_offset())
            self._fixed = self.caret()
        self.viewport().update()

    def caret_mode(self) -> bool:
        """Return whether the caret is shown."""
        return self._caret_mode

    def put_caret(self, caret: Caret) -> None:
        """Put the caret and select nothing."""
        self._fixed = caret.offset
        had = self._view.selection is not None
        self._view.selection, self._view.caret = None, caret
        self.viewport().update()
        self.caret_moved.emit(caret.offset)
        if had:
            self.selection_changed.emit()

    def extend(self, fixed: int, caret: Caret) -> None:
        """Select from ``fixed`` to the caret."""
        self._fixed = fixed
        self._view.caret = caret
        span = (min(fixed, caret.offset), max(fixed, caret.offset))
        selection = span if span[0] < span[1] else None
        if selection != self._view.selection:
            self._view.selection = selection
            self.viewport().update()
            self.selection_changed.emit()
        self.caret_moved.emit(caret.offset)

    def fixed_end(self) -> int:
        """Return the end of the selection that stays when it is extended."""
        return self._fixed

    def word_span(self, offset: int) -> tuple[int, int]:
        """Return the word at ``offset``, without quotes or comma."""
        from reader.text import words

        start, text = self._around(offset)
        at = min(offset - start, max(0, len(text) - 1))
        first, last = words.word_at(text, at)
        if first == last:  # no word there: what is under the mouse
            first, last = graphemes.snap(text, at, min(at + 1, len(text)))
        return start + first, start + last

    def paragraph_span(self, offset: int) -> tuple[int, int]:
        """Return the block at ``offset``."""
        if self._desk is None or not self._desk.block_count:
            return offset, offset
        block = self._desk.block(max(0, self._desk.block_at(offset)))
        return block.start, block.end

    # Places

    def go_to(self, offset: int, *, at: float = 0.3, highlight: bool = False) -> None:
        """Bring the line of ``offset`` to the share ``at`` of the height, and the caret to it.

        ``highlight`` selects the word there.
        """
        if self._flow is None:
            return
        offset = max(0, min(offset, self._flow.desk.length))
        self._view.caret = Caret(offset)
        self._flow.show(offset, self._flow.height * at)
        self._moved()
        if highlight:
            first, last = self.word_span(offset)
            self.extend(first, Caret(last, after=True))
        else:
            self._fixed = offset
            self.caret_moved.emit(offset)

    def selection_rect(self) -> QRect:
        """Return what encloses the visible part of the selection, empty where nothing is selected or seen."""
        return self.span_rect(*self._view.selection) if self._view.selection else QRect()

    def caret_rect(self) -> QRect:
        """Return where the caret stands, empty when it is not in view."""
        if self._flow is None:
            return QRect()
        rect = paint.caret_rect(self._flow, self._view, paint.box_of(self._flow.page))
        return rect.toAlignedRect() if rect is not None else QRect()

    def caret_at(self, point: QPointF | QPoint) -> Caret | None:
        """Return the caret nearest to a point of the viewport."""
        found = self._line_near(point)
        if found is None:
            return None
        line = found[1]
        offset, after = line.offset_at(point.x() - self._view.left)
        return Caret(offset, after=after)

    def offset_under(self, point: QPointF | QPoint) -> int:
        """Return the stored offset of the cluster under (or nearest to) a point of the viewport."""
        found = self._line_near(point)
        return found[1].offset_under(point.x() - self._view.left) if found else 0

    def ensure_caret_visible(self) -> None:
        """Scroll as little as is needed for the line of the caret to be seen."""
        if self._flow is None or self._view.caret is None:
            return
        margin = self._flow.page.pitch * 0.5
        found = self._flow.find(self._view.caret.offset, after=self._view.caret.after)
        if found is None:
            below = self._view.caret.offset > self._flow.first_offset()
            self._flow.show(self._view.caret.offset, self._flow.height - 2 * self._flow.page.pitch if below else margin)
            found = self._flow.find(self._view.caret.offset, after=self._view.caret.after)
        if found is not None:
            _laid, line, y = found
            if y + line.top < margin:
                self._flow.scroll(y + line.top - margin)
            elif y + line.bottom > self._flow.height - margin:
                self._flow.scroll(y + line.bottom - self._flow.height + margin)
        self._moved()

    # Events of Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection."""
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag on, or show by the cursor that there is something to click."""
        self._gestures.move(event)
        if not event.buttons():
            over = self._mark_under(event.position()) is not None
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
            if self.viewport().cursor().shape() is not shape:
                self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or say what was clicked."""
        if self._gestures.release(event):
            self._clicked(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        self._gestures.double(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret or the page; what is no key of the page is left to the window."""
        if self._flow is None:
            event.ignore()
            return
        from reader.ui.surface import keys  # Qt's table of keys takes 10 ms, which the first page need not wait for

        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape and self._view.selection is not None:
            self.clear_selection()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif event.key() == Qt.Key.Key_F7:
            self.set_caret_mode(not self._caret_mode)
        elif page := keys.page_of(event):
            self._key_page(page, extend=extend and event.key() != Qt.Key.Key_Space)
        elif (move := keys.move_of(event)) is None or not self._key_move(move, extend=extend):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the page has the keyboard."""
        super().focusInEvent(event)
        self.viewport().update()

    # Inside

    def _key_move(self, move: Move, *, extend: bool) -> bool:
        if self._flow is None or self._view.caret is None:
            return False
        if not (extend or self._caret_mode):
            return self._scroll_for(move)
        if extend and self._view.selection is None:
            self._fixed = self.caret()
        caret = moved(self._flow, self._view.caret, move)
        if extend:
            self.extend(self._fixed, caret)
        else:
            self.put_caret(caret)
        self.ensure_caret_visible()
        return True

    def _scroll_for(self, move: Move) -> bool:
        if self._flow is None:
            return False
        pitch = self._flow.page.pitch
        distances = {Move.UP: -2 * pitch, Move.DOWN: 2 * pitch}
        ends = {Move.START: 0, Move.LINE_START: 0, Move.END: self._flow.maximum, Move.LINE_END: self._flow.maximum}
        if move in distances:
            self.scroll_by(distances[move])
        elif move in ends:
            self._flow.jump(ends[move])
            self._moved()
        else:
            return False
        return True

    def _key_page(self, direction: int, *, extend: bool) -> None:
        if self._flow is None or not (extend or self._caret_mode) or self._view.caret is None:
            self.scroll_page(direction)
            return
        rect = self.caret_rect()
        point = QPointF(rect.center()) if not rect.isEmpty() else QPointF(self._view.left, self._flow.height / 2)
        self.scroll_page(direction)
        caret = self.caret_at(point)
        at_end = caret is not None and caret.offset == self.caret()
        if caret is None or at_end:
            caret = moved(self._flow, self._view.caret, Move.END if direction > 0 else Move.START)
        if extend:
            self.extend(self._fixed, caret)
        else:
            self.put_caret(caret)

    def _clicked(self, point: QPointF) -> None:
        mark = self._mark_under(point)
        if mark is not None and mark.kind is MarkKind.LINK:
            self.link_activated.emit(mark.target)
        elif mark is not None:
            self.footnote_activated.emit(mark.target)
        elif (offset := self._offset_in_ink(point)) is not None and (found := self.annotations_at(offset)):
            shortest = min(found, key=lambda a: a.placement.end - a.placement.start)
            self.annotation_clicked.emit(shortest.id)

    def _mark_under(self, point: QPointF) -> Mark | None:
        offset = self._offset_in_ink(point)
        if offset is None or self._desk is None:
            return None
        kinds = (MarkKind.LINK, MarkKind.NOTE_REFERENCE)
        return next((mark for mark in self._desk.marks(offset, offset + 1) if mark.kind in kinds), None)

    def _offset_in_ink(self, point: QPointF) -> int | None:
        """Return the offset of the cluster whose box holds the point, or None beside the text."""
        found = self._line_near(point)
        if found is None:
            return None
        _laid, line, y = found
        x = point.x() - self._view.left
        if not y + line.top <= point.y() < y + line.bottom:
            return None
        if not any(cluster.left <= x < cluster.right for cluster in line.clusters):
            return None
        return line.offset_under(x)

    def _around(self, offset: int) -> tuple[int, str]:
        """Return some text around ``offset``, of its piece, and where it begins."""
        if self._flow is None or self._view.caret is None:
            return offset, ""
        found = place(self._flow, Caret(offset))
        if found is None:
            return offset, ""
        piece = found[0].piece
        return piece.start, self._flow.desk.text(piece.start, piece.end)

    def _snapped(self, start: int, end: int) -> tuple[int, int]:
        if self._desk is None:
            return start, end
        start, end = sorted((max(0, start), min(self._desk.length, end)))
        first = max(0, start - 64)
        head = self._desk.text(first, start + 64)
        last = max(0, end - 64)
        tail = self._desk.text(last, end + 64)
        begin = graphemes.snap(head, start - first, start - first)[0] + first
        return begin, graphemes.snap(tail, max(0, begin - last), end - last)[1] + last
