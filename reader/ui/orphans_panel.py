"""Notes without a sure place after an update: the old passage beside the likeliest new ones, to be linked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader import annotate, shelf
from reader.annotation.model import Annotation, Placement, Status
from reader.ui.cards import first_line
from reader.ui.i18n import tr
from reader.ui.look import interface_font, note_font
from reader.ui.panel import Panel
from reader.ui.work import Task

if TYPE_CHECKING:
    from reader.formats import Watch
    from reader.store.library import Library
    from reader.ui.window import MainWindow

MOST = 3
"""Candidates offered for each note."""
AROUND = 24
"""Code points shown on each side of a candidate."""

Found = list[tuple[Annotation, list[tuple[Placement, str]]]]


def unsure(library: Library, article: str, watch: Watch) -> Found:
    """Return the notes without a sure place, each with its likeliest places and their words; runs in a worker."""
    from reader.annotation import anchoring

    notes = [
        note for note in annotate.notes(library, article) if note.placement.status in {Status.ORPHAN, Status.FUZZY}
    ]
    text = shelf.text(library, article)
    found: Found = []
    offered = anchoring.candidates_all((note.target for note in notes), text, MOST)
    for at, (note, places) in enumerate(zip(notes, offered, strict=True)):
        watch.step(at / len(notes))
        found.append((note, [(place, words_at(text, place)) for place in places]))
    return found


def words_at(text: str, place: Placement) -> str:
    """Return the words of a place with a little of what stands around them, on one line."""
    start, end = max(0, place.start - AROUND), place.end + AROUND
    before = " ".join(text[start : place.start].split())
    after = " ".join(text[place.end : end].split())
    return f"…{before} [{' '.join(text[place.start : place.end].split())}] {after}…"


class OrphansPanel(Panel):
    """One frame for each note: what it was about, and where that may be now."""

    WIDTH = 620

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, tr("Notes without a sure place"))
        self._window = window
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(14)
        self.frames: list[QWidget] = []
        window.session.library_changed.connect(self._news)

    def fill(self) -> None:
        """Look for the likeliest places in a worker."""
        desk = self._window.session.desk
        if desk is None:
            return
        article = desk.id
        task = Task(self, self._window.session.library, lambda library, watch: unsure(library, article, watch))
        task.done.connect(self._show)
        task.failed.connect(self._window.messages.fail)
        task.ended.connect(task.deleteLater)
        task.start()

    def wanted_height(self) -> int:
        """Return the height in points that shows everything."""
        return max(160, super().wanted_height())

    def link(self, note: str, start: int, end: int) -> None:
        """Give a note its place, and take it off this list."""
        session = self._window.session
        session.change(annotate.relink, session.library, note, start, end)

    def _news(self) -> None:
        if self.isVisible():
            self.fill()

    def _show(self, found: Found) -> None:
        for frame in self.frames:
            frame.deleteLater()
        self.frames = [self._frame(note, places) for note, places in found]
        if not found:
            done = QLabel(tr("Every note has a sure place."))
            done.setFont(interface_font(13))
            self.frames = [done]
        for frame in self.frames:
            self._column.addWidget(frame)
        self.place(self.page)

    def _frame(self, note: Annotation, places: list[tuple[Placement, str]]) -> QWidget:
        frame = QFrame()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._line(" ".join(note.target.exact.split()), 17))
        if note.note:
            column.addWidget(self._line(first_line(note.note), 14))
        for place, words in places:
            button = QPushButton(tr("Here"))
            button.setFont(interface_font(12))
            button.setAccessibleName(f"{tr('Here')}: {words}")
            button.clicked.connect(lambda _on=False, place=place: self.link(note.id, place.start, place.end))
            row = QHBoxLayout()
            row.addWidget(button)
            row.addWidget(self._line(words, 15), 1)
            column.addLayout(row)
        last = QHBoxLayout()
        chosen = QPushButton(tr("Where the selection is"))
        chosen.setFont(interface_font(12))
        chosen.clicked.connect(lambda: self._to_selection(note.id))
        last.addWidget(chosen)
        last.addStretch(1)
        column.addLayout(last)
        return frame

    def _to_selection(self, note: str) -> None:
        selected = self._window.surface.selection()
        if selected is None:
            self._window.messages.say(tr("Select the passage in the text first."))
        else:
            self.link(note, *selected)

    @staticmethod
    def _line(text: str, size: int) -> QLabel:
        label = QLabel(text)
        label.setFont(note_font(size))
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
