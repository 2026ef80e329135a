"""The annotated article on sheets of paper: the text set as on the page, the notes of each sheet at its foot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QFontMetricsF, QPainter, QPalette

from reader.document.model import BlockKind
from reader.text.bidi import isolate
from reader.ui import theme
from reader.ui.cards import LEADING, note_document
from reader.ui.look import note_font
from reader.ui.surface import paint
from reader.ui.surface.flow import Flow
from reader.ui.surface.layout import lay_out
from reader.ui.surface.numbers import Numbers
from reader.ui.surface.page import Page
from reader.ui.surface.pieces import piece_after, piece_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QTextDocument

    from reader.annotation.model import Annotation
    from reader.desk import Desk
    from reader.ui.fonts import Typography
    from reader.ui.surface.layout import Laid

POINT = 0.6
"""Points of the paper to a pixel of the layout: text of 22 pixels is 13 points high."""
SIDE, TOP, FOOT = 96.0, 104.0, 96.0
"""Pixels of the layout beside, above and below what is printed on a sheet."""
LARGEST = 30.0
"""Pixels of the layout: text is not printed larger, however large it is on the screen."""
_NOTES_MOST = 0.4
"""Of the height of a sheet that notes may take while there is text."""
_RULE = 24.0
_NUMBER = 44.0
_BEGINS = {BlockKind.TITLE, BlockKind.HEADING}


class Sheets:
    """Lays an article out on sheets of ``size`` points, one after the other."""

    def __init__(
        self,
        desk: Desk,
        typography: Typography,
        size: QSizeF,
        *,
        signs: str = "all",
        hidden: Callable[[Annotation], bool] | None = None,
    ) -> None:
        typography = replace(typography, size=min(LARGEST, typography.size))
        self._desk = desk
        self.width, self.height = size.width() / POINT, size.height() / POINT
        self._room = self.height - TOP - FOOT
        self._page = Page(desk, typography, int(self.width - 2 * SIDE))
        self._page.signs, self._page.directions = signs, desk.directions()
        self._numbers = Numbers(desk.locators())
        self._hidden = hidden
        self.title = desk.info.title

    def __iter__(self) -> Iterator[Sheet]:
        """Yield the sheets in order; each is laid out when it is asked for."""
        sheet = Sheet(1)
        count = 0
        piece = piece_at(self._desk, 0)
        while piece is not None:
            laid = lay_out(self._desk, piece, self._page)
            sheet.done = piece.end
            notes = self._notes(piece.start, piece.end)
            if piece.blocks[0].kind in _BEGINS and sheet.used + laid.height + 3 * self._page.pitch > self._room:
                yield sheet
                sheet = sheet.following(self._room)
            sheet.shown.append((laid, sheet.used))
            cuts = _cuts(laid)
            for at, (top, first) in enumerate(cuts):
                bottom, last = cuts[at + 1] if at + 1 < len(cuts) else (laid.height, piece.end + 1)
                here = [note for note in notes if first <= note.placement.start < last]
                added = [self._foot_note(note, count + number) for number, note in enumerate(here, 1)]
                needed = min(sheet.foot_height(added), self._room * _NOTES_MOST)
                if sheet.used and sheet.used + (bottom - top) + needed > self._room:
                    yield sheet
                    sheet = sheet.following(self._room)
                    sheet.done = piece.end
                    sheet.shown.append((laid, -top))
                count += len(added)
                sheet.notes += added
                sheet.beside += [(note.number, sheet.used, bottom - top) for note in added]
                sheet.used += bottom - top
            piece = piece_after(self._desk, piece)
        while sheet.used or sheet.notes:
            yield sheet
            sheet = sheet.following(self._room)

    def draw(self, painter: QPainter, sheet: Sheet) -> None:
        """Draw one sheet; the painter's unit is a pixel of the layout, its origin the corner of the paper."""
        page, colours = self._page, theme.load("paper")
        view = paint.View(colours, left=(self.width - page.width) / 2, numbers=self._numbers, slack=0.0)
        view.hidden = self._hidden
        flow = Flow(self._desk, page, sheet.used)
        flow.visible = sheet.shown
        painter.save()
        painter.translate(0, TOP)
        painter.setClipRect(QRectF(0, -4, self.width, sheet.used + 8))
        paint.paint(painter, flow, view)
        painter.setClipping(False)
        rtl = page.direction == "rtl"
        for number, top, height in sheet.beside:
            # On the other side than the numbers of printed pages.
            left = view.left - _NUMBER - 8 if rtl else view.left + page.width + 8
            side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
            self._say(painter, QRectF(left, top, _NUMBER, height), number, colours.accent, side)
        self._draw_foot(painter, sheet, view.left)
        painter.restore()
        line = QRectF(view.left, TOP / 2 - 10, page.width, 24)
        name = QFontMetricsF(note_font(15)).elidedText(self.title, Qt.TextElideMode.ElideRight, page.width)
        if sheet.number > 1:
            self._say(painter, line, isolate(name), colours.soft, Qt.AlignmentFlag.AlignHCenter)
        line.moveTop(self.height - FOOT / 2 - 10)
        self._say(painter, line, QLocale().toString(sheet.number), colours.soft, Qt.AlignmentFlag.AlignHCenter)

    def _draw_foot(self, painter: QPainter, sheet: Sheet, left: float) -> None:
        if not sheet.notes:
            return
        page, colours = self._page, theme.load("paper")
        y = self._room - sheet.foot_height([], most=self._room - sheet.used)
        rtl = page.direction == "rtl"
        rule = page.width / 3
        start = left + page.width - rule if rtl else left
        painter.fillRect(QRectF(start, y + _RULE / 2, rule, 1), QColor(colours.soft))
        y += _RULE
        for note, drawn in sheet.notes_that_fit(self._room - sheet.used):
            at = left + page.width - _NUMBER if rtl else left
            if not note.from_top:
                side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
                self._say(painter, QRectF(at, y, _NUMBER, LEADING), note.number, colours.accent, side)
            context = QAbstractTextDocumentLayout.PaintContext()
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.Text, QColor(colours.text))
            palette.setColor(QPalette.ColorRole.Link, QColor(colours.accent))
            context.palette = palette
            context.clip = QRectF(0, note.from_top, note.document.textWidth(), drawn)
            painter.save()
            painter.translate(QPointF(left if rtl else left + _NUMBER, y - note.from_top))
            painter.setClipRect(context.clip)
            note.document.documentLayout().draw(painter, context)
            painter.restore()
            y += drawn

    def _notes(self, start: int, end: int) -> list[Annotation]:
        """Return the annotations with something to say that begin in this stretch and are not hidden."""
        found = self._desk.annotations_in(start, end + 1)
        hidden = self._hidden
        return [
            note
            for note in found
            if start <= note.placement.start <= end and (note.note or note.tags) and not (hidden and hidden(note))
        ]

    def _foot_note(self, note: Annotation, number: int) -> FootNote:
        tags = " ".join(isolate(f"#{tag}") for tag in note.tags)
        text = "\n".join(part for part in (note.note, tags) if part)
        document = note_document(text, note.note_direction, self._page.width - _NUMBER, theme.load("paper").accent)
        lines = max(1, round(document.size().height() / LEADING))
        return FootNote(QLocale().toString(number), document, lines * float(LEADING))

    def _say(self, painter: QPainter, rect: QRectF, text: str, colour: str, side: Qt.AlignmentFlag) -> None:
        painter.setFont(note_font(15))
        painter.setPen(QColor(colour))
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, text)


