"""PySide6 6.12.0 drops a reference to None with every call that returns nothing, until the process aborts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QTextLayout
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CALLS = 500


def test_calls_into_qt_keep_the_references_to_none(qtbot: QtBot) -> None:
    if sys.version_info >= (3, 12):
        pytest.skip("None is immortal from Python 3.12 on, so that its references cannot be counted")
    label = QLabel()
    qtbot.addWidget(label)
    image = QImage(32, 32, QImage.Format.Format_ARGB32)
    layout = QTextLayout("نص")
    rect = QRectF(0, 0, 4, 4)
    colour = QColor("red")
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for n in range(CALLS):
        rect.setX(n % 3)
        label.setText("كتاب")
        painter.fillRect(rect, colour)
        layout.beginLayout()
        layout.endLayout()
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < CALLS / 10
