"""The margin: the notes beside the lines they belong to, as cards, or as marks where the window is narrow."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from reader.ui import actions
from reader.ui.arrangement import MarginKind
from reader.ui.cards import Card, first_line
from reader.ui.i18n import tr
from reader.ui.look import interface_font
from reader.ui.margin_layout import levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.annotation.model import Annotation
    from reader.ui.look import Look

GAP, SIDE = 10, 22
"""Points between cards, and between a card and the edge of the margin."""
_KEPT = 400
"""Cards kept ready, measured, beside those in view."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Margin(QWidget):
    """Draws the cards itself: ten thousand notes cost no more than those in view."""

    activated = Signal(str)
    """A note was clicked or reached by key: its annotation."""
    edit_wanted = Signal(str)
    step_wanted = Signal(int)
    left = Signal()
    moved = Signal()
    """Cards stand elsewhere: what is joined to them moves too."""
    menu_wanted = Signal(str, QPoint)
    scrolled = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._kind = MarginKind.CARDS
        self._notes: Sequence[tuple[Annotation, float]] = ()
        self._cards: OrderedDict[tuple[object, ...], Card] = OrderedDict()
        self._placed: list[tuple[Card, float]] = []
        self._active: str | None = None
        self._edited: tuple[str, int] | None = None
        self._hovered: str | None = None
        self._hint = ""
        self._unsaid = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Margin"))

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme and the direction of the interface."""
        self._look = look
        self._cards.clear()
        self._lay_out()

    def set_kind(self, kind: MarginKind) -> None:
        """Show cards, or marks."""
        if kind is not self._kind:
            self._kind = kind
            self._lay_out()

    def set_notes(self, notes: Sequence[tuple[Annotation, float]]) -> None:
        """Show these annotations, each with the top of its line in this widget's coordinates, in reading order."""
        self._notes = [
            (note, top)
            for note, top in notes
            if note.note or note.tags or note.id in {self._active, self._being_edited()}
        ]
        self._lay_out()
        if self._unsaid and self._active:
            self._unsaid = False
            self._announce(self._active)

    def set_hint(self, hint: str) -> None:
        """Say something to a person whose article has no highlight yet; an empty hint says nothing."""
        if hint != self._hint:
            self._hint = hint
            self.update()

    def set_active(self, annotation: str | None) -> None:
        """Bring out one card; the caller gives the notes anew, since a highlight without a note has a card only now."""
        self._unsaid = annotation != self._active and annotation is not None and self.hasFocus()
        self._active = annotation

    def set_edited(self, annotation: str, height: int) -> None:
        """Keep room of ``height`` points where a note is being written; an empty id ends that."""
        self._edited = (annotation, height) if annotation else None
        self._lay_out()

    def box_of(self, annotation: str) -> QRect | None:
        """Return the rectangle of a card in this widget's coordinates, None when it is not shown."""
        for card, top in self._placed:
            if card.annotation.id == annotation:
                return QRect(self._left(), round(top), self._card_width(), self._height_of(card))
        return None

    def resizeEvent(self, _event: QEvent) -> None:
        """Set the cards anew for another width."""
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hairline towards the page and the cards in view."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.colour("page"))
        edge = self.width() - 1 if self._look.right_to_left else 0
        painter.fillRect(edge, 0, 1, self.height(), self._look.colour("border"))
        if self._kind is MarginKind.MARKS:
            self._paint_marks(painter)
            return
        if self._hint and not self._notes:
            painter.setPen(self._look.colour("soft"))
            painter.setFont(interface_font(13))
            room = self.rect().adjusted(SIDE, 140, -SIDE, 0)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self._hint)
        editing = self._being_edited()
        for card, top in self._placed:
            if top < self.height() and top + card.height > 0 and card.annotation.id != editing:
                card.paint(painter, self._left(), top, hovered=card.annotation.id == self._hovered)
        if self.hasFocus() and not self._active:
            painter.setPen(self._look.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the clicked note the active one."""
        note = self._at(event.position().toPoint())
        if note is not None and event.button() is Qt.MouseButton.LeftButton:
            self.activated.emit(note)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Write in the note that was clicked twice."""
        note = self._at(event.position().toPoint())
        if note is not None:
            self.edit_wanted.emit(note)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the day of the note under the mouse."""
        note = self._at(event.position().toPoint())
        if note != self._hovered:
            self._hovered = note
            self.setCursor(Qt.CursorShape.PointingHandCursor if note else Qt.CursorShape.ArrowCursor)
            self.setToolTip(self._said_of(note) if note and self._kind is MarginKind.MARKS else "")
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Forget the note under the mouse."""
        self._hovered = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page: the margin has no scroll bar of its own."""
        self.scrolled.emit(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a note."""
        note = self._at(event.pos()) or self._active
        if note:
            self.menu_wanted.emit(note, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk through the notes, Enter writes in one, Escape goes back to the page."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.step_wanted.emit(step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._active:
            self.edit_wanted.emit(self._active)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say which note is the active one."""
        super().focusInEvent(event)
        if self._active:
            self._announce(self._active)
        self.update()

    def _announce(self, annotation: str) -> None:
        said = self._said_of(annotation)
        if said:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _said_of(self, annotation: str) -> str:
        for note, _top in self._notes:
            if note.id == annotation:
                return f"{actions.colour_name(note.colour)}: {first_line(note.note) or note.target.exact}"
        return ""

    def _being_edited(self) -> str:
        return self._edited[0] if self._edited else ""

    def _card_width(self) -> int:
        return max(60, self.width() - 2 * SIDE)

    def _left(self) -> int:
        return SIDE

    def _height_of(self, card: Card) -> int:
        if self._edited and card.annotation.id == self._edited[0]:
            return self._edited[1]
        return card.height

    def _card(self, annotation: Annotation, look: Look) -> Card:
        active = annotation.id == self._active
        key = (annotation, self._card_width(), active)
        card = self._cards.get(key)
        if card is None:
            card = self._cards[key] = Card(annotation, self._card_width(), look, active=active)
            if len(self._cards) > _KEPT:
                self._cards.popitem(last=False)
        else:
            self._cards.move_to_end(key)
        return card

    def _lay_out(self) -> None:
        if self._look is None or self._kind is not MarginKind.CARDS:
            self._placed = []
        else:
            look = self._look
            cards = [self._card(note, look) for note, _top in self._notes]
            held = self._edited[0] if self._edited else self._active
            index = next((at for at, card in enumerate(cards) if card.annotation.id == held), None)
            tops = levels(
                [top for _note, top in self._notes], [self._height_of(card) for card in cards], gap=GAP, held=index
            )
            self._placed = list(zip(cards, tops, strict=True))
        self.update()
        self.moved.emit()

    def _at(self, point: QPoint) -> str | None:
        if self._kind is MarginKind.MARKS:
            for note, top in self._notes:
                if self._mark_box(top).adjusted(-8, -8, 8, 8).contains(point):
                    return note.id
            return None
        for card, top in self._placed:
            if QRectF(self._left(), top, self._card_width(), card.height).contains(point):
                return card.annotation.id
        return None

    def _mark_box(self, top: float) -> QRect:
        return QRect(self.width() // 2 - 9, round(top) + 6, 18, 16)

    def _paint_marks(self, painter: QPainter) -> None:
        if self._look is None:
            return
        theme = self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for note, top in self._notes:
            ink = theme.marks[note.colour]
            box = QRectF(self._mark_box(top))
            painter.setPen(QColor(theme.accent if note.id == self._active else ink.edge))
            painter.setBrush(QColor(ink.fill))
            painter.drawRoundedRect(box, 4, 4)
            if note.note:
                painter.drawLine(box.topLeft() + QPoint(4, 6).toPointF(), box.topRight() + QPoint(-4, 6).toPointF())
                painter.drawLine(box.topLeft() + QPoint(4, 10).toPointF(), box.topRight() + QPoint(-6, 10).toPointF())
