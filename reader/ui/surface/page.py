"""How an article is set: direction, column, leading and the setting of each kind of block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from PySide6.QtCore import QLocale, QPointF, Qt
from PySide6.QtGui import QTextLayout, QTextOption

from reader.document.model import Block, BlockKind, Direction
from reader.ui.surface.borders import SENTINELS
from reader.ui.surface.faces import NASTALIQ, Faces, script_by_letters, script_of_language
from reader.ui.surface.ink import reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFont

    from reader.desk import Desk
    from reader.ui.fonts import Typography

_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u04ff]")
_KEEP_SIDE = {BlockKind.LIST_ITEM, BlockKind.TABLE_CELL, BlockKind.FOOTNOTE, BlockKind.VERSE}
_LATIN_WORD = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u04ff]{2,}")
_SAMPLE = 300
VERSE = 30.0
"""Width in em below which the two hemistichs of a bayt are staggered."""
_VERSE_WIDEST = 34.0
_LEAST_LEADING = {"Hamish Amiri": 1.72, "Hamish Naskh": 1.6, "Hamish Sans Arabic": 1.6, "Hamish Hebrew": 1.6}
_LEADING = 1.6
_NASTALIQ_LEADING = 2.2


def direction_of(block: Block, text: str, document: str) -> bool:
    """Return whether a paragraph runs right to left: as its author says, else as the document does.

    In a right-to-left document a paragraph with Latin letters and no right-to-left one runs left to right.
    """
    if block.direction is not Direction.AUTO:
        return block.direction is Direction.RTL
    if block.kind is BlockKind.CODE:
        return False
    return document == "rtl" and bool(_RTL_LETTER.search(text) or not _LATIN_LETTER.search(text))


def side_of(block: Block, text: str, document: str, *, rtl: bool) -> bool:
    """Return whether the lines of a paragraph that runs as ``rtl`` says begin on the right.

    A lone Latin word, a number or an address keeps to the side of the document, and so do list items and cells.
    """
    if rtl or document != "rtl" or block.direction is not Direction.AUTO:
        return rtl
    if block.kind is BlockKind.CODE:
        return False
    return block.kind in _KEEP_SIDE or len(_LATIN_WORD.findall(text)) < 2


def sample_of(desk: Desk) -> str:
    """Return some text from four places of the article, enough to know its script, letters and ink."""
    length = desk.length
    places = (0, length // 3, length // 2, length * 7 // 8) if length > 8 * _SAMPLE else (0,)
    return "\n".join(desk.text(at, min(length, at + _SAMPLE)) for at in places)


def lines_of(text: str, font: QFont, width: float, *, rtl: bool) -> QTextLayout:
    """Return ``text`` laid out in lines of ``width``, one below the other, each at y = 0."""
    option = QTextOption(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text.replace("\n", "\u2028") + SENTINELS[rtl], font)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 0))
    layout.endLayout()
    return layout


def _begins_with_verse(desk: Desk) -> bool:
    first = [desk.block(number).kind for number in range(min(12, desk.block_count))]
    return BlockKind.VERSE in first


class Page:
    """Everything that decides how the blocks of one article are laid out; a change of any of it makes a new page."""

    def __init__(self, desk: Desk, typography: Typography, available: float, override: str = "auto") -> None:
        self.typography = typography
        self.direction = override if override in {"rtl", "ltr"} else str(desk.direction)
        self.language = desk.language
        sample = sample_of(desk)
        otherwise = "Arab" if self.direction == "rtl" else "Latn"
        script = script_of_language(desk.language) or script_by_letters(sample, otherwise)
        self.faces = Faces(typography, desk.language, script)
        self.size = typography.size
        self.signs = "all"
        self.directions: Mapping[int, str] = {}
        self.wide = False
        """Whether anything wanted more than the width of the column."""
        self.tables: dict[int, list[float]] = {}
        """Widths of the columns of a table, by its first block."""
        self.table_starts: dict[int, int] = {}
        """The first block of the table that a row belongs to, by the row's first block."""
        measured = _Measured(sample, self)
        self.pitch = round(self.size * max(typography.leading, measured.leading))
        self.ink_ascent, self.ink_descent = measured.ascent, measured.descent
        self.advance = measured.advance
        """Average width of a character, marks not counted."""
        self.natural_width = round(measured.advance * typography.measure)
        if _begins_with_verse(desk):
            self.natural_width = max(self.natural_width, round(self.size * _VERSE_WIDEST))
        self.available = available
        """Width that verse and tables may take where the column is too narrow for them."""
        self.width = self.fitted(available)
        self.rate = self.pitch * measured.advance / measured.marks / self.width * 1.15
        """A first guess of the height of one code point."""

    def resize(self, available: float) -> bool:
        """Take the width that there is for the column; return whether anything is to be laid out anew."""
        same = self.fitted(available) == self.width and (not self.wide or available == self.available)
        self.available, self.width = available, self.fitted(available)
        if not same:
            self.tables.clear()
        return not same

    def fitted(self, available: float) -> int:
        """Return the width of the column where ``available`` pixels are there for it."""
        return max(160, min(self.natural_width, int(available)))

    def font(self, setting: Setting) -> QFont:
        """Return the main font of ``setting``."""
        if setting.mono:
            return self.faces.mono(setting.size)
        return self.faces.font(setting.script or self.faces.script, setting.size, bold=setting.bold)

    def script(self, block: Block, text: str) -> str:
        """Return the script whose font draws the spaces, digits, brackets and stops of a paragraph.

        It is that of the paragraph's language, else of most of its letters where it has any.
        """
        script = script_of_language(block.language) or script_by_letters(text, self.faces.script)
        return self.faces.arabic(block.language) if script == "Arab" else script

    def rtl(self, block: Block, text: str) -> bool:
        """Return whether ``block`` with ``text`` runs right to left."""
        own = self.directions.get(block.start)
        return own == "rtl" if own else direction_of(block, text, self.direction)

    def right(self, block: Block, text: str, *, rtl: bool) -> bool:
        """Return whether the lines of ``block``, which runs as ``rtl`` says, begin on the right."""
        if block.start in self.directions:
            return rtl
        return side_of(block, text, self.direction, rtl=rtl)

    def locale(self, block: Block) -> QLocale:
        """Return the locale in whose language Qt shapes ``block``: the forms of some digits and letters follow it."""
        return QLocale(block.language or self.language or "ar")

    def setting(self, block: Block) -> Setting:
        """Return how a block of this kind is set."""
        kind = block.kind
        if kind is BlockKind.HEADING:
            scale = _HEADINGS[max(0, min(block.level, len(_HEADINGS)) - 1)]
            row = _Row(scale, 0.2 + 0.8 * scale, 0.75, 0.15, bold=True)
        else:
            row = _ROWS.get(kind, _Row())
        script = self.faces.arabic(block.language)
        pitch = max(self.pitch, self.size * _NASTALIQ_LEADING) if script == NASTALIQ else self.pitch
        depth = block.level + 1 if kind in {BlockKind.LIST_ITEM, BlockKind.QUOTE} else 1
        return Setting(
            self.size * row.size,
            round(pitch * row.pitch),
            round(self.pitch * row.before),
            round(self.pitch * row.after),
            self.size * row.indent * depth,
            bold=row.bold,
            soft=row.soft,
            mono=row.mono,
            script=script if script == NASTALIQ else "",
        )


