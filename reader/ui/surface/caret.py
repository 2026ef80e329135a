"""Where the caret goes: visual left and right, lines, words, paragraphs and ends, across pieces."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from reader.ui.surface import borders
from reader.ui.surface.pieces import piece_after, piece_at, piece_before

if TYPE_CHECKING:
    from reader.ui.surface.flow import Flow
    from reader.ui.surface.frame import Line
    from reader.ui.surface.layout import Laid


class Move(Enum):
    """A movement of the caret."""

    LEFT = auto()
    RIGHT = auto()
    WORD_LEFT = auto()
    WORD_RIGHT = auto()
    UP = auto()
    DOWN = auto()
    LINE_START = auto()
    LINE_END = auto()
    PARAGRAPH_UP = auto()
    PARAGRAPH_DOWN = auto()
    START = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Caret:
    """A border between clusters; ``after``: it is seen at the end of what precedes it, not before what follows.

    ``x`` is where moves from line to line aim at, or None.
    """

    offset: int
    after: bool = False
    x: float | None = None


def moved(flow: Flow, caret: Caret, move: Move) -> Caret:
    """Return the caret after ``move``; at the ends of the article it stays."""
    if move in {Move.START, Move.END}:
        return _end(flow, first=move is Move.START)
    found = place(flow, caret)
    return caret if found is None else _MOVES[move](flow, caret, *found)


def place(flow: Flow, caret: Caret) -> tuple[Laid, Line] | None:
    """Return the piece and line in which the caret is seen, laid out if need be."""
    piece = piece_at(flow.desk, caret.offset)
    if piece is None:
        return None
    if caret.after and caret.offset == piece.start and (before := piece_before(flow.desk, piece)):
        previous = flow.laid(before)
        if before.end == caret.offset and previous.lines:
            return previous, previous.lines[-1]
    laid = flow.laid(piece)
    line = laid.line_at(caret.offset, after=caret.after)
    return (laid, line) if line else None


def _line_end(_flow: Flow, _caret: Caret, _laid: Laid, line: Line, *, first: bool) -> Caret:
    return Caret(line.start) if first else Caret(line.ink_end(), after=True)


def _end(flow: Flow, *, first: bool) -> Caret:
    piece = piece_at(flow.desk, 0 if first else flow.desk.length)
    if piece is None:
        return Caret(0)
    return Caret(piece.start) if first else Caret(piece.end, after=True)


def _sideways(flow: Flow, caret: Caret, laid: Laid, line: Line, *, left: bool) -> Caret:
    """Cross the cluster that is seen on that side; at the end of the line go on to the next or previous one."""
    x = line.caret_x(caret.offset, after=caret.after)
    order = [cluster for cluster in borders.visual_order(line.clusters) if cluster.right > cluster.left]
    crossed = (
        next((c for c in reversed(order) if c.right <= x + 0.5 and c.left < x - 0.5), None)
        if left
        else next((c for c in order if c.left >= x - 0.5 and c.right > x + 0.5), None)
    )
    if crossed is None:
        return _over_line(flow, caret, laid, line, forward=left == line.frame.rtl)
    after = left == crossed.rtl
    return Caret(line.frame.offset(crossed.end if after else crossed.start), after=after)


def _over_line(flow: Flow, caret: Caret, laid: Laid, line: Line, *, forward: bool) -> Caret:
    other = neighbour(flow, laid, line, down=forward)
    if other is None:
        return caret
    if not forward:
        return Caret(other[1].ink_end(), after=True)
    return Caret(other[1].start)


def _by_word(flow: Flow, caret: Caret, _laid: Laid, line: Line, *, left: bool) -> Caret:
    from reader.text import words

    desk, forward = flow.desk, left == line.frame.rtl
    piece = piece_at(desk, caret.offset)
    if piece is None:
        return caret
    text = desk.text(piece.start, piece.end)
    at = min(caret.offset, piece.end) - piece.start
    spans = list(words.words(text))
    if forward:
        end = next((end for _, end in spans if end > at), None)
        if end is not None:
            return Caret(piece.start + end, after=True)
        following = piece_after(desk, piece)
        return Caret(following.start) if following else Caret(piece.end, after=True)
    start = next((start for start, _ in reversed(spans) if start < at), None)
    if start is not None:
        return Caret(piece.start + start)
    before = piece_before(desk, piece)
    return Caret(before.end, after=True) if before else Caret(piece.start)


def _vertical(flow: Flow, caret: Caret, laid: Laid, line: Line, *, down: bool) -> Caret:
    x = line.caret_x(caret.offset, after=caret.after) if caret.x is None else caret.x
    other = neighbour(flow, laid, line, down=down, x=x)
    if other is None:
        return Caret(line.ink_end(), after=True, x=x) if down else Caret(line.start, x=x)
    offset, after = other[1].offset_at(x)
    return Caret(offset, after=after, x=x)


def neighbour(flow: Flow, laid: Laid, line: Line, *, down: bool, x: float | None = None) -> tuple[Laid, Line] | None:
    """Return the line below or above ``line``; with ``x`` the one of several side by side that is nearest to it."""
    lines = laid.lines
    if x is None:
        number = lines.index(line) + (1 if down else -1)
        if 0 <= number < len(lines):
            return laid, lines[number]
    else:
        rest = [one for one in lines if (one.top > line.top + 1 if down else one.top < line.top - 1)]
        if rest:
            y = min(one.top for one in rest) if down else max(one.top for one in rest)
            return laid, min((one for one in rest if abs(one.top - y) < 1), key=lambda one: _aside(one, x))
    return _neighbour_piece(flow, laid, down=down, x=x)


def _neighbour_piece(flow: Flow, laid: Laid, *, down: bool, x: float | None) -> tuple[Laid, Line] | None:
    piece = laid.piece
    while True:
        following = piece_after(flow.desk, piece) if down else piece_before(flow.desk, piece)
        if following is None:
            return None
        other = flow.laid(following)
        if other.lines:
            break
        piece = following
    if x is None:
        return other, other.lines[0 if down else -1]
    y = min(one.top for one in other.lines) if down else max(one.top for one in other.lines)
    return other, min((one for one in other.lines if abs(one.top - y) < 1), key=lambda one: _aside(one, x))


def _aside(line: Line, x: float) -> float:
    rect = line.text_line.rect()
    return max(rect.left() - x, 0.0, x - rect.right())


def _paragraph(flow: Flow, caret: Caret, _laid: Laid, _line: Line, *, down: bool) -> Caret:
    desk = flow.desk
    index = max(0, desk.block_at(caret.offset))
    block = desk.block(index)
    if down:
        index += 1
        return Caret(desk.block(index).start) if index < desk.block_count else Caret(block.end, after=True)
    if caret.offset > block.start or index == 0:
        return Caret(block.start)
    return Caret(desk.block(index - 1).start)


_MOVES = {
    Move.LEFT: partial(_sideways, left=True),
    Move.RIGHT: partial(_sideways, left=False),
    Move.WORD_LEFT: partial(_by_word, left=True),
    Move.WORD_RIGHT: partial(_by_word, left=False),
    Move.UP: partial(_vertical, down=False),
    Move.DOWN: partial(_vertical, down=True),
    Move.LINE_START: partial(_line_end, first=True),
    Move.LINE_END: partial(_line_end, first=False),
    Move.PARAGRAPH_UP: partial(_paragraph, down=False),
    Move.PARAGRAPH_DOWN: partial(_paragraph, down=True),
}
