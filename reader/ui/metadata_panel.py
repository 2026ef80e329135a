"""What is known of a text: title, author and all else a citation needs, language and direction, open to change."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPushButton, QWidget

from reader import shelf
from reader.document.model import Metadata
from reader.ui.i18n import tr
from reader.ui.look import interface_font, note_font
from reader.ui.panel import Panel

if TYPE_CHECKING:
    from reader.ui.window import MainWindow


def field_name(field: str) -> str:
    """Return what a field of the metadata is called."""
    return {
        "title": tr("Title"),
        "author": tr("Author"),
        "editor": tr("Editor"),
        "translator": tr("Translator"),
        "publisher": tr("Publisher"),
        "place": tr("Place of publication"),
        "edition": tr("Edition"),
        "volumes": tr("Volumes"),
        "year": tr("Year"),
        "calendar": tr("Calendar"),
        "url": tr("Address"),
        "site": tr("Site"),
        "published": tr("Date of publication"),
    }[field]


class MetadataPanel(Panel):
    """Changes become one step when the panel is closed."""

    WIDTH = 560

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("About the text"))
        self._window = window
        self._article = ""
        form = QFormLayout(self.body)
        form.setContentsMargins(0, 0, 8, 0)
        form.setVerticalSpacing(8)
        self.fields: dict[str, QLineEdit] = {}
        self.calendar = self._box(
            [
                ("", ""),
                ("hijri", tr("Hijri")),
                ("gregorian", tr("Gregorian")),
                ("jalali", tr("Jalali")),
                ("hebrew", tr("Hebrew calendar")),
            ]
        )
        self.direction = self._box([("rtl", tr("Right to left")), ("ltr", tr("Left to right"))])
        for field in fields(Metadata):
            if field.name == "calendar":
                self._row(form, field_name(field.name), self.calendar)
                continue
            edit = QLineEdit()
            edit.setFont(note_font(16))
            self.fields[field.name] = edit
            self._row(form, field_name(field.name), edit)
        self.language = QLineEdit()
        self._row(form, tr("Language of the text"), self.language)
        self._row(form, tr("Text direction"), self.direction)
        done = QPushButton(tr("Done"))
        done.setFont(interface_font(13))
        done.clicked.connect(self.dismiss)
        form.addRow(done)

    def show_article(self, article: str) -> None:
        """Open on one article."""
        self._article = article
        self.open()

    def fill(self) -> None:
        """Show what is stored."""
        session = self._window.session
        if not self._article and session.desk is not None:
            self._article = session.desk.id
        metadata = session.do(shelf.metadata, session.library, self._article)
        info = session.do(shelf.info, session.library, self._article)
        if metadata is None or info is None:
            return
        for name, edit in self.fields.items():
            edit.setText(getattr(metadata, name))
            edit.setCursorPosition(0)
        self.calendar.setCurrentIndex(max(0, self.calendar.findData(metadata.calendar)))
        self.language.setText(info.language)
        self.direction.setCurrentIndex(max(0, self.direction.findData(str(info.direction))))

    def focus(self) -> None:
        """Begin with the title."""
        self.fields["title"].setFocus()

    def dismiss(self) -> None:
        """Store what was changed, as one step, and close."""
        if self.isVisible() and self._article:
            self._store()
        super().dismiss()
        self._article = ""

    def _store(self) -> None:
        session = self._window.session
        metadata = session.do(shelf.metadata, session.library, self._article)
        info = session.do(shelf.info, session.library, self._article)
        if metadata is None or info is None:
            return
        wanted = {name: edit.text().strip() for name, edit in self.fields.items()}
        wanted["calendar"] = self.calendar.currentData()
        changed = {name: value for name, value in wanted.items() if value != getattr(metadata, name)}
        if self.language.text().strip() != info.language:
            changed["language"] = self.language.text().strip()
        if self.direction.currentData() != str(info.direction):
            changed["direction"] = self.direction.currentData()
        if changed:
            session.change(shelf.set_metadata, session.library, self._article, **changed)
            if changed.keys() & {"language", "direction", "title"}:
                self._window.show_again(self._article)

    def _box(self, choices: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setFont(interface_font(13))
        for value, word in choices:
            box.addItem(word, value)
        return box

    def _row(self, form: QFormLayout, name: str, field: QWidget) -> None:
        label = QLabel(name)
        label.setFont(interface_font(13))
        label.setBuddy(field)
        field.setAccessibleName(name)
        form.addRow(label, field)
