"""What stands beside a passage: the bar of a selection, the note being written, a footnote, the line to a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtWidgets import QApplication

from reader.ui.arrangement import MarginKind

if TYPE_CHECKING:
    from reader.ui.window import MainWindow

NEAR = 90
"""Points between a highlight and the edge of the column that the line to its card may run under."""
PATIENCE = 140
"""Milliseconds after the last change of a selection until its bar is raised."""


class Beside:
    """Finds the places, in the coordinates of the window, and puts things there."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.for_highlight = False
        """Whether the bar is for the active highlight and not for a selection."""

    def highlight_end(self, annotation: str) -> QPointF | None:
        """Return where the line to its card begins, in the window.

        At the end of a line of the highlight that reaches the margin's side of the column; where none does, at the edge
        of the column, so that it runs under no other words.
        """
        window = self._window
        note = window.session.note(annotation)
        if note is None:
            return None
        boxes = window.surface.span_boxes(note.placement.start, note.placement.end)
        if not boxes:
            return None
        left, right = window.surface.column()
        if window.look.right_to_left:
            nearest = min(boxes, key=lambda box: (box.left() - left > NEAR, box.top(), box.left()))
            x = nearest.left() if nearest.left() - left <= NEAR else left
        else:
            nearest = min(boxes, key=lambda box: (right - box.right() > NEAR, box.top(), -box.right()))
            x = nearest.right() if right - nearest.right() <= NEAR else right
        return QPointF(window.surface.viewport().mapTo(window, QPointF(x, nearest.bottom() - 1)))

    def selection_moved(self) -> None:
        """Raise the bar once a selection rests, hide it when there is none."""
        window = self._window
        if window.surface.selection() is None:
            window.patience.stop()
            if not self.for_highlight:
                window.bar.hide()
        else:
            self.for_highlight = False
            window.bar.hide()
            window.patience.start(PATIENCE)

    def bar_follows(self) -> None:
        """Show the bar beside what it is for, or hide it."""
        window = self._window
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton and window.surface.selection() is not None:
            window.patience.start(PATIENCE)
            return
        rect = QRect()
        if window.surface.selection() is not None:
            rect = window.surface.selection_rect()
        elif self.for_highlight and window.active and not window.editor.isVisible():
            note = window.session.note(window.active)
            rect = window.surface.span_rect(note.placement.start, note.placement.end) if note else rect
        if rect.isEmpty():
            window.bar.hide()
            return
        rect.moveTopLeft(window.surface.viewport().mapTo(window, rect.topLeft()))
        window.bar.show_for(rect, window.surface.geometry(), highlight=window.surface.selection() is None)

    def page_keys_apply(self) -> bool:
        """Tell whether the bare digits mark: while the bar stands."""
        return self._window.bar.isVisible()

    def place_editor(self) -> None:
        """Put the editor where the card stands, or over the page's edge where there are only marks."""
        window = self._window
        note = window.editor.annotation_id
        if not note:
            window.margin.set_edited("", 0)
            return
        height = window.editor.wanted_height()
        if window.margin_kind is MarginKind.CARDS:
            window.margin.set_edited(note, height)
            box = window.margin.box_of(note)
            if box is not None:
                box.translate(window.margin.pos())
                box.setHeight(height)
                top = max(window.placed.page[1] + 6, min(box.top(), window.height() - height - 6))
                window.editor.setGeometry(box.left(), top, box.width(), height)
            return
        page = window.placed.page
        width = min(320, page[2] - 32)
        end = self.highlight_end(note)
        top = round(end.y()) + 10 if end else page[1] + 40
        left = page[0] + 12 if window.look.right_to_left else page[0] + page[2] - width - 12
        window.editor.setGeometry(left, max(page[1] + 6, min(top, window.height() - height - 40)), width, height)

    def place_footnote(self, line: float | None) -> None:
        """Put the footnote into the margin, beside ``line`` of the page (its top in the viewport)."""
        window = self._window
        column = QRect(*(window.placed.margin if window.margin_has_cards() else window.placed.page))
        width = min(340, column.width() - 16)
        height = window.footnote.wanted_height(width)
        left = column.center().x() - width // 2
        if not window.margin_has_cards():
            left = column.left() + 12 if window.look.right_to_left else column.right() - width - 12
        top = window.surface.viewport().mapTo(window, QPoint(0, round(line or 0))).y() + (
            0 if window.margin_has_cards() else 44
        )
        window.footnote.setGeometry(left, max(column.top() + 6, min(top, column.bottom() - height - 6)), width, height)
        window.footnote.raise_()