class _Measured:
    """Average advance and the ink of the lines of a sample, in the fonts of the page."""

    def __init__(self, sample: str, page: Page) -> None:
        script, size = page.faces.script, page.size
        font = page.faces.font(script, size)
        text = " ".join(sample.split())[: 4 * _SAMPLE] or "م"
        layout = lines_of(text, font, size * 26, rtl=page.direction == "rtl")
        total, tops, bottoms = 0.0, [], []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            total += line.naturalTextWidth()
            above, below = reach(line)
            tops.append(above)
            bottoms.append(below)
        self.advance = total / max(1, sum(1 for character in text if category(character) != "Mn"))
        self.marks = len(text) * self.advance / max(1.0, total)
        self.ascent = _high(tops, size * 0.8)
        self.descent = _high(bottoms, size * 0.3)
        need = (self.ascent + self.descent) / size
        least = _NASTALIQ_LEADING if page.faces.nastaliq else _LEAST_LEADING.get(page.faces.family(script), _LEADING)
        self.leading = min(max(need + 0.04, least), 2.9)


def _high(values: list[float], otherwise: float) -> float:
    """Return what 95 of 100 values do not exceed."""
    return sorted(values)[int(len(values) * 0.95)] if values else otherwise


class _Row(NamedTuple):
    """A setting relative to the running text: size in its size, heights in its leading, indent in em."""

    size: float = 1.0
    pitch: float = 1.0
    before: float = 0.42
    after: float = 0.0
    indent: float = 0.0
    bold: bool = False
    soft: bool = False
    mono: bool = False


_HEADINGS = (1.36, 1.2, 1.1, 1.0, 1.0, 1.0)
_ROWS = {
    BlockKind.TITLE: _Row(1.55, 1.38, 0.75, 0.6, bold=True),
    BlockKind.DATELINE: _Row(soft=True),
    BlockKind.BOILERPLATE: _Row(soft=True),
    BlockKind.FOOTNOTE: _Row(0.84, 0.86, 0.25, indent=1.6),
    BlockKind.CODE: _Row(0.78, 0.72, indent=0.7, mono=True),
    BlockKind.LIST_ITEM: _Row(before=0.15, indent=1.5),
    BlockKind.QUOTE: _Row(indent=1.3),
    BlockKind.VERSE: _Row(before=0.2),
    BlockKind.TABLE_CELL: _Row(0.92, 0.92, 0.0),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """How one kind of block is set, in device-independent pixels."""

    size: float
    pitch: float
    before: float
    """Space above its first line."""
    after: float
    indent: float = 0.0
    """Space on the side where its lines begin."""
    bold: bool = False
    soft: bool = False
    """Set in the lesser ink of the theme."""
    mono: bool = False
    script: str = ""
    """Main script of the paragraph where it is known."""
