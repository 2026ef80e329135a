"""What became of a note: each change with its time, and the way back to what it was."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader import annotate
from reader.annotation.model import Colour, Style
from reader.ui.actions import colour_name
from reader.ui.i18n import tr
from reader.ui.look import interface_font, note_font
from reader.ui.panel import Panel

if TYPE_CHECKING:
    from reader.ui.window import MainWindow

_RESTORABLE = frozenset({"note", "colour", "style", "note_direction"})


def moment(time: str) -> str:
    """Return a UTC time of the store as day and time in the language of the interface."""
    try:
        local = datetime.fromisoformat(time).astimezone()
    except ValueError:
        return ""
    when = QDateTime(local.year, local.month, local.day, local.hour, local.minute, local.second)
    return QLocale().toString(when, "d MMMM yyyy HH:mm")


def field_name(field: str) -> str:
    """Return what a field of a note is called."""
    return {
        "note": tr("Note"),
        "colour": tr("Colour"),
        "style": tr("Style"),
        "tags": tr("Tags"),
        "note_direction": tr("Text direction"),
        "state": tr("Bin"),
    }.get(field, "")


def shown(field: str, value: str | None) -> str:
    """Return an old value as a person reads it."""
    if not value:
        return tr("nothing")
    if field == "colour" and value in set(Colour):
        return colour_name(Colour(value))
    return value


class HistoryPanel(Panel):
    """The changes of the active note, the latest first."""

    WIDTH = 560

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("History"))
        self._window = window
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        self.rows: list[QWidget] = []
        window.session.library_changed.connect(self._news)

    def fill(self) -> None:
        """Read the changes of the active note."""
        for row in self.rows:
            row.deleteLater()
        self.rows = []
        session = self._window.session
        note = self._window.active
        changes = (session.do(annotate.history, session.library, note) if note else None) or []
        for time, field, old, _new in reversed(changes):
            if field_name(field) and old is not None:
                self.rows.append(self._row(time, field, old))
        found = session.note(note)
        if found is not None:
            made = QLabel(tr("Made {time}").format(time=moment(found.created)))
            made.setFont(interface_font(12))
            self.rows.append(made)
        if not self.rows:
            empty = QLabel(tr("Nothing was changed here since it was made."))
            empty.setFont(interface_font(13))
            self.rows.append(empty)
        for row in self.rows:
            self._column.addWidget(row)
        self.place(self.page)

    def wanted_height(self) -> int:
        """Return the height in points that shows everything."""
        return max(160, super().wanted_height())

    def restore(self, field: str, value: str) -> None:
        """Give a field the value it had; this is a change like any other, and can be undone."""
        session, note = self._window.session, self._window.active
        if note is None:
            return
        if field == "colour":
            session.change(annotate.edit, session.library, note, colour=Colour(value))
        elif field == "style":
            session.change(annotate.edit, session.library, note, style=Style(value))
        elif field == "note":
            session.change(annotate.edit, session.library, note, note=value)
        elif field == "note_direction":
            session.change(annotate.edit, session.library, note, note_direction=value)
        self._window.set_active(note)

    def _news(self) -> None:
        if self.isVisible():
            self.fill()

    def _row(self, time: str, field: str, old: str) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        said = QLabel(tr("{field}, before {time}").format(field=field_name(field), time=moment(time)))
        said.setFont(interface_font(12))
        head.addWidget(said, 1)
        if field in _RESTORABLE:
            back = QPushButton(tr("Restore"))
            back.setFont(interface_font(12))
            back.clicked.connect(lambda: self.restore(field, old))
            head.addWidget(back)
        value = QLabel(shown(field, old))
        value.setFont(note_font(16))
        value.setWordWrap(True)
        value.setTextFormat(Qt.TextFormat.PlainText)
        column.addLayout(head)
        column.addWidget(value)
        return frame
