"""The panel on which highlights are shown: a tick for each colour, style and tag, taking effect at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QVBoxLayout

from reader import annotate
from reader.annotation.model import Colour, Style
from reader.text.bidi import isolate
from reader.ui import actions
from reader.ui.hidden import Hidden, hide
from reader.ui.i18n import tr, tr_n
from reader.ui.icons import dot
from reader.ui.look import interface_font
from reader.ui.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.ui.look import Look
    from reader.ui.window import MainWindow

MOST_TAGS = 60
"""Tags offered, the most used ones."""
_COLUMNS = 3


class HiddenPanel(Panel):
    """What is not ticked is neither painted, clicked nor in the margin."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Highlights shown"))
        self._window = window
        self.boxes: dict[tuple[str, str], QCheckBox] = {}
        """By the kind, as ``Hidden`` names it, and the value: a tag may be called as a colour is."""
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        colours = {colour: actions.colour_name(colour) for colour in Colour}
        styles = {
            Style.BACKGROUND: tr("Background"),
            Style.UNDERLINE: tr("Underline"),
            Style.STRIKETHROUGH: tr("Strike-through"),
        }
        words: Mapping[Any, str]
        for kind, title, words in (("colours", tr("Colour"), colours), ("styles", tr("Style"), styles)):
            column.addWidget(self._heading(title))
            grid = QGridLayout()
            column.addLayout(grid)
            for at, (value, word) in enumerate(words.items()):
                grid.addWidget(self._box(kind, value, word), at // _COLUMNS, at % _COLUMNS)
        self._tags_title = self._heading(tr("Tags"))
        self._tags = QGridLayout()
        column.addWidget(self._tags_title)
        column.addLayout(self._tags)
        self.count = QLabel()
        self.count.setFont(interface_font(12))
        self.everything = QPushButton(tr("Show all highlights"))
        self.everything.setFont(interface_font(13))
        self.everything.clicked.connect(self._show_all)
        column.addSpacing(8)
        column.addWidget(self.count)
        column.addWidget(self.everything)
        column.addStretch(1)

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme."""
        super().set_look(look)
        self.count.setStyleSheet(f"color: {look.theme.soft};")
        for colour in Colour:
            self.boxes["colours", colour].setIcon(dot(look.theme, colour, 16))

    def fill(self) -> None:
        """Offer the tags there are now, and tick what is shown."""
        session = self._window.session
        known = session.do(annotate.known_tags, session.library) or []
        tags = [*known[:MOST_TAGS], *sorted(self._window.hidden.tags.difference(known[:MOST_TAGS]))]
        for key in [key for key in self.boxes if key[0] == "tags"]:
            box = self.boxes.pop(key)
            self._tags.removeWidget(box)
            box.hide()
            box.deleteLater()
        for at, tag in enumerate(tags):
            self._tags.addWidget(self._box("tags", tag, isolate(tag)), at // _COLUMNS, at % _COLUMNS)
        self._tags_title.setVisible(bool(tags))
        self._tell()

    def focus(self) -> None:
        """Put the keyboard on the first colour."""
        next(iter(self.boxes.values())).setFocus()

    def _turn(self, kind: str, value: str, *, shown: bool) -> None:
        hide(self._window, self._window.hidden.turned(kind, value, shown=shown))
        self._tell()

    def _show_all(self) -> None:
        hide(self._window, Hidden())
        self._tell()

    def _tell(self) -> None:
        """Tick what is shown, and say how many are not."""
        hidden = self._window.hidden
        for (kind, value), box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(value not in getattr(hidden, kind))
        desk = self._window.session.desk
        away = sum(map(hidden.hides, desk.annotations)) if desk and hidden else 0
        self.count.setText(tr_n("%n highlights are hidden.", away))
        self.everything.setEnabled(bool(hidden))

    def _box(self, kind: str, value: str, word: str) -> QCheckBox:
        box = self.boxes[kind, value] = QCheckBox(word.replace("&", "&&"))
        box.setFont(interface_font(13))
        box.setIconSize(QSize(16, 16))
        box.toggled.connect(lambda shown: self._turn(kind, value, shown=shown))
        return box

    def _heading(self, word: str) -> QLabel:
        label = QLabel(word)
        label.setFont(interface_font(13, QFont.Weight.DemiBold))
        return label
