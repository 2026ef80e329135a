"""The header: flat buttons, the name of the program, and the title once the heading has scrolled away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from reader.text.bidi import isolate
from reader.ui import actions
from reader.ui.i18n import tr
from reader.ui.icons import icon
from reader.ui.look import interface_font, note_font

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.ui.actions import Action
    from reader.ui.look import Look

_BUTTONS = (
    ("find", "find"),
    ("bigger", "letters"),
    ("export", "export"),
    ("settings", "settings"),
    ("margin", "margin"),
)
"""Actions in the header from its inner to its outer end, and their icons."""


class Header(QWidget):
    """Buttons for what is used most; everything else has a key and stands in the menu."""

    wanted = Signal(str)
    """The id of an action."""

    def __init__(self, table: Iterable[Action], parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._shown = ("", 0)
        self._actions = {action.id: action for action in table}
        self.shelf = self._button("shelf")
        self.name = QLabel(tr("Hamish"))
        self.name.setFont(note_font(28))
        self.title = QLabel()
        self.title.setFont(note_font(17))
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        row.addWidget(self.shelf)
        row.addWidget(self.name)
        row.addWidget(self.title, 1)
        self.buttons = {name: self._button(name) for name, _icon in _BUTTONS}
        for button in self.buttons.values():
            row.addWidget(button)
        self.menu = QToolButton()
        self.menu.setIconSize(QSize(22, 22))
        self.menu.setFixedSize(36, 36)
        self.menu.setAccessibleName(tr("All actions"))
        self.menu.setToolTip(tr("All actions"))
        self.menu.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu.clicked.connect(self.open_menu)
        row.insertWidget(row.indexOf(self.buttons["settings"]), self.menu)

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme and the direction of the interface."""
        self._look = look
        ink = look.theme.text
        self.menu.setIcon(icon("more", ink))
        self.shelf.setIcon(icon("shelf", ink, mirrored=not look.right_to_left))
        for name, picture in _BUTTONS:
            mirrored = picture == "margin" and not look.right_to_left
            self.buttons[name].setIcon(icon(picture, ink, mirrored=mirrored))
        self.name.setStyleSheet(f"color: {look.theme.accent};")
        self.title.setStyleSheet(f"color: {look.theme.soft};")
        self.update()

    def open_menu(self) -> None:
        """Show every action there is."""
        self.all_actions().popup(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))

    def all_actions(self) -> QMenu:
        """Return a menu of every action there is, by group, with its keys."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr("All actions"))
        groups: dict[actions.Group, QMenu] = {}
        for action in self._actions.values():
            if not action.listed:
                continue
            if action.group not in groups:
                groups[action.group] = menu.addMenu(actions.group_title(action.group))
            entry = groups[action.group].addAction(f"{action.text}\t{actions.keys_text(action.keys)}")
            entry.triggered.connect(lambda _on=False, name=action.id: self.wanted.emit(name))
        return menu

    def set_title(self, title: str) -> None:
        """Show the article's title, or nothing while its own heading is in view."""
        if (title, self.title.width()) == self._shown:
            return
        self._shown = (title, self.title.width())
        metrics = self.title.fontMetrics()
        room = max(0, self.title.width() - 16)
        self.title.setText(isolate(metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)) if title else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the hairline below."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._look.colour("border"))

    def _button(self, name: str) -> QToolButton:
        action = self._actions[name]
        button = QToolButton()
        button.setIconSize(QSize(22, 22))
        button.setFixedSize(36, 36)
        button.setFont(interface_font(13, QFont.Weight.Normal))
        button.setAccessibleName(action.text)
        button.setToolTip(f"{action.text}  {actions.keys_text(action.keys)}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.wanted.emit(name))
        return button
