"""How the rows of the shelf are drawn: an article with its progress, a heading, a note with its colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.text.bidi import paragraph_direction
from reader.ui.lists import BOOKMARK, ROW, SUBTITLE
from reader.ui.look import interface_font, note_font
from reader.ui.theme import mix

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from reader.ui.look import Look

ARTICLE_ROW, NOTE_ROW, HEADING_ROW = 70, 32, 32
"""Points: height of a row of each kind."""
_INSET = 12
Index = QModelIndex | QPersistentModelIndex


def elided(text: str, font: QFont, width: float) -> str:
    """Return as many whole words of ``text`` as fit in ``width`` points, with an ellipsis where some are left out."""
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) <= width:
        return text
    words = text.split(" ")
    low, high = 0, len(words) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if metrics.horizontalAdvance(" ".join(words[:middle]) + "…") <= width:
            low = middle
        else:
            high = middle - 1
    if low:
        return " ".join(words[:low]) + "…"
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(width))


def draw_line(
    painter: QPainter, box: QRect, text: str, font: QFont, ink: QColor, *, right: bool, ours: bool = False
) -> None:
    """Draw one line of text at the side where the interface begins (``right``).

    A title or a note runs in its own direction; a line made by the program (``ours``) in that of the interface.
    """
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    rtl = right if ours else paragraph_direction(text or " ", "auto") == "rtl"
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout = QTextLayout(elided(text, font, box.width()), font)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(box.width())
    layout.endLayout()
    painter.setPen(ink)
    layout.draw(painter, QRectF(box.left(), box.top() + (box.height() - line.height()) / 2, 0, 0).topLeft())


class Delegate(QStyledItemDelegate):
    """What all rows of the shelf share: ground, hover, focus."""

    height = NOTE_ROW

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.look: Look | None = None
        self.current: object = None
        """The key of the row that is open, or active."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row; its width is that of the list."""
        return QSize(option.rect.width(), self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground of a row, then what is in it."""
        look = self.look
        if look is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect.adjusted(1, 1, -1, -1)
        state: QStyle.StateFlag = option.state
        value = index.data(ROW)
        ground = self.ground(look, value, state)
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, 7, 7)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(look.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 7, 7)
        self.draw(painter, box.adjusted(_INSET, 0, -_INSET, 0), index, look)
        painter.restore()

    def ground(self, look: Look, value: object, state: QStyle.StateFlag) -> str:
        """Return the colour behind a row, or nothing."""
        if self.is_current(value):
            return look.theme.card
        if state & QStyle.StateFlag.State_Selected:
            return mix(look.theme.window, look.theme.selection, 0.55)
        return mix(look.theme.window, look.theme.text, 0.05) if state & QStyle.StateFlag.State_MouseOver else ""

    def is_current(self, value: object) -> bool:
        """Tell whether a row is the open or active one."""
        return self.current is not None and getattr(value, "id", None) == self.current

    def draw(self, painter: QPainter, box: QRect, index: Index, look: Look) -> None:
        """Draw the content of a row."""
        ink = look.colour("text")
        draw_line(painter, box, str(index.data()), interface_font(13), ink, right=look.right_to_left)


class ArticleRow(Delegate):
    """Title, author and notes, and a line for how far it was read."""

    height = ARTICLE_ROW

    def draw(self, painter: QPainter, box: QRect, index: Index, look: Look) -> None:
        """Draw title, second line and progress."""
        right = look.right_to_left
        title = QRect(box.left(), box.top() + 4, box.width(), 34)
        draw_line(painter, title, str(index.data()), note_font(17), look.colour("text"), right=right)
        below = QRect(box.left(), box.top() + 38, box.width(), 18)
        soft = look.colour("soft")
        draw_line(painter, below, str(index.data(SUBTITLE)), interface_font(11), soft, right=right, ours=True)
        track = QRect(box.left(), box.bottom() - 6, box.width(), 2)
        painter.fillRect(track, look.colour("border"))
        done = round(track.width() * min(1.0, max(0.0, index.data(ROW).progress)))
        left = track.right() + 1 - done if right else track.left()
        painter.fillRect(QRect(left, track.top(), done, 2), look.colour("accent"))


class HeadingRow(Delegate):
    """A heading, set in by its level."""

    height = HEADING_ROW

    def is_current(self, value: object) -> bool:
        """Tell whether this is the section being read."""
        return isinstance(value, tuple) and value[0] == self.current and value[1] != BOOKMARK

    def draw(self, painter: QPainter, box: QRect, index: Index, look: Look) -> None:
        """Draw the heading in the interface's font, deeper ones further in."""
        level = index.data(ROW)[1]
        inset = 14 * max(0, min(4, level - 1))
        if level == BOOKMARK:
            inset = 16
            left = box.right() - 9 if look.right_to_left else box.left()
            top = box.center().y() - 6
            ribbon = [(0, 0), (9, 0), (9, 12), (4.5, 8), (0, 12)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawPolygon([QPointF(left + x, top + y) for x, y in ribbon])
        room = box.adjusted(0, 0, -inset, 0) if look.right_to_left else box.adjusted(inset, 0, 0, 0)
        draw_line(painter, room, str(index.data()), interface_font(13), look.colour("text"), right=look.right_to_left)


class NoteRow(Delegate):
    """A note's first line with a dot in its colour; with ``two_lines``, the passage below."""

    def __init__(self, parent: QObject, *, two_lines: bool = False) -> None:
        super().__init__(parent)
        self.two_lines = two_lines
        self.height = 56 if two_lines else NOTE_ROW

    def draw(self, painter: QPainter, box: QRect, index: Index, look: Look) -> None:
        """Draw dot and text."""
        right = look.right_to_left
        note = index.data(ROW)
        ink = look.theme.marks[note.colour]
        first = QRect(box.left(), box.top(), box.width(), NOTE_ROW)
        dot = QRectF(first.right() - 8 if right else first.left(), first.center().y() - 3, 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink.edge))
        if note.note:
            painter.drawEllipse(dot)
        else:
            painter.drawRect(dot.adjusted(0, 2.5, 0, -2.5))
        room = first.adjusted(0, 0, -18, 0) if right else first.adjusted(18, 0, 0, 0)
        soft = look.colour("text" if note.note else "soft")
        draw_line(painter, room, str(index.data()), interface_font(13), soft, right=right)
        if self.two_lines and index.data(SUBTITLE):
            below = room.translated(0, 24)
            below.setHeight(24)
            draw_line(painter, below, str(index.data(SUBTITLE)), note_font(14), look.colour("soft"), right=right)
