"""Sets verse: the two hemistichs of a bayt side by side in equal columns, or staggered where the page is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from reader.document.model import BlockKind, MarkKind
from reader.ui.surface.frame import Frame, space_of
from reader.ui.surface.inline import runs_of, touches_of
from reader.ui.surface.layout import Laid, stack
from reader.ui.surface.page import VERSE

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.ui.surface.page import Page
    from reader.ui.surface.pieces import Piece

_GAP = 1.6
_STEP = 2.0
_WIDEST = 0.6
"""How much of its own width a space may gain."""
_NARROWEST = 0.25
"""How much of its own width a space may lose so that a hemistich fits its column."""
_NEIGHBOURS = 8
"""Bayts looked at on either side, so that those of a poem have columns of one width."""
_WHOLE = 100_000.0


def lay_out_verse(desk: Desk, piece: Piece, page: Page) -> Laid:
    """Return a piece of verse with its hemistichs in columns; the divider stays in the text and is shown as the gap."""
    laid = Laid(piece)
    block = piece.blocks[0]
    setting = page.setting(block)
    text = desk.text(piece.start, piece.end)
    rtl = page.rtl(block, text)
    bayts = [
        [Frame(desk.text(*span), span[0], rtl=rtl, signs=page.signs) for span in spans]
        for spans in _bayts(text, piece.start, _gaps(desk, piece))
    ]
    marks = desk.marks(piece.start, piece.end)
    for frame in (frame for bayt in bayts for frame in bayt):
        _set(frame, page, laid, _WHOLE)
        laid.touches += touches_of(frame, marks, page.faces.script)
    total = _total(desk, piece, page)
    page.wide |= total > page.width
    column = (total - _GAP * page.size) / 2
    space = space_of(page.font(setting), rtl=rtl)
    y = setting.before if piece.first and piece.block else 0.0
    for bayt in bayts:
        fits = total <= page.available + 1 and all(_fits(frame, column, space) for frame in bayt)
        y = (_side_by_side if fits and len(bayt) > 1 else _staggered)(bayt, y, column, page, laid)
        for frame in bayt:
            laid.add(frame)
    laid.height = round(y + (setting.after if piece.last else 0.0))
    return laid


def _total(desk: Desk, piece: Piece, page: Page) -> float:
    """Return the width of both columns with their gap, the same for bayts that stand together.

    It is that of the text, or more where a hemistich among the neighbours needs it.
    """
    longest = 0
    for step in (-1, 1):
        index = piece.block
        while abs(index - piece.block) <= _NEIGHBOURS and 0 <= index < desk.block_count:
            block = desk.block(index)
            if block.kind is not BlockKind.VERSE:
                break
            longest = max(longest, *(_halves(desk.text(block.start, min(block.end, block.start + 4000)))))
            index += step
    narrow = (page.width - _GAP * page.size) / 2
    return float(page.width) if longest * page.advance <= narrow else max(page.width, VERSE * page.size)


def _halves(text: str) -> list[int]:
    """Return about how many letters the hemistichs of a block of verse have."""
    letters = [sum(1 for character in line if category(character) != "Mn") for line in text.split("\n")]
    return [count if "\n" in text else count // 2 for count in letters]


def _gaps(desk: Desk, piece: Piece) -> list[tuple[int, int]]:
    marks = desk.marks(piece.start, piece.end)
    return [(mark.start, mark.end) for mark in marks if mark.kind is MarkKind.HEMISTICH_GAP]


def _bayts(text: str, start: int, gaps: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the stored spans of the hemistichs, by bayt: a gap divides a bayt, a line break outside a gap ends it."""
    bayts: list[list[tuple[int, int]]] = [[]]
    at = start
    for first, last in gaps:
        lines = text[at - start : first - start].split("\n")
        for number, line in enumerate(lines):
            bayts[-1].append((at, at + len(line)))
            at += len(line) + 1
            if number + 1 < len(lines):
                bayts.append([])
        at = last
    for line in text[at - start :].split("\n"):
        bayts[-1].append((at, at + len(line)))
        at += len(line) + 1
        bayts.append([])
    return [bayt for bayt in bayts if bayt]


def _natural(frame: Frame) -> float:
    return max((line.text_line.naturalTextWidth() for line in frame.lines), default=0.0)


def _fits(frame: Frame, column: float, space: float) -> bool:
    return _natural(frame) - frame.text.strip().count(" ") * space * _NARROWEST <= column


def _set(frame: Frame, page: Page, laid: Laid, width: float, spread: float = 0.0, *, end: bool = False) -> None:
    """Lay a hemistich out in ``width``, each of its spaces wider by ``spread``; ``end`` aligns it to the far edge."""
    block = laid.piece.blocks[0]
    setting = page.setting(block)
    font = QFont(page.font(setting))
    font.setWordSpacing(font.wordSpacing() + spread)
    right = frame.rtl != end
    align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    frame.lay_out(font, runs_of(frame, page.faces, setting, ()), width, page.locale(block), align=align)


def _side_by_side(bayt: list[Frame], y: float, column: float, page: Page, laid: Laid) -> float:
    """Put the hemistichs in two columns, spread to both edges where spaces allow, else flush with the outer edges."""
    setting = page.setting(laid.piece.blocks[0])
    total = 2 * column + _GAP * page.size
    left = (page.width - total) / 2
    space = space_of(page.font(setting), rtl=bayt[0].rtl)
    bottom = y
    for number, frame in enumerate(bayt):
        second = number % 2 == 1
        if number and not second:
            y = bottom
        extra, spaces = column - _natural(frame), frame.text.strip().count(" ")
        spread = extra / spaces if spaces and extra <= spaces * space * _WIDEST else 0.0
        _set(frame, page, laid, column + 0.5, spread, end=second)
        x = left if second == frame.rtl else left + total - column
        bottom = stack(frame.lines, y, x, page, setting)
    return bottom


def _staggered(bayt: list[Frame], y: float, _column: float, page: Page, laid: Laid) -> float:
    """Put the hemistichs one below the other, every second one indented."""
    setting = page.setting(laid.piece.blocks[0])
    for number, frame in enumerate(bayt):
        indent = _STEP * page.size if number % 2 else 0.0
        _set(frame, page, laid, page.width - indent)
        y = stack(frame.lines, y, 0.0 if frame.rtl else indent, page, setting)
    return y
