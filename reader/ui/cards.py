"""A note as a card: its text set in its own direction, its tags, its date, drawn without a widget for each."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from reader.annotation.model import Status
from reader.text.bidi import isolate, paragraph_direction
from reader.ui.i18n import tr
from reader.ui.look import interface_font, note_font
from reader.ui.theme import mix

if TYPE_CHECKING:
    from reader.annotation.model import Annotation
    from reader.ui.look import Look

PADDING_X, PADDING_Y, RADIUS = 14, 12, 8
BAR, BAR_INSET = 4, 8
LEADING, ROW, TAG = 28, 33, 24
"""Points: baseline to baseline of a note, the row of tags and date, a tag."""

_SINGLE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
_MARKDOWN = re.compile(r"(?m)[*_`\[~]|^\s{0,3}(#{1,6} |>|[-+] |\d+[.)] )")


def note_direction(note: str, chosen: str) -> Qt.LayoutDirection:
    """Return the direction a note is set in: the one chosen for it, else that of its own text."""
    direction = chosen if chosen in {"rtl", "ltr"} else paragraph_direction(note or " ", "auto")
    return Qt.LayoutDirection.RightToLeft if direction == "rtl" else Qt.LayoutDirection.LeftToRight


def note_document(note: str, chosen: str, width: float, ink: str) -> QTextDocument:
    """Return a note set to be drawn in ``width`` points: Markdown where it has some, plain text otherwise."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(note_font(17))
    direction = note_direction(note, chosen)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)  # which is where the direction begins
    option.setTextDirection(direction)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    if _MARKDOWN.search(note):
        document.setMarkdown(_SINGLE_BREAK.sub("  \n", note), QTextDocument.MarkdownFeature.MarkdownDialectCommonMark)
    else:
        document.setPlainText(note)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    shape = QTextBlockFormat()
    shape.setLineHeight(LEADING, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    shape.setLayoutDirection(direction)
    shape.setTopMargin(0)
    shape.setBottomMargin(0)
    cursor.mergeBlockFormat(shape)
    _tame_headings(document)
    document.setTextWidth(width)
    document.setDefaultStyleSheet(f"a {{ color: {ink}; }}")
    return document


def _tame_headings(document: QTextDocument) -> None:
    """Set the headings of a note in its own size, bold: a card is no page."""
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            plain = QTextCharFormat()
            plain.setFont(note_font(17, QFont.Weight.Bold))
            plain.setProperty(QTextCharFormat.Property.FontSizeAdjustment.value, 0)
            cursor.mergeCharFormat(plain)
        block = block.next()


def first_line(note: str) -> str:
    """Return the first line of a note without its Markdown signs, for a list."""
    line = next((part.strip() for part in note.splitlines() if part.strip()), "")
    return re.sub(r"^(#{1,6} |> |[-+*] )|[*_`~]+", "", line)


def day(time: str, *, now: datetime | None = None) -> str:
    """Return a UTC time of the store as a day in the language of the interface, with the year unless it is this one."""
    try:
        moment = datetime.fromisoformat(time).astimezone()
    except ValueError:
        return ""
    today = (now or datetime.now(UTC)).astimezone()
    date = QDate(moment.year, moment.month, moment.day)
    return QLocale().toString(date, "d MMMM" if moment.year == today.year else "d MMMM yyyy")


class Card:
    """One card, measured and ready to be drawn at any place."""

    __slots__ = ("_active", "_document", "_look", "_tags", "_width", "annotation", "height")

    def __init__(self, annotation: Annotation, width: float, look: Look, *, active: bool) -> None:
        self.annotation = annotation
        self._look = look
        self._width = width
        self._active = active
        room = width - 2 * PADDING_X - BAR
        text = annotation.note or (tr("No note yet") if not annotation.tags else "")
        self._document = note_document(text, annotation.note_direction, room, look.theme.accent) if text else None
        self._tags = self._fitting(room)
        height = 2 * PADDING_Y
        if self._document is not None:
            height += round(self._document.size().height())
        if self._tags or active or self._doubtful():
            height += ROW
        self.height = height

    def paint(self, painter: QPainter, left: float, top: float, *, hovered: bool) -> None:
        """Draw the card with its corner at (left, top)."""
        theme = self._look.theme
        box = QRectF(left, top, self._width, self.height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.accent if self._active else mix(theme.border, theme.soft, 0.5 if hovered else 0)))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.marks[self.annotation.colour].edge))
        bar = box.right() - BAR - 2 if self._look.right_to_left else box.left() + 2
        painter.drawRoundedRect(QRectF(bar, top + BAR_INSET, BAR, self.height - 2 * BAR_INSET), 2, 2)
        inner = box.adjusted(PADDING_X, PADDING_Y, -PADDING_X - BAR, -PADDING_Y)
        if not self._look.right_to_left:
            inner.translate(BAR, 0)
        if self._document is not None:
            self._paint_note(painter, inner)
        if self._tags or self._active or self._doubtful():
            self._paint_row(painter, inner, hovered=hovered)

    def _doubtful(self) -> bool:
        return self.annotation.placement.status is Status.FUZZY

    def _fitting(self, room: float) -> list[tuple[str, float]]:
        """Return the tags that fit in the row beside the date, each with the width of its pill."""
        metrics = QFontMetricsF(interface_font(11))
        left = room - 90
        fitting = []
        for tag in self.annotation.tags:
            width = metrics.horizontalAdvance(tag) + 20
            if width > left:
                fitting.append(("…", 28.0))
                break
            fitting.append((tag, width))
            left -= width + 6
        return fitting

    def _paint_note(self, painter: QPainter, inner: QRectF) -> None:
        if self._document is None:
            return
        painter.save()
        painter.translate(QPointF(inner.left(), inner.top()))
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        theme = self._look.theme
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.text if self.annotation.note else theme.soft))
        palette.setColor(QPalette.ColorRole.Link, QColor(theme.accent))
        context.palette = palette
        context.clip = QRectF(QPointF(0, 0), QSizeF(inner.width(), inner.height()))
        self._document.documentLayout().draw(painter, context)
        painter.restore()

    def _paint_row(self, painter: QPainter, inner: QRectF, *, hovered: bool) -> None:
        theme = self._look.theme
        rtl = self._look.right_to_left
        row = QRectF(inner.left(), inner.bottom() - TAG, inner.width(), TAG)
        painter.setFont(interface_font(11))
        edge = row.right() if rtl else row.left()
        for tag, width in self._tags:
            pill = QRectF(edge - width if rtl else edge, row.top(), width, TAG)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.window))
            painter.drawRoundedRect(pill, TAG / 2, TAG / 2)
            painter.setPen(QColor(theme.soft))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, isolate(tag))
            edge += -(width + 6) if rtl else width + 6
        if self._active or hovered or self._doubtful():
            said = tr("Place is doubtful") if self._doubtful() else day(self.annotation.modified)
            painter.setPen(QColor(theme.soft))
            end = Qt.AlignmentFlag.AlignLeft if rtl else Qt.AlignmentFlag.AlignRight
            painter.drawText(row, end | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, said)
