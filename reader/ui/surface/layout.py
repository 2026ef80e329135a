"""Lays out one piece of the article: its frames of text, where their lines stand, and what is drawn beside them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from reader.document.model import Block, BlockKind, MarkKind
from reader.ui.surface.frame import Frame, Line
from reader.ui.surface.inline import Touch, runs_of, touches_of
from reader.ui.surface.pieces import is_filled_anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont, QImage

    from reader.desk import Desk
    from reader.ui.surface.marks import Shape
    from reader.ui.surface.page import Page, Setting
    from reader.ui.surface.pieces import Piece

_MOST_EXTRA = 1.5
"""Of the leading: thousands of marks on one letter are not given all the room that they would take."""
BULLETS = ("•", "◦", "▪")


def lay_out(desk: Desk, piece: Piece, page: Page) -> Laid:
    """Return ``piece`` laid out on ``page``."""
    kind = piece.blocks[0].kind
    if kind is BlockKind.TABLE_CELL:
        from reader.ui.surface.table import lay_out_row

        laid = lay_out_row(desk, piece, page)
    elif kind in {BlockKind.IMAGE, BlockKind.RULE}:
        from reader.ui.surface.pictures import lay_out_picture

        laid = lay_out_picture(desk, piece, page)
    elif kind is BlockKind.VERSE and _divided(desk, piece):
        from reader.ui.surface.verse import lay_out_verse

        laid = lay_out_verse(desk, piece, page)
    else:
        laid = _text(desk, piece, page)
    return laid


def _divided(desk: Desk, piece: Piece) -> bool:
    return any(mark.kind is MarkKind.HEMISTICH_GAP for mark in desk.marks(piece.start, piece.end))


def _text(desk: Desk, piece: Piece, page: Page) -> Laid:
    laid = Laid(piece)
    block = piece.blocks[-1]
    setting = page.setting(block)
    frame = make_frame(desk, page, block, (piece.start, piece.end), setting, laid)
    laid.soft = setting.soft
    if piece.blocks[0].kind is BlockKind.DATELINE:
        laid.touches.append(Touch(piece.blocks[0].start, piece.blocks[0].end, "soft"))
    y = setting.before if piece.first and piece.block else 0.0
    top = y
    right = frame.layout.textOption().alignment() == Qt.AlignmentFlag.AlignRight
    y = stack(frame.lines, y, 0.0 if right else setting.indent, page, setting)
    laid.add(frame)
    _beside(laid, block, page, setting, (top, y), rtl=right)
    laid.height = round(y + (setting.after if piece.last else 0.0))
    return laid


def make_frame(
    desk: Desk, page: Page, block: Block, span: tuple[int, int], setting: Setting, laid: Laid, width: float = 0.0
) -> Frame:
    """Return the text of ``span`` of ``block`` broken into lines of ``width`` (0: of the column less the indent)."""
    stored = desk.text(*span)
    rtl = page.rtl(block, stored)
    setting = replace(setting, script=page.script(block, stored))
    frame = Frame(stored, span[0], rtl=rtl, signs=page.signs, refill=is_filled_anew(block))
    marks = desk.marks(*span)
    right = page.right(block, stored, rtl=rtl)
    frame.lay_out(
        page.font(setting),
        runs_of(frame, page.faces, setting, marks),
        width or page.width - setting.indent,
        page.locale(block),
        align=Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft,
        justify=page.typography.justify and block.kind in _JUSTIFIED,
    )
    laid.touches += touches_of(frame, marks, page.faces.script)
    return frame


def stack(lines: Sequence[Line], y: float, x: float, page: Page, setting: Setting) -> float:
    """Put ``lines`` one below the other from ``y``; return the bottom of the last one.

    A line whose ink needs more room than the leading gives gets more, so that no mark is cut or touched.
    """
    scale = setting.size / page.size
    ascent, descent = page.ink_ascent * scale, page.ink_descent * scale
    space = (setting.pitch - ascent - descent) / 2
    for number, line in enumerate(lines):
        above, below = line.ink() or (0.0, 0.0)
        most = setting.pitch * _MOST_EXTRA
        if number:
            y += min(max(0, round(above - ascent - space)), most)
        line.scale = scale
        line.place(x, y, setting.pitch, round(y + space + ascent))
        y += setting.pitch + min(max(0, round(below - descent - space)), most)
    return y


def _beside(laid: Laid, block: Block, page: Page, setting: Setting, extent: tuple[float, float], *, rtl: bool) -> None:
    """Add the marker of a list item or footnote, the bar of a quotation, the ground of code."""
    if not laid.lines:
        return
    top, bottom = extent
    start = page.width if rtl else 0.0
    inward = -1.0 if rtl else 1.0
    if block.kind in {BlockKind.LIST_ITEM, BlockKind.FOOTNOTE} and laid.piece.first:
        label = block.label or (BULLETS[min(block.level, 2)] if block.kind is BlockKind.LIST_ITEM else "")
        gap = page.size * 0.42
        edge = start + inward * (setting.indent - gap)
        left = edge if rtl else edge - page.size * 3
        rect = QRectF(left, laid.lines[0].baseline, page.size * 3, 0)
        laid.ornaments.append(Ornament("label", rect, label, page.font(setting), "soft", rtl=rtl))
    elif block.kind is BlockKind.QUOTE:
        for depth in range(block.level + 1):
            x = start + inward * (page.size * (0.35 + 1.3 * depth))
            laid.ornaments.append(Ornament("fill", QRectF(x - 1, top + 4, 2, bottom - top - 6), colour="border"))
    elif block.kind is BlockKind.CODE:
        ground = QRectF(0, top - 2, page.width, bottom - top + 4)
        laid.ornaments.append(Ornament("ground", ground, colour="window"))


_JUSTIFIED = {BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.FOOTNOTE}


@dataclass(frozen=True, slots=True)
class Ornament:
    """Something drawn beside or behind the text of a piece.

    ``shape``: ``label`` (text that ends on the baseline at the top of ``rect``, towards the lines), ``fill``,
    ``ground`` (a rounded area), ``image``, or ``caption`` (wrapped text within ``rect``).
    """

    shape: str
    rect: QRectF
    text: str = ""
    font: QFont | None = None
    colour: str = "soft"
    """Name of a colour of the theme."""
    image: QImage | None = None
    rtl: bool = True


@dataclass(slots=True)
class Laid:
    """A piece with its lines; y counts from its top, x from the left edge of the column."""

    piece: Piece
    lines: list[Line] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    height: float = 0.0
    soft: bool = False
    blank: bool = False
    """Its text stands for something that is drawn in its place."""
    touches: list[Touch] = field(default_factory=list)
    ornaments: list[Ornament] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    """What the highlights look like here, true for ``shapes_key``."""
    shapes_key: tuple[int, str] = (-1, "")

    def add(self, frame: Frame) -> None:
        """Take in the lines of ``frame``."""
        self.frames.append(frame)
        self.lines += frame.lines

    def line_at(self, offset: int, *, after: bool = False) -> Line | None:
        """Return the line that shows ``offset``; ``after`` prefers the line that ends there."""
        best: Line | None = None
        for line in self.lines:
            if line.start <= offset < line.end or (after and line.start < offset == line.end):
                return line
            if line.start <= offset:
                best = line
        return best or (self.lines[0] if self.lines else None)

    def line_near(self, x: float, y: float) -> Line | None:
        """Return the line nearest to ``y`` in the piece; of lines side by side the one nearest to ``x``."""
        return min(self.lines, key=lambda line: _distance(line, x, y), default=None)


def _distance(line: Line, x: float, y: float) -> tuple[float, float]:
    rect = line.text_line.rect()
    vertical = max(line.top - y, 0.0, y - line.bottom)
    return vertical, max(rect.left() - x, 0.0, x - rect.right())
