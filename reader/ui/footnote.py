"""A footnote, shown in the margin beside the line that refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from reader.ui.cards import note_direction
from reader.ui.i18n import tr
from reader.ui.icons import icon
from reader.ui.look import interface_font, note_font

if TYPE_CHECKING:
    from reader.ui.look import Look


class Footnote(QFrame):
    """Text of a footnote with a way to its own place; Escape or the cross puts it away."""

    go_wanted = Signal(int)
    closed = Signal()
    MOST = 360
    """Greatest height in points; a longer footnote scrolls."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._offset = 0
        self.label = QLabel()
        self.label.setFont(interface_font(12))
        self.go = QToolButton()
        self.go.clicked.connect(lambda: self.go_wanted.emit(self._offset))
        self.close_button = QToolButton()
        self.close_button.clicked.connect(self.dismiss)
        for button in (self.go, self.close_button):
            button.setFixedSize(32, 32)
            button.setIconSize(QSize(16, 16))
        self.text = QLabel()
        self.text.setFont(note_font(17))
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.text)
        head = QHBoxLayout()
        head.addWidget(self.label, 1)
        head.addWidget(self.go)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 10, 12)
        column.addLayout(head)
        column.addWidget(area)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme and the words of the interface."""
        self._look = look
        self.label.setStyleSheet(f"color: {look.theme.soft};")
        for button, name, word in (
            (self.go, "down", tr("Go to the footnote")),
            (self.close_button, "close", tr("Close")),
        ):
            button.setIcon(icon(name, look.theme.text, size=16))
            button.setAccessibleName(word)
            button.setToolTip(word)
        self.update()

    def show_text(self, label: str, text: str, offset: int) -> None:
        """Show a footnote that begins at ``offset`` of the text."""
        self._offset = offset
        self.label.setText(f"{tr('Footnote')} {label}".strip())
        self.text.setText(text)
        self.text.setLayoutDirection(note_direction(text, "auto"))
        self.setAccessibleName(tr("Footnote"))
        self.setAccessibleDescription(text)
        self.show()
        self.raise_()
        self.setFocus()

    def wanted_height(self, width: int) -> int:
        """Return the height in points that shows the text in ``width``, within reason."""
        return min(self.MOST, self.text.heightForWidth(width - 34) + 66)

    def dismiss(self) -> None:
        """Put the footnote away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it away, Enter goes to its own place."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.go_wanted.emit(self._offset)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of a card."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.colour("field", 0.6))
        painter.setBrush(self._look.colour("card"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
