"""Lays out one piece of the article: its frames of text, where their lines stand, and what is drawn beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.ui.surface.faces import foreign_runs
from reader.ui.surface.frame import Frame, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.desk import Desk
    from reader.document.model import Block
    from reader.ui.surface.frame import Run
    from reader.ui.surface.marks import Shape
    from reader.ui.surface.page import Page, Setting
    from reader.ui.surface.pieces import Piece


def lay_out(desk: Desk, piece: Piece, page: Page) -> Laid:
    """Return ``piece`` laid out on ``page``."""
    laid = Laid(piece)
    block = piece.blocks[0]
    _text(desk, page, laid, block)
    return laid


def _text(desk: Desk, page: Page, laid: Laid, block: Block) -> None:
    piece = laid.piece
    setting = page.setting(block)
    stored = desk.text(piece.start, piece.end)
    rtl = page.rtl(block, stored)
    frame = Frame(stored, piece.start, rtl=rtl, signs=page.signs)
    width = page.width - setting.indent
    frame.lay_out(
        page.faces.font(page.faces.script, setting.size, bold=setting.bold),
        runs_of(frame.text, page, setting),
        width,
        page.locale(block),
    )
    laid.soft = setting.soft
    y = setting.before if piece.first and piece.start else 0.0
    y = stack(frame.lines, y, 0.0 if rtl else setting.indent, page, setting)
    laid.lines += frame.lines
    laid.height = y + (setting.after if piece.last else 0.0)


def stack(lines: Sequence[Line], y: float, x: float, page: Page, setting: Setting) -> float:
    """Put ``lines`` one below the other from ``y``; return the bottom of the last one."""
    scale = setting.size / page.size
    ascent, descent = page.ink_ascent * scale, page.ink_descent * scale
    for line in lines:
        baseline = round(y + (setting.pitch - ascent - descent) / 2 + ascent)
        line.scale = scale
        line.place(x, y, setting.pitch, baseline)
        y += setting.pitch
    return y


def runs_of(text: str, page: Page, setting: Setting) -> list[Run]:
    """Return the runs of ``text`` that are set in another font than the main one."""
    faces = page.faces
    return [
        (start, end, faces.font(script, setting.size, bold=setting.bold))
        for start, end, script in foreign_runs(text, faces.script)
        if not faces.same(script)
    ]


@dataclass(slots=True)
class Laid:
    """A piece with its lines; y counts from its top, x from the left edge of the column."""

    piece: Piece
    lines: list[Line] = field(default_factory=list)
    height: float = 0.0
    soft: bool = False
    shapes: list[Shape] = field(default_factory=list)
    """What the highlights look like here, true for ``shapes_key``."""
    shapes_key: tuple[int, str] = (-1, "")

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
