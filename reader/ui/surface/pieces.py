"""Cuts an article into the stripes that are laid out on their own, found from any offset without a list of them all.

A piece is a block, one row of a table, a dateline with its paragraph, or a slice of a block that is too long to be
laid out at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.document.model import Block, BlockKind
from reader.text import graphemes

if TYPE_CHECKING:
    from reader.desk import Desk

SLICE = 2048
"""Code points of a slice: some 4 ms of layout, so that meeting one does not drop a frame."""
LONGEST = 3000
"""A block of up to this many code points is one piece."""
_SEARCH = 600
_SENTENCE_ENDS = ".!?؟؛۔׃…"
_CELLS = 400


def is_filled_anew(block: Block) -> bool:
    """Tell whether the line breaks of ``block`` are only where a file broke its lines."""
    return block.kind is BlockKind.PARAGRAPH and block.level == 1


def piece_at(desk: Desk, offset: int) -> Piece | None:
    """Return the piece that holds ``offset``, or the last one before it; None for an article without blocks."""
    if not desk.block_count:
        return None
    index = max(0, min(desk.block_at(max(0, offset)), desk.block_count - 1))
    block = desk.block(index)
    return _of_block(desk, index, block, offset)


def piece_after(desk: Desk, piece: Piece) -> Piece | None:
    """Return the next piece down the page, or None at the end."""
    if not piece.last:
        return _slice(desk, piece.block, piece.blocks[0], piece.end)
    index = piece.block + len(piece.blocks)
    return piece_at(desk, desk.block(index).start) if index < desk.block_count else None


def piece_before(desk: Desk, piece: Piece) -> Piece | None:
    """Return the next piece up the page, or None at the start."""
    if not piece.first:
        return _slice(desk, piece.block, piece.blocks[0], piece.start - 1)
    if piece.block == 0:
        return None
    index = piece.block - 1
    block = desk.block(index)
    return _of_block(desk, index, block, max(block.start, block.end - 1))


def _of_block(desk: Desk, index: int, block: Block, offset: int) -> Piece:
    if block.kind is BlockKind.TABLE_CELL:
        return _row(desk, index)
    if block.kind is BlockKind.DATELINE and index + 1 < desk.block_count:
        joined = _run_in(desk, index, block, desk.block(index + 1))
    elif block.kind is BlockKind.PARAGRAPH and index:
        joined = _run_in(desk, index - 1, desk.block(index - 1), block)
    else:
        joined = None
    return joined or _slice(desk, index, block, offset)


def _run_in(desk: Desk, index: int, dateline: Block, paragraph: Block) -> Piece | None:
    """Return one piece of a dateline and the paragraph that follows on its line, or None where they stand apart."""
    if dateline.kind is not BlockKind.DATELINE or paragraph.kind is not BlockKind.PARAGRAPH:
        return None
    if paragraph.end - dateline.start > LONGEST or "\n" in desk.text(dateline.end, paragraph.start):
        return None
    return Piece(dateline.start, paragraph.end, index, (dateline, paragraph))


def _row(desk: Desk, index: int) -> Piece:
    """Return the whole row of the table that the cell ``index`` stands in."""
    row = desk.block(index).row
    first = index
    while first and index - first < _CELLS and _same_row(desk.block(first - 1), row, desk.block(first).column):
        first -= 1
    cells = [desk.block(first)]
    while (
        first + len(cells) < desk.block_count
        and len(cells) < _CELLS
        and _same_row(desk.block(first + len(cells)), row, -1)
        and desk.block(first + len(cells)).column > cells[-1].column
    ):
        cells.append(desk.block(first + len(cells)))
    return Piece(cells[0].start, cells[-1].end, first, tuple(cells))


def _same_row(block: Block, row: int, before: int) -> bool:
    return block.kind is BlockKind.TABLE_CELL and block.row == row and (before < 0 or block.column < before)


def _slice(desk: Desk, index: int, block: Block, offset: int) -> Piece:
    if block.end - block.start <= LONGEST:
        return Piece(block.start, block.end, index, (block,))
    count = (block.end - block.start + SLICE - 1) // SLICE
    number = max(0, min((offset - block.start) // SLICE, count - 1))
    start, end = _cut(desk, block, number), _cut(desk, block, number + 1)
    if offset < start and number:
        start, end = _cut(desk, block, number - 1), start
    elif offset >= end and end < block.end:
        start, end = end, _cut(desk, block, number + 2)
    return Piece(start, end, index, (block,), first=start == block.start, last=end == block.end)


def _cut(desk: Desk, block: Block, number: int) -> int:
    """Return where slice ``number`` of a long block begins: near its place in the grid, where a line may end."""
    grid = block.start + number * SLICE
    if number <= 0:
        return block.start
    if grid >= block.end:
        return block.end
    low = grid - _SEARCH
    text = desk.text(low, min(grid + 64, block.end))
    if is_filled_anew(block):
        text = text.replace("\n", " ")
    head = text[:_SEARCH]
    if (line_end := head.rfind("\n")) >= 0:
        return low + line_end + 1
    sentence = max(head.rfind(stop + " ") for stop in _SENTENCE_ENDS)
    if sentence >= 0:
        return low + sentence + 2
    if (space := head.rfind(" ")) >= 0:
        return low + space + 1
    return low + graphemes.snap(text, _SEARCH, _SEARCH)[0]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stripe of the page: ``start`` and ``end`` are stored offsets, ``block`` is the index of its first block."""

    start: int
    end: int
    block: int
    blocks: tuple[Block, ...]
    first: bool = True
    """Whether it begins its block."""
    last: bool = True
    """Whether it ends its block."""
