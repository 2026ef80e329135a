"""Every control says what it is to a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from reader.ui.surface.surface import ReadingSurface

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.ui.window import MainWindow

CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTextEdit, ReadingSurface)
PARTS = (QAbstractSpinBox, QComboBox, QLineEdit)
"""What is inside these is a part of one control, not another."""


def is_part(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, PARTS):
        parent = parent.parentWidget()
    return parent is not None


def test_every_control_has_a_name(open_window: Callable[..., MainWindow]) -> None:
    window = open_window()
    nameless, named = [], 0
    for panel in window.panels.values():
        panel.open()
    window.messages.say("كلام", button="تراجع", act=lambda: None)
    for widget in window.findChildren(QWidget):
        if isinstance(widget, CONTROLS) and not is_part(widget) and widget.isEnabled():
            named += 1
            if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip():
                nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert nameless == []
    assert named > 40
