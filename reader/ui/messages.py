"""Sentences to the person that block nothing: they stand at the foot of the page and go by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from reader.ui.failures import said
from reader.ui.i18n import tr
from reader.ui.look import interface_font

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.ui.look import Look

READING_TIME = 60
"""Milliseconds for each character, beside a base of four seconds, before a sentence goes."""


class Messages(QFrame):
    """One sentence at a time, with at most one button; a failure stays until it is closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = QRect(0, 0, 600, 400)
        self._look: Look | None = None
        self._act: Callable[[], None] | None = None
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setFont(interface_font(13))
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton()
        self.button.setFont(interface_font(13))
        self.button.clicked.connect(self._run)
        self.close_button = QToolButton()
        self.close_button.setText("✕")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        row.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme."""
        self._look = look
        self.update()

    def say(self, sentence: str, *, button: str = "", act: Callable[[], None] | None = None) -> None:
        """Show a sentence for as long as it takes to read; ``button`` offers ``act``, such as undoing."""
        self._show(sentence, button, act)
        self._timer.start(4000 + READING_TIME * len(sentence) + (4000 if act else 0))

    def progress(self, sentence: str, stop: Callable[[], None]) -> None:
        """Show how far something is, with a button that stops it; it stays until something else is said."""
        self._show(sentence, tr("Stop"), stop)
        self._timer.stop()

    def fail(self, sentence: str) -> None:
        """Show why something could not be done, until it is closed or something else is said."""
        self._show(said(sentence), "", None)
        self._timer.stop()

    def place(self, page: QRect) -> None:
        """Keep to the foot of the page."""
        self._room = page
        if self.isVisible():
            self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rounded ground in the ink of the theme, so that it stands out from page and panels."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.colour("field"))
        painter.setBrush(QColor(self._look.theme.card))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)

    def _show(self, sentence: str, button: str, act: Callable[[], None] | None) -> None:
        self._act = act
        self.text.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(act is not None)
        self.close_button.setAccessibleName(tr("Close"))
        self.close_button.setToolTip(tr("Close"))
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _run(self) -> None:
        act = self._act
        self.hide()
        if act is not None:
            act()

    def _place(self) -> None:
        page = self._room
        width = min(560, page.width() - 32)
        self.setFixedWidth(max(200, width))
        self.adjustSize()
        self.move(QPoint(page.center().x() - self.width() // 2, page.bottom() - self.height() - 16))
