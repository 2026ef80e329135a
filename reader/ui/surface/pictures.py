"""Sets what is no text: pictures with their alternative text, and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage

from reader.document.model import BlockKind
from reader.ui.surface.layout import Laid, Ornament, make_frame
from reader.ui.surface.page import lines_of

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.ui.surface.page import Page
    from reader.ui.surface.pieces import Piece

_TALLEST = 560.0
_FRAME = 5.0


def lay_out_picture(desk: Desk, piece: Piece, page: Page) -> Laid:
    """Return a picture, fitted to the column and with its alternative text below, or a rule."""
    laid = Laid(piece, blank=True)
    block = piece.blocks[0]
    setting = page.setting(block)
    frame = make_frame(desk, page, block, (piece.start, piece.end), setting, laid)
    top = setting.before if piece.block else 0.0
    if block.kind is BlockKind.RULE:
        height = float(page.pitch)
        line = QRectF(page.width * 0.35, top + height / 2, page.width * 0.3, 1)
        laid.ornaments.append(Ornament("fill", line, colour="field"))
    else:
        height = _picture(desk, piece, page, laid, top)
    for text_line in frame.lines:
        text_line.place(0.0, top, height, top + height)
        text_line.area = _around(laid)
    laid.add(frame)
    laid.height = round(top + height)
    return laid


def _around(laid: Laid) -> tuple[float, float]:
    """Return a little more than the width of what is drawn, so that a highlight is seen around it."""
    rects = [ornament.rect for ornament in laid.ornaments]
    return min(r.left() for r in rects) - _FRAME, max(r.right() for r in rects) + _FRAME


def _picture(desk: Desk, piece: Piece, page: Page, laid: Laid, top: float) -> float:
    """Add picture and caption from ``top`` and return their height."""
    block = piece.blocks[0]
    data = desk.resource(block.resource) if block.resource else None
    image = QImage.fromData(data) if data else QImage()
    height = 0.0
    if not image.isNull():
        size = QSizeF(image.size()) / image.devicePixelRatio()
        scale = min(1.0, page.width / size.width(), _TALLEST / size.height())
        size *= scale
        rect = QRectF((page.width - size.width()) / 2, top + _FRAME, size.width(), size.height())
        laid.ornaments.append(Ornament("image", rect, image=image))
        height = size.height() + 2 * _FRAME
    if block.label or image.isNull():
        height += _caption(block.label or "🖼", page, laid, top + height)
    return height


def _caption(text: str, page: Page, laid: Laid, top: float) -> float:
    font = page.faces.font(page.faces.script, page.size * 0.78)
    layout = lines_of(text, font, page.width * 0.9, rtl=page.direction == "rtl")
    height = layout.lineCount() * page.pitch * 0.8
    rect = QRectF(page.width * 0.05, top, page.width * 0.9, height)
    laid.ornaments.append(Ornament("caption", rect, text, font, "soft", rtl=page.direction == "rtl"))
    return height + 4
