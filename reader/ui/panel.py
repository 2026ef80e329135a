"""What lies over the page for a while: a panel with a title, closed by Escape, that blocks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from reader.ui.i18n import tr
from reader.ui.icons import icon
from reader.ui.look import interface_font

if TYPE_CHECKING:
    from reader.ui.look import Look


class Panel(QFrame):
    """A frame at the top of the page, as wide as it wants and the page allows."""

    closed = Signal()
    WIDTH = 520

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.look: Look | None = None
        self.page = QRect()
        self.setAccessibleName(title)
        self.title = QLabel(title)
        self.title.setFont(interface_font(15, QFont.Weight.DemiBold))
        self.close_button = QToolButton()
        self.close_button.setFixedSize(32, 32)
        self.close_button.setIconSize(QSize(18, 18))
        self.close_button.setAccessibleName(tr("Close"))
        self.close_button.setToolTip(tr("Close"))
        self.close_button.clicked.connect(self.dismiss)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 14, 16)
        column.addLayout(head)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        self.body = QWidget()
        self.body.setAutoFillBackground(False)
        self.area.setWidget(self.body)
        column.addWidget(self.area, 1)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme."""
        self.look = look
        self.close_button.setIcon(icon("close", look.theme.text, size=18))
        self.update()

    def open(self) -> None:
        """Show the panel, filled anew."""
        self.fill()
        self.show()
        self.place(self.page)
        self.raise_()
        self.focus()

    def fill(self) -> None:
        """Bring the content up to date; called each time the panel is opened."""

    def focus(self) -> None:
        """Put the keyboard where it is wanted first."""
        self.close_button.setFocus()

    def dismiss(self) -> None:
        """Close the panel."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def place(self, page: QRect) -> None:
        """Take a place within the rectangle of the page."""
        self.page = page
        width = min(self.WIDTH, page.width() - 24)
        height = min(self.wanted_height(), page.height() - 24)
        self.setGeometry(page.center().x() - width // 2, page.top() + 12, width, height)

    def wanted_height(self) -> int:
        """Return the height in points that shows everything."""
        return self.body.sizeHint().height() + 84

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        if self.look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.look.colour("field", 0.6))
        painter.setBrush(self.look.colour("card"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
