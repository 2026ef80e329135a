"""Sets one row of a table: its cells side by side in columns that the whole table shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from reader.document.model import BlockKind
from reader.ui.surface.layout import Laid, Ornament, make_frame, stack

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.document.model import Block
    from reader.ui.surface.page import Page
    from reader.ui.surface.pieces import Piece

_PAD = 10.0
_RISE = 5.0
_LEAST = 48.0
_LOOKED_AT = 240
"""Cells whose text decides the widths: more would delay a table of any size."""
_FAR = 20_000
"""Cells to go back for the first one; a larger table has other widths further down."""


def lay_out_row(desk: Desk, piece: Piece, page: Page) -> Laid:
    """Return a row of a table, its first column on the side where the document begins."""
    laid = Laid(piece)
    widths = _widths(desk, piece, page)
    total = sum(widths)
    rtl = page.direction == "rtl"
    over = max(0.0, total - page.width) / 2
    start = page.width + over if rtl else -over
    first_row = piece.block == 0 or desk.block(piece.block - 1).kind is not BlockKind.TABLE_CELL
    top = round(page.pitch * 0.42) if first_row and piece.block else 0.0
    bottom = top
    for cell in piece.blocks:
        column = max(0, min(cell.column, len(widths) - 1))
        before = sum(widths[:column])
        setting = page.setting(cell)
        frame = make_frame(desk, page, cell, (cell.start, cell.end), setting, laid, widths[column] - 2 * _PAD)
        left = start - before - widths[column] if rtl else start + before
        bottom = max(bottom, stack(frame.lines, top + _RISE, left + _PAD, page, setting))
        laid.add(frame)
    bottom += _RISE
    edge = start - total if rtl else start
    if first_row:
        laid.ornaments.append(Ornament("fill", QRectF(edge, top, total, 1), colour="border"))
    laid.ornaments.append(Ornament("fill", QRectF(edge, bottom - 1, total, 1), colour="border"))
    laid.height = round(bottom)
    return laid


def _widths(desk: Desk, piece: Piece, page: Page) -> list[float]:
    """Return the widths of the columns, the same for every row of the table that ``piece`` is one of."""
    first = _first_cell(desk, piece, page)
    if first not in page.tables:
        cells: list[Block] = []
        while len(cells) < _LOOKED_AT and first + len(cells) < desk.block_count:
            cell = desk.block(first + len(cells))
            if cell.kind is not BlockKind.TABLE_CELL or (cells and cell.row < cells[-1].row):
                break
            cells.append(cell)
        page.tables[first] = _shared(desk, cells, page)
    return page.tables[first]


def _first_cell(desk: Desk, piece: Piece, page: Page) -> int:
    """Return the index of the first cell of the table; rows that were asked for are remembered on the page."""
    first = piece.block
    cell = piece.blocks[0]
    while first and first not in page.table_starts and piece.block - first < _FAR:
        before = desk.block(first - 1)
        if before.kind is not BlockKind.TABLE_CELL or before.row > cell.row:
            break
        first, cell = first - 1, before
    start = page.table_starts.get(first, first)
    page.table_starts[piece.block] = start
    return start


def _shared(desk: Desk, cells: list[Block], page: Page) -> list[float]:
    """Give each column what its widest cell needs, or where that is too much its share of the column of the page."""
    count = max(cell.column for cell in cells) + 1
    needs, words = [_LEAST] * count, [_LEAST] * count
    metrics = QFontMetricsF(page.font(page.setting(cells[0])))
    for cell in cells:
        text = desk.text(cell.start, min(cell.end, cell.start + 200))
        column = max(0, cell.column)
        need = metrics.horizontalAdvance(text) * max(1.0, (cell.end - cell.start) / max(1, len(text)))
        needs[column] = max(needs[column], need + 2 * _PAD + 2)
        word = max(text.split(), key=len, default="")
        words[column] = max(words[column], metrics.horizontalAdvance(word) + 2 * _PAD + 2)
    if sum(needs) <= page.width:
        return needs
    page.wide = True
    # Words that would not stand whole may take the room on both sides of the column.
    width = max(page.width, min(page.available, sum(words)))
    least = [min(word, width / count) for word in words]
    spare = max(0.0, width - sum(least))
    roots = [(need - low) ** 0.75 if need > low else 0.0 for need, low in zip(needs, least, strict=True)]
    return [low + spare * root / (sum(roots) or 1.0) for low, root in zip(least, roots, strict=True)]
