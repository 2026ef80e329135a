"""Icons: strokes from ``resources/icons`` in the ink of the theme, and the few that are letters."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPixmap

from reader import paths
from reader.ui.look import note_font

if TYPE_CHECKING:
    from reader.annotation.model import Colour
    from reader.ui.theme import Theme


def icon(name: str, ink: str, *, mirrored: bool = False, size: int = 22) -> QIcon:
    """Return a named icon drawn in ``ink`` (``#RRGGBB``); ``mirrored`` for an interface that runs the other way."""
    return QIcon(_picture(name, ink, mirrored, size, _ratio()))


def dot(theme: Theme, colour: Colour, size: int = 22) -> QIcon:
    """Return a round patch of a highlight colour with its edge, as on the page."""
    picture = _blank(size, _ratio())
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = theme.marks[colour]
    painter.setBrush(QColor(ink.fill))
    painter.setPen(QColor(ink.edge))
    painter.drawEllipse(QRectF(1.5, 1.5, size - 3, size - 3))
    painter.end()
    return QIcon(picture)


def _ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


def _blank(size: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


@lru_cache(maxsize=256)
def _picture(name: str, ink: str, mirrored: bool, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    picture = _blank(size, ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name == "letters":
        _letters(painter, ink, size)
    else:
        source = (paths.resources() / "icons" / f"{name}.svg").read_bytes()
        renderer = QSvgRenderer(QByteArray(source.replace(b"#000", ink.encode())))
        renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return QPixmap.fromImage(_flipped(picture.toImage())) if mirrored else picture


def _flipped(image: QImage) -> QImage:
    return image.flipped(Qt.Orientation.Horizontal)


def _letters(painter: QPainter, ink: str, size: int) -> None:
    """Draw a small and a large ain: the size of the text."""
    painter.setPen(QColor(ink))
    painter.setFont(note_font(size * 0.95))
    painter.drawText(QRectF(-2, -size * 0.28, size * 0.75, size * 1.2), Qt.AlignmentFlag.AlignCenter, "ع")
    painter.setFont(note_font(size * 0.6))
    painter.drawText(QRectF(size * 0.52, -size * 0.12, size * 0.5, size * 1.2), Qt.AlignmentFlag.AlignCenter, "ع")