def _cuts(laid: Laid) -> list[tuple[float, int]]:
    """Return where a piece may be cut: y and first offset of each row of lines, those side by side taken together."""
    cuts: list[tuple[float, int]] = [(0.0, laid.piece.start)]
    bottom = 0.0
    for line in sorted(laid.lines, key=lambda line: line.top):
        if line.top >= bottom - 0.5 and bottom > 0:
            cuts.append((line.top, line.start))
        bottom = max(bottom, line.bottom)
    if any(later[1] < earlier[1] for earlier, later in pairwise(cuts)):
        return cuts[:1]  # cells of several lines: the row of a table stays whole
    return cuts


@dataclass(slots=True)
class FootNote:
    """A note at the foot: its number, its text as it is set, and how much of it stands on sheets before."""

    number: str
    document: QTextDocument
    height: float
    from_top: float = 0.0


@dataclass(slots=True)
class Sheet:
    """What stands on one sheet: pieces with y of their top, the height they use, notes, and their numbers beside."""

    number: int
    shown: list[tuple[Laid, float]] = field(default_factory=list)
    used: float = 0.0
    notes: list[FootNote] = field(default_factory=list)
    beside: list[tuple[str, float, float]] = field(default_factory=list)
    done: int = 0
    """How far the text is laid out, in code points."""

    def foot_height(self, more: list[FootNote], most: float = float("inf")) -> float:
        """Return the height of the notes with ``more`` of them, in whole lines up to ``most``."""
        rest = sum(note.height - note.from_top for note in (*self.notes, *more))
        if not rest:
            return 0.0
        return min(_RULE + rest, _RULE + max(0.0, most - _RULE) // LEADING * LEADING)

    def notes_that_fit(self, room: float) -> list[tuple[FootNote, float]]:
        """Return the notes that stand on this sheet, each with the height that is drawn of it."""
        left = self.foot_height([], most=room) - _RULE
        found = []
        for note in self.notes:
            drawn = min(note.height - note.from_top, left)
            if drawn <= 0:
                break
            found.append((note, drawn))
            left -= drawn
        return found

    def following(self, room: float) -> Sheet:
        """Return the next sheet, with the notes that did not fit on this one."""
        fitting = [drawn for _note, drawn in self.notes_that_fit(room - self.used)]
        rest = []
        for at, note in enumerate(self.notes):
            drawn = fitting[at] if at < len(fitting) else 0.0
            if note.from_top + drawn < note.height:
                rest.append(replace(note, from_top=note.from_top + drawn))
        return Sheet(self.number + 1, notes=rest, done=self.done)
