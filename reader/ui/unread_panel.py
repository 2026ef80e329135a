"""The files that could not be added, each with the reason, to be read and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from reader.text.bidi import isolate
from reader.ui.failures import said
from reader.ui.i18n import tr
from reader.ui.look import interface_font
from reader.ui.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.ui.window import MainWindow


class UnreadPanel(Panel):
    """A plain text of names and reasons: it can be selected and taken along."""

    WIDTH = 640

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Files that could not be read"))
        self.area.hide()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(interface_font(13))
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.text.setAccessibleName(self.title.text())
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addWidget(self.text, 1)

    def show_files(self, files: Sequence[tuple[str, str]]) -> None:
        """Show paths and reasons."""
        self.text.setPlainText("\n\n".join(f"{isolate(path, 'ltr')}\n{said(reason)}" for path, reason in files))
        self.open()

    def focus(self) -> None:
        """Put the keyboard in the text, so that it can be scrolled."""
        self.text.setFocus()

    def wanted_height(self) -> int:
        """Return the height of a list of some length."""
        return 480
