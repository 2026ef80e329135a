"""Draws what stands beside the text of a piece: markers, bars, rules, pictures and their captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from reader.ui.surface.page import lines_of

if TYPE_CHECKING:
    from reader.ui.surface.layout import Ornament
    from reader.ui.theme import Theme


def draw(painter: QPainter, ornament: Ornament, theme: Theme) -> None:
    """Draw ``ornament`` in the coordinates of its piece."""
    _DRAW[ornament.shape](painter, ornament, QColor(getattr(theme, ornament.colour)))


def _fill(painter: QPainter, ornament: Ornament, colour: QColor) -> None:
    painter.fillRect(ornament.rect, colour)


def _ground(painter: QPainter, ornament: Ornament, colour: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(ornament.rect, 5, 5)
    painter.restore()


def _image(painter: QPainter, ornament: Ornament, _colour: QColor) -> None:
    if ornament.image is not None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(ornament.rect, ornament.image)
        painter.restore()


def _label(painter: QPainter, ornament: Ornament, colour: QColor) -> None:
    """Draw a marker that touches the side of ``rect`` towards the lines: its left one beside right-to-left lines."""
    if ornament.font is None:
        return
    rect = ornament.rect
    painter.setFont(ornament.font)
    painter.setPen(colour)
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if ornament.rtl else Qt.LayoutDirection.LeftToRight)
    width = QFontMetricsF(ornament.font).horizontalAdvance(ornament.text)
    x = rect.left() if ornament.rtl else rect.right() - width
    painter.drawText(QPointF(x, rect.top()), ornament.text)


def _caption(painter: QPainter, ornament: Ornament, colour: QColor) -> None:
    if ornament.font is None:
        return
    rect = ornament.rect
    layout = lines_of(ornament.text, ornament.font, rect.width(), rtl=ornament.rtl)
    painter.setPen(colour)
    pitch = rect.height() / max(1, layout.lineCount())
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        shift = (rect.width() - line.naturalTextWidth()) / 2
        x = rect.left() - shift if ornament.rtl else rect.left() + shift
        line.draw(painter, QPointF(x, rect.top() + number * pitch))


_DRAW = {"fill": _fill, "ground": _ground, "image": _image, "label": _label, "caption": _caption}
