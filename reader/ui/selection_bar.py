"""The round bar beside a selection or a highlight: colours, note, tags, copy, removal; never over the text meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from reader.annotation.model import Colour
from reader.ui import actions
from reader.ui.i18n import tr
from reader.ui.icons import dot, icon
from reader.ui.look import interface_font

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.ui.actions import Action
    from reader.ui.look import Look

GAP = 8
"""Points between the bar and the ink of the selected lines."""


def beside(selected: QRect, bar: QSize, room: QRect) -> QPoint:
    """Return the place of a bar below what is selected, above it where there is no room below, inside ``room``."""
    left = selected.center().x() - bar.width() // 2
    left = max(room.left() + 8, min(left, room.right() - bar.width() - 8))
    below = selected.bottom() + GAP
    if below + bar.height() <= room.bottom():
        return QPoint(left, below)
    above = selected.top() - GAP - bar.height()
    return QPoint(left, above if above >= room.top() else room.bottom() - bar.height() - GAP)


class SelectionBar(QFrame):
    """Raised by a selection (``highlight`` False) or by a click on a highlight (True, then it can be removed too)."""

    wanted = Signal(str)
    """The id of an action."""

    def __init__(self, table: Iterable[Action], parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        known = {action.id: action for action in table}
        self.colours: list[QToolButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 12, 5)
        row.setSpacing(3)
        for number, colour in enumerate(Colour, 1):
            button = QToolButton()
            button.setIconSize(QSize(22, 22))
            button.setFixedSize(32, 32)
            self._prepare(button, known[f"mark_{number}"])
            button.setToolTip(f"{actions.colour_name(colour)}  {number}")
            self.colours.append(button)
            row.addWidget(button)
        self._line = QFrame()
        self._line.setFixedSize(1, 22)
        row.addSpacing(6)
        row.addWidget(self._line)
        row.addSpacing(4)
        self.style_button = self._icon_button(known["style"])
        self.note = self._word_button(known["note"], tr("Note"))
        self.tags = self._word_button(known["tags"], tr("Tags"))
        self.copy = self._word_button(known["copy"], tr("Copy"))
        self.remove = self._icon_button(known["remove"])
        for each in (self.style_button, self.note, self.tags, self.copy, self.remove):
            row.addWidget(each)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme."""
        self._look = look
        for button, colour in zip(self.colours, Colour, strict=True):
            button.setIcon(dot(look.theme, colour))
        for word, name in ((self.note, "note"), (self.tags, "tag"), (self.copy, "copy")):
            word.setIcon(icon(name, look.theme.text, size=18))
        self.style_button.setIcon(icon("underline", look.theme.text))
        self.remove.setIcon(icon("remove", look.theme.text))
        self._line.setStyleSheet(f"background: {look.theme.border};")
        self.update()

    def show_for(self, selected: QRect, room: QRect, *, highlight: bool) -> None:
        """Stand beside ``selected``, both in the coordinates of the parent, and inside ``room``."""
        self.remove.setVisible(highlight)
        self.style_button.setVisible(highlight)
        self.tags.setVisible(highlight)
        self.adjustSize()
        self.move(beside(selected, self.size(), room))
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the round ground."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.colour("field", 0.55))
        painter.setBrush(self._look.colour("card"))
        radius = self.height() / 2 - 1
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)

    def _icon_button(self, action: Action) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(20, 20))
        button.setFixedSize(32, 32)
        self._prepare(button, action)
        return button

    def _word_button(self, action: Action, word: str) -> QPushButton:
        button = QPushButton(word)
        button.setFont(interface_font(13))
        button.setFixedHeight(32)
        self._prepare(button, action)
        return button

    def _prepare(self, button: QToolButton | QPushButton, action: Action) -> None:
        button.setAccessibleName(action.text)
        button.setToolTip(f"{action.text}  {actions.keys_text(action.keys)}")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.wanted.emit(action.id))
