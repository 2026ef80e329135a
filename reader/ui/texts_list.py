"""The rows of the view of the library: a model over what the shelf knows of each text, and how a row is drawn."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from PySide6.QtCore import QDate, QLocale, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QStyle

from reader.text.bidi import isolate
from reader.ui.follow import minutes_left
from reader.ui.i18n import digits, percent, tr, tr_n
from reader.ui.lists import ROW, SUBTITLE, Index, Rows
from reader.ui.look import interface_font, note_font
from reader.ui.rows import Delegate, draw_line
from reader.ui.texts_filter import base
from reader.ui.theme import mix

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from reader.store.articles import ArticleInfo
    from reader.ui.look import Look

HEIGHT = 62
COLUMNS_FROM = 640
"""Width of a row from which language, length, notes and progress stand in columns of their own."""
_COLUMNS = (110, 110, 120, 64)
_NARROW = 96
_OUR_LANGUAGES = {"en": "English", "grc": "Ἀρχαία ἑλληνική", "arc": "ܐܪܡܝܐ"}
"""Languages that Qt names otherwise than their readers do, or not at all."""


@lru_cache(maxsize=256)
def language_name(tag: str) -> str:
    """Return what a language calls itself, the tag itself where that is not known."""
    name = base(tag)
    return _OUR_LANGUAGES.get(name) or QLocale(name).nativeLanguageName() or tag


def length_text(info: ArticleInfo) -> str:
    """Return how long a text takes to read, at the usual pace of its language."""
    minutes = minutes_left(info.chars, info.language)
    if minutes >= 90:
        return tr_n("%n hours", round(minutes / 60))
    return tr_n("%n minutes", max(1, minutes))


def source_text(info: ArticleInfo) -> str:
    """Return where a text is from: the name of a site, its address, or the file."""
    if info.site:
        return info.site
    if info.source.startswith(("https://", "http://")):
        return (urlsplit(info.source).hostname or "").removeprefix("www.")
    return PurePath(info.source).name


def date_text(moment: str) -> str:
    """Return a day (ISO 8601) as the interface writes it, anything else as it stands."""
    day = QDate.fromString(moment[:10], Qt.DateFormat.ISODate)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat) if day.isValid() else digits(moment)


def about(info: ArticleInfo) -> str:
    """Return the second line of a text: author, source, date and tags."""
    date = date_text(info.published) if info.published else tr("added {date}").format(date=date_text(info.added))
    source = source_text(info)
    parts = [info.author, "" if source == info.title else source, date, *(f"#{tag}" for tag in info.tags)]
    return " · ".join(isolate(part) for part in dict.fromkeys(parts) if part)


def progress_text(info: ArticleInfo) -> str:
    """Return how far a text was read, nothing where it was never opened."""
    return percent(info.progress) if info.opened else ""


class Texts(Rows):
    """ArticleInfo values; the title can be changed in place."""

    renamed = Signal(str, str)
    """Id and new title; the row changes when the journal says so."""

    def title(self, value: ArticleInfo) -> str:
        """Return the title."""
        return value.title or tr("Without a title")

    def subtitle(self, value: ArticleInfo) -> str:
        """Return author, source, date and tags."""
        return about(value)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return also the title to be edited, and all there is for a screen reader and beside the mouse."""
        value: ArticleInfo | None = self.value(index)
        if value is not None and role == Qt.ItemDataRole.EditRole:
            return value.title
        if value is not None and role == Qt.ItemDataRole.ToolTipRole:
            size = tr_n("%n characters", value.chars)
            return "\n".join(part for part in (self.title(value), about(value), size, isolate(value.source)) if part)
        if value is not None and role == Qt.ItemDataRole.AccessibleTextRole:
            more = (
                about(value),
                language_name(value.language),
                length_text(value),
                tr_n("%n notes", value.annotations),
            )
            return "، ".join(part for part in (self.title(value), *more, progress_text(value)) if part)
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the title be changed."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        """Ask for another title; the library has the last word."""
        info: ArticleInfo | None = self.value(index)
        title = " ".join(str(value or "").split())
        if info is None or role != Qt.ItemDataRole.EditRole or not title or title == info.title:
            return False
        self.renamed.emit(info.id, title)
        return True


class TextRow(Delegate):
    """Title over author, source and date; beside them language, length, notes and progress."""

    height = HEIGHT

    def ground(self, look: Look, value: object, state: QStyle.StateFlag) -> str:
        """Return the colour behind a row: selected before open before hovered."""
        if state & QStyle.StateFlag.State_Selected:
            return mix(look.theme.card, look.theme.selection, 0.6)
        if self.is_current(value):
            return mix(look.theme.card, look.theme.accent, 0.1)
        return mix(look.theme.card, look.theme.text, 0.05) if state & QStyle.StateFlag.State_MouseOver else ""

    def draw(self, painter: QPainter, box: QRect, index: Index, look: Look) -> None:
        """Draw the two lines, the columns, and a line for how far the text was read."""
        info: ArticleInfo = index.data(ROW)
        wide = box.width() >= COLUMNS_FROM
        taken = sum(_COLUMNS) if wide else _NARROW
        right = look.right_to_left
        room = box.adjusted(taken + 12, 0, 0, 0) if right else box.adjusted(0, 0, -taken - 12, 0)
        title = QRect(room.left(), room.top() + 3, room.width(), 32)
        draw_line(painter, title, str(index.data()), note_font(17), look.colour("text"), right=right)
        below = QRect(room.left(), room.top() + 35, room.width(), 20)
        soft, small = look.colour("soft"), interface_font(12)
        draw_line(painter, below, str(index.data(SUBTITLE)), small, soft, right=right, ours=True)
        notes = tr_n("%n notes", info.annotations) if info.annotations else ""
        cells = (language_name(info.language), length_text(info), notes, progress_text(info))
        if not wide:
            for top, text in ((9, notes or cells[0]), (35, cells[3] or cells[1])):
                cell = QRect(box.left() if right else box.right() + 1 - taken, box.top() + top, taken, 20)
                draw_line(painter, cell, text, small, soft, right=right, ours=True)
        else:
            self._columns(painter, box, cells, look)
        if info.opened:
            self._progress(painter, room, info.progress, look)

    def _columns(self, painter: QPainter, box: QRect, cells: tuple[str, ...], look: Look) -> None:
        right = look.right_to_left
        at = box.left() + sum(_COLUMNS) if right else box.right() + 1 - sum(_COLUMNS)
        for width, text in zip(_COLUMNS, cells, strict=True):
            at -= width if right else 0
            cell = QRect(at, box.top(), width - 10, box.height())
            draw_line(painter, cell, text, interface_font(13), look.colour("soft"), right=right, ours=True)
            at += 0 if right else width

    def _progress(self, painter: QPainter, room: QRect, share: float, look: Look) -> None:
        track = QRect(room.left(), room.bottom() - 2, min(room.width(), 240), 2)
        if look.right_to_left:
            track.moveRight(room.right())
        painter.fillRect(track, look.colour("border"))
        done = round(track.width() * min(1.0, max(0.0, share)))
        left = track.right() + 1 - done if look.right_to_left else track.left()
        painter.fillRect(QRect(left, track.top(), done, 2), look.colour("accent"))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        """Return a field for the title."""
        field = QLineEdit(parent)
        field.setFont(note_font(17))
        field.setAccessibleName(tr("Title"))
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Lay the field over the title."""
        box: QRect = option.rect
        taken = sum(_COLUMNS) if box.width() >= COLUMNS_FROM else 0
        left = box.left() + 4 + (taken if editor.isRightToLeft() else 0)
        editor.setGeometry(QRect(left, box.top() + 4, box.width() - taken - 8, 34))

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row; its width is that of the list."""
        return QSize(option.rect.width(), HEIGHT)
