"""The panel of shortcuts (F1): the whole table of actions, by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from reader.ui import actions
from reader.ui.i18n import tr
from reader.ui.look import interface_font
from reader.ui.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.ui.actions import Action


class KeysPanel(Panel):
    """Names and keys, in two columns."""

    WIDTH = 620

    def __init__(self, table: Iterable[Action], parent: QWidget) -> None:
        super().__init__(parent, tr("Shortcuts"))
        grid = QGridLayout(self.body)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(5)
        grid.setHorizontalSpacing(24)
        group = None
        row = 0
        for action in table:
            if not action.listed:
                continue
            if action.group is not group:
                group = action.group
                head = QLabel(actions.group_title(group))
                head.setFont(interface_font(12, QFont.Weight.DemiBold))
                head.setContentsMargins(0, 10 if row else 0, 0, 2)
                grid.addWidget(head, row, 0, 1, 2)
                row += 1
            name = QLabel(action.text)
            name.setFont(interface_font(13))
            keys = QLabel(actions.keys_text(action.keys))
            keys.setFont(interface_font(12))
            keys.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            name.setBuddy(keys)
            grid.addWidget(name, row, 0)
            grid.addWidget(keys, row, 1)
            row += 1
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(row, 1)
